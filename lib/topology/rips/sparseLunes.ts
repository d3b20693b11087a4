import { unionFind } from "../../numerics/unionFind.js";
import { cliqueWalk } from "./criticalCliques.js";
import { type LuneScan, listsOf, MOST_TRIES } from "./lunes.js";
import type { RipsMonitor } from "./ripsBars.js";
import type { SparseGraph } from "./sparseGraph.js";

/**
 * The {@link LuneScan} of a sparse graph with its lists of neighbours: O(degree) for each edge whose
 * lune is dominated, O(degree²) at most for another.
 */
export function sparseLunes(
  graph: SparseGraph,
  maxDimension: number,
  monitor?: RipsMonitor,
): LuneScan {
  const { order, starts, neighbours, ranks, base } = graph;
  const { size, count, first, second } = order;
  const joins = unionFind(size).union;
  const apex = new Int32Array(count);
  const dominated = new Uint8Array(count);
  const tree: number[] = [];
  const critical: number[][] = listsOf(maxDimension);
  // The lune of the present edge: its vertices, their digits, and the place of each vertex.
  const vertices = new Int32Array(base);
  const digits = new Int32Array(base);
  const place = new Int32Array(size).fill(-1);
  const { lune, walk } = cliqueWalk((base + 31) >>> 5, base + 1, digits, critical);
  let rows = new Int32Array(64);

  /** The first vertices of the lune, at most so many; returns how many there are. */
  const fillLune = (u: number, v: number, rank: number, most: number): number => {
    let length = 0;
    let b = starts[v];
    const endB = starts[v + 1];
    for (let a = starts[u]; a < starts[u + 1] && b < endB && length < most; a++) {
      if (ranks[a] >= rank) continue;
      const w = neighbours[a];
      while (b < endB && neighbours[b] < w) b++;
      if (b === endB || neighbours[b] !== w || ranks[b] >= rank) continue;
      vertices[length] = w;
      digits[length++] = a - starts[u] + 1;
    }
    return length;
  };
  /** Whether all other vertices of the lune are joined to w; their places are known. */
  const dominates = (w: number, length: number, rank: number): boolean => {
    let joined = 1;
    for (let k = starts[w]; k < starts[w + 1]; k++)
      if (place[neighbours[k]] >= 0 && ranks[k] < rank) joined++;
    return joined === length;
  };
  const dominator = (length: number, rank: number): number => {
    for (let i = 0; i < length; i++) place[vertices[i]] = i;
    let top = -1;
    // From the middle on: any order will do, and vertices in the middle of both lists come early.
    for (let i = 0; i < length && i < MOST_TRIES && top < 0; i++) {
      const w = vertices[(i + (length >> 1)) % length];
      if (dominates(w, length, rank)) top = w;
    }
    if (top < 0) fillRows(length, rank);
    for (let i = 0; i < length; i++) place[vertices[i]] = -1;
    return top;
  };
  /** The graph of shorter edges on the lune, vertices named by place, as rows of bits. */
  const fillRows = (length: number, rank: number): void => {
    const words = (length + 31) >>> 5;
    if (rows.length < length * words) rows = new Int32Array(2 * length * words);
    rows.fill(0, 0, length * words);
    lune.fill(0);
    for (let i = 0; i < length; i++) {
      lune[i >> 5] |= 1 << (i & 31);
      rows[i * words + (i >> 5)] |= 1 << (i & 31);
      for (let k = starts[vertices[i]]; k < starts[vertices[i] + 1]; k++) {
        const other = place[neighbours[k]];
        if (other >= 0 && ranks[k] < rank) rows[i * words + (other >> 5)] |= 1 << (other & 31);
      }
    }
  };

  let next = 0;
  return {
    lunes: { apex, dominated, tree, critical },
    scan: (to) => {
      for (; next < to; next++) {
        if ((next & 8191) === 0) monitor?.progress("edges", next, count);
        const u = first[next];
        const v = second[next];
        const length = fillLune(u, v, next, size);
        apex[next] = -1;
        if (length === 0) {
          if (joins(u, v)) tree.push(next);
          else critical[1].push(next);
          continue;
        }
        const top = dominator(length, next);
        apex[next] = top < 0 ? vertices[0] : top;
        if (top >= 0) dominated[next] = 1;
        else walk(next, 0, rows, (length + 31) >>> 5);
      }
    },
    skip: (to) => {
      for (; next < to; next++) {
        if ((next & 65535) === 0) monitor?.progress("edges", next, count);
        const u = first[next];
        const v = second[next];
        if (fillLune(u, v, next, 1) === 0) {
          if (!joins(u, v)) break;
          tree.push(next);
        }
        apex[next] = -1;
      }
      return next;
    },
  };
}
