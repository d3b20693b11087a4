import type { CriticalPoint } from "../../landscapes/objective.js";
import { type BarrierValues, barrierPlane, pixelsAt } from "./barrierPlane.js";

/**
 * A grid of required bits that does not miss critical points: b = +∞ at the pixels that hold one.
 *
 * b(θ) = log₂(κ‖θ‖/‖∇L‖) is infinite wherever ∇L = 0, κ > 0 and θ ≠ 0, so a saddle is a barrier at
 * every precision. Around it {b > p} is a disc whose radius halves with each bit of p. Once the
 * disc fits between grid points, the grid has no hole there any more, and paths on either side
 * seem to merge: at a precision that rises by one bit with each halving of the grid's spacing.
 * Punctured, the grid keeps the hole.
 *
 * O(pixels), for the copy.
 *
 * @param grid - required bits on a grid, as `barrierGrid` makes it
 * @param points - critical points, `objective.criticalPoints` for one; those with κ ≤ 0 (maxima),
 *   at 0, or outside the grid change nothing; without eigenvalues κ is taken to be > 0
 * @returns the grid with other required bits; the given one is not changed
 * @throws RangeError if a point is not planar, or the grid's axes do not ascend or fit
 *
 * @example
 * const grid = puncturedGrid(await barrierGrid(saddleGauntlet), saddleGauntlet.criticalPoints);
 */
export function puncturedGrid<Grid extends BarrierValues>(
  grid: Grid,
  points: readonly Pick<CriticalPoint, "point" | "eigenvalues">[],
): Grid {
  const plane = barrierPlane(grid, "puncturedGrid");
  const requiredBits = grid.requiredBits.slice();
  for (const { point, eigenvalues } of points) {
    if (point.length !== 2)
      throw new RangeError(`puncturedGrid: expected points of the plane, got ${point.length}-D`);
    const [x, y] = point;
    const known = eigenvalues !== undefined && eigenvalues.length > 0;
    if ((known && Math.max(...eigenvalues) <= 0) || (x === 0 && y === 0)) continue;
    for (const pixel of pixelsAt(plane, x, y)) requiredBits[pixel] = Infinity;
  }
  return { ...grid, requiredBits };
}
