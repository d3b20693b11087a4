// AssemblyScript. Stochastic rounding, eight elements to four words of random bits.
import { roundCarefully } from "./carefully";
import { anySign, inLanes } from "./lanes";
import { mixedWords } from "./mixedWords";
import { settle } from "./settle";
import {
  DOUBLED_FROM,
  DOUBLED_LIMIT,
  FACTORS,
  KEPT,
  KEYS,
  RANDOM_LEFT,
  RANDOM_RIGHT,
  STEP,
  UNDECIDED,
} from "./slots";

/**
 * Random bits are added to what is cut off; where the first 16 do not decide, or a number is
 * not normal, the vectors are looked at again.
 *
 * @param count - a multiple of 8
 * @param word - of the first element, whose index is even
 */
export function stochastic<F, I>(start: usize, count: usize, word: u32): void {
  const key0 = i32x4.splat(load<i32>(KEYS));
  const key1 = i32x4.splat(load<i32>(KEYS, 4));
  const key2 = i32x4.splat(load<i32>(KEYS, 8));
  const factor0 = i32x4.splat(load<i32>(FACTORS));
  const factor1 = i32x4.splat(load<i32>(FACTORS, 4));
  const factor2 = i32x4.splat(load<i32>(FACTORS, 8));
  const right = load<i32>(RANDOM_RIGHT);
  const left = load<i32>(RANDOM_LEFT);
  const from = inLanes<I>(DOUBLED_FROM);
  const limit = inLanes<I>(DOUBLED_LIMIT);
  const open = inLanes<I>(UNDECIDED);
  const kept = inLanes<I>(KEPT);
  const step = i32x4.splat(load<i32>(STEP));
  const zero = v128.splat<I>(0);
  let words = i32x4.add(i32x4.splat(word), i32x4(0, 1, 2, 3));
  const end = start + count * sizeof<F>();
  for (let at = start; at < end; at += 8 * sizeof<F>()) {
    const x0 = v128.load(at);
    const x1 = v128.load(at, 16);
    // Before the random bits are known: a branch that is mispredicted is so early. Only the
    // upper words of doubles are compared, and a few more numbers than necessary found beyond.
    const size0 = i32x4.sub(i32x4.add(x0, x0), from);
    const size1 = i32x4.sub(i32x4.add(x1, x1), from);
    const most = i32x4.max_u(i32x4.max_u(size0, size1), limit);
    if (sizeof<F>() === 4) {
      if (!i32x4.all_true(i32x4.eq(most, limit))) {
        const random = mixedWords(words, key0, key1, key2, factor0, factor1, factor2);
        words = i32x4.add(words, step);
        const r0 = i32x4.extend_low_i16x8_u(random);
        const r1 = i32x4.extend_high_i16x8_u(random);
        settle<F, I>(at, x0, r0);
        settle<F, I>(at + 16, x1, r1);
        continue;
      }
      const random = mixedWords(words, key0, key1, key2, factor0, factor1, factor2);
      words = i32x4.add(words, step);
      const placed = i16x8.shr_u(random, right);
      const s0 = v128.add<I>(x0, v128.shl<I>(i32x4.extend_low_i16x8_u(placed), left));
      const s1 = v128.add<I>(x1, v128.shl<I>(i32x4.extend_high_i16x8_u(placed), left));
      v128.store(at, v128.and(s0, kept));
      v128.store(at, v128.and(s1, kept), 16);
      const zeros = i32x4.min_u(v128.andnot(open, s0), v128.andnot(open, s1));
      if (anySign<I>(v128.eq<I>(zeros, zero))) {
        settle<F, I>(at, x0, i32x4.extend_low_i16x8_u(random));
        settle<F, I>(at + 16, x1, i32x4.extend_high_i16x8_u(random));
      }
    } else {
      const x2 = v128.load(at, 32);
      const x3 = v128.load(at, 48);
      const size2 = i32x4.sub(i32x4.add(x2, x2), from);
      const size3 = i32x4.sub(i32x4.add(x3, x3), from);
      const mostOfAll = i32x4.max_u(i32x4.max_u(size2, size3), most);
      if (!i32x4.all_true(i32x4.eq(mostOfAll, limit))) {
        settleFour<F, I>(
          at,
          x0,
          x1,
          x2,
          x3,
          mixedWords(words, key0, key1, key2, factor0, factor1, factor2),
        );
        words = i32x4.add(words, step);
        continue;
      }
      const random = mixedWords(words, key0, key1, key2, factor0, factor1, factor2);
      words = i32x4.add(words, step);
      const placed = i16x8.shr_u(random, right);
      const first = i32x4.extend_low_i16x8_u(placed);
      const second = i32x4.extend_high_i16x8_u(placed);
      const s0 = v128.add<I>(x0, v128.shl<I>(i64x2.extend_low_i32x4_u(first), left));
      const s1 = v128.add<I>(x1, v128.shl<I>(i64x2.extend_high_i32x4_u(first), left));
      const s2 = v128.add<I>(x2, v128.shl<I>(i64x2.extend_low_i32x4_u(second), left));
      const s3 = v128.add<I>(x3, v128.shl<I>(i64x2.extend_high_i32x4_u(second), left));
      v128.store(at, v128.and(s0, kept));
      v128.store(at, v128.and(s1, kept), 16);
      v128.store(at, v128.and(s2, kept), 32);
      v128.store(at, v128.and(s3, kept), 48);
      // Where a sum is all ones this is 0; now and then also where it is not, which costs time only.
      const zeros = i32x4.min_u(
        i32x4.min_u(v128.andnot(open, s0), v128.andnot(open, s1)),
        i32x4.min_u(v128.andnot(open, s2), v128.andnot(open, s3)),
      );
      if (anySign<I>(v128.eq<I>(zeros, zero))) settleFour<F, I>(at, x0, x1, x2, x3, random);
    }
  }
}

