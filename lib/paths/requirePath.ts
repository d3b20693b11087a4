import { requireList } from "../landscapes/requireObjective.js";
import type { Path } from "./path.js";

/**
 * Refuses what is no path of at least one vertex, and tells how many it has.
 *
 * @param caller - the function to name in the error
 * @param which - what to call it there
 * @throws TypeError if there are no points
 * @throws RangeError if dim is no integer ≥ 1, there is no vertex, or the coordinates do not make
 *   whole ones
 *
 * @example
 * requirePath({ points: Float64Array.of(0, 0, 1, 0), dim: 2 }, "here"); // 2
 */
export function requirePath(path: Path, caller: string, which: string = "a path"): number {
  requireList(path?.points, `the points of ${which}`, caller);
  const { points, dim } = path;
  if (!Number.isInteger(dim) || dim < 1)
    throw new RangeError(`${caller}: expected ${which} with dim >= 1, got ${dim}`);
  if (points.length < 1 || points.length % dim !== 0)
    throw new RangeError(
      `${caller}: expected ${which} of at least 1 whole vertex of ${dim}, got ${points.length} coordinates`,
    );
  return points.length / dim;
}

/**
 * {@link requirePath}, and every coordinate finite.
 *
 * @throws RangeError naming the first vertex that is not
 */
export function requireFinitePath(path: Path, caller: string): number {
  const count = requirePath(path, caller);
  const { points, dim } = path;
  for (let k = 0; k < points.length; k++)
    if (!Number.isFinite(points[k]))
      throw new RangeError(
        `${caller}: expected finite coordinates, got ${points[k]} at vertex ${Math.floor(k / dim)}`,
      );
  return count;
}
