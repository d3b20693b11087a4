import type { StochasticBits } from "../../kernels/stochasticBits.js";
import type { FloatFormat, Overflow } from "../formats/format.js";
import { leastExponent, spacing } from "../formats/ulp.js";
import type { Rounding, RoundingMode } from "./rounding.js";

/**
 * The definition of rounding, written to be read; {@link roundTo} documents it.
 *
 * |x| is a multiple t of the spacing; t goes to one of the integers around it; then what
 * the format lacks (subnormals, zeros, the far end of the range) is put right.
 *
 * @param index - of the element, for the stochastic modes
 */
export function roundByDefinition(
  x: number,
  format: FloatFormat,
  rounding: Rounding,
  index: number = rounding.index,
): number {
  if (Number.isNaN(x)) return x;
  if (format.zero === "none" && !(x > 0)) return withoutZero(format, rounding.overflow);
  if (Math.abs(x) === Infinity) return infinite(x, format, rounding.overflow);
  const sign = x < 0 || Object.is(x, -0) ? -1 : 1;
  // What wraps is first a multiple of the one spacing, however large it is.
  const unit = spacing(rounding.overflow === "wrap" ? 0 : x, format);
  // The quotient is exact, but where it underflows (a spacing above 1): then only its
  // being > 0 counts.
  const t = Math.abs(x) / unit || (x === 0 ? 0 : Number.MIN_VALUE);
  const whole = t >= 2 ** 53; // far beyond a format that wraps
  const size = whole ? Math.abs(x) : roundedInteger(t, sign, rounding, index) * unit;
  const limit = sign < 0 ? -format.lowest : format.maxFinite;
  if (format.zero === "none" && size < format.lowest) return format.lowest;
  if (size > limit) return overflowed(sign * size, format, rounding);
  const flushed = format.subnormals === "flushed" && size < 2 ** format.minExponent;
  if (flushed || size === 0) return format.zero === "signed" ? sign * 0 : 0;
  return sign * size;
}

/** ⌊t⌋ or ⌊t⌋ + 1, by the mode; t ≥ 0 belongs to a number of the given sign. */
function roundedInteger(t: number, sign: number, rounding: Rounding, index: number): number {
  const below = Math.floor(t);
  const fraction = t - below; // exact
  if (fraction === 0) return below;
  const odd = below % 2 === 1;
  return goesAway(fraction, odd, sign, rounding, index) ? below + 1 : below;
}

/** Whether 0 < fraction < 1 above an integer goes to the next one, away from zero. */
function goesAway(
  fraction: number,
  odd: boolean,
  sign: number,
  { mode, bits, randomBits }: Rounding,
  index: number,
): boolean {
  switch (mode) {
    case "nearest-even":
      return fraction > 0.5 || (fraction === 0.5 && odd);
    case "nearest-away":
      return fraction >= 0.5;
    case "nearest-to-zero":
      return fraction > 0.5;
    case "toward-zero":
      return false;
    case "up":
      return sign > 0;
    case "down":
      return sign < 0;
    case "to-odd":
      return !odd;
    case "stochastic":
      return carries(fraction, bits as StochasticBits, index, randomBits);
    case "stochastic-equal":
      return (bits as StochasticBits).first(index) >= 2 ** 15;
  }
}

/**
 * Whether fraction + U ≥ 1, for the element's random bit string U: true with probability
 * exactly `fraction` (cut to `randomBits` bits).
 *
 * Digit by digit from the top. A digit sum above all-ones carries whatever follows, one below
 * never does, and only all-ones has to look further.
 */
function carries(
  fraction: number,
  bits: StochasticBits,
  index: number,
  randomBits: number,
): boolean {
  const cut = 2 ** randomBits;
  let rest = cut === Infinity ? fraction : Math.floor(fraction * cut) / cut;
  let base = 2 ** 16;
  let digit = bits.first(index);
  for (let n = 0; rest > 0; n++) {
    rest *= base; // a power of two: exact
    const whole = Math.floor(rest);
    if (whole + digit !== base - 1) return whole + digit >= base;
    rest -= whole;
    base = 2 ** 32;
    digit = bits.further(index, n);
  }
  return false;
}

/** What a number beyond the finite ones becomes; `value` is its rounding with unbounded range. */
export function overflowed(
  value: number,
  format: FloatFormat,
  { mode, overflow }: Rounding,
): number {
  const nearestFinite = value < 0 ? format.lowest : format.maxFinite;
  if (overflow === "wrap") return wrapped(value, format);
  if (overflow === "saturate" || stopsAtEnd(mode, value)) return nearestFinite;
  return overflow === "nan" ? NaN : value < 0 ? -Infinity : Infinity;
}

/** Whether a mode takes what lies beyond the finite numbers back to the last one of them. */
export const stopsAtEnd = (mode: RoundingMode, value: number): boolean =>
  mode === "toward-zero" || mode === "to-odd" || mode === (value < 0 ? "up" : "down");

/** ±∞, which is exact where the format has it. */
function infinite(x: number, format: FloatFormat, overflow: Overflow): number {
  if (overflow === "saturate") return x < 0 ? format.lowest : format.maxFinite;
  return format.infinities ? x : NaN;
}

/** 0 and negative numbers in a format that has neither. */
const withoutZero = (format: FloatFormat, overflow: Overflow): number =>
  overflow === "saturate" ? format.lowest : NaN;

/** The number of an equally spaced format that is congruent to a multiple of the spacing. */
function wrapped(value: number, format: FloatFormat): number {
  const { lowest, maxFinite } = format;
  const period = maxFinite - lowest + 2 ** leastExponent(format);
  const beyond = value % period; // exact
  if (beyond > maxFinite) return beyond - period;
  return beyond < lowest ? beyond + period : beyond + 0; // no −0
}
