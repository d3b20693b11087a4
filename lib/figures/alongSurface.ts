import type { Path } from "../paths/path.js";
import type { View } from "./planarView.js";

/** Longest piece of a path, as a share of the view, that is drawn straight. */
const longestPiece = 1 / 60;

/**
 * A path of the plane with vertices between those far apart, so that it can lie on a surface
 * that a long straight step would cut.
 *
 * @param path - two coordinates per vertex
 * @param view - the part of the plane that is drawn; pieces are at most a 60th of it
 *
 * @example
 * const step = { points: Float64Array.of(0, 0, 1, 0), dim: 2 };
 * alongSurface(step, { x: [0, 30], y: [0, 30] }).points.length; // 6: one vertex was put between
 */
export function alongSurface({ points }: Path, { x, y }: View): Path {
  const [width, depth] = [x[1] - x[0], y[1] - y[0]];
  const all: number[] = [points[0], points[1]];
  for (let i = 2; i < points.length; i += 2) {
    const [dx, dy] = [points[i] - points[i - 2], points[i + 1] - points[i - 1]];
    const share = Math.max(Math.abs(dx) / width, Math.abs(dy) / depth) / longestPiece;
    // Of a step out of the view, or of none (NaN), no more than a hundred pieces.
    const pieces = Math.max(1, Math.min(100, Math.ceil(share) || 1));
    for (let n = 1; n < pieces; n++)
      all.push(points[i - 2] + (dx * n) / pieces, points[i - 1] + (dy * n) / pieces);
    all.push(points[i], points[i + 1]);
  }
  return { points: Float64Array.from(all), dim: 2 };
}
