/** A way of traversing two paths together: which vertices are compared with which. */
export interface Coupling {
  /**
   * 2k vertices, pair after pair: pair t is (pairs[2t] of p, pairs[2t + 1] of q). The first is
   * (0, 0), the last (m − 1, n − 1), and each index goes on by 0 or 1 from pair to pair, at least
   * one of them by 1. Empty if the distance is NaN.
   */
  readonly pairs: Uint32Array;
}

/** A table of m·n reached values, row-major, may have as many entries: 2³¹ bytes of them. */
const MOST_CELLS = 2 ** 28;

/**
 * The table of a dynamic programme over all pairs of vertices: the least cost of reaching (i, j)
 * from (0, 0), at i·n + j.
 *
 * @param added - cost of (i, j) when the least cost before it is `arrive`
 * @throws RangeError if the table would be larger than 2 GiB
 */
export function costTable(
  m: number,
  n: number,
  added: (arrive: number, i: number, j: number) => number,
  caller: string,
): Float64Array {
  if (m * n > MOST_CELLS)
    throw new RangeError(
      `${caller}: expected at most ${MOST_CELLS} pairs of vertices, got ${m} × ${n}`,
    );
  const table = new Float64Array(m * n);
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      const arrive = i + j === 0 ? 0 : table[leastBefore(table, n, i, j)];
      table[i * n + j] = added(arrive, i, j);
    }
  return table;
}

/** The coupling that attains the cost at (m − 1, n − 1), traced back from there. */
export function tracedBack(table: Float64Array, n: number): Uint32Array {
  const cells = [table.length - 1];
  for (let cell = table.length - 1; cell > 0; ) {
    cell = leastBefore(table, n, Math.floor(cell / n), cell % n);
    cells.push(cell);
  }
  return Uint32Array.from(cells.reverse().flatMap((cell) => [Math.floor(cell / n), cell % n]));
}

/** Where (i, j) is best reached from: both walkers going on, unless it costs more than one. */
function leastBefore(table: Float64Array, n: number, i: number, j: number): number {
  const cell = i * n + j;
  if (i === 0) return cell - 1;
  if (j === 0) return cell - n;
  const one = table[cell - n] <= table[cell - 1] ? cell - n : cell - 1;
  return table[cell - n - 1] <= table[one] ? cell - n - 1 : one;
}
