import type { StochasticBits } from "../../kernels/stochasticBits.js";
import type { FloatFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";
import { overflowed, roundByDefinition } from "../rounding/roundByDefinition.js";
import type { Rounding } from "../rounding/rounding.js";
import type { RoundingCounters } from "../rounding/roundingCounters.js";
import type { ExactValue } from "./exactValue.js";

/**
 * Rounds an exact number ≠ 0, which need not be a double, once: {@link roundByDefinition} in
 * integers of any length. Equal to it, and drawing the same random bits, where x is a double.
 *
 * About a microsecond.
 *
 * @param index - of the element, for the stochastic modes
 * @param counters - if given, inexact, underflow, overflow and invalid are counted
 */
export function roundExact(
  x: ExactValue,
  format: FloatFormat,
  rounding: Rounding,
  index: number = rounding.index,
  counters?: RoundingCounters,
): number {
  const { sign } = x;
  const { minExponent, maxExponent, maxFinite, lowest, zero } = format;
  const negative = zero === "none" && sign < 0;
  const quantum = quantumExponent(x, format, rounding);
  const n = negative ? x.floor(-quantum) : roundedInteger(x, quantum, rounding, index);
  // Infinite where no double can hold it: beyond every format.
  const size = Number(n) * 2 ** quantum;
  const limit = Math.max(0, sign < 0 ? -lowest : maxFinite);
  const result = negative
    ? roundByDefinition(-1, format, rounding)
    : placed(n, size, limit, x, quantum, format, rounding);
  if (counters && negative && Number.isNaN(result)) counters.invalid++;
  else if (counters) {
    if (!x.isWhole(-quantum) || result !== sign * size || size === Infinity) {
      counters.inexact++;
      if (x.exponent < minExponent && minExponent < maxExponent) counters.underflow++;
    }
    if (size > limit) counters.overflow++;
    if (Number.isNaN(result)) counters.invalid++;
  }
  return result;
}

/** The result for sign·n·2^quantum, a number of the format if its range were unbounded. */
function placed(
  n: bigint,
  size: number,
  limit: number,
  { sign }: ExactValue,
  quantum: number,
  format: FloatFormat,
  rounding: Rounding,
): number {
  if (n === 0n && format.zero === "none") return format.lowest;
  if (size <= limit) return roundByDefinition(sign * size, format, rounding);
  if (rounding.overflow !== "wrap") return overflowed(sign * size, format, rounding);
  // Reduced as an integer: the product of two registers need not be a double.
  const codes = BigInt((format.maxFinite - format.lowest) / 2 ** quantum) + 1n;
  return roundByDefinition(sign * Number(n % codes) * 2 ** quantum, format, rounding);
}

/** The q for which x is rounded to a multiple of 2^q. */
function quantumExponent(
  { exponent }: ExactValue,
  format: FloatFormat,
  { overflow }: Rounding,
): number {
  const { minExponent, significandBits, subnormals } = format;
  if (overflow === "wrap") return leastExponent(format);
  if (exponent < minExponent && subnormals === "rounded") return minExponent;
  return Math.max(exponent, minExponent) - significandBits + 1;
}

/** The integer to which |x|/2^quantum rounds. */
function roundedInteger(x: ExactValue, quantum: number, rounding: Rounding, index: number): bigint {
  const halves = x.floor(1 - quantum);
  const below = halves >> 1n;
  const whole = x.isWhole(-quantum);
  if (whole) return below;
  const upper = (halves & 1n) === 1n; // fraction ≥ ½
  const tie = upper && x.isWhole(1 - quantum);
  const odd = (below & 1n) === 1n;
  const away = ((): boolean => {
    switch (rounding.mode) {
      case "nearest-even":
        return tie ? odd : upper;
      case "nearest-away":
        return upper;
      case "nearest-to-zero":
        return upper && !tie;
      case "toward-zero":
        return false;
      case "up":
        return x.sign > 0;
      case "down":
        return x.sign < 0;
      case "to-odd":
        return !odd;
      case "stochastic":
        return carries(x, quantum, rounding, index);
      case "stochastic-equal":
        return (rounding.bits as StochasticBits).first(index) >= 2 ** 15;
    }
  })();
  return away ? below + 1n : below;
}

/**
 * Whether fraction + U ≥ 1 for the fraction of |x|/2^quantum and the element's random bits U:
 * true with probability exactly the fraction, cut to `randomBits` bits.
 *
 * The fraction of a quotient or a square root may have no last bit. Its digits are made as far
 * as they are compared: 16, then 32 at a time, and more only while each digit sum is all ones.
 */
function carries(
  x: ExactValue,
  quantum: number,
  { bits, randomBits }: Rounding,
  index: number,
): boolean {
  const random = bits as StochasticBits;
  for (let made = 0, n = -1; made < randomBits; n++) {
    const width = n < 0 ? 16 : 32;
    const digit = n < 0 ? random.first(index) : random.further(index, n);
    made += width;
    const cut = Math.max(0, made - randomBits); // trailing bits that count as 0
    const digits = (x.floor(made - cut - quantum) << BigInt(cut)) & ((1n << BigInt(width)) - 1n);
    const sum = Number(digits) + digit;
    if (sum !== 2 ** width - 1) return sum >= 2 ** width;
    if (x.isWhole(made - quantum)) return false; // nothing left to add
  }
  return false;
}
