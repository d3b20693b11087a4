import { type Coupling, costTable, tracedBack } from "./coupling.js";
import type { Path } from "./path.js";
import { comparedCounts, hasNaN, vertexDistance } from "./vertexDistance.js";

/**
 * Dynamic time warping of two paths: the least sum of distances over all couplings,
 *
 *     d_W(p, q) = min over couplings π of  Σ over (i, j) in π of  ‖p_i − q_j‖₂
 *
 * the sum's counterpart to the discrete Fréchet distance. **No metric**: the triangle inequality
 * fails, and repeating a vertex that is off its counterpart costs once more; so the sum grows with
 * the number of steps, and paths recorded at different rates are not comparable.
 *
 * Sums are rounded along the coupling from (0, 0) on, each addition to float64: within
 * (m + n + dim)·2⁻⁵³ of the exact value, relatively. Swapping the paths changes no bit. NaN if any
 * coordinate is NaN; ±∞ as in `vertexDistance`.
 *
 * O(m·n·dim) time and O(n) memory for m and n vertices.
 *
 * @param p - path of m ≥ 1 vertices
 * @param q - path of n ≥ 1 vertices in the same ℝ^dim
 * @returns the sum, in the units of θ
 * @throws RangeError if a path is empty, its vertices are not whole, or the dimensions differ
 * @see Sakoe & Chiba (1978), Dynamic programming algorithm optimization for spoken word
 *   recognition, IEEE Trans. ASSP 26
 *
 * @example
 * const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 1 });
 * dynamicTimeWarping(path(0, 5, 9), path(0, 9)); // 4
 */
export function dynamicTimeWarping(p: Path, q: Path): number {
  const [m, n] = comparedCounts(p, q, "dynamicTimeWarping");
  if (hasNaN(p) || hasNaN(q)) return NaN;

  // cost[j]: the least sum that reaches (i, j). Row i needs nothing but row i − 1.
  const cost = new Float64Array(n).fill(Infinity);
  for (let i = 0; i < m; i++) {
    let diagonal = i === 0 ? 0 : Infinity; // at (i − 1, j − 1)
    let left = Infinity; // at (i, j − 1)
    for (let j = 0; j < n; j++) {
      const below = cost[j]; // at (i − 1, j)
      left = cost[j] = Math.min(below, diagonal, left) + vertexDistance(p, i, q, j);
      diagonal = below;
    }
  }
  return cost[n - 1];
}

/** The time warping distance with its witness. */
export interface WarpingCoupling extends Coupling {
  /** d_W(p, q), in the units of θ. */
  readonly distance: number;
}

/**
 * {@link dynamicTimeWarping} with a coupling that attains it, the same bits. Where several
 * neighbours are reached at the same cost, both walkers go on.
 *
 * O(m·n·dim) time, 8·m·n bytes.
 *
 * @throws RangeError as `dynamicTimeWarping`, or if there are more than 2²⁸ pairs of vertices
 *
 * @example
 * const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 1 });
 * warpingCoupling(path(0, 5, 9), path(0, 9)).pairs; // [0, 0, 1, 1, 2, 1]
 */
export function warpingCoupling(p: Path, q: Path): WarpingCoupling {
  const [m, n] = comparedCounts(p, q, "warpingCoupling");
  if (hasNaN(p) || hasNaN(q)) return { distance: NaN, pairs: new Uint32Array(0) };
  const reach = (sum: number, i: number, j: number): number => sum + vertexDistance(p, i, q, j);
  const table = costTable(m, n, reach, "warpingCoupling");
  return { distance: table[m * n - 1], pairs: tracedBack(table, n) };
}
