/**
 * A path in parameter space: m vertices of ℝ^dim, one after the other in one flat array.
 *
 * A Trajectory of training is one.
 */
export interface Path {
  /** m·dim coordinates: vertex i is points[i·dim] … points[i·dim + dim − 1]. */
  readonly points: Float64Array;
  /** Number of coordinates of a vertex, ≥ 1. */
  readonly dim: number;
}

/**
 * Number m of vertices of a path.
 *
 * @throws RangeError if the coordinates do not make whole vertices
 *
 * @example
 * vertexCount({ points: Float64Array.of(0, 0, 1, 0), dim: 2 }); // 2
 */
export function vertexCount(path: Path): number {
  const count = path.points.length / path.dim;
  if (!Number.isInteger(count) || !Number.isInteger(path.dim))
    throw new RangeError(
      `vertexCount: ${path.points.length} coordinates are no whole vertices of ${path.dim}`,
    );
  return count;
}
