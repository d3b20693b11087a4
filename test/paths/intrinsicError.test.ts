import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { intrinsicError } from "../../lib/paths/intrinsicError.js";
import type { Path } from "../../lib/paths/path.js";
import {
  float8_e4m3fn,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";

const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });
const start = Float64Array.of(-1.7, 1.3);

describe("intrinsicError", () => {
  it("is the sum that descend keeps while it runs, bit for bit, in every format", () => {
    for (const format of [
      float64,
      float32,
      float16,
      float8_e4m3fn,
      significandBits(8),
      significandBits(30),
    ])
      for (const rounding of ["both", "gradient", "update"] as const) {
        const options: DescentOptions = { format, learningRate: 0.05, maxSteps: 400, rounding };
        const trajectory = descend(twoValleys, start, options);
        expect(intrinsicError(trajectory, twoValleys, options)).toBe(trajectory.intrinsicError);
      }
  });
  it("of a path that stands still is η‖∇L‖ a step", () => {
    const still = path(0.5, 1, 0.5, 1, 0.5, 1);
    const options = { learningRate: 0.1, format: float64 };
    const expected = 2 * 0.1 * Math.hypot(-0.9, 2.05);
    expect(intrinsicError(still, twoValleys, options)).toBeCloseTo(expected, 14);
  });
  it("is 0 for one vertex", () => {
    expect(intrinsicError(path(1, 2), twoValleys, { learningRate: 1, format: float64 })).toBe(0);
  });
  it("does not pretend: NaN where nothing is more precise than the path", () => {
    const { gradientOver: _, ...bare } = twoValleys;
    const trajectory = path(0.5, 1, 0.6, 0.8);
    expect(intrinsicError(trajectory, bare, { learningRate: 0.1, format: float64 })).toBeNaN();
    const coarse = { learningRate: 0.1, format: float32 };
    expect(intrinsicError(trajectory, bare, coarse)).toBeCloseTo(
      intrinsicError(trajectory, twoValleys, coarse),
      15,
    );
  });
  it("carries NaN and refuses what is no path of the objective", () => {
    const options = { learningRate: 0.1, format: float16 };
    expect(intrinsicError(path(NaN, 0, 1, 1), twoValleys, options)).toBeNaN();
    expect(() => intrinsicError(path(), twoValleys, options)).toThrow("needs at least 1 vertex");
    const solid = { points: new Float64Array(3), dim: 3 };
    expect(() => intrinsicError(solid, twoValleys, options)).toThrow("dimensions differ, 3 and 2");
    for (const learningRate of [0, -1, NaN, Infinity])
      expect(() => intrinsicError(path(0, 0), twoValleys, { ...options, learningRate })).toThrow(
        `intrinsicError: learningRate must be finite and > 0, got ${learningRate}`,
      );
  });
});
