import { describe, expect, it } from "vitest";
import { mixedWord, mixingKeys, stochasticBits } from "../../lib/kernels/stochasticBits.js";

const draws = (seed: number, step: number, count: number, from = 0): Float64Array => {
  const bits = stochasticBits(seed, step);
  return Float64Array.from({ length: count }, (_, i) => bits.first(from + i));
};

/** Correlation coefficient of two samples of uniform numbers 0 … 65535. */
function correlation(a: Float64Array, b: Float64Array): number {
  const middle = 65535 / 2;
  const variance = (65536 ** 2 - 1) / 12;
  return a.reduce((sum, x, i) => sum + (x - middle) * (b[i] - middle), 0) / (a.length * variance);
}

describe("The bits of stochastic rounding", () => {
  it("never change", () => {
    expect(Array.from(draws(1, 0, 16))).toEqual([
      39372, 32370, 54526, 62508, 30511, 57349, 17750, 11781, 11390, 1671, 28318, 28541, 5762,
      27018, 19405, 14036,
    ]);
    const bits = stochasticBits(1, 0);
    expect([0, 1, 2, 3, 4, 5].map((n) => bits.further(7, n))).toEqual([
      1498696055, 3605233715, 1482232596, 3283638196, 3904237601, 785949534,
    ]);
    expect(Array.from(mixingKeys(1, 0, 0))).toEqual([76061071, 2350528063, 3799490565, 3387759215]);
    expect(stochasticBits(2 ** 53 - 1, 2 ** 53 - 1).first(2 ** 53 - 1)).toBe(20037);
  });

  it("come two to a word, the lower half first", () => {
    const bits = stochasticBits(5, 9);
    for (const block of [0, 1, 77]) {
      const keys = mixingKeys(5, 9, block);
      for (const word of [0, 1, 2 ** 31, 2 ** 32 - 1]) {
        const mixed = mixedWord(word, keys);
        const index = 2 * (block * 2 ** 32 + word);
        expect(bits.first(index)).toBe(mixed % 65536);
        expect(bits.first(index + 1)).toBe(Math.floor(mixed / 65536));
      }
    }
  });

  it("are refused a seed or step that is no safe integer >= 0", () => {
    for (const bad of [-1, 0.5, NaN, 2 ** 53]) {
      expect(() => stochasticBits(bad, 0)).toThrow(RangeError);
      expect(() => stochasticBits(0, bad)).toThrow(/step must be a safe integer >= 0/);
    }
  });
});

// Every bound below is five standard deviations of what is measured, the seeds are fixed.
describe("The first 16 bits, statistically", () => {
  const count = 2 ** 18;

  it.each([1, 2, 12345])("fill every byte evenly (seed %i)", (seed) => {
    const values = draws(seed, 0, count);
    for (const shift of [0, 8]) {
      const seen = new Float64Array(256);
      for (const value of values) seen[(value >> shift) & 255]++;
      const expected = count / 256;
      const chiSquare = seen.reduce((sum, n) => sum + (n - expected) ** 2 / expected, 0);
      expect(Math.abs(chiSquare - 255)).toBeLessThan(5 * Math.sqrt(2 * 255));
    }
  });

  it("repeat among 2¹⁶ draws as often as independent ones would", () => {
    const distinct = new Set(draws(4, 0, 2 ** 16)).size;
    // Of 65,536 cells a share 1 − 1/e is hit; variance (1/e − 2/e²)·n.
    const share = 1 - Math.exp(-1);
    const deviation = Math.sqrt((Math.exp(-1) - 2 * Math.exp(-2)) * 2 ** 16);
    expect(Math.abs(distinct - share * 2 ** 16)).toBeLessThan(5 * deviation);
  });

  it.each([1, 2, 3, 4, 8, 16, 64, 256, 1024, 4096, 65536])("do not correlate at lag %i", (lag) => {
    const values = draws(3, 1, count + lag);
    expect(Math.abs(correlation(values.subarray(0, count), values.subarray(lag)))).toBeLessThan(
      5 / Math.sqrt(count),
    );
  });

  it("do not correlate between steps, seeds or blocks of keys", () => {
    const values = draws(1, 0, count);
    for (const others of [
      draws(1, 1, count),
      draws(1, 2, count),
      draws(1, 2 ** 32, count),
      draws(2, 0, count),
      draws(1 + 2 ** 32, 0, count),
      draws(1, 0, count, 2 ** 33),
    ])
      expect(Math.abs(correlation(values, others))).toBeLessThan(5 / Math.sqrt(count));
  });

  it("change by half when one bit of the index changes, in each of their places", () => {
    const bits = stochasticBits(6, 0);
    const samples = 4096;
    // The lowest bit chooses the half of a word; two halves are compared then, too.
    for (let bit = 0; bit < 33; bit++) {
      const flips = new Float64Array(16);
      for (let i = 0; i < samples; i++) {
        const index = (i * 2654435761) % 2 ** 33;
        const odd = Math.floor(index / 2 ** bit) % 2;
        const changed = bits.first(index) ^ bits.first(index + (odd ? -1 : 1) * 2 ** bit);
        for (let place = 0; place < 16; place++) flips[place] += (changed >> place) & 1;
      }
      for (const flipped of flips)
        expect(Math.abs(flipped / samples - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / samples));
    }
  });

  it("have even and odd numbers of ones in every mask of two places", () => {
    const values = draws(8, 0, count);
    for (let a = 0; a < 16; a++)
      for (let b = a; b < 16; b++) {
        let ones = 0;
        for (const value of values) ones += ((value >> a) ^ (a === b ? 0 : value >> b)) & 1;
        expect(Math.abs(ones / count - 0.5)).toBeLessThan(5 * Math.sqrt(0.25 / count));
      }
  });
});
