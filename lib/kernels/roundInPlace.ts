import { hasKernels } from "./kernelModule.js";
import { kernelOf, residentArray } from "./residentArray.js";
import type { RoundingPlan } from "./roundingPlan.js";
import { roundPlainly } from "./roundPlainly.js";

/** Elements that are copied to the kernels at a time; 16 kB of doubles stay in the nearest cache. */
const BLOCK = 2048;
/** From so many elements on, copying there and back costs less than it gains. */
const WORTH_COPYING = 128;

/** Where arrays from elsewhere are rounded. */
let blocks: { readonly doubles: Float64Array; readonly singles: Float32Array } | undefined;

/**
 * Rounds every element of an array as the plan says, in place.
 *
 * With SIMD where the engine has it: a {@link residentArray} where it lies, any other array
 * block by block through the kernels' memory; else in plain TypeScript. The bits are the same.
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
  const resident = kernelOf(array);
  if (resident) resident.round(array, plan, index);
  else if (array.length >= WORTH_COPYING && hasKernels()) roundByBlocks(array, plan, index);
  else roundPlainly(array, plan, index);
}

function roundByBlocks(
  array: Float64Array | Float32Array,
  plan: RoundingPlan,
  index: number,
): void {
  blocks ??= { doubles: residentArray(BLOCK), singles: residentArray(BLOCK, "float32") };
  const block = array instanceof Float64Array ? blocks.doubles : blocks.singles;
  const kernel = kernelOf(block);
  if (!kernel) return;
  for (let i = 0; i < array.length; i += BLOCK) {
    const part = array.subarray(i, i + BLOCK);
    const here = part.length === BLOCK ? block : block.subarray(0, part.length);
    here.set(part);
    kernel.round(here, plan, index + i);
    part.set(here);
  }
}
