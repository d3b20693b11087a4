import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hessianEigenvalues } from "../../lib/curvature/dense.js";
import { type LanczosResult, lanczos } from "../../lib/curvature/lanczos.js";
import { hessianOperator, matrixOperator } from "../../lib/curvature/operator.js";
import { randomStartAccuracy, randomStartFailure } from "../../lib/curvature/randomStartBounds.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { symmetricEigenvalues } from "../../lib/numerics/symmetricEigenvalues.js";
import {
  counted,
  diagonal,
  distanceTo,
  golden,
  randomMatrix,
  rotated,
  secondDifference,
  spectra,
} from "./operators.js";

/** 6,000 eigenvalues: some large ones and a bulk that decays around 0. */
function networkSpectrum(outliers: readonly number[], bulk: (x: number, i: number) => number) {
  const values = new Float64Array(6000);
  const m = values.length - outliers.length;
  values.set(outliers);
  for (let i = 0; i < m; i++) values[outliers.length + i] = bulk(i / m, i);
  return values;
}
const bulks = {
  exponential: (x: number, i: number) => 0.5 * Math.exp(-20 * x) * (i % 5 === 0 ? -0.4 : 1),
  power: (_: number, i: number) => (2 / (1 + i)) * (i % 6 === 5 ? -0.3 : 1),
};
const outliers = {
  ten: [10, 7.5, 6, 5, 4.2, 3.5, 3, 2.6, 2.2],
  twelve: [12, 8.4, 6.9, 5.8, 4.9, 4.1, 3.3, 2.7, 2.1, 1.4],
  close: [10, 9.95, 7, 6, 5, 4, 3, 2.5, 2],
};

