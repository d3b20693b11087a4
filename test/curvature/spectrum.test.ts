import { describe, expect, it } from "vitest";
import { matrixOperator } from "../../lib/curvature/operator.js";
import { type SpectralDensity, spectralDensity } from "../../lib/curvature/spectrum.js";
import { symmetricEigenvalues } from "../../lib/numerics/symmetricEigenvalues.js";
import {
  counted,
  diagonal,
  golden,
  randomMatrix,
  rotated,
  secondDifference,
  spectra,
} from "./operators.js";

/** (1/n) Σ_i N(t; λ_i, σ²), by definition. */
const exactDensity = (eigenvalues: ArrayLike<number>, width: number, t: number): number =>
  Array.from(eigenvalues).reduce(
    (sum, x) => sum + Math.exp(-(((t - x) / width) ** 2) / 2) / (width * Math.sqrt(2 * Math.PI)),
    0,
  ) / eigenvalues.length;
const power = (eigenvalues: ArrayLike<number>, k: number): number =>
  Array.from(eigenvalues).reduce((sum, x) => sum + x ** k, 0);

describe("spectralDensity", () => {
  it("is a density whose quadratures are exact for polynomials up to degree 2k − 1", () => {
    const n = 40;
    const matrix = randomMatrix(n, 1);
    const { quadratures, mass, products } = spectralDensity(matrixOperator(matrix, n), {
      probes: 3,
      steps: 6,
    });
    expect(mass).toBeCloseTo(1, 4); // ±4 widths leave 6e-5 out
    expect(products).toBe(18);
    for (const { nodes, weights } of quadratures) {
      expect(nodes).toHaveLength(6);
      expect(power(weights, 1)).toBeCloseTo(1, 13);
    }
    // all n steps from one vector and 6 steps have the same moments up to 11
    const whole = spectralDensity(matrixOperator(matrix, n), { probes: 3, steps: n });
    const moment = (k: number, l: number, of: SpectralDensity): number => {
      const { nodes, weights } = of.quadratures[l];
      return nodes.reduce((sum, x, j) => sum + weights[j] * (x / 5) ** k, 0);
    };
    const few = spectralDensity(matrixOperator(matrix, n), { probes: 3, steps: 6 });
    for (let l = 0; l < 3; l++)
      for (let k = 0; k < 12; k++) expect(moment(k, l, few)).toBeCloseTo(moment(k, l, whole), 10);
    expect(moment(12, 0, few)).not.toBeCloseTo(moment(12, 0, whole), 6);
  });
  it("has the exact trace and trace of the square of a diagonal operator's probes", () => {
    const values = Float64Array.from({ length: 500 }, (_, i) => Math.cos(i));
    const { trace, traceOfSquare } = spectralDensity(diagonal(values), { probes: 4, steps: 8 });
    expect(trace.estimate).toBeCloseTo(power(values, 1), 10);
    expect(trace.standardError).toBeLessThan(1e-10);
    expect(traceOfSquare.estimate).toBeCloseTo(power(values, 2), 9);
  });
  it.each(spectra)("agrees with trace, trace of the square and density: $name", (spectrum) => {
    const { eigenvalues, n } = spectrum;
    const result = spectralDensity(golden(spectrum), { probes: 100, steps: 30, confidence: 0.999 });
    for (const [estimate, k] of [
      [result.trace, 1],
      [result.traceOfSquare, 2],
    ] as const) {
      const exact = power(eigenvalues, k);
      const slack = 1e-11 * Math.abs(exact);
      expect(estimate.interval.low - slack).toBeLessThanOrEqual(exact);
      expect(estimate.interval.high + slack).toBeGreaterThanOrEqual(exact);
    }
    const { grid, density, standardError, width } = result;
    let outside = 0;
    grid.forEach((t, i) => {
      const error = Math.abs(density[i] - exactDensity(eigenvalues, width, t));
      if (error > 5 * standardError[i] + 1e-3 / (n * width)) outside++;
    });
    expect(outside).toBe(0);
  });
  it("follows a smooth bulk of 6,000 eigenvalues within its standard error", () => {
    const values = Float64Array.from({ length: 6000 }, (_, i) => (i / 5999) ** 2);
    const options = { probes: 4, steps: 40, width: 0.05 };
    const result = spectralDensity(rotated(values), options);
    expect(result.products).toBe(160);
    expect(result.quadratureChange).toBeLessThan(1e-3);
    result.grid.forEach((t, i) => {
      const exact = exactDensity(values, 0.05, t);
      expect(Math.abs(result.density[i] - exact)).toBeLessThan(0.02 * (1 + exact));
    });
    expect(result.trace.estimate / 6000).toBeCloseTo(1 / 3, 2);
  });
  it("meets the closed form of the second difference matrix", () => {
    const n = 300;
    const exact = Float64Array.from(
      { length: n },
      (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)),
    );
    const { grid, density, width } = spectralDensity(secondDifference(n), {
      probes: 60,
      steps: 50,
      width: 0.2,
    });
    let difference = 0;
    for (let i = 1; i < grid.length; i++)
      difference +=
        Math.abs(density[i] - exactDensity(exact, width, grid[i])) * (grid[i] - grid[i - 1]);
    expect(difference).toBeLessThan(0.03);
  });
  it("says what a step changed, and what share the grid holds", () => {
    const matrix = randomMatrix(60, 2);
    const run = (steps: number) =>
      spectralDensity(matrixOperator(matrix, 60), { steps, width: 1 }).quadratureChange;
    expect(run(3)).toBeGreaterThan(10 * run(20));
    const eigenvalues = symmetricEigenvalues(matrix, 60);
    const half = Float64Array.from({ length: 200 }, (_, i) => (i * 15) / 199);
    const { mass, grid } = spectralDensity(matrixOperator(matrix, 60), { grid: half, probes: 50 });
    expect(grid).toBe(half);
    const positive = eigenvalues.filter((x) => x > 0).length / 60;
    expect(Math.abs(mass - positive)).toBeLessThan(0.05);
  });
  it("handles one parameter, the zero operator and multiples of the identity", () => {
    for (const values of [[-3], [0, 0, 0], [5, 5]]) {
      const result = spectralDensity(diagonal(values), { probes: 2 });
      expect(result.mass).toBeCloseTo(1, 3);
      expect(result.products).toBe(2);
      expect(result.trace.estimate).toBeCloseTo(power(values, 1), 13);
      expect(result.quadratures[0].nodes[0]).toBeCloseTo(values[0], 13);
    }
    const single = spectralDensity(diagonal([1, 2]), { probes: 1 });
    expect(single.standardError.every(Number.isNaN)).toBe(true);
  });
  it("counts its products, and is determined by the seed", () => {
    const operator = counted(rotated(Float64Array.from({ length: 100 }, (_, i) => i)));
    const run = (seed: number) => spectralDensity(operator, { probes: 3, steps: 10, seed });
    expect(run(7).products).toBe(30);
    expect(operator.count()).toBe(30);
    expect(run(7)).toEqual(run(7));
    expect(run(7).density).not.toEqual(run(8).density);
    // a probe does not depend on how many others there are
    const more = spectralDensity(operator, { probes: 5, steps: 10, seed: 7 });
    expect(more.quadratures.slice(0, 3)).toEqual(run(7).quadratures);
  });
  it("refuses operators that are not symmetric or not finite, and options out of range", () => {
    expect(() => spectralDensity(matrixOperator(randomMatrix(20, 1, false), 20))).toThrow(
      "spectralDensity: expected a symmetric operator",
    );
    expect(() => spectralDensity(diagonal([1, NaN]))).toThrow("finite products, got NaN");
    const operator = diagonal([1, 2]);
    expect(() => spectralDensity(operator, { probes: 0 })).toThrow(
      "probes must be an integer >= 1",
    );
    expect(() => spectralDensity(operator, { steps: 1.5 })).toThrow(
      "steps must be an integer >= 1",
    );
    expect(() => spectralDensity(operator, { width: 0 })).toThrow("width must be finite and > 0");
    expect(() => spectralDensity(operator, { grid: Float64Array.of(NaN) })).toThrow("finite grid");
    expect(() => spectralDensity(operator, { confidence: 2 })).toThrow("in (0, 1), got 2");
    expect(() => spectralDensity(operator, { sigma: 1 } as never)).toThrow(TypeError);
  });

  it("gives one multiple eigenvalue a width of its own size, whatever rounding makes of it", () => {
    for (const value of [1, 0.1, -3]) {
      const operator = rotated(new Float64Array(10).fill(value));
      for (const seed of [1, 2, 3]) {
        const { mass, width } = spectralDensity(operator, { probes: 3, steps: 12, seed });
        expect(width).toBeCloseTo(Math.abs(value) / 12, 12);
        expect(mass).toBeCloseTo(1, 3); // ±4 widths leave 6e-5 out
      }
    }
  });
});
