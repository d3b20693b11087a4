import type { Row } from "../results/table.js";
import type { Figure } from "./figure.js";
import { numbersIn } from "./rows.js";
import { axis, decadeAxis, formatStyle, ink, layout, reference } from "./theme.js";

/** What the three marks of a line mean: column, name, Plotly's symbol, size. */
const marks = [
  { column: "error", name: "observed error", symbol: "circle", size: 13 },
  {
    column: "probabilisticBound",
    name: "probabilistic bound (√n)",
    symbol: "line-ns-open",
    size: 18,
  },
  { column: "bound", name: "worst-case bound", symbol: "x-thin-open", size: 11 },
] as const;

/**
 * Errors of one dot product by several accumulators, each beside its two bounds.
 *
 * @param rows - columns accumulator (name of the line), format, error, probabilisticBound and
 *   bound (all absolute, ≥ 0, in the units of the product); an error of 0 is drawn at the left
 *   edge and says so
 *
 * @example
 * accumulatorErrors([{ accumulator: "float32", format: "float32", error: 1e-7, probabilisticBound: 1e-6, bound: 1e-5 }]);
 */
export function accumulatorErrors(rows: readonly Row[]): Figure {
  const names = rows.map(({ accumulator }) => String(accumulator));
  const place = names.map((_, k) => names.length - 1 - k); // the first line on top
  const all = marks.flatMap(({ column }) => [...numbersIn(rows, column)]).filter((e) => e > 0);
  const edge = 10 ** Math.floor(Math.log10(Math.min(...all)) - 0.7);
  const end = 10 ** Math.ceil(Math.log10(Math.max(...all)) + 0.2);
  const colors = rows.map(({ format }) => formatStyle(String(format)).color);
  const spans = rows.map((row, k) => ({
    type: "line",
    x0: Math.max(Number(row.error), edge),
    x1: Number(row.bound),
    y0: place[k],
    y1: place[k],
    layer: "below",
    line: { color: reference, width: 1 },
  }));
  return {
    data: marks.map(({ column, name, symbol, size }) => ({
      type: "scatter",
      mode: "markers",
      name,
      x: numbersIn(rows, column).map((e) => Math.max(e, edge)),
      y: place,
      text: Array.from(numbersIn(rows, column), String),
      marker: {
        symbol,
        size,
        color: column === "bound" ? ink : colors,
        line: { width: 2.5, color: column === "bound" ? ink : colors },
      },
      hovertemplate: `${name}: %{text}<extra></extra>`,
    })),
    layout: layout("One dot product, several accumulators", 130 + 46 * rows.length, {
      xaxis: decadeAxis("absolute error of the dot product (units of the product)", {
        range: [Math.log10(edge) - 0.15, Math.log10(end)],
        dtick: Math.max(1, Math.round(Math.log10(end / edge) / 8)),
      }),
      yaxis: axis("", {
        tickvals: place,
        ticktext: names,
        range: [-0.6, names.length - 0.4],
        showgrid: false,
        ticks: "",
      }),
      shapes: spans,
    }),
    caption: captionOf(rows),
    alt: `Observed error, probabilistic and worst-case bound of a dot product, on a logarithmic axis, for ${names.join(", ")}.`,
  };
}

function captionOf(rows: readonly Row[]): string {
  const exact = rows.filter(({ error }) => error === 0).map(({ accumulator }) => accumulator);
  const zero =
    exact.length > 0 ? ` No error at all (drawn at the left edge): ${exact.join(", ")}.` : "";
  return (
    "The dot is the error that occurred; the bar is the bound that holds with high probability if " +
    "rounding errors are independent and zero on average, or the cross where that is smaller; the " +
    `cross is the bound that always holds.${zero}`
  );
}
