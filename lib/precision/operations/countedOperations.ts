import type { FloatFormat } from "../formats/format.js";
import { countedRounder, insideOf } from "../rounding/countedRounder.js";
import type { Rounding } from "../rounding/rounding.js";
import type { RoundingCounters } from "../rounding/roundingCounters.js";
import { fusedPair, productTail, quotientTail, squareRootTail, sumTail } from "./doublePairs.js";
import { exactOperations } from "./exactOperations.js";
import type { RoundedOperations } from "./roundedOperations.js";

/**
 * Rounded operations that count what happens; the results are those of `fast`.
 *
 * Well inside the range of normal numbers only inexactness can happen, and a double with its
 * tail shows it. The rest is done, and judged, by {@link exactOperations}.
 */
export function countedOperations(
  format: FloatFormat,
  rounding: Rounding,
  fast: RoundedOperations,
  counters: RoundingCounters,
): RoundedOperations {
  const exact = exactOperations(format, rounding, counters);
  const inside = insideOf(format);
  const pair = new Float64Array(2);
  /** Whether hi and its tail are enough to judge. */
  const plain = (hi: number, tail: number): boolean => !Number.isNaN(tail) && inside(hi);
  const counted = (result: number, hi: number, tail: number): number => {
    if (tail !== 0 || result !== hi) counters.inexact++;
    return result;
  };
  return {
    from: countedRounder(fast.from, format, rounding, counters),
    add: (a, b, index) => {
      counters.operations++;
      const s = a + b;
      const tail = sumTail(a, b, s);
      const result = plain(s, tail)
        ? counted(fast.add(a, b, index), s, tail)
        : exact.add(a, b, index);
      const lost = (result === a && b !== 0) || (result === b && a !== 0);
      if (lost && Number.isFinite(a) && Number.isFinite(b)) counters.lostUpdates++;
      return result;
    },
    multiply: (a, b, index) => {
      counters.operations++;
      const p = a * b;
      const tail = productTail(a, b, p);
      return plain(p, tail)
        ? counted(fast.multiply(a, b, index), p, tail)
        : exact.multiply(a, b, index);
    },
    divide: (a, b, index) => {
      counters.operations++;
      const q = a / b;
      const tail = quotientTail(a, b, q);
      return plain(q, tail)
        ? counted(fast.divide(a, b, index), q, tail)
        : exact.divide(a, b, index);
    },
    squareRoot: (a, index) => {
      counters.operations++;
      const s = Math.sqrt(a);
      const tail = squareRootTail(a, s);
      return plain(s, tail)
        ? counted(fast.squareRoot(a, index), s, tail)
        : exact.squareRoot(a, index);
    },
    fusedMultiplyAdd: (a, b, c, index) => {
      counters.operations++;
      fusedPair(a, b, c, pair);
      const [hi, tail] = pair;
      return plain(hi, tail)
        ? counted(fast.fusedMultiplyAdd(a, b, c, index), hi, tail)
        : exact.fusedMultiplyAdd(a, b, c, index);
    },
  };
}
