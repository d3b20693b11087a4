import type { FloatFormat } from "../formats/format.js";
import { roundByDefinition } from "../rounding/roundByDefinition.js";
import type { Rounding } from "../rounding/rounding.js";
import type { RoundingCounters } from "../rounding/roundingCounters.js";
import {
  type ExactValue,
  exactDouble,
  exactFusedMultiplyAdd,
  exactQuotient,
  exactSquareRoot,
} from "./exactValue.js";
import { roundExact } from "./roundExact.js";
import type { RoundedOperations } from "./roundedOperations.js";

/**
 * The rounded operations as IEEE 754 defines them, written to be read: the exact result, an
 * integer or a fraction of integers of any length, is rounded once.
 *
 * What has no exact result other than 0 or a finite number (NaN, ±∞, a division by 0) is what
 * the operation on doubles gives, and is then brought into the format. Zeros have the sign of
 * IEEE 754 §6.3. A microsecond or two each.
 *
 * @param counters - if given, the exceptions are counted, but neither the operations nor the
 *   lost updates
 */
export function exactOperations(
  format: FloatFormat,
  rounding: Rounding,
  counters?: RoundingCounters,
): RoundedOperations {
  const round = (x: ExactValue, index?: number): number =>
    roundExact(x, format, rounding, index, counters);
  /** A double that is the exact result, NaN and ±∞ included. */
  const from = (x: number, index?: number): number => {
    if (Number.isFinite(x) && x !== 0) return round(exactDouble(x), index);
    const result = roundByDefinition(x, format, rounding, index);
    if (counters && result !== x && !Number.isNaN(x)) countSpecial(x, result, counters);
    return result;
  };
  /** NaN, ±∞ or 0: the operation on doubles says which. */
  const special = (x: number, ...operands: number[]): number => {
    if (counters && Number.isNaN(x) && !operands.some(Number.isNaN)) counters.invalid++;
    return from(x);
  };
  /** Of numbers that cancel. */
  const cancelled = rounding.mode === "down" ? -0 : 0;

  const fusedMultiplyAdd = (a: number, b: number, c: number, index?: number): number => {
    if (!Number.isFinite(a) || !Number.isFinite(b)) return special(a * b + c, a, b, c);
    if (!Number.isFinite(c)) return from(c); // a·b is finite, though a * b may not be
    const x = exactFusedMultiplyAdd(a, b, c);
    if (x) return round(x, index);
    // Two zeros of one sign keep it; everything else that sums to 0 has cancelled.
    const product = a === 0 || b === 0 ? a * b : NaN;
    return from(c === 0 && Object.is(product, c) ? c : cancelled);
  };
  return {
    from,
    add: (a, b, index) => fusedMultiplyAdd(a, 1, b, index),
    multiply: (a, b, index) =>
      Number.isFinite(a) && Number.isFinite(b) && a !== 0 && b !== 0
        ? fusedMultiplyAdd(a, b, 0, index)
        : special(a * b, a, b),
    divide: (a, b, index) => {
      if (Number.isFinite(a) && Number.isFinite(b) && a !== 0 && b !== 0)
        return round(exactQuotient(a, b), index);
      if (counters && b === 0 && a !== 0 && Number.isFinite(a)) counters.divisionByZero++;
      return special(a / b, a, b);
    },
    squareRoot: (a, index) =>
      a > 0 && a < Infinity ? round(exactSquareRoot(a), index) : special(Math.sqrt(a), a),
    fusedMultiplyAdd,
  };
}

/** ±∞ or 0 that the format has not, and that it made something else. */
function countSpecial(x: number, result: number, counters: RoundingCounters): void {
  if (Number.isNaN(result)) counters.invalid++;
  else {
    counters.inexact++;
    if (x !== 0) counters.overflow++;
  }
}
