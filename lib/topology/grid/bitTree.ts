/**
 * A set of integers 0 … size − 1 that gives its largest quickly: a column of a boundary matrix
 * modulo 2.
 *
 * Bits in words of 32, above them a bit for each word that is not empty, and so on up to one
 * word. Toggling and finding touch one word a level, mostly of the lowest only.
 * After Bauer, Kerber, Reininghaus & Wagner (2017), Phat, J. Symb. Comput. 78, §3 (the idea).
 */
export interface BitTree {
  /** Adds `i` if it is absent, removes it if present. */
  toggle(i: number): void;
  /** Removes and returns the largest; −1 if there is none. */
  pop(): number;
}

/**
 * An empty set of integers below `size`.
 *
 * @example
 * const set = bitTree(1000);
 * for (const i of [3, 999, 3]) set.toggle(i);
 * set.pop(); // 999, then −1
 */
export function bitTree(size: number): BitTree {
  const levels: Int32Array[] = [];
  for (let bits = size; levels.length === 0 || bits > 1; ) {
    bits = Math.ceil(bits / 32) || 1;
    levels.push(new Int32Array(bits));
  }
  const top = levels.length - 1;
  const toggle = (i: number): void => {
    for (const level of levels) {
      const word = i >>> 5;
      const before = level[word];
      level[word] = before ^ (1 << (i & 31));
      if (before !== 0 && level[word] !== 0) return;
      i = word;
    }
  };
  return {
    toggle,
    pop(): number {
      if (levels[top][0] === 0) return -1;
      let at = 0;
      for (let k = top; k >= 0; k--) at = at * 32 + 31 - Math.clz32(levels[k][at]);
      toggle(at);
      return at;
    },
  };
}
