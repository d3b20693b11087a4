import type { EdgeOrder } from "./edgeOrder.js";
import { NO_EDGE, type RankedGraph } from "./rankedGraph.js";
import type { RipsMonitor } from "./ripsBars.js";

/** A {@link RankedGraph} with its matrix of ranks. */
export interface DenseGraph extends RankedGraph {
  /** Entry u·n + v; {@link NO_EDGE} on the diagonal. */
  readonly ranks: Int32Array;
}

/** The ranks of all pairs of n vertices in 4n² bytes. A neighbour's number is the vertex. */
export function denseGraph(order: EdgeOrder, monitor?: RipsMonitor): DenseGraph {
  const { size, count, first, second } = order;
  const ranks = new Int32Array(size * size).fill(NO_EDGE);
  for (let r = 0; r < count; r++) {
    if (r % (1 << 20) === 0) monitor?.progress("edges", 0, count);
    ranks[first[r] * size + second[r]] = r;
    ranks[second[r] * size + first[r]] = r;
  }
  const [found, longest] = [new Int32Array(size), new Int32Array(size)];
  const common = (vertices: Int32Array, vertexCount: number): number => {
    const [a, b] = [vertices[0] * size, vertices[1] * size];
    let kept = 0;
    if (vertexCount === 3) {
      const c = vertices[2] * size;
      for (let w = 0; w < size; w++) {
        let most = ranks[a + w];
        const [toB, toC] = [ranks[b + w], ranks[c + w]];
        if (toB > most) most = toB;
        if (toC > most) most = toC;
        found[kept] = w;
        longest[kept] = most;
        if (most !== NO_EDGE) kept++;
      }
      return kept;
    }
    for (let w = 0; w < size; w++) {
      let most = Math.max(ranks[a + w], ranks[b + w]);
      for (let k = 2; k < vertexCount; k++) {
        const rank = ranks[vertices[k] * size + w];
        if (rank > most) most = rank;
      }
      found[kept] = w;
      longest[kept] = most;
      if (most !== NO_EDGE) kept++;
    }
    return kept;
  };
  return {
    ...{ order, ranks, common, found, longest, base: size },
    rank: (a, b) => ranks[a * size + b],
    number: (_, w) => w,
    neighbour: (_, number) => number,
  };
}
