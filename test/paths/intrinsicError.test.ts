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
} from "../../lib/precision/formats/formats.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";

const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });
const start = Float64Array.of(-1.7, 1.3);

/** m·2^e, exactly. */
type Dyadic = { readonly m: bigint; readonly e: number };
const dyadic = (x: number): Dyadic => {
  let [m, e] = [x, 0];
  while (!Number.isInteger(m)) [m, e] = [m * 2, e - 1];
  return { m: BigInt(m), e };
};
const plus = (a: Dyadic, b: Dyadic): Dyadic => {
  const e = Math.min(a.e, b.e);
  return { m: (a.m << BigInt(a.e - e)) + (b.m << BigInt(b.e - e)), e };
};
const times = (...factors: Dyadic[]): Dyadic =>
  factors.reduce((a, b) => ({ m: a.m * b.m, e: a.e + b.e }));
const toNumber = ({ m, e }: Dyadic): number => {
  const surplus = Math.max(0, m.toString(2).length - 60);
  return Number(m >> BigInt(surplus)) * 2 ** (e + surplus);
};

/** ‖after − (before − η ∇L(before))‖ for Two Valleys; five times the bracket is dyadic. */
function exactDefect(before: Float64Array, after: Float64Array, learningRate: number): number {
  const [x, y] = [dyadic(before[0]), dyadic(before[1])];
  const [five, ten, rate] = [dyadic(5), dyadic(10), dyadic(learningRate)];
  const fromWell = plus(x, dyadic(before[0] < 0 ? 1 : -1));
  const gradientTimes5 = [
    plus(times(ten, fromWell), times(x, y, y)),
    plus(times(ten, y), times(x, x, y)),
  ];
  const defects = [x, y].map((here, i) => {
    const moved = plus(dyadic(after[i]), times(dyadic(-1), here));
    return toNumber(plus(times(five, moved), times(rate, gradientTimes5[i]))) / 5;
  });
  return Math.sqrt(defects[0] ** 2 + defects[1] ** 2);
}

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
      for (const rounded of ["both", "gradient", "update"] as const) {
        const options: DescentOptions = { format, learningRate: 0.05, maxSteps: 400, rounded };
        const trajectory = descend(twoValleys, start, options);
        const kept = rounded === "gradient" ? { ...options, format: float64 } : options;
        expect(intrinsicError(trajectory, twoValleys, kept)).toBe(trajectory.intrinsicError);
      }
  });
  it("agrees with exact arithmetic, whatever is rounded", () => {
    for (const format of [float64, float32, float16, float8_e4m3fn])
      for (const rounded of ["both", "gradient", "update"] as const) {
        const options: DescentOptions = { format, learningRate: 0.05, maxSteps: 60, rounded };
        const { intrinsicError: measured, points } = descend(twoValleys, start, options);
        let exact = 0;
        for (let i = 0; i + 3 < points.length; i += 2)
          exact += exactDefect(points.subarray(i, i + 2), points.subarray(i + 2, i + 4), 0.05);
        // Paths kept in float64 are measured in double-double, shorter ones in float64.
        const tolerance = rounded === "gradient" || format === float64 ? 1e-12 : 1e-8;
        expect(Math.abs(measured / exact - 1), `${format.name} ${rounded}`).toBeLessThan(tolerance);
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
    expect(() => intrinsicError(path(), twoValleys, options)).toThrow(
      "expected a path of at least 1 whole vertex of 2, got 0 coordinates",
    );
    const solid = { points: new Float64Array(3), dim: 3 };
    expect(() => intrinsicError(solid, twoValleys, options)).toThrow("dimensions differ, 3 and 2");
    for (const learningRate of [0, -1, NaN, Infinity])
      expect(() => intrinsicError(path(0, 0), twoValleys, { ...options, learningRate })).toThrow(
        `intrinsicError: learningRate must be finite and > 0, got ${learningRate}`,
      );
  });
});
