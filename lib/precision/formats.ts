import type { FloatFormat } from "./format.js";

/** IEEE 754 binary64: the doubles of JavaScript, p = 53. */
export const float64: FloatFormat = ieee("float64", "float64", 53, 1023, 64);
/** IEEE 754 binary32, p = 24. */
export const float32: FloatFormat = ieee("float32", "float32", 24, 127, 32);
/** bfloat16: the upper half of a binary32, p = 8 with float32's range. */
export const bfloat16: FloatFormat = ieee("bfloat16", "bfloat16", 8, 127, 16);
/** IEEE 754 binary16, p = 11. */
export const float16: FloatFormat = ieee("float16", "float16", 11, 15, 16);
/** OCP 8-bit E5M2: p = 3, IEEE-like, with infinities; largest number 57344. */
export const float8_e5m2: FloatFormat = ieee("float8_e5m2", "8-bit (e5m2)", 3, 15, 8);
/**
 * OCP 8-bit E4M3: p = 4, no infinity, largest number 448; the top significand of the top binade
 * is NaN, and so is every overflow (the non-saturating conversion, as in ml_dtypes).
 *
 * @see Micikevicius et al. (2022), FP8 formats for deep learning, arXiv:2209.05433
 */
export const float8_e4m3fn: FloatFormat = {
  name: "float8_e4m3fn",
  label: "8-bit (e4m3fn)",
  significandBits: 4,
  minExponent: -6,
  maxExponent: 8,
  maxFinite: 448,
  subnormals: true,
  infinities: false,
  nan: true,
  overflow: "nan",
  bits: 8,
};

/** The named formats, by falling precision. */
export const formats: readonly FloatFormat[] = [
  float64,
  float32,
  float16,
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
];

/**
 * The format of p significand bits over float64's exponent range, named `p1` … `p53`.
 *
 * Isolates precision from range: nothing overflows or underflows before a double would.
 * p = 53 holds exactly the numbers of float64. At p = 1 the numbers are ±2^e, and a tie, being
 * 1.5·2^e, goes up: of the integer significands 1 and 2 the even one is 2 (as in MPFR).
 *
 * @param p - significand bits with the hidden one, an integer in 1 … 53
 * @throws RangeError if p is not as said
 *
 * @example
 * roundTo(0.1, significandBits(3)); // 0.09375
 */
export function significandBits(p: number): FloatFormat {
  if (!Number.isInteger(p) || p < 1 || p > 53)
    throw new RangeError(`significandBits: p must be an integer in 1..53, got ${p}`);
  const { bits: _, ...format } = ieee(`p${p}`, p === 1 ? "1 bit" : `${p} bits`, p, 1023, 64);
  return format;
}

/**
 * The format of a given name: one of {@link formats}, or `p1` … `p53` of {@link significandBits}.
 *
 * @throws RangeError if there is none, with the names that exist
 *
 * @example
 * formatNamed("float16").maxFinite; // 65504
 */
export function formatNamed(name: string): FloatFormat {
  const format = formats.find((f) => f.name === name);
  if (format) return format;
  const p = /^p([1-9]|[1-4]\d|5[0-3])$/.exec(name);
  if (p) return significandBits(Number(p[1]));
  const known = formats.map((f) => f.name).join(", ");
  throw new RangeError(`formatNamed: no format "${name}"; there are ${known} and p1 to p53`);
}

/** A format of IEEE 754's pattern: symmetric exponents, subnormals, infinities and NaN. */
function ieee(
  name: string,
  label: string,
  significandBits: number,
  maxExponent: number,
  bits: number,
): FloatFormat {
  return {
    name,
    label,
    significandBits,
    minExponent: 1 - maxExponent,
    maxExponent,
    maxFinite: (2 - 2 ** (1 - significandBits)) * 2 ** maxExponent,
    subnormals: true,
    infinities: true,
    nan: true,
    overflow: "infinity",
    bits,
  };
}
