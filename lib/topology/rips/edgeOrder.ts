import type { Distances } from "../../numerics/distances.js";
import type { RipsMonitor } from "./ripsBars.js";
import { sortByKey } from "./sortByKey.js";
import type { WeightedGraph } from "./weightedGraph.js";

/**
 * The edges of a Rips filtration in one strict order: by length, edges of equal length as they
 * come in the input. The rank of an edge is its place, 0 … m − 1.
 *
 * Any strict order that refines the lengths has the same bars: a bar between two ranks of the
 * same length has length 0 and is dropped.
 */
export interface EdgeOrder {
  /** n, the number of vertices. */
  readonly size: number;
  /** m, the number of edges. */
  readonly count: number;
  /** Smaller vertex of the edge of each rank. */
  readonly first: Uint32Array;
  /** Its larger vertex. */
  readonly second: Uint32Array;
  /** Its length. */
  lengthOf(rank: number): number;
}

/**
 * The edges not longer than the threshold; those of length +∞ are none. 8 bytes an edge are
 * kept, 24 more are needed meanwhile.
 */
export function edgeOrder(
  input: Distances | WeightedGraph,
  threshold: number,
  monitor?: RipsMonitor,
): EdgeOrder {
  const limit = Math.min(threshold, Number.MAX_VALUE);
  const tick = (): void => monitor?.progress("order of edges", 0, 1);
  return "values" in input
    ? orderOfDistances(input, limit, tick)
    : orderOfGraph(input, limit, tick);
}

/** Pairs are packed in 32 bits: 65 536 points would have 16 GB of distances. */
const MOST_POINTS = 65536;

function orderOfDistances({ size, values }: Distances, limit: number, tick: () => void): EdgeOrder {
  if (size > MOST_POINTS)
    throw new RangeError(
      `ripsCohomology: expected at most ${MOST_POINTS} points with all distances, got ${size}`,
    );
  let count = 0;
  for (let k = 0; k < values.length; k++) if (values[k] <= limit) count++;
  const keys = new Float64Array(count);
  const pairs = new Uint32Array(count);
  for (let i = 1, k = 0, at = 0; i < size; i++) {
    if (i % 512 === 0) tick();
    for (let j = 0; j < i; j++, k++)
      if (values[k] <= limit) {
        keys[at] = values[k];
        pairs[at++] = (i << 16) | j;
      }
  }
  sortByKey(keys, pairs, tick);
  const [first, second] = [new Uint32Array(count), pairs];
  for (let r = 0; r < count; r++) {
    first[r] = pairs[r] & 0xffff;
    second[r] = pairs[r] >>> 16;
  }
  const lengthOf = (r: number): number => values[(second[r] * (second[r] - 1)) / 2 + first[r]];
  return { size, count, first, second, lengthOf };
}

function orderOfGraph(
  { size, edges, lengths }: WeightedGraph,
  limit: number,
  tick: () => void,
): EdgeOrder {
  const order = new Uint32Array(lengths.length);
  let count = 0;
  for (let k = 0; k < lengths.length; k++) if (lengths[k] <= limit) order[count++] = k;
  const kept = order.slice(0, count);
  const keys = new Float64Array(count);
  for (let k = 0; k < count; k++) keys[k] = lengths[kept[k]];
  sortByKey(keys, kept, tick);
  const [first, second] = [new Uint32Array(count), new Uint32Array(count)];
  for (let r = 0; r < count; r++) {
    const [a, b] = [edges[2 * kept[r]], edges[2 * kept[r] + 1]];
    first[r] = Math.min(a, b);
    second[r] = Math.max(a, b);
  }
  return { size, count, first, second, lengthOf: (r) => keys[r] };
}
