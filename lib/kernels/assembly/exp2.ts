// AssemblyScript. exp of two doubles at a time, with the bits of numerics/elementary/exp.ts, whose
// comments say why each step is as it is.
import { exponential } from "./exponential";
import { inBoth } from "./lanes";
import {
  HALF,
  INTEGER,
  MOST,
  ROOTS,
  STEP_HIGH,
  STEP_LOW,
  STEPS,
  TERM_3,
  TERM_4,
  TERM_5,
  TERM_6,
} from "./slots";

/** 2^⌊n/128⌋ from n + INTEGER, its exponent within the doubles'. */
export function powers(n: v128): v128 {
  const whole = v128.and(n, i64x2.splat(~127));
  return i64x2.add(i64x2.shl(whole, 45), i64x2.splat(0x3ff0000000000000));
}

/** ⌊128·x/ln 2 + ½⌋. */
export function stepsOf(x: v128): v128 {
  return f64x2.floor(f64x2.add(f64x2.mul(x, inBoth(STEPS)), inBoth(HALF)));
}

/** n + INTEGER. */
export function shifted(n: v128): v128 {
  return f64x2.add(n, inBoth(INTEGER));
}

/** r + r²/2 + … = e^r − 1 for what is left of x after n steps. */
export function leftOf(x: v128, n: v128): v128 {
  const r = f64x2.sub(
    f64x2.sub(x, f64x2.mul(n, inBoth(STEP_HIGH))),
    f64x2.mul(n, inBoth(STEP_LOW)),
  );
  let p = f64x2.add(inBoth(TERM_5), f64x2.mul(r, inBoth(TERM_6)));
  p = f64x2.add(inBoth(TERM_4), f64x2.mul(r, p));
  p = f64x2.add(inBoth(TERM_3), f64x2.mul(r, p));
  p = f64x2.add(inBoth(HALF), f64x2.mul(r, p));
  return f64x2.add(r, f64x2.mul(f64x2.mul(r, r), p));
}

/** 2^(j/128), hi and lo, of one lane of n + INTEGER. */
export function rootAt(n: i64): v128 {
  return v128.load(ROOTS + ((((n as i32) & 127) << 4) as usize));
}

/** e^x in both lanes. */
export function exp2(x: v128): v128 {
  const n = stepsOf(x);
  const bits = shifted(n);
  const first = rootAt(i64x2.extract_lane(bits, 0));
  const second = rootAt(i64x2.extract_lane(bits, 1));
  const root = v128.shuffle<i64>(first, second, 0, 2);
  const low = v128.shuffle<i64>(first, second, 1, 3);
  const w = f64x2.add(low, f64x2.mul(root, leftOf(x, n)));
  const value = f64x2.mul(f64x2.add(root, w), powers(bits));
  // Within ±707 the result is a normal number.
  const usual = f64x2.le(f64x2.abs(x), inBoth(MOST));
  if (i64x2.all_true(usual)) return value;
  return f64x2.replace_lane(
    f64x2.splat(exponential(f64x2.extract_lane(x, 0))),
    1,
    exponential(f64x2.extract_lane(x, 1)),
  );
}
