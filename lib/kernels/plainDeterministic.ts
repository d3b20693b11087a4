import { BLOCK, everyIndex, indexScratch, UPPER, upperWord, wordsOf } from "./doubleWords.js";
import { powersOfTwo } from "./powersOfTwo.js";
import type { RoundingMode, RoundingPlan } from "./roundingPlan.js";

/**
 * Rounds doubles in place in a mode that draws no random bits: two or three nanoseconds each for
 * p ≤ 20, some ten otherwise.
 *
 * The quick way cuts the upper word of a normal number's encoding, after something was added to
 * what is cut off. The other follows the definition, with powers of two looked up: |x| times
 * 2^(p−1−e) lies between two integers, and a mode is the least fraction that goes to the upper.
 *
 * @param index - of the first element
 *
 * @example
 * plainDeterministic(array, plan, 0);
 */
export function plainDeterministic(array: Float64Array, plan: RoundingPlan, index: number): void {
  const least = leastFractions(plan.mode);
  const { significandBits: p, mode } = plan;
  const quick = p <= 20 && plan.high > 0 && UPPER === 1 && (p > 1 || mode !== "to-odd");
  const left = quick ? indexScratch() : everyIndex();
  for (let i = 0; i < array.length; i += BLOCK) {
    const part = array.subarray(i, i + BLOCK);
    const words = wordsOf(part);
    const count = quick ? cutUpperWords(words, plan, left) : part.length;
    roundEach(part, plan, index + i, words, least, left, count);
  }
}

/** @returns how many elements it left alone, whose indices are then in `left` */
function cutUpperWords(words: Int32Array, plan: RoundingPlan, left: Uint16Array): number {
  const { mode } = plan;
  const cut = 21 - plan.significandBits;
  const cutOff = (1 << cut) - 1;
  const kept = ~cutOff;
  const half = 1 << (cut - 1);
  const away = mode === "up" || mode === "down" ? cutOff : 0;
  const always =
    mode === "nearest-away"
      ? half
      : mode === "nearest-to-zero"
        ? half - 1
        : mode === "up"
          ? away
          : 0;
  const ifNegative = mode === "up" ? -away : mode === "down" ? away : 0;
  // The lower word counts as one unit more if it is not 0, for numbers of either or one sign.
  const lower = mode === "nearest-to-zero" || mode === "up" ? 1 : 0;
  const lowerIfNegative = mode === "up" ? -1 : mode === "down" ? 1 : 0;
  const sticky = mode === "to-odd" ? cutOff + 1 : 0;
  const first = upperWord(Math.max(plan.low, 2 ** plan.minExponent));
  const range = Math.max(0, upperWord(plan.high) - first);
  let count = 0;
  for (let i = 0; i < words.length; i += 2) {
    const h = words[i + 1];
    const l = words[i];
    if (((h & 0x7fffffff) - first) >>> 0 < range) {
      const negative = h >> 31;
      const some = (l | -l) >>> 31;
      const added =
        always + (negative & ifNegative) + (some & (lower + (negative & lowerIfNegative)));
      words[i] = 0;
      words[i + 1] = ((h + added) & kept) | (((h & cutOff) + cutOff + some) & sticky);
    } else left[count++] = i >> 1; // no call from this loop: it would cost the others time too
  }
  return count;
}

/** The other way, for the first `count` elements of a list. */
function roundEach(
  array: Float64Array,
  plan: RoundingPlan,
  index: number,
  words: Int32Array,
  least: Float64Array,
  list: Uint16Array,
  count: number,
): void {
  const { significandBits: p, low, high } = plan;
  const powers = powersOfTwo();
  // Exponents are biased as in the encoding; 2^(e − 1023 − p + 1) is the entry e + spacingAt.
  const leastExponent = plan.minExponent + 1023;
  const spacingAt = 1074 - 1023 - p + 1;
  const scaleAt = 1074 + 1023 + p - 1;
  for (let k = 0; k < count; k++) {
    const i = list[k];
    const x = array[i];
    const upper = words[2 * i + UPPER];
    const exponent = Math.max((upper >>> 20) & 0x7ff, leastExponent);
    const size = Math.abs(x);
    // Where the scale is no double the look-up yields NaN, and so does everything after it.
    const t = size * powers[scaleAt - exponent];
    const below = Math.floor(t);
    const fraction = t - below;
    if (!(fraction >= 0 && size >= low && size <= high && (t > 0 || size === 0))) {
      if (x !== 0 || low > 0 || high < 0) array[i] = plan.rest(x, index + i);
    } else if (fraction > 0) {
      // No branch on the sign, the last place or the fraction: half of them would be mispredicted.
      const sign = upper >>> 31;
      const toUpper = Math.floor(fraction - least[sign + 2 * (below & 1)]); // 0 or −1
      array[i] = (below + 1 + toUpper) * powers[exponent + spacingAt] * SIGNS[sign];
    }
  }
}

const SIGNS: Float64Array = Float64Array.of(1, -1);

/**
 * The least fraction that goes to the upper integer: of positive and negative numbers above an
 * even integer, and of both above an odd one.
 */
function leastFractions(mode: RoundingMode): Float64Array {
  const [all, none, half] = [0, 1, 0.5];
  const aboveHalf = 0.5 + 2 ** -53; // the double after ½
  switch (mode) {
    case "nearest-even":
      return Float64Array.of(aboveHalf, aboveHalf, half, half);
    case "nearest-away":
      return Float64Array.of(half, half, half, half);
    case "nearest-to-zero":
      return Float64Array.of(aboveHalf, aboveHalf, aboveHalf, aboveHalf);
    case "up":
      return Float64Array.of(all, none, all, none);
    case "down":
      return Float64Array.of(none, all, none, all);
    case "to-odd":
      return Float64Array.of(all, all, none, none);
    default: // toward-zero
      return Float64Array.of(none, none, none, none);
  }
}
