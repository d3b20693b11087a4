import { requireList } from "../landscapes/requireObjective.js";
import { evenly } from "../numerics/evenly.js";
import { quantile } from "../numerics/quantile.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Figure } from "./figure.js";
import { paragraph } from "./paragraph.js";
import { axis, decadeAxis, type FormatStyle, ink, layout, seriesStyle } from "./theme.js";

/** Measured ratios of one kind of point. */
export interface ErrorSample {
  /** Name in the legend. */
  readonly name: string;
  /** ρ = δg/(κu‖θ‖) per point (dimensionless); NaN where it is not defined. */
  readonly ratios: ArrayLike<number>;
  /** Format whose colour the sample has, if it is one format's. */
  readonly format?: string;
}

/** How {@link gradientErrorHistogram} is drawn. */
export interface GradientErrorHistogramOptions {
  /** Scale of ρ; logarithmic where the central 80 % of a sample span a factor of 30, unless told. */
  readonly scale?: "linear" | "log";
  /** Number of bins, 40 unless told. */
  readonly bins?: number;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Distribution of the gradient error over its first-order bound, ρ = δg/(κu‖θ‖), for several
 * samples: the share of points per bin, the medians, and ρ = 1, an upper bound
 * of what rounding θ does.
 *
 * Ratios that are exactly 0 are counted in the caption; on the logarithmic scale they lie in
 * no bin.
 *
 * @param samples - one or more
 * @param options - scale, number of bins
 * @throws RangeError if there is no sample, no finite ratio at all, or no bin
 * @throws TypeError if an option is misspelt
 *
 * @example
 * gradientErrorHistogram([{ name: "free θ", ratios: [0.1, 0.4, 0.5] }]).data.length; // 2
 */
export function gradientErrorHistogram(
  samples: readonly ErrorSample[],
  options: GradientErrorHistogramOptions = {},
): Figure {
  requireList(samples, "samples", "gradientErrorHistogram");
  requireKnown(options, ["scale", "bins", "title"], "option", "gradientErrorHistogram");
  const { bins = 40, title = "Gradient error against its first-order bound" } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`gradientErrorHistogram: expected at least 1 bin, got ${bins}`);
  const drawn = samples.map(({ name, ratios, format }, k) => ({
    style: seriesStyle(k, name, format),
    ratios: Float64Array.from(ratios).filter(Number.isFinite),
  }));
  const all = Float64Array.from(drawn.flatMap(({ ratios }) => [...ratios]));
  if (all.length < 1)
    throw new RangeError(
      `gradientErrorHistogram: expected at least 1 finite ratio, got none in ${samples.length} samples`,
    );
  const logarithmic =
    options.scale === undefined
      ? drawn.some(isWide)
      : options.scale === "log" && all.some((r) => r > 0);
  const edges = logarithmic ? decadeEdges(all, bins) : evenEdges(all, bins);
  const curves = drawn.map((sample) => ({ ...sample, y: shares(sample.ratios, edges) }));
  const top = 1.15 * Math.max(...curves.flatMap(({ y }) => [...y]), 1e-9);
  const x = "ρ = δg / (κ u ‖θ‖) (dimensionless)";
  return {
    data: curves.flatMap(({ style, ratios, y }, k) => [
      curve(style, edges, y, k),
      median(style, ratios, top, k),
    ]),
    layout: layout(title, 460, {
      // Many names take two rows above the plot.
      margin: { l: 64, r: 24, t: samples.length > 3 ? 108 : 84, b: 60 },
      xaxis: logarithmic
        ? decadeAxis(x, { range: [edges[0], Math.max(edges[bins], 1.5)].map(Math.log10) })
        : axis(x, { range: [Math.min(0, edges[0]), Math.max(edges[bins], 1.08)] }),
      yaxis: axis("share of points per bin (dimensionless)", { range: [0, top] }),
      shapes: [
        {
          type: "line",
          x0: 1,
          x1: 1,
          y0: 0,
          y1: 1,
          yref: "paper",
          line: { color: ink, width: 2, dash: "dash" },
        },
      ],
      annotations: [
        {
          x: logarithmic ? 0 : 1,
          y: 0.7,
          yref: "paper",
          text: "bound ρ = 1",
          textangle: -90,
          xshift: 9,
          showarrow: false,
          font: { size: 12, color: ink },
        },
      ],
    }),
    caption: captionOf(drawn, samples),
    alt: `Distribution of the gradient error over its bound for ${samples.map(({ name }) => name).join(", ")}, with medians and the bound at 1.`,
  };
}

