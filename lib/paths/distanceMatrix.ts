import type { Distances } from "../numerics/distances.js";
import { inThisThread, type MapOptions, type Workers } from "../numerics/jobs.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Settled } from "./frechetSettler.js";
import { type Isometry, requireIsometry } from "./isometry.js";
import type { Path } from "./path.js";
import {
  type FlatPaths,
  flat,
  type PathBlock,
  type PathBlockDistances,
  type PathMetric,
  pathBlockJob,
} from "./pathBlock.js";
import { requirePath } from "./requirePath.js";

/** What {@link distanceMatrix} may be told. */
export interface DistanceMatrixOptions {
  /**
   * "frechet": `discreteFrechet`, unless told; "warping": `dynamicTimeWarping`; "endPoint":
   * `endPointDistance`.
   */
  readonly metric?: PathMetric;
  /**
   * Symmetries up to which paths are compared: d(i, j) for i > j is the least distance of path i
   * from an image of path j under one of these, at least 1. The identity counts only if it is
   * among them; symmetric if they are a group (`isGroup`).
   */
  readonly isometries?: readonly Isometry[];
}

/** Distances of paths, and how they were found. */
export interface PathDistances extends Distances {
  /** The metric that was asked for. */
  readonly metric: PathMetric;
  /**
   * How many distances were found by what; with k isometries there are k for each pair. For
   * "endPoint" all count as certificates, for "warping" as programmes.
   */
  readonly settled: Readonly<Settled>;
}

/** Paths in a block: a fixed number, so that blocks do not depend on the number of workers. */
const BLOCK = 64;
const optionNames: readonly (keyof DistanceMatrixOptions)[] = ["metric", "isometries"];
const metrics: readonly PathMetric[] = ["frechet", "warping", "endPoint"];

/**
 * Distances between all paths of a list, exact always: each has the bits of `discreteFrechet`,
 * `dynamicTimeWarping` or `endPointDistance`, or, with isometries, of `symmetricDistance`, whatever
 * the number of workers.
 *
 * Most Fréchet distances need no dynamic programme. If the coupling of a shared clock needs no more
 * leash than the end points do, that is the distance: a *certificate*, in O(m·dim). Else a search
 * from both ends *decides*, for one leash after another that no coupling can avoid, whether one can
 * do with it. If that visits too many pairs of vertices, another *certificate* is tried: the
 * coupling that always goes on to the nearest pair, and a wall through its tightest one. Only then
 * the *programme* goes through all pairs.
 *
 * For n paths of m vertices: n²/2 certificates at best, O(n²·m²·dim) at worst; 8·n² bytes and, for
 * each worker, (12 + 0.3·dim)·m², at most 57·m²; O(m) and no search where m² is above 2²⁸.
 *
 * @param paths - n ≥ 0 paths of at least one vertex, in one ℝ^dim; their lengths may differ
 * @param options - the metric; symmetries
 * @param workers - who does the work; this thread unless told
 * @param mapOptions - a signal that aborts; a callback for progress, counted in blocks of 64 × 64
 *   paths
 * @returns d(i, j), in the units of θ; NaN between two paths if a coordinate of one is NaN
 * @throws TypeError (as a rejection) if the list is none, or an option is unknown
 * @throws RangeError (as a rejection) if the dimensions differ, a path has no vertex or no whole
 *   ones, there is no such metric, or the isometries are none of ℝ^dim
 *
 * @example
 * const line = (y: number): Path => ({ points: Float64Array.of(0, y, 1, y), dim: 2 });
 * const distances = await distanceMatrix([line(0), line(1), line(3)]);
 * distances.values; // [1, 3, 2]
 * distances.settled; // { certificate: 3, decision: 0, programme: 0 }
 */
export async function distanceMatrix(
  paths: readonly Path[],
  options: DistanceMatrixOptions = {},
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<PathDistances> {
  requireKnown(options, optionNames, "option", "distanceMatrix");
  requirePaths(paths);
  const { metric = "frechet", isometries } = options;
  if (!metrics.includes(metric))
    throw new RangeError(
      `distanceMatrix: expected a metric ${metrics.join(", ")}, got ${String(metric)}`,
    );
  requireIsometries(isometries, paths[0]?.dim);

  const groups: FlatPaths[] = [];
  for (let first = 0; first < paths.length; first += BLOCK)
    groups.push(flat(paths.slice(first, first + BLOCK)));
  const blocks: PathBlock[] = groups.flatMap((rows, r) =>
    Array.from({ length: r + 1 }, (_, c) => ({
      ...{ metric, rows, isometries },
      columns: c === r ? undefined : groups[c],
    })),
  );
  const parts = await workers.map(pathBlockJob, blocks, mapOptions);
  return joined(paths.length, metric, parts);
}

/** Puts the blocks, row after row of blocks, into the strict lower triangle. */
function joined(size: number, metric: PathMetric, parts: PathBlockDistances[]): PathDistances {
  const values = new Float64Array((size * (size - 1)) / 2);
  const settled = { certificate: 0, decision: 0, programme: 0 };
  let part = 0;
  for (let first = 0; first < size; first += BLOCK)
    for (let column = 0; column <= first; column += BLOCK) {
      const block = parts[part++];
      let taken = 0;
      for (let i = first; i < Math.min(first + BLOCK, size); i++) {
        const width = Math.min(BLOCK, i - column);
        const row = block.values.subarray(taken, taken + width);
        values.set(row, (i * (i - 1)) / 2 + column);
        taken += width;
      }
      settled.certificate += block.settled.certificate;
      settled.decision += block.settled.decision;
      settled.programme += block.settled.programme;
    }
  return { size, values, metric, settled };
}

function requirePaths(paths: readonly Path[]): void {
  if (!Array.isArray(paths))
    throw new TypeError(`distanceMatrix: expected a list of paths, got ${typeof paths}`);
  paths.forEach((path, i) => {
    if (!(path?.points instanceof Float64Array))
      throw new TypeError(
        `distanceMatrix: expected points in a Float64Array, got ${String(path?.points)} in path ${i}`,
      );
    requirePath(path, "distanceMatrix", `path ${i}`);
    if (path.dim !== paths[0].dim)
      throw new RangeError(
        `distanceMatrix: dimensions differ, path 0 has ${paths[0].dim} and path ${i} ${path.dim}`,
      );
  });
}

function requireIsometries(
  isometries: readonly Isometry[] | undefined,
  dim: number | undefined,
): void {
  if (isometries === undefined) return;
  if (!Array.isArray(isometries) || isometries.length < 1)
    throw new RangeError(
      `distanceMatrix: expected at least 1 isometry, got ${isometries?.length ?? isometries}`,
    );
  if (dim !== undefined)
    for (const isometry of isometries) requireIsometry(isometry, dim, "distanceMatrix");
}
