import type { FloatFormat } from "../precision/format.js";
import { finiteValues, ulp } from "../precision/round.js";
import type { Figure } from "./figure.js";
import { axis, formatStyle, layout, legendAbove } from "./theme.js";

/** Spacings narrower than this share of the line are drawn as a solid band. */
const solidBelow = 1 / 500;

/**
 * The numbers a format can hold between 0 and `to`, one line per format, and beside it
 * the spacing between neighbours (one ulp) against the number, which doubles at every
 * power of two.
 *
 * Where neighbours are too close for the eye, the line is a solid band; only the
 * remaining numbers are drawn one by one.
 *
 * @param lines - formats of the upper panel, few numbers first
 * @param spacings - formats of the lower panel
 * @param to - right end of the number line, a power of two
 * @throws RangeError if `to` is not positive
 *
 * @example
 * numberLine([float8_e4m3fn, float16], [float8_e4m3fn, float16]).data.length; // 4
 */
export function numberLine(
  lines: readonly FloatFormat[],
  spacings: readonly FloatFormat[],
  to = 2,
): Figure {
  if (!(to > 0)) throw new RangeError(`numberLine: the line must end above 0, got ${to}`);
  const rugs = lines.map((format, row) => {
    const { label, color } = formatStyle(format.name);
    // Near 0 there may be thousands: start where they can be told apart.
    const from = solidEnd(format, to);
    const x = from < to ? finiteValues(format, { from, to }) : new Float64Array(0);
    return {
      type: "scatter",
      mode: "markers",
      name: label,
      showlegend: false,
      x,
      y: new Float64Array(x.length).fill(row),
      marker: { symbol: "line-ns-open", size: 26, color, line: { width: 1.3, color } },
      hovertemplate: `%{x}<extra>${label}</extra>`,
    };
  });
  const bands = lines.map((format, row) => ({
    type: "rect",
    x0: 0,
    x1: solidEnd(format, to),
    y0: row - 0.28,
    y1: row + 0.28,
    line: { width: 0 },
    fillcolor: formatStyle(format.name).color,
  }));
  const [low, high] = [-12, 4];
  const stairs = spacings.map((format) => {
    const { label, color, dash, width } = formatStyle(format.name);
    const x = Float64Array.from({ length: high - low + 1 }, (_, k) => 2 ** (low + k));
    return {
      type: "scatter",
      mode: "lines",
      name: label,
      xaxis: "x2",
      yaxis: "y2",
      x,
      y: x.map((value) => ulp(value, format)),
      line: { color, dash, width: Math.min(width, 3), shape: "hv" },
      hovertemplate: "x = %{x}<br>spacing %{y:.3g}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data: [...rugs, ...stairs],
    layout: layout("The number line of a format", 620, {
      xaxis: axis("representable number (dimensionless)", {
        anchor: "y",
        range: [-0.02 * to, 1.02 * to],
        showgrid: false,
      }),
      yaxis: axis("", {
        domain: [0.68, 1],
        tickvals: lines.map((_, row) => row),
        ticktext: lines.map(({ name }) => formatStyle(name).label),
        range: [-0.6, lines.length - 0.4],
        showgrid: false,
        ticks: "",
      }),
      xaxis2: axis("number x (dimensionless)", { anchor: "y2", ...powersOfTwo(low, high, 2) }),
      yaxis2: axis("spacing at x (dimensionless)", {
        domain: [0, 0.48],
        ...powersOfTwo(-64, 4, 8),
      }),
      shapes: bands,
      legend: legendAbove({ y: 0.485 }),
      margin: { l: 64, r: 24, t: 52, b: 60 },
    }),
    caption:
      "Above: every tick is a number the format can hold; solid means closer than the eye can " +
      "tell. Below: the gap to the next number. It doubles at every power of two and, below the " +
      "smallest normal number, stays flat. A step shorter than half a gap is lost.",
    alt:
      `Number lines of ${lines.map(({ name }) => formatStyle(name).label).join(", ")} from 0 to ${to}, ` +
      "and a staircase plot of the spacing between neighbouring numbers against the number.",
  };
}

/** End of the part of [0, to] where neighbours are too close to be drawn one by one. */
function solidEnd(format: FloatFormat, to: number): number {
  let end = to;
  while (end > to * 2 ** -12 && ulp(end / 2, format) >= solidBelow * to) end /= 2;
  return end > to * 2 ** -12 ? end : 0;
}

/** Log axis with ticks written as powers of two, every `every`-th exponent. */
function powersOfTwo(low: number, high: number, every: number): Record<string, unknown> {
  const exponents: number[] = [];
  for (let e = Math.ceil(low / every) * every; e <= high; e += every) exponents.push(e);
  return {
    type: "log",
    range: [Math.log10(2 ** low), Math.log10(2 ** high)],
    tickvals: exponents.map((e) => 2 ** e),
    ticktext: exponents.map((e) =>
      e === 0 ? "1" : `2<sup>${e < 0 ? "−" : ""}${Math.abs(e)}</sup>`,
    ),
  };
}