/** A sample as it is drawn: finite ratios only. */
interface Drawn {
  readonly style: FormatStyle;
  readonly ratios: Float64Array;
}

const isWide = ({ ratios }: Drawn): boolean => {
  const positive = ratios.filter((ratio) => ratio > 0);
  return quantile(positive, 0.9) > 30 * quantile(positive, 0.1);
};

/** Edges from 0, or the least ratio below it, to the largest ratio or the bound. */
function evenEdges(ratios: Float64Array, bins: number): Float64Array {
  const low = Math.min(0, quantile(ratios, 0));
  const high = Math.max(1, quantile(ratios, 1));
  return evenly(low, high, bins + 1);
}

/** Edges by equal factors; the smallest thousandth of the positive ratios is left of them. */
function decadeEdges(ratios: Float64Array, bins: number): Float64Array {
  const positive = ratios.filter((ratio) => ratio > 0);
  const low = Math.floor(Math.log10(quantile(positive, 0.001)));
  const high = Math.max(0, Math.log10(quantile(positive, 1)));
  const end = high > low ? high : low + 1;
  return evenly(low, end, bins + 1).map((exponent) => 10 ** exponent);
}

/** Share of all ratios per bin, the last edge belonging to the last bin. */
function shares(ratios: Float64Array, edges: Float64Array): Float64Array {
  const counts = new Float64Array(edges.length - 1);
  for (const ratio of ratios) {
    let bin = edges.findIndex((edge) => edge > ratio) - 1;
    if (ratio >= edges[edges.length - 1]) bin = counts.length - 1;
    if (bin >= 0) counts[bin]++;
  }
  return counts.map((count) => (ratios.length > 0 ? count / ratios.length : 0));
}

function curve(
  { label, color, dash, width }: FormatStyle,
  edges: Float64Array,
  y: Float64Array,
  k: number,
): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "lines",
    name: label,
    legendgroup: `${k}`,
    x: edges,
    y: Float64Array.of(...y, y[y.length - 1]),
    line: { color, dash, width: Math.min(width, 3.5), shape: "hv" },
    ...(k === 0 ? { fill: "tozeroy", fillcolor: `${color}22` } : {}),
    hovertemplate: "from ρ = %{x:.3g}<br>share %{y:.4f}<extra>%{fullData.name}</extra>",
  };
}

/** The median as a mark on the axis with a thin line up to it. */
function median(
  { label, color, symbol }: FormatStyle,
  ratios: Float64Array,
  top: number,
  k: number,
): Record<string, unknown> {
  const middle = quantile(ratios, 0.5);
  const height = top * (0.93 - 0.055 * (k % 6));
  return {
    type: "scatter",
    mode: "lines+markers",
    name: `median, ${label}`,
    legendgroup: `${k}`,
    showlegend: false,
    x: [middle, middle],
    y: [0, height],
    line: { color, width: 1.3, dash: "dot" },
    marker: { color, symbol, size: [0, 11], line: { color: "#ffffff", width: 1 } },
    hovertemplate: "median ρ = %{x:.3g}<extra></extra>",
  };
}

function captionOf(drawn: readonly Drawn[], samples: readonly ErrorSample[]): string {
  const medians = drawn.map(
    ({ style, ratios }) => `${style.label} ${quantile(ratios, 0.5).toPrecision(2)}`,
  );
  const zero = drawn.flatMap(({ style, ratios }) => {
    const share = ratios.filter((ratio) => ratio === 0).length / ratios.length;
    return share > 0 ? [`${(100 * share).toPrecision(2)} % of ${style.label}`] : [];
  });
  const beyond = drawn.flatMap(({ style, ratios }) => {
    const count = ratios.filter((ratio) => ratio > 1).length;
    return count > 0 ? [`${count} of ${ratios.length} in ${style.label}`] : [];
  });
  const missing = samples.reduce(
    (sum, { ratios }, k) => sum + ratios.length - drawn[k].ratios.length,
    0,
  );
  return paragraph([
    `Median ρ (mark on the dotted line): ${medians.join(", ")}.`,
    beyond.length > 0
      ? `Beyond the bound: ${beyond.join(", ")}.`
      : "No ratio lies beyond the bound.",
    zero.length > 0 ? `Exactly 0: ${zero.join(", ")}.` : "",
    missing > 0 ? `Left out because ρ is not defined: ${missing} points.` : "",
  ]);
}
