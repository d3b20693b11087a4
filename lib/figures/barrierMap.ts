import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { quantile } from "../numerics/quantile.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { FloatFormat } from "../precision/formats/format.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
  float16,
  float32,
} from "../precision/formats/formats.js";
import { criticalPointMarks } from "./criticalPointMarks.js";
import type { Figure } from "./figure.js";
import { drawnGrid, gridView, type LandscapeGrid } from "./landscapeGrid.js";
import type { FormatPath } from "./lossSurface.js";
import { paragraph } from "./paragraph.js";
import { planarPaths } from "./planarPaths.js";
import { criticalPointsIn, planeAxes, requirePlanar } from "./planarView.js";
import { formatStyle, layout, sequential } from "./theme.js";

/** What {@link barrierMap} draws beside the required bits. */
export interface BarrierMapOptions {
  /** Formats whose level lines are drawn; float32, float16, bfloat16 and the two 8-bit floats unless told. */
  readonly formats?: readonly Pick<FloatFormat, "name" | "significandBits">[];
  /** Paths on the map; none unless told. */
  readonly paths?: readonly FormatPath[];
  /** Formats whose paths start switched off in the legend. */
  readonly hidden?: readonly string[];
  /** Which of the grid's arrays is drawn; `requiredBits` unless told. */
  readonly quantity?: "requiredBits" | "allStuckBits";
  /** Ends of the colour scale (bits); chosen from the values unless told. */
  readonly range?: readonly [number, number];
  /** One line above the picture. */
  readonly title?: string;
}

const quantities = {
  requiredBits: {
    name: "required bits",
    bar: "required bits b = log<sub>2</sub>(κ‖θ‖/‖∇L‖) (bits)",
    title: "Precision barrier",
    meaning: "On a format's line b equals its significand bits; on the dark side it exceeds them.",
    note: "With b bits the rounded gradient still points downhill; whether a step is taken depends on the learning rate too.",
  },
  allStuckBits: {
    name: "all-stuck bits",
    bar: "bits up to which no coordinate moves (bits)",
    title: "Where every step is lost",
    meaning: "On the dark side of a format's line a step of gradient descent moves no coordinate.",
    note: "",
  },
} as const;

/**
 * The precision barrier: the bits that each point of the plane requires, as a heat map with
 * the significand bits of the named formats as level lines (§2.2).
 *
 * At critical points b is infinite; the colour scale ends at a finite value, given in the
 * caption, and everything above has its last colour.
 *
 * @param objective - the landscape, for its name and critical points
 * @param fineGrid - with `requiredBits` (or `allStuckBits`), as `barrierGrid` returns it
 * @param options - formats, paths, which quantity, ends of the colour scale
 * @throws RangeError if the grid lacks the quantity or does not fit its axes, or the range is empty
 * @throws TypeError if an option is misspelt, or `quantity` is none of its words
 *
 * @example
 * barrierMap(twoValleys, await barrierGrid(twoValleys), { formats: [float8_e4m3fn] });
 */
export function barrierMap(
  objective: Objective,
  fineGrid: LandscapeGrid,
  options: BarrierMapOptions = {},
): Figure {
  requireObjective(objective, "barrierMap");
  requireKnown(options, optionNames, "option", "barrierMap");
  const { formats = namedFormats, paths = [], hidden = [], quantity = "requiredBits" } = options;
  requirePlanar(objective, paths, "barrierMap");
  const grid = drawnGrid(objective, { grid: fineGrid }, finest, "barrierMap");
  const view = gridView(fineGrid);
  const words = quantities[quantity];
  if (words === undefined)
    throw new TypeError(
      `barrierMap: expected quantity requiredBits or allStuckBits, got ${String(quantity)}`,
    );
  const bits = grid[quantity];
  if (bits === undefined)
    throw new RangeError(`barrierMap: expected a grid with ${quantity}, got one without`);
  const shown = formats.filter((format) => fateOf(format, bits) === "line");
  const range = options.range ?? usualRange(bits, shown);
  if (!(range[0] < range[1]))
    throw new RangeError(`barrierMap: expected a range of some width, got [${range.join(", ")}]`);
  return {
    data: [
      heatmap(grid, bits, range, words),
      ...shown.map((format) => levelOf(format, grid, bits, range)),
      ...planarPaths(paths, hidden).map((trace) => ({
        ...trace,
        ...(trace.showlegend === false ? {} : { name: `path, ${String(trace.name)}` }),
      })),
      ...criticalPointMarks(criticalPointsIn(objective, view)),
    ],
    layout: layout(options.title ?? `${words.title}: ${objective.name}`, 700, {
      ...planeAxes(view),
      margin: { l: 64, r: 24, t: 116, b: 130 },
    }),
    caption: captionOf(bits, range, formats, shown, words),
    alt: `Heat map of the ${words.name} of ${objective.name} with level lines for ${
      shown.map(({ name }) => formatStyle(name).label).join(", ") || "no format"
    }${paths.length > 0 ? " and training paths" : ""}.`,
  };
}

