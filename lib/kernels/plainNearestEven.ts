import type { RoundingPlan } from "./roundingPlan.js";

/**
 * Rounds doubles to the nearest number, ties to even, in place: about a nanosecond each.
 *
 * Normal numbers by Veltkamp's splitting, c − (c − x) with c = fl((2^(53−p) + 1)·x). Four are
 * read, rounded and stored before any is examined; the rare one to which the splitting does not
 * apply is then done again.
 *
 * @param plan - of the mode nearest-even
 * @param index - of the first element
 *
 * @example
 * plainNearestEven(array, plan, 0);
 */
export function plainNearestEven(array: Float64Array, plan: RoundingPlan, index: number): void {
  const { significandBits: p, minExponent } = plan;
  const splitter = 2 ** (53 - p) + 1;
  const least = Math.max(plan.low, 2 ** minExponent);
  // Above it the product with the splitter could overflow.
  const most = Math.min(plan.high, 2 ** (969 + p));
  const again = otherwise(plan, most);
  const whole = array.length - (array.length % 4);
  for (let i = 0; i < whole; i += 4) {
    const x0 = array[i];
    const x1 = array[i + 1];
    const x2 = array[i + 2];
    const x3 = array[i + 3];
    const c0 = splitter * x0;
    const c1 = splitter * x1;
    const c2 = splitter * x2;
    const c3 = splitter * x3;
    array[i] = c0 - (c0 - x0);
    array[i + 1] = c1 - (c1 - x1);
    array[i + 2] = c2 - (c2 - x2);
    array[i + 3] = c3 - (c3 - x3);
    if (!(Math.abs(x0) >= least && Math.abs(x0) <= most)) array[i] = again(x0, index + i);
    if (!(Math.abs(x1) >= least && Math.abs(x1) <= most)) array[i + 1] = again(x1, index + i + 1);
    if (!(Math.abs(x2) >= least && Math.abs(x2) <= most)) array[i + 2] = again(x2, index + i + 2);
    if (!(Math.abs(x3) >= least && Math.abs(x3) <= most)) array[i + 3] = again(x3, index + i + 3);
  }
  for (let i = whole; i < array.length; i++) {
    const x = array[i];
    const c = splitter * x;
    const usual = Math.abs(x) >= least && Math.abs(x) <= most;
    array[i] = usual ? c - (c - x) : again(x, index + i);
  }
}

/**
 * The same for a Float32Array, computed in doubles. A function of its own: one loop for both types
 * would be slow for both.
 */
export function plainNearestEvenSingles(
  array: Float32Array,
  plan: RoundingPlan,
  index: number,
): void {
  const { significandBits: p, minExponent } = plan;
  const splitter = 2 ** (53 - p) + 1;
  const least = Math.max(plan.low, 2 ** minExponent);
  const most = Math.min(plan.high, 2 ** (969 + p));
  const again = otherwise(plan, most);
  for (let i = 0; i < array.length; i++) {
    const x = array[i];
    const c = splitter * x;
    const usual = Math.abs(x) >= least && Math.abs(x) <= most;
    array[i] = usual ? c - (c - x) : again(x, index + i);
  }
}

/** Rounds what the splitting does not: below the smallest normal number, and close to overflow. */
function otherwise(plan: RoundingPlan, most: number): (x: number, index: number) => number {
  const { significandBits: p, minExponent, low, high } = plan;
  const smallestNormal = 2 ** minExponent;
  // Its last place is the spacing there: adding it rounds to a multiple of that.
  const shift = 2 ** (minExponent - p + 1 + 52);
  const hasShift = shift < 2 ** 1023;
  const splitter = 2 ** (53 - p) + 1;
  return (x, index) => {
    const size = Math.abs(x);
    if (size >= low && size <= high) {
      if (size >= smallestNormal && size > most) {
        const c = splitter * (x * 2 ** -64);
        return (c - (c - x * 2 ** -64)) * 2 ** 64;
      }
      if (size < smallestNormal && hasShift) {
        const rounded = size + shift - shift;
        return x < 0 || (x === 0 && 1 / x < 0) ? -rounded : rounded;
      }
    }
    return plan.rest(x, index);
  };
}
