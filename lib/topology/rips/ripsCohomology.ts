import type { Distances } from "../../numerics/distances.js";
import { componentBars } from "./componentBars.js";
import { type DenseGraph, denseGraph } from "./denseGraph.js";
import { denseLunes } from "./denseLunes.js";
import { type EdgeOrder, edgeOrder } from "./edgeOrder.js";
import { higherBars } from "./higherBars.js";
import { type LoopReduction, loopReduction } from "./loopReduction.js";
import { components, type LuneScan } from "./lunes.js";
import type { RipsBars, RipsMonitor } from "./ripsBars.js";
import { simplexNames } from "./simplexNames.js";
import { type SparseGraph, sparseGraph } from "./sparseGraph.js";
import { sparseLunes } from "./sparseLunes.js";
import type { WeightedGraph } from "./weightedGraph.js";

/** What {@link ripsCohomology} must be told. */
export interface RipsCohomologyOptions {
  /** Highest dimension of homology, ≥ 0. */
  readonly maxDimension: number;
  /** Longest edge. */
  readonly threshold: number;
  /** p, a prime ≤ 65521: coefficients are in ℤ/p. */
  readonly modulus: number;
  /** Whether to return a cocycle a bar. */
  readonly cocycles: boolean;
  /** Told of progress; it may throw to end the work. */
  readonly monitor?: RipsMonitor;
}

export function ripsCohomology(
  input: Distances | WeightedGraph,
  options: RipsCohomologyOptions,
): RipsBars[] {
  const { maxDimension, threshold, cocycles, monitor } = options;
  const order = edgeOrder(input, threshold, monitor);
  if (maxDimension === 0) return [componentBars(order, forest(order), cocycles)];
  const highest = Math.max(2, maxDimension);
  const graph = isSparse(order) ? sparseGraph(order) : denseGraph(order, monitor);
  const scan =
    "starts" in graph
      ? sparseLunes(graph as SparseGraph, highest, monitor)
      : denseLunes(graph as DenseGraph, highest, monitor);
  const { lunes } = scan;
  const loops = loopReduction(graph, lunes, options);
  if (maxDimension === 1) onlyLoops(order, scan, loops);
  else {
    scan.scan(order.count);
    loops.advance(order.count);
  }
  let found = loops.finish();
  const result = [componentBars(order, lunes.tree, cocycles), found.bars];
  for (let d = 2; d <= maxDimension; d++) {
    const names = simplexNames(graph, lunes, d + 1);
    found = higherBars(graph, lunes, names, d, found.pivots, options);
    result.push(found.bars);
  }
  return result;
}

/** Edges a vertex, and growth of their number, after which it is seen whether a class is alive. */
const [FIRST_LOOK, GROWTH] = [4, 3];

/** Without higher dimensions only the edges matter that come while a class is alive. */
function onlyLoops({ size, count }: EdgeOrder, scan: LuneScan, loops: LoopReduction): void {
  for (let from = scan.skip(count); from < count; ) {
    loops.restart(from);
    let length = FIRST_LOOK * size;
    let to = Math.min(count, from + length);
    scan.scan(to);
    while (loops.advance(to) > 0 && to < count) {
      length *= GROWTH;
      to = Math.min(count, from + length);
      scan.scan(to);
    }
    from = scan.skip(count);
  }
}

/** A matrix of ranks is worth its memory if one pair in so many has an edge. */
const PAIRS_PER_EDGE = 24;

const isSparse = ({ size, count }: { size: number; count: number }): boolean =>
  size > 64 && count * PAIRS_PER_EDGE < size * size;

/** The minimum spanning forest alone. */
function forest({ size, count, first, second }: EdgeOrder): number[] {
  const joins = components(size);
  const tree: number[] = [];
  for (let r = 0; r < count && tree.length < size - 1; r++)
    if (joins(first[r], second[r])) tree.push(r);
  return tree;
}

/** Bytes of the arrays of {@link ripsCohomology} of a size known beforehand. */
export function ripsMemory(pointCount: number, edgeCount: number, maxDimension: number): number {
  const order = 36 * edgeCount;
  if (maxDimension === 0) return order;
  const ranks = isSparse({ size: pointCount, count: edgeCount })
    ? 20 * edgeCount + 8 * pointCount
    : 4 * pointCount * pointCount + pointCount * (pointCount / 8);
  return Math.max(order, 8 * edgeCount + ranks + (5 + 40) * edgeCount);
}
