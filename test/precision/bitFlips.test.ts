import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bitFields, decode, encode } from "../../lib/precision/codes/encode.js";
import { type BitFlipOptions, flipBit, flipBits } from "../../lib/precision/codes/flipBits.js";
import { binomialTails, distinctBelow } from "../../lib/precision/codes/flipSites.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  float4_e2m1fn,
  float8_e4m3fn,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const key = { seed: 7, step: 3 };
const ones = (n: number): Float64Array => new Float64Array(n).fill(1);
/** |observed − n·p| ≤ 4σ of a binomial count. */
const within4Sigma = (observed: number, n: number, p: number): boolean =>
  Math.abs(observed - n * p) <= 4 * Math.sqrt(n * p * (1 - p));

describe("one flipped bit", () => {
  it("changes sign, exponent or significand as the layout says", () => {
    expect(flipBit(1.5, 15, float16)).toBe(-1.5);
    expect(flipBit(0, 15, float16)).toBe(-0);
    expect(flipBit(1.5, 10, float16)).toBe(0.75);
    expect(flipBit(1, 14, float16)).toBe(Infinity);
    expect(flipBit(1.5, 14, float16)).toBe(NaN);
    expect(flipBit(1, 0, float16)).toBe(1 + 2 ** -10);
    expect(flipBit(1, 63, float64)).toBe(-1);
    expect(flipBit(1, 0, float64)).toBe(1 + 2 ** -52);
    expect(flipBit(448, 0, float8_e4m3fn)).toBe(NaN);
    expect(flipBit(1, 7, fixedPoint(8, 4))).toBe(-7);
    expect(flipBit(1, 0, float8_e8m0fnu)).toBe(0.5);
  });

  it("of every code of every small format is what the other code decodes to, and back", () => {
    for (const format of formats.filter(({ bits = 64 }) => bits <= 8))
      for (let code = 0; code < 2 ** (format.bits as number); code++)
        for (let bit = 0; bit < (format.bits as number); bit++) {
          const x = decode(code, format);
          if (encode(x, format) !== code) continue; // another NaN than the canonical one
          const flipped = flipBit(x, bit, format);
          expect(flipped).toBe(decode(code ^ (1 << bit), format));
          if (!Number.isNaN(flipped)) expect(flipBit(flipped, bit, format)).toBe(x);
        }
  });

  it("is refused where there is none, or no number", () => {
    expect(() => flipBit(1, 16, float16)).toThrow(
      "flipBit: a bit of float16 is one of 0..15, got 16",
    );
    expect(() => flipBit(1, 0.5, float16)).toThrow(RangeError);
    expect(() => flipBit(0.1, 0, float16)).toThrow("flipBit: 0.1 is no number of float16");
    expect(() => flipBit(1, 0, significandBits(5))).toThrow("flipBit: p5 has no codes");
    const holes: FloatFormat = { ...float16, name: "holes", maxFinite: 1024, lowest: -1024 };
    expect(() => flipBit(1, 0, holes)).toThrow(
      /^flipBit: holes has codes that stand for no number/,
    );
  });
});

