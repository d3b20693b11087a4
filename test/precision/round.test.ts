import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import type { RoundingOptions } from "../../lib/precision/rounding/rounding.js";
import { rounder, roundTo } from "../../lib/precision/rounding/roundTo.js";
import { formatAndNumber } from "./anyFormat.js";

const noSubnormals: FloatFormat = { ...float16, name: "float16 flat", subnormals: "rounded" };
const saturating: FloatFormat = {
  ...float8_e4m3fn,
  name: "e4m3 saturating",
  overflow: "saturate",
};

describe("rounding to nearest", () => {
  it("is one function in two writings: the definition and the fast one have the same bits", () => {
    fc.assert(
      fc.property(formatAndNumber, ([format, x]) => {
        const byDefinition = roundTo(x, format, { rounding: "nearest-even" });
        expect(rounder(format)(x)).toBe(byDefinition);
        expect(roundTo(x, format)).toBe(byDefinition);
      }),
      { numRuns: 20000 },
    );
  });
  it("errs by at most the unit roundoff 2^-p of a normal number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 53 }), fc.double({ noNaN: true }), (p, x) => {
        fc.pre(Math.abs(x) >= 2 ** -1022 && Math.abs(x) < 2 ** 1023);
        expect(Math.abs(roundTo(x, significandBits(p)) - x)).toBeLessThanOrEqual(
          2 ** -p * Math.abs(x),
        );
      }),
      { numRuns: 2000 },
    );
  });
  it("is Math.fround in float32, and nothing in float64", () => {
    fc.assert(
      fc.property(fc.double(), (x) => {
        for (const options of [undefined, { rounding: "nearest-even" } as RoundingOptions]) {
          expect(roundTo(x, float32, options)).toBe(Math.fround(x));
          expect(roundTo(x, float64, options)).toBe(x);
          expect(roundTo(x, significandBits(53), options)).toBe(x);
        }
      }),
      { numRuns: 5000 },
    );
    expect(rounder(float32)).toBe(Math.fround);
  });
  it("remembers the last format only as long as it is the same", () => {
    const values = [float16, bfloat16, float16, float8_e5m2].map((f) => roundTo(0.1, f));
    expect(values).toEqual([0.0999755859375, 0.10009765625, 0.0999755859375, 0.09375]);
  });
});

describe("the ends of a format", () => {
  it("float16 overflows from 65520 on, a tie with the number that does not exist", () => {
    expect(roundTo(65519.99, float16)).toBe(65504);
    expect(roundTo(65520, float16)).toBe(Infinity);
    expect(roundTo(-65520, float16)).toBe(-Infinity);
  });
  it("float8_e4m3fn takes 464 to 448, more to NaN, and has no infinity", () => {
    expect(roundTo(464, float8_e4m3fn)).toBe(448);
    expect(roundTo(464.0000001, float8_e4m3fn)).toBeNaN();
    expect(roundTo(Infinity, float8_e4m3fn)).toBeNaN();
    expect(rounder(float8_e4m3fn)(-Infinity)).toBeNaN();
  });
  it("float8_e5m2 reaches 57344 and overflows from 61440 on", () => {
    expect(roundTo(61439, float8_e5m2)).toBe(57344);
    expect(roundTo(61440, float8_e5m2)).toBe(Infinity);
  });
  it("bfloat16 has float32's range with 8 of its 24 bits", () => {
    expect(roundTo(3.39e38, bfloat16)).toBe(2 ** 128 - 2 ** 120);
    expect(roundTo(3.4e38, bfloat16)).toBe(Infinity);
    expect(roundTo(2 ** -149, bfloat16)).toBe(0);
    expect(roundTo(2 ** -133, bfloat16)).toBe(2 ** -133);
  });
  it("overflow is decided after rounding, and only away from the finite numbers", () => {
    const by = (x: number, rounding: RoundingOptions["rounding"]) =>
      roundTo(x, float16, { rounding });
    expect([by(65504.01, "up"), by(1e9, "down"), by(1e9, "to-odd")]).toEqual([
      Infinity,
      65504,
      65504,
    ]);
    expect([by(-65504.01, "down"), by(-1e9, "up"), by(-1e9, "toward-zero")]).toEqual([
      -Infinity,
      -65504,
      -65504,
    ]);
    expect([by(65520, "nearest-to-zero"), by(65520, "nearest-away")]).toEqual([65504, Infinity]);
  });
  it("saturation stays at the largest number, also from infinity; NaN stays NaN", () => {
    const perCall = (x: number) => roundTo(x, float8_e4m3fn, { overflow: "saturate" });
    for (const fl of [(x: number) => roundTo(x, saturating), rounder(saturating), perCall])
      expect([500, -1e300, Infinity, -Infinity, NaN].map(fl)).toEqual([448, -448, 448, -448, NaN]);
  });
  it("without subnormals, what is below the smallest number goes to the nearer end, ties to 0", () => {
    const least = 2 ** -14;
    for (const fl of [(x: number) => roundTo(x, noSubnormals), rounder(noSubnormals)]) {
      expect(fl(least * 0.5)).toBe(0);
      expect(fl(-least * 0.5)).toBe(-0);
      expect(fl(least * 0.5000001)).toBe(least);
      expect(fl(least * (1 + 2 ** -10))).toBe(least * (1 + 2 ** -10));
    }
  });
  it("keeps the sign of what becomes zero", () => {
    for (const fl of [(x: number) => roundTo(x, float16), rounder(float16)])
      expect([0, -0, 1e-30, -1e-30].map(fl)).toEqual([0, -0, 0, -0]);
  });
  it("one bit leaves the powers of two, and a tie goes up", () => {
    expect([1, 1.4, 1.5, 1.6, 3, 6].map(rounder(significandBits(1)))).toEqual([1, 1, 2, 2, 4, 8]);
  });
});

