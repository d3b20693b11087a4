import { quantile } from "../../numerics/quantile.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Diagram } from "../../topology/diagrams/diagram.js";
import type { Figure } from "../figure.js";
import { gridView, type LandscapeGrid, requireGrid, thinnedGrid } from "../landscapeGrid.js";
import { paragraph } from "../paragraph.js";
import { planeAxes } from "../planarView.js";
import { briefNumber } from "../powerText.js";
import { ink, layout, sequential } from "../theme.js";
import { dimensionStyle, requireDiagrams } from "./diagramScale.js";

/** What {@link gridPersistenceMap} is told beside the bars. */
export interface GridPersistenceMapOptions {
  /** Which of the grid's arrays the bars belong to; "requiredBits" unless told. */
  readonly quantity?: "requiredBits" | "allStuckBits" | "loss";
  /** At most so many bars, the longest; 9 unless told. */
  readonly most?: number;
  /** Ends of the colour scale; the central 99 % of the values, of bits from 0, unless told. */
  readonly range?: readonly [number, number];
  /** One line above the picture. */
  readonly title?: string;
}

const quantities = {
  requiredBits: { name: "required bits b", unit: "bits" },
  allStuckBits: { name: "all-stuck bits", unit: "bits" },
  loss: { name: "loss", unit: "loss units" },
} as const;

/**
 * Where the bars of a grid persistence come from: a heat map of the function with a disc where a
 * bar is born and a square where it dies, the longest bars numbered and each pair joined.
 *
 * @param grid - axes and values, as `barrierGrid` returns them, of those that the bars were
 *   computed from
 * @param diagram - bars of one dimension
 * @param birthCells - per bar the index i·xs.length + j of its birth in the grid
 * @param deathCells - likewise of its death; −1 for an essential bar
 * @param options - which array, how many bars
 * @throws RangeError if the grid lacks the array or does not fit its axes, there is other than
 *   one cell per bar, a cell is outside the grid, or `most` is no integer ≥ 1
 * @throws TypeError if an option is misspelt, or `quantity` is none of its words
 *
 * @example
 * const grid = await barrierGrid(twoValleys, { resolution: 64 });
 * const { diagrams, birthCells, deathCells } = gridPersistence(grid.requiredBits, [64, 64]);
 * gridPersistenceMap(grid, diagrams[0], birthCells[0], deathCells[0]);
 */
export function gridPersistenceMap(
  grid: LandscapeGrid,
  diagram: Diagram,
  birthCells: ArrayLike<number>,
  deathCells: ArrayLike<number>,
  options: GridPersistenceMapOptions = {},
): Figure {
  const caller = "gridPersistenceMap";
  requireKnown(options, ["quantity", "most", "range", "title"], "option", caller);
  requireDiagrams([diagram], caller);
  const { quantity = "requiredBits", most = 9 } = options;
  const words = quantities[quantity];
  if (words === undefined)
    throw new TypeError(
      `${caller}: expected quantity requiredBits, allStuckBits or loss, got ${String(quantity)}`,
    );
  requireGrid(grid, caller);
  const values = grid[quantity];
  if (values === undefined)
    throw new RangeError(`${caller}: expected a grid with ${quantity}, got one without`);
  if (!Number.isInteger(most) || most < 1)
    throw new RangeError(`${caller}: expected most >= 1, got ${most}`);
  requireCells(birthCells, diagram, values.length, 0, "birth");
  requireCells(deathCells, diagram, values.length, -1, "death");
  const bars = longest(diagram, most).map((k, rank) => ({
    ...{ number: rank + 1, birth: diagram.births[k], death: diagram.deaths[k] },
    from: placeOf(grid, birthCells[k]),
    to: deathCells[k] < 0 ? undefined : placeOf(grid, deathCells[k]),
  }));
  const { label } = dimensionStyle(diagram.dimension);
  const total = diagram.births.length;
  const title = options.title ?? `Where ${label} are born and die`;
  return {
    data: [heatmap(thinnedGrid(grid, finest), quantity, options.range), ...marks(bars)],
    layout: layout(title, 720, {
      ...planeAxes(gridView(grid)),
      margin: { l: 64, r: 24, t: 96, b: 130 },
    }),
    caption: paragraph([
      `Colour is the ${words.name}; dark is high. A disc marks where a bar is born, a square with the same number where it dies.`,
      `The ${bars.length} longest of ${total} bars: ${bars.map(barText).join(", ") || "none"} (${words.unit}).`,
      bars.some(({ to }) => to === undefined) ? "A bar without a square never dies." : "",
    ]),
    alt: `Heat map of the ${words.name} with the cells where ${bars.length} bars of ${label} are born and die.`,
  };
}

/** Columns and rows beyond which the grid is thinned. */
const finest = 256;