describe("soft errors of an array", () => {
  it("are these ones for this key, always", () => {
    const array = ones(1000);
    const log = flipBits(array, float16, { key, ratePerNumber: 0.003 });
    expect(log.map(({ index, bit }) => [index, bit])).toEqual([
      [272, 13],
      [274, 1],
      [285, 1],
      [349, 9],
      [620, 9],
      [833, 1],
    ]);
    expect(log[0]).toEqual({ index: 272, bit: 13, part: "exponent", before: 1, after: 2 ** -8 });
    expect(array[349]).toBe(1.5);
    const counted = flipBits(ones(1000), float16, { key, count: 2 });
    expect(counted.map(({ index, bit }) => [index, bit])).toEqual([
      [160, 10],
      [887, 14],
    ]);
  });

  it("hit each bit independently with the rate, within 4σ", () => {
    const n = 60_000;
    const rate = 0.01;
    const log = flipBits(ones(n), float16, { key, ratePerBit: rate });
    expect(within4Sigma(log.length, 16 * n, rate)).toBe(true);
    for (let bit = 0; bit < 16; bit++)
      expect(within4Sigma(log.filter((row) => row.bit === bit).length, n, rate)).toBe(true);
    // Independent bits: two flips in one number as often as chance has it.
    const perNumber = new Map<number, number>();
    for (const { index } of log) perNumber.set(index, (perNumber.get(index) ?? 0) + 1);
    const none = (1 - rate) ** 16;
    const one = 16 * rate * (1 - rate) ** 15;
    expect(within4Sigma(perNumber.size, n, 1 - none)).toBe(true);
    const twice = [...perNumber.values()].filter((count) => count > 1).length;
    expect(within4Sigma(twice, n, 1 - none - one)).toBe(true);
  });

  it("with a rate per number flip one bit of such a share, every bit alike", () => {
    const n = 100_000;
    const log = flipBits(ones(n), float8_e4m3fn, { key, ratePerNumber: 0.2 });
    expect(within4Sigma(log.length, n, 0.2)).toBe(true);
    expect(new Set(log.map(({ index }) => index)).size).toBe(log.length);
    for (let bit = 0; bit < 8; bit++)
      expect(within4Sigma(log.filter((row) => row.bit === bit).length, log.length, 1 / 8)).toBe(
        true,
      );
  });

  it("with a count are exactly so many different bits, every bit alike", () => {
    const hits = new Float64Array(8 * 16);
    for (let step = 0; step < 2000; step++) {
      const log = flipBits(ones(8), float16, { key: { seed: 1, step }, count: 13 });
      const sites = log.map(({ index, bit }) => index * 16 + bit);
      expect(new Set(sites).size).toBe(13);
      expect(sites).toEqual([...sites].sort((a, b) => a - b));
      for (const site of sites) hits[site]++;
    }
    for (const hit of hits) expect(within4Sigma(hit, 2000, 13 / 128)).toBe(true);
    expect(flipBits(ones(4), float4_e2m1fn, { key, count: 16 })).toHaveLength(16);
    expect(flipBits(ones(4), float4_e2m1fn, { key, count: 0 })).toEqual([]);
  });

  it("stay in the part or the positions that are eligible", () => {
    const parts = { sign: [15], exponent: [10, 11, 12, 13, 14] };
    for (const [part, bits] of Object.entries(parts)) {
      const log = flipBits(ones(500), float16, { key, ratePerBit: 0.2, part: part as "sign" });
      expect([...new Set(log.map(({ bit }) => bit))].sort()).toEqual(bits);
      for (const row of log) expect(row.part).toBe(part);
    }
    const log = flipBits(ones(500), float16, { key, ratePerBit: 0.2, bits: [12, 3] });
    expect([...new Set(log.map(({ bit }) => bit))].sort()).toEqual([12, 3]);
    expect(log.find(({ bit }) => bit === 3)?.part).toBe("significand");
    const fixed = flipBits(ones(500), fixedPoint(8, 4), { key, ratePerBit: 0.2, part: "any" });
    expect(new Set(fixed.map(({ part }) => part))).toEqual(new Set(["sign", "significand"]));
  });

  it("with rate 1 flip every eligible bit, with rate 0 none", () => {
    const all = ones(3);
    expect(flipBits(all, float16, { key, ratePerBit: 1, part: "sign" })).toHaveLength(3);
    expect(all).toEqual(ones(3).map((x) => -x));
    expect(flipBits(all, float16, { key, ratePerBit: 1 })).toHaveLength(48);
    expect(flipBits(all, float16, { key, ratePerNumber: 0 })).toEqual([]);
    expect(flipBits(new Float64Array(0), float16, { key, ratePerBit: 1 })).toEqual([]);
  });

  it("do not depend on the chunks", () => {
    const format = float32;
    const values = roundArray(
      Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i)),
      format,
    );
    const options: BitFlipOptions = { key, ratePerBit: 0.01 };
    const whole = values.slice();
    const log = flipBits(whole, format, options);
    const chunked = values.slice();
    const logs = [0, 137, 138, 900].flatMap((from, k, starts) =>
      flipBits(chunked.subarray(from, starts[k + 1] ?? 1000), format, {
        ...options,
        key: { ...key, index: from },
      }),
    );
    expect(chunked).toEqual(whole);
    expect(logs).toEqual(log);
    expect(log.length).toBeGreaterThan(200);
    expect(flipBits(values.slice(), format, { ...options, key: { seed: 7, step: 4 } })).not.toEqual(
      log,
    );
  });

  it("are undone by the same flips again where no NaN arose, and by the log always", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(float16, float64, float8_e4m3fn, float4_e2m1fn, fixedPoint(8, 4)),
        fc.array(fc.double({ min: -8, max: 8, noNaN: true }), { maxLength: 30 }),
        fc.nat(),
        (format, numbers, seed) => {
          const original = Float64Array.from(numbers, (x) => roundTo(x, format));
          const array = original.slice();
          const options: BitFlipOptions = { key: { seed }, ratePerBit: 0.1 };
          const log = flipBits(array, format, options);
          const undone = array.slice();
          for (const { index, before } of [...log].reverse()) undone[index] = before;
          expect(undone).toEqual(original);
          for (const { before, after, bit, part } of log) {
            if (!Number.isNaN(before)) expect(flipBit(before, bit, format)).toBe(after);
            const field = { sign: "sign", exponent: "exponent", significand: "fraction" }[part];
            const fields = [before, after].map((x) => ({ ...bitFields(x, format) }));
            if (![before, after].some(Number.isNaN))
              expect(fields[0][field as "sign"]).not.toBe(fields[1][field as "sign"]);
          }
          flipBits(array, format, options);
          array.forEach((x, i) => {
            if (!log.some(({ index, after }) => index === i && Number.isNaN(after)))
              expect(x).toBe(original[i]);
          });
        },
      ),
    );
  });

  it("record infinities and NaN as outcomes", () => {
    const array = Float64Array.of(1, 1.5, Infinity, NaN);
    const log = flipBits(array, float16, { key, ratePerBit: 1, bits: [14] });
    expect(log.map(({ before, after }) => [before, after])).toEqual([
      [1, Infinity],
      [1.5, NaN],
      [Infinity, 1],
      [NaN, 1.5],
    ]);
    expect(array).toEqual(Float64Array.of(Infinity, NaN, 1, 1.5));
  });
});

