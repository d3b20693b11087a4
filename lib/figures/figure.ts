/**
 * A picture as data: what Plotly draws, and the words that belong to it.
 *
 * Made from result tables and arrays alone; no experiment runs inside a figure. Typed
 * arrays stay typed arrays (the display encodes them), matrices are {@link Matrix} values.
 */
export interface Figure {
  /** Traces, as Plotly takes them. */
  readonly data: readonly Record<string, unknown>[];
  /** Axes, legend, sliders. */
  readonly layout: Record<string, unknown>;
  /** Steps of an animation, if there is one. */
  readonly frames?: readonly Record<string, unknown>[];
  /** Plotly's own options, such as the mode bar's buttons. */
  readonly config?: Record<string, unknown>;
  /** What to see, printed under the picture. */
  readonly caption: string;
  /** What is drawn, for a reader who cannot see it. */
  readonly alt: string;
}

/** A dense matrix, row-major: value (i, j) is `values[i * shape[1] + j]`. */
export interface Matrix {
  /** All values, `shape[0] * shape[1]` of them. */
  readonly values: Float64Array | Float32Array | Uint8Array;
  /** Rows and columns. */
  readonly shape: readonly [number, number];
}

/**
 * Values of a function of two variables on a grid, as Plotly wants them: row i is y_i.
 *
 * O(rows · columns) evaluations.
 *
 * @param of - the function of (x, y)
 * @param xs - the grid's x, one per column
 * @param ys - the grid's y, one per row
 * @throws RangeError if an axis is empty
 *
 * @example
 * onGrid((x, y) => x + 10 * y, Float64Array.of(1, 2), Float64Array.of(0, 1)).values; // [1, 2, 11, 12]
 */
export function onGrid(
  of: (x: number, y: number) => number,
  xs: Float64Array,
  ys: Float64Array,
): { readonly values: Float64Array; readonly shape: readonly [number, number] } {
  if (xs.length < 1 || ys.length < 1)
    throw new RangeError(
      `onGrid: needs at least one value per axis, got ${xs.length} and ${ys.length}`,
    );
  const values = new Float64Array(xs.length * ys.length);
  for (let i = 0; i < ys.length; i++)
    for (let j = 0; j < xs.length; j++) values[i * xs.length + j] = of(xs[j], ys[i]);
  return { values, shape: [ys.length, xs.length] };
}
