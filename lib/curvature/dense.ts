import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Objective } from "../landscapes/objective.js";
import { binaryExponent } from "../numerics/binaryExponent.js";

/**
 * Eigenvalues λ₁ ≤ … ≤ λ_n of the Hessian ∇²L(θ), each as often as its multiplicity.
 *
 * n = 2 in closed form, otherwise the symmetric QR algorithm of ml-matrix: O(n³) time and
 * O(n²) memory, sensible up to a few hundred parameters. Absolute error about n·10⁻¹⁵·‖∇²L‖.
 *
 * @param objective - with a Hessian
 * @param theta - n parameters
 * @returns n curvatures, in loss per θ², ascending
 * @throws TypeError if the objective has no Hessian
 * @throws RangeError if θ has another length than n, or if the Hessian there is not finite or
 *   not symmetric to 10⁻¹⁰ of its largest entry
 *
 * @example
 * hessianEigenvalues(twoValleys, Float64Array.of(1, 0)); // [2, 2.2]
 */
export function hessianEigenvalues(objective: Objective, theta: Float64Array): Float64Array {
  const n = objective.dimension;
  if (!objective.hessian)
    throw new TypeError(`hessianEigenvalues: expected a Hessian, ${objective.name} has none`);
  if (theta.length !== n)
    throw new RangeError(`hessianEigenvalues: expected ${n} parameters, got ${theta.length}`);
  const hessian = objective.hessian(theta);
  requireSymmetric(hessian, n);
  if (n === 2) return ofTwoByTwo(hessian[0], hessian[1], hessian[3]);
  return bySymmetricQR(hessian, n);
}

/**
 * ml-matrix's decomposition of A·2^−k + σI, σ > 2‖A·2^−k‖, taken back to A.
 *
 * Without the shift it fails (reads past its array) when an off-diagonal entry is tiny beside
 * others and the diagonal starts with 0: it drops entries small beside the *leading* diagonal.
 */
function bySymmetricQR(hessian: Float64Array, n: number): Float64Array {
  let largestRow = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0; // of n-ths: the row sum itself may overflow
    for (let j = 0; j < n; j++) sum += Math.abs(hessian[i * n + j]) / n;
    largestRow = Math.max(largestRow, sum);
  }
  if (largestRow === 0) return new Float64Array(n);
  const exponent = Math.max(-1000, Math.min(1000, binaryExponent(largestRow)));
  const scale = 2 ** exponent;
  const shift = 2 ** (binaryExponent((largestRow / scale) * n) + 2);

  const matrix = Matrix.from1DArray(n, n, hessian);
  matrix.div(scale);
  for (let i = 0; i < n; i++) matrix.set(i, i, matrix.get(i, i) + shift);
  const { realEigenvalues } = new EigenvalueDecomposition(matrix, { assumeSymmetric: true });
  return Float64Array.from(realEigenvalues, (value) => (value - shift) * scale).sort();
}

/**
 * Sharpness, the largest eigenvalue of the Hessian: κ = λ_max(∇²L(θ)) of §2.2.
 *
 * The signed maximum, not the largest absolute value: negative only where L is concave in
 * every direction. Cost and errors of {@link hessianEigenvalues}.
 *
 * @returns κ, in loss per θ²
 *
 * @example
 * sharpness(twoValleys, Float64Array.of(1, 0)); // 2.2
 */
export function sharpness(objective: Objective, theta: Float64Array): number {
  return hessianEigenvalues(objective, theta)[objective.dimension - 1];
}

/** Eigenvalues of [[a, b], [b, d]]: half the trace ± √(((a − d)/2)² + b²). */
function ofTwoByTwo(a: number, b: number, d: number): Float64Array {
  const half = a / 2 - d / 2;
  const scale = Math.max(Math.abs(half), Math.abs(b));
  const radius = scale === 0 ? 0 : scale * Math.sqrt((half / scale) ** 2 + (b / scale) ** 2);
  const centre = a / 2 + d / 2;
  return Float64Array.of(centre - radius, centre + radius);
}

function requireSymmetric(hessian: Float64Array, n: number): void {
  let largest = 0;
  for (const entry of hessian) {
    if (!Number.isFinite(entry))
      throw new RangeError(`hessianEigenvalues: expected a finite Hessian, got an entry ${entry}`);
    largest = Math.max(largest, Math.abs(entry));
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [hessian[i * n + j], hessian[j * n + i]];
      if (Math.abs(lower - upper) > 1e-10 * largest)
        throw new RangeError(
          `hessianEigenvalues: expected a symmetric Hessian, got ${lower} and ${upper} at (${i}, ${j}) and (${j}, ${i})`,
        );
    }
}
