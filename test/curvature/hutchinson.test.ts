import { describe, expect, it } from "vitest";
import { hutchinsonTrace, hutchPlusPlusTrace } from "../../lib/curvature/hutchinson.js";
import { matrixOperator } from "../../lib/curvature/operator.js";
import { sampleMean } from "../../lib/curvature/sampleMean.js";
import { counted, diagonal, golden, randomMatrix, rotated, spectra } from "./operators.js";

const traceOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, x) => sum + x, 0);
const decaying = Float64Array.from({ length: 200 }, (_, i) => 10 * 0.8 ** i);

describe("hutchinsonTrace", () => {
  it.each(spectra)("is exact, by n products, where there are n: $name", (spectrum) => {
    const { estimate, standardError, interval, products } = hutchinsonTrace(golden(spectrum));
    const trace = traceOf(spectrum.eigenvalues);
    expect(Math.abs(estimate - trace)).toBeLessThan(1e-13 * Math.max(...spectrum.eigenvalues) * 30);
    expect([standardError, products]).toEqual([0, spectrum.n]);
    expect([interval.low, interval.high]).toEqual([estimate, estimate]);
  });
  it("is exact for a diagonal operator, whatever the signs", () => {
    const values = Float64Array.from({ length: 6000 }, (_, i) => i % 7);
    const { estimate, standardError } = hutchinsonTrace(diagonal(values), { products: 3 });
    expect([estimate, standardError]).toEqual([traceOf(values), 0]);
  });
  it("has the variance 2(‖H‖² − Σ H_ii²)/m, and intervals that hold as often as they say", () => {
    const n = 60;
    const matrix = randomMatrix(n, 3);
    let [trace, offDiagonal] = [0, 0];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        if (i === j) trace += matrix[i * n + j];
        else offDiagonal += matrix[i * n + j] ** 2;
      }
    const m = 8;
    const runs = 600;
    let [squares, covered] = [0, 0];
    for (let seed = 0; seed < runs; seed++) {
      const { estimate, interval } = hutchinsonTrace(matrixOperator(matrix, n), {
        products: m,
        seed,
        confidence: 0.9,
      });
      squares += (estimate - trace) ** 2;
      if (interval.low <= trace && trace <= interval.high) covered++;
    }
    const variance = (2 * offDiagonal) / m;
    expect(Math.abs(squares / runs / variance - 1)).toBeLessThan(0.25); // 4 standard deviations
    expect(Math.abs(covered / runs - 0.9)).toBeLessThan(0.05); // likewise
  });
  it("counts its products", () => {
    const operator = counted(rotated(decaying));
    expect(hutchinsonTrace(operator, { products: 12 }).products).toBe(12);
    expect(operator.count()).toBe(12);
  });
  it("is determined by the seed", () => {
    const run = (seed: number) => hutchinsonTrace(rotated(decaying), { seed });
    expect(run(5)).toEqual(run(5));
    expect(run(5).estimate).not.toBe(run(6).estimate);
  });
  it("refuses operators that are not symmetric or not finite, and options out of range", () => {
    for (const estimator of [hutchinsonTrace, hutchPlusPlusTrace]) {
      for (const n of [10, 50])
        expect(() => estimator(matrixOperator(randomMatrix(n, 1, false), n))).toThrow(
          `${estimator.name}: expected a symmetric operator`,
        );
      expect(() => estimator(diagonal([1, NaN]))).toThrow("finite products, got NaN");
      expect(() => estimator(diagonal([1]), { products: 1 })).toThrow("products must be");
      expect(() => estimator(diagonal([1]), { confidence: 0 })).toThrow("in (0, 1), got 0");
      expect(() => estimator(diagonal([1]), { probes: 3 } as never)).toThrow(TypeError);
    }
  });
});

describe("hutchPlusPlusTrace", () => {
  it("beats Hutchinson where few eigenvalues carry the trace, with the same products", () => {
    const operator = rotated(decaying, 100);
    const trace = traceOf(decaying);
    let [plain, deflated] = [0, 0];
    for (let seed = 0; seed < 30; seed++) {
      const options = { products: 45, seed };
      plain += (hutchinsonTrace(operator, options).estimate - trace) ** 2;
      const counter = counted(operator);
      const result = hutchPlusPlusTrace(counter, options);
      deflated += (result.estimate - trace) ** 2;
      expect([counter.count(), result.products]).toEqual([45, 45]);
    }
    expect(deflated).toBeLessThan(plain / 20);
  });
  it("is exact for an operator of low rank, and unbiased beyond", () => {
    const values = new Float64Array(300);
    values.set([5, -3, 2]);
    const low = hutchPlusPlusTrace(rotated(values), { products: 30 });
    expect(low.estimate).toBeCloseTo(4, 11);
    expect(low.standardError).toBeLessThan(1e-12);
    expect(hutchPlusPlusTrace(diagonal(new Float64Array(300))).estimate).toBe(0);
    const flat = rotated(new Float64Array(300).map((_, i) => (i % 2 ? 1 : -1.1)));
    let z = 0;
    for (let seed = 0; seed < 100; seed++) {
      const { estimate, standardError } = hutchPlusPlusTrace(flat, { seed });
      z += (estimate + 15) / standardError / 10;
    }
    expect(Math.abs(z)).toBeLessThan(4);
  });
});

describe("sampleMean", () => {
  it("has Student's intervals", () => {
    // quantiles of Student's distribution at 97.5 %, from tables
    for (const [m, t, digits] of [
      [2, 12.706205, 6],
      [3, 4.302653, 6],
      [4, 3.182446, 2],
      [10, 2.262157, 4],
      [30, 2.04523, 5],
    ] as const) {
      const samples = Array.from({ length: m }, (_, i) => i);
      const { estimate, standardError, interval } = sampleMean(samples, 0.95);
      expect(estimate).toBe((m - 1) / 2);
      expect(standardError).toBeCloseTo(Math.sqrt((m + 1) / 12), 13);
      expect((interval.high - estimate) / standardError).toBeCloseTo(t, digits);
      expect((estimate - interval.low) / standardError).toBeCloseTo(t, digits);
    }
  });
  it("knows nothing of the error of a single sample", () => {
    expect(sampleMean([3], 0.95)).toEqual({
      estimate: 3,
      standardError: NaN,
      interval: { low: -Infinity, high: Infinity },
    });
  });
});
