// AssemblyScript. The logarithm of two doubles at a time, with the bits of
// numerics/elementary/log.ts, whose comments say why each step is as it is.
import { LOGARITHMS } from "./slots";

const LN2_HIGH: f64 = 0.6931471805598903;
const LN2_LOW: f64 = 5.497923018708371e-14;
/** 1.5·2⁵²: an integer added to it stands in the last bits. */
const INTEGER: f64 = 6755399441055744.0;

/** ln x in both lanes. */
export function log2(x: v128): v128 {
  const one = f64x2.splat(1);
  const tiny = f64x2.lt(x, f64x2.splat(2.2250738585072014e-308));
  const normal = v128.bitselect(f64x2.mul(x, f64x2.splat(18014398509481984.0)), x, tiny);
  const exponent = v128.or(i64x2.shr_u(normal, 52), f64x2.splat(INTEGER));
  let k = f64x2.sub(exponent, f64x2.splat(INTEGER + 1023));
  k = f64x2.sub(k, v128.and(tiny, f64x2.splat(54)));
  let m = v128.or(v128.and(normal, i64x2.splat(0xfffffffffffff)), one);
  const upper = f64x2.ge(m, f64x2.splat(1.4140625));
  m = v128.bitselect(f64x2.mul(m, f64x2.splat(0.5)), m, upper);
  k = f64x2.add(k, v128.and(upper, one));

  const j = f64x2.add(
    f64x2.floor(f64x2.add(f64x2.mul(m, f64x2.splat(128)), f64x2.splat(0.5))),
    f64x2.splat(INTEGER),
  );
  const row0 = rowOf(i64x2.extract_lane(j, 0));
  const row1 = rowOf(i64x2.extract_lane(j, 1));
  const first0 = v128.load(row0);
  const first1 = v128.load(row1);
  const c = v128.shuffle<i64>(first0, first1, 0, 2);
  const ln = v128.shuffle<i64>(first0, first1, 1, 3);
  const lnLow = v128.shuffle<i64>(v128.load(row0, 16), v128.load(row1, 16), 0, 2);

  // r + rLow = c·m − 1
  const cut = f64x2.splat(100663296); // to multiples of 2⁻²⁶
  const mHigh = f64x2.sub(f64x2.add(m, cut), cut);
  const a = f64x2.sub(f64x2.mul(mHigh, c), one);
  const b = f64x2.mul(f64x2.sub(m, mHigh), c);
  const r = f64x2.add(a, b);
  const read = f64x2.sub(r, a);
  const rLow = f64x2.add(f64x2.sub(a, f64x2.sub(r, read)), f64x2.sub(b, read));

  const headCut = f64x2.splat(786432); // to multiples of 2⁻³³
  const head = f64x2.sub(f64x2.add(r, headCut), headCut);
  const minusHalf = f64x2.splat(-0.5);
  const half = f64x2.mul(f64x2.mul(minusHalf, head), head);
  const halfLow = f64x2.mul(f64x2.mul(minusHalf, f64x2.sub(r, head)), f64x2.add(r, head));
  const cubic = f64x2.mul(f64x2.mul(f64x2.mul(r, r), r), tail(r));

  const p = f64x2.mul(k, f64x2.splat(LN2_HIGH));
  const s1 = f64x2.add(p, ln);
  const s2 = f64x2.add(s1, r);
  const s3 = f64x2.add(s2, half);
  const errors = f64x2.add(
    f64x2.add(f64x2.sub(ln, f64x2.sub(s1, p)), f64x2.sub(r, f64x2.sub(s2, s1))),
    f64x2.sub(half, f64x2.sub(s3, s2)),
  );
  const small = f64x2.add(f64x2.add(f64x2.sub(rLow, f64x2.mul(r, rLow)), halfLow), cubic);
  const low = f64x2.add(f64x2.mul(k, f64x2.splat(LN2_LOW)), lnLow);
  const value = f64x2.add(s3, f64x2.add(errors, f64x2.add(low, small)));

  const infinite = f64x2.splat(Infinity);
  const zero = f64x2.splat(0);
  const usual = v128.and(f64x2.gt(x, zero), f64x2.lt(x, infinite));
  if (i64x2.all_true(usual)) return value;
  const positive = v128.bitselect(infinite, f64x2.splat(NaN), f64x2.gt(x, zero));
  const other = v128.bitselect(f64x2.splat(-Infinity), positive, f64x2.eq(x, zero));
  return v128.bitselect(value, other, usual);
}

/** Where the row of 128/j is, from j + INTEGER; what is no number may read any row. */
function rowOf(j: i64): usize {
  return LOGARITHMS + ((min<u32>((j as i32) - 90, 92) << 5) as usize);
}

/** 1/3 − r·(1/4 − r·(… − r/10)). */
function tail(r: v128): v128 {
  let t = f64x2.sub(f64x2.splat(1.0 / 9), f64x2.mul(r, f64x2.splat(0.1)));
  t = f64x2.sub(f64x2.splat(1.0 / 8), f64x2.mul(r, t));
  t = f64x2.sub(f64x2.splat(1.0 / 7), f64x2.mul(r, t));
  t = f64x2.sub(f64x2.splat(1.0 / 6), f64x2.mul(r, t));
  t = f64x2.sub(f64x2.splat(1.0 / 5), f64x2.mul(r, t));
  t = f64x2.sub(f64x2.splat(1.0 / 4), f64x2.mul(r, t));
  return f64x2.sub(f64x2.splat(1.0 / 3), f64x2.mul(r, t));
}
