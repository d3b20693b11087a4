import type { Objective } from "../landscapes/objective.js";
import { symmetricEigenvalues } from "../numerics/symmetricEigenvalues.js";
import { lanczos } from "./lanczos.js";
import { hessianOperator } from "./operator.js";

/**
 * λ_min and λ_max of the Hessian ∇²L(θ): of the dense one where the objective has it, else by the
 * Lanczos method from Hessian-vector products, each to an error bound of 10⁻³ of itself, or as
 * 60 products have it.
 *
 * @param objective - with `hessian` or `hessianVector`
 * @param theta - n parameters
 * @param caller - the function to name in the error
 * @returns both NaN where the Hessian is not finite, as beside a pole
 * @throws TypeError if the objective has neither
 */
export function extremeEigenvalues(
  objective: Objective,
  theta: Float64Array,
  caller: string,
): readonly [least: number, largest: number] {
  const { dimension: n, name, hessian, hessianVector } = objective;
  if (hessian) {
    const matrix = hessian.call(objective, theta);
    if (!matrix.every(Number.isFinite)) return [NaN, NaN];
    const eigenvalues = symmetricEigenvalues(matrix, n);
    return [eigenvalues[0], eigenvalues[n - 1]];
  }
  if (!hessianVector)
    throw new TypeError(`${caller}: expected a Hessian or its products, ${name} has neither`);
  const ones = new Float64Array(n).fill(1);
  if (!hessianVector.call(objective, theta, ones).every(Number.isFinite)) return [NaN, NaN];
  const { minimum, maximum } = lanczos(hessianOperator(objective, theta), {
    ...{ largest: 1, smallest: 1, tolerance: 1e-3, maxProducts: 60 },
  });
  return [minimum.value, maximum.value];
}