describe("refusals leave the array as it was", () => {
  const refuse = (options: object, error: RegExp, format = float16): void => {
    const array = Float64Array.of(1, 2, 3);
    expect(() => flipBits(array, format, { key, ...options } as BitFlipOptions)).toThrow(error);
    expect(array).toEqual(Float64Array.of(1, 2, 3));
  };
  it("of rates, counts, parts and positions", () => {
    refuse({}, /^flipBits: expected exactly one of .* got none$/);
    refuse({ ratePerBit: 1, count: 1 }, /got ratePerBit and count$/);
    refuse({ ratePerBit: 1.5 }, /^flipBits: ratePerBit must be in \[0, 1\], got 1.5$/);
    refuse({ ratePerNumber: NaN }, /ratePerNumber must be in \[0, 1\], got NaN/);
    refuse({ count: 49 }, /^flipBits: count must be an integer in 0..48, got 49$/);
    refuse({ count: 1, part: "mantissa" }, /part must be .* got mantissa/);
    refuse({ count: 1, part: "exponent" }, /fixed8_4 has no exponent bits/, fixedPoint(8, 4));
    refuse({ count: 1, bits: [16] }, /one of 0..15, got 16/);
    refuse({ count: 1, bits: [1, 1] }, /different positions, at least 1, got \[1,1\]/);
    refuse({ count: 1, bits: [] }, /got \[\]/);
    refuse({ count: 1, bits: [1], part: "sign" }, /both part and bits/);
    refuse({ count: 1, key: undefined }, /needs a key/);
    refuse({ count: 1, key: { seed: -1 } }, /the key's seed must be a safe integer >= 0, got -1/);
  });

  it("of numbers that the format does not have", () => {
    const array = Float64Array.of(1, 0.1);
    expect(() => flipBits(array, float16, { key, ratePerBit: 1 })).toThrow(
      /^flipBits: 0.1 is no number of float16 in element 1; round it first/,
    );
    expect(array).toEqual(Float64Array.of(1, 0.1));
    expect(() => flipBits([1] as never, float16, { key, count: 1 })).toThrow(
      "flipBits: array must be a Float64Array, got [object Array]",
    );
  });
});

describe("the draws behind them", () => {
  it("have the binomial's tails, small ones with all their digits", () => {
    expect(binomialTails(2, 0.5)).toEqual([0.75, 0.25]);
    expect(binomialTails(3, 0)).toEqual([0, 0, 0]);
    expect(binomialTails(3, 1)).toEqual([1, 1, 1]);
    const tiny = binomialTails(16, 1e-12);
    expect(tiny[0] / 16e-12).toBeCloseTo(1, 10);
    expect(tiny[1] / 120e-24).toBeCloseTo(1, 10);
  });

  it("take every subset equally often", () => {
    const counts = new Map<string, number>();
    const side = 40; // a grid of draws instead of random ones: the frequencies are exact
    for (let i = 0; i < side; i++)
      for (let j = 0; j < side; j++) {
        const subset = distinctBelow(2, 5, (k) => ((k === 0 ? i : j) + 0.5) / side).join();
        counts.set(subset, (counts.get(subset) ?? 0) + 1);
      }
    expect([...counts.values()]).toEqual(new Array(10).fill((side * side) / 10));
    expect(distinctBelow(3, 3, () => 0.99)).toEqual([0, 1, 2]);
  });
});
