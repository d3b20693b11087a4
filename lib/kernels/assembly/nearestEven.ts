// AssemblyScript. To the nearest number, ties to even.
import { roundCarefully } from "./carefully";
import { anySign, inLanes } from "./lanes";
import { EXPONENT_BITS, LEAST_EXPONENT, LIFT, LIFT_FROM, LIFT_TO, SIZE_BITS } from "./slots";

/**
 * |x| + M − M rounds to the last place of M, which is made from the exponent of x, at least
 * that of the smallest normal number: 2^e times 2^(53 − p), or 2^(24 − p) for f32.
 *
 * @param count - a multiple of 4 vectors
 */
export function nearestEven<F, I>(start: usize, count: usize): void {
  const all = inLanes<I>(SIZE_BITS);
  const exponent = inLanes<I>(EXPONENT_BITS);
  const least = inLanes<I>(LEAST_EXPONENT);
  const lift = inLanes<I>(LIFT);
  const rangeFrom = inLanes<I>(LIFT_FROM);
  const rangeTo = inLanes<I>(LIFT_TO);
  const end = start + count * sizeof<F>();
  for (let at = start; at < end; at += 64) {
    const x0 = v128.load(at);
    const x1 = v128.load(at, 16);
    const x2 = v128.load(at, 32);
    const x3 = v128.load(at, 48);
    const a0 = v128.and(x0, all);
    const a1 = v128.and(x1, all);
    const a2 = v128.and(x2, all);
    const a3 = v128.and(x3, all);
    const b0 = v128.gt<I>(v128.add<I>(a0, rangeFrom), rangeTo);
    const b1 = v128.gt<I>(v128.add<I>(a1, rangeFrom), rangeTo);
    const b2 = v128.gt<I>(v128.add<I>(a2, rangeFrom), rangeTo);
    const b3 = v128.gt<I>(v128.add<I>(a3, rangeFrom), rangeTo);
    // The lower halves of 64-bit lanes are 0 here, and stay so.
    const m0 = v128.add<I>(i32x4.max_s(v128.and(x0, exponent), least), lift);
    const m1 = v128.add<I>(i32x4.max_s(v128.and(x1, exponent), least), lift);
    const m2 = v128.add<I>(i32x4.max_s(v128.and(x2, exponent), least), lift);
    const m3 = v128.add<I>(i32x4.max_s(v128.and(x3, exponent), least), lift);
    const r0 = v128.sub<F>(v128.add<F>(a0, m0), m0);
    const r1 = v128.sub<F>(v128.add<F>(a1, m1), m1);
    const r2 = v128.sub<F>(v128.add<F>(a2, m2), m2);
    const r3 = v128.sub<F>(v128.add<F>(a3, m3), m3);
    v128.store(at, v128.or(r0, v128.xor(x0, a0)));
    v128.store(at, v128.or(r1, v128.xor(x1, a1)), 16);
    v128.store(at, v128.or(r2, v128.xor(x2, a2)), 32);
    v128.store(at, v128.or(r3, v128.xor(x3, a3)), 48);
    if (anySign<I>(v128.or(v128.or(b0, b1), v128.or(b2, b3)))) {
      const none = v128.splat<I>(0);
      if (anySign<I>(b0)) roundCarefully<F, I>(at, x0, none);
      if (anySign<I>(b1)) roundCarefully<F, I>(at + 16, x1, none);
      if (anySign<I>(b2)) roundCarefully<F, I>(at + 32, x2, none);
      if (anySign<I>(b3)) roundCarefully<F, I>(at + 48, x3, none);
    }
  }
}
