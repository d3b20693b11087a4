import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import {
  float8_e4m3fn,
  float8_e5m2,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { finiteValues, neighbours } from "../../lib/precision/formats/neighbours.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const flat: FloatFormat = { ...float8_e5m2, name: "flat", subnormals: "rounded" };
const flushed: FloatFormat = { ...float8_e5m2, name: "flushed", subnormals: "flushed" };
/** Numbers far above 1, where a quotient by the spacing underflows. */
const high = floatFormat({ name: "high", significandBits: 3, minExponent: 900, maxExponent: 905 });
const small: FloatFormat[] = [float8_e4m3fn, float8_e5m2, flat, flushed, high];

/** All finite numbers of a small format from its encodings: sign, exponent field, fraction. */
function decoded(format: FloatFormat): number[] {
  const fractions = 2 ** (format.significandBits - 1);
  const values = new Set<number>([0]);
  for (let e = format.minExponent; e <= format.maxExponent; e++)
    for (let f = 0; f < fractions; f++) values.add((1 + f / fractions) * 2 ** e);
  if (format.subnormals === "kept")
    for (let f = 1; f < fractions; f++) values.add((f / fractions) * 2 ** format.minExponent);
  return [...values]
    .filter((v) => v <= format.maxFinite)
    .flatMap((v) => (v === 0 ? [0] : [v, -v]))
    .sort((a, b) => a - b);
}

describe("finiteValues", () => {
  it.each(small)("lists every code of $name: its encodings, decoded", (format) => {
    expect([...finiteValues(format)]).toEqual(decoded(format));
  });
  it("counts 253 numbers in e4m3fn, 247 in e5m2 and 63487 in float16, 0 once", () => {
    const counts = [float8_e4m3fn, float8_e5m2, float16].map((f) => finiteValues(f).length);
    expect(counts).toEqual([253, 247, 63487]);
  });
  it("keeps to a closed interval, ends included when they are numbers of the format", () => {
    expect([...finiteValues(float8_e5m2, { from: 1, to: 2 })]).toEqual([1, 1.25, 1.5, 1.75, 2]);
    expect([...finiteValues(float8_e5m2, { from: 1.01, to: 1.99 })]).toEqual([1.25, 1.5, 1.75]);
    expect([...finiteValues(float8_e5m2, { from: 1.3, to: 1.4 })]).toEqual([]);
    expect([...finiteValues(float8_e5m2, { from: 2, to: 1 })]).toEqual([]);
    expect([...finiteValues(float8_e5m2, { from: -0, to: 0 })]).toEqual([0]);
    expect([...finiteValues(float8_e5m2, { from: 6e4, to: 1e9 })]).toEqual([]);
    expect([...finiteValues(float8_e5m2, { from: -Infinity, to: -5e4 })]).toEqual([-57344]);
    expect([...finiteValues(float8_e5m2, { from: 57344 })]).toEqual([57344]);
  });
  it("agrees with the whole list, cut, for any interval", () => {
    const end = fc.oneof(
      fc.double({ min: -500, max: 500, noNaN: true }),
      fc.constantFrom(...decoded(float8_e4m3fn)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...small), end, end, (format, from, to) => {
        const cut = decoded(format).filter((v) => from <= v && v <= to);
        expect([...finiteValues(format, { from, to })]).toEqual(cut);
      }),
      { numRuns: 1000 },
    );
  });
  it("refuses NaN, and to list what no one can read", () => {
    expect(() => finiteValues(float16, { from: NaN })).toThrow("finiteValues: from and to must be");
    expect(() => finiteValues(float64)).toThrow(
      /finiteValues: float64 has about 1\.8e\+19 numbers/,
    );
    expect(() => finiteValues(float32, { from: 1, to: 2 })).toThrow(RangeError);
    expect(finiteValues(float32, { from: 1, to: 1 + 2 ** -20 }).length).toBe(9);
    const short: FloatFormat = { ...float64, subnormals: "flushed" };
    expect(finiteValues(short, { from: -(2 ** -1022), to: 2 ** -1022 }).length).toBe(3);
  });
});

describe("neighbours", () => {
  it("of the smallest doubles are 0 and the number next to it, however far", () => {
    const least = 2 ** 898;
    expect(neighbours(5e-324, high)).toEqual({ below: 0, above: least });
    expect(neighbours(-5e-324, high)).toEqual({ below: -least, above: 0 });
    expect(neighbours(0, high)).toEqual({ below: -least, above: least });
  });
  it("in a scale of powers of two end at the smallest, above 0", () => {
    const least = 2 ** -127;
    for (const x of [0, -1, -Infinity, 5e-324])
      expect(neighbours(x, float8_e8m0fnu)).toEqual({ below: NaN, above: least });
    expect(neighbours(least, float8_e8m0fnu)).toEqual({ below: NaN, above: 2 * least });
    expect(neighbours(1, float8_e8m0fnu)).toEqual({ below: 0.5, above: 2 });
    expect(neighbours(Infinity, float8_e8m0fnu)).toEqual({ below: 2 ** 127, above: NaN });
    expect(finiteValues(float8_e8m0fnu).length).toBe(255);
    expect([...finiteValues(float8_e8m0fnu, { from: -5, to: 2 ** -126 })]).toEqual([
      least,
      2 * least,
    ]);
  });
  it.each(small)("walks from number to number of $name, both ways", (format) => {
    const values = decoded(format);
    for (let i = 0; i + 1 < values.length; i++) {
      expect(neighbours(values[i], format).above).toBe(values[i + 1]);
      expect(neighbours(values[i + 1], format).below).toBe(values[i]);
      const between = (values[i] + values[i + 1]) / 2;
      expect(neighbours(between, format)).toEqual({ below: values[i], above: values[i + 1] });
    }
  });
  it("finds infinity past the largest number, or nothing where there is none", () => {
    expect(neighbours(57344, float8_e5m2).above).toBe(Infinity);
    expect(neighbours(-1e9, float8_e5m2)).toEqual({ below: -Infinity, above: -57344 });
    expect(neighbours(Infinity, float8_e5m2)).toEqual({ below: 57344, above: NaN });
    expect(neighbours(448, float8_e4m3fn)).toEqual({ below: 416, above: NaN });
    expect(neighbours(NaN, float16)).toEqual({ below: NaN, above: NaN });
  });
  it("of doubles are the doubles next door", () => {
    expect(neighbours(1, float64)).toEqual({ below: 1 - 2 ** -53, above: 1 + 2 ** -52 });
    expect(neighbours(0, float64)).toEqual({ below: -5e-324, above: 5e-324 });
    expect(neighbours(Number.MAX_VALUE, float64).above).toBe(Infinity);
  });
  it("enclose what is rounded", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 53 }).map(significandBits),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (format, x) => {
          const { below, above } = neighbours(x, format);
          const rounded = roundTo(x, format);
          expect(below < x && x < above).toBe(true);
          expect(rounded === x || rounded === below || rounded === above).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});

it("refuse a format's name, in words that name the function", () => {
  const wrong = "float16" as unknown as FloatFormat;
  const text = 'format is the text "float16", expected a FloatFormat such as float16';
  expect(() => neighbours(1, wrong)).toThrow(new TypeError(`neighbours: ${text}`));
  expect(() => finiteValues(wrong)).toThrow(new TypeError(`finiteValues: ${text}`));
});
