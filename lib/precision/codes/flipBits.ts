import type { FloatFormat } from "../formats/format.js";
import { completeKey, type RandomKey } from "../rounding/rounding.js";
import { joinBigCode, numberOf, partsOf, splitBigCode } from "./codeParts.js";
import { requireParts } from "./encode.js";
import { type Encoding, encodingOf } from "./encoding.js";
import { flipSites } from "./flipSites.js";

/** A field of a code; `significand` is the fraction bits, in fixed point all but the sign. */
export type BitPart = "sign" | "exponent" | "significand";

/** One bit that was flipped. */
export interface BitFlip {
  /** Of the element: the key's index + its place in the array. */
  readonly index: number;
  /** Position in the code, 0 the lowest. */
  readonly bit: number;
  readonly part: BitPart;
  /** The number before and after this flip. */
  readonly before: number;
  readonly after: number;
}

/** Which bits {@link flipBits} flips; exactly one of ratePerBit, ratePerNumber and count. */
export interface BitFlipOptions {
  /** Names the random bits: the same key gives the same flips. */
  readonly key: RandomKey;
  /** Probability that an eligible bit flips, independently of all others. */
  readonly ratePerBit?: number;
  /** Probability that a number suffers a flip, of one of its eligible bits. */
  readonly ratePerNumber?: number;
  /** Exactly so many different bits of the array given. */
  readonly count?: number;
  /** The eligible bits: those of one field, or all (default). */
  readonly part?: BitPart | "any";
  /** The eligible bits by position, 0 the lowest; instead of `part`. */
  readonly bits?: readonly number[];
}

/**
 * Flips random bits of numbers in place: soft errors of memory that holds them in a format.
 *
 * With a rate, what happens to an element depends on (seed, step, index) and nothing else: an
 * array given in chunks, each with its own first index, suffers the same flips. An exact count
 * is drawn from the eligible bits of the array given, every set of that size equally likely.
 * A flip of an exponent may give ±∞ or NaN: that is the outcome, recorded.
 *
 * The same flips twice restore the array, unless one made a NaN: of its code the format's
 * canonical NaN remains. Writing back `before`, last row first, always restores.
 *
 * O(n) with a rate, about 0.2 µs an element; O(n + count) with a count. Rates resolve 2⁻⁵³.
 *
 * @param array - numbers of the format
 * @returns the flips, by index and then bit, in the order in which they were made
 * @throws RangeError, before anything is changed, if an element is no number of the format, a
 *   rate is outside [0, 1], a count or a position is not there, or the format has codes that
 *   stand for nothing
 * @throws TypeError if not exactly one of the rates and the count is given, or there is no key
 * @see Elliott, Mueller, Stoyanov & Webster (2013), Quantifying the impact of single bit flips
 *   on floating point arithmetic, technical report, Oak Ridge National Laboratory
 *
 * @example
 * const weights = Float64Array.of(1, 1, 1, 1);
 * const log = flipBits(weights, float16, { key: { seed: 1 }, count: 1, part: "sign" });
 * weights[log[0].index]; // -1
 */
export function flipBits(
  array: Float64Array,
  format: FloatFormat,
  options: BitFlipOptions,
): BitFlip[] {
  const encoding = flippable(format, "flipBits");
  if (!(array instanceof Float64Array))
    throw new TypeError(
      `flipBits: array must be a Float64Array, got ${Object.prototype.toString.call(array)}`,
    );
  const key = requireKey(options);
  const eligible = eligibleBits(options, encoding);
  const sites = flipSites(array.length, eligible.length, options, key);
  for (let i = 0; i < array.length; i++)
    if (partsOf(array[i], encoding) === undefined)
      requireParts(array[i], encoding, "flipBits", ` in element ${i}`);

  const log: BitFlip[] = [];
  for (const { place, ranks } of sites) {
    let code = joinBigCode(requireParts(array[place], encoding, "flipBits"), encoding);
    let before = array[place];
    for (const rank of ranks) {
      const bit = eligible[rank];
      code ^= 1n << BigInt(bit);
      const after = numberOf(splitBigCode(code, encoding), encoding) as number;
      log.push({ index: key.index + place, bit, part: partOf(bit, encoding), before, after });
      before = after;
    }
    array[place] = before;
  }
  return log;
}

/**
 * The number whose code differs from that of x in one bit. O(1).
 *
 * @param bit - position in the code, 0 the lowest
 * @throws RangeError if x is no number of the format, or it has no such bit
 *
 * @example
 * flipBit(1, 14, float16); // Infinity
 * flipBit(1, 9, float16); // 1.5
 */
export function flipBit(x: number, bit: number, format: FloatFormat): number {
  const encoding = flippable(format, "flipBit");
  requireBit(bit, encoding, "flipBit");
  const code = joinBigCode(requireParts(x, encoding, "flipBit"), encoding);
  return numberOf(splitBigCode(code ^ (1n << BigInt(bit)), encoding), encoding) as number;
}

function flippable(format: FloatFormat, caller: string): Encoding {
  const encoding = encodingOf(format, caller);
  if (!encoding.complete)
    throw new RangeError(
      `${caller}: ${format.name} has codes that stand for no number, so a flip may mean nothing`,
    );
  return encoding;
}

function requireKey(options: BitFlipOptions): Required<RandomKey> {
  const key = options?.key;
  if (typeof key !== "object" || key === null)
    throw new TypeError(`flipBits: needs a key, such as { seed: 1, step: 0 }, got ${key}`);
  return completeKey(key, "flipBits");
}

/** The positions that may flip, ascending. */
function eligibleBits({ part, bits }: BitFlipOptions, encoding: Encoding): number[] {
  if (bits !== undefined) {
    if (part !== undefined) throw new TypeError("flipBits: got both part and bits, expected one");
    for (const bit of bits) requireBit(bit, encoding, "flipBits");
    if (bits.length === 0 || new Set(bits).size < bits.length)
      throw new RangeError(`flipBits: bits must be different positions, at least 1, got [${bits}]`);
    return [...bits].sort((a, b) => a - b);
  }
  if (part !== undefined && !["any", "sign", "exponent", "significand"].includes(part))
    throw new TypeError(
      `flipBits: part must be "sign", "exponent", "significand" or "any", got ${part}`,
    );
  const all = Array.from({ length: encoding.bits }, (_, bit) => bit);
  const chosen = all.filter(
    (bit) => part === undefined || part === "any" || partOf(bit, encoding) === part,
  );
  if (chosen.length === 0)
    throw new RangeError(`flipBits: ${encoding.format.name} has no ${part} bits`);
  return chosen;
}

function requireBit(bit: number, { bits, format }: Encoding, caller: string): void {
  if (!Number.isInteger(bit) || bit < 0 || bit >= bits)
    throw new RangeError(`${caller}: a bit of ${format.name} is one of 0..${bits - 1}, got ${bit}`);
}

const partOf = (bit: number, { fractionBits, exponentBits }: Encoding): BitPart =>
  bit < fractionBits ? "significand" : bit < fractionBits + exponentBits ? "exponent" : "sign";
