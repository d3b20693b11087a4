import type { Row } from "../results/table.js";
import type { Figure } from "./figure.js";
import { paragraph } from "./paragraph.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, formatStyle, ink, layout, legendAbove, panelTitle } from "./theme.js";

/** What the error of a mode does, in a few words under its panel's title. */
const shapes: Readonly<Record<string, string>> = {
  "nearest-even": "within ±½ ulp",
  "nearest-away": "within ±½ ulp",
  "nearest-to-zero": "within ±½ ulp",
  "toward-zero": "towards zero, below 1 ulp",
  up: "never negative",
  down: "never positive",
  "to-odd": "within ±1 ulp",
  stochastic: "within ±1 ulp, mean 0",
  "stochastic-equal": "within ±1 ulp",
};

/** Panels side by side. */
const across = 3;

/**
 * Histograms of rounding errors in ulps: one panel per rounding mode, one stepped line per
 * format.
 *
 * The density is the share of samples per ulp of width, so that the area under each line is
 * 1; the dotted line is the mean error, the bias.
 *
 * @param rows - columns format, mode, from, to (ulps), count, of; as `roundingErrors` gives them
 * @throws RangeError if there is no row, or a row lacks a number
 *
 * @example
 * const rows = roundingErrors({ formats: [float16], modes: ["nearest-even", "up"], seed: 1 });
 * roundingErrorHistogram(rows).data.length; // 2
 */
export function roundingErrorHistogram(rows: readonly Row[]): Figure {
  if (rows.length === 0)
    throw new RangeError("roundingErrorHistogram: needs at least 1 row, got 0");
  const modes = distinctIn(rows, "mode");
  const formats = distinctIn(rows, "format");
  const columns = Math.min(across, modes.length);
  const lines = Math.ceil(modes.length / columns);
  const curves = modes.flatMap((mode, panel) =>
    formats.flatMap((format) => {
      const own = rowsWith({ columns: [], rows }, { mode, format });
      return own.length > 0 ? [{ panel, format, ...densityOf(own) }] : [];
    }),
  );
  const top = 1.12 * Math.max(...curves.map(({ y }) => Math.max(...y)));
  const seen = new Set<string>();
  const data = curves.map(({ panel, format, x, y }) => {
    const { label, color, dash, width } = formatStyle(format);
    const showlegend = !seen.has(format);
    seen.add(format);
    return {
      ...{ type: "scatter", mode: "lines", name: label, legendgroup: format, showlegend },
      ...{ x, y, xaxis: `x${nth(panel)}`, yaxis: `y${nth(panel)}` },
      // A dash over many short steps looks broken, and one format needs none.
      line: {
        color,
        dash: formats.length > 1 ? dash : "solid",
        width: Math.min(width, 3.5),
        shape: "hv",
      },
      // The first format's area is filled, so that lines that coincide with it stay readable.
      ...(format === formats[0] ? { fill: "tozeroy", fillcolor: `${color}22` } : {}),
      hovertemplate: "from %{x:.3f} ulp<br>density %{y:.3f} per ulp<extra>%{fullData.name}</extra>",
    };
  });
  const panels = modes.map((mode, panel) => {
    const [row, column] = [Math.floor(panel / columns), panel % columns];
    const x = place(column, columns, 0.07);
    const y = place(lines - 1 - row, lines, lines > 1 ? 0.45 / lines : 0);
    const bias = mean(curves.filter((curve) => curve.panel === panel).map((curve) => curve.bias));
    return { mode, panel, column, x, y, bias, lowest: panel + columns >= modes.length };
  });
  const axes = panels.flatMap(({ panel, column, x, y, lowest }) => [
    [
      `xaxis${nth(panel)}`,
      axis(lowest ? "error (fl(x) − x)/ulp(x) (ulp)" : "", {
        ...{ anchor: `y${nth(panel)}`, domain: x, range: [-1.08, 1.08] },
        ...{ tickvals: [-1, -0.5, 0, 0.5, 1], ticktext: ["−1", "−½", "0", "½", "1"] },
      }),
    ],
    [
      `yaxis${nth(panel)}`,
      axis(column === 0 ? "density (per ulp)" : "", {
        ...{ anchor: `x${nth(panel)}`, domain: y, range: [0, top], showticklabels: column === 0 },
      }),
    ],
  ]);
  return {
    data,
    layout: layout("Rounding error in units in the last place", 150 + 215 * lines, {
      ...Object.fromEntries(axes),
      annotations: panels.flatMap(({ mode, x, y }) => [
        panelTitle(`<b>${mode}</b>${shapes[mode] ? `<br>${shapes[mode]}` : ""}`, x, y[1]),
      ]),
      shapes: panels.map(({ panel, bias }) => ({
        ...{ type: "line", xref: `x${nth(panel)}`, yref: `y${nth(panel)}` },
        ...{ x0: bias, x1: bias, y0: 0, y1: top },
        line: { color: ink, width: 1.5, dash: "dot" },
      })),
      legend: legendAbove({ y: 1 + 0.22 / lines }),
      margin: { l: 64, r: 24, t: 118, b: 60 },
    }),
    caption: captionOf(panels, curves, formats.length),
    alt:
      `Histograms of rounding errors in ulps, one panel each for ${modes.join(", ")}, with a line ` +
      `each for ${formats.map((f) => formatStyle(f).label).join(", ")}.`,
  };
}

