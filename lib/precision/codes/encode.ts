import type { FloatFormat } from "../formats/format.js";
import { roundTo } from "../rounding/roundTo.js";
import { joinBigCode, joinCode, numberOf, partsOf, splitBigCode, splitCode } from "./codeParts.js";
import { type CodeParts, type Encoding, encodingOf } from "./encoding.js";

/** Codes of many numbers, one per element: the narrowest array that holds the format's bits. */
export type Codes = Uint8Array | Uint16Array | Uint32Array | BigUint64Array;

/**
 * The code that stores a number in a format, as an integer 0 … 2^bits − 1.
 *
 * The layout follows from the descriptor, see {@link Encoding}: IEEE 754's for float16 or
 * bfloat16, OCP's for the 8-, 6- and 4-bit formats, two's complement for fixed point. NaN
 * gives the canonical quiet one; −0 is 0 in a format with one zero. O(1).
 *
 * @throws RangeError if x is no number of the format, or the format has no codes, or its codes
 *   of more than 53 bits do not fit a number ({@link encodeArray} takes those)
 * @throws TypeError if `format` is no format
 * @see IEEE 754-2019 §3.4; OCP 8-bit Floating Point Specification 1.0; OCP MX 1.0
 *
 * @example
 * encode(1, float16).toString(16); // "3c00"
 * encode(448, float8_e4m3fn); // 126
 */
export function encode(x: number, format: FloatFormat): number {
  const encoding = narrowEncoding(format, "encode");
  return joinCode(requireParts(x, encoding, "encode"), encoding);
}

/**
 * The number that a code stands for; every NaN code gives NaN.
 *
 * The inverse of {@link encode}. Where a format flushes subnormals their codes are read as
 * zeros. O(1).
 *
 * @throws RangeError if the code is no integer in 0 … 2^bits − 1 or stands for nothing, or the
 *   format's codes do not fit a number
 *
 * @example
 * decode(0x7f, float8_e4m3fn); // NaN
 * decode(0x80, fixedPoint(8, 4)); // -8
 */
export function decode(code: number, format: FloatFormat): number {
  const encoding = narrowEncoding(format, "decode");
  const { bits } = encoding;
  if (!Number.isInteger(code) || code < 0 || code >= 2 ** bits)
    throw new RangeError(
      `decode: a code of ${format.name} is an integer in 0..${2 ** bits - 1}, got ${code}`,
    );
  return requireMeaning(numberOf(splitCode(code, encoding), encoding), encoding, code, "decode");
}

/**
 * The codes of many numbers, element by element as {@link encode}; codes of 33 … 64 bits are
 * bigints. O(n).
 *
 * @returns Uint8Array, Uint16Array, Uint32Array or BigUint64Array for up to 8, 16, 32, 64 bits
 * @throws RangeError as encode, naming the element
 * @throws TypeError if `values` is neither a Float64Array nor a Float32Array
 *
 * @example
 * encodeArray(Float64Array.of(1, -2), float16); // Uint16Array [0x3c00, 0xc000]
 * encodeArray(Float64Array.of(1), float64)[0].toString(16); // "3ff0000000000000"
 */
export function encodeArray(values: Float64Array | Float32Array, format: FloatFormat): Codes {
  const encoding = encodingOf(format, "encodeArray");
  requireKind(values, ["Float64Array", "Float32Array"], "encodeArray: values");
  const parts = (i: number): CodeParts =>
    requireParts(values[i], encoding, "encodeArray", ` in element ${i}`);
  const { bits } = encoding;
  const { length } = values;
  if (bits > 32) {
    const codes = new BigUint64Array(length);
    for (let i = 0; i < length; i++) codes[i] = joinBigCode(parts(i), encoding);
    return codes;
  }
  const Narrow = bits > 16 ? Uint32Array : bits > 8 ? Uint16Array : Uint8Array;
  const codes = new Narrow(length);
  for (let i = 0; i < length; i++) codes[i] = joinCode(parts(i), encoding);
  return codes;
}

