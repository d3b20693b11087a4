import { nearestPoint } from "../landscapes/minima.js";
import type { DescentEnds } from "./descentEnds.js";
import { statuses } from "./descentLoop.js";

/** Points told apart at most. */
const MOST = 256;

/**
 * Where planar runs have come to rest: of the converged ends, in order, each one farther than
 * `distance` from those before it; at most 256, sorted by θ₁, then θ₂.
 *
 * O(ends · points).
 *
 * @example
 * restingPoints([descentEnds(himmelblau, starts, options)], 0.1).length; // 4
 */
export function restingPoints(runs: readonly DescentEnds[], distance: number): number[][] {
  const converged = statuses.indexOf("converged");
  const points: number[][] = [];
  for (const { ends, status } of runs)
    for (let i = 0; i < status.length && points.length < MOST; i++) {
      if (status[i] !== converged) continue;
      const end = ends.subarray(2 * i, 2 * i + 2);
      if (nearestPoint(points, end, distance) < 0) points.push([...end]);
    }
  return points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}
