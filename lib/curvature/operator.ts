import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";

/**
 * A symmetric linear map v ↦ Hv of ℝ^dimension, known only by its products.
 *
 * All that is computed here of a curvature takes one of these, whatever it is: a Hessian at a
 * point, a block of it, a matrix, a difference of two. Results and vectors are in float64.
 *
 * @example
 * const twice: SymmetricOperator = {
 *   dimension: 3,
 *   apply: (v, out) => { for (let i = 0; i < 3; i++) out[i] = 2 * v[i]; return out; },
 * };
 */
export interface SymmetricOperator {
  /** Number n of coordinates. */
  readonly dimension: number;
  /** H·v for n numbers v, which stay as they are, written to `out` (not v), which is returned. */
  apply(v: Float64Array, out: Float64Array): Float64Array;
}

/**
 * The Hessian ∇²L(θ) at one point as an operator.
 *
 * By `hessianVector` where the objective has it: a product costs a few gradients and no
 * matrix is made. Otherwise by the dense `hessian`, computed once, here: n² numbers.
 *
 * @param objective - with `hessianVector` or `hessian`
 * @param theta - n parameters; a copy is taken
 * @throws TypeError if the objective has neither
 * @throws RangeError if θ has another length than n
 *
 * @example
 * const operator = hessianOperator(twoValleys, Float64Array.of(1, 0));
 * operator.apply(Float64Array.of(0, 1), new Float64Array(2)); // [0, 2.2]
 */
export function hessianOperator(objective: Objective, theta: Float64Array): SymmetricOperator {
  requireObjective(objective, "hessianOperator");
  requireList(theta, "parameters", "hessianOperator");
  const { dimension, name, hessianVector } = objective;
  if (theta.length !== dimension)
    throw new RangeError(`hessianOperator: expected ${dimension} parameters, got ${theta.length}`);
  const at = theta.slice();
  if (hessianVector)
    return { dimension, apply: (v, out) => hessianVector.call(objective, at, v, out) };
  if (!objective.hessian)
    throw new TypeError(`hessianOperator: expected a Hessian or its products, ${name} has neither`);
  return matrixOperator(objective.hessian(at), dimension);
}

/**
 * A dense matrix as an operator; n² multiplications a product, the full matrix is read.
 *
 * @param matrix - n × n entries, row-major; not copied
 * @param n - number of rows, ≥ 1
 * @throws RangeError if n is no integer ≥ 1 or the matrix has another size
 *
 * @example
 * matrixOperator(Float64Array.of(2, 1, 1, 2), 2).apply(Float64Array.of(1, 1), out); // [3, 3]
 */
export function matrixOperator(matrix: Float64Array, n: number): SymmetricOperator {
  if (!Number.isInteger(n) || n < 1)
    throw new RangeError(`matrixOperator: n must be an integer >= 1, got ${n}`);
  requireList(matrix, "a matrix", "matrixOperator");
  if (matrix.length !== n * n)
    throw new RangeError(`matrixOperator: expected ${n * n} entries, got ${matrix.length}`);
  return {
    dimension: n,
    apply: (v, out) => {
      for (let i = 0; i < n; i++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += matrix[i * n + j] * v[j];
        out[i] = sum;
      }
      return out;
    },
  };
}
