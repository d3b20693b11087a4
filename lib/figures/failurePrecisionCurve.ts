import { requireList } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Row } from "../results/table.js";
import type { Figure } from "./figure.js";
import { distinctIn, numbersIn } from "./rows.js";
import { axis, formatStyle, reference as grey, layout, seriesStyle } from "./theme.js";

/** What {@link failurePrecisionCurve} draws. */
export interface FailurePrecisionCurveOptions {
  /** Column of the horizontal axis: positive numbers, such as a learning rate. */
  readonly x: string;
  /** Title of that axis, with the unit. */
  readonly label: string;
  /** Column with the measured precision; `bits` unless told. */
  readonly measured?: string;
  /** Columns with the ends of an interval around it; `low` and `high` unless told, if there. */
  readonly low?: string;
  readonly high?: string;
  /** Column that names the lines; `series` unless told, one line if there is none. */
  readonly series?: string;
  /** A straight line to compare with, through the first point of the first series. */
  readonly reference?: { readonly slope: number; readonly name: string };
  /** One line above the picture. */
  readonly title?: string;
  /** What the intervals are, for the caption: "10 to 90 % of the starts". */
  readonly bars?: string;
}

/**
 * The precision below which training fails, against a learning rate or a curvature on a
 * binary logarithmic axis: a line with marks per series.
 *
 * Stagnation predicts one bit more per halving of η, a condition number of the gradient none:
 * on these axes the slopes are −1 and 0.
 *
 * @param rows - columns as named in the options; a column `format` gives a line its colour;
 *   null where nothing was measured
 * @param options - the columns, a line to compare with (slope in bits per doubling of x)
 * @throws RangeError if there is no row, an x is not positive, or a column holds text
 * @throws TypeError if an option is misspelt
 *
 * @example
 * failurePrecisionCurve([{ eta: 0.1, bits: 4 }, { eta: 0.05, bits: 5 }], {
 *   x: "eta", label: "learning rate η (dimensionless)",
 * }).data.length; // 1
 */
export function failurePrecisionCurve(
  rows: readonly Row[],
  options: FailurePrecisionCurveOptions,
): Figure {
  const known = ["x", "label", "measured", "low", "high", "series", "reference", "title", "bars"];
  requireList(rows, "rows", "failurePrecisionCurve");
  requireKnown(options, known, "option", "failurePrecisionCurve");
  const { x, label, measured = "bits", low = "low", high = "high", series = "series" } = options;
  const { reference, title = "Precision below which training fails" } = options;
  const { bars: meaning = "from low to high" } = options;
  const positions = numbersIn(rows, x);
  if (rows.length < 1)
    throw new RangeError("failurePrecisionCurve: expected at least 1 row, got 0");
  const odd = positions.findIndex((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (odd >= 0)
    throw new RangeError(
      `failurePrecisionCurve: expected positive numbers in ${x}, got ${positions[odd]} in row ${odd}`,
    );
  const named = rows.some((row) => series in row);
  const names = named ? distinctIn(rows, series) : ["measured"];
  const drawn = names.map((name, k) => {
    const own = rows.filter((row) => !named || String(row[series]) === name);
    const format = own[0].format === undefined ? undefined : String(own[0].format);
    return { own: sorted(own, x), style: seriesStyle(k, formatStyle(name).label, format) };
  });
  const data = drawn.map(({ own, style }) => {
    const bits = numbersIn(own, measured);
    const interval = own.some((row) => low in row && high in row);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: style.label,
      x: numbersIn(own, x),
      y: bits,
      line: { color: style.color, dash: style.dash, width: Math.min(style.width, 3.5) },
      marker: {
        color: style.color,
        symbol: style.symbol,
        size: 9,
        line: { color: "#ffffff", width: 1 },
      },
      ...(interval
        ? { error_y: bars(bits, numbersIn(own, low), numbersIn(own, high), style.color) }
        : {}),
      hovertemplate: "%{x:.3g}: %{y:.3g} bits<extra>%{fullData.name}</extra>",
      cliponaxis: false,
    };
  });
  return {
    data: reference
      ? [...data, referenceLine(reference, drawn[0].own, x, measured, positions)]
      : data,
    layout: layout(title, 440, {
      xaxis: axis(label, { type: "log", ...binaryTicks(positions) }),
      yaxis: axis("failure precision p (bits)", { dtick: yStep(numbersIn(rows, measured)) }),
    }),
    caption:
      "A mark is the smallest number of significand bits that succeeds; the horizontal axis doubles from tick to tick." +
      `${drawn.some(({ own }) => own.some((row) => low in row)) ? ` Bars: ${meaning}.` : ""}` +
      `${reference ? ` Grey: ${reference.name}, through the first mark of ${drawn[0].style.label}.` : ""}`,
    alt: `Failure precision in bits against ${label}, one line each for ${drawn.map(({ style }) => style.label).join(", ")}.`,
  };
}

/** Rows by ascending x: a line must not run back and forth. */
const sorted = (rows: readonly Row[], x: string): Row[] =>
  [...rows].sort((a, b) => Number(a[x]) - Number(b[x]));

function bars(
  bits: Float64Array,
  low: Float64Array,
  high: Float64Array,
  color: string,
): Record<string, unknown> {
  return {
    type: "data",
    symmetric: false,
    array: high.map((value, i) => value - bits[i]),
    arrayminus: low.map((value, i) => bits[i] - value),
    thickness: 1.5,
    width: 4,
    color,
  };
}

function referenceLine(
  { slope, name }: { readonly slope: number; readonly name: string },
  rows: readonly Row[],
  x: string,
  measured: string,
  positions: Float64Array,
): Record<string, unknown> {
  const first = rows.find((row) => typeof row[measured] === "number") ?? rows[0];
  const ends = [
    positions.reduce((a, b) => Math.min(a, b)),
    positions.reduce((a, b) => Math.max(a, b)),
  ];
  return {
    type: "scatter",
    mode: "lines",
    name,
    x: ends,
    y: ends.map((end) => Number(first[measured]) + slope * Math.log2(end / Number(first[x]))),
    line: { color: grey, width: 1.5, dash: "dot" },
    hoverinfo: "name",
  };
}

/** Powers of two as ticks, at most a dozen. */
function binaryTicks(values: Float64Array): Record<string, unknown> {
  const exponents = [...values].map(Math.log2);
  const [from, to] = [Math.floor(Math.min(...exponents)), Math.ceil(Math.max(...exponents))];
  const every = Math.max(1, Math.ceil((to - from) / 12));
  const shown = Array.from(
    { length: Math.floor((to - from) / every) + 1 },
    (_, i) => from + i * every,
  );
  return {
    tickvals: shown.map((exponent) => 2 ** exponent),
    ticktext: shown.map((exponent) => `2<sup>${String(exponent).replace("-", "−")}</sup>`),
    tickangle: 0,
  };
}

/** Whole bits on the axis. */
function yStep(bits: Float64Array): number {
  const finite = [...bits].filter(Number.isFinite);
  const span = finite.length > 0 ? Math.max(...finite) - Math.min(...finite) : 1;
  return Math.max(1, Math.ceil(span / 10));
}
