import {
  type DenseMatrix,
  type MatrixProductOptions,
  productEntries,
  requireMatrix,
} from "./matrixMultiply.js";

/**
 * The matrix–vector product A·x, each entry a {@link dot} product evaluated in chosen formats:
 * {@link matrixMultiply} by a matrix of one column, to the last bit.
 *
 * O(rows·n).
 *
 * @param a - m × n
 * @param x - n numbers
 * @returns m numbers, or as many as `rowRange` asks for
 * @throws RangeError if x has not n numbers; otherwise as matrixMultiply
 *
 * @example
 * const a = { rows: 2, columns: 2, entries: [1, 2, 3, 4] };
 * matrixVector(a, [1, 1], { accumulator: float16 }); // [3, 7]
 */
export function matrixVector(
  a: DenseMatrix,
  x: ArrayLike<number>,
  options: MatrixProductOptions = {},
): Float64Array {
  requireMatrix(a, "matrixVector", "a");
  if (x.length !== a.columns)
    throw new RangeError(
      `matrixVector: shapes do not fit, ${a.rows} x ${a.columns} and ${x.length} numbers`,
    );
  return productEntries(a, { rows: x.length, columns: 1, entries: x }, options, "matrixVector");
}
