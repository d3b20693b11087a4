/** Larger than every digit of a name. */
const NONE = 0x7fffffff;

/** Finds the critical simplices of one edge after the other, see `Lunes`. */
export interface CliqueWalk {
  /** The vertices of the lune as bits, to be filled in before the walk. */
  readonly lune: Int32Array;
  /** Row w of the adjacency has, as so many words of 32 bits, the vertices joined to w, and w. */
  walk(rank: number, apex: number, adjacency: Int32Array, words: number): void;
}

/**
 * A walk through the cliques of lunes, largest vertex first. A clique is extended only below its
 * smallest vertex, and only if a vertex there is joined to all of it: other cliques have no
 * critical simplices behind them.
 *
 * @param mostWords - words in the longest row
 * @param base - of the names: the rank of the edge, then a digit a vertex of the clique
 * @param digits - of the vertices, ascending; the apex counts as 0
 * @param critical - names are added to the lists from dimension 2 on; there are as many lists as
 *   dimensions to be looked at
 */
export function cliqueWalk(
  mostWords: number,
  base: number,
  digits: Int32Array,
  critical: number[][],
): CliqueWalk {
  const highest = critical.length - 1;
  // common[k]: vertices of the lune joined to all k vertices of the present clique
  const common = Array.from({ length: Math.max(1, highest) }, () => new Int32Array(mostWords));
  let apex = -1;
  let rows: Int32Array = common[0];
  let words = mostWords;

  /** Digit of the smallest vertex of a set of the lune. */
  const least = (set: Int32Array): number => {
    if ((set[apex >> 5] >>> (apex & 31)) & 1) return 0;
    for (let j = 0; j < words; j++)
      if (set[j] !== 0) return digits[32 * j + 31 - Math.clz32(set[j] & -set[j])];
    return NONE;
  };
  /** Adds to a clique of k vertices, `last` its smallest digit, every smaller vertex in turn. */
  const extend = (k: number, name: number, last: number): void => {
    const from = common[k];
    const into = common[k + 1];
    const smallest = least(from);
    const isLast = k + 2 === highest;
    // What is joined to the apex is paired: at the last step nothing else need be looked at.
    const top = isLast && smallest === 0 ? apex * words : -1;
    for (let j = 0; j < words; j++) {
      let bits = top < 0 ? from[j] : from[j] & ~rows[top + j];
      for (; bits !== 0; bits &= bits - 1) {
        const w = 32 * j + 31 - Math.clz32(bits & -bits);
        const digit = digits[w];
        if (digit >= last) return;
        // A clique with the apex is not critical and not extended.
        if (w === apex) continue;
        const row = w * words;
        if (isLast) {
          if (smallest < digit && !joinedBelow(from, row, w))
            critical[k + 2].push(name * base + digit);
          continue;
        }
        for (let i = 0; i < words; i++) into[i] = from[i] & rows[row + i];
        into[w >> 5] &= ~(1 << (w & 31));
        const next = least(into);
        if (next > digit) {
          if (smallest < digit) critical[k + 2].push(name * base + digit);
        } else extend(k + 1, name * base + digit, digit);
      }
    }
  };
  /** Whether a vertex of the set, the apex or one below w, is joined to w. */
  const joinedBelow = (set: Int32Array, row: number, w: number): boolean => {
    if (((set[apex >> 5] & rows[row + (apex >> 5)]) >>> (apex & 31)) & 1) return true;
    const last = w >> 5;
    for (let j = 0; j < last; j++) if ((set[j] & rows[row + j]) !== 0) return true;
    return (set[last] & rows[row + last] & ((1 << (w & 31)) - 1)) !== 0;
  };
  return {
    lune: common[0],
    walk: (rank, top, adjacency, stride) => {
      [apex, rows, words] = [top, adjacency, stride];
      if (highest > 1) extend(0, rank, NONE);
    },
  };
}
