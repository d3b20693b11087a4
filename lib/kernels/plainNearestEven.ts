import { BLOCK, indexScratch } from "./doubleWords.js";
import type { RoundingPlan } from "./roundingPlan.js";

/**
 * Rounds doubles to the nearest number, ties to even, in place: about a nanosecond each.
 *
 * Normal numbers by Veltkamp's splitting, c − (c − x) with c = fl((2^(53−p) + 1)·x). What it does
 * not apply to goes on a list that is done afterwards: a call from the loop would cost all the
 * others time.
 *
 * @param plan - of the mode nearest-even
 * @param index - of the first element
 *
 * @example
 * plainNearestEven(array, plan, 0);
 */
export function plainNearestEven(array: Float64Array, plan: RoundingPlan, index: number): void {
  const again = otherwise(plan);
  const left = indexScratch();
  for (let i = 0; i < array.length; i += BLOCK) {
    const part = array.subarray(i, i + BLOCK);
    const count = splitDoubles(part, plan, left);
    for (let k = 0; k < count; k++) part[left[k]] = again(part[left[k]], index + i + left[k]);
  }
}

/**
 * The same for a Float32Array, computed in doubles. Its loop is a function of its own: one for
 * both types would be slow for both.
 */
export function plainNearestEvenSingles(
  array: Float32Array,
  plan: RoundingPlan,
  index: number,
): void {
  const again = otherwise(plan);
  const left = indexScratch();
  for (let i = 0; i < array.length; i += BLOCK) {
    const part = array.subarray(i, i + BLOCK);
    const count = splitSingles(part, plan, left);
    for (let k = 0; k < count; k++) part[left[k]] = again(part[left[k]], index + i + left[k]);
  }
}

/** What the splitting applies to: from the smallest normal number on, while nothing overflows. */
function range({ significandBits: p, minExponent, low, high }: RoundingPlan): [number, number] {
  return [Math.max(low, 2 ** minExponent), Math.min(high, 2 ** (969 + p))];
}

/** @returns how many elements it left alone, whose indices are then in `left` */
function splitDoubles(array: Float64Array, plan: RoundingPlan, left: Uint16Array): number {
  const splitter = 2 ** (53 - plan.significandBits) + 1;
  const [least, most] = range(plan);
  const whole = array.length & -4;
  let count = 0;
  for (let i = 0; i < whole; i += 4) {
    const x0 = array[i];
    const x1 = array[i + 1];
    const x2 = array[i + 2];
    const x3 = array[i + 3];
    const c0 = splitter * x0;
    const c1 = splitter * x1;
    const c2 = splitter * x2;
    const c3 = splitter * x3;
    if (Math.abs(x0) >= least && Math.abs(x0) <= most) array[i] = c0 - (c0 - x0);
    else left[count++] = i;
    if (Math.abs(x1) >= least && Math.abs(x1) <= most) array[i + 1] = c1 - (c1 - x1);
    else left[count++] = i + 1;
    if (Math.abs(x2) >= least && Math.abs(x2) <= most) array[i + 2] = c2 - (c2 - x2);
    else left[count++] = i + 2;
    if (Math.abs(x3) >= least && Math.abs(x3) <= most) array[i + 3] = c3 - (c3 - x3);
    else left[count++] = i + 3;
  }
  for (let i = whole; i < array.length; i++) {
    const x = array[i];
    const c = splitter * x;
    if (Math.abs(x) >= least && Math.abs(x) <= most) array[i] = c - (c - x);
    else left[count++] = i;
  }
  return count;
}

/** The same, word for word. */
function splitSingles(array: Float32Array, plan: RoundingPlan, left: Uint16Array): number {
  const splitter = 2 ** (53 - plan.significandBits) + 1;
  const [least, most] = range(plan);
  const whole = array.length & -4;
  let count = 0;
  for (let i = 0; i < whole; i += 4) {
    const x0 = array[i];
    const x1 = array[i + 1];
    const x2 = array[i + 2];
    const x3 = array[i + 3];
    const c0 = splitter * x0;
    const c1 = splitter * x1;
    const c2 = splitter * x2;
    const c3 = splitter * x3;
    if (Math.abs(x0) >= least && Math.abs(x0) <= most) array[i] = c0 - (c0 - x0);
    else left[count++] = i;
    if (Math.abs(x1) >= least && Math.abs(x1) <= most) array[i + 1] = c1 - (c1 - x1);
    else left[count++] = i + 1;
    if (Math.abs(x2) >= least && Math.abs(x2) <= most) array[i + 2] = c2 - (c2 - x2);
    else left[count++] = i + 2;
    if (Math.abs(x3) >= least && Math.abs(x3) <= most) array[i + 3] = c3 - (c3 - x3);
    else left[count++] = i + 3;
  }
  for (let i = whole; i < array.length; i++) {
    const x = array[i];
    const c = splitter * x;
    if (Math.abs(x) >= least && Math.abs(x) <= most) array[i] = c - (c - x);
    else left[count++] = i;
  }
  return count;
}

/** Rounds what the splitting does not: below the smallest normal number, and close to overflow. */
function otherwise(plan: RoundingPlan): (x: number, index: number) => number {
  const { significandBits: p, minExponent, low, high } = plan;
  const smallestNormal = 2 ** minExponent;
  const [, most] = range(plan);
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
