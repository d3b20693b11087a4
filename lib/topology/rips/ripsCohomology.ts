import type { Distances } from "../../numerics/distances.js";
import { unionFind } from "../../numerics/unionFind.js";
import { componentBars } from "./componentBars.js";
import { denseGraph } from "./denseGraph.js";
import { denseLunes } from "./denseLunes.js";
import { type EdgeOrder, edgeOrder } from "./edgeOrder.js";
import { higherBars } from "./higherBars.js";
import { type LoopReduction, loopReduction } from "./loopReduction.js";
import type { LuneScan } from "./lunes.js";
import type { RankedGraph } from "./rankedGraph.js";
import type { RipsBars, RipsMonitor } from "./ripsBars.js";
import { simplexNames } from "./simplexNames.js";
import { sparseGraph } from "./sparseGraph.js";
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

/**
 * Persistent cohomology of the Vietoris–Rips filtration: the bars of dimensions 0 to maxDimension
 * of the complexes R_t, whose simplices are the sets of points at distances ≤ t from each other.
 *
 * The edges are put in a strict order, and every simplex is named by its longest edge and its
 * other vertices. The lune of an edge, the points joined to both of its ends by shorter edges,
 * tells which of the simplices that arrive with it cancel among themselves; only the critical
 * ones that are left, few in points of low dimension, become columns. Coboundaries of columns are
 * reduced from the latest to the earliest, those left out that end a bar of the dimension below.
 * Lengths are float64 throughout; the bars are exactly those of the definition, as a multiset.
 *
 * For n points and m edges, all distances given: O(m) for the order and, but for edges whose lune
 * is neither empty nor dominated, O(m·n/32) for the lunes; the reduction depends on the data, at
 * worst cubic in the number of columns. Memory: 4n² + n²/8 bytes for the matrix of ranks and the
 * rows of bits, 13 bytes an edge, 28 more while loops are reduced, 30 while the edges are put in
 * order; from dimension 2 on up to 32 megabytes for the sum and 40 for coboundaries kept; 8 bytes a critical
 * simplex, 10 an entry of a reduced column. A graph with few edges (m < n²/24) needs no matrix but
 * 16 bytes an edge. The input is not copied.
 *
 * The input is taken as it is, without checks: see `ripsPersistence`.
 *
 * @param input - distances, or a graph; +∞ is no edge
 * @param options - dimension, threshold, field, whether cocycles are wanted, who is told
 * @returns the bars of each dimension, those of length 0 left out; in dimension 0 all are born at
 *   0, and of two components the one with the smallest vertex lives on
 * @throws RangeError if simplices cannot be named by integers below 2^52, or if there are more
 *   than 65 536 points with all their distances
 * @see Bauer (2021), Ripser: efficient computation of Vietoris–Rips persistence barcodes;
 *   de Silva, Morozov & Vejdemo-Johansson (2011), Dualities in persistent (co)homology
 *
 * @example
 * const square = { size: 4, values: Float64Array.of(1, Math.SQRT2, 1, 1, Math.SQRT2, 1) };
 * const options = { maxDimension: 1, threshold: Infinity, modulus: 2, cocycles: false };
 * ripsCohomology(square, options)[1]; // births [1], deaths [1.4142…]
 */
export function ripsCohomology(
  input: Distances | WeightedGraph,
  options: RipsCohomologyOptions,
): RipsBars[] {
  const { maxDimension, threshold, cocycles, monitor } = options;
  const order = edgeOrder(input, threshold, monitor);
  if (maxDimension === 0) return [componentBars(order, forest(order), cocycles)];
  const { graph, scan } = prepared(order, maxDimension, monitor);
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

function prepared(
  order: EdgeOrder,
  maxDimension: number,
  monitor: RipsMonitor | undefined,
): { graph: RankedGraph; scan: LuneScan } {
  if (isSparse(order)) {
    const graph = sparseGraph(order);
    return { graph, scan: sparseLunes(graph, maxDimension, monitor) };
  }
  const graph = denseGraph(order, monitor);
  return { graph, scan: denseLunes(graph, maxDimension, monitor) };
}

/** The minimum spanning forest alone. */
function forest({ size, count, first, second }: EdgeOrder): number[] {
  const joins = unionFind(size).union;
  const tree: number[] = [];
  for (let r = 0; r < count && tree.length < size - 1; r++)
    if (joins(first[r], second[r])) tree.push(r);
  return tree;
}

/**
 * Bytes of the arrays of {@link ripsCohomology} whose size is known beforehand: what depends on
 * the reduction, critical simplices and reduced columns, comes on top.
 *
 * @param pointCount - n
 * @param edgeCount - edges not longer than the threshold
 * @param maxDimension - highest dimension of homology
 */
export function ripsMemory(pointCount: number, edgeCount: number, maxDimension: number): number {
  const ordering = 30 * edgeCount;
  if (maxDimension === 0) return ordering + 20 * pointCount;
  const graph = isSparse({ size: pointCount, count: edgeCount })
    ? 24 * edgeCount + 20 * pointCount
    : 4.125 * pointCount * pointCount;
  // A bit a name, see `higherBars`.
  let names = edgeCount;
  for (let d = 0; d < maxDimension; d++) names *= pointCount + 1;
  const sums = maxDimension > 1 ? Math.min(2 ** 25, names / 8) : 0;
  return Math.max(ordering, 8 * edgeCount + graph + 33 * edgeCount + sums);
}
