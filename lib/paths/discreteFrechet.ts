import type { Path } from "./path.js";
import { comparedCounts, hasNaN, vertexDistance } from "./vertexDistance.js";

/**
 * Discrete Fréchet distance of two paths in parameter space.
 *
 * Two walkers on a leash traverse p and q from the first vertex to the last, each of them going on
 * by one vertex or resting at every tick, at least one going on. The distance is the shortest leash
 * that lets them:
 *
 *     d_F(p, q) = min over couplings π of  max over (i, j) in π of  ‖p_i − q_j‖₂
 *
 * This is the path metric of the proposal (§2.3, step 2), π being the time warping. A
 * pseudometric: resting costs nothing, so repeating a vertex changes nothing.
 *
 * It is one of the m·n distances of vertices (`vertexDistance`), bit for bit: taking the least and
 * the greatest rounds nothing, so its relative error is at most (dim/2 + 1)·2⁻⁵³ or so, and
 * swapping the paths changes no bit. NaN if any coordinate is NaN. A path may run to ±∞: it is
 * infinitely far from all but those that are infinite in the same coordinates.
 *
 * O(m·n·dim) time and O(n) memory for m and n vertices. For many paths see `distanceMatrix`, for
 * the coupling `frechetCoupling`.
 *
 * @param p - path of m ≥ 1 vertices
 * @param q - path of n ≥ 1 vertices in the same ℝ^dim
 * @returns the distance, in the units of θ
 * @throws RangeError if a path is empty, its vertices are not whole, or the dimensions differ
 * @see Eiter & Mannila (1994), Computing Discrete Fréchet Distance, CD-TR 94/64
 *
 * @example
 * const line = (y: number): Path => ({ points: Float64Array.of(0, y, 1, y, 2, y), dim: 2 });
 * discreteFrechet(line(0), line(1)); // 1
 */
export function discreteFrechet(p: Path, q: Path): number {
  const [m, n] = comparedCounts(p, q, "discreteFrechet");
  if (hasNaN(p) || hasNaN(q)) return NaN;
  // Every coupling begins and ends with both walkers at the ends. (Paths that diverged end here.)
  const ends = Math.max(vertexDistance(p, 0, q, 0), vertexDistance(p, m - 1, q, n - 1));
  if (ends === Infinity) return Infinity;

  // leash[j]: the shortest leash that reaches (i, j). Row i needs nothing but row i − 1.
  const leash = new Float64Array(n).fill(Infinity);
  for (let i = 0; i < m; i++) {
    let diagonal = i === 0 ? 0 : Infinity; // at (i − 1, j − 1)
    let left = Infinity; // at (i, j − 1)
    for (let j = 0; j < n; j++) {
      const below = leash[j]; // at (i − 1, j)
      const arrive = Math.min(below, diagonal, left);
      left = leash[j] = Math.max(arrive, vertexDistance(p, i, q, j));
      diagonal = below;
    }
  }
  return leash[n - 1];
}
