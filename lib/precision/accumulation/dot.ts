import { requireIndices } from "../rounding/rounding.js";
import {
  type Accumulation,
  type AccumulationOptions,
  completeAccumulation,
  indicesPerDot,
} from "./accumulation.js";
import { dotKernel } from "./dotKernel.js";

export {
  type AccumulationOptions,
  type AccumulationOrder,
  accumulationOrders,
} from "./accumulation.js";

/**
 * The dot product Σ x_i·y_i evaluated in chosen formats: inputs, products, sums and result each
 * in their own, in a chosen order, every operation correctly rounded.
 *
 *     x̂_i = fl_inputs(x_i),  p_i = fl_products(x̂_i·ŷ_i),  s = Σ p_i by `order`,  fl_output(s)
 *
 * Sums start from +0, which also is the result of n = 0. NaN and ±∞ go their way through the
 * operations; what overflows becomes what the format, or `overflow`, says. A Float32Array is
 * read as the doubles it holds.
 *
 * Stochastic rounding: input x_i takes the key's index + i, y_i + n + i, and the roundings of the
 * sum those from 2n on, as {@link indicesPerDot} numbers them. One rounding, one index: nothing
 * depends on what was computed before.
 *
 * O(n); 10 to 40 ns a term, microseconds where {@link operations} needs them.
 *
 * @param x - n numbers
 * @param y - n numbers
 * @throws RangeError if the lengths differ; as {@link AccumulationOptions} say for the options
 * @throws TypeError if the order or the rounding mode is unknown, or a stochastic mode has no key
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd edition, chapters 3 and 4
 *
 * @example
 * const ones = new Float64Array(4096).fill(1);
 * dot(ones, ones, { accumulator: bfloat16 }); // 256: there 256 + 1 rounds to 256
 * dot(ones, ones, { accumulator: bfloat16, order: "pairwise" }); // 4096
 */
export function dot(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: AccumulationOptions = {},
): number {
  requireEqualLengths(x, y, "dot");
  const n = x.length;
  const accumulation = completeAccumulation(options, "dot");
  const { firstIndex, inputs, stages } = accumulation;
  requireDotIndices(accumulation, 2 * n + indicesPerDot(n), "dot");
  const rounded = (values: ArrayLike<number>, from: number): ArrayLike<number> => {
    if (!inputs) return values;
    const result = new Float64Array(n);
    for (let i = 0; i < n; i++) result[i] = stages.input(values[i], from + i);
    return result;
  };
  const kernel = dotKernel(n, accumulation);
  return kernel(rounded(x, firstIndex), 0, rounded(y, firstIndex + n), 0, firstIndex + 2 * n);
}

/** @throws RangeError if a stochastic accumulation runs out of indices */
export function requireDotIndices(
  { rounding, firstIndex }: Accumulation,
  count: number,
  caller: string,
): void {
  const mode = rounding.rounding ?? "nearest-even";
  requireIndices({ mode, index: firstIndex }, count, caller);
}

/**
 * @throws TypeError if one is no array
 * @throws RangeError naming both lengths if they differ
 */
export function requireEqualLengths(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  caller: string,
): void {
  for (const [name, values] of Object.entries({ x, y }))
    if (typeof values !== "object" || values === null)
      throw new TypeError(`${caller}: ${name} must be an array of numbers, got ${String(values)}`);
  if (x.length !== y.length)
    throw new RangeError(`${caller}: lengths differ, ${x.length} and ${y.length}`);
}
