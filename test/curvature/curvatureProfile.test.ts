import { describe, expect, it } from "vitest";
import { curvatureProfile } from "../../lib/curvature/curvatureProfile.js";
import { sharpness } from "../../lib/curvature/dense.js";
import { precisionPredictors, requiredBits } from "../../lib/curvature/requiredBits.js";
import { curvedFunnel } from "../../lib/landscapes/curvedFunnel.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { bfloat16 } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";

/** x⁴/12 − y²/2 + z: λ = x², −1 and 0. */
const saddle = landscapeFromFunction(3, (a, [x, y, z]) => {
  const square = a.multiply(x, x);
  const fourth = a.divide(a.multiply(square, square), a.from(12));
  return a.add(a.subtract(fourth, a.divide(a.multiply(y, y), a.from(2))), z);
});

describe("curvatureProfile", () => {
  it("reads curvatures, gradient, bits and length off a path, by hand", () => {
    const path = { points: Float64Array.of(0, 0, 0, 3, 4, 0, 1, 4, 0, 0.5, 4, 0), dim: 3 };
    const profile = curvatureProfile(saddle, path);
    expect([...profile.arcLength]).toEqual([0, 5, 7, 7.5]);
    expect([...profile.curvature].map((x) => x + 0)).toEqual(
      [0, 9, 1, 0.25].map((x) => expect.closeTo(x, 12)),
    );
    expect([...profile.leastCurvature]).toEqual([-1, -1, -1, -1].map((x) => expect.closeTo(x, 12)));
    const slopes = [1, Math.sqrt(81 + 16 + 1), Math.sqrt(1 / 9 + 17), Math.sqrt(1 / 24 ** 2 + 17)];
    slopes.forEach((slope, t) => {
      expect(profile.gradientNorm[t]).toBeCloseTo(slope, 12);
      const spectral = Math.max(1, [0, 9, 1, 0.25][t]);
      expect(profile.hnfCurvature[t]).toBeCloseTo(spectral / slope ** 2, 12);
    });
    expect(profile.requiredBits[1]).toBeCloseTo(Math.log2((9 * 5) / slopes[1]), 12);
    expect(profile.largestCurvature).toBeCloseTo(9, 12);
    expect(profile.largestAt).toBe(1);
  });

  it("agrees with the functions of one point along a descent", () => {
    const options = { format: bfloat16, learningRate: 0.05, maxSteps: 40 };
    const path = descend(twoValleys, Float64Array.of(0.25, 1.6), options);
    const { points, dim } = path;
    const profile = curvatureProfile(twoValleys, path, { learningRate: 0.05 });
    expect(profile.curvature.length).toBe(points.length / dim);
    expect(profile.curvature.length).toBeGreaterThan(10);
    let largest = -Infinity;
    for (let t = 0; t < points.length / dim; t++) {
      const theta = points.slice(t * dim, (t + 1) * dim);
      expect(profile.curvature[t]).toBe(sharpness(twoValleys, theta));
      expect(profile.requiredBits[t]).toBe(requiredBits(twoValleys, theta));
      const predicted = precisionPredictors(twoValleys, theta, { learningRate: 0.05 });
      expect(profile.allStuckBits[t]).toBe(predicted.allStuckBits);
      expect(profile.partialStuckBits[t]).toBe(predicted.partialStuckBits);
      largest = Math.max(largest, profile.curvature[t]);
    }
    expect(profile.largestCurvature).toBe(largest);
    expect(profile.curvature.indexOf(largest)).toBe(profile.largestAt);
  });

  it("goes on behind a vertex without a finite Hessian, and has no maximum if there is none", () => {
    const path = { points: Float64Array.of(NaN, 0, 2, 0, 1, 0), dim: 2 };
    const profile = curvatureProfile(twoValleys, path);
    expect(profile.curvature[0]).toBe(NaN);
    expect(profile.requiredBits[0]).toBe(NaN);
    expect(profile.curvature[1]).toBeCloseTo(2.8, 14);
    expect(profile.largestAt).toBe(1);
    expect(profile.hnfCurvature[2]).toBe(Infinity); // the minimum (1, 0)
    const lost = curvatureProfile(twoValleys, { points: Float64Array.of(NaN, 0), dim: 2 });
    expect([lost.largestCurvature, lost.largestAt]).toEqual([NaN, -1]);
    const empty = curvatureProfile(twoValleys, { points: new Float64Array(0), dim: 2 });
    expect([empty.arcLength.length, empty.largestAt]).toEqual([0, -1]);
  });

  it("is the same by Hessian-vector products where there is no dense Hessian", () => {
    const funnel = curvedFunnel(20);
    const { hessian: _, ...lean } = funnel;
    const path = { points: Float64Array.of(-1, 0.5, 0.3, 0.2, 1, 0.1), dim: 2 };
    const [dense, sparse] = [funnel, lean].map((objective) => curvatureProfile(objective, path));
    for (const column of ["curvature", "leastCurvature", "requiredBits"] as const)
      sparse[column].forEach((value, t) => {
        expect(value).toBeCloseTo(dense[column][t], 8);
      });
    const lost = curvatureProfile(lean, { points: Float64Array.of(NaN, 0), dim: 2 });
    expect(lost.curvature[0]).toBe(NaN);
  });

  it("refuses another dimension, broken vertices and a missing Hessian", () => {
    const { hessian: _, hessianVector: __, ...bare } = twoValleys;
    const path = { points: Float64Array.of(1, 2), dim: 2 };
    expect(() => curvatureProfile(bare, path)).toThrow(
      "expected a Hessian or its products, twoValleys has neither",
    );
    const curvature = { curvature: 1 } as object;
    expect(() => curvatureProfile(twoValleys, path, curvature)).toThrow(
      'curvatureProfile: there is no option "curvature"',
    );
    expect(() => curvatureProfile(saddle, path)).toThrow("dimensions differ, 2 and 3");
    expect(() => curvatureProfile(twoValleys, { points: Float64Array.of(1), dim: 2 })).toThrow(
      "curvatureProfile: 1 coordinates are no whole vertices of 2",
    );
  });
});
