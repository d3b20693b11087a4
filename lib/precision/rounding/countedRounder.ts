import type { FloatFormat } from "../formats/format.js";
import { exactOperations } from "../operations/exactOperations.js";
import type { Rounding } from "./rounding.js";
import type { RoundingCounters } from "./roundingCounters.js";
import type { Rounder } from "./roundTo.js";

/**
 * A rounder that counts: `fl`, with every call an operation of `counters`.
 *
 * @param fl - rounds doubles, as `format` and `rounding` say
 */
export function countedRounder(
  fl: Rounder,
  format: FloatFormat,
  rounding: Rounding,
  counters: RoundingCounters,
): Rounder {
  const { from } = exactOperations(format, rounding, counters);
  const inside = insideOf(format);
  return (x, index) => {
    counters.operations++;
    const result = fl(x, index);
    if (result !== x) {
      if (inside(x)) counters.inexact++;
      else from(x, index); // counts
    }
    return result;
  };
}

/** Whether a double is strictly between the smallest normal and the largest number in size. */
export function insideOf(format: FloatFormat): (x: number) => boolean {
  const { minExponent, maxExponent, maxFinite, lowest } = format;
  const smallest = minExponent < maxExponent ? 2 ** minExponent : 0;
  const largest = Math.min(maxFinite, -lowest);
  return (x) => {
    const size = Math.abs(x);
    return size > smallest && size < largest;
  };
}
