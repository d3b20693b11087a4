import type { Figure } from "../figures/figure.js";

/** A figure as plain JSON, ready for Plotly. */
export interface EncodedFigure {
  readonly data: readonly Record<string, unknown>[];
  readonly layout: Record<string, unknown>;
  readonly config: Record<string, unknown>;
  readonly frames?: readonly Record<string, unknown>[];
}

/** Plotly's names of the element types it decodes; there is none for 64-bit integers. */
const dtypes: Readonly<Record<string, string>> = {
  Float64Array: "f8",
  Float32Array: "f4",
  Int32Array: "i4",
  Uint32Array: "u4",
  Int16Array: "i2",
  Uint16Array: "u2",
  Int8Array: "i1",
  Uint8Array: "u1",
  Uint8ClampedArray: "u1c",
};

/**
 * The figure as JSON: typed arrays become base64, so that no digit is lost and NaN stays NaN.
 *
 * A typed array becomes `{ dtype, bdata }`, a matrix `{ values, shape: [rows, columns] }`
 * becomes `{ dtype, bdata, shape: "rows, columns" }`, as Plotly ≥ 2.35 reads them (bytes in
 * little-endian order). Plain arrays and everything else stay. The mode bar's logo is left out
 * and the width follows the page unless the figure says otherwise.
 *
 * @throws TypeError if a typed array has elements Plotly cannot read
 * @throws RangeError if a matrix has not rows · columns values
 *
 * @example
 * const figure = { data: [{ y: Float64Array.of(1, 2) }], layout: {}, caption: "", alt: "" };
 * encodeFigure(figure).data; // [{ y: { dtype: "f8", bdata: "AAAAAAAA8D8AAAAAAAAAQA==" } }]
 */
export function encodeFigure(figure: Figure): EncodedFigure {
  const { data, layout, frames, config } = figure;
  return {
    data: encode(data) as EncodedFigure["data"],
    layout: encode(layout) as EncodedFigure["layout"],
    config: encode({ displaylogo: false, responsive: true, ...config }) as EncodedFigure["config"],
    ...(frames && { frames: encode(frames) as EncodedFigure["frames"] }),
  };
}

function encode(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return encodeArray(value);
  if (Array.isArray(value)) return value.some(isNested) ? value.map(encode) : value;
  if (typeof value !== "object" || value === null) return value;
  const { values, shape } = value as { values?: unknown; shape?: unknown };
  // A pie has `values` too, and a line has `shape`, but none has both.
  if (ArrayBuffer.isView(values) && Array.isArray(shape)) return encodeMatrix(values, shape);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, encode(inner)]));
}

const isNested = (value: unknown): boolean => typeof value === "object" && value !== null;

function encodeArray(array: ArrayBufferView): { dtype: string; bdata: string } {
  const dtype = dtypes[array.constructor.name];
  if (dtype === undefined)
    throw new TypeError(
      `encodeFigure: Plotly cannot read a ${array.constructor.name}, expected one of ${Object.keys(dtypes).join(", ")}`,
    );
  const bytes = Buffer.from(array.buffer, array.byteOffset, array.byteLength);
  return { dtype, bdata: bytes.toString("base64") };
}

function encodeMatrix(values: ArrayBufferView, shape: readonly unknown[]): unknown {
  const [rows, columns] = shape.map(Number);
  const { length } = values as unknown as ArrayLike<number>;
  if (shape.length !== 2 || rows * columns !== length)
    throw new RangeError(
      `encodeFigure: a matrix of shape [${shape}] has ${length} values, expected rows · columns`,
    );
  return { ...encodeArray(values), shape: `${rows}, ${columns}` };
}
