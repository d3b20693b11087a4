import { type FloatFormat, requireFormat } from "../precision/formats/format.js";
import { float64 } from "../precision/formats/formats.js";
import { neighbours } from "../precision/formats/neighbours.js";
import { leastExponent, ulp } from "../precision/formats/ulp.js";

/**
 * Whether a step of nearest-even rounding leaves a coordinate where it is, fl(θ − s) = θ,
 * decided from θ, s = η·ĝ and the gaps of the format alone: nothing is rounded to it.
 *
 * The step is lost iff it is shorter than half the gap to the neighbour in its direction, or as
 * long and θ is the even one of the two. Below a power of two the gap is half of that
 * above; among the subnormal numbers it is constant; around 0 it is 2^minExponent in a format
 * without subnormals (for one that flushes them, the half gap is that of the subnormals it
 * would have, seen from ±2^minExponent, and what is left of the gap, seen from 0). Beyond the
 * largest number the gap is the one before; a saturating format loses all steps there.
 *
 * What is compared with the half gap is, if the subtraction is `exact`, s itself (every operation
 * rounded once). If it is done in `double`, it is the way from θ to the double θ − s, which
 * is rounded afterwards: the first rounding can turn a step longer than the half gap into a tie,
 * and the tie into no step. Where the format is as fine as float64 the two are the same.
 *
 * @param theta - a number of the format
 * @param step - s, taken away from θ; NaN is never lost
 * @param format - with a zero, and an overflow that does not wrap around
 * @param subtraction - how θ − s is evaluated before it is rounded; `double` unless told
 * @throws TypeError if the format is none
 * @throws RangeError if it has no zero or wraps around
 *
 * @example
 * predictStuck(1, 2 ** -8, bfloat16); // false: the gap below 1 is 2⁻⁸
 * predictStuck(1, -(2 ** -8), bfloat16); // true: above it is 2⁻⁷, and 1 is even
 */
export function predictStuck(
  theta: number,
  step: number,
  format: FloatFormat,
  subtraction: "double" | "exact" = "double",
): boolean {
  requireFormat(format, "predictStuck");
  if (format.overflow === "wrap" || format.zero === "none")
    throw new RangeError(
      `predictStuck: expected a format with a zero that does not wrap around, got ${format.name}`,
    );
  if (step === 0) return true;
  const up = step < 0;
  let move = Math.abs(step);
  if (subtraction === "double" && !asFine(theta, up, format)) {
    // θ − s is a double and next to θ, or too far to matter: the difference of the two is exact.
    move = Math.abs(theta - step - theta);
    if (move === 0) return true;
  }
  const { length, closed } = room(theta, up, format);
  return move < length || (move === length && closed);
}

/**
 * How far x can go to one side and still be rounded back; `closed` if its very end is.
 *
 * Of the two ends of a gap, which are multiples of it, the even one gets the midpoint.
 */
function room(
  x: number,
  up: boolean,
  format: FloatFormat,
): { readonly length: number; readonly closed: boolean } {
  const smallest = 2 ** format.minExponent;
  let gap: number;
  if (up ? x >= format.maxFinite : x <= format.lowest) {
    if (format.overflow === "saturate") return { length: Infinity, closed: true };
    gap = ulp(x, format);
  } else {
    const { below, above } = neighbours(x, format);
    const next = up ? above : below;
    gap = Math.abs(next - x);
    if (format.subnormals === "flushed" && (x === 0 || next === 0)) {
      // Flushing comes after a rounding to the multiples that the subnormals would be.
      gap = 2 ** leastExponent(format);
      if (x === 0) return { length: smallest - gap / 2, closed: !isEven(smallest, gap) };
    }
  }
  return { length: gap / 2, closed: isEven(x, gap) };
}

const isEven = (x: number, gap: number): boolean => (x / gap) % 2 === 0;

/** Whether the format's next number on that side of x is the next double. */
function asFine(x: number, up: boolean, format: FloatFormat): boolean {
  if (format.significandBits < 53) return false;
  const [own, double] = [neighbours(x, format), neighbours(x, float64)];
  return up ? own.above === double.above : own.below === double.below;
}
