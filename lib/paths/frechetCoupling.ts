import { type Coupling, costTable, tracedBack } from "./coupling.js";
import type { Path } from "./path.js";
import { comparedCounts, hasNaN, vertexDistance } from "./vertexDistance.js";

/** The discrete Fréchet distance with its witness. */
export interface FrechetCoupling extends Coupling {
  /** d_F(p, q), in the units of θ. */
  readonly distance: number;
  /** The first pair t at which the leash is as long as the distance; −1 if that is NaN. */
  readonly tightest: number;
}

/**
 * Discrete Fréchet distance of two paths with a coupling that attains it: how the walkers go, and
 * where the leash is tight.
 *
 * Among the optimal couplings, the one that from the end back always comes from the neighbour with
 * the shortest leash, from both walkers going on if it is as short. The same distance as
 * `discreteFrechet`, bit for bit.
 *
 * O(m·n·dim) time, 8·m·n bytes.
 *
 * @param p - path of m ≥ 1 vertices
 * @param q - path of n ≥ 1 vertices in the same ℝ^dim
 * @throws RangeError if a path is empty, its vertices are not whole, the dimensions differ, or
 *   there are more than 2²⁸ pairs of vertices
 *
 * @example
 * const path = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 1 });
 * frechetCoupling(path(0, 5, 9), path(0, 9)); // distance 4: pairs 0 0, 1 1, 2 1; tightest 1
 */
export function frechetCoupling(p: Path, q: Path): FrechetCoupling {
  const [m, n] = comparedCounts(p, q, "frechetCoupling");
  if (hasNaN(p) || hasNaN(q)) return { distance: NaN, pairs: new Uint32Array(0), tightest: -1 };
  const reach = (leash: number, i: number, j: number): number =>
    Math.max(leash, vertexDistance(p, i, q, j));
  const table = costTable(m, n, reach, "frechetCoupling");
  const distance = table[m * n - 1];
  const pairs = tracedBack(table, n);
  let tightest = 0;
  while (vertexDistance(p, pairs[2 * tightest], q, pairs[2 * tightest + 1]) < distance) tightest++;
  return { distance, pairs, tightest };
}
