import { fixedPoint } from "./fixedPoint.js";
import { described, type FloatFormat, floatFormat } from "./format.js";

/** A format of IEEE 754's pattern: symmetric exponents, subnormals, infinities and NaN. */
const ieee = (
  name: string,
  label: string,
  significandBits: number,
  maxExponent: number,
  bits: number,
): FloatFormat => floatFormat({ name, label, significandBits, maxExponent, bits });

/** A format of 8 bits or fewer without infinities; "fn" in its name is for *finite numbers*. */
const finite = (
  name: string,
  label: string,
  significandBits: number,
  exponents: readonly [number, number],
  maxFinite: number,
  more: Partial<FloatFormat>,
): FloatFormat => {
  const [minExponent, maxExponent] = exponents;
  const range = { significandBits, minExponent, maxExponent, maxFinite };
  return floatFormat({ name, label, ...range, infinities: false, bits: 8, ...more });
};

/** IEEE 754 binary64: the doubles of JavaScript, p = 53. */
export const float64: FloatFormat = ieee("float64", "float64", 53, 1023, 64);
/** IEEE 754 binary32, p = 24. */
export const float32: FloatFormat = ieee("float32", "float32", 24, 127, 32);
/** TensorFloat-32: float16's precision with float32's range, 19 bits. */
export const tf32: FloatFormat = ieee("tf32", "tf32", 11, 127, 19);
/** bfloat16: the upper half of a binary32, p = 8 with float32's range. */
export const bfloat16: FloatFormat = ieee("bfloat16", "bfloat16", 8, 127, 16);
/** IEEE 754 binary16, p = 11. */
export const float16: FloatFormat = ieee("float16", "float16", 11, 15, 16);
/** 8-bit E3M4 with infinities, p = 5; largest number 15.5. */
export const float8_e3m4: FloatFormat = ieee("float8_e3m4", "8-bit (e3m4)", 5, 3, 8);
/** 8-bit E4M3 of IEEE 754's pattern, p = 4, with infinities; largest number 240. */
export const float8_e4m3: FloatFormat = ieee("float8_e4m3", "8-bit (e4m3)", 4, 7, 8);
/** OCP 8-bit E5M2: p = 3, IEEE-like, with infinities; largest number 57344. */
export const float8_e5m2: FloatFormat = ieee("float8_e5m2", "8-bit (e5m2)", 3, 15, 8);
/**
 * OCP 8-bit E4M3: p = 4, no infinity, largest number 448; the top significand of the top binade
 * is NaN, and so is every overflow (the non-saturating conversion, as in ml_dtypes).
 *
 * @see Micikevicius et al. (2022), FP8 formats for deep learning, arXiv:2209.05433
 */
export const float8_e4m3fn: FloatFormat = finite(
  "float8_e4m3fn",
  "8-bit (e4m3fn)",
  4,
  [-6, 8],
  448,
  {},
);
/**
 * 8-bit E4M3 with one zero, exponent bias 8 and a single NaN (the code of −0); largest number 240.
 *
 * @see Noune et al. (2022), 8-bit numerical formats for deep neural networks, arXiv:2206.02915
 */
export const float8_e4m3fnuz: FloatFormat = finite(
  "float8_e4m3fnuz",
  "8-bit (e4m3fnuz)",
  4,
  [-7, 7],
  240,
  { zero: "unsigned" },
);
/** 8-bit E5M2 with one zero, exponent bias 16 and a single NaN (the code of −0); largest number 57344. */
export const float8_e5m2fnuz: FloatFormat = finite(
  "float8_e5m2fnuz",
  "8-bit (e5m2fnuz)",
  3,
  [-15, 15],
  57344,
  { zero: "unsigned" },
);
/**
 * 8 bits that are all exponent: the powers of two 2^−127 … 2^127 and NaN, the shared scale of
 * OCP's microscaling blocks. No sign and no zero: 0 and negative numbers become NaN (the
 * smallest number when saturating), positive ones below 2^−127 become 2^−127.
 *
 * @see OCP Microscaling Formats (MX) Specification, version 1.0 (2023)
 */
