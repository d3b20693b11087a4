import { nextDouble, roundToOdd } from "../../numerics/roundToOdd.js";
import type { FloatFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";
import type { Rounding, RoundingMode } from "../rounding/rounding.js";
import type { Rounder } from "../rounding/roundTo.js";
import {
  fusedPair,
  LARGE,
  productTail,
  quotientTail,
  squareRootTail,
  sumTail,
} from "./doublePairs.js";
import { exactOperations } from "./exactOperations.js";
import type { RoundedOperations } from "./roundedOperations.js";

/** A double and the sign of what lies beyond it, rounded; NaN when doubles cannot decide. */
type PairRounder = (hi: number, tail: number, index?: number) => number;

/**
 * The rounded operations, fast: the operation on doubles, what it lost, and one rounding of
 * the two together. What doubles cannot decide goes to {@link exactOperations}.
 *
 * @param fl - rounds doubles, as `format` and `rounding` say
 */
export function fastOperations(
  format: FloatFormat,
  rounding: Rounding,
  fl: Rounder,
): RoundedOperations {
  const exact = exactOperations(format, rounding);
  const pair = new Float64Array(2);
  if (isNative(format, rounding))
    return {
      from: fl,
      add: (a, b) => a + b,
      multiply: (a, b) => a * b,
      divide: (a, b) => a / b,
      squareRoot: Math.sqrt,
      fusedMultiplyAdd: (a, b, c) => {
        fusedPair(a, b, c, pair);
        const [hi, tail] = pair;
        return !Number.isNaN(tail) && hi !== 0 ? hi : exact.fusedMultiplyAdd(a, b, c);
      },
    };

  const both = pairRounder(format, rounding, fl);
  return {
    from: fl,
    add: (a, b, index) => {
      const s = a + b;
      const tail = sumTail(a, b, s);
      // A sum of 0 has the sign that the mode gives it.
      const result = s === 0 ? NaN : tail === 0 ? fl(s, index) : both(s, tail, index);
      return Number.isNaN(result) ? exact.add(a, b, index) : result;
    },
    multiply: (a, b, index) => {
      const p = a * b;
      const tail = productTail(a, b, p);
      const result = tail === 0 ? fl(p, index) : both(p, tail, index);
      return Number.isNaN(result) ? exact.multiply(a, b, index) : result;
    },
    divide: (a, b, index) => {
      const q = a / b;
      const tail = quotientTail(a, b, q);
      const result = tail === 0 ? fl(q, index) : both(q, tail, index);
      return Number.isNaN(result) ? exact.divide(a, b, index) : result;
    },
    squareRoot: (a, index) => {
      const s = Math.sqrt(a);
      const tail = squareRootTail(a, s);
      const result = tail === 0 ? fl(s, index) : both(s, tail, index);
      return Number.isNaN(result) ? exact.squareRoot(a, index) : result;
    },
    fusedMultiplyAdd: (a, b, c, index) => {
      fusedPair(a, b, c, pair);
      const [hi, tail] = pair;
      const result = hi === 0 ? NaN : tail === 0 ? fl(hi, index) : both(hi, tail, index);
      return Number.isNaN(result) ? exact.fusedMultiplyAdd(a, b, c, index) : result;
    },
  };
}

/** Whether JavaScript's own operators round like this. */
const isNative = (format: FloatFormat, { mode, overflow }: Rounding): boolean =>
  mode === "nearest-even" && overflow === "infinity" && holdsAllDoubles(format);

/** Whether the format's finite numbers are the doubles, all of them, with both zeros. */
export const holdsAllDoubles = (format: FloatFormat): boolean =>
  format.significandBits === 53 &&
  format.minExponent === -1022 &&
  format.maxFinite === Number.MAX_VALUE &&
  format.lowest === -Number.MAX_VALUE &&
  format.subnormals === "kept" &&
  format.zero === "signed";

/**
 * Rounding of hi + tail, for a tail ≠ 0. Three ways:
 *
 * - To odd first, to 53 bits: innocuous when whatever decides the mode (the numbers of the
 *   format, the midpoints of two, the fractions of r bits) is a double with an even significand,
 *   so at p ≤ 51, or 52 if not to nearest: the exact number stays on its side of all of them.
 *   A tail ≠ 0 occurs far above the subnormal doubles only.
 * - At p = 53, in the modes that look at nothing but the side, the next double on that side.
 * - Otherwise, and in the mode `stochastic`, whose probability an odd last bit would falsify:
 *   the exact number lies between hi and the next double, and rounding is monotone (for a
 *   fixed bit string too), so if both become the same number, it does.
 *
 * None holds far outside what wraps around.
 */
function pairRounder(format: FloatFormat, rounding: Rounding, fl: Rounder): PairRounder {
  const { significandBits: p, minExponent } = format;
  const { mode, overflow, randomBits } = rounding;
  // How many bits of the fraction count.
  const cut = mode === "stochastic" ? randomBits : mode.startsWith("nearest") ? 1 : 0;
  const toOdd = p + cut <= 52;
  const exponentBeyond = leastExponent(format) + (toOdd ? 52 - cut : 49);
  const reach = overflow === "wrap" ? Math.min(LARGE, 2 ** exponentBeyond) : LARGE;
  if (toOdd)
    return (hi, tail, index) =>
      Math.abs(hi) < reach && !Number.isNaN(tail) ? fl(roundToOdd(hi, tail), index) : NaN;
  if (cut === 0 && mode !== "stochastic-equal" && minExponent === -1022) {
    const side = sideOf(mode);
    return (hi, tail) => (Math.abs(hi) < reach && !Number.isNaN(tail) ? fl(side(hi, tail)) : NaN);
  }
  return (hi, tail, index) => {
    if (Number.isNaN(tail) || !(Math.abs(hi) < reach)) return NaN;
    const result = fl(hi, index);
    return result === fl(nextDouble(hi, tail), index) ? result : NaN;
  };
}

/** To which of the doubles around hi + tail a directed mode goes. */
function sideOf(mode: RoundingMode): (hi: number, tail: number) => number {
  const toward = (goes: (hi: number, tail: number) => boolean) => (hi: number, tail: number) =>
    goes(hi, tail) ? nextDouble(hi, tail) : hi;
  if (mode === "up") return toward((_hi, tail) => tail > 0);
  if (mode === "down") return toward((_hi, tail) => tail < 0);
  return mode === "to-odd" ? roundToOdd : toward((hi, tail) => hi > 0 !== tail > 0);
}
