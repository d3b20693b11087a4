import type { Job } from "../numerics/jobs.js";
import { endPointDistance } from "./endPointDistance.js";
import { frechetSettler, type KnownPath, knownPath, type Settled } from "./frechetSettler.js";
import { type Isometry, transformed } from "./isometry.js";
import type { Path } from "./path.js";
import { warpingSettler } from "./warpingSettler.js";

/** A distance of two paths. */
export type PathMetric = "frechet" | "warping" | "endPoint";

/** Paths in one array, for a worker. */
export interface FlatPaths {
  /** The points of all paths, one after the other. */
  readonly points: Float64Array;
  /** Number of coordinates of each path. */
  readonly lengths: Uint32Array;
  readonly dim: number;
}

/** One part of a distance matrix, for a worker. */
export interface PathBlock {
  readonly metric: PathMetric;
  readonly rows: FlatPaths;
  /** Undefined on the diagonal, where the columns are the rows and only j < i is wanted. */
  readonly columns?: FlatPaths;
  /** What the columns may be moved by. */
  readonly isometries?: readonly Isometry[];
}

/** The distances of one part, row after row. */
export interface PathBlockDistances {
  readonly values: Float64Array;
  readonly settled: Settled;
}

/** {@link pathBlock}, as something a worker can find. */
export const pathBlockJob: Job<PathBlock, PathBlockDistances> = {
  module: import.meta.url,
  name: "pathBlock",
  run: pathBlock,
};

/** The distances of one part; a job, called by `distanceMatrix`. */
export function pathBlock({ metric, rows, columns, isometries }: PathBlock): PathBlockDistances {
  const settled: Settled = { certificate: 0, decision: 0, programme: 0 };
  const between = counted(metric, settled);
  const own = known(rows);
  const others = known(columns ?? rows);
  const images = isometries
    ? others.map((path) => isometries.map((isometry) => knownPath(transformed(path, isometry))))
    : others.map((path) => [path]);
  const count = own.length;
  const values = new Float64Array(columns ? count * others.length : (count * (count - 1)) / 2);
  let at = 0;
  for (let i = 0; i < count; i++)
    for (let j = 0; j < (columns ? others.length : i); j++) {
      let nearest = between(own[i], images[j][0]);
      for (let k = 1; k < images[j].length; k++)
        nearest = Math.min(nearest, between(own[i], images[j][k]));
      values[at++] = nearest;
    }
  return { values, settled };
}

/** The metric, adding to `settled` at each call. */
function counted(metric: PathMetric, settled: Settled): (p: KnownPath, q: KnownPath) => number {
  if (metric === "frechet") return frechetSettler(settled);
  const [by, distance] =
    metric === "warping"
      ? (["programme", warpingSettler()] as const)
      : (["certificate", endPointDistance] as const);
  return (p, q) => {
    settled[by]++;
    return distance(p, q);
  };
}

/** Paths of one ℝ^dim in one array, in their order. */
export function flat(paths: readonly Path[]): FlatPaths {
  const lengths = Uint32Array.from(paths, ({ points }) => points.length);
  const points = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  for (const path of paths) {
    points.set(path.points, at);
    at += path.points.length;
  }
  return { points, lengths, dim: paths[0].dim };
}

function known({ points, lengths, dim }: FlatPaths): KnownPath[] {
  let end = 0;
  return Array.from(lengths, (length) => {
    end += length;
    return knownPath({ points: points.subarray(end - length, end), dim });
  });
}
