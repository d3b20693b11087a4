import { above, below } from "./directedRounding.js";

/**
 * The real numbers between two doubles, these included; an infinite bound is none.
 *
 * lower ≤ upper, lower < ∞, upper > −∞; or both are NaN, the interval of a result that is
 * undefined for some of the operands.
 */
export interface RealInterval {
  /** The least number. */
  readonly lower: number;
  /** The largest number. */
  readonly upper: number;
}

/**
 * The interval [lower, upper].
 *
 * @param upper - the number `lower` alone, unless told
 * @throws RangeError if lower ≤ upper does not hold, or a bound is an infinity that leaves nothing
 *
 * @example
 * interval(-1, 2);
 */
export function interval(lower: number, upper: number = lower): RealInterval {
  if (!(lower <= upper) || lower === Infinity || upper === -Infinity)
    throw new RangeError(`interval: expected real bounds in order, got ${lower} and ${upper}`);
  return { lower, upper };
}

/** Whether the number x is in the interval; false for NaN. */
export function contains(a: RealInterval, x: number): boolean {
  return a.lower <= x && x <= a.upper;
}

/**
 * A double in the interval, about half-way: the nearest finite one where the interval is
 * unbounded, NaN for NaN.
 *
 * @example
 * midpoint(interval(1, 2)); // 1.5
 */
export function midpoint({ lower, upper }: RealInterval): number {
  if (lower === -Infinity && upper === Infinity) return 0;
  if (lower === -Infinity) return Math.min(upper, -Number.MAX_VALUE);
  if (upper === Infinity) return Math.max(lower, Number.MAX_VALUE);
  return Math.min(upper, Math.max(lower, lower / 2 + upper / 2));
}

/** The interval about x that reaches at least `radius` to both sides. */
export function around(x: number, radius: number): RealInterval {
  return { lower: below(x - radius), upper: above(x + radius) };
}