/** How Plotly numbers axes: "", 2, 3 … */
const nth = (panel: number): string => (panel === 0 ? "" : String(panel + 1));

/** The i-th of n equal intervals of [0, 1] with gaps between them. */
function place(i: number, n: number, gap: number): [number, number] {
  const width = (1 - gap * (n - 1)) / n;
  return [i * (width + gap), i * (width + gap) + width];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

interface Density {
  /** Left ends of the bins, and the right end of the last. */
  readonly x: Float64Array;
  /** Share per ulp; the last value twice, to close the last step. */
  readonly y: Float64Array;
  /** Mean error, each bin taken at its middle (ulp). */
  readonly bias: number;
}

function densityOf(rows: readonly Row[]): Density {
  const [from, to, count, of] = ["from", "to", "count", "of"].map((c) => numbersIn(rows, c));
  const density = count.map((n, k) => n / of[k] / (to[k] - from[k]));
  const last = rows.length - 1;
  return {
    x: Float64Array.of(...from, to[last]),
    y: Float64Array.of(...density, density[last]),
    bias: count.reduce((sum, n, k) => sum + ((n / of[k]) * (from[k] + to[k])) / 2, 0),
  };
}

/** Whether the cumulative shares of the curves differ by less than 0.02 everywhere. */
function alike(curves: readonly Density[]): boolean {
  const cumulative = curves.map(({ x, y }) => {
    let sum = 0;
    return Array.from(y.subarray(1), (_, k) => {
      sum += y[k] * (x[k + 1] - x[k]);
      return sum;
    });
  });
  return cumulative.every((own) => own.every((sum, k) => Math.abs(sum - cumulative[0][k]) < 0.02));
}

/** What to see, with the numbers of this table. */
function captionOf(
  panels: readonly { readonly mode: string; readonly panel: number; readonly bias: number }[],
  curves: readonly (Density & { readonly panel: number })[],
  formats: number,
): string {
  const biased = panels.filter(({ bias }) => Math.abs(bias) > 0.1);
  const fair = panels.filter(({ bias }) => Math.abs(bias) <= 0.1);
  const signed = (x: number): string => `${x < 0 ? "−" : "+"}${Math.abs(x).toFixed(2)}`;
  return paragraph([
    `Share of samples per ulp of error; the area under every line is 1, the dotted line is the mean error${formats > 1 ? " over the formats" : ""}.`,
    fair.length > 0
      ? `Without bias beyond 0.1 ulp: ${fair.map(({ mode }) => mode).join(", ")}.`
      : "",
    biased.length > 0
      ? `Biased: ${biased.map(({ mode, bias }) => `${mode} by ${signed(bias)} ulp`).join(", ")}.`
      : "",
    formats > 1 && panels.every(({ panel }) => alike(curves.filter((c) => c.panel === panel)))
      ? "In units of the last place all formats look alike: precision changes the ulp, not the law."
      : "",
  ]);
}
