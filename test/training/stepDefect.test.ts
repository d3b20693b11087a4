import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { float32, float64, significandBits } from "../../lib/precision/formats/formats.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";
import { stepDefect } from "../../lib/training/stepDefect.js";

const options: DescentOptions = { format: float64, learningRate: 0.05, maxSteps: 1000 };
const start = Float64Array.of(-1.7, 1.3);

describe("Δ(γ) of a run", () => {
  it("shrinks with the precision, by about two to the bits", () => {
    const delta = (p: number): number => {
      const format = significandBits(p);
      return descend(twoValleys, start, { ...options, format, maxSteps: 30 }).intrinsicError;
    };
    for (const [p, q] of [
      [8, 18],
      [18, 28],
      [28, 38],
      [38, 48],
    ]) {
      const ratio = Math.log2(delta(p) / delta(q));
      expect(ratio).toBeGreaterThan(8);
      expect(ratio).toBeLessThan(12);
    }
    expect(delta(53)).toBeGreaterThan(1e-17);
    expect(delta(53)).toBeLessThan(30 * 3 * 2 ** -52);
  });
  it("is exact where a step can be worked out by hand: η‖∇L‖ when nothing moves", () => {
    const run = descend(twoValleys, Float64Array.of(0.5, 0.5), {
      ...options,
      format: significandBits(4),
      learningRate: 0.005,
    });
    expect(run.intrinsicError).toBeCloseTo(0.005 * run.gradientNorm, 16);
  });
  it("of a coarse path is the same in float64 as in double-double, to seven digits", () => {
    const { points, steps, intrinsicError } = descend(twoValleys, start, {
      ...options,
      format: float32,
    });
    const inDoubleDouble = stepDefect(twoValleys, 0.05, significandBits(26));
    let sum = 0;
    for (let t = 0; t + 1 < steps.length; t++) {
      const [before, after] = [t, t + 1].map((i) => points.subarray(2 * i, 2 * i + 2));
      sum += inDoubleDouble(before, after, new Float64Array(2));
    }
    expect(Math.abs(sum / intrinsicError - 1)).toBeLessThan(1e-7);
    expect(sum).not.toBe(intrinsicError);
  });
  it("is NaN for a float64 path whose gradient has no higher precision", () => {
    const { gradientOver: _, ...bare } = twoValleys;
    expect(descend(bare, start, options).intrinsicError).toBeNaN();
    expect(descend(bare, start, { ...options, format: float32 }).intrinsicError).toBeGreaterThan(0);
  });
});
