import { BLOCK, everyIndex, indexScratch, UPPER, upperWord, wordsOf } from "./doubleWords.js";
import { powersOfTwo } from "./powersOfTwo.js";
import type { RoundingPlan } from "./roundingPlan.js";
import { mixedWord, mixingKeys } from "./stochasticBits.js";

/**
 * Rounds doubles stochastically in place: two or three nanoseconds each where p ≤ 13 and all random bits
 * count, some twelve otherwise.
 *
 * The fast way works on the upper word of a normal number: random bits are added to what is cut
 * off, so that a carry out of it happens with the right probability. Where a sum of all ones
 * leaves the carry to the bits below, and for numbers that are not normal, the other way
 * compares the fraction itself.
 *
 * @param plan - of the mode stochastic or stochastic-equal
 * @param index - of the first element
 *
 * @example
 * plainStochastic(array, plan, 0);
 */
export function plainStochastic(array: Float64Array, plan: RoundingPlan, index: number): void {
  const { significandBits: p, mode, randomBits } = plan;
  const quick =
    mode === "stochastic" && p <= 13 && randomBits >= 16 && plan.high > 0 && UPPER === 1;
  const left = quick ? indexScratch() : everyIndex();
  let keyed = -1;
  let keys: Uint32Array = new Uint32Array(4);
  for (let done = 0; done < array.length; ) {
    const first = index + done;
    // The keys change with the block of 2^33 elements.
    const keyBlock = Math.floor(first / 2 ** 33);
    const count = Math.min(array.length - done, BLOCK, (keyBlock + 1) * 2 ** 33 - first);
    const part = array.subarray(done, done + count);
    const words = wordsOf(part);
    if (keyBlock !== keyed) keys = mixingKeys(plan.seed, plan.step, keyBlock);
    keyed = keyBlock;
    const slow = quick ? roundPairs(words, plan, first, keys, left) : count;
    roundEach(part, plan, first, keys, words, left, slow);
    done += count;
  }
}

/**
 * The quick way, an even element and the next one to a word of random bits.
 *
 * @returns how many elements it left alone, whose indices are then in `left`
 */
function roundPairs(
  words: Int32Array,
  plan: RoundingPlan,
  index: number,
  keys: Uint32Array,
  left: Uint16Array,
): number {
  const { significandBits: p } = plan;
  const [k0, k1, k2] = [keys[0] | 0, keys[1] | 0, keys[2] | 0];
  // Upper words from `least` to below `least + range` are those of normal numbers within the rule.
  const least = upperWord(Math.max(plan.low, 2 ** plan.minExponent));
  const range = Math.max(0, upperWord(plan.high) - least);
  // As signed integers from the least one on, which compare faster than unsigned ones.
  const shift = (-(2 ** 31) - least) | 0;
  const limit = (range - 2 ** 31) | 0;
  const cut = 21 - p; // bits of the upper word that are cut off, 8 to 20
  const kept = -1 << cut;
  const toTop = 32 - cut;
  // Undecided is a sum whose first 16 cut-off bits, or all of them, are ones.
  const notLookedAt = kept | (cut > 16 ? (1 << (cut - 16)) - 1 : 0);
  const start = index % 2;
  const end = 2 * start + 4 * ((words.length - 2 * start) >> 2);
  const word = Math.floor((index + start) / 2) | 0;
  let count = 0;
  if (start > 0) left[count++] = 0;
  for (let i = 2 * start; i < end; i += 4) {
    // mixedWord, by hand: a call would cost as much as the rounding.
    let r = (word + (i >>> 2)) ^ k0;
    r ^= r >>> 17;
    r = Math.imul(r, 0xed5ad4bb) ^ k1;
    r ^= r >>> 11;
    r = Math.imul(r, 0xac4c1b51) ^ k2;
    r ^= r >>> 15;
    r = Math.imul(r, 0x31848bab);
    r ^= r >>> 14;
    const h0 = words[i + 1];
    const h1 = words[i + 3];
    const t0 = (h0 + ((r << 16) >>> toTop)) | 0;
    const t1 = (h1 + ((r & 0xffff0000) >>> toTop)) | 0;
    // What is left goes on a list: a call from this loop would cost the others time too.
    if ((((h0 & 0x7fffffff) + shift) | 0) < limit && (t0 | notLookedAt) !== -1) {
      words[i] = 0;
      words[i + 1] = t0 & kept;
    } else {
      left[count] = i >> 1;
      count = (count + 1) | 0;
    }
    if ((((h1 & 0x7fffffff) + shift) | 0) < limit && (t1 | notLookedAt) !== -1) {
      words[i + 2] = 0;
      words[i + 3] = t1 & kept;
    } else {
      left[count] = (i >> 1) + 1;
      count = (count + 1) | 0;
    }
  }
  if (end < words.length) left[count++] = end >> 1;
  return count;
}

/** The other way, for the first `count` elements of a list. */
function roundEach(
  array: Float64Array,
  plan: RoundingPlan,
  index: number,
  keys: Uint32Array,
  words: Int32Array,
  list: Uint16Array,
  count: number,
): void {
  const { significandBits: p, low, high } = plan;
  const equal = plan.mode === "stochastic-equal";
  const powers = powersOfTwo();
  const looked = 2 ** Math.min(plan.randomBits, 16);
  for (let k = 0; k < count; k++) {
    const i = list[k];
    const x = array[i];
    const size = Math.abs(x);
    const exponent = Math.max((words[2 * i + UPPER] >>> 20) & 0x7ff, plan.minExponent + 1023);
    const t = size * powers[1074 + 1023 + p - 1 - exponent];
    const below = Math.floor(t);
    const fraction = t - below;
    if (!(fraction >= 0 && size >= low && size <= high && (t > 0 || size === 0))) {
      if (x !== 0 || low > 0 || high < 0) array[i] = plan.rest(x, index + i);
      continue;
    }
    if (fraction === 0) continue;
    const bits = mixedWord(Math.floor((index + i) / 2) | 0, keys);
    const random = (index + i) % 2 === 0 ? bits & 0xffff : bits >>> 16;
    let away = random >>> 15; // 0 or 1, without a branch that could not be predicted
    if (!equal) {
      // Exact: a power of two, and an integer below 2^16.
      const sum = Math.floor(fraction * looked) * (2 ** 16 / looked) + random;
      if (sum === 2 ** 16 - 1) {
        array[i] = plan.rest(x, index + i);
        continue;
      }
      away = sum >>> 16;
    }
    const spacing = powers[exponent + 1074 - 1023 - p + 1] * SIGNS[words[2 * i + UPPER] >>> 31];
    array[i] = (below + away) * spacing;
  }
}

const SIGNS: Float64Array = Float64Array.of(1, -1);
