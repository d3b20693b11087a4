import { requireKnown } from "../../numerics/requireKnown.js";
import { type FloatFormat, requireFormat } from "../formats/format.js";
import { float64 } from "../formats/formats.js";
import { completeRounding, type RoundingOptions, roundingOptions } from "../rounding/rounding.js";
import { type AccumulationStages, accumulationStages } from "./accumulationStages.js";

/**
 * In which order, and how, the products of a dot product are added up.
 *
 * - `sequential`: s ← fl(s + p_i), from s = 0, one after the other;
 * - `pairwise`: the sum of a half plus the sum of the other, the first half having the odd one;
 * - `blocked`: blocks of `blockSize` products sequentially, then their sums sequentially;
 * - `kahan`: sequentially with a correction carried along: y ← fl(p_i − c), t ← fl(s + y),
 *   c ← fl(fl(t − s) − y), s ← t;
 * - `fused`: s ← fl(x_i·y_i + s), one rounding a term, as a fused multiply-add does it.
 */
export type AccumulationOrder = "sequential" | "pairwise" | "blocked" | "kahan" | "fused";

/** All of {@link AccumulationOrder}. */
export const accumulationOrders: readonly AccumulationOrder[] = [
  "sequential",
  "pairwise",
  "blocked",
  "kahan",
  "fused",
];

/**
 * How a dot product is evaluated: the format of each stage, the order of the additions, and how
 * every operation rounds. Every operation is correctly rounded, once.
 */
export interface AccumulationOptions extends RoundingOptions {
  /** What the inputs are rounded to first; they are taken as they are unless told. */
  readonly inputs?: FloatFormat;
  /** Of the products; the accumulator's unless told. Not for `fused`, which rounds no product. */
  readonly products?: FloatFormat;
  /** Of the sums; float64 unless told. */
  readonly accumulator?: FloatFormat;
  /** What the result is rounded to at last; the accumulator's unless told. */
  readonly output?: FloatFormat;
  /** `sequential` unless told. */
  readonly order?: AccumulationOrder;
  /** Products in a block, an integer ≥ 1; for `blocked`, and only for it. */
  readonly blockSize?: number;
}

/** The names of these, and of what the matrix products and the analyses may be told besides. */
const known: readonly string[] = [
  ...["inputs", "products", "accumulator", "output", "order", "blockSize"],
  ...["lambda", "rowRange", ...roundingOptions],
];

/** {@link AccumulationOptions} that were examined, with nothing left open. */
export interface Accumulation {
  readonly inputs?: FloatFormat;
  readonly products: FloatFormat;
  readonly accumulator: FloatFormat;
  readonly output?: FloatFormat;
  readonly order: AccumulationOrder;
  /** 0 where there are no blocks. */
  readonly blockSize: number;
  readonly rounding: RoundingOptions;
  /** Index of the key: of the first rounding. */
  readonly firstIndex: number;
  readonly stages: AccumulationStages;
}

/**
 * Examines how a dot product is to be evaluated and fills in what was not told.
 *
 * @param caller - the function to name in the error
 * @throws RangeError if `blockSize` is missing, superfluous or no integer ≥ 1, or `products` is
 *   given for `fused`
 * @throws TypeError if the order is unknown; both as {@link operations} for formats and rounding
 *
 * @example
 * completeAccumulation({ accumulator: float32 }, "dot").products.name; // "float32"
 */
export function completeAccumulation(options: AccumulationOptions, caller: string): Accumulation {
  requireKnown(options, known, "option", caller);
  const { inputs, accumulator = float64, output, order = "sequential", blockSize } = options;
  const { products = accumulator } = options;
  const given = Object.entries(options).filter(([name]) => roundingOptions.includes(name));
  const rounding: RoundingOptions = Object.fromEntries(given);
  for (const format of [inputs, products, accumulator, output])
    if (format !== undefined) {
      requireFormat(format, caller);
      completeRounding(format, rounding, caller);
    }
  if (!accumulationOrders.includes(order))
    throw new TypeError(
      `${caller}: order must be one of ${accumulationOrders.join(", ")}, got ${order}`,
    );
  if (order === "fused" && options.products !== undefined)
    throw new RangeError(
      `${caller}: order fused rounds no products, got a format for them, ${products.name}`,
    );
  if (order !== "blocked" && blockSize !== undefined)
    throw new RangeError(`${caller}: blockSize belongs to order blocked, got it with ${order}`);
  if (order === "blocked" && !(Number.isSafeInteger(blockSize) && (blockSize as number) >= 1))
    throw new RangeError(
      `${caller}: order blocked needs an integer blockSize >= 1, got ${blockSize}`,
    );
  const formats = { inputs, products, accumulator, output };
  return {
    ...formats,
    order,
    blockSize: blockSize ?? 0,
    rounding,
    firstIndex: options.key?.index ?? 0,
    stages: accumulationStages(formats, order, rounding),
  };
}

/**
 * How many indices of the key one dot product of n terms takes in the stochastic modes.
 *
 * Counted from its first one: product i has i; the accumulator's roundings have n + j with j = i
 * (`sequential`, `fused`, `blocked`), n + b for the sum of block b, 4i … 4i + 3 (`kahan`), or the
 * position m > 0 at which two halves join (`pairwise`); the output has 5n. Some are left unused.
 */
export const indicesPerDot = (n: number): number => 5 * n + 1;
