/**
 * The value below which the given share of the finite values lies, without interpolation.
 *
 * O(n log n). NaN and infinities are left out; NaN if nothing is left.
 *
 * @param values - in any order, not changed
 * @param share - from 0 (the least value) to 1 (the largest)
 *
 * @example
 * quantile([3, 1, 2], 0.5); // 2
 */
export function quantile(values: ArrayLike<number>, share: number): number {
  return sortedQuantile(Float64Array.from(values).filter(Number.isFinite).sort(), share);
}

/** {@link quantile} of values in ascending order, infinities included. O(1). */
export function sortedQuantile(sorted: Float64Array, share: number): number {
  return sorted[Math.round(share * (sorted.length - 1))] ?? NaN;
}
