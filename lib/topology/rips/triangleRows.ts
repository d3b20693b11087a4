import { countBelow } from "../../numerics/countBelow.js";
import type { Lunes } from "./lunes.js";
import type { RankedGraph } from "./rankedGraph.js";

/**
 * The triangles that can be the first of a coboundary of edges, in their order: for each edge with
 * a lune the one with its apex, then its critical ones. All others are paired with a tetrahedron
 * at the same edge, so none of them ever comes first, and a reduction may leave them out.
 *
 * The edges are those of rank `from` and more; edge e has place e − from in the lists of starts.
 */
export interface TriangleRows {
  /** Number of triangles. */
  readonly count: number;
  /** Triangles whose longest edge is e: from starts[e − from] to starts[e − from + 1]. */
  readonly starts: Uint32Array;
  /** Rank of the longest edge of each. */
  readonly edge: Uint32Array;
  /** The vertex opposite to it. */
  readonly opposite: Uint32Array;
  /** Triangles in which edge f is not the longest: shorter[k], k from shorterStarts[f − from]. */
  readonly shorterStarts: Uint32Array;
  readonly shorter: Uint32Array;
}

/**
 * The rows whose longest edge has a rank from `from` to `to` − 1, in about 28 bytes an edge and 28
 * a critical triangle.
 */
export function triangleRows(
  graph: RankedGraph,
  { apex, critical }: Lunes,
  from: number,
  to: number,
): TriangleRows {
  const { order, rank: rankOf, base: numbers } = graph;
  const { first, second } = order;
  const base = numbers + 1;
  const names = critical[2];
  let next = countBelow(names, from * base);
  let count = countBelow(names, to * base) - next;
  for (let e = from; e < to; e++) if (apex[e] >= 0) count++;
  const starts = new Uint32Array(to - from + 1);
  const [edge, opposite] = [new Uint32Array(count), new Uint32Array(count)];
  let row = 0;
  for (let e = from; e < to; e++) {
    starts[e - from] = row;
    if (apex[e] < 0) continue;
    edge[row] = e;
    opposite[row++] = apex[e];
    for (; next < names.length && names[next] < (e + 1) * base; next++) {
      edge[row] = e;
      opposite[row++] = graph.neighbour(first[e], names[next] - e * base - 1);
    }
  }
  starts[to - from] = row;

  // Counted, summed, filled: starts shift by one place while they are filled. Sides that are
  // before all edges here are counted as none.
  const shorterStarts = new Uint32Array(to - from + 2);
  const sides = new Int32Array(2 * count);
  let pairs = 0;
  for (let t = 0; t < count; t++) {
    const e = edge[t];
    const w = opposite[t];
    const a = rankOf(first[e], w) - from;
    const b = rankOf(second[e], w) - from;
    sides[2 * t] = a;
    sides[2 * t + 1] = b;
    if (a >= 0) shorterStarts[a + 2]++;
    if (b >= 0) shorterStarts[b + 2]++;
    pairs += (a >= 0 ? 1 : 0) + (b >= 0 ? 1 : 0);
  }
  for (let e = 1; e < to - from; e++) shorterStarts[e + 1] += shorterStarts[e];
  const shorter = new Uint32Array(pairs);
  for (let k = 0; k < sides.length; k++)
    if (sides[k] >= 0) shorter[shorterStarts[sides[k] + 1]++] = k >> 1;
  return { count, starts, edge, opposite, shorterStarts, shorter };
}
