import type { Path } from "./path.js";
import { comparedCounts, hasNaN, vertexDistance } from "./vertexDistance.js";

/**
 * Distance of the last vertices of two paths, ‖p_m − q_n‖₂: how far apart two runs ended, whatever
 * way they took. Never above the discrete Fréchet distance; a pseudometric.
 *
 * NaN if any coordinate of a path is NaN, as for all path distances, although only the last vertices
 * are compared. Infinite end points as in `vertexDistance`. O(m + n) for the look at NaN.
 *
 * @param p - path of m ≥ 1 vertices
 * @param q - path of n ≥ 1 vertices in the same ℝ^dim
 * @returns the distance, in the units of θ
 * @throws RangeError if a path is empty, its vertices are not whole, or the dimensions differ
 *
 * @example
 * const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 1 });
 * endPointDistance(path(0, 1, 5), path(0, 2)); // 3
 */
export function endPointDistance(p: Path, q: Path): number {
  const [m, n] = comparedCounts(p, q, "endPointDistance");
  return hasNaN(p) || hasNaN(q) ? NaN : vertexDistance(p, m - 1, q, n - 1);
}
