import type { EdgeOrder } from "./edgeOrder.js";
import { NO_EDGE, type RankedGraph } from "./rankedGraph.js";

/** A {@link RankedGraph} with lists: the neighbours of v from starts[v] to starts[v + 1]. */
export interface SparseGraph extends RankedGraph {
  readonly starts: Uint32Array;
  /** Ascending in each list. */
  readonly neighbours: Int32Array;
  /** Rank of the edge to each neighbour. */
  readonly ranks: Int32Array;
}

/** Lists of neighbours in 16 bytes an edge. A neighbour's number is its place in the list. */
export function sparseGraph(order: EdgeOrder): SparseGraph {
  const { size, count, first, second } = order;
  const starts = new Uint32Array(size + 1);
  for (let r = 0; r < count; r++) {
    starts[first[r] + 1]++;
    starts[second[r] + 1]++;
  }
  let base = 0;
  for (let v = 0; v < size; v++) {
    base = Math.max(base, starts[v + 1]);
    starts[v + 1] += starts[v];
  }
  const neighbours = new Int32Array(2 * count);
  const ranks = new Int32Array(2 * count);
  fillAscending(order, starts, neighbours, ranks);

  /** Place of w in the list of u; −1 if it is not there. */
  const placeOf = (u: number, w: number): number => {
    let [low, high] = [starts[u], starts[u + 1]];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (neighbours[middle] < w) low = middle + 1;
      else high = middle;
    }
    return low < starts[u + 1] && neighbours[low] === w ? low : -1;
  };
  const rank = (a: number, b: number): number => {
    const shorter = starts[a + 1] - starts[a] < starts[b + 1] - starts[b];
    const place = shorter ? placeOf(a, b) : placeOf(b, a);
    return place < 0 ? NO_EDGE : ranks[place];
  };
  const [found, longest] = [new Int32Array(base), new Int32Array(base)];
  const common = (vertices: Int32Array, vertexCount: number): number => {
    const v = vertices[0];
    let kept = starts[v + 1] - starts[v];
    found.set(neighbours.subarray(starts[v], starts[v + 1]));
    longest.set(ranks.subarray(starts[v], starts[v + 1]));
    for (let k = 1; k < vertexCount && kept > 0; k++) {
      const last = starts[vertices[k] + 1];
      let at = starts[vertices[k]];
      let still = 0;
      for (let i = 0; i < kept && at < last; i++) {
        const w = found[i];
        while (at < last && neighbours[at] < w) at++;
        if (at === last || neighbours[at] !== w) continue;
        found[still] = w;
        longest[still++] = Math.max(longest[i], ranks[at]);
      }
      kept = still;
    }
    return kept;
  };
  return {
    ...{ order, starts, neighbours, ranks, rank, common, found, longest, base },
    number: (u, w) => placeOf(u, w) - starts[u],
    neighbour: (u, number) => neighbours[starts[u] + number],
  };
}

/** Lists made by a pass over the edges by vertex: what is written is ascending without sorting. */
function fillAscending(
  { size, count, first, second }: EdgeOrder,
  starts: Uint32Array,
  neighbours: Int32Array,
  ranks: Int32Array,
): void {
  const unsorted = starts.slice(0, size);
  const incident = new Int32Array(2 * count);
  for (let r = 0; r < count; r++) {
    incident[unsorted[first[r]]++] = r;
    incident[unsorted[second[r]]++] = r;
  }
  const next = starts.slice(0, size);
  for (let v = 0; v < size; v++)
    for (let k = starts[v]; k < starts[v + 1]; k++) {
      const r = incident[k];
      const at = next[first[r] + second[r] - v]++;
      neighbours[at] = v;
      ranks[at] = r;
    }
}
