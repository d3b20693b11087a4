import type { Distances } from "../../numerics/distances.js";
import { euclideanDistances } from "../../numerics/euclideanDistances.js";
import { componentCocycleSize } from "./componentBars.js";
import { edgeOrder } from "./edgeOrder.js";
import { enclosingRadius } from "./enclosingRadius.js";
import { ripsMemory } from "./ripsCohomology.js";
import { checkRipsOptions, type RipsOptions, type RipsSettings } from "./ripsOptions.js";
import { type CheckedSource, checkSource, type RipsSource } from "./ripsSource.js";
import { sampledCounts } from "./simplexCounts.js";
import type { WeightedGraph } from "./weightedGraph.js";

/** What {@link ripsPersistence} would cost. */
export interface RipsForecast {
  /** Number of points. */
  readonly pointCount: number;
  /** Longest edge of the filtration: what was asked for, at most the enclosing radius. */
  readonly threshold: number;
  /** Number of edges up to the threshold. */
  readonly edgeCount: number;
  /** Estimated number of simplices of dimension 0 … maxDimension + 1; see `sampledCounts`. */
  readonly simplexCounts: Float64Array;
  /**
   * Estimated peak of memory beyond that of the source. Reduced columns are hardly in it: random
   * distances need some times as much.
   */
  readonly bytes: number;
  /**
   * Estimated CPU time of a core of 2020 or so, from the numbers of edges and simplices alone;
   * it may be off by a factor of ten either way, and far too low where distances are unlike those
   * of points: 600 points with independent random distances take a hundred times as long.
   */
  readonly seconds: number;
  /** Whether it would be refused: `bytes` is above the memory limit. */
  readonly refused: boolean;
}

/**
 * Forecasts memory and time of {@link ripsPersistence} without doing it.
 *
 * Threshold and edges are exact, except for points whose distances would fill more than 256 MB
 * (8192 points): there 256 of them are looked at. O(n²·dim) time otherwise.
 *
 * @param source - distances, points or a graph
 * @param options - those of {@link ripsPersistence}
 * @throws TypeError or RangeError as {@link ripsPersistence} would, but not for its size
 *
 * @example
 * ripsForecast(cloud, { maxDimension: 2 }).bytes / 2 ** 30; // GiB
 */
export function ripsForecast(source: RipsSource, options: RipsOptions = {}): RipsForecast {
  const settings = checkRipsOptions(options, "ripsForecast");
  const checked = checkSource(source, "ripsForecast");
  return forecastOf(checked, settings, true);
}

/** Bytes of distances up to which they are made only to be counted. */
const WORTH_MAKING = 2 ** 28;

/** Up to here the cocycles of components, of n²/2 vertices at most, are too small to count. */
const FEW_POINTS = 1024;

/** The forecast; without `counts`, simplices that it does not depend on are not counted. */
export function forecastOf(
  { source, pointCount }: CheckedSource,
  settings: RipsSettings,
  counts: boolean,
): RipsForecast {
  const { maxDimension, memoryLimit } = settings;
  const pairs = (pointCount * (pointCount - 1)) / 2;
  const isCloud = "points" in source;
  const sampledOnly = isCloud && 8 * pairs > WORTH_MAKING;
  const exact = sampledOnly
    ? undefined
    : filtrationSize(isCloud ? euclideanDistances(source) : source, settings.threshold);
  const top = effectiveDimension(pointCount, maxDimension);
  const simplexCounts = new Float64Array(maxDimension + 2);
  let threshold = exact?.threshold ?? settings.threshold;
  if (sampledOnly || counts || top > 1) {
    const known = threshold < Infinity ? threshold : undefined;
    const sampled = sampledCounts(source, known, top + 1);
    simplexCounts.set(sampled.simplexCounts);
    threshold = Math.min(threshold, sampled.enclosingRadius);
  }
  simplexCounts[0] = pointCount;
  if (exact) simplexCounts[1] = exact.edgeCount;
  const edgeCount = Math.round(simplexCounts[1]);
  const { bytes, seconds } = costs(pointCount, edgeCount, top, simplexCounts);
  const cycleBytes = settings.cycles ? 4 * Math.min(pointCount, 8192) ** 2 + 60 * edgeCount : 0;
  const cocycleBytes =
    settings.cocycles && !isCloud && pointCount > FEW_POINTS
      ? 8 * componentCocycleSize(edgeOrder(source, threshold))
      : 0;
  const all = bytes + cycleBytes + cocycleBytes + (isCloud ? 8 * pairs : 0);
  const refused = all > memoryLimit;
  return { pointCount, threshold, edgeCount, simplexCounts, bytes: all, seconds, refused };
}

/**
 * What was measured, with a wide margin in it: 0.6 µs an edge and 0.3 ns a triangle up to
 * dimension 1, 12 ns a simplex above that. Beyond the engine's arrays, of the simplices of
 * dimension 2 … `top` about one in fifty becomes a column, of some fifty bytes.
 */
function costs(
  pointCount: number,
  edgeCount: number,
  top: number,
  simplexCounts: Float64Array,
): { bytes: number; seconds: number } {
  const bytes = simplexCounts
    .subarray(2, top + 1)
    .reduce((sum, count) => sum + count, ripsMemory(pointCount, edgeCount, top));
  const least = 6e-7 * edgeCount + (top > 0 ? 3e-10 * simplexCounts[2] : 0);
  const seconds = simplexCounts
    .subarray(3, top + 2)
    .reduce((sum, count) => sum + 1.2e-8 * count, least);
  return { bytes, seconds };
}

/**
 * The highest dimension in which n points can have a bar: a class of dimension d needs 2d + 2
 * points, as many as the boundary of a cross-polytope has.
 */
export function effectiveDimension(pointCount: number, maxDimension: number): number {
  return Math.min(maxDimension, Math.max(0, Math.floor(pointCount / 2) - 1));
}

/**
 * The threshold that is used, and the number of edges up to it: what is asked for, at most the
 * enclosing radius, at most the longest edge that there is.
 */
function filtrationSize(
  source: Distances | WeightedGraph,
  asked: number,
): { threshold: number; edgeCount: number } {
  const values = "edges" in source ? source.lengths : source.values;
  let threshold = Math.min(asked, enclosingRadius(source));
  if (threshold === Infinity)
    threshold = values.reduce((most, d) => (d < Infinity && d > most ? d : most), 0);
  let edgeCount = 0;
  for (let k = 0; k < values.length; k++) if (values[k] <= threshold) edgeCount++;
  return { threshold, edgeCount };
}
