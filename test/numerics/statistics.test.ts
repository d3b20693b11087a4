import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { inverseNormal } from "../../lib/numerics/inverseNormal.js";
import { newcombeInterval, wilsonInterval } from "../../lib/numerics/statistics.js";
import reference from "./statisticsReference.json" with { type: "json" };

const trials = fc.integer({ min: 1, max: 1e6 });
const sample = trials.chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)));
const confidence = fc.double({ min: 0.01, max: 0.999, noNaN: true });

describe("wilsonInterval", () => {
  it("agrees with statsmodels", () => {
    for (const [k, n, c, low, high] of reference.wilson) {
      const interval = wilsonInterval(k, n, c);
      expect(interval.low).toBeCloseTo(low, 14);
      expect(interval.high).toBeCloseTo(high, 14);
    }
  });
  it("knows nothing from no trials", () => {
    expect(wilsonInterval(0, 0)).toEqual({ low: 0, high: 1 });
  });
  it("starts at exactly 0 without a success and ends at exactly 1 without a failure", () => {
    fc.assert(
      fc.property(trials, confidence, (n, c) => {
        expect(wilsonInterval(0, n, c).low).toBe(0);
        expect(wilsonInterval(n, n, c).high).toBe(1);
      }),
    );
  });
  it("holds the share, stays in [0, 1], and mirrors when successes and failures are swapped", () => {
    fc.assert(
      fc.property(sample, confidence, ([k, n], c) => {
        const { low, high } = wilsonInterval(k, n, c);
        expect(0 <= low && low <= k / n && k / n <= high && high <= 1).toBe(true);
        const mirrored = wilsonInterval(n - k, n, c);
        expect(mirrored.low).toBeCloseTo(1 - high, 12);
        expect(mirrored.high).toBeCloseTo(1 - low, 12);
      }),
    );
  });
  it("solves the score equation at both ends", () => {
    const z = inverseNormal(0.975);
    const { low, high } = wilsonInterval(37, 120);
    for (const share of [low, high])
      expect(Math.abs(37 / 120 - share) / Math.sqrt((share * (1 - share)) / 120)).toBeCloseTo(
        z,
        12,
      );
  });
  it("refuses impossible counts and levels", () => {
    const calls: [number, number, number][] = [
      [3, 2, 0.95],
      [-1, 2, 0.95],
      [0.5, 2, 0.95],
      [NaN, 2, 0.95],
      [0, -1, 0.95],
      [0, 1.5, 0.95],
      [1, 2, 0],
      [1, 2, 1],
      [1, 2, NaN],
    ];
    for (const [k, n, c] of calls)
      expect(() => wilsonInterval(k, n, c)).toThrow(/^wilsonInterval:/);
    expect(() => wilsonInterval(3, 2)).toThrow("successes must be an integer in 0..2, got 3");
  });
});

describe("newcombeInterval", () => {
  it("agrees with statsmodels", () => {
    for (const [k1, n1, k2, n2, c, low, high] of reference.newcombe) {
      const interval = newcombeInterval(k1, n1, k2, n2, c);
      expect(interval.low).toBeCloseTo(low, 13);
      expect(interval.high).toBeCloseTo(high, 13);
    }
  });
  it("gives the first line of Newcombe's Table II: 56/70 against 48/80", () => {
    const { low, high } = newcombeInterval(56, 70, 48, 80);
    expect([low, high].map((x) => x.toFixed(4))).toEqual(["0.0524", "0.3339"]);
  });
  it("changes sign with the order of the samples, and holds the difference", () => {
    fc.assert(
      fc.property(sample, sample, confidence, ([k1, n1], [k2, n2], c) => {
        const there = newcombeInterval(k1, n1, k2, n2, c);
        const back = newcombeInterval(k2, n2, k1, n1, c);
        expect(back.low).toBeCloseTo(-there.high, 12);
        expect(back.high).toBeCloseTo(-there.low, 12);
        const difference = k1 / n1 - k2 / n2;
        expect(-1 <= there.low && there.low <= difference).toBe(true);
        expect(difference <= there.high && there.high <= 1).toBe(true);
      }),
    );
  });
  it("knows nothing when a sample is empty", () => {
    expect(newcombeInterval(0, 0, 1, 2)).toEqual({ low: -1, high: 1 });
    expect(newcombeInterval(1, 2, 0, 0)).toEqual({ low: -1, high: 1 });
  });
  it("refuses impossible counts by its own name", () => {
    expect(() => newcombeInterval(1, 2, 3, 2)).toThrow(/^newcombeInterval: successes/);
    expect(() => newcombeInterval(0, 0, 0, 0, 2)).toThrow(/^newcombeInterval: confidence/);
  });
});