describe("lanczos", () => {
  it.each(spectra)("finds both ends within the residual bounds: $name", (spectrum) => {
    const { eigenvalues, n } = spectrum;
    const options = { largest: 2, smallest: 1, tolerance: 1e-6, vectors: true };
    const result = lanczos(golden(spectrum), options);
    const size = Math.max(...eigenvalues.map(Math.abs));
    expect(result.status).not.toBe("budget");
    const { maximum, minimum } = result;
    expect(Math.abs(maximum.value - eigenvalues[n - 1])).toBeLessThanOrEqual(maximum.errorBound);
    expect(Math.abs(minimum.value - eigenvalues[0])).toBeLessThanOrEqual(minimum.errorBound);
    expect(maximum.errorBound).toBeLessThan(1e-6 * size);
    for (const { value, residual, vector } of [maximum, result.pairs[1], minimum]) {
      const y = vector as Float64Array;
      const image = golden(spectrum).apply(y, new Float64Array(n));
      const rest = Math.sqrt(image.reduce((sum, x, i) => sum + (x - value * y[i]) ** 2, 0));
      expect(rest).toBeLessThanOrEqual(residual);
      expect(y.reduce((sum, x) => sum + x * x, 0)).toBeCloseTo(1, 13);
    }
  });
  it("keeps its promises on random matrices, after any number of products", () => {
    const cases = fc.record({
      n: fc.integer({ min: 1, max: 25 }),
      seed: fc.integer({ min: 0, max: 1e6 }),
      maxProducts: fc.integer({ min: 2, max: 12 }),
      power: fc.constantFrom(-150, 0, 150),
    });
    fc.assert(
      fc.property(cases, ({ n, seed, maxProducts, power }) => {
        const scale = 10 ** power;
        const matrix = randomMatrix(n, seed).map((x) => x * scale);
        const exact = symmetricEigenvalues(matrix, n);
        const result = lanczos(matrixOperator(matrix, n), { seed, maxProducts, tolerance: 0 });
        const { pairs } = result;
        const rounding = 1e-14 * scale * n; // of the reference
        pairs.forEach(({ value, residual, errorBound }, i) => {
          // some eigenvalue is within the residual
          expect(distanceTo(exact, value)).toBeLessThanOrEqual(residual + rounding);
          // interlacing, from both ends
          expect(value).toBeLessThanOrEqual(exact[n - 1 - i] + rounding);
          expect(value).toBeGreaterThanOrEqual(exact[pairs.length - 1 - i] - rounding);
          expect(errorBound).toBeLessThanOrEqual(residual);
        });
        if (pairs.length > 1) {
          // the sharper bound, where its assumption holds
          const [first, second] = pairs;
          const above = exact.filter((x) => x > second.value + second.residual).length;
          if (above === 1 && first.errorBound < first.residual)
            expect(exact[n - 1] - first.value).toBeLessThanOrEqual(first.errorBound + rounding);
        }
      }),
      { numRuns: 1000 },
    );
  });
  it("gives a probable bound that fails as often as it says, whatever the spectrum", () => {
    const values = networkSpectrum(outliers.close, bulks.power).subarray(0, 500);
    let failures = 0;
    for (let seed = 1; seed <= 400; seed++) {
      const options = { seed, maxProducts: 9, tolerance: 0, confidence: 0.9 };
      const result = lanczos(diagonal(values), options);
      if (result.probableMaximum < 10) failures++;
      expect(result.probableMaximum).toBeGreaterThan(result.maximum.value);
      expect(result.probableMinimum).toBeLessThan(result.minimum.value);
    }
    // expected 40, standard deviation 6: the bound neither lies nor is empty
    expect(failures).toBeGreaterThan(15);
    expect(failures).toBeLessThanOrEqual(64);
  });
  it("finds λ_max of 6,000 parameters to 10⁻³ with a valid bound in 8 products", () => {
    for (const shape of ["ten", "twelve"] as const)
      for (const bulk of ["exponential", "power"] as const) {
        const operator = rotated(networkSpectrum(outliers[shape], bulks[bulk]));
        let [met, valid] = [0, 0];
        for (let seed = 1; seed <= 50; seed++) {
          const { maximum, products } = lanczos(operator, { seed, maxProducts: 8 });
          const error = outliers[shape][0] - maximum.value;
          if (maximum.errorBound <= 1e-3 * maximum.value && products === 8) met++;
          if (error <= maximum.errorBound) valid++;
        }
        expect(met).toBeGreaterThanOrEqual(47);
        expect(valid).toBeGreaterThanOrEqual(49);
      }
  });
  it("takes two close outliers for one, which only the probable bound survives", () => {
    const operator = rotated(networkSpectrum(outliers.close, bulks.exponential));
    let [gapFailures, probableFailures] = [0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const early = lanczos(operator, { seed });
      if (10 - early.maximum.value > early.maximum.errorBound) gapFailures++;
      const late = lanczos(operator, { seed, bound: "probable" });
      expect(late.probableMaximum - late.maximum.value).toBeLessThanOrEqual(
        1e-3 * late.maximum.value,
      );
      expect(late.products).toBeLessThanOrEqual(15);
      if (late.probableMaximum < 10) probableFailures++;
    }
    expect(gapFailures).toBeGreaterThan(10);
    expect(probableFailures).toBeLessThanOrEqual(3);
  });
  it("meets the closed form of the second difference matrix", () => {
    const n = 60;
    const result = lanczos(secondDifference(n), { largest: 3, tolerance: 1e-9, smallest: 1 });
    const exact = (k: number): number => 2 - 2 * Math.cos((k * Math.PI) / (n + 1));
    expect(result.pairs[0].value).toBeCloseTo(exact(n), 12);
    expect(result.pairs[1].value).toBeCloseTo(exact(n - 1), 12);
    expect(result.pairs[2].value).toBeCloseTo(exact(n - 2), 12);
    expect(result.minimum.value).toBeCloseTo(exact(1), 11);
    expect(result.asymmetry).toBeLessThan(1e-14);
  });
  it("agrees with the dense Hessian of the 13 parameters of an XOR network", () => {
    const hidden = [0, 1, 2];
    const network = landscapeFromFunction(13, (a, t) => {
      const squares = [
        [-1, -1, 0.1],
        [-1, 1, 0.9],
        [1, -1, 0.9],
        [1, 1, 0.1],
      ].map(([x, y, target]) => {
        const units = hidden.map((h) => {
          const inputs = a.add(
            a.multiply(t[2 * h], a.from(x)),
            a.multiply(t[2 * h + 1], a.from(y)),
          );
          return a.multiply(t[9 + h], a.tanh(a.add(inputs, t[6 + h])));
        });
        const error = a.subtract(a.tanh(units.reduce(a.add, t[12])), a.from(target));
        return a.multiply(error, error);
      });
      return a.multiply(squares.reduce(a.add), a.from(0.25));
    });
    const theta = Float64Array.from({ length: 13 }, (_, i) => Math.sin(i + 1));
    const exact = hessianEigenvalues(network, theta);
    const { pairs, asymmetry } = lanczos(hessianOperator(network, theta), { tolerance: 0 });
    expect(asymmetry).toBeLessThan(1e-13);
    expect(pairs).toHaveLength(13);
    pairs.forEach(({ value }, i) => {
      expect(value).toBeCloseTo(exact[12 - i], 12);
    });
  });
  it("counts its products, and spends none on symmetry", () => {
    const operator = counted(golden(spectra[0]));
    const { products, pairs } = lanczos(operator, { maxProducts: 7, tolerance: 0 });
    expect([products, operator.count(), pairs.length]).toEqual([7, 7, 7]);
  });
  it("sees a multiple eigenvalue once, and says that the space is invariant", () => {
    const operator = counted(rotated([3, 3, 3, 1, 1, -2]));
    const result = lanczos(operator, { tolerance: 0 });
    expect(result.status).toBe("invariant");
    expect(operator.count()).toBe(3);
    for (const [i, value] of [3, 1, -2].entries())
      expect(result.pairs[i].value).toBeCloseTo(value, 13);
    expect(result.maximum.errorBound).toBeLessThan(1e-12);
    expect(result.probableMaximum).toBeCloseTo(3, 12);
  });
  it("handles one parameter, the zero operator and multiples of the identity", () => {
    const one = lanczos(diagonal([-3]));
    expect([one.maximum.value, one.minimum.value, one.products]).toEqual([-3, -3, 1]);
    for (const value of [0, 5]) {
      const result = lanczos(diagonal([value, value, value, value]));
      expect(result.maximum.value).toBeCloseTo(value, 14);
      expect(result.maximum.errorBound).toBeLessThan(1e-13);
      expect([result.status, result.products]).toEqual(["invariant", 2]);
    }
  });
  it("starts where it is told, sees what the start has a part in, and promises nothing probable", () => {
    const result = lanczos(diagonal([5, 4, 3]), { start: Float64Array.of(0, 1, 1) });
    expect(result.maximum.value).toBeCloseTo(4, 14);
    expect(result.status).toBe("invariant");
    expect(result.probableMaximum).toBeNaN();
    const start = Float64Array.of(0, 2, 0);
    expect(lanczos(diagonal([5, 4, 3]), { start }).maximum.value).toBe(4);
    expect(start).toEqual(Float64Array.of(0, 2, 0));
  });
  it("is determined by the seed", () => {
    const run = (seed: number): LanczosResult => lanczos(golden(spectra[5]), { seed });
    expect(run(3)).toEqual(run(3));
    expect(run(3).maximum.value).not.toBe(run(4).maximum.value);
  });
  it("refuses an operator that is not symmetric, also where the start hides it", () => {
    const skew = matrixOperator(randomMatrix(30, 1, false), 30);
    expect(() => lanczos(skew)).toThrow(/^lanczos: expected a symmetric operator, got u·Hv = /);
    const shear = matrixOperator(Float64Array.of(1, 1, 0, 1), 2);
    expect(() => lanczos(shear, { start: Float64Array.of(1, 0) })).toThrow("symmetric");
    const wrong = randomMatrix(100, 2);
    wrong[7] += 1e-3;
    expect(() => lanczos(matrixOperator(wrong, 100))).toThrow("symmetric");
  });
  it("widens its bounds by the asymmetry that it is told to accept", () => {
    const matrix = randomMatrix(20, 4);
    const exact = symmetricEigenvalues(matrix, 20)[19];
    const noise = randomMatrix(20, 5, false);
    const noisy = matrix.map((x, k) => x + 1e-4 * noise[k]);
    const options = { tolerance: 1e-9, symmetryTolerance: 1e-2 };
    const { maximum, asymmetry } = lanczos(matrixOperator(noisy, 20), options);
    expect(asymmetry).toBeGreaterThan(1e-6);
    expect(maximum.residual).toBeGreaterThan(1e-5);
    expect(Math.abs(maximum.value - exact)).toBeLessThan(1e-3);
  });
  it("refuses what is not finite, and options out of range", () => {
    expect(() => lanczos(diagonal([1, Infinity]))).toThrow(
      "lanczos: expected an operator with finite products, got",
    );
    const operator = diagonal([1, 2]);
    expect(() => lanczos(operator, { start: Float64Array.of(1) })).toThrow(
      "lanczos: start must have 2 coordinates, got 1",
    );
    for (const start of [
      [0, 0],
      [1, NaN],
      [1, Infinity],
    ])
      expect(() => lanczos(operator, { start: Float64Array.from(start) })).toThrow("not 0");
    expect(() => lanczos(operator, { largest: -1 })).toThrow("largest must be an integer >= 0");
    expect(() => lanczos(operator, { maxProducts: 1 })).toThrow(
      "maxProducts must be an integer >= 2, got 1",
    );
    expect(() => lanczos(operator, { tolerance: NaN })).toThrow("tolerance must be >= 0, got NaN");
    expect(() => lanczos(operator, { confidence: 1 })).toThrow("confidence must be in (0, 1)");
    expect(() => lanczos(operator, { bound: "best" as never })).toThrow(TypeError);
    expect(() => lanczos(operator, { bound: "probable", largest: 2 })).toThrow("random start");
    expect(() => lanczos(operator, { tol: 1 } as never)).toThrow('there is no option "tol"');
  });
});

