import type { Path } from "./path.js";
import { comparedCounts, hasNaN, vertexDistance } from "./vertexDistance.js";

/**
 * Whether a leash is long enough: d_F(p, q) ≤ leash, for the discrete Fréchet distance.
 *
 * The same answer as `discreteFrechet(p, q) <= leash`, mostly sooner: it looks only at pairs of
 * vertices that the walkers can reach, and gives up as soon as there are none. False if any
 * coordinate is NaN; true for a leash of ∞ otherwise.
 *
 * O(m·n·dim) time at worst, O(n) memory.
 *
 * @param p - path of m ≥ 1 vertices
 * @param q - path of n ≥ 1 vertices in the same ℝ^dim
 * @param leash - ≥ 0, in the units of θ
 * @throws RangeError if a path is empty, its vertices are not whole, the dimensions differ, or the
 *   leash is not ≥ 0
 *
 * @example
 * const line = (y: number): Path => ({ points: Float64Array.of(0, y, 1, y, 2, y), dim: 2 });
 * discreteFrechetWithin(line(0), line(1), 0.5); // false
 */
export function discreteFrechetWithin(p: Path, q: Path, leash: number): boolean {
  const [m, n] = comparedCounts(p, q, "discreteFrechetWithin");
  if (!(leash >= 0))
    throw new RangeError(`discreteFrechetWithin: expected a leash >= 0, got ${leash}`);
  if (hasNaN(p) || hasNaN(q)) return false;
  if (vertexDistance(p, m - 1, q, n - 1) > leash) return false;

  // reached[j]: whether the walkers get to (i, j); row i is reached only from `first` on.
  const reached = new Uint8Array(n);
  let first = 0;
  for (let i = 0; i < m; i++) {
    let diagonal = i === 0 ? 1 : 0; // at (i − 1, j − 1)
    let left = 0; // at (i, j − 1)
    let next = n;
    for (let j = first; j < n; j++) {
      const below = reached[j]; // at (i − 1, j)
      left = (below | diagonal | left) !== 0 && vertexDistance(p, i, q, j) <= leash ? 1 : 0;
      reached[j] = left;
      diagonal = below;
      if (left !== 0 && next === n) next = j;
    }
    if (next === n) return false;
    first = next;
  }
  return reached[n - 1] === 1;
}
