import type { RoundingPlan } from "./roundingPlan.js";

/**
 * Rounds every element of an array as the plan says, in place.
 *
 * @param index - of the first element, for the stochastic modes
 *
 * @example
 * roundInPlace(array, plan, 0);
 */
export function roundInPlace(
  array: Float64Array | Float32Array,
  plan: RoundingPlan,
  index: number,
): void {
  for (let i = 0; i < array.length; i++) array[i] = plan.rest(array[i], index + i);
}
