import fc from "fast-check";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { describe, expect, it } from "vitest";
import {
  denseHessian,
  denseMatrix,
  hessianEigenvalues,
  sharpness,
} from "../../lib/curvature/dense.js";
import { hessianOperator } from "../../lib/curvature/operator.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";

/** An objective with one Hessian everywhere. */
const quadratic = (dimension: number, hessian: readonly number[]): Objective => ({
  name: "quadratic",
  dimension,
  loss: () => 0,
  gradient: (_, out = new Float64Array(dimension)) => out,
  hessian: (_, out = new Float64Array(dimension * dimension)) => {
    out.set(hessian);
    return out;
  },
});
const eigenvalues = (n: number, hessian: readonly number[]): number[] => [
  ...hessianEigenvalues(quadratic(n, hessian), new Float64Array(n)),
];
const entry = fc.double({ min: -10, max: 10, noNaN: true });

describe("hessianEigenvalues", () => {
  it("of Two Valleys are 2 and 2.2 at its minima", () => {
    for (const x of [-1, 1])
      expect([...hessianEigenvalues(twoValleys, Float64Array.of(x, 0))]).toEqual([2, 2.2]);
    expect(sharpness(twoValleys, Float64Array.of(1, 0))).toBe(2.2);
  });
  it("in closed form agree with ml-matrix, over eighteen orders of magnitude", () => {
    // ml-matrix alone fails on entries like 1e-320 beside 1: no such entries here
    const grid = fc.integer({ min: -9999, max: 9999 });
    fc.assert(
      fc.property(grid, grid, grid, fc.integer({ min: -9, max: 9 }), (a, b, d, k) => {
        const [p, q, r] = [a, b, d].map((x) => x * 10 ** k);
        const matrix = new Matrix([
          [p, q],
          [q, r],
        ]);
        const expected = new EigenvalueDecomposition(matrix, { assumeSymmetric: true })
          .realEigenvalues;
        expected.sort((x: number, y: number) => x - y);
        const scale = Math.max(Math.abs(p), Math.abs(q), Math.abs(r));
        const got = eigenvalues(2, [p, q, q, r]);
        for (const i of [0, 1])
          expect(Math.abs(got[i] - expected[i])).toBeLessThanOrEqual(4e-15 * scale);
      }),
      { numRuns: 1000 },
    );
  });
  it("of a larger matrix are its roots, ascending: the second difference matrix", () => {
    const n = 12;
    const matrix = Array.from({ length: n * n }, (_, k) => {
      const distance = Math.abs((k % n) - Math.floor(k / n));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    eigenvalues(n, matrix).forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
    });
  });
  it("sum to the trace and multiply to the determinant", () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 6, maxLength: 6 }), ([a, b, c, d, e, f]) => {
        const values = eigenvalues(3, [a, b, c, b, d, e, c, e, f]);
        const determinant = a * (d * f - e * e) - b * (b * f - e * c) + c * (b * e - d * c);
        expect(values[0] + values[1] + values[2]).toBeCloseTo(a + d + f, 11);
        expect(values[0] * values[1] * values[2]).toBeCloseTo(determinant, 8);
        expect(values[0] <= values[1] && values[1] <= values[2]).toBe(true);
      }),
    );
  });
  it("survive entries so small beside the others that the shift is needed", () => {
    const tiny = 5e-324;
    expect(eigenvalues(3, [0, tiny, 0, tiny, 1, 0, 0, 0, 2])).toEqual([0, 1, 2]);
    expect(eigenvalues(3, [6e-15, -tiny, -4e-307, -tiny, 0, 0, -4e-307, 0, 0])[2]).toBeCloseTo(
      6e-15,
      29,
    );
    expect(eigenvalues(3, new Array(9).fill(0))).toEqual([0, 0, 0]);
    expect(eigenvalues(3, new Array(9).fill(1e308))[2]).toBe(Infinity);
    expect(eigenvalues(3, new Array(9).fill(5e307))[2]).toBeCloseTo(1.5e308, -295);
    const graded = fc
      .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -320, max: 305 }))
      .map(([m, k]) => m * 10 ** k);
    fc.assert(
      fc.property(fc.array(graded, { minLength: 15, maxLength: 15 }), (upper) => {
        const matrix = new Array<number>(25);
        let next = 0;
        for (let i = 0; i < 5; i++)
          for (let j = i; j < 5; j++) matrix[5 * i + j] = matrix[5 * j + i] = upper[next++];
        const values = eigenvalues(5, matrix);
        expect(values.every(Number.isFinite)).toBe(true);
        // Gershgorin: no eigenvalue is larger than the largest row sum
        const bound = 5 * Math.max(...upper.map(Math.abs)) * (1 + 1e-12);
        for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(bound + 1e-320);
      }),
      { numRuns: 2000 },
    );
  });
  it("of one parameter is the second derivative", () => {
    expect(eigenvalues(1, [-3])).toEqual([-3]);
  });
  it("of equal curvatures and of zero are exact", () => {
    expect(eigenvalues(2, [3, 0, 0, 3])).toEqual([3, 3]);
    expect(eigenvalues(2, [0, 0, 0, 0])).toEqual([0, 0]);
    expect(eigenvalues(2, [1e308, 1e308, 1e308, 1e308])).toEqual([0, Infinity]);
  });
  it("are refused where the Hessian is missing, not finite, or not symmetric", () => {
    const { hessian: _, hessianVector: __, ...bare } = twoValleys;
    expect(() => hessianEigenvalues(bare, Float64Array.of(0, 0))).toThrow(
      "hessianEigenvalues: expected a Hessian, twoValleys has none",
    );
    expect(() => hessianEigenvalues(twoValleys, Float64Array.of(1))).toThrow(
      "hessianEigenvalues: expected 2 parameters, got 1",
    );
    expect(() => hessianEigenvalues(twoValleys, Float64Array.of(NaN, 0))).toThrow(
      "expected a finite Hessian, got an entry NaN",
    );
    expect(() => eigenvalues(2, [1, 2, 3, 1])).toThrow(
      "expected a symmetric Hessian, got 3 and 2 at (1, 0) and (0, 1)",
    );
    expect(() => sharpness(quadratic(2, [1, 0, Infinity, 1]), new Float64Array(2))).toThrow(
      RangeError,
    );
  });
});

