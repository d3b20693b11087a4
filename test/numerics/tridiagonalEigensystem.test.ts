import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { tridiagonalEigensystem } from "../../lib/numerics/tridiagonalEigensystem.js";
import { tridiagonalForm } from "../../lib/numerics/tridiagonalForm.js";
import { randomMatrix, spectra } from "../curvature/operators.js";

const eigenvalues = (matrix: Float64Array, n: number): Float64Array => {
  const { diagonal, offDiagonal, scale } = tridiagonalForm(matrix, n);
  return tridiagonalEigensystem(diagonal, offDiagonal).values.map((x) => x * scale);
};

describe("tridiagonalEigensystem", () => {
  it("finds 2 − 2cos(kπ/(n + 1)) and the sines for the second difference matrix", () => {
    const n = 9;
    const every = Array.from({ length: n }, (_, i) => i);
    const { values, rows } = tridiagonalEigensystem(
      new Array(n).fill(2),
      new Array(n - 1).fill(-1),
      every,
    );
    for (let j = 0; j < n; j++) {
      const angle = ((j + 1) * Math.PI) / (n + 1);
      expect(values[j]).toBeCloseTo(2 - 2 * Math.cos(angle), 14);
      const sign = Math.sign(rows[0][j]);
      for (let i = 0; i < n; i++)
        expect(sign * rows[i][j]).toBeCloseTo(
          Math.sqrt(2 / (n + 1)) * Math.sin((i + 1) * angle),
          13,
        );
    }
  });
  it("satisfies T·S = S·Λ with orthonormal S, and single rows are those of all rows", () => {
    const entries = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), {
      minLength: 1,
      maxLength: 24,
    });
    fc.assert(
      fc.property(entries, (numbers) => {
        const k = (numbers.length + 1) >> 1;
        const [d, e] = [numbers.slice(0, k), numbers.slice(k)];
        const every = Array.from({ length: k }, (_, i) => i);
        const { values, rows } = tridiagonalEigensystem(d, e, every);
        for (let j = 0; j < k; j++) {
          for (let i = 0; i < k; i++) {
            const product =
              d[i] * rows[i][j] +
              (i > 0 ? e[i - 1] * rows[i - 1][j] : 0) +
              (i < k - 1 ? e[i] * rows[i + 1][j] : 0);
            expect(Math.abs(product - values[j] * rows[i][j])).toBeLessThan(1e-14);
            const overlap = rows.reduce((sum, row) => sum + row[i] * row[j], 0);
            expect(Math.abs(overlap - (i === j ? 1 : 0))).toBeLessThan(1e-14);
          }
          if (j > 0) expect(values[j]).toBeGreaterThanOrEqual(values[j - 1]);
        }
        expect(tridiagonalEigensystem(d, e, [k - 1]).rows[0]).toEqual(rows[k - 1]);
      }),
      { numRuns: 500 },
    );
  });
  it("ends on entries of every size, with values no larger than the largest row", () => {
    const graded = fc
      .tuple(fc.constantFrom(0, 1, -1, 0.3), fc.integer({ min: -323, max: 307 }))
      .map(([m, k]) => m * 10 ** k);
    fc.assert(
      fc.property(fc.array(graded, { minLength: 1, maxLength: 15 }), (numbers) => {
        const k = (numbers.length + 1) >> 1;
        const { values } = tridiagonalEigensystem(numbers.slice(0, k), numbers.slice(k));
        const bound = 3 * Math.max(...numbers.map(Math.abs)) * (1 + 1e-14);
        for (const value of values) expect(Math.abs(value)).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 3000 },
    );
  });
  it("refuses what is not finite and rows that there are not", () => {
    expect(() => tridiagonalEigensystem([], [])).toThrow("expected at least 1 entry, got 0");
    expect(() => tridiagonalEigensystem([1, NaN], [1])).toThrow("expected finite entries, got NaN");
    expect(() => tridiagonalEigensystem([1, 2], [Infinity])).toThrow("got Infinity");
    expect(() => tridiagonalEigensystem([1, 2], [1], [2])).toThrow("expected a row in 0..1, got 2");
  });
});

describe("tridiagonalForm", () => {
  it.each(spectra)(
    "keeps the eigenvalues of a matrix: $name",
    ({ matrix, n, eigenvalues: exact }) => {
      const size = Math.max(...exact.map(Math.abs));
      eigenvalues(Float64Array.from(matrix), n).forEach((value, i) => {
        expect(Math.abs(value - exact[i])).toBeLessThan(n * 4e-16 * size);
      });
    },
  );
  it("keeps trace and Frobenius norm, also where squares overflow or vanish", () => {
    for (const scale of [1, 1e-300, 1e300, 2 ** -1060])
      for (let n = 1; n <= 20; n++) {
        const matrix = randomMatrix(n, n).map((x) => x * scale);
        const { diagonal, offDiagonal, scale: unit } = tridiagonalForm(matrix, n);
        const entries = [...matrix].map((x) => x / scale);
        const trace = entries.reduce((sum, x, k) => sum + (k % (n + 1) === 0 ? x : 0), 0);
        const square = entries.reduce((sum, x) => sum + x * x, 0);
        const d = [...diagonal].map((x) => x * (unit / scale));
        const e = [...offDiagonal].map((x) => x * (unit / scale));
        const digits = scale === 2 ** -1060 ? 3 : 12; // there the entries have 14 bits
        expect(d.reduce((sum, x) => sum + x, 0)).toBeCloseTo(trace, digits);
        const kept =
          d.reduce((sum, x) => sum + x * x, 0) + 2 * e.reduce((sum, x) => sum + x * x, 0);
        expect(kept).toBeCloseTo(square, digits - 2);
      }
  });
  it("leads to finite eigenvalues within the largest row, for entries of every size", () => {
    const graded = fc
      .tuple(fc.double({ min: -1, max: 1, noNaN: true }), fc.integer({ min: -323, max: 305 }))
      .map(([m, k]) => m * 10 ** k);
    fc.assert(
      fc.property(fc.array(graded, { minLength: 15, maxLength: 15 }), (upper) => {
        const matrix = new Float64Array(25);
        for (let i = 0, next = 0; i < 5; i++)
          for (let j = 0; j <= i; j++) matrix[5 * i + j] = upper[next++];
        const bound = 5 * Math.max(...upper.map(Math.abs)) * (1 + 1e-12);
        for (const value of eigenvalues(matrix, 5))
          expect(Math.abs(value)).toBeLessThanOrEqual(bound + 1e-320);
      }),
      { numRuns: 2000 },
    );
    expect(eigenvalues(new Float64Array(9).fill(1e308), 3)[2]).toBe(Infinity);
    expect(eigenvalues(new Float64Array(9), 3)).toEqual(new Float64Array(3));
  });
  it("reads the lower triangle only and leaves the matrix as it is", () => {
    const matrix = Float64Array.of(1, 99, 99, 2, 3, 99, 4, 5, 6);
    const before = matrix.slice();
    const mirrored = Float64Array.of(1, 2, 4, 2, 3, 5, 4, 5, 6);
    expect(tridiagonalForm(matrix, 3)).toEqual(tridiagonalForm(mirrored, 3));
    expect(matrix).toEqual(before);
  });
});
