import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hessianEigenvalues } from "../../lib/curvature/dense.js";
import { secantCurvature, secantProfile } from "../../lib/curvature/secant.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";

/** (3x² + 4xy + 6y²)/2: Hessian [[3, 2], [2, 6]], eigenvalues 2 and 7. */
const bowl = landscapeFromFunction(2, (a, [x, y]) => {
  const term = (c: number, p: typeof x, q: typeof x) => a.multiply(a.from(c), a.multiply(p, q));
  return a.add(a.add(term(1.5, x, x), term(2, x, y)), term(3, y, y));
});
/** sin(x)·y + y³. */
const wave = landscapeFromFunction(2, (a, [x, y]) =>
  a.add(a.multiply(a.sin(x), y), a.multiply(y, a.multiply(y, y))),
);
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });

describe("secantCurvature", () => {
  it("is exact on a quadratic: along an axis H_ii, along an eigenvector its eigenvalue", () => {
    const at = Float64Array.of(0.5, -0.25);
    expect(secantCurvature(bowl, at, Float64Array.of(1, 0)).rayleigh).toBe(3);
    expect(secantCurvature(bowl, at, Float64Array.of(1, 0)).ratio).toBeCloseTo(Math.sqrt(13), 14);
    const sharp = secantCurvature(bowl, at, Float64Array.of(1, 2));
    expect(sharp.rayleigh).toBeCloseTo(7, 14);
    expect(sharp.ratio).toBeCloseTo(7, 14);
    expect(secantCurvature(bowl, at, Float64Array.of(-2, 1)).rayleigh).toBeCloseTo(2, 14);
  });
  it("is bounded by the curvatures on the segment", () => {
    fc.assert(
      fc.property(coordinate, coordinate, coordinate, coordinate, (x, y, s, t) => {
        const { ratio, rayleigh, roundingError } = secantCurvature(
          wave,
          Float64Array.of(x, y),
          Float64Array.of(s, t),
        );
        if (Number.isNaN(ratio)) return;
        let [low, high] = [Infinity, -Infinity];
        for (let k = 0; k <= 200; k++) {
          const at = Float64Array.of(x + (s * k) / 200, y + (t * k) / 200);
          const [smallest, largest] = hessianEigenvalues(wave, at);
          low = Math.min(low, smallest);
          high = Math.max(high, largest);
        }
        // 201 points miss the ends by at most half a spacing times the third derivatives
        const slack = 1e-9 + 0.1 * Math.sqrt(s * s + t * t) + 100 * roundingError;
        expect(rayleigh).toBeGreaterThanOrEqual(low - slack);
        expect(rayleigh).toBeLessThanOrEqual(high + slack);
        expect(ratio).toBeLessThanOrEqual(Math.max(-low, high) + slack);
        expect(Math.abs(rayleigh)).toBeLessThanOrEqual(ratio * (1 + 1e-14));
      }),
      { numRuns: 200 },
    );
  });
  it("grows without limit across the ridge of Two Valleys, where no Hessian explains it", () => {
    for (const h of [1e-1, 1e-3, 1e-6]) {
      const { rayleigh } = secantCurvature(
        twoValleys,
        Float64Array.of(-h, 0),
        Float64Array.of(2 * h, 0),
      );
      expect(rayleigh).toBeCloseTo(2 - 2 / h, 6);
    }
  });
  it("takes the step that is made: θ + s in doubles", () => {
    const square = landscapeFromFunction(1, (a, [x]) => a.multiply(x, x));
    // the doubles beside 10⁶ are 1.16e-10 apart
    const { rayleigh } = secantCurvature(square, Float64Array.of(1e6), Float64Array.of(1.7e-10));
    expect(rayleigh).toBe(2);
  });
  it("is NaN where there is no step, and refuses other dimensions", () => {
    const none = secantCurvature(bowl, Float64Array.of(1, 1), Float64Array.of(0, 1e-20));
    expect([none.ratio, none.rayleigh]).toEqual([NaN, NaN]);
    expect(() => secantCurvature(bowl, Float64Array.of(1), Float64Array.of(1, 2))).toThrow(
      "secantCurvature: expected 2 parameters, got 1",
    );
    expect(() => secantCurvature(bowl, Float64Array.of(1, 2), Float64Array.of(1))).toThrow(
      "secantCurvature: expected 2 coordinates of the step, got 1",
    );
  });
});

describe("secantProfile", () => {
  it("is the secant of each step, with a gradient a vertex", () => {
    const points = Float64Array.of(0, 0, 1, 0, 1, 0, 1, 2, 3, 1);
    let gradients = 0;
    const counting = {
      ...wave,
      gradient: (theta: Float64Array, out?: Float64Array) => {
        gradients++;
        return wave.gradient(theta, out);
      },
    };
    const profile = secantProfile(counting, { points, dim: 2 });
    expect([profile.gradients, gradients]).toEqual([5, 5]);
    expect(profile.rayleigh[1]).toBeNaN(); // a vertex repeated
    for (const k of [0, 2, 3]) {
      const theta = points.slice(2 * k, 2 * k + 2);
      const step = points.slice(2 * k + 2, 2 * k + 4).map((x, i) => x - theta[i]);
      const { ratio, rayleigh, roundingError } = secantCurvature(wave, theta, step);
      expect([profile.ratio[k], profile.rayleigh[k], profile.roundingError[k]]).toEqual([
        ratio,
        rayleigh,
        roundingError,
      ]);
    }
  });
  it("of a path without steps is empty, and of another dimension is refused", () => {
    expect(secantProfile(wave, { points: new Float64Array(0), dim: 2 }).ratio).toHaveLength(0);
    expect(secantProfile(wave, { points: new Float64Array(2), dim: 2 }).ratio).toHaveLength(0);
    expect(() => secantProfile(wave, { points: new Float64Array(3), dim: 2 })).toThrow(
      "expected whole vertices of 2 coordinates, got 3 coordinates in vertices of 2",
    );
    expect(() => secantProfile(wave, { points: new Float64Array(3), dim: 3 })).toThrow(RangeError);
  });
});
