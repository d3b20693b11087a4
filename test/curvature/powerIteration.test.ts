import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matrixOperator } from "../../lib/curvature/operator.js";
import { powerIteration } from "../../lib/curvature/powerIteration.js";
import { symmetricEigenvalues } from "../../lib/numerics/symmetricEigenvalues.js";
import {
  counted,
  diagonal,
  distanceTo,
  golden,
  randomMatrix,
  rotated,
  spectra,
} from "./operators.js";

describe("powerIteration", () => {
  it.each(spectra)(
    "finds an eigenvalue, and bounds the largest |λ| from below: $name",
    (spectrum) => {
      const { eigenvalues } = spectrum;
      const result = powerIteration(golden(spectrum), { maxProducts: 2000, tolerance: 1e-8 });
      const largest = Math.max(...eigenvalues.map(Math.abs));
      const rounding = 1e-14 * largest;
      expect(distanceTo(eigenvalues, result.value)).toBeLessThanOrEqual(result.residual + rounding);
      expect(result.magnitude).toBeLessThanOrEqual(largest + rounding);
      if (result.status === "converged")
        expect(Math.abs(result.value)).toBeCloseTo(largest, 6 - Math.ceil(Math.log10(largest)));
    },
  );
  it("keeps both promises on random matrices, after any number of products", () => {
    const cases = fc.record({
      n: fc.integer({ min: 1, max: 20 }),
      seed: fc.integer({ min: 0, max: 1e6 }),
      maxProducts: fc.integer({ min: 2, max: 30 }),
    });
    fc.assert(
      fc.property(cases, ({ n, seed, maxProducts }) => {
        const matrix = randomMatrix(n, seed);
        const exact = symmetricEigenvalues(matrix, n);
        const options = { seed, maxProducts, tolerance: 1e-6 };
        const { value, residual, magnitude } = powerIteration(matrixOperator(matrix, n), options);
        expect(distanceTo(exact, value)).toBeLessThanOrEqual(residual + 1e-13);
        expect(magnitude).toBeLessThanOrEqual(Math.max(...exact.map(Math.abs)) + 1e-13);
        expect(magnitude + 1e-14).toBeGreaterThanOrEqual(Math.abs(value));
      }),
      { numRuns: 500 },
    );
  });
  it("finds the one of largest absolute value, with its sign, and its vector", () => {
    const result = powerIteration(diagonal([1, 2, -5]), { tolerance: 1e-9 });
    expect(result.value).toBeCloseTo(-5, 15);
    expect(Math.abs(result.vector[2])).toBeCloseTo(1, 14);
    expect(result.status).toBe("converged");
  });
  it("does not converge on ±λ, but knows |λ|", () => {
    const result = powerIteration(rotated([4, -4, 1, 0.5, 0]), { maxProducts: 60 });
    expect(result.status).toBe("budget");
    expect(result.products).toBe(60);
    expect(result.magnitude).toBeCloseTo(4, 12);
  });
  it("counts its products, of which symmetry costs none", () => {
    const operator = counted(rotated([3, 2, 1]));
    const { products, asymmetry } = powerIteration(operator, { maxProducts: 9, tolerance: 0 });
    expect([products, operator.count()]).toEqual([9, 9]);
    expect(asymmetry).toBeLessThan(1e-14);
  });
  it("handles one parameter, the zero operator and a start that is an eigenvector", () => {
    expect(powerIteration(diagonal([-3]))).toMatchObject({ value: -3, residual: 0, products: 1 });
    expect(powerIteration(diagonal([0, 0]))).toMatchObject({
      value: 0,
      residual: 0,
      magnitude: 0,
      status: "converged",
    });
    const start = Float64Array.of(0, 2);
    expect(powerIteration(diagonal([7, 2]), { start })).toMatchObject({ value: 2, products: 2 });
    expect(start).toEqual(Float64Array.of(0, 2));
  });
  it("is determined by the seed, also among 6,000 parameters", () => {
    const operator = rotated(Float64Array.from({ length: 6000 }, (_, i) => 10 / (1 + i)));
    const run = (seed: number) => powerIteration(operator, { seed, tolerance: 1e-6 });
    expect(run(2)).toEqual(run(2));
    expect(run(2).value).toBeCloseTo(10, 9);
  });
  it("refuses operators that are not symmetric or not finite, and options out of range", () => {
    expect(() => powerIteration(matrixOperator(randomMatrix(9, 1, false), 9))).toThrow(
      "powerIteration: expected a symmetric operator",
    );
    const shear = matrixOperator(Float64Array.of(1, 1, 0, 1), 2);
    expect(() => powerIteration(shear, { start: Float64Array.of(1, 0) })).toThrow("symmetric");
    expect(() => powerIteration(diagonal([NaN]))).toThrow("finite products, got NaN");
    const operator = diagonal([1, 2]);
    expect(() => powerIteration(operator, { start: new Float64Array(2) })).toThrow("not all 0");
    expect(() => powerIteration(operator, { start: new Float64Array(3) })).toThrow("got 3");
    expect(() => powerIteration(operator, { maxProducts: 1 })).toThrow(">= 2, got 1");
    expect(() => powerIteration(operator, { tolerance: -1 })).toThrow(">= 0, got -1");
    expect(() => powerIteration(operator, { steps: 5 } as never)).toThrow(TypeError);
  });
});