describe("randomStartAccuracy", () => {
  it("is where the allowed probability is used up", () => {
    const epsilon = randomStartAccuracy(6000, 50, 0.95);
    expect(randomStartFailure(6000, 50, epsilon)).toBeCloseTo(0.05, 12);
    expect(randomStartAccuracy(6000, 2)).toBe(1);
    expect(() => randomStartAccuracy(0, 1)).toThrow("n must be an integer >= 1, got 0");
    expect(() => randomStartFailure(9, 1, NaN)).toThrow("epsilon must be >= 0, got NaN");
    expect(() => randomStartAccuracy(1, 1, 1)).toThrow("confidence must be in (0, 1), got 1");
  });
  it("is kept by runs on a spectrum without gaps", () => {
    const [n, k] = [400, 12];
    const values = Float64Array.from({ length: n }, (_, i) => i / (n - 1));
    const epsilon = randomStartAccuracy(n, k, 0.9);
    let failures = 0;
    for (let seed = 1; seed <= 100; seed++)
      if (
        1 - lanczos(diagonal(values), { seed, maxProducts: k, tolerance: 0 }).maximum.value >
        epsilon
      )
        failures++;
    expect(failures).toBeLessThanOrEqual(10);
    expect(epsilon).toBeLessThan(0.1);
  });
});
