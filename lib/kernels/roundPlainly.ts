import { BLOCK } from "./doubleWords.js";
import { plainDeterministic } from "./plainDeterministic.js";
import { plainNearestEven, plainNearestEvenSingles } from "./plainNearestEven.js";
import { plainStochastic } from "./plainStochastic.js";
import type { RoundingPlan } from "./roundingPlan.js";

/**
 * Rounds every element of an array as the plan says, in place, in plain TypeScript: what there
 * is without WebAssembly, and the twin that the SIMD kernels are compared with.
 *
 * A Float32Array is rounded in doubles, which hold its numbers exactly, block by block but for the
 * most usual mode.
 *
 * @param index - of the first element, for the stochastic modes
 *
 * @example
 * roundPlainly(array, plan, 0);
 */
export function roundPlainly(
  array: Float64Array | Float32Array,
  plan: RoundingPlan,
  index: number,
): void {
  if (array instanceof Float64Array) {
    roundDoubles(array, plan, index);
    return;
  }
  if (plan.mode === "nearest-even") {
    plainNearestEvenSingles(array, plan, index);
    return;
  }
  const block = new Float64Array(Math.min(BLOCK, array.length));
  for (let i = 0; i < array.length; i += BLOCK) {
    const part = array.subarray(i, i + BLOCK);
    const wide = part.length === block.length ? block : block.subarray(0, part.length);
    // Loops, because `set` between the two types is slower.
    for (let j = 0; j < part.length; j++) wide[j] = part[j];
    roundDoubles(wide, plan, index + i);
    for (let j = 0; j < part.length; j++) part[j] = wide[j];
  }
}

function roundDoubles(array: Float64Array, plan: RoundingPlan, index: number): void {
  const { mode } = plan;
  if (mode === "nearest-even") plainNearestEven(array, plan, index);
  else if (mode === "stochastic" || mode === "stochastic-equal")
    plainStochastic(array, plan, index);
  else plainDeterministic(array, plan, index);
}
