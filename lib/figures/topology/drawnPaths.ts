import { requireList } from "../../landscapes/requireObjective.js";
import type { Path } from "../../paths/path.js";

/** Paths as they are drawn: those kept, with the vertices that can be told apart. */
export interface DrawnPaths {
  /** Per path its vertices in the plane, x₀, y₀, x₁, y₁, …; undefined for a path left out, or without a finite vertex. */
  readonly lines: readonly (Float32Array | undefined)[];
  /** For the caption; "" where all paths are drawn. */
  readonly note: string;
}

/**
 * Refuses what are no paths in the plane.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it is no list
 * @throws RangeError if a path has no vertex, or other than two coordinates per vertex
 */
export function requirePlanarPaths(paths: readonly Path[], caller: string): void {
  requireList(paths, "paths", caller);
  for (const [i, path] of Array.from(paths).entries())
    if (path?.dim !== 2 || !(path.points?.length >= 2) || path.points.length % 2 !== 0)
      throw new RangeError(
        `${caller}: expected at least 1 vertex of 2 coordinates, path ${i} has ${path?.points?.length} coordinates in ${path?.dim} dimensions`,
      );
}

/**
 * What a picture shows of many paths without its page growing by megabytes: a vertex that lies
 * closer than 1/300 of the view to the last one kept is left out (ends stay), as one that is not
 * finite is, and with too many left, every k-th path.
 *
 * @param paths - paths in the plane
 * @param width - width of the view, in units of the coordinates
 * @param most - at most so many vertices in all
 *
 * @example
 * drawnPaths([{ points: Float64Array.of(0, 0, 1e-9, 0, 1, 0), dim: 2 }], 1, 100).lines[0];
 * // Float32Array [0, 0, 1, 0]
 */
export function drawnPaths(paths: readonly Path[], width: number, most: number): DrawnPaths {
  const thin = paths.map(({ points }) => thinned(points, width / 300));
  const total = thin.reduce((sum, line) => sum + line.length / 2, 0);
  const every = Math.max(1, Math.ceil(total / most));
  return {
    lines: thin.map((line, i) => (i % every === 0 && line.length > 0 ? line : undefined)),
    note:
      every > 1
        ? `Of ${paths.length} paths ${Math.ceil(paths.length / every)} are drawn; the numbers count all.`
        : "",
  };
}

function thinned(points: Float64Array, least: number): Float32Array {
  let last = points.length - 2;
  while (last >= 0 && !Number.isFinite(points[last] + points[last + 1])) last -= 2;
  const kept: number[] = [];
  for (let t = 0; t <= last; t += 2) {
    const [dx, dy] = [points[t] - kept[kept.length - 2], points[t + 1] - kept[kept.length - 1]];
    if (!Number.isFinite(points[t] + points[t + 1])) continue;
    if (kept.length < 1 || t === last || dx * dx + dy * dy >= least * least)
      kept.push(points[t], points[t + 1]);
  }
  return Float32Array.from(kept);
}

/** The vertices of a planar path with two finite coordinates. */
export function finiteVertices({ points, dim }: Path): Path {
  const finite = (i: number): boolean => Number.isFinite(points[i] + points[i ^ 1]);
  return { points: points.filter((_, i) => finite(i)), dim };
}

/** Several lines as one trace's x and y, a gap behind each. */
export function joinedLines(lines: readonly Float32Array[]): {
  readonly x: Float32Array;
  readonly y: Float32Array;
} {
  const length = lines.reduce((sum, line) => sum + line.length / 2 + 1, 0);
  const [x, y] = [new Float32Array(length).fill(NaN), new Float32Array(length).fill(NaN)];
  let at = 0;
  for (const line of lines) {
    for (let t = 0; t < line.length; t += 2, at++) {
      x[at] = line[t];
      y[at] = line[t + 1];
    }
    at++;
  }
  return { x, y };
}