interface NumberedBar {
  readonly number: number;
  readonly birth: number;
  readonly death: number;
  readonly from: readonly [number, number];
  /** Undefined for an essential bar. */
  readonly to?: readonly [number, number];
}

const barText = ({ number, birth, death }: NumberedBar): string =>
  `${number} from ${endText(birth)} to ${endText(death)}`;

const endText = (value: number): string => briefNumber(value).replace("Infinity", "∞");

function requireCells(
  cells: ArrayLike<number>,
  { births }: Diagram,
  size: number,
  least: number,
  what: string,
): void {
  if (cells?.length !== births.length)
    throw new RangeError(
      `gridPersistenceMap: expected a ${what} cell for each of ${births.length} bars, got ${cells?.length}`,
    );
  const odd = Array.from(cells).find((cell) => !(cell >= least && cell < size));
  if (odd !== undefined)
    throw new RangeError(
      `gridPersistenceMap: expected ${what} cells from ${least} to ${size - 1}, got ${odd}`,
    );
}

/** Indices of the longest bars, the longest first. */
function longest({ births, deaths }: Diagram, most: number): number[] {
  const length = (k: number): number => Math.abs(deaths[k] - births[k]);
  return [...births.keys()]
    .sort((a, b) => (length(a) === length(b) ? a - b : length(b) - length(a)))
    .slice(0, most);
}

const placeOf = ({ xs, ys }: LandscapeGrid, cell: number): [number, number] => [
  xs[cell % xs.length],
  ys[Math.floor(cell / xs.length)],
];

/** The central 99 %; of bits none below 0, where anything passes. */
function usualRange(values: Float64Array, quantity: string): [number, number] {
  const [low, high] = [0.005, 0.995].map((share) => quantile(values, share) || 0);
  return [quantity === "loss" ? low : Math.max(0, low), high];
}

function heatmap(
  grid: LandscapeGrid,
  quantity: keyof typeof quantities,
  range: readonly [number, number] | undefined,
): Record<string, unknown> {
  const { xs, ys } = grid;
  const values = grid[quantity] as Float64Array;
  const [low, high] = range ?? usualRange(values, quantity);
  const { name, unit } = quantities[quantity];
  return {
    ...{ type: "heatmap", name, x: xs, y: ys },
    z: {
      values: Float32Array.from(values, (b) => Math.min(Math.max(b, low - 1e6), high + 1e6)),
      shape: [ys.length, xs.length],
    },
    ...{ zmin: low, zmax: high > low ? high : low + 1, zsmooth: "fast", hoverongaps: false },
    colorscale: sequential,
    colorbar: {
      title: { text: `${name} (${unit})`, side: "top", font: { size: 13 } },
      ...{ orientation: "h", x: 0.5, xanchor: "center", y: -0.12, yanchor: "top" },
      ...{ len: 0.8, thickness: 14, tickfont: { size: 12 } },
    },
    hovertemplate: `θ₁ %{x:.3g}<br>θ₂ %{y:.3g}<br>%{z:.3g} ${unit}<extra></extra>`,
  };
}

function marks(bars: readonly NumberedBar[]): Record<string, unknown>[] {
  const dying = bars.flatMap((bar) => (bar.to ? [{ ...bar, to: bar.to }] : []));
  const shared = { type: "scatter", mode: "markers+text", textfont: { size: 12 } };
  return [
    {
      ...{ type: "scatter", mode: "lines", name: "one bar", showlegend: false, hoverinfo: "skip" },
      x: Float64Array.from(dying.flatMap(({ from, to }) => [from[0], to[0], Number.NaN])),
      y: Float64Array.from(dying.flatMap(({ from, to }) => [from[1], to[1], Number.NaN])),
      line: { color: ink, width: 1, dash: "dot" },
    },
    {
      ...{ ...shared, name: "birth", text: bars.map(({ number }) => String(number)) },
      ...{ x: bars.map(({ from }) => from[0]), y: bars.map(({ from }) => from[1]) },
      textfont: { size: 12, color: ink },
      marker: { color: "#ffffff", symbol: "circle", size: 19, line: { color: ink, width: 1.5 } },
      customdata: bars.map(barText),
      ...{ hovertemplate: "bar %{customdata}<extra>birth</extra>", cliponaxis: false },
    },
    {
      ...{ ...shared, name: "death", text: dying.map(({ number }) => String(number)) },
      ...{ x: dying.map(({ to }) => to[0]), y: dying.map(({ to }) => to[1]) },
      textfont: { size: 12, color: "#ffffff" },
      marker: {
        color: "#8c2f5f",
        symbol: "square",
        size: 18,
        line: { color: "#ffffff", width: 1.5 },
      },
      customdata: dying.map(barText),
      ...{ hovertemplate: "bar %{customdata}<extra>death</extra>", cliponaxis: false },
    },
  ];
}
