import { type Distances, distanceBetween } from "../../numerics/distances.js";

/**
 * The distances between some of the points, in the order given. O(k²) for k points.
 *
 * @param distances - between all points
 * @param points - indices of those wanted
 * @throws RangeError if an index is not that of a point
 *
 * @example
 * subspace({ size: 3, values: Float64Array.of(1, 2, 3) }, [0, 2]).values; // 2
 */
export function subspace(distances: Distances, points: ArrayLike<number>): Distances {
  for (let k = 0; k < points.length; k++)
    if (!(Number.isInteger(points[k]) && points[k] >= 0 && points[k] < distances.size))
      throw new RangeError(
        `subspace: expected indices below ${distances.size}, got ${points[k]} at ${k}`,
      );
  const values = new Float64Array((points.length * (points.length - 1)) / 2);
  for (let i = 1, k = 0; i < points.length; i++)
    for (let j = 0; j < i; j++) values[k++] = distanceBetween(distances, points[i], points[j]);
  return { size: points.length, values };
}
