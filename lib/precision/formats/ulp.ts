import { binaryExponent } from "../../numerics/binaryExponent.js";
import { type FloatFormat, requireFormat } from "./format.js";

/**
 * Exponent of the spacing among a format's smallest numbers: all its numbers, and all that its
 * subnormals would be, are multiples of 2^(minExponent − p + 1).
 *
 * @example
 * leastExponent(float16); // -24
 */
export const leastExponent = ({ minExponent, significandBits }: FloatFormat): number =>
  minExponent - significandBits + 1;

/**
 * Unit in the last place: the spacing of the format's numbers in the binade of x.
 *
 *     ulp(x) = 2^(max(⌊log₂|x|⌋, minExponent) − p + 1)
 *
 * At a power of two it is the spacing above; below the smallest normal number it is the
 * smallest subnormal (2^minExponent itself in a format without subnormals). Beyond maxFinite,
 * the spacing the format would have there with a wider exponent. ∞ for ±∞, NaN for NaN. O(1).
 *
 * @throws TypeError if `format` is not a format (its name, say); RangeError if it contradicts itself
 *
 * @example
 * ulp(1, float16); // 2 ** -10
 */
export function ulp(x: number, format: FloatFormat): number {
  requireFormat(format, "ulp");
  return gap(x, format);
}

/** {@link ulp} of a format that was examined. */
export function gap(x: number, format: FloatFormat): number {
  const subnormal = Math.abs(x) < 2 ** format.minExponent;
  return subnormal && format.subnormals !== "kept" ? 2 ** format.minExponent : spacing(x, format);
}

/**
 * The multiple to which a number is rounded: ulp(x), but in a format that flushes its
 * subnormals the spacing they would have.
 */
export function spacing(x: number, format: FloatFormat): number {
  const exponent = binaryExponent(x);
  if (!(exponent < Infinity)) return exponent;
  if (exponent < format.minExponent && format.subnormals === "rounded")
    return 2 ** format.minExponent;
  return 2 ** (Math.max(exponent, format.minExponent) - format.significandBits + 1);
}
