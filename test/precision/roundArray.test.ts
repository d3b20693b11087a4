import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  formats,
  significandBits,
  tf32,
} from "../../lib/precision/formats/formats.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import { type RoundingOptions, roundingModes } from "../../lib/precision/rounding/rounding.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { anyFormat, near } from "./anyFormat.js";

const mode = fc.constantFrom(...roundingModes);
const manyNumbers = anyFormat.chain((format) =>
  fc.tuple(
    fc.constant(format),
    fc.array(fc.oneof({ arbitrary: near(format), weight: 5 }, fc.double()), {
      minLength: 1,
      maxLength: 300,
      size: "max",
    }),
  ),
);
const at = (rounding: RoundingOptions["rounding"], index: number): RoundingOptions => ({
  rounding,
  key: { seed: 5, step: 6, index },
});

describe("roundArray", () => {
  it("rounds in place and returns the array", () => {
    const array = Float64Array.of(0.1, -0.1, NaN, 1e9);
    expect(roundArray(array, float16)).toBe(array);
    expect([...array]).toEqual([0.0999755859375, -0.0999755859375, NaN, Infinity]);
    expect(roundArray(new Float64Array(0), float16).length).toBe(0);
    expect(roundArray(new Float32Array(0), float16).length).toBe(0);
  });
  it("rounds every element as roundTo does, in the stochastic modes under its own index", () => {
    fc.assert(
      fc.property(manyNumbers, mode, ([format, x], rounding) => {
        const expected = x.map((v, i) => roundTo(v, format, at(rounding, 40 + i)));
        expect([...roundArray(Float64Array.from(x), format, at(rounding, 40))]).toEqual(expected);
      }),
      { numRuns: 500 },
    );
  });
  it("rounds the elements of a Float32Array as those of a Float64Array", () => {
    const fitting = [...formats, significandBits(24)].filter(
      (f) => f.significandBits <= 24 && f.maxExponent < 128,
    );
    expect(fitting.length).toBe(14);
    fc.assert(
      fc.property(
        fc.constantFrom(...fitting),
        fc.float32Array({ maxLength: 300, size: "max" }),
        mode,
        (format, x, rounding) => {
          const expected = roundArray(Float64Array.from(x), format, at(rounding, 3));
          expect([...roundArray(x.slice(), format, at(rounding, 3))]).toEqual([...expected]);
        },
      ),
      { numRuns: 500 },
    );
  });
  it("rounds a part of an array, wherever it lies in its buffer, and nothing else", () => {
    const whole = Float64Array.from({ length: 400 }, (_, i) => 1 + i / 1000);
    const part = whole.slice();
    roundArray(part.subarray(3, 391), bfloat16);
    for (let i = 0; i < 400; i++)
      expect(part[i]).toBe(i >= 3 && i < 391 ? roundTo(whole[i], bfloat16) : whole[i]);
  });
  it("refuses a Float32Array that could not hold the format's numbers", () => {
    const wide = { ...tf32, name: "low", minExponent: -140, bits: 32 };
    const flat: FloatFormat = { ...wide, subnormals: "rounded" };
    for (const [format, text] of [
      [float64, "float64 (53 bits, multiples of 2^-1074, up to 1.7976931348623157e+308)"],
      [significandBits(8), "p8 (8 bits, multiples of 2^-1029, up to 1.79067089605426e+308)"],
      [flat, "low (11 bits, multiples of 2^-150, up to 3.4011621342146535e+38)"],
    ] as const) {
      expect(() => roundArray(new Float32Array(3), format)).toThrow(
        new RangeError(
          `roundArray: a Float32Array cannot hold every number of ${text}, expected a Float64Array`,
        ),
      );
    }
    for (const format of [float32, tf32, bfloat16, float8_e8m0fnu])
      expect(() => roundArray(new Float32Array(3), format)).not.toThrow();
  });
  it("refuses indices past 2^53, where they could not be told apart", () => {
    const last = { rounding: "stochastic", key: { seed: 1, index: 2 ** 53 - 2 } } as const;
    expect(() => roundArray(new Float64Array(2).fill(0.1), float16, last)).not.toThrow();
    expect(() => roundArray(new Float64Array(3).fill(0.1), float16, last)).toThrow(
      new RangeError(
        "roundArray: the key's index + the number of roundings must be at most 2^53, got 9007199254740990 + 3",
      ),
    );
  });
  it("refuses what is no array of floating-point numbers, a format's name, odd options", () => {
    for (const [wrong, text] of [
      [[1, 2], "[object Array]"],
      [new Int32Array(2), "[object Int32Array]"],
      [1.5, "[object Number]"],
      [undefined, "[object Undefined]"],
    ])
      expect(() => roundArray(wrong as unknown as Float64Array, float16)).toThrow(
        new TypeError(`roundArray: array must be a Float64Array or a Float32Array, got ${text}`),
      );
    const array = Float64Array.of(0.1);
    const name = "float16" as unknown as FloatFormat;
    expect(() => roundArray(array, name)).toThrow(
      new TypeError(
        'roundArray: format is the text "float16", expected a FloatFormat such as float16',
      ),
    );
    expect(() => roundArray(array, float16, "up" as RoundingOptions)).toThrow(
      new TypeError(
        'roundArray: options must be an object such as { rounding: "up" }, got the text "up"',
      ),
    );
    expect(() => roundArray(array, float16, { rounding: "stochastic" })).toThrow(
      new TypeError(
        "roundArray: stochastic rounding needs a key such as { seed: 1, step: 0, index: 0 }, got undefined",
      ),
    );
    expect(array).toEqual(Float64Array.of(0.1));
  });
});
