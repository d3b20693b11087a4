import { binaryExponent } from "./binaryExponent.js";
import { powerOfTwo } from "./elementary/scale.js";

/** A symmetric tridiagonal matrix T, in units of a power of two: its own entries may overflow. */
export interface Tridiagonal {
  /** T_ii / scale, n numbers. */
  readonly diagonal: Float64Array;
  /** T_i,i+1 / scale, n − 1 numbers. */
  readonly offDiagonal: Float64Array;
  /** The power of two next below max|A_ij| (within 2^±1000); 1 for A = 0. */
  readonly scale: number;
}

/**
 * A symmetric tridiagonal matrix with the eigenvalues of a dense symmetric one: QᵀAQ for
 * Householder reflections Q, which are not kept.
 *
 * Column by column the part below the subdiagonal is reflected away, which changes the trailing
 * block S to S − v·wᵀ − w·vᵀ. A part shorter than 2⁻⁷⁰·max|A_ij| counts as 0: it moves no
 * eigenvalue by more. 4n³/3 operations, all on the lower triangle.
 *
 * @param matrix - n × n entries, row-major, finite; the upper triangle is not read; not changed
 * @param n - number of rows, ≥ 1
 * @see Golub & Van Loan (2013), Matrix Computations, algorithm 8.3.1
 *
 * @example
 * tridiagonalForm(Float64Array.of(2, 1, 1, 2), 2); // diagonal [1, 1], offDiagonal [0.5], scale 2
 */
export function tridiagonalForm(matrix: Float64Array, n: number): Tridiagonal {
  // scaled to largest entry 1 … 2, so that no square overflows
  let largest = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) largest = Math.max(largest, Math.abs(matrix[i * n + j]));
  const exponent = largest === 0 ? 0 : binaryExponent(largest);
  const scale = powerOfTwo(Math.max(-1000, Math.min(1000, exponent)));
  const a = new Float64Array(n * n);
  for (let k = 0; k < n * n; k++) a[k] = matrix[k] / scale;

  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n - 1);
  const v = new Float64Array(n);
  const w = new Float64Array(n);
  for (let k = 0; k < n - 2; k++) {
    diagonal[k] = a[k * n + k];
    const head = a[(k + 1) * n + k];
    let tail = 0;
    for (let i = k + 2; i < n; i++) tail += a[i * n + k] * a[i * n + k];
    if (tail < 2 ** -140) {
      offDiagonal[k] = head;
      continue;
    }
    const length = Math.sqrt(head * head + tail);
    const image = head > 0 ? -length : length; // of the column: no cancellation in v's head
    offDiagonal[k] = image;
    v[k + 1] = head - image;
    for (let i = k + 2; i < n; i++) v[i] = a[i * n + k];
    const factor = 1 / (length * (length + Math.abs(head))); // 2 / ‖v‖²

    // w = factor·S·v from the lower triangle of S, then w −= (factor/2)(w·v) v
    for (let i = k + 1; i < n; i++) w[i] = 0;
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const vi = v[i];
      let sum = a[row + i] * vi;
      for (let j = k + 1; j < i; j++) {
        sum += a[row + j] * v[j];
        w[j] += a[row + j] * vi;
      }
      w[i] += sum;
    }
    let along = 0;
    for (let i = k + 1; i < n; i++) {
      w[i] *= factor;
      along += w[i] * v[i];
    }
    for (let i = k + 1; i < n; i++) w[i] -= (factor / 2) * along * v[i];
    for (let i = k + 1; i < n; i++) {
      const row = i * n;
      const [vi, wi] = [v[i], w[i]];
      for (let j = k + 1; j <= i; j++) a[row + j] -= vi * w[j] + wi * v[j];
    }
  }
  if (n > 1) {
    diagonal[n - 2] = a[(n - 2) * n + n - 2];
    offDiagonal[n - 2] = a[(n - 1) * n + n - 2];
  }
  diagonal[n - 1] = a[n * n - 1];
  return { diagonal, offDiagonal, scale };
}
