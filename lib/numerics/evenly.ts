/**
 * `count` equally spaced numbers from `low` to `high`, both ends included.
 *
 * @param low - first number
 * @param high - last number
 * @param count - how many, at least 2
 * @throws RangeError if `count` is not an integer of at least 2
 *
 * @example
 * evenly(0, 1, 3); // Float64Array [0, 0.5, 1]
 */
export function evenly(low: number, high: number, count: number): Float64Array {
  if (!Number.isInteger(count) || count < 2)
    throw new RangeError(`evenly: needs an integer count of at least 2, got ${count}`);
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
}

/**
 * Centres of `count` equal cells that fill the way from `low` to `high`.
 *
 * @example
 * cellCentres(0, 1, 2); // Float64Array [0.25, 0.75]
 */
export function cellCentres(low: number, high: number, count: number): Float64Array {
  return Float64Array.from({ length: count }, (_, i) => low + ((high - low) * (i + 0.5)) / count);
}
