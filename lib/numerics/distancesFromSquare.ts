import type { Distances } from "./distances.js";

/**
 * Distances from a full square matrix, which must be one of distances: symmetric to the last
 * bit, 0 on the diagonal, nothing negative. +∞ is allowed: no way from one to the other. The
 * triangle inequality is not asked for.
 *
 * O(n²).
 *
 * @param matrix - n·n numbers row after row, or n rows of n numbers; n = 0 is allowed
 * @throws TypeError if it is neither
 * @throws RangeError if it is not square, or naming the first entry that is NaN, negative, not 0
 *   on the diagonal, or other than its mirror image, and by how much
 *
 * @example
 * distancesFromSquare([[0, 1, 2], [1, 0, 3], [2, 3, 0]]).values; // [1, 2, 3]
 */
export function distancesFromSquare(
  matrix: Float64Array | readonly ArrayLike<number>[],
): Distances {
  const refuse = (text: string): never => {
    throw new RangeError(`distancesFromSquare: ${text}`);
  };
  const flat = matrix instanceof Float64Array;
  if (!flat && !Array.isArray(matrix))
    throw new TypeError(
      "distancesFromSquare: expected a Float64Array of n·n numbers or a list of n rows",
    );
  const size = flat ? Math.round(Math.sqrt(matrix.length)) : matrix.length;
  if (flat && size * size !== matrix.length)
    refuse(`expected n·n numbers, got ${matrix.length}, which is no square`);
  const rows = flat
    ? Array.from({ length: size }, (_, i) => matrix.subarray(i * size, (i + 1) * size))
    : matrix;
  for (const [i, row] of rows.entries())
    if (row?.length !== size)
      refuse(
        `expected ${size} rows of ${size} numbers, got ${row?.length ?? String(row)} in row ${i}`,
      );

  const values = new Float64Array((size * (size - 1)) / 2);
  let k = 0;
  for (let i = 0; i < size; i++) {
    if (rows[i][i] !== 0) refuse(`expected 0 on the diagonal, got ${rows[i][i]} in row ${i}`);
    for (let j = 0; j < i; j++) {
      const [lower, upper] = [rows[i][j], rows[j][i]];
      if (!(lower >= 0)) refuse(`expected a number >= 0, got ${lower} in row ${i}, column ${j}`);
      if (!(upper >= 0)) refuse(`expected a number >= 0, got ${upper} in row ${j}, column ${i}`);
      if (lower !== upper)
        refuse(
          `expected a symmetric matrix, got ${lower} in row ${i}, column ${j} and ${upper} ` +
            `in row ${j}, column ${i}: they differ by ${Math.abs(lower - upper)}`,
        );
      values[k++] = lower;
    }
  }
  return { size, values };
}