describe("denseHessian", () => {
  it("is the same from the matrix and from products", () => {
    const { hessian: _, ...bare } = twoValleys;
    const theta = Float64Array.of(0.7, -1.2);
    const fromProducts = denseHessian(bare, theta);
    denseHessian(twoValleys, theta).forEach((entry, k) => {
      expect(fromProducts[k]).toBeCloseTo(entry, 14);
    });
    expect(hessianEigenvalues(bare, Float64Array.of(1, 0))).toEqual(Float64Array.of(2, 2.2));
  });
  it("names itself in its errors", () => {
    expect(() => denseHessian(twoValleys, Float64Array.of(1))).toThrow(
      "denseHessian: expected 2 parameters, got 1",
    );
    expect(() => denseHessian(quadratic(2, [1, 2, 3, 1]), new Float64Array(2))).toThrow(
      "denseHessian: expected a symmetric Hessian",
    );
  });
});

describe("denseMatrix", () => {
  it("has the products with the unit vectors as its columns", () => {
    const theta = Float64Array.of(1.5, 0.5);
    expect(denseMatrix(hessianOperator(twoValleys, theta))).toEqual(
      denseHessian(twoValleys, theta),
    );
    const skew = {
      dimension: 2,
      apply: ([x, y]: Float64Array) => Float64Array.of(x + 2 * y, 3 * x),
    };
    expect([...denseMatrix(skew)]).toEqual([1, 2, 3, 0]);
  });
});
