import { requireList } from "../../landscapes/requireObjective.js";
import { euclideanDistances } from "../../numerics/euclideanDistances.js";
import type { Path } from "../../paths/path.js";
import { requirePath } from "../../paths/requirePath.js";
import { type ClassCountCurve, classCountCurve, metricClasses } from "./metricClasses.js";
import { type Linkage, singleLinkage } from "./singleLinkage.js";

/** The ends of paths, grouped by distance. */
export interface FinalPointClusters {
  /** A label per path: 0, 1, … by first appearance, −1 for an end that is not finite. */
  readonly labels: Int32Array;
  /** Number of clusters, without the label −1. */
  readonly count: number;
  /** count·dim coordinates: the mean of each cluster's ends. */
  readonly centres: Float64Array;
  /** Number of ends in each cluster. */
  readonly sizes: Uint32Array;
}

/**
 * Clusters the last vertices of paths by single linkage (§2.3, step 1): two ends are in one
 * cluster if a chain of finite ends with Euclidean hops < tolerance joins them.
 *
 * An end with NaN or ±∞ (a diverged run) is in no cluster: label −1. Equal ends need a tolerance
 * > 0 too. Whether the number of clusters hangs on the tolerance, {@link toleranceCurve} shows.
 * O(n²·dim) for n paths.
 *
 * @param paths - of one dimension, 1 vertex or more each
 * @param tolerance - in the units of θ, ≥ 0
 * @throws RangeError if the tolerance is not ≥ 0, a path is empty or the dimensions differ
 *
 * @example
 * const end = (...point: number[]): Path => ({ points: Float64Array.from(point), dim: 2 });
 * finalPointClusters([end(0, 0), end(1, 0), end(0, 0.1)], 0.5).labels; // [0, 1, 0]
 */
export function finalPointClusters(paths: readonly Path[], tolerance: number): FinalPointClusters {
  if (!(tolerance >= 0))
    throw new RangeError(`finalPointClusters: expected tolerance >= 0, got ${tolerance}`);
  const { dim, points, places } = finiteEnds(paths, "finalPointClusters");
  const found = metricClasses(euclideanDistances({ points, dim }), tolerance);
  const count = found.reduce((most, label) => Math.max(most, label + 1), 0);
  const labels = new Int32Array(paths.length).fill(-1);
  const sizes = new Uint32Array(count);
  const centres = new Float64Array(count * dim);
  found.forEach((label, k) => {
    labels[places[k]] = label;
    sizes[label]++;
  });
  found.forEach((label, k) => {
    for (let i = 0; i < dim; i++) centres[label * dim + i] += points[k * dim + i] / sizes[label];
  });
  return { labels, count, centres, sizes };
}

/** Cluster counts at every tolerance. */
export interface ToleranceCurve extends ClassCountCurve {
  /** The single linkage of the finite ends, for a dendrogram. */
  readonly linkage: Linkage;
  /** Which path each of them is the end of. */
  readonly places: Uint32Array;
}

/**
 * Number of clusters of {@link finalPointClusters} as a function of the tolerance > 0: a broad
 * step says that the number is a fact about the ends, not about the tolerance. O(n²·dim).
 *
 * @throws RangeError if a path is empty or the dimensions differ
 *
 * @example
 * const end = (...point: number[]): Path => ({ points: Float64Array.from(point), dim: 2 });
 * toleranceCurve([end(0, 0), end(1, 0), end(0, 0.5)]).counts; // [3, 2, 1]
 */
export function toleranceCurve(paths: readonly Path[]): ToleranceCurve {
  const { dim, points, places } = finiteEnds(paths, "toleranceCurve");
  const linkage = singleLinkage(euclideanDistances({ points, dim }));
  return { ...classCountCurve(linkage), linkage, places };
}

/** The last vertices that are finite, and whose they are. */
function finiteEnds(
  paths: readonly Path[],
  caller: string,
): { dim: number; points: Float64Array; places: Uint32Array } {
  requireList(paths, "paths", caller);
  const dim = paths.length > 0 ? paths[0]?.dim : 1;
  const places: number[] = [];
  const points: number[] = [];
  for (const [k, path] of paths.entries()) {
    requirePath(path, caller, `path ${k}`);
    if (path.dim !== dim)
      throw new RangeError(`${caller}: dimensions differ, ${dim} and ${path.dim}`);
    const end = path.points.subarray(path.points.length - dim);
    if (!end.every(Number.isFinite)) continue;
    places.push(k);
    for (const coordinate of end) points.push(coordinate);
  }
  return { dim, points: Float64Array.from(points), places: Uint32Array.from(places) };
}