/** Columns and rows beyond which the grid is thinned. */
const finest = 256;

const optionNames = ["formats", "paths", "hidden", "quantity", "range", "title"];
const namedFormats = [float32, float16, bfloat16, float8_e4m3fn, float8_e5m2];

/** What a figure needs to know of a format. */
type Level = Pick<FloatFormat, "name" | "significandBits">;

/** A level exceeded at fewer points of the grid than this has no line: it would be one cell wide. */
const fewest = 5;

/** Whether a format's level is a line on the map, or which side of it the whole map is on. */
function fateOf(
  { significandBits }: Level,
  bits: Float64Array,
): "line" | "peaks" | "never" | "everywhere" {
  const above = bits.filter((b) => b > significandBits).length;
  if (above === 0) return "never";
  if (!bits.some((b) => b <= significandBits)) return "everywhere";
  return above < fewest ? "peaks" : "line";
}

/**
 * From 0, or more where all is more, over the central 99 % of the values and every line, to a
 * whole bit: fewer than 0 bits are required where anything passes.
 */
function usualRange(bits: Float64Array, shown: readonly Level[]): [number, number] {
  const low = Math.max(0, Math.floor(quantile(bits, 0.005)) || 0);
  const levels = shown.map(({ significandBits }) => significandBits + 1);
  return [low, Math.max(low + 1, Math.ceil(quantile(bits, 0.995)) || 0, ...levels)];
}

/** Infinite peaks become finite and stay above every level: a level line closes around them. */
function clipped(bits: Float64Array, top: number): Float32Array {
  return Float32Array.from(bits, (b) => Math.min(Math.max(b, -1e6), top));
}

function heatmap(
  { xs, ys }: LandscapeGrid,
  bits: Float64Array,
  [low, high]: readonly [number, number],
  { name, bar }: { readonly name: string; readonly bar: string },
): Record<string, unknown> {
  return {
    type: "heatmap",
    name,
    x: xs,
    y: ys,
    z: { values: clipped(bits, Math.max(high, 64)), shape: [ys.length, xs.length] },
    zmin: low,
    zmax: high,
    colorscale: sequential,
    zsmooth: "fast",
    hoverongaps: false,
    colorbar: {
      title: { text: bar, side: "top", font: { size: 13 } },
      orientation: "h",
      x: 0.5,
      xanchor: "center",
      y: -0.12,
      yanchor: "top",
      len: 0.8,
      thickness: 14,
      tickfont: { size: 12 },
    },
    hovertemplate: "θ₁ %{x:.3g}<br>θ₂ %{y:.3g}<br>%{z:.2f} bits<extra></extra>",
  };
}

function levelOf(
  { name, significandBits: precision }: Level,
  { xs, ys }: LandscapeGrid,
  bits: Float64Array,
  [, high]: readonly [number, number],
): Record<string, unknown> {
  const { label, color, dash } = formatStyle(name);
  return {
    type: "contour",
    name: `${label}: ${precision} bits`,
    showlegend: true,
    x: xs,
    y: ys,
    z: { values: clipped(bits, Math.max(high, 64)), shape: [ys.length, xs.length] },
    autocontour: false,
    contours: {
      start: precision,
      end: precision,
      size: 1,
      coloring: "none",
      showlabels: true,
      labelfont: { size: 12, color },
    },
    line: { color, width: 2.2, dash },
    showscale: false,
    hoverinfo: "skip",
  };
}

function captionOf(
  bits: Float64Array,
  [low, high]: readonly [number, number],
  formats: readonly Level[],
  shown: readonly Level[],
  { meaning, note }: { readonly meaning: string; readonly note: string },
): string {
  const label = ({ name, significandBits: precision }: Level): string =>
    `${formatStyle(name).label} (${precision} bits)`;
  const those = (fate: string): string =>
    formats
      .filter((format) => fateOf(format, bits) === fate)
      .map(label)
      .join(", ");
  const [never, peaks, everywhere] = ["never", "peaks", "everywhere"].map(those);
  const [above, below] = [bits.some((b) => b > high), bits.some((b) => b < low)];
  const ends = [above ? `above ${high}` : "", below ? `below ${low}` : ""].filter(Boolean);
  const sentences = [
    `Colour is the number of bits; dark needs more. ${shown.length > 0 ? meaning : ""}`.trim(),
    ends.length > 0
      ? `Values ${ends.join(" and ")} bits have the scale's last colour${bits.includes(Number.POSITIVE_INFINITY) || above ? "; at critical points the value is infinite" : ""}.`
      : "",
    peaks === "" ? "" : `Exceeded only within a cell of a critical point: ${peaks}.`,
    never === "" ? "" : `Nowhere on this grid exceeded: ${never}.`,
    everywhere === "" ? "" : `Exceeded everywhere: ${everywhere}.`,
    bits.some(Number.isNaN) ? "White: not defined." : "",
    note,
  ];
  return paragraph(sentences);
}
