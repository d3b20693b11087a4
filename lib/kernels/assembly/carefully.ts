// AssemblyScript. Rounds one vector, whatever is in it: normal numbers, those below, and, by way
// of the caller's own definition, those outside the rule.
import { anySign, inLanes, negatives, shiftedRight, sizeBits } from "./lanes";
import {
  ADDED,
  ADDED_IF_NEGATIVE,
  ADDED_IF_ODD,
  CUT,
  CUT_BACK,
  HIGH,
  KEPT,
  LOOKED_AT,
  LOW,
  MODE,
  NORMAL,
  RANDOM_LEFT,
  RANDOM_RIGHT,
  SCALE,
  SCALE_AGAIN,
  SHIFT,
  SPACING,
  STICKY,
  UNDECIDED,
} from "./slots";

const STOCHASTIC: i32 = 7;
const STOCHASTIC_EQUAL: i32 = 8;

/** Rounds the number at this address by the definition, in place. */
export declare function outside(address: usize): void;

/**
 * @param x - what was at the address
 * @param random - 16 random bits per lane, in the stochastic modes
 */
export function roundCarefully<F, I>(address: usize, x: v128, random: v128): void {
  const size = v128.and(x, sizeBits<I>());
  // Bit patterns of sizes are in the order of the numbers.
  const isSmall = v128.gt<I>(inLanes<I>(NORMAL), size);
  const isOutside = v128.or(v128.gt<I>(inLanes<I>(LOW), size), v128.gt<I>(size, inLanes<I>(HIGH)));
  const t = multiple<F, I>(size);
  const below = v128.floor<F>(t);
  const fraction = v128.sub<F>(t, below);
  const away = goesAway<F, I>(fraction, below, negatives<I>(x), random);
  const whole = v128.add<F>(below, v128.and(away, v128.splat<F>(1)));
  const small = v128.or(v128.mul<F>(whole, inLanes<F>(SPACING)), v128.xor(x, size));
  const large = normalRounded<I>(x, random);
  const rounded = v128.bitselect(small, large, isSmall);
  let left = isOutside;
  if (load<i32>(MODE) === STOCHASTIC) {
    const open = v128.bitselect(
      fractionUndecided<F, I>(fraction, random),
      undecided<I>(x, random),
      isSmall,
    );
    left = v128.or(left, open);
  }
  v128.store(address, v128.bitselect(x, rounded, left));
  if (!anySign<I>(left)) return;
  const lanes = sizeof<I>() === 8 ? i64x2.bitmask(left) : i32x4.bitmask(left);
  for (let lane: usize = 0; lane < 16 / sizeof<I>(); lane++)
    if ((lanes >> (lane as i32)) & 1) outside(address + lane * sizeof<I>());
}

/** The encoding of a normal number, cut after something was added to what is cut off. */
function normalRounded<I>(x: v128, random: v128): v128 {
  const kept = inLanes<I>(KEPT);
  const mode = load<i32>(MODE);
  if (mode === STOCHASTIC) return v128.and(withRandom<I>(x, random), kept);
  if (mode === STOCHASTIC_EQUAL)
    return v128.and(v128.add<I>(x, v128.andnot(upperHalf<I>(random), kept)), kept);
  const odd = v128.and(shiftedRight<I>(x, load<i32>(SHIFT)), inLanes<I>(ADDED_IF_ODD));
  const added = v128.add<I>(
    v128.add<I>(inLanes<I>(ADDED), odd),
    v128.and(negatives<I>(x), inLanes<I>(ADDED_IF_NEGATIVE)),
  );
  const cutOff = v128.not(kept);
  const sticky = v128.and(v128.add<I>(v128.and(x, cutOff), cutOff), inLanes<I>(STICKY));
  return v128.or(v128.and(v128.add<I>(x, added), kept), sticky);
}

export function withRandom<I>(x: v128, random: v128): v128 {
  const placed = v128.shl<I>(
    shiftedRight<I>(random, load<i32>(RANDOM_RIGHT)),
    load<i32>(RANDOM_LEFT),
  );
  return v128.add<I>(v128.and(x, inLanes<I>(LOOKED_AT)), placed);
}

function undecided<I>(x: v128, random: v128): v128 {
  const sum = withRandom<I>(x, random);
  return v128.eq<I>(v128.and(sum, inLanes<I>(UNDECIDED)), inLanes<I>(UNDECIDED));
}

/** Ones in the lanes whose first random bit is one. */
function upperHalf<I>(random: v128): v128 {
  return negatives<I>(v128.shl<I>(random, sizeof<I>() * 8 - 16));
}

/** A number below NORMAL, as a multiple of the spacing there. */
function multiple<F, I>(size: v128): v128 {
  const t = v128.mul<F>(v128.mul<F>(size, inLanes<F>(SCALE)), inLanes<F>(SCALE_AGAIN));
  // A quotient that underflows counts as the smallest number: what is not 0 stays so.
  const least = sizeof<I>() === 8 ? i64x2.splat(1) : i32x4.splat(1);
  return v128.pmax<F>(t, v128.pmin<F>(size, least));
}

/** Whether a fraction above an integer goes away from zero: goesAway of the definition. */
function goesAway<F, I>(fraction: v128, below: v128, negative: v128, random: v128): v128 {
  const half = v128.splat<F>(0.5);
  const inexact = v128.gt<F>(fraction, v128.splat<F>(0));
  const halved = v128.mul<F>(below, half);
  const odd = v128.ne<F>(halved, v128.floor<F>(halved));
  switch (load<i32>(MODE)) {
    case 0:
      return v128.or(v128.gt<F>(fraction, half), v128.and(v128.eq<F>(fraction, half), odd));
    case 1:
      return v128.ge<F>(fraction, half);
    case 2:
      return v128.gt<F>(fraction, half);
    case 3:
      return v128.splat<I>(0);
    case 4:
      return v128.andnot(inexact, negative);
    case 5:
      return v128.and(inexact, negative);
    case 6:
      return v128.andnot(inexact, odd);
    case STOCHASTIC:
      return v128.ge<F>(cut<F>(fraction), complement<F, I>(random));
    default:
      return v128.and(inexact, upperHalf<I>(random));
  }
}

/** Whether the first bits leave open if fraction + U ≥ 1. */
function fractionUndecided<F, I>(exact: v128, random: v128): v128 {
  const fraction = cut<F>(exact);
  const needed = complement<F, I>(random);
  const least = v128.sub<F>(needed, v128.splat<F>(1 / 65536.0));
  return v128.and(v128.ge<F>(fraction, least), v128.lt<F>(fraction, needed));
}

function cut<F>(fraction: v128): v128 {
  const whole = v128.floor<F>(v128.mul<F>(fraction, inLanes<F>(CUT)));
  return v128.mul<F>(whole, inLanes<F>(CUT_BACK));
}

/** 1 − U for the first 16 bits of U, exactly. */
export function complement<F, I>(random: v128): v128 {
  // A power whose last place is 1, with the bits written into it.
  const power: f64 = sizeof<I>() === 8 ? 4503599627370496.0 : 8388608.0;
  const base = sizeof<I>() === 8 ? i64x2.splat(0x4330000000000000) : i32x4.splat(0x4b000000);
  const sum = v128.or(random, base);
  const missing = v128.sub<F>(v128.splat<F>((power + 65536.0) as F), sum);
  return v128.mul<F>(missing, v128.splat<F>(1 / 65536.0));
}
