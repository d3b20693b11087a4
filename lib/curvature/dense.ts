import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import { symmetricEigenvalues } from "../numerics/symmetricEigenvalues.js";
import { hessianOperator, type SymmetricOperator } from "./operator.js";
import { requireOperator } from "./symmetry.js";

/** Entries (i, j) and (j, i) may differ by this share of the largest entry. */
const SYMMETRY_TOLERANCE = 1e-10;

/**
 * The Hessian ∇²L(θ) as a dense matrix, checked: from `hessian`, else column by column from n
 * products by `hessianVector`.
 *
 * @param objective - with `hessian` or `hessianVector`
 * @param theta - n parameters
 * @returns n × n entries, row-major, in loss per θ²
 * @throws TypeError if the objective has neither
 * @throws RangeError if θ has another length than n, or if the Hessian there is not finite or
 *   not symmetric to 10⁻¹⁰ of its largest entry
 *
 * @example
 * denseHessian(twoValleys, Float64Array.of(1, 0)); // [2, 0, 0, 2.2]
 */
export function denseHessian(objective: Objective, theta: Float64Array): Float64Array {
  return checkedHessian(objective, theta, "denseHessian");
}

/**
 * Eigenvalues λ₁ ≤ … ≤ λ_n of the Hessian ∇²L(θ), each as often as its multiplicity.
 *
 * Of {@link denseHessian}: O(n³) time and O(n²) memory, sensible up to a few hundred parameters.
 * Absolute error about n·10⁻¹⁵·‖∇²L‖.
 *
 * @param objective - with `hessian` or `hessianVector`
 * @param theta - n parameters
 * @returns n curvatures, in loss per θ², ascending
 * @throws as {@link denseHessian}
 *
 * @example
 * hessianEigenvalues(twoValleys, Float64Array.of(1, 0)); // [2, 2.2]
 */
export function hessianEigenvalues(objective: Objective, theta: Float64Array): Float64Array {
  const hessian = checkedHessian(objective, theta, "hessianEigenvalues");
  return symmetricEigenvalues(hessian, objective.dimension);
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

/**
 * An operator as a dense matrix, n × n, row-major: column j is its product with unit vector j.
 * n products; unchecked.
 *
 * @example
 * denseMatrix(hessianOperator(twoValleys, Float64Array.of(1, 0))); // [2, 0, 0, 2.2]
 */
export function denseMatrix(operator: SymmetricOperator): Float64Array {
  requireOperator(operator, "denseMatrix");
  const n = operator.dimension;
  const matrix = new Float64Array(n * n);
  const unit = new Float64Array(n);
  let column = new Float64Array(n);
  for (let j = 0; j < n; j++) {
    unit.fill(0)[j] = 1;
    column = operator.apply(unit, column) as typeof column;
    for (let i = 0; i < n; i++) matrix[i * n + j] = column[i];
  }
  return matrix;
}

function checkedHessian(objective: Objective, theta: Float64Array, caller: string): Float64Array {
  requireObjective(objective, caller);
  requireList(theta, "parameters", caller);
  const { dimension: n, name } = objective;
  if (!objective.hessian && !objective.hessianVector)
    throw new TypeError(`${caller}: expected a Hessian, ${name} has none`);
  if (theta.length !== n)
    throw new RangeError(`${caller}: expected ${n} parameters, got ${theta.length}`);
  const hessian = objective.hessian
    ? objective.hessian(theta)
    : denseMatrix(hessianOperator(objective, theta));
  let largest = 0;
  for (let k = 0; k < hessian.length; k++) {
    if (!Number.isFinite(hessian[k]))
      throw new RangeError(`${caller}: expected a finite Hessian, got an entry ${hessian[k]}`);
    largest = Math.max(largest, Math.abs(hessian[k]));
  }
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [hessian[i * n + j], hessian[j * n + i]];
      if (Math.abs(lower - upper) > SYMMETRY_TOLERANCE * largest)
        throw new RangeError(
          `${caller}: expected a symmetric Hessian, got ${lower} and ${upper} at (${i}, ${j}) and (${j}, ${i})`,
        );
    }
  return hessian;
}
