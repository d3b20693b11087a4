import type { PointCloud } from "./distances.js";

/**
 * A cloud of points from one list of coordinates a point.
 *
 * @param rows - n lists of dim ≥ 1 numbers; with no rows at all, 0 points of ℝ¹
 * @throws TypeError if it is no list of lists: points of the line are [[x], [y], …]
 * @throws RangeError if a list has another length than the first, none has a coordinate, or a
 *   coordinate is not a finite number; it names the row
 *
 * @example
 * pointsFromRows([[0, 0], [3, 4]]); // { points: [0, 0, 3, 4], dim: 2 }
 */
export function pointsFromRows(rows: readonly ArrayLike<number>[]): PointCloud {
  if (typeof rows !== "object" || typeof rows?.length !== "number")
    throw new TypeError(
      `pointsFromRows: expected a list of lists of coordinates, got ${typeof rows}`,
    );
  for (let i = 0; i < rows.length; i++)
    if (typeof rows[i] !== "object" || typeof rows[i]?.length !== "number")
      throw new TypeError(
        `pointsFromRows: expected a list of coordinates, got ${String(rows[i])} in row ${i}`,
      );
  const dim = rows.length === 0 ? 1 : rows[0].length;
  if (dim < 1) throw new RangeError("pointsFromRows: expected at least 1 coordinate, got 0");
  const points = new Float64Array(rows.length * dim);
  for (const [i, row] of rows.entries()) {
    if (row.length !== dim)
      throw new RangeError(
        `pointsFromRows: expected ${dim} coordinates as in row 0, got ${row.length} in row ${i}`,
      );
    for (let c = 0; c < dim; c++) {
      if (!Number.isFinite(row[c]))
        throw new RangeError(
          `pointsFromRows: expected finite coordinates, got ${row[c]} in row ${i}, column ${c}`,
        );
      points[i * dim + c] = row[c];
    }
  }
  return { points, dim };
}
