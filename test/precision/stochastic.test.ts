import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stochasticBits } from "../../lib/kernels/stochasticBits.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import {
  float8_e4m3fn,
  float8_e8m0fnu,
  float16,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import type { RandomKey, RoundingOptions } from "../../lib/precision/rounding/rounding.js";
import { rounder, roundTo } from "../../lib/precision/rounding/roundTo.js";
import { formatAndNumber } from "./anyFormat.js";

const DRAWS = 1e6;
const p8 = significandBits(8);

const stochastic = (key: RandomKey, more: Partial<RoundingOptions> = {}): RoundingOptions => ({
  rounding: "stochastic",
  key,
  ...more,
});

/** x rounded DRAWS times, under the indices 0, 1, 2 … */
function draws(x: number, format: FloatFormat, options: RoundingOptions): Float64Array {
  return roundArray(new Float64Array(DRAWS).fill(x), format, options);
}

/** How often the first of two values came; nothing else than the two may come. */
function count(values: Float64Array, wanted: number, other: number): number {
  let n = 0;
  for (const v of values) {
    if (Object.is(v, wanted)) n++;
    else if (!Object.is(v, other)) throw new Error(`got ${v}, not ${wanted} or ${other}`);
  }
  return n;
}

/** The number of successes of DRAWS trials is within 4σ of what probability P lets expect. */
function expectProbability(successes: number, probability: number): void {
  const sigma = Math.sqrt(DRAWS * probability * (1 - probability));
  expect(Math.abs(successes - DRAWS * probability)).toBeLessThanOrEqual(4 * sigma);
}

/** The correlation of two sequences of signs, in standard deviations: sum / √n. */
function deviations(a: (i: number) => boolean, b: (i: number) => boolean, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += a(i) === b(i) ? 1 : -1;
  return Math.abs(sum) / Math.sqrt(n);
}

describe("stochastic rounding", () => {
  it("leaves the numbers of the format alone", () => {
    fc.assert(
      fc.property(formatAndNumber, fc.nat(), ([format, x], index) => {
        const number = roundTo(x, format, { rounding: "down" });
        for (const rounding of ["stochastic", "stochastic-equal"] as const)
          expect(roundTo(number, format, { rounding, key: { seed: 3, index } })).toBe(number);
      }),
      { numRuns: 3000 },
    );
  });
  it("gives what down or up give", () => {
    fc.assert(
      fc.property(formatAndNumber, fc.nat(), ([format, x], index) => {
        const either = (["down", "up"] as const).map((rounding) =>
          roundTo(x, format, { rounding }),
        );
        for (const rounding of ["stochastic", "stochastic-equal"] as const)
          expect(either).toContainEqual(roundTo(x, format, { rounding, key: { seed: 3, index } }));
      }),
      { numRuns: 3000 },
    );
  });
  it("is mirrored: −x under the same key rounds to −fl(x)", () => {
    fc.assert(
      fc.property(formatAndNumber, fc.nat(), ([format, x], index) => {
        fc.pre(format.lowest === -format.maxFinite && format.zero === "signed");
        const options = stochastic({ seed: 4, index });
        expect(roundTo(-x, format, options)).toBe(-roundTo(x, format, options));
      }),
      { numRuns: 3000 },
    );
  });
  it("has its values for ever: stored results were made with them", () => {
    const bits = stochasticBits(1, 0);
    expect([0, 1, 2, 3, 2 ** 33, 2 ** 40 + 1].map(bits.first)).toMatchInlineSnapshot(`
      [
        39372,
        32370,
        54526,
        62508,
        8692,
        52272,
      ]
    `);
    expect([0, 1, 4].map((n) => bits.further(7, n))).toMatchInlineSnapshot(`
      [
        1498696055,
        3605233715,
        3904237601,
      ]
    `);
    expect(stochasticBits(2 ** 40 + 1, 2 ** 35 + 9).first(0)).toMatchInlineSnapshot(`9941`);
    const ups = [...draws(1.5, significandBits(1), stochastic({ seed: 1 })).subarray(0, 40)];
    expect(ups.map((v) => v - 1).join("")).toMatchInlineSnapshot(
      `"1011010000000000110001100001101111101011"`,
    );
  });
});

