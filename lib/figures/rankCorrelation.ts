/**
 * Spearman's rank correlation of two samples: Pearson's correlation of their ranks, values that
 * are equal sharing the mean of their ranks.
 *
 * O(n log n). Pairs with a NaN are left out; NaN if fewer than two pairs are left or one sample
 * is constant.
 *
 * @param a - n values
 * @param b - n values
 * @throws RangeError if the lengths differ
 *
 * @example
 * rankCorrelation([1, 2, 3], [1, 4, 9]); // 1
 */
export function rankCorrelation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length)
    throw new RangeError(`rankCorrelation: lengths differ, ${a.length} and ${b.length}`);
  const pairs = Array.from({ length: a.length }, (_, i) => i).filter(
    (i) => !Number.isNaN(a[i]) && !Number.isNaN(b[i]),
  );
  const [u, v] = [a, b].map((sample) => ranks(pairs.map((i) => sample[i])));
  const middle = (pairs.length + 1) / 2;
  let [uv, uu, vv] = [0, 0, 0];
  for (let i = 0; i < pairs.length; i++) {
    uv += (u[i] - middle) * (v[i] - middle);
    uu += (u[i] - middle) ** 2;
    vv += (v[i] - middle) ** 2;
  }
  return uv / Math.sqrt(uu * vv);
}

/** Ranks from 1, means where values are equal. */
function ranks(values: readonly number[]): number[] {
  const order = [...values.keys()].sort((i, j) =>
    values[i] < values[j] ? -1 : values[i] > values[j] ? 1 : 0,
  );
  const result = new Array<number>(values.length);
  for (let from = 0; from < order.length; ) {
    let to = from;
    while (to + 1 < order.length && values[order[to + 1]] === values[order[from]]) to++;
    for (let k = from; k <= to; k++) result[order[k]] = (from + to) / 2 + 1;
    from = to + 1;
  }
  return result;
}
