/**
 * One look for every figure: a colour, a dash and a marker per number format, one
 * layout on white paper. Dash and marker double the colour, so that the figures can be
 * read in grey and by colour-blind readers.
 */

/** How one number format is drawn. */
export interface FormatStyle {
  /** Name in legends and on axes. */
  readonly label: string;
  /** Hex colour of lines and markers. */
  readonly color: string;
  /** Plotly's line dash: a name, or lengths in pixels (lines in 3-D are solid then). */
  readonly dash: string;
  /** Plotly's marker symbol. */
  readonly symbol: string;
  /** Marker symbol in 3-D, where Plotly has fewer. */
  readonly symbol3d: string;
  /** Line width in 2-D: thicker below, so that a coinciding path shows through. */
  readonly width: number;
}

const styles: Readonly<Record<string, FormatStyle>> = {
  float64: style("float64", "#1f5fbf", "solid", "circle", "circle", 6),
  float32: style("float32", "#1a9850", "dash", "square", "circle-open", 4),
  bfloat16: style("bfloat16", "#8e5bb5", "longdash", "triangle-up", "diamond-open", 2.5),
  float16: style("float16", "#f08c00", "dashdot", "diamond", "diamond", 2.5),
  float8_e4m3fn: style("8-bit e4m3fn", "#d3222a", "dot", "x", "square", 2.5),
  float8_e5m2: style("8-bit e5m2", "#6b4226", "longdashdot", "cross", "square-open", 2),
  tf32: style("tf32", "#0a7f7f", "12px,3px,3px,3px", "pentagon", "circle-open", 2.5),
  float8_e3m4: style("8-bit e3m4", "#35b1e1", "5px,2px", "star", "cross", 2.5),
  float8_e4m3: style("8-bit e4m3", "#7d0f3c", "8px,2px,2px,2px,2px,2px", "hourglass", "x", 2),
  float8_e4m3fnuz: style("8-bit e4m3fnuz", "#f4796b", "3px,6px", "triangle-down", "square", 2.5),
  float8_e5m2fnuz: style("8-bit e5m2fnuz", "#b08968", "16px,6px", "star-square", "diamond", 2),
  float6_e2m3fn: style("6-bit e2m3fn", "#3f5a14", "2px,2px,8px,2px", "hexagram", "cross", 2.5),
  float6_e3m2fn: style("6-bit e3m2fn", "#9aa51e", "7px,7px", "bowtie", "diamond-open", 2.5),
  float4_e2m1fn: style("4-bit e2m1fn", "#10222e", "1px,3px", "asterisk-open", "x", 3),
  float8_e8m0fnu: style("8-bit scale e8m0fnu", "#7f8fa6", "20px,3px", "triangle-left", "cross", 2),
};

/** All of fixed point looks alike: one width and scaling is drawn at a time. */
const fixedPoint = style("", "#b5179e", "10px,4px,1px,4px,1px,4px", "octagon", "square-open", 2.5);

/** "8-bit fixed, 4 after the point" for fixed8_4, and so on. */
function fixedLabel(format: string): string | undefined {
  const [, unsigned, bits, fraction, wrap] = /^(u?)fixed(\d+)_(-?\d+)(_wrap)?$/.exec(format) ?? [];
  if (bits === undefined) return undefined;
  const kind = `${unsigned ? "unsigned " : ""}fixed${wrap ? ", wrapping" : ""}`;
  return `${bits}-bit ${kind}, ${fraction} after the point`;
}

function style(
  label: string,
  color: string,
  dash: string,
  symbol: string,
  symbol3d: string,
  width: number,
): FormatStyle {
  return { label, color, dash, symbol, symbol3d, width };
}

/**
 * How a number format is drawn, in every figure of the project.
 *
 * float64 blue, float32 green, float16 orange, 8-bit (e4m3fn) red as in the proposal
 * (§4.1); bfloat16 purple, e5m2 brown, tf32 teal; the other 8-, 6- and 4-bit formats each
 * have a colour, a dash and a marker of their own, fixed point is magenta. Any other format is
 * dark grey under its own name. The eight markers of 3-D are shared by several formats.
 *
 * @param format - the format's name, such as "float16"
 *
 * @example
 * formatStyle("float16").color; // "#f08c00"
 */
export function formatStyle(format: string): FormatStyle {
  const fixed = fixedLabel(format);
  if (fixed !== undefined) return { ...fixedPoint, label: fixed };
  return styles[format] ?? style(format, "#444444", "solid", "circle", "circle", 2.5);
}

