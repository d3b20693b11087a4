const bits = new DataView(new ArrayBuffer(8));

/**
 * The double next to hi in the direction of lo's sign: one unit in the last place further.
 *
 * @param hi - finite, not 0
 * @param lo - not 0; only its sign counts
 *
 * @example
 * nextDouble(1, -1); // 1 - 2 ** -53
 */
export function nextDouble(hi: number, lo: number): number {
  bits.setFloat64(0, hi);
  const low = bits.getUint32(4);
  const away = hi > 0 === lo > 0;
  // As an integer, the magnitude's bits count the doubles from 0: a carry enters the exponent.
  bits.setUint32(4, away ? low + 1 : low - 1);
  if (low === (away ? 0xffffffff : 0)) bits.setUint32(0, bits.getUint32(0) + (away ? 1 : -1));
  return bits.getFloat64(0);
}

/**
 * The exact number hi + lo rounded to odd: hi itself where lo is 0, otherwise the one with an
 * odd significand of the two doubles around hi + lo.
 *
 * The odd bit stands for everything that was cut off. Whatever is rounded later to at most 51
 * bits, in any deterministic mode, becomes what hi + lo itself would have become: no double
 * rounding. (The probabilities of stochastic rounding do change.)
 *
 * @param hi - finite, not 0 unless lo is 0; hi = fl(hi + lo) to nearest
 * @param lo - only its sign counts, and whether it is 0
 * @see Boldo & Melquiond (2008), Emulation of a FMA and correctly rounded sums: proved
 *   algorithms using rounding to odd
 *
 * @example
 * roundToOdd(1, 2 ** -80); // 1 + 2 ** -52
 */
export function roundToOdd(hi: number, lo: number): number {
  if (lo === 0) return hi;
  bits.setFloat64(0, hi);
  return bits.getUint32(4) % 2 === 1 ? hi : nextDouble(hi, lo);
}