describe("the probability of going away from zero", () => {
  const e = 2 ** -7; // the spacing of p8 from 1 to 2
  const fractions = [0.5, 0.3, 0.999, 0.001, 2 ** -16, 1 - 2 ** -16, 2 ** -18];
  const places: readonly [string, FloatFormat, number, number][] = [
    ["in the middle of a binade", p8, 1.5, e],
    ["at its lower edge", p8, 1, e],
    ["at its upper edge", p8, 2 - e, e],
    ["far from 1", p8, 2 ** -300, 2 ** -307],
    ["among the subnormals", float16, 5 * 2 ** -24, 2 ** -24],
    ["below the smallest subnormal", float16, 0, 2 ** -24],
    [
      "below the smallest number without subnormals",
      { ...float16, subnormals: "rounded" },
      0,
      2 ** -14,
    ],
    ["in fixed point", fixedPoint(8, 4), 3.25, 2 ** -4],
    ["below the first power of two of a scale", float8_e8m0fnu, 2 ** -3, 2 ** -3],
    [
      "above 1 alone",
      floatFormat({ name: "big", significandBits: 3, minExponent: 40, maxExponent: 50 }),
      0,
      2 ** 38,
    ],
  ];
  it.each(places)("is the fraction left behind, %s", (_, format, below, unit) => {
    fractions.forEach((fraction, seed) => {
      const x = below + fraction * unit;
      const away = count(draws(x, format, stochastic({ seed })), below + unit, below);
      expectProbability(away, fraction);
    });
  });
  it("is the fraction for negative numbers too", () => {
    const away = count(draws(-1 - 0.3 * e, p8, stochastic({ seed: 5 })), -1 - e, -1);
    expectProbability(away, 0.3);
    const zero = count(draws(-0.3 * 2 ** -24, float16, stochastic({ seed: 6 })), -(2 ** -24), -0);
    expectProbability(zero, 0.3);
  });
  it("is nothing to speak of far below the smallest number", () => {
    for (const tiny of [2 ** -64, 5e-324]) {
      expect(count(draws(tiny, float16, stochastic({ seed: 7 })), 2 ** -24, 0)).toBe(0);
    }
    const big = floatFormat({
      name: "big",
      significandBits: 3,
      minExponent: 900,
      maxExponent: 950,
    });
    expect(count(draws(5e-324, big, stochastic({ seed: 7 })), 2 ** 898, 0)).toBe(0);
  });
  it("is one half in the equal mode, whatever the fraction", () => {
    for (const fraction of [2 ** -40, 0.1, 0.5, 0.9]) {
      const options = { rounding: "stochastic-equal", key: { seed: 8 } } as const;
      expectProbability(count(draws(1 + fraction * e, p8, options), 1 + e, 1), 0.5);
    }
  });
  it.each([1, 2, 4, 8, 15, 16, 17, 20, 40, 64])(
    "with %d random bits is the fraction cut to them",
    (randomBits) => {
      for (const fraction of [0.7, 0.3, 1 - 2 ** -9, 2 ** -9, 2 ** -17]) {
        const options = stochastic({ seed: 9 }, { randomBits });
        const away = count(draws(1 + fraction * e, p8, options), 1 + e, 1);
        const cut = Math.floor(fraction * 2 ** randomBits) / 2 ** randomBits;
        if (cut === 0) expect(away).toBe(0);
        else expectProbability(away, cut);
      }
    },
  );
  it("decides overflow like every other rounding", () => {
    const past = (x: number, format: FloatFormat, other: number, more = {}) =>
      count(draws(x, format, stochastic({ seed: 10 }, more)), other, format.maxFinite);
    expectProbability(past(65504 + 8, float16, Infinity), 0.25);
    expectProbability(past(448 + 8, float8_e4m3fn, NaN), 0.25);
    expect(past(65536, float16, Infinity)).toBe(DRAWS);
    expect(past(1e300, float16, Infinity)).toBe(DRAWS);
    expect(past(1e300, float16, 0, { overflow: "saturate" })).toBe(0);
    expect(past(65504 + 8, float16, 0, { overflow: "saturate" })).toBe(0);
    const wrap = fixedPoint(8, 4, { overflow: "wrap" });
    expectProbability(past(8 - 0.75 / 16, wrap, -8), 0.25);
  });
  it("makes the mean right: over numbers everywhere in a binade, the errors cancel", () => {
    const x = Float64Array.from({ length: DRAWS }, (_, i) => 1 + ((i * 0.6180339887498949) % 1));
    const rounded = roundArray(x.slice(), p8, stochastic({ seed: 11 }));
    let error = 0;
    let variance = 0;
    for (let i = 0; i < DRAWS; i++) {
      const f = (x[i] / e) % 1;
      error += (rounded[i] - x[i]) / e;
      variance += f * (1 - f);
    }
    expect(Math.abs(error)).toBeLessThanOrEqual(4 * Math.sqrt(variance));
    // what rounding to nearest could not do: a sum of parts too small to be seen
    const lost = roundArray(
      new Float64Array(DRAWS).fill(1 + e / 100),
      p8,
      stochastic({ seed: 12 }),
    );
    const mean = lost.reduce((a, b) => a + b) / DRAWS - 1;
    expect(Math.abs(mean - e / 100)).toBeLessThan((4 * e * 0.1) / Math.sqrt(DRAWS));
  });
});

