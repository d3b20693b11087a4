import { binaryExponent } from "./binaryExponent.js";
import { powerOfTwo } from "./elementary/scale.js";

/** Eigenvalues of a tridiagonal matrix, with parts of its eigenvectors. */
export interface TridiagonalEigensystem {
  /** λ₁ ≤ … ≤ λ_k. */
  readonly values: Float64Array;
  /** Per row asked for, its entries in the k eigenvectors (of length 1), in the order of `values`. */
  readonly rows: readonly Float64Array[];
}

/**
 * Eigenvalues of a symmetric tridiagonal matrix T = SΛSᵀ, and chosen rows of S.
 *
 * The QL algorithm with Wilkinson's implicit shift; an off-diagonal entry below 2⁻⁵²
 * of its neighbours' sum, or 2⁻⁷⁰·‖T‖, counts as 0. Absolute error of a value about
 * k·10⁻¹⁶·‖T‖. The first row of S gives the weights of Gauss quadrature, the last one the
 * residuals of Lanczos. About 30·k² operations, and 9·k² more a row.
 *
 * @param diagonal - k ≥ 1 finite numbers
 * @param offDiagonal - entry i, i < k − 1, couples i and i + 1; further entries are not read
 * @param rows - which rows of S, each in 0 … k − 1; none unless told
 * @throws RangeError if there is no entry, one is not finite, or a row is no row
 * @see Golub & Van Loan (2013), Matrix Computations, §8.3.5; Golub & Welsch (1969), Calculation
 *   of Gauss quadrature rules, Math. Comp. 23, for computing single rows
 *
 * @example
 * tridiagonalEigensystem([2, 2], [1]).values; // [1, 3]
 */
export function tridiagonalEigensystem(
  diagonal: ArrayLike<number>,
  offDiagonal: ArrayLike<number>,
  rows: readonly number[] = [],
): TridiagonalEigensystem {
  const k = diagonal.length;
  let largest = 0;
  if (k < 1) throw new RangeError("tridiagonalEigensystem: expected at least 1 entry, got 0");
  for (let i = 0; i < k; i++)
    largest = Math.max(largest, Math.abs(diagonal[i]), i < k - 1 ? Math.abs(offDiagonal[i]) : 0);
  if (!(largest < Infinity))
    throw new RangeError(`tridiagonalEigensystem: expected finite entries, got ${largest}`);
  for (const row of rows)
    if (!Number.isInteger(row) || row < 0 || row >= k)
      throw new RangeError(`tridiagonalEigensystem: expected a row in 0..${k - 1}, got ${row}`);

  // scaled to largest entry 1 … 2, so that no square overflows
  const exponent = Math.max(-1000, Math.min(1000, largest === 0 ? 0 : binaryExponent(largest)));
  const scale = powerOfTwo(exponent);
  const values = new Float64Array(k);
  const coupling = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    values[i] = diagonal[i] / scale;
    coupling[i] = i < k - 1 ? offDiagonal[i] / scale : 0;
  }
  const parts = rows.map((row) => {
    const part = new Float64Array(k);
    part[row] = 1;
    return part;
  });
  diagonalise(values, coupling, parts);

  for (let i = 0; i < k; i++) values[i] *= scale;
  if (rows.length === 0) return { values: values.sort(), rows: [] };
  const order = Array.from(values.keys()).sort((i, j) => values[i] - values[j]);
  const sorted = (part: Float64Array): Float64Array => Float64Array.from(order, (i) => part[i]);
  return { values: sorted(values), rows: parts.map(sorted) };
}

/**
 * Off-diagonal entries below this, ‖T‖ being 1 or so, count as 0: they move no eigenvalue by more.
 * Without this limit a matrix graded over a hundred decades need not converge.
 */
const NEGLIGIBLE = 2 ** -70;

/**
 * Takes T apart in place: the diagonal d becomes the eigenvalues, the off-diagonal e is used
 * up, and every rotation is applied to each of the rows.
 */
function diagonalise(d: Float64Array, e: Float64Array, rows: readonly Float64Array[]): void {
  const k = d.length;
  for (let first = 0; first < k; first++) {
    for (;;) {
      // the block first … last that no zero divides
      let last = first;
      while (last < k - 1) {
        const size = Math.abs(e[last]);
        if (size <= 2 ** -52 * (Math.abs(d[last]) + Math.abs(d[last + 1])) || size < NEGLIGIBLE)
          break;
        last++;
      }
      if (last === first) break;
      // Wilkinson's shift: the eigenvalue of the leading 2 × 2 block nearer to its first entry
      const half = (d[first + 1] - d[first]) / (2 * e[first]);
      const root = Math.sqrt(half * half + 1);
      const shift = d[first] - e[first] / (half < 0 ? half - root : half + root);

      // chase the bulge from the last row up to the first
      let cosine = 1;
      let sine = 1;
      let carried = 0;
      let g = d[last] - shift;
      let i = last - 1;
      for (; i >= first; i--) {
        const f = sine * e[i];
        const b = cosine * e[i];
        const r = Math.sqrt(f * f + g * g);
        e[i + 1] = r;
        if (r < NEGLIGIBLE) break;
        sine = f / r;
        cosine = g / r;
        g = d[i + 1] - carried;
        const t = (d[i] - g) * sine + 2 * cosine * b;
        carried = sine * t;
        d[i + 1] = g + carried;
        g = cosine * t - b;
        for (const row of rows) {
          const upper = row[i];
          const lower = row[i + 1];
          row[i + 1] = sine * upper + cosine * lower;
          row[i] = cosine * upper - sine * lower;
        }
      }
      if (i >= first) {
        d[i + 1] -= carried; // the block has fallen apart: start again on its parts
        e[i + 1] = 0;
        e[i] *= cosine;
        e[last] = 0;
        continue;
      }
      d[first] -= carried;
      e[first] = g;
      e[last] = 0;
    }
  }
}
