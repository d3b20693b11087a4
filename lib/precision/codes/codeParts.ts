import { type CodeParts, type Encoding, fixedUnit, magnitudeParts } from "./encoding.js";

/**
 * The parts of a number's code; undefined if x is no number of the format.
 *
 * Every NaN gives the canonical one, and −0 the zero of a format that has but one. O(1).
 */
export function partsOf(x: number, encoding: Encoding): CodeParts | undefined {
  const { format, infinity, nan, fractionCodes } = encoding;
  if (Number.isNaN(x)) return nan;
  const sign = x < 0 || (Object.is(x, -0) && format.zero === "signed") ? 1 : 0;
  if (Math.abs(x) === Infinity) return infinity && { ...infinity, sign };
  if (x < format.lowest || x > format.maxFinite) return undefined;
  if (encoding.kind === "fixed") {
    const integer = x / fixedUnit(format);
    const fraction = integer + sign * fractionCodes;
    // A quotient that underflows to 0 would pass for a number of the format.
    const exact = Number.isInteger(integer) && (integer !== 0 || x === 0);
    return exact ? { sign, exponent: 0, fraction } : undefined;
  }
  if (x === 0) return format.zero === "none" ? undefined : { sign, exponent: 0, fraction: 0 };
  if (format.subnormals !== "kept" && Math.abs(x) < 2 ** format.minExponent) return undefined;
  const { exponent, fraction } = magnitudeParts(Math.abs(x), encoding);
  const exact =
    Number.isInteger(fraction) && (exponent > 0 || fraction > 0 || format.zero === "none");
  return exact ? { sign, exponent, fraction } : undefined;
}

/**
 * The number whose code has these parts; undefined if there is none.
 *
 * In a format that flushes its subnormals their codes are zeros, as hardware reads them. O(1).
 */
export function numberOf(parts: CodeParts, encoding: Encoding): number | undefined {
  const { format, infinity, nan, fractionCodes, bias } = encoding;
  const { sign, exponent, fraction } = parts;
  if (encoding.kind === "fixed")
    return within((fraction - sign * fractionCodes) * fixedUnit(format), encoding);
  if (nan && isNan(parts, nan, infinity)) return NaN;
  if (infinity && exponent === infinity.exponent && fraction === infinity.fraction)
    return sign ? -Infinity : Infinity;
  const hidden = exponent > 0 || format.zero === "none";
  if (!hidden && fraction === 0 && sign === 1) return format.zero === "signed" ? -0 : undefined;
  if (!hidden && fraction > 0 && format.subnormals !== "kept")
    return format.subnormals === "flushed"
      ? numberOf({ ...parts, fraction: 0 }, encoding)
      : undefined;
  const power = hidden ? exponent - bias : format.minExponent;
  const size = (hidden ? 1 : 0) + fraction / fractionCodes;
  return within((sign ? -size : size) * 2 ** power, encoding);
}

/** One NaN where there are no infinities or −0's code is free; else all above infinity. */
function isNan(
  { sign, exponent, fraction }: CodeParts,
  nan: CodeParts,
  infinity: CodeParts | undefined,
): boolean {
  if (nan.sign === 1) return sign === 1 && exponent === 0 && fraction === 0;
  if (exponent !== nan.exponent) return false;
  return infinity ? fraction > 0 : fraction === nan.fraction;
}

const within = (x: number, { format }: Encoding): number | undefined =>
  x >= format.lowest && x <= format.maxFinite ? x : undefined;

/** The parts of a code given as an integer 0 … 2^bits − 1, where bits ≤ 53. */
export function splitCode(code: number, encoding: Encoding): CodeParts {
  const { signBits, exponentCodes, fractionCodes } = encoding;
  const fraction = code % fractionCodes;
  const upper = (code - fraction) / fractionCodes;
  const exponent = upper % exponentCodes;
  return { sign: signBits ? (upper - exponent) / exponentCodes : 0, exponent, fraction };
}

/** The code of some parts as an integer, where bits ≤ 53. */
export function joinCode({ sign, exponent, fraction }: CodeParts, encoding: Encoding): number {
  const { exponentCodes, fractionCodes } = encoding;
  return (sign * exponentCodes + exponent) * fractionCodes + fraction;
}

/** {@link splitCode} for codes of up to 64 bits. */
export function splitBigCode(code: bigint, encoding: Encoding): CodeParts {
  const fraction = Number(BigInt.asUintN(encoding.fractionBits, code));
  const upper = Number(code >> BigInt(encoding.fractionBits));
  const exponent = upper % encoding.exponentCodes;
  return { sign: (upper - exponent) / encoding.exponentCodes, exponent, fraction };
}

/** {@link joinCode} for codes of up to 64 bits. */
export function joinBigCode({ sign, exponent, fraction }: CodeParts, encoding: Encoding): bigint {
  const upper = BigInt(sign * encoding.exponentCodes + exponent);
  return (upper << BigInt(encoding.fractionBits)) | BigInt(fraction);
}
