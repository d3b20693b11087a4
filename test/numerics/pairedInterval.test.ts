import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomStream } from "../../lib/numerics/random.js";
import {
  newcombeInterval,
  newcombePairedInterval,
  wilsonInterval,
} from "../../lib/numerics/statistics.js";
import reference from "./pairedIntervalReference.json" with { type: "json" };

const count = fc.integer({ min: 0, max: 5000 });
const counts = fc.tuple(count, count, count, count).filter((table) => table.some((k) => k > 0));
const confidence = fc.double({ min: 0.01, max: 0.999, noNaN: true });

/** Share of random tables of n pairs whose interval holds the true difference. */
function coverage(shares: readonly [number, number, number], n: number): number {
  const [e, f, g] = shares;
  const random = randomStream(1, "coverage");
  const trials = 2000;
  let held = 0;
  for (let trial = 0; trial < trials; trial++) {
    const table: [number, number, number, number] = [0, 0, 0, 0];
    for (let i = 0; i < n; i++) {
      const u = random.uniform(trial * n + i);
      table[u < e ? 0 : u < e + f ? 1 : u < e + f + g ? 2 : 3]++;
    }
    const { low, high } = newcombePairedInterval(...table);
    if (low <= f - g && f - g <= high) held++;
  }
  return held / trials;
}

describe("newcombePairedInterval", () => {
  it("agrees with the score equation solved in 50 digits", () => {
    for (const [e, f, g, h, c, low, high] of reference) {
      const interval = newcombePairedInterval(e, f, g, h, c);
      expect(interval.low).toBeCloseTo(low, 12);
      expect(interval.high).toBeCloseTo(high, 12);
    }
  });

  it("changes sign when the two times are swapped, and when success and failure are", () => {
    fc.assert(
      fc.property(counts, confidence, ([e, f, g, h], c) => {
        const there = newcombePairedInterval(e, f, g, h, c);
        for (const back of [
          newcombePairedInterval(e, g, f, h, c),
          newcombePairedInterval(h, g, f, e, c),
        ]) {
          expect(back.low).toBeCloseTo(-there.high, 8);
          expect(back.high).toBeCloseTo(-there.low, 8);
        }
        const difference = (f - g) / (e + f + g + h);
        expect(-1 <= there.low && there.low <= difference).toBe(true);
        expect(difference <= there.high && there.high <= 1).toBe(true);
      }),
    );
  });

  it("is the interval of independent samples where the pairs show no correlation", () => {
    const paired = newcombePairedInterval(12, 8, 18, 12);
    const apart = newcombeInterval(20, 50, 30, 50);
    expect(paired.low).toBeCloseTo(apart.low, 14);
    expect(paired.high).toBeCloseTo(apart.high, 14);
    expect(newcombePairedInterval(0, 50, 0, 0)).toEqual(newcombeInterval(50, 50, 0, 50));
  });

  it("is Wilson's interval stretched to [-1, 1] where every pair disagrees", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 999 }), confidence, (f, c) => {
        const { low, high } = newcombePairedInterval(0, f, 1000 - f, 0, c);
        const wilson = wilsonInterval(f, 1000, c);
        expect(low).toBeCloseTo(2 * wilson.low - 1, 10);
        expect(high).toBeCloseTo(2 * wilson.high - 1, 10);
      }),
    );
  });

  it("covers the truth in about 95 of 100 tables, however the pairs are correlated", () => {
    for (const shares of [
      [0, 0.5, 0.5], // every pair disagrees: the independent interval covers only 82 %
      [0.4, 0.1, 0.1],
      [0.25, 0.25, 0.25],
      [0.05, 0.45, 0.3],
      [0.7, 0.2, 0.05],
    ] as const) {
      const held = coverage(shares, 200);
      expect(held, shares.join(" ")).toBeGreaterThan(0.93);
      expect(held, shares.join(" ")).toBeLessThan(0.98);
    }
  });

  it("knows nothing from no pairs, and refuses impossible counts by its own name", () => {
    expect(newcombePairedInterval(0, 0, 0, 0)).toEqual({ low: -1, high: 1 });
    for (const bad of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => newcombePairedInterval(5, bad, 5, 5)).toThrow(/^newcombePairedInterval: /);
    expect(() => newcombePairedInterval(1, 1, 1, 1, 1)).toThrow(/confidence must be in \(0, 1\)/);
  });
});
