// AssemblyScript. Every mode that draws no random bits.
import { roundCarefully } from "./carefully";
import { anySign, inLanes, negatives, shiftedRight } from "./lanes";
import {
  ADDED,
  ADDED_IF_NEGATIVE,
  ADDED_IF_ODD,
  KEPT,
  NORMAL_FROM,
  NORMAL_TO,
  SHIFT,
  SIZE_BITS,
  STICKY,
} from "./slots";

/**
 * Where what is added is the same for all: to zero, and to the nearest with ties away or to zero.
 *
 * A normal number's encoding is cut, after something was added to what is cut off: a carry
 * moves into the significand, and from there into the exponent.
 *
 * @param count - a multiple of 4 vectors
 */
export function cutAlike<F, I>(start: usize, count: usize): void {
  const all = inLanes<I>(SIZE_BITS);
  const from = inLanes<I>(NORMAL_FROM);
  const to = inLanes<I>(NORMAL_TO);
  const kept = inLanes<I>(KEPT);
  const always = inLanes<I>(ADDED);
  const end = start + count * sizeof<F>();
  for (let at = start; at < end; at += 64) {
    const x0 = v128.load(at);
    const x1 = v128.load(at, 16);
    const x2 = v128.load(at, 32);
    const x3 = v128.load(at, 48);
    const b0 = v128.gt<I>(v128.add<I>(v128.and(x0, all), from), to);
    const b1 = v128.gt<I>(v128.add<I>(v128.and(x1, all), from), to);
    const b2 = v128.gt<I>(v128.add<I>(v128.and(x2, all), from), to);
    const b3 = v128.gt<I>(v128.add<I>(v128.and(x3, all), from), to);
    v128.store(at, v128.and(v128.add<I>(x0, always), kept));
    v128.store(at, v128.and(v128.add<I>(x1, always), kept), 16);
    v128.store(at, v128.and(v128.add<I>(x2, always), kept), 32);
    v128.store(at, v128.and(v128.add<I>(x3, always), kept), 48);
    if (anySign<I>(v128.or(v128.or(b0, b1), v128.or(b2, b3)))) {
      const none = v128.splat<I>(0);
      if (anySign<I>(b0)) roundCarefully<F, I>(at, x0, none);
      if (anySign<I>(b1)) roundCarefully<F, I>(at + 16, x1, none);
      if (anySign<I>(b2)) roundCarefully<F, I>(at + 32, x2, none);
      if (anySign<I>(b3)) roundCarefully<F, I>(at + 48, x3, none);
    }
  }
}

/**
 * Where it depends on the sign, on the last place kept, or on what is cut off.
 *
 * @param count - a multiple of one vector
 */
export function cutEach<F, I>(start: usize, count: usize): void {
  const all = inLanes<I>(SIZE_BITS);
  const from = inLanes<I>(NORMAL_FROM);
  const to = inLanes<I>(NORMAL_TO);
  const kept = inLanes<I>(KEPT);
  const cutOff = v128.not(kept);
  const always = inLanes<I>(ADDED);
  const ifOdd = inLanes<I>(ADDED_IF_ODD);
  const ifNegative = inLanes<I>(ADDED_IF_NEGATIVE);
  const last = inLanes<I>(STICKY);
  const shift = load<i32>(SHIFT);
  const end = start + count * sizeof<F>();
  for (let at = start; at < end; at += 16) {
    const x = v128.load(at);
    const odd = v128.and(shiftedRight<I>(x, shift), ifOdd);
    const signed = v128.and(negatives<I>(x), ifNegative);
    const added = v128.add<I>(v128.add<I>(always, odd), signed);
    const sticky = v128.and(v128.add<I>(v128.and(x, cutOff), cutOff), last);
    v128.store(at, v128.or(v128.and(v128.add<I>(x, added), kept), sticky));
    const beyond = v128.gt<I>(v128.add<I>(v128.and(x, all), from), to);
    if (anySign<I>(beyond)) roundCarefully<F, I>(at, x, v128.splat<I>(0));
  }
}
