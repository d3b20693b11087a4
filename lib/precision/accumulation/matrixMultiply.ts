import { type AccumulationOptions, completeAccumulation, indicesPerDot } from "./accumulation.js";
import { requireDotIndices } from "./dot.js";
import { dotKernel } from "./dotKernel.js";

/** A dense matrix: entry (i, j) is `entries[i * columns + j]`, one row after the other. */
export interface DenseMatrix {
  /** A safe integer ≥ 0. */
  readonly rows: number;
  /** A safe integer ≥ 0. */
  readonly columns: number;
  /** rows·columns numbers. */
  readonly entries: ArrayLike<number>;
}

/** How a matrix product is evaluated, and how much of it. */
export interface MatrixProductOptions extends AccumulationOptions {
  /** Rows `from` … `to` − 1 of the result only, bit by bit those of the whole; all unless told. */
  readonly rowRange?: { readonly from: number; readonly to: number };
}

/**
 * The matrix product A·B, each entry a {@link dot} product evaluated in chosen formats.
 *
 * Every input is rounded once, however often it is used. Stochastic rounding: input number k of
 * A (in its row-major order) takes the key's index + k, of B + |A| + k, and the roundings of
 * entry (i, j) of the result start at |A| + |B| + (i·columns + j)·(5n + 1), see
 * {@link indicesPerDot}. So the result does not depend on how its rows are cut into chunks.
 *
 * O(rows·columns·n) time, the cost of a term as in dot; one copy of B.
 *
 * @param a - m × n
 * @param b - n × k
 * @returns m × k, or as many rows as `rowRange` asks for
 * @throws RangeError if columns of A and rows of B differ, if a matrix has not rows·columns
 *   entries, or if rowRange is no range of its rows; otherwise as dot
 *
 * @example
 * const a = { rows: 1, columns: 2, entries: [1, 2 ** -8] };
 * const b = { rows: 2, columns: 1, entries: [1, 1] };
 * matrixMultiply(a, b, { accumulator: bfloat16 }).entries; // [1]
 */
export function matrixMultiply(
  a: DenseMatrix,
  b: DenseMatrix,
  options: MatrixProductOptions = {},
): { rows: number; columns: number; entries: Float64Array } {
  requireMatrix(a, "matrixMultiply", "a");
  requireMatrix(b, "matrixMultiply", "b");
  if (a.columns !== b.rows)
    throw new RangeError(
      `matrixMultiply: shapes do not fit, ${a.rows} x ${a.columns} and ${b.rows} x ${b.columns}`,
    );
  const entries = productEntries(a, b, options, "matrixMultiply");
  const { from, to } = options.rowRange ?? { from: 0, to: a.rows };
  return { rows: to - from, columns: b.columns, entries };
}

/** The entries of A·B for matrices that fit. */
export function productEntries(
  a: DenseMatrix,
  b: DenseMatrix,
  options: MatrixProductOptions,
  caller: string,
): Float64Array {
  const n = a.columns;
  const accumulation = completeAccumulation(options, caller);
  const { from, to } = completeRange(options.rowRange, a.rows, caller);
  const { firstIndex, stages } = accumulation;
  const aSize = a.rows * n;
  const outputsFrom = firstIndex + aSize + n * b.columns;
  const outputs = a.rows * b.columns * indicesPerDot(n);
  requireDotIndices(accumulation, aSize + n * b.columns + outputs, caller);

  const rows = new Float64Array((to - from) * n);
  for (let k = 0, entry = from * n; k < rows.length; k++, entry++)
    rows[k] = stages.input(a.entries[entry], firstIndex + entry);
  // B column by column, so that both factors of a dot product are contiguous.
  const columns = new Float64Array(n * b.columns);
  for (let i = 0, entry = 0; i < n; i++)
    for (let j = 0; j < b.columns; j++, entry++)
      columns[j * n + i] = stages.input(b.entries[entry], firstIndex + aSize + entry);

  const result = new Float64Array((to - from) * b.columns);
  const kernel = dotKernel(n, accumulation);
  const stride = indicesPerDot(n);
  for (let i = from, k = 0; i < to; i++)
    for (let j = 0; j < b.columns; j++, k++)
      result[k] = kernel(
        rows,
        (i - from) * n,
        columns,
        j * n,
        outputsFrom + (i * b.columns + j) * stride,
      );
  return result;
}

/** @throws RangeError if a matrix has not rows·columns entries */
export function requireMatrix(matrix: DenseMatrix, caller: string, name: string): void {
  if (typeof matrix?.entries !== "object" || matrix.entries === null)
    throw new TypeError(
      `${caller}: ${name} must be a matrix { rows, columns, entries }, got ${String(matrix)}`,
    );
  const { rows, columns, entries } = matrix;
  for (const [what, n] of [
    ["rows", rows],
    ["columns", columns],
  ] as const)
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(`${caller}: ${name}.${what} must be an integer >= 0, got ${n}`);
  if (entries.length !== rows * columns)
    throw new RangeError(
      `${caller}: ${name} of ${rows} x ${columns} needs ${rows * columns} entries, got ${entries.length}`,
    );
}

function completeRange(
  range: MatrixProductOptions["rowRange"],
  rows: number,
  caller: string,
): { from: number; to: number } {
  const { from, to } = range ?? { from: 0, to: rows };
  if (!(Number.isInteger(from) && Number.isInteger(to) && 0 <= from && from <= to && to <= rows))
    throw new RangeError(
      `${caller}: rowRange must lie in 0..${rows} with from <= to, got ${from}..${to}`,
    );
  return { from, to };
}
