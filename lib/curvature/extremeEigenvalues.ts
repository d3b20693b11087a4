import { symmetricEigenvalues } from "../numerics/symmetricEigenvalues.js";

/** λ_min and λ_max of a dense n × n Hessian; both NaN if it is not finite, as beside a pole. */
export function extremeEigenvalues(
  hessian: Float64Array,
  n: number,
): readonly [least: number, largest: number] {
  if (!hessian.every(Number.isFinite)) return [NaN, NaN];
  const eigenvalues = symmetricEigenvalues(hessian, n);
  return [eigenvalues[0], eigenvalues[n - 1]];
}
