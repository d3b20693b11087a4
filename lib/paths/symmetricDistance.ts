import { discreteFrechet } from "./discreteFrechet.js";
import { type Isometry, requireIsometry, transformed } from "./isometry.js";
import type { Path } from "./path.js";

/** The distance of two paths up to symmetry, and the symmetry that attains it. */
export interface SymmetricDistance {
  /** min over S of d(p, Sq), in the units of d. */
  readonly distance: number;
  /** Index of the isometry S that attains it, the first if several do. */
  readonly isometry: number;
}

/**
 * Distance of two paths up to given symmetries of the loss:
 *
 *     min over S of  d(p, S q)
 *
 * so that runs which differ by the naming of hidden units count as one. A pseudometric on orbits
 * if the isometries are a group (`isGroup`) and d is a pseudometric that isometries keep, as all
 * path metrics here do. Otherwise not even symmetric: d(p, Sq) = d(S⁻¹p, q), and S⁻¹ may be missing
 * (`symmetrised` adds it).
 *
 * NaN, with the index of the first isometry that gives it, if any of the distances is NaN.
 * O(k) distances and images of q, for k isometries; O(k dim³) to check them.
 *
 * @param p - path in ℝ^dim
 * @param q - path in ℝ^dim; the one that is moved
 * @param isometries - of ℝ^dim, at least 1; the identity counts only if it is among them
 * @param metric - d
 * @throws RangeError if there is no isometry, one is none of ℝ^dim, or d throws it
 *
 * @example
 * const sides = [signedPermutation([0], [1]), signedPermutation([0], [-1])];
 * const path = (...x: number[]): Path => ({ points: Float64Array.from(x), dim: 1 });
 * symmetricDistance(path(0, 1), path(0, -1), sides); // { distance: 0, isometry: 1 }
 */
export function symmetricDistance(
  p: Path,
  q: Path,
  isometries: readonly Isometry[],
  metric: (p: Path, q: Path) => number = discreteFrechet,
): SymmetricDistance {
  if (isometries.length < 1)
    throw new RangeError("symmetricDistance: expected at least 1 isometry, got 0");
  let nearest: SymmetricDistance = { distance: Infinity, isometry: 0 };
  isometries.forEach((isometry, index) => {
    requireIsometry(isometry, q.dim, "symmetricDistance");
    if (Number.isNaN(nearest.distance)) return;
    const distance = metric(p, transformed(q, isometry));
    if (!(distance >= nearest.distance)) nearest = { distance, isometry: index };
  });
  return nearest;
}