function settleFour<F, I>(at: usize, x0: v128, x1: v128, x2: v128, x3: v128, random: v128): void {
  const low = i32x4.extend_low_i16x8_u(random);
  const upper = i32x4.extend_high_i16x8_u(random);
  settle<F, I>(at, x0, i64x2.extend_low_i32x4_u(low));
  settle<F, I>(at + 16, x1, i64x2.extend_high_i32x4_u(low));
  settle<F, I>(at + 32, x2, i64x2.extend_low_i32x4_u(upper));
  settle<F, I>(at + 48, x3, i64x2.extend_high_i32x4_u(upper));
}

/** Where more is to be considered than the loop above does, for every vector: no hurry. */
export function stochasticCarefully<F, I>(start: usize, count: usize, word: u32): void {
  const key0 = i32x4.splat(load<i32>(KEYS));
  const key1 = i32x4.splat(load<i32>(KEYS, 4));
  const key2 = i32x4.splat(load<i32>(KEYS, 8));
  const factor0 = i32x4.splat(load<i32>(FACTORS));
  const factor1 = i32x4.splat(load<i32>(FACTORS, 4));
  const factor2 = i32x4.splat(load<i32>(FACTORS, 8));
  let words = i32x4.add(i32x4.splat(word), i32x4(0, 1, 2, 3));
  const end = start + count * sizeof<F>();
  for (let at = start; at < end; at += 8 * sizeof<F>()) {
    const random = mixedWords(words, key0, key1, key2, factor0, factor1, factor2);
    words = i32x4.add(words, i32x4.splat(4));
    const low = i32x4.extend_low_i16x8_u(random);
    const upper = i32x4.extend_high_i16x8_u(random);
    if (sizeof<F>() === 4) {
      roundCarefully<F, I>(at, v128.load(at), low);
      roundCarefully<F, I>(at + 16, v128.load(at, 16), upper);
    } else {
      roundCarefully<F, I>(at, v128.load(at), i64x2.extend_low_i32x4_u(low));
      roundCarefully<F, I>(at + 16, v128.load(at, 16), i64x2.extend_high_i32x4_u(low));
      roundCarefully<F, I>(at + 32, v128.load(at, 32), i64x2.extend_low_i32x4_u(upper));
      roundCarefully<F, I>(at + 48, v128.load(at, 48), i64x2.extend_high_i32x4_u(upper));
    }
  }
}
