import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  halfSpread,
  symmetricEigenvalues,
  symmetricEigenvectors,
} from "../../lib/numerics/symmetricEigenvalues.js";

const entry = fc.double({ min: -10, max: 10, noNaN: true });
const symmetric = fc
  .integer({ min: 1, max: 6 })
  .chain((n) => fc.array(entry, { minLength: n * n, maxLength: n * n }))
  .map((entries) => {
    const n = Math.sqrt(entries.length);
    return Float64Array.from(entries, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n];
      return entries[Math.max(i, j) * n + Math.min(i, j)];
    });
  });

describe("symmetricEigenvalues", () => {
  it("are the roots known for a matrix of second differences, ascending", () => {
    const n = 9;
    const matrix = Float64Array.from({ length: n * n }, (_, k) => {
      const distance = Math.abs((k % n) - Math.floor(k / n));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    symmetricEigenvalues(matrix, n).forEach((value, k) => {
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)), 13);
    });
  });
  it("of one and of two rows are exact where they can be", () => {
    expect([...symmetricEigenvalues(Float64Array.of(-3), 1)]).toEqual([-3]);
    expect([...symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2)]).toEqual([1, 3]);
    expect([...symmetricEigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
  });
  it("with the eigenvectors make up the matrix again, and these are orthonormal", () => {
    fc.assert(
      fc.property(symmetric, (matrix) => {
        const n = Math.sqrt(matrix.length);
        const { values, vectors } = symmetricEigenvectors(matrix, n);
        symmetricEigenvalues(matrix, n).forEach((value, k) => {
          expect(Math.abs(value - values[k])).toBeLessThan(1e-12);
        });
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let [product, sum] = [0, 0];
            for (let k = 0; k < n; k++) {
              product += vectors[k * n + i] * vectors[k * n + j];
              sum += vectors[i * n + k] * values[k] * vectors[j * n + k];
            }
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13);
            expect(Math.abs(sum - matrix[i * n + j])).toBeLessThan(1e-12);
          }
      }),
    );
  });
  it("of two rows are as far apart as they should be at every size, NaN if an entry is none", () => {
    for (const size of [1e-300, 1, 1e300]) {
      expect(halfSpread(7 * size, 4 * size, size) / (5 * size)).toBeCloseTo(1, 15);
      expect(halfSpread(size, 0, size)).toBe(0);
    }
    for (const bad of [NaN, Infinity, -Infinity]) {
      expect(halfSpread(bad, 1, 2)).toBeNaN();
      expect(halfSpread(1, bad, 2)).toBeNaN();
      expect(halfSpread(bad, 1, bad)).toBeNaN();
    }
  });
  it("refuses what is no finite square matrix", () => {
    expect(() => symmetricEigenvalues(new Float64Array(3), 2)).toThrow("expected 4 entries, got 3");
    expect(() => symmetricEigenvalues(Float64Array.of(NaN), 1)).toThrow("finite entries, got NaN");
    expect(() => symmetricEigenvectors(new Float64Array(0), 0)).toThrow(
      "n must be an integer >= 1",
    );
  });
});
