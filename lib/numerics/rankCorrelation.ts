/**
 * Ranks 1 … n of numbers, equal ones sharing the mean of their ranks. O(n log n).
 *
 * @throws RangeError if a number is NaN
 *
 * @example
 * averageRanks([30, 10, 30]); // [2.5, 1, 2.5]
 */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i] - values[j]);
  const ranks = new Float64Array(values.length);
  for (let first = 0; first < order.length; ) {
    const value = values[order[first]];
    if (Number.isNaN(value)) throw new RangeError("averageRanks: expected numbers, got NaN");
    let end = first + 1;
    while (end < order.length && values[order[end]] === value) end++;
    for (let k = first; k < end; k++) ranks[order[k]] = (first + end + 1) / 2;
    first = end;
  }
  return ranks;
}

/**
 * Spearman's rank correlation ρ_S: Pearson's correlation of the ranks, ties sharing theirs.
 *
 * Between −1 and 1; infinities are ranked like other numbers. NaN if either variable is
 * constant or there are fewer than two pairs. O(n log n).
 *
 * @throws RangeError if the lengths differ or a number is NaN
 * @see Spearman (1904), The proof and measurement of association between two things, American
 *   Journal of Psychology 15
 *
 * @example
 * rankCorrelation([1, 2, 3], [10, 100, 1000]); // 1
 */
export function rankCorrelation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  if (x.length !== y.length)
    throw new RangeError(`rankCorrelation: lengths differ, ${x.length} and ${y.length}`);
  const [p, q] = [averageRanks(x), averageRanks(y)];
  const mean = (x.length + 1) / 2;
  let [pp, pq, qq] = [0, 0, 0];
  for (let i = 0; i < p.length; i++) {
    const [u, v] = [p[i] - mean, q[i] - mean];
    pp += u * u;
    pq += u * v;
    qq += v * v;
  }
  return pp === 0 || qq === 0 ? NaN : pq / Math.sqrt(pp * qq);
}