describe("the draws of different elements, steps and seeds", () => {
  const up = (key: RandomKey): ((i: number) => boolean) => {
    const values = draws(1.5, significandBits(1), stochastic(key));
    return (i) => values[i] === 2;
  };
  it("are not correlated: lags, and neighbours in step and seed", () => {
    const here = up({ seed: 20, step: 3 });
    for (const lag of [1, 2, 3, 4, 5, 7, 8, 16, 32, 64, 100, 128, 256, 1000, 1024, 4096, 65536])
      expect(deviations(here, (i) => here(i + lag), DRAWS - lag)).toBeLessThan(4);
    for (const other of [
      { seed: 20, step: 2 },
      { seed: 20, step: 4 },
      { seed: 21, step: 3 },
      { seed: 19, step: 3 },
      { seed: 3, step: 20 },
      { seed: 20 + 2 ** 32, step: 3 },
      { seed: 20, step: 3 + 2 ** 32 },
      { seed: 20, step: 3, index: 2 ** 33 },
    ])
      expect(deviations(here, up(other), DRAWS)).toBeLessThan(4);
  });
  it("are the same in any chunk: an element's bits belong to its index", () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    for (const rounding of ["stochastic", "stochastic-equal"] as const) {
      const options = (index: number): RoundingOptions => ({
        rounding,
        key: { seed: 2, step: 5, index },
      });
      const whole = roundArray(x.slice(), float16, options(2 ** 33 - 500));
      const parts = x.slice();
      for (const [from, to] of [
        [0, 1],
        [1, 8],
        [8, 500],
        [500, 503],
        [503, 1000],
      ])
        roundArray(parts.subarray(from, to), float16, options(2 ** 33 - 500 + from));
      expect(parts).toEqual(whole);
      const fl = rounder(float16, options(2 ** 33 - 500));
      expect(Float64Array.from(x, (v, i) => fl(v, 2 ** 33 - 500 + i))).toEqual(whole);
      const singles = Float32Array.from(x);
      const expected = roundArray(Float64Array.from(singles), float16, options(7));
      expect(Float64Array.from(roundArray(singles, float16, options(7)))).toEqual(expected);
    }
  });
});