/**
 * The numbers that codes stand for, element by element as {@link decode}. O(n).
 *
 * @throws RangeError as decode, naming the element
 * @throws TypeError if `codes` is none of {@link Codes}
 *
 * @example
 * decodeArray(Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7), float4_e2m1fn); // [0, 0.5, 1, 1.5, 2, 3, 4, 6]
 */
export function decodeArray(codes: Codes, format: FloatFormat): Float64Array {
  const encoding = encodingOf(format, "decodeArray");
  const kinds = ["Uint8Array", "Uint16Array", "Uint32Array", "BigUint64Array"];
  requireKind(codes, kinds, "decodeArray: codes");
  const { bits } = encoding;
  const number = (code: number | bigint): number | undefined =>
    numberOf(
      typeof code === "bigint" ? splitBigCode(code, encoding) : splitCode(code, encoding),
      encoding,
    );
  const all = 2 ** bits;
  // With more codes than there are different ones, each is decoded once.
  const table =
    bits <= 16 && codes.length > all ? Array.from({ length: all }, (_, code) => number(code)) : [];
  const values = new Float64Array(codes.length);
  for (let i = 0; i < values.length; i++) {
    const code = codes[i];
    if (code >= all)
      throw new RangeError(
        `decodeArray: a code of ${format.name} has ${bits} bits, got ${code} in element ${i}`,
      );
    const value = table.length > 0 ? table[Number(code)] : number(code);
    values[i] = requireMeaning(value, encoding, code, "decodeArray", ` in element ${i}`);
  }
  return values;
}

function requireKind(array: unknown, kinds: readonly string[], what: string): void {
  const kind = Object.prototype.toString.call(array).slice(8, -1);
  if (!kinds.includes(kind))
    throw new TypeError(`${what} must be one of ${kinds.join(", ")}, got ${kind}`);
}

/** A code as text: 0s and 1s, the highest bit first; an absent field is empty. */
export interface BitFields {
  readonly sign: string;
  /** Empty in fixed point. */
  readonly exponent: string;
  /** The bits below the hidden one; in fixed point all but the sign. */
  readonly fraction: string;
}

/**
 * The fields of a number's code; side by side they are the code in base 2, at any width. O(bits).
 *
 * @throws RangeError if x is no number of the format, or the format has no codes
 *
 * @example
 * bitFields(-1.5, float16); // { sign: "1", exponent: "01111", fraction: "1000000000" }
 */
export function bitFields(x: number, format: FloatFormat): BitFields {
  const encoding = encodingOf(format, "bitFields");
  const parts = requireParts(x, encoding, "bitFields");
  const digits = (n: number, width: number): string =>
    width === 0 ? "" : n.toString(2).padStart(width, "0");
  return {
    sign: digits(parts.sign, encoding.signBits),
    exponent: digits(parts.exponent, encoding.exponentBits),
    fraction: digits(parts.fraction, encoding.fractionBits),
  };
}

/** The encoding of a format whose codes are exact as JavaScript numbers. */
function narrowEncoding(format: FloatFormat, caller: string): Encoding {
  const encoding = encodingOf(format, caller);
  if (encoding.bits > 53)
    throw new RangeError(
      `${caller}: codes of ${encoding.bits} bits do not fit a number, ` +
        "expected at most 53; encodeArray and decodeArray take them as bigints",
    );
  return encoding;
}

/**
 * The parts of x in an encoding.
 *
 * @param where - added to the error, e.g. " in element 3"
 * @throws RangeError if x is no number of the format
 */
export function requireParts(x: number, encoding: Encoding, caller: string, where = ""): CodeParts {
  const parts = partsOf(x, encoding);
  if (parts) return parts;
  const { format } = encoding;
  const rounded = roundTo(x, format);
  const hint = partsOf(rounded, encoding)
    ? `round it first: roundTo gives ${Object.is(rounded, -0) ? "-0" : rounded}`
    : "and rounding gives none";
  throw new RangeError(`${caller}: ${x} is no number of ${format.name}${where}; ${hint}`);
}

function requireMeaning(
  x: number | undefined,
  encoding: Encoding,
  code: number | bigint,
  caller: string,
  where = "",
): number {
  if (x === undefined)
    throw new RangeError(
      `${caller}: the code ${code} stands for no number of ${encoding.format.name}${where}`,
    );
  return x;
}
