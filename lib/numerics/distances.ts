/**
 * Points of ℝ^dim, one after the other in one flat array: point i is
 * points[i·dim] … points[i·dim + dim − 1]. A path is one, its vertices being the points.
 */
export interface PointCloud {
  /** n·dim coordinates. */
  readonly points: Float64Array;
  /** Coordinates of a point, ≥ 1. */
  readonly dim: number;
}

/**
 * Distances between n things, each pair once: the strict lower triangle of the distance matrix,
 * row after row. d(i, j) with i > j has index i(i − 1)/2 + j.
 */
export interface Distances {
  /** n. */
  readonly size: number;
  /** n(n − 1)/2 distances, in the units of what was measured. */
  readonly values: Float64Array;
}

/**
 * d(i, j), whichever is the larger index; 0 for i = j.
 *
 * @example
 * distanceBetween({ size: 3, values: Float64Array.of(1, 2, 3) }, 0, 2); // 2
 */
export function distanceBetween(distances: Distances, i: number, j: number): number {
  if (i === j) return 0;
  return distances.values[i > j ? (i * (i - 1)) / 2 + j : (j * (j - 1)) / 2 + i];
}
