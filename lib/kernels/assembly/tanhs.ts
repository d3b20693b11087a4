// AssemblyScript. tanh of many doubles, two at a time, with the bits of
// numerics/elementary/hyperbolic.ts, whose comments say why each step is as it is.
//
// In three rounds over up to 16 vectors: each round is a short chain of operations that depend
// on each other, so that a processor works on several vectors at once.
import { leftOf, powers, rootAt, shifted, stepsOf } from "./exp2";
import { inBoth } from "./lanes";
import { ONE, PARTS, SPLITTER, TWO } from "./slots";

/** Bytes of a block of numbers. */
const BLOCK: usize = 256;

/** `to` may be `from`; `bytes` a multiple of 16. */
export function tanhs(from: usize, to: usize, bytes: usize): void {
  for (; bytes > BLOCK; bytes -= BLOCK, from += BLOCK, to += BLOCK) tanhBlock(from, to, BLOCK);
  tanhBlock(from, to, bytes);
}

function tanhBlock(from: usize, to: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) power(v128.load(from + at), PARTS + (at << 2));
  for (let at: usize = 0; at < bytes; at += 16) firstQuotient(PARTS + (at << 2));
  for (let at: usize = 0; at < bytes; at += 16)
    v128.store(to + at, finished(v128.load(from + at), corrected(PARTS + (at << 2))));
}

/** e^(2|x|) as the sum of the first two parts. */
function power(x: v128, parts: usize): void {
  const size = f64x2.abs(x);
  const twice = f64x2.add(size, size);
  const n = stepsOf(twice);
  const bits = shifted(n);
  const first = rootAt(i64x2.extract_lane(bits, 0));
  const second = rootAt(i64x2.extract_lane(bits, 1));
  const root = v128.shuffle<i64>(first, second, 0, 2);
  const low = v128.shuffle<i64>(first, second, 1, 3);
  const w = f64x2.add(low, f64x2.mul(root, leftOf(twice, n)));
  const high = f64x2.add(root, w);
  const scale = powers(bits);
  v128.store(parts, f64x2.mul(high, scale));
  v128.store(parts, f64x2.mul(f64x2.sub(w, f64x2.sub(high, root)), scale), 16);
}

/** With e^(2|x|) − 1 = a + aLow and e^(2|x|) + 1 = b + bLow: a, b, q = a/b and aLow − q·bLow. */
function firstQuotient(parts: usize): void {
  const one = inBoth(ONE);
  const two = inBoth(TWO);
  const high = v128.load(parts);
  // e^(2|x|) is above 1 where this counts: one difference is the error of the sum.
  const sum = f64x2.sub(high, one);
  const error = f64x2.sub(f64x2.sub(high, sum), one);
  const rest = f64x2.add(error, v128.load(parts, 16));
  const a = f64x2.add(sum, rest);
  const aLow = f64x2.sub(rest, f64x2.sub(a, sum));
  const b = f64x2.add(a, two);
  const read = f64x2.sub(b, a);
  const bError = f64x2.add(f64x2.sub(a, f64x2.sub(b, read)), f64x2.sub(two, read));
  const q = f64x2.div(a, b);
  v128.store(parts, a);
  v128.store(parts, b, 16);
  v128.store(parts, q, 32);
  v128.store(parts, f64x2.sub(aLow, f64x2.mul(q, f64x2.add(bError, aLow))), 48);
}

/** q + (a − q·b + aLow − q·bLow)/b; every product of halves is a double, and every sum before the last. */
function corrected(parts: usize): v128 {
  const splitter = inBoth(SPLITTER);
  const b = v128.load(parts, 16);
  const q = v128.load(parts, 32);
  const cq = f64x2.mul(splitter, q);
  const qHigh = f64x2.sub(cq, f64x2.sub(cq, q));
  const qLow = f64x2.sub(q, qHigh);
  const cb = f64x2.mul(splitter, b);
  const bHigh = f64x2.sub(cb, f64x2.sub(cb, b));
  const bLow = f64x2.sub(b, bHigh);
  const cross = f64x2.add(f64x2.mul(qLow, bHigh), f64x2.mul(qHigh, bLow));
  const first = f64x2.sub(f64x2.sub(v128.load(parts), f64x2.mul(qHigh, bHigh)), cross);
  const left = f64x2.sub(first, f64x2.mul(qLow, bLow));
  return f64x2.add(q, f64x2.div(f64x2.add(left, v128.load(parts, 48)), b));
}

/** The result of x where `value` holds for 1/8 ≤ |x| < 19.07. */
function finished(x: v128, value: v128): v128 {
  const size = f64x2.abs(x);
  // As integers sizes are in order, and NaN is above all: a difference below 0 is outside.
  const outside = v128.or(
    i64x2.sub(size, i64x2.splat(reinterpret<i64>(0.125))),
    i64x2.sub(i64x2.splat(reinterpret<i64>(19.07) - 1), size),
  );
  const sign = v128.xor(x, size);
  const usual = v128.or(value, sign);
  if (i64x2.bitmask(outside) === 0) return usual;
  const z = f64x2.mul(x, x);
  const near = f64x2.add(x, f64x2.mul(f64x2.mul(x, z), tail(z)));
  const small = v128.bitselect(near, x, f64x2.ge(size, f64x2.splat(1.0 / 268435456)));
  const one = v128.or(f64x2.splat(1), sign);
  const large = v128.bitselect(one, x, f64x2.ge(size, f64x2.splat(19.07))); // NaN stays
  const other = v128.bitselect(small, large, f64x2.lt(size, f64x2.splat(0.125)));
  return v128.bitselect(other, usual, v128.gt<i64>(i64x2.splat(0), outside));
}

/** (tanh x − x)/x³ of z = x². */
function tail(z: v128): v128 {
  let t = f64x2.mul(z, f64x2.splat(6404582.0 / 10854718875));
  t = f64x2.mul(z, f64x2.add(f64x2.splat(-929569.0 / 638512875), t));
  t = f64x2.mul(z, f64x2.add(f64x2.splat(21844.0 / 6081075), t));
  t = f64x2.mul(z, f64x2.add(f64x2.splat(-1382.0 / 155925), t));
  t = f64x2.mul(z, f64x2.add(f64x2.splat(62.0 / 2835), t));
  t = f64x2.mul(z, f64x2.add(f64x2.splat(-17.0 / 315), t));
  t = f64x2.mul(z, f64x2.add(f64x2.splat(2.0 / 15), t));
  return f64x2.add(f64x2.splat(-1.0 / 3), t);
}
