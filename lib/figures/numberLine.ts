import type { FloatFormat } from "../precision/formats/format.js";
import { finiteValues } from "../precision/formats/neighbours.js";
import { ulp } from "../precision/formats/ulp.js";
import type { Figure } from "./figure.js";
import { axis, formatStyle, layout, legendAbove } from "./theme.js";

/** Spacings narrower than this share of the line are drawn as a solid band. */
const solidBelow = 1 / 500;

/**
 * The numbers a format can hold between `from` and `to`, one line per format, and below it
 * the spacing between neighbours (one ulp) against the number: constant up to twice the
 * smallest normal number, then doubling at every power of two up to the format's largest number.
 *
 * Where neighbours are too close for the eye, the line is a solid band; only the
 * remaining numbers are drawn one by one. A line ends where the format does.
 *
 * @param lines - formats of the upper panel, few numbers first
 * @param spacings - formats of the lower panel
 * @param to - right end of the number line, a power of two
 * @param from - left end: 0, or negative to see the other side of zero
 * @throws RangeError if `to` is not positive, or `from` is
 *
 * @example
 * numberLine([float8_e4m3fn, float16], [float8_e4m3fn, float16]).data.length; // 4
 * numberLine([float4_e2m1fn], [float4_e2m1fn], 8, -8); // all fifteen numbers
 */
export function numberLine(
  lines: readonly FloatFormat[],
  spacings: readonly FloatFormat[],
  to = 2,
  from = 0,
): Figure {
  if (!(to > 0)) throw new RangeError(`numberLine: the line must end above 0, got ${to}`);
  if (!(from <= 0 && from > -Infinity))
    throw new RangeError(`numberLine: the line must start at 0 or below, got ${from}`);
  const rugs = lines.map((format, row) => {
    const { label, color } = formatStyle(format.name);
    // Near 0 there may be thousands: only those that can be told apart.
    const solid = solidEnd(format, from, to);
    const x = Float64Array.of(
      ...(from < -solid ? finiteValues(format, { from, to: -solid }) : []),
      ...(solid < to ? finiteValues(format, { from: solid, to }) : []),
    );
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
    x0: Math.max(-solidEnd(format, from, to), from, format.lowest),
    x1: Math.min(solidEnd(format, from, to), to, format.maxFinite),
    y0: row - 0.28,
    y1: row + 0.28,
    line: { width: 0 },
    fillcolor: formatStyle(format.name).color,
  }));
  const [low, high] = [-12, 4];
  const stairs = spacings.map((format) => {
    const { label, color, dash, width } = formatStyle(format.name);
    const powers = Float64Array.from({ length: high - low + 1 }, (_, k) => 2 ** (low + k));
    const inside = powers.filter((x) => x <= format.maxFinite);
    const x = inside.length < powers.length ? Float64Array.of(...inside, format.maxFinite) : powers;
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
  const finest = 4 * Math.floor(Math.log2(Math.min(2 ** -8, ...stairs.map(({ y }) => y[0]))) / 4);
  // In pixels: the two panels, and the legend and two axis titles between them.
  const [upper, lower] = [41 * Math.max(lines.length, 4), 244];
  const between = 84 + 20 * Math.ceil(spacings.length / 6);
  const plot = upper + between + lower;
  return {
    data: [...rugs, ...stairs],
    layout: layout("The number line of a format", plot + 112, {
      xaxis: axis("representable number (dimensionless)", {
        anchor: "y",
        range: [from - 0.02 * (to - from), to + 0.02 * (to - from)],
        showgrid: false,
      }),
      yaxis: axis("", {
        domain: [1 - upper / plot, 1],
        tickvals: lines.map((_, row) => row),
        ticktext: lines.map(({ name }) => formatStyle(name).label),
        range: [-0.6, lines.length - 0.4],
        showgrid: false,
        ticks: "",
      }),
      xaxis2: axis("number x (dimensionless)", { anchor: "y2", ...binaryTicks(low, high, 2) }),
      yaxis2: axis("spacing at x (dimensionless)", {
        domain: [0, lower / plot],
        ...binaryTicks(finest, 4, finest < -32 ? 8 : 4),
      }),
      shapes: bands,
      legend: legendAbove({ y: (lower + 3) / plot }),
      margin: { l: 64, r: 24, t: 52, b: 60 },
    }),
    caption:
      "Above: every tick is a number the format can hold; solid means closer than the eye can " +
      "tell. Below: the gap to the next number. It doubles at every power of two, except among the " +
      "smallest numbers, where it stays flat, as it does everywhere in fixed point. A step shorter " +
      "than half a gap is lost.",
    alt:
      `Number lines of ${lines.map(({ name }) => formatStyle(name).label).join(", ")} from ${from} to ${to}, ` +
      "and a staircase plot of the spacing between neighbouring numbers against the number.",
  };
}

/** Size up to which neighbours are too close to be drawn one by one. */
function solidEnd(format: FloatFormat, from: number, to: number): number {
  const far = Math.max(to, -from);
  const visible = solidBelow * (to - from);
  let end = far;
  while (end > far * 2 ** -12 && ulp(end / 2, format) >= visible) end /= 2;
  return end > far * 2 ** -12 ? end : 0;
}

/** Log axis with ticks written as powers of two, every `every`-th exponent. */
function binaryTicks(low: number, high: number, every: number): Record<string, unknown> {
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
