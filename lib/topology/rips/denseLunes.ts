import { unionFind } from "../../numerics/unionFind.js";
import { cliqueWalk } from "./criticalCliques.js";
import type { DenseGraph } from "./denseGraph.js";
import { type LuneScan, listsOf, MOST_TRIES } from "./lunes.js";
import type { RipsMonitor } from "./ripsBars.js";

/**
 * The {@link LuneScan} of a dense graph with rows of n bits: who is joined to a vertex so far. A lune
 * is the intersection of two rows, O(n/32) an edge, a few times over.
 */
export function denseLunes(
  graph: DenseGraph,
  maxDimension: number,
  monitor?: RipsMonitor,
): LuneScan {
  const { order, ranks } = graph;
  const { size, count, first, second } = order;
  const words = (size + 31) >>> 5;
  // Row v has v itself from the beginning: a vertex dominates a lune that it belongs to.
  const rows = new Int32Array(size * words);
  for (let v = 0; v < size; v++) rows[v * words + (v >> 5)] |= 1 << (v & 31);
  const joins = unionFind(size).union;
  const apex = new Int32Array(count);
  const dominated = new Uint8Array(count);
  const tree: number[] = [];
  const critical: number[][] = listsOf(maxDimension);
  const digits = Int32Array.from({ length: size }, (_, w) => w + 1);
  const { lune, walk } = cliqueWalk(words, graph.base + 1, digits, critical);
  const candidates = new Int32Array(words);
  const nearest = new Int32Array(size).fill(-1);

  /** Whether the closed neighbourhood of w has the intersection of two rows in it, and w is there. */
  const dominates = (w: number, rowU: number, rowV: number): boolean => {
    const at = w >> 5;
    if ((((rows[rowU + at] & rows[rowV + at]) >>> (w & 31)) & 1) === 0) return false;
    const row = w * words;
    for (let j = 0; j < words; j++)
      if ((rows[rowU + j] & rows[rowV + j] & ~rows[row + j]) !== 0) return false;
    return true;
  };
  /** Apex of the edge from u to the nearest neighbour of v: the lunes are alike. */
  const likely = (u: number, v: number, rank: number): number => {
    const w = nearest[v];
    if (w < 0) return -1;
    const alike = ranks[u * size + w];
    return alike < rank ? apex[alike] : -1;
  };
  /** A vertex joined to all of the lune, if some tries find one; candidates meet all who refused. */
  const search = (): number => {
    candidates.set(lune);
    for (let tries = 0, j = 0; tries < MOST_TRIES && j < words; ) {
      const bits = candidates[j];
      if (bits === 0) {
        j++;
        continue;
      }
      const w = 32 * j + 31 - Math.clz32(bits & -bits);
      const row = w * words;
      let i = 0;
      while (i < words && (lune[i] & ~rows[row + i]) === 0) i++;
      if (i === words) return w;
      const missed = lune[i] & ~rows[row + i];
      const other = (32 * i + 31 - Math.clz32(missed & -missed)) * words;
      for (let k = j; k < words; k++) candidates[k] &= rows[other + k];
      tries++;
    }
    return -1;
  };

  const insert = (u: number, v: number): void => {
    if (nearest[u] < 0) nearest[u] = v;
    if (nearest[v] < 0) nearest[v] = u;
    rows[u * words + (v >> 5)] |= 1 << (v & 31);
    rows[v * words + (u >> 5)] |= 1 << (u & 31);
  };
  /** Apex of an edge after the likely ones have failed; −1 if the lune is empty. */
  const examine = (r: number, rowU: number, rowV: number, fallback: number): number => {
    let some = 0;
    for (let j = 0; j < words; j++) {
      const both = rows[rowU + j] & rows[rowV + j];
      lune[j] = both;
      some |= both;
    }
    if (some === 0) return -1;
    // For loops any likely apex is enough; in higher dimensions one that dominates saves far more.
    let top = maxDimension > 1 ? search() : -1;
    if (top >= 0) {
      dominated[r] = 1;
      return top;
    }
    top = fallback;
    if (top < 0 || ((lune[top >> 5] >>> (top & 31)) & 1) === 0) {
      let j = 0;
      while (lune[j] === 0) j++;
      top = 32 * j + 31 - Math.clz32(lune[j] & -lune[j]);
    }
    walk(r, top, rows, words);
    return top;
  };
  let next = 0;
  return {
    lunes: { apex, dominated, tree, critical },
    scan: (to) => {
      for (; next < to; next++) {
        if ((next & 8191) === 0) monitor?.progress("edges", next, count);
        const u = first[next];
        const v = second[next];
        const rowU = u * words;
        const rowV = v * words;
        const one = likely(u, v, next);
        const other = likely(v, u, next);
        let top = -1;
        if (one >= 0 && dominates(one, rowU, rowV)) top = one;
        else if (other >= 0 && dominates(other, rowU, rowV)) top = other;
        if (top >= 0) dominated[next] = 1;
        else top = examine(next, rowU, rowV, one < 0 ? other : one);
        apex[next] = top;
        if (top < 0) {
          if (joins(u, v)) tree.push(next);
          else critical[1].push(next);
        }
        insert(u, v);
      }
    },
    skip: (to) => {
      for (; next < to; next++) {
        if ((next & 65535) === 0) monitor?.progress("edges", next, count);
        const u = first[next];
        const v = second[next];
        const rowU = u * words;
        const rowV = v * words;
        let j = 0;
        while (j < words && (rows[rowU + j] & rows[rowV + j]) === 0) j++;
        if (j === words) {
          if (!joins(u, v)) break;
          tree.push(next);
        }
        apex[next] = -1;
        insert(u, v);
      }
      return next;
    },
  };
}