describe("bad input to roundTo and rounder", () => {
  /** What roundTo and rounder say to a format and options that are not as they should be. */
  const said = (wrongFormat: unknown, wrongOptions?: unknown): string[] => {
    const [format, options] = [wrongFormat as FloatFormat, wrongOptions as RoundingOptions];
    return [() => roundTo(1, format, options), () => rounder(format, options)].map((call) => {
      try {
        call();
      } catch (error) {
        const { name, message } = error as Error;
        return `${name}: ${message}`;
      }
      return "nothing";
    });
  };
  const both = (name: string, message: string): string[] =>
    ["roundTo", "rounder"].map((f) => `${name}: ${f}: ${message}`);

  it("a format's name, or what is no format, is refused in words that name the function", () => {
    const expected = "expected a FloatFormat such as float16";
    for (const [wrong, text] of [
      ["float16", 'the text "float16"'],
      [undefined, "undefined"],
      [null, "null"],
      [{}, "{}"],
      [16, "16"],
      [Number.NaN, "NaN"],
      [significandBits, "a function"],
    ])
      for (const options of [undefined, { rounding: "up" }])
        expect(said(wrong, options)).toEqual(both("TypeError", `format is ${text}, ${expected}`));
  });
  it("a format whose parameters contradict each other is refused, each time", () => {
    const wrong = { ...float16, significandBits: 54 };
    for (let again = 0; again < 2; again++)
      expect(said(wrong)).toEqual(
        both("RangeError", "format float16: significandBits must be an integer in 1..53, got 54"),
      );
    expect(said({ significandBits: 0 })).toEqual(
      both(
        "RangeError",
        "format without a name: significandBits must be an integer in 1..53, got 0",
      ),
    );
  });
  it("options that are no object, and modes that do not exist, are refused", () => {
    for (const [wrong, text] of [
      ["up", 'the text "up"'],
      [null, "null"],
      [3, "3"],
    ])
      expect(said(float16, wrong)).toEqual(
        both("TypeError", `options must be an object such as { rounding: "up" }, got ${text}`),
      );
    for (const [rounding, text] of [
      ["nearest", 'the text "nearest"'],
      [null, "null"],
      [0, "0"],
    ])
      expect(said(float16, { rounding })).toEqual(
        both(
          "TypeError",
          "rounding must be one of nearest-even, nearest-away, nearest-to-zero, toward-zero, up, down, " +
            `to-odd, stochastic, stochastic-equal, got ${text}`,
        ),
      );
  });
  it("an overflow the format has no value for is refused", () => {
    const trouble: readonly [FloatFormat, unknown, string][] = [
      [float8_e4m3fn, "infinity", "it has no infinity to overflow to"],
      [saturating, "infinity", "it has no infinity to overflow to"],
      [float16, "wrap", "only a format of equal spacing with a zero can wrap around"],
      [
        float16,
        "clip",
        'overflow must be "infinity", "nan", "saturate" or "wrap", got the text "clip"',
      ],
    ];
    for (const [format, overflow, text] of trouble)
      expect(said(format, { overflow })).toEqual(
        both("RangeError", `format ${format.name}: ${text}`),
      );
  });
  it("stochastic rounding without a key, or with numbers that are none, is refused", () => {
    for (const rounding of ["stochastic", "stochastic-equal"]) {
      for (const [key, text] of [
        [undefined, "undefined"],
        [null, "null"],
        [42, "42"],
      ])
        expect(said(float16, { rounding, key })).toEqual(
          both(
            "TypeError",
            `${rounding} rounding needs a key such as { seed: 1, step: 0, index: 0 }, got ${text}`,
          ),
        );
      for (const [name, wrong] of [
        ["seed", -1],
        ["seed", 2 ** 53],
        ["step", 0.5],
        ["index", NaN],
      ] as const)
        expect(said(float16, { rounding, key: { seed: 1, [name]: wrong } })).toEqual(
          both("RangeError", `the key's ${name} must be a safe integer >= 0, got ${wrong}`),
        );
      expect(said(float16, { rounding, key: { step: 1 } })).toEqual(
        both("RangeError", "the key's seed must be a safe integer >= 0, got undefined"),
      );
    }
  });
  it("random bits are 1 to 64", () => {
    for (const [randomBits, text] of [
      [0, "0"],
      [65, "65"],
      [2.5, "2.5"],
      [NaN, "NaN"],
      [-Infinity, "-Infinity"],
      ["8", 'the text "8"'],
    ])
      expect(said(float16, { rounding: "stochastic", key: { seed: 1 }, randomBits })).toEqual(
        both("RangeError", `randomBits must be an integer in 1..64, got ${text}`),
      );
  });
  it("a rounder's index is a safe integer >= 0", () => {
    const coin = rounder(float16, { rounding: "stochastic", key: { seed: 1 } });
    for (const wrong of [-1, 0.5, NaN, 2 ** 53])
      expect(() => coin(0.1, wrong)).toThrow(
        new RangeError(`rounder: index must be a safe integer >= 0, got ${wrong}`),
      );
  });
});
