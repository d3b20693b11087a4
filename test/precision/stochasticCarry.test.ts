import { describe, expect, it } from "vitest";
import { stochasticBits } from "../../lib/kernels/stochasticBits.js";
import { floatFormat } from "../../lib/precision/formats/format.js";
import { significandBits } from "../../lib/precision/formats/formats.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import type { RandomKey, RoundingOptions } from "../../lib/precision/rounding/rounding.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const stochastic = (key: RandomKey, more: Partial<RoundingOptions> = {}): RoundingOptions => ({
  rounding: "stochastic",
  key,
  ...more,
});

const WIDTH = 176n; // 16 bits and five words of 32

/** Whether fraction + U ≥ 1 with the bits of an element, in integers; the fraction cut to r bits. */
function carriesExactly(fraction: number, { seed, step = 0, index = 0 }: RandomKey, r = WIDTH) {
  const bits = stochasticBits(seed, step);
  let u = BigInt(bits.first(index));
  for (let n = 0; n < 5; n++) u = (u << 32n) | BigInt(bits.further(index, n));
  let f = BigInt(fraction * 2 ** 100) << (WIDTH - 100n); // fractions here have ≤ 100 bits
  f = (f >> (WIDTH - r)) << (WIDTH - r);
  return f + u >= 1n << WIDTH;
}

describe("the carry, digit by digit", () => {
  const p1 = significandBits(1);
  /** One bit too, in the range of a Float32Array. */
  const scale = floatFormat({ name: "scale", significandBits: 1, maxExponent: 127 });
  const rounds = (fraction: number, key: RandomKey, randomBits?: number): boolean => {
    const options = stochastic(key, randomBits === undefined ? {} : { randomBits });
    const [one, array] = [roundTo(1 + fraction, p1, options), Float64Array.of(1 + fraction)];
    expect(roundArray(array, p1, options)[0]).toBe(one);
    return one === 2;
  };
  it("looks further when the first 16 bits leave it open, and then decides exactly", () => {
    const bits = stochasticBits(31, 2);
    let ups = 0;
    for (let index = 0; index < 800; index++) {
      // 16 bits that add up with the random ones to 65535, then 36 about the random ones' complement
      const next = Number(
        (BigInt(bits.further(index, 0)) << 4n) | BigInt(bits.further(index, 1) >>> 28),
      );
      for (const beside of [-1, 0, 1, 2]) {
        const low = 2 ** 36 - next + beside - 1;
        if (low < 0 || low >= 2 ** 36) continue;
        const fraction = (65535 - bits.first(index)) / 2 ** 16 + low / 2 ** 52;
        const key = { seed: 31, step: 2, index };
        for (const r of [undefined, 16, 17, 30, 48, 52, 53, 64]) {
          const expected = carriesExactly(fraction, key, r === undefined ? undefined : BigInt(r));
          expect(rounds(fraction, key, r)).toBe(expected);
          if (r === undefined) {
            expect(expected).toBe(beside >= 1);
            ups += Number(expected);
          }
        }
      }
    }
    expect(ups).toBeGreaterThan(790);
  });
  it("decides in long arrays, where every element is left open, as in single numbers", () => {
    const key = { seed: 33, step: 1, index: 77 };
    const bits = stochasticBits(key.seed, key.step);
    const x = Float64Array.from({ length: 5000 }, (_, i) => {
      const low = (i * 0.6180339887498949) % 1;
      const fraction = (65535 - bits.first(key.index + i) + low) / 2 ** 16;
      return (i % 3 === 0 ? -1 : 1) * (1 + fraction);
    });
    for (const randomBits of [undefined, 16, 20, 33, 64]) {
      const options = stochastic(key, randomBits === undefined ? {} : { randomBits });
      const one = (v: number, i: number): number =>
        roundTo(v, p1, { ...options, key: { ...key, index: key.index + i } });
      const expected = Float64Array.from(x, one);
      expect(roundArray(x.slice(), p1, options)).toEqual(expected);
      // 16 bits add up to all ones: nothing carries; more bits carry for half of the elements
      const ups = expected.filter((v) => Math.abs(v) === 2).length;
      if (randomBits === 16) expect(ups).toBe(0);
      else expect(Math.abs(ups - 2500)).toBeLessThan(250);
      const singles = Float32Array.from(x); // 24 bits of the same
      expect(Float64Array.from(roundArray(singles.slice(), scale, options))).toEqual(
        Float64Array.from(singles, (v, i) =>
          roundTo(v, scale, { ...options, key: { ...key, index: key.index + i } }),
        ),
      );
    }
  });
  it("reads as many words as it takes, and no bit beyond the random ones", () => {
    // below the smallest number fractions have leading zeros, so their 53 bits reach further
    const coarse = floatFormat({
      name: "coarse",
      significandBits: 1,
      minExponent: 0,
      maxExponent: 9,
    });
    const seed = 32;
    const bits = stochasticBits(seed, 0);
    let found = 0;
    let differs = 0;
    for (let index = 0; index < 2_000_000; index++) {
      if (bits.first(index) !== 65535) continue;
      const [w0, w1] = [bits.further(index, 0), bits.further(index, 1)];
      const complement = (2 ** 32 - 1 - w0) * 2 ** 20 + (2 ** 20 - 1 - (w1 >>> 12));
      for (const beside of [-1, 0, 1]) {
        const fraction = (complement + beside) * 2 ** -68;
        const key = { seed, index };
        const results = [undefined, 48, 60, 64, 17].map((randomBits) => {
          const options = stochastic(key, randomBits === undefined ? {} : { randomBits });
          const got = roundTo(fraction, coarse, options) === 1;
          expect(got).toBe(
            carriesExactly(
              fraction,
              key,
              randomBits === undefined ? undefined : BigInt(randomBits),
            ),
          );
          expect(roundArray(Float64Array.of(fraction), coarse, options)[0] === 1).toBe(got);
          return got;
        });
        expect(results[0]).toBe(beside > 0);
        if (results[0] !== results[3]) differs++;
      }
      found++;
    }
    expect(found).toBeGreaterThan(10);
    expect(differs).toBeGreaterThan(5); // 64 random bits are not all of them
  });
});