export const float8_e8m0fnu: FloatFormat = finite(
  "float8_e8m0fnu",
  "8-bit scale (e8m0fnu)",
  1,
  [-127, 127],
  2 ** 127,
  { lowest: 2 ** -127, zero: "none", subnormals: "rounded" },
);
/** OCP 6-bit E2M3: p = 4, neither infinity nor NaN, saturating; largest number 7.5. */
export const float6_e2m3fn: FloatFormat = finite(
  "float6_e2m3fn",
  "6-bit (e2m3fn)",
  4,
  [0, 2],
  7.5,
  { nan: false, bits: 6 },
);
/** OCP 6-bit E3M2: p = 3, neither infinity nor NaN, saturating; largest number 28. */
export const float6_e3m2fn: FloatFormat = finite(
  "float6_e3m2fn",
  "6-bit (e3m2fn)",
  3,
  [-2, 4],
  28,
  { nan: false, bits: 6 },
);
/** OCP 4-bit E2M1: p = 2, neither infinity nor NaN, saturating: 0, ½, 1, 1½, 2, 3, 4 and 6. */
export const float4_e2m1fn: FloatFormat = finite("float4_e2m1fn", "4-bit (e2m1fn)", 2, [0, 2], 6, {
  nan: false,
  bits: 4,
});

/** The named floating-point formats, by falling precision and then range. */
export const formats: readonly FloatFormat[] = [
  float64,
  float32,
  tf32,
  float16,
  bfloat16,
  float8_e3m4,
  float8_e4m3fn,
  float8_e4m3,
  float8_e4m3fnuz,
  float6_e2m3fn,
  float8_e5m2,
  float8_e5m2fnuz,
  float6_e3m2fn,
  float4_e2m1fn,
  float8_e8m0fnu,
];

/**
 * The format of p significand bits over float64's exponent range, named `p1` … `p53`.
 *
 * Isolates precision from range: it overflows in float64's top binade only, and its subnormal
 * numbers begin where float64's do. p = 53 holds exactly the numbers of float64. At p = 1 the
 * numbers are ±2^e, and a tie, being 1.5·2^e, goes up: of the integer significands 1 and 2 the
 * even one is 2 (as in MPFR, and as IEEE 754 §4.3.1 says for one digit).
 *
 * @param p - significand bits with the hidden one, an integer in 1 … 53
 * @throws RangeError if p is not as said
 *
 * @example
 * roundTo(0.1, significandBits(3)); // 0.09375
 */
export function significandBits(p: number): FloatFormat {
  if (!Number.isInteger(p) || p < 1 || p > 53)
    throw new RangeError(`significandBits: p must be an integer in 1..53, got ${described(p)}`);
  const label = p === 1 ? "1 bit" : `${p} bits`;
  return floatFormat({ name: `p${p}`, label, significandBits: p, maxExponent: 1023 });
}

/**
 * The format of a given name: one of {@link formats}, `p1` … `p53` of {@link significandBits},
 * or one of {@link fixedPoint} such as `fixed8_4`, `ufixed8_8` and `fixed8_4_wrap`.
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
  const fixed = /^(u?)fixed(\d+)_(-?\d+)(_wrap)?$/.exec(name);
  if (fixed) {
    const overflow = fixed[4] ? "wrap" : "saturate";
    const signed = fixed[1] === "";
    const made = fixedPoint(Number(fixed[2]), Number(fixed[3]), { signed, overflow });
    if (made.name === name) return made; // one name for one format: fixed08_4 is none
  }
  const known = formats.map((f) => f.name).join(", ");
  throw new RangeError(
    `formatNamed: no format "${name}"; there are ${known}, p1 to p53 and fixed8_4 and the like`,
  );
}