/** For series that are no formats: none of the colours above, apart in grey by dash and marker. */
const seriesStyles: readonly Omit<FormatStyle, "label">[] = [
  style("", "#33475b", "solid", "circle", "circle", 2.5),
  style("", "#c2477f", "dash", "square", "square", 2.5),
  style("", "#7a9a01", "dashdot", "diamond", "diamond", 2.5),
  style("", "#00a3c4", "dot", "triangle-up", "cross", 2.5),
  style("", "#a0672b", "longdash", "x", "x", 2.5),
  style("", "#8a86a8", "longdashdot", "star", "circle-open", 2.5),
];

/**
 * How the k-th of several series is drawn: as the format's own where it is one format's.
 *
 * @param k - its place among the series, from 0; styles repeat after six
 * @param label - its name in the legend
 * @param format - name of the format, if the series belongs to one
 *
 * @example
 * seriesStyle(0, "gridded θ").color; // "#33475b"
 */
export function seriesStyle(k: number, label: string, format?: string): FormatStyle {
  const look = format === undefined ? seriesStyles[k % seriesStyles.length] : formatStyle(format);
  return { ...look, label };
}

/** Colour of text and axes. */
export const ink = "#222222";

/** Colour of grid lines. */
export const gridline = "#e3e3e3";

/** Grey of reference lines and secondary marks. */
export const reference = "#767676";

/**
 * Sequential colours for curvature: from pale to dark, monotone in grey, and pale enough over
 * most of the range for coloured paths to stand out on it. Dark always means more.
 */
export const sequential: readonly (readonly [number, string])[] = [
  [0, "#fbf8ef"],
  [0.25, "#dfe5dc"],
  [0.5, "#b4c9c9"],
  [0.75, "#7fa3ad"],
  [1, "#456f85"],
];

/** Pale greys for a loss drawn behind coloured paths: darker means higher. */
export const backdrop: readonly (readonly [number, string])[] = [
  [0, "#ffffff"],
  [1, "#b9bec6"],
];

/** One axis: its title (with the unit), ticks outside, a frame line. */
export function axis(title: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text: title, standoff: 8, font: { size: 13 } },
    tickfont: { size: 12 },
    showline: true,
    linecolor: ink,
    ticks: "outside",
    tickcolor: ink,
    ticklen: 4,
    gridcolor: gridline,
    zeroline: false,
    automargin: true,
    ...more,
  };
}

/** A logarithmic axis with ticks at powers of ten; Plotly enlarges their font by a quarter. */
export function decadeAxis(
  title: string,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const ticks = { exponentformat: "power", tickfont: { size: 10 } };
  return axis(title, { type: "log", ...ticks, ...more });
}

/**
 * The layout every figure starts from: white paper, one font, the legend above the plot.
 *
 * @param title - what the figure shows, one line
 * @param height - in pixels; the width is the page's
 * @param more - axes and whatever else, merged over the defaults
 *
 * @example
 * layout("Loss against step", 420, { xaxis: axis("step t (count)") }).paper_bgcolor; // "#ffffff"
 */
export function layout(
  title: string,
  height: number,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return {
    title: {
      text: title,
      x: 0,
      xref: "paper",
      xanchor: "left",
      y: 1,
      yref: "container",
      yanchor: "top",
      pad: { t: 14 },
      font: { size: 16 },
    },
    height,
    autosize: true,
    font: { family: "Helvetica, Arial, sans-serif", size: 13, color: ink },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 64, r: 24, t: 84, b: 60 },
    hovermode: "closest",
    legend: legendAbove(),
    ...more,
  };
}

/** A horizontal legend between title and plot, never over the data. */
export function legendAbove(more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    orientation: "h",
    x: 0,
    xanchor: "left",
    y: 1.02,
    yanchor: "bottom",
    itemwidth: 40,
    font: { size: 12 },
    ...more,
  };
}

/** A legend entry for a meaning that is not a format: a trace without points, in grey. */
export function legendEntry(
  name: string,
  marker: Record<string, unknown>,
): Record<string, unknown> {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: [Number.NaN],
    y: [Number.NaN],
    marker: { size: 11, ...marker },
    hoverinfo: "skip",
  };
}

/** A small heading centred above a panel that spans `domain` of the paper. */
export function panelTitle(
  text: string,
  domain: readonly [number, number],
  top = 1,
): Record<string, unknown> {
  return {
    text,
    x: (domain[0] + domain[1]) / 2,
    xref: "paper",
    xanchor: "center",
    y: top,
    yref: "paper",
    yanchor: "bottom",
    showarrow: false,
    font: { size: 13 },
  };
}
