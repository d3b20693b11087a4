import { binaryExponent } from "../../numerics/binaryExponent.js";
import { type FloatFormat, requireFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";

/** The parts of a code, as integers; every one is exact in a double. */
export interface CodeParts {
  /** 0 or 1; 0 where there is no sign bit. */
  readonly sign: number;
  /** The biased exponent; 0 where there is no exponent. */
  readonly exponent: number;
  /** The bits below the hidden one; in two's complement all bits but the sign. */
  readonly fraction: number;
}

/**
 * How the numbers of a format lie in its bits: sign, exponent, fraction, from the top.
 *
 * Everything follows from the descriptor:
 *
 * - a sign bit, if there are negative numbers; p − 1 fraction bits; the rest is the exponent,
 *   biased by 1 − minExponent, so that exponent 0 is zero and the subnormals; by −minExponent
 *   in a format without zero, where exponent 0 is a binade like any other;
 * - ∞ is the top exponent with fraction 0 and NaN the same with another fraction (IEEE 754);
 *   without infinities NaN is all ones; with a single zero NaN is the code that −0 would have,
 *   and ∞ all ones;
 * - equal spacing with one zero and no NaN is fixed point: two's complement, or unsigned.
 */
export interface Encoding {
  readonly format: FloatFormat;
  readonly kind: "float" | "fixed";
  readonly bits: number;
  readonly signBits: 0 | 1;
  readonly exponentBits: number;
  readonly fractionBits: number;
  /** 2^fractionBits and 2^exponentBits. */
  readonly fractionCodes: number;
  readonly exponentCodes: number;
  readonly bias: number;
  /** Code of +∞, if there is one. */
  readonly infinity?: CodeParts;
  /** The canonical (quiet, positive) NaN, if there is one. */
  readonly nan?: CodeParts;
  /** Whether every code stands for a number, ∞ or NaN. */
  readonly complete: boolean;
}

/** Encodings that were derived before, one per format object. */
const known = new WeakMap<FloatFormat, Encoding>();

/**
 * The {@link Encoding} of a format. O(1).
 *
 * @param caller - the function to name in the error
 * @throws TypeError if `format` is no format
 * @throws RangeError if it has no width, or if its numbers cannot be laid out in its bits
 *
 * @example
 * encodingOf(float16, "encode").bias; // 15
 */
export function encodingOf(format: FloatFormat, caller: string): Encoding {
  requireFormat(format, caller);
  const encoding = layoutOf(format);
  if (typeof encoding === "string") throw new RangeError(`${caller}: ${format.name} ${encoding}`);
  return encoding;
}

/** The encoding of a format that was examined, or why it has none. */
export function layoutOf(format: FloatFormat): Encoding | string {
  const before = known.get(format);
  if (before) return before;
  const { bits } = format;
  if (bits === undefined) return "has no codes, expected a format with `bits`";
  const encoding = isFixedPoint(format) ? fixedEncoding(format, bits) : floatEncoding(format, bits);
  const trouble = layoutTrouble(encoding);
  if (trouble) return `cannot be laid out in ${bits} bits: ${trouble}`;
  known.set(format, encoding);
  return encoding;
}

const isFixedPoint = (f: FloatFormat): boolean =>
  f.minExponent === f.maxExponent && f.zero === "unsigned" && !f.infinities && !f.nan;

function fixedEncoding(format: FloatFormat, bits: number): Encoding {
  const signBits = format.lowest < 0 ? 1 : 0;
  const fractionBits = bits - signBits;
  const unit = fixedUnit(format);
  const complete =
    format.maxFinite / unit === 2 ** fractionBits - 1 &&
    format.lowest / unit === (signBits ? -(2 ** fractionBits) : 0);
  return {
    ...{ format, kind: "fixed", bits, signBits, exponentBits: 0, fractionBits, bias: 0 },
    ...{ fractionCodes: 2 ** fractionBits, exponentCodes: 1, complete },
  };
}

/** The spacing of a fixed-point format. */
export const fixedUnit = (format: FloatFormat): number => 2 ** leastExponent(format);

function floatEncoding(format: FloatFormat, bits: number): Encoding {
  const { significandBits: p, minExponent, zero, infinities, nan, lowest, maxFinite } = format;
  const signBits = lowest < 0 ? 1 : 0;
  const fractionBits = p - 1;
  const exponentBits = bits - signBits - fractionBits;
  const [fractionCodes, exponentCodes] = [2 ** fractionBits, 2 ** exponentBits];
  const bias = (zero === "none" ? 0 : 1) - minExponent;
  const ones = { sign: 0, exponent: exponentCodes - 1, fraction: fractionCodes - 1 };
  const freeMinusZero = zero === "unsigned" && signBits === 1;
  const infinity = freeMinusZero ? ones : { ...ones, fraction: 0 };
  const quiet = { ...ones, fraction: 2 ** (fractionBits - 1) };
  const minusZero = { sign: 1, exponent: 0, fraction: 0 };
  const encoding: Encoding = {
    ...{ format, kind: "float", bits, signBits, exponentBits, fractionBits, bias },
    ...{ fractionCodes, exponentCodes },
    ...(infinities ? { infinity } : {}),
    ...(nan ? { nan: freeMinusZero ? minusZero : infinities ? quiet : ones } : {}),
    complete: false,
  };
  const { exponent, fraction } = magnitudeParts(maxFinite, encoding);
  const special = firstSpecial(encoding);
  const gapless =
    special.exponent * fractionCodes + special.fraction === exponent * fractionCodes + fraction + 1;
  const symmetric = signBits === 1 ? lowest === -maxFinite && zero !== "none" : zero !== "signed";
  const nanNeeded = freeMinusZero || (infinities && fractionBits > 0);
  const below = format.subnormals !== "rounded" || zero === "none" || p === 1;
  const complete = gapless && symmetric && (nan || !nanNeeded) && below;
  return { ...encoding, complete };
}

/** Exponent and fraction of a number > 0 of a float format. */
export function magnitudeParts(
  size: number,
  { format, fractionBits, fractionCodes, bias }: Encoding,
): { readonly exponent: number; readonly fraction: number } {
  const { minExponent } = format;
  const exponent = binaryExponent(size);
  if (exponent < minExponent)
    return { exponent: 0, fraction: size / 2 ** (minExponent - fractionBits) };
  return { exponent: exponent + bias, fraction: (size / 2 ** exponent - 1) * fractionCodes };
}

/** What keeps a format's numbers from being laid out in its bits. */
function layoutTrouble(encoding: Encoding): string | undefined {
  const { format, kind, signBits, exponentBits, fractionBits } = encoding;
  const { maxFinite, lowest, infinities, nan, zero } = format;
  if (kind === "fixed") {
    const [top, bottom] = [maxFinite / fixedUnit(format), lowest / fixedUnit(format)];
    return top >= 2 ** fractionBits || bottom < -(2 ** fractionBits)
      ? `its integers go from ${bottom} to ${top}`
      : undefined;
  }
  if (exponentBits < 1 || exponentBits > 32)
    return (
      `${signBits} for the sign and ${fractionBits} for the fraction ` +
      `leave ${exponentBits} for the exponent, expected 1..32`
    );
  if (signBits === 0 && (infinities || zero === "signed"))
    return `without a sign bit, ${infinities ? "-Infinity" : "-0"} has no code`;
  if (infinities && nan && fractionBits === 0 && zero !== "unsigned")
    return "without a fraction, infinity and NaN would have one code";
  const largest = Math.max(maxFinite, -lowest);
  const { exponent, fraction } = magnitudeParts(largest, encoding);
  const special = firstSpecial(encoding);
  return exponent > special.exponent ||
    (exponent === special.exponent && fraction >= special.fraction)
    ? `the code of ${largest} would be that of infinity or NaN, or beyond the last one`
    : undefined;
}

/** The lowest exponent and fraction above those of finite numbers. */
function firstSpecial({ infinity, nan, exponentCodes }: Encoding): CodeParts {
  if (infinity) return infinity;
  if (nan && nan.sign === 0) return nan;
  return { sign: 0, exponent: exponentCodes, fraction: 0 };
}
