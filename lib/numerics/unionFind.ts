/** Disjoint sets of the numbers 0 … n − 1. */
export interface UnionFind {
  /** The smallest number in the set of i. */
  find(i: number): number;
  /** Joins the sets of i and j; false if they were one already. */
  union(i: number, j: number): boolean;
  /** How many sets there are. */
  count(): number;
}

/**
 * Disjoint sets, at first every number 0 … n − 1 alone.
 *
 * The representative of a set is its smallest number, so nothing depends on the order of the
 * unions. Finding halves the way it went: O(log n) an operation over a series of them.
 *
 * @throws RangeError if size is no integer ≥ 0
 * @see Tarjan & van Leeuwen (1984), Worst-case analysis of set union algorithms, JACM 31(2)
 *
 * @example
 * const sets = unionFind(4);
 * sets.union(1, 3); // true
 * sets.find(3); // 1
 */
export function unionFind(size: number): UnionFind {
  if (!Number.isInteger(size) || size < 0)
    throw new RangeError(`unionFind: expected a size >= 0, got ${size}`);
  const parent = new Uint32Array(size).map((_, i) => i);
  let count = size;
  const find = (i: number): number => {
    let root = i;
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]];
      root = parent[root];
    }
    return root;
  };
  return {
    find,
    union(i, j) {
      const [a, b] = [find(i), find(j)];
      if (a === b) return false;
      parent[Math.max(a, b)] = Math.min(a, b);
      count--;
      return true;
    },
    count: () => count,
  };
}
