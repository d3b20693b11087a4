import { type FloatFormat, requireFormat } from "./format.js";
import { ulp } from "./ulp.js";

export { finiteValues, type Neighbours, neighbours } from "./neighbours.js";
export { ulp } from "./ulp.js";

/**
 * The number of a format nearest to x, ties to the even significand: fl(x) of §2.1.
 *
 * The definition, written to be read: x is an exact multiple t of its {@link ulp}, t is
 * rounded to an integer, and what is beyond maxFinite then overflows as the format says. Use
 * {@link rounder} for many numbers: same bits, faster.
 *
 * - −0 and numbers that round to zero keep their sign;
 * - overflow is decided after rounding as if the exponent were unbounded (IEEE 754 §4.3.1):
 *   float16 takes 65519.99 to 65504 and 65520 to ∞; float8_e4m3fn takes 464 to 448;
 * - ±∞ stays where the format has infinities, otherwise it overflows;
 * - NaN stays NaN, also in a format that could not store it;
 * - a format without subnormals goes to the nearer of 0 and 2^minExponent (a tie to 0), which
 *   is not the flush-to-zero of some hardware.
 *
 * The argument is a double: rounding a value that was itself rounded to double first is
 * double rounding. O(1).
 *
 * @throws TypeError if `format` is not a format (its name, say)
 *
 * @example
 * roundTo(0.1, float8_e4m3fn); // 0.1015625
 */
export function roundTo(x: number, format: FloatFormat): number {
  requireFormat(format, "roundTo");
  if (Number.isNaN(x) || x === 0) return x;
  const sign = x < 0 ? -1 : 1;
  if (Math.abs(x) === Infinity) return format.infinities ? x : sign * overflowed(format);
  const unit = ulp(x, format);
  const rounded = roundHalfEven(Math.abs(x) / unit) * unit;
  return sign * (rounded > format.maxFinite ? overflowed(format) : rounded);
}

/**
 * The function x ↦ {@link roundTo}(x, format), made for one format and fast: a few
 * nanoseconds a call. float64 is the identity, float32 is `Math.fround`.
 *
 * For normal numbers it is Veltkamp's splitting, c − (c − x) with c = fl((2^(53−p) + 1)·x),
 * which is ties-to-even: at a tie c is an even multiple of the target's ulp, because fl is
 * ties-to-even, and c − x is rounded to an even multiple again. Below the smallest normal
 * number, where the spacing is constant, adding and subtracting 1.5·2⁵² spacings rounds.
 *
 * @example
 * const fl = rounder(significandBits(8));
 * fl(1 + 2 ** -8); // 1
 */
export function rounder(format: FloatFormat): (x: number) => number {
  requireFormat(format, "rounder");
  const { significandBits: p, minExponent, maxExponent, maxFinite, infinities, overflow } = format;
  if (infinities && overflow === "infinity" && format.subnormals) {
    if (p === 53 && minExponent === -1022 && maxExponent === 1023) return (x) => x;
    if (p === 24 && minExponent === -126 && maxExponent === 127) return Math.fround;
  }
  const smallestNormal = 2 ** minExponent;
  const shift = 1.5 * 2 ** 52 * ulp(0, format);
  const splitter = 2 ** (53 - p) + 1;
  // Above this the product with the splitter could overflow; scaled down by 2^−54, it cannot.
  const splitLimit = 2 ** (1022 - (53 - p));
  const beyond = overflowed(format);

  return (x) => {
    const size = Math.abs(x);
    let rounded: number;
    if (size < smallestNormal) {
      rounded = x + shift - shift;
      return rounded === 0 ? 0 * x : rounded; // the sum forgets the sign of zero
    }
    if (size < splitLimit) {
      const c = splitter * x;
      rounded = c - (c - x);
    } else if (size < Infinity) {
      const c = splitter * (x * 2 ** -54);
      rounded = (c - (c - x * 2 ** -54)) * 2 ** 54;
    } else {
      return infinities || Number.isNaN(x) ? x : x > 0 ? beyond : -beyond;
    }
    if (rounded > maxFinite) return beyond;
    if (rounded < -maxFinite) return -beyond;
    return rounded;
  };
}

/**
 * Rounds every element of `array` in place.
 *
 * @returns `array` itself
 *
 * @example
 * roundArray(Float64Array.of(0.1, 0.2), float16); // [0.0999755859375, 0.199951171875]
 */
export function roundArray(array: Float64Array, format: FloatFormat): Float64Array {
  const fl = rounder(format);
  for (let i = 0; i < array.length; i++) array[i] = fl(array[i]);
  return array;
}

/** What a positive number becomes that is too large. */
function overflowed(format: FloatFormat): number {
  if (format.overflow === "saturate") return format.maxFinite;
  return format.overflow === "nan" ? NaN : Infinity;
}

/** The integer nearest to t ≥ 0, ties to the even one. */
function roundHalfEven(t: number): number {
  const below = Math.floor(t);
  const rest = t - below; // exact
  if (rest !== 0.5) return rest < 0.5 ? below : below + 1;
  return below % 2 === 0 ? below : below + 1;
}
