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
      const [x, y] = [ends[2 * i], ends[2 * i + 1]];
      if (nearestPoint(points, x, y, distance) < 0) points.push([x, y]);
    }
  return points.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/**
 * Which of the points is nearest to (x, y), the first one of a tie; −1 if none is within
 * `distance`, or x or y is NaN.
 *
 * @example
 * nearestPoint([[0, 0], [1, 0]], 0.9, 0, 0.5); // 1
 */
export function nearestPoint(
  points: readonly (readonly number[])[],
  x: number,
  y: number,
  distance: number,
): number {
  let nearest = -1;
  let shortest = Infinity;
  for (let k = 0; k < points.length; k++) {
    const [dx, dy] = [x - points[k][0], y - points[k][1]];
    const square = dx * dx + dy * dy;
    if (square <= distance * distance && square < shortest) [nearest, shortest] = [k, square];
  }
  return nearest;
}
