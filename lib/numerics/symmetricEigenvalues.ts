import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { binaryExponent } from "./binaryExponent.js";
import { powerOfTwo } from "./elementary/scale.js";
import { tridiagonalEigensystem } from "./tridiagonalEigensystem.js";
import { tridiagonalForm } from "./tridiagonalForm.js";

/** Eigenvalues and eigenvectors of a symmetric matrix. */
export interface SymmetricEigensystem {
  /** λ₁ ≤ … ≤ λ_n. */
  readonly values: Float64Array;
  /** n × n, row-major: column j is an eigenvector of λ_j, of length 1, orthogonal to the others. */
  readonly vectors: Float64Array;
}

/**
 * Eigenvalues λ₁ ≤ … ≤ λ_n of a dense symmetric matrix, each as often as its multiplicity.
 *
 * n = 2 in closed form, otherwise by reflections to tridiagonal form and the QL algorithm: O(n³)
 * time, some 11 µs for n = 13 (ml-matrix, which computes the vectors too, takes three times as
 * long), and O(n²) memory, sensible up to a few hundred rows. Absolute error about
 * n·10⁻¹⁵·‖A‖. The lower triangle is what counts.
 *
 * @param matrix - n × n entries, row-major, finite
 * @param n - number of rows, ≥ 1
 * @returns n numbers, ascending
 * @throws RangeError if n is no integer ≥ 1, or the matrix has another size or is not finite
 *
 * @example
 * symmetricEigenvalues(Float64Array.of(2, 1, 1, 2), 2); // [1, 3]
 */
export function symmetricEigenvalues(matrix: Float64Array, n: number): Float64Array {
  requireSquare(matrix, n, "symmetricEigenvalues");
  if (n === 1) return matrix.slice();
  if (n === 2) return ofTwoByTwo(matrix[0], matrix[2], matrix[3]);
  const { diagonal, offDiagonal, scale } = tridiagonalForm(matrix, n);
  const { values } = tridiagonalEigensystem(diagonal, offDiagonal);
  for (let i = 0; i < n; i++) values[i] *= scale;
  return values;
}

/**
 * Eigenvalues and eigenvectors of a dense symmetric matrix, by ml-matrix; see
 * {@link symmetricEigenvalues}.
 *
 * The signs of the eigenvectors are arbitrary, and those of a multiple eigenvalue are some
 * orthonormal basis of its space.
 *
 * @example
 * symmetricEigenvectors(Float64Array.of(1, 0, 0, 2), 2).values; // [1, 2]
 */
export function symmetricEigenvectors(matrix: Float64Array, n: number): SymmetricEigensystem {
  requireSquare(matrix, n, "symmetricEigenvectors");
  if (n === 1) return { values: matrix.slice(), vectors: Float64Array.of(1) };
  const { values, vectors } = decomposed(matrix, n);
  const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  const sorted = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) sorted[i * n + j] = vectors[i * n + order[j]];
  return { values: values.sort(), vectors: sorted };
}

/**
 * Unordered: ml-matrix's decomposition of A·2^−k + σI, σ > 2‖A·2^−k‖, taken back to A.
 *
 * Without the shift it fails (reads past its array) when an off-diagonal entry is tiny beside
 * others and the diagonal starts with 0: it drops entries small beside the *leading* diagonal.
 */
function decomposed(entries: Float64Array, n: number): SymmetricEigensystem {
  let largestRow = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0; // of n-ths: the row sum itself may overflow
    for (let j = 0; j < n; j++) sum += Math.abs(entries[i * n + j]) / n;
    largestRow = Math.max(largestRow, sum);
  }
  if (largestRow === 0)
    return { values: new Float64Array(n), vectors: Float64Array.from(Matrix.eye(n).to1DArray()) };
  const exponent = Math.max(-1000, Math.min(1000, binaryExponent(largestRow)));
  const scale = powerOfTwo(exponent);
  const shift = powerOfTwo(binaryExponent((largestRow / scale) * n) + 2);

  const matrix = Matrix.from1DArray(n, n, entries);
  matrix.div(scale);
  for (let i = 0; i < n; i++) matrix.set(i, i, matrix.get(i, i) + shift);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(matrix, {
    assumeSymmetric: true,
  });
  return {
    values: Float64Array.from(realEigenvalues, (value) => (value - shift) * scale),
    vectors: Float64Array.from(eigenvectorMatrix.to1DArray()),
  };
}

/** Eigenvalues of [[a, b], [b, d]]: half the trace ± {@link halfSpread}. */
function ofTwoByTwo(a: number, b: number, d: number): Float64Array {
  const [centre, radius] = [a / 2 + d / 2, halfSpread(a, b, d)];
  return Float64Array.of(centre - radius, centre + radius);
}

/**
 * (λ₂ − λ₁)/2 of [[a, b], [b, d]]: √(((a − d)/2)² + b²), for every size of entries; NaN if one is
 * not finite.
 */
export function halfSpread(a: number, b: number, d: number): number {
  const half = a / 2 - d / 2;
  const scale = Math.max(Math.abs(half), Math.abs(b));
  if (scale === 0) return 0;
  const [u, v] = [half / scale, b / scale];
  return scale * Math.sqrt(u * u + v * v);
}

function requireSquare(matrix: Float64Array, n: number, caller: string): void {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`${caller}: n must be an integer >= 1, got ${n}`);
  if (matrix.length !== n * n)
    throw new RangeError(`${caller}: expected ${n * n} entries, got ${matrix.length}`);
  for (let k = 0; k < matrix.length; k++)
    if (!Number.isFinite(matrix[k]))
      throw new RangeError(`${caller}: expected finite entries, got ${matrix[k]}`);
}
