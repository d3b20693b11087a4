import { type Distances, distanceBetween } from "../../numerics/distances.js";
import { requireTriangle } from "../../numerics/requireDistances.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { axis, ink, layout, sequential } from "../theme.js";
import { type ClassLook, classLooks, pathCount } from "./classStyle.js";

/** How {@link distanceHeatMap} is drawn. */
export interface DistanceHeatMapOptions {
  /** Path at each place, a permutation; by class and else as they are, unless told. */
  readonly order?: ArrayLike<number>;
  /** Class of each path, −1 for none; no classes unless told. */
  readonly labels?: ArrayLike<number>;
  /** What the colours are; "distance d" unless told. */
  readonly quantity?: string;
  /** Their unit; "units of θ" unless told. */
  readonly units?: string;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * A distance matrix as a heat map, its rows and columns ordered so that classes are blocks, with
 * the boundaries between them drawn and their colours along the edges.
 *
 * Of more than 320 paths every k-th of the order is drawn; the caption says so.
 *
 * @param distances - between at least 1 paths; a distance of +∞ or NaN is left white
 * @param options - order, classes, quantity and units
 * @throws RangeError if there is no path, the number of distances does not fit, `order` is no
 *   permutation, or the labels are not one integer ≥ −1 per path
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const distances = { size: 3, values: Float64Array.of(1, 9, 9) };
 * distanceHeatMap(distances, { labels: [0, 0, 1] }).data[0].type; // "heatmap"
 */
export function distanceHeatMap(
  distances: Distances,
  options: DistanceHeatMapOptions = {},
): Figure {
  const known = ["order", "labels", "quantity", "units", "title"];
  requireKnown(options, known, "option", "distanceHeatMap");
  const { quantity = "distance d", units = "units of θ", title = "Distances by class" } = options;
  const size = requireTriangle(distances, "distanceHeatMap");
  if (size < 1) throw new RangeError("distanceHeatMap: expected at least 1 path, got 0");
  if (options.labels !== undefined && options.labels.length !== size)
    throw new RangeError(
      `distanceHeatMap: expected a label for each of ${size} paths, got ${options.labels.length}`,
    );
  const looks = options.labels ? classLooks(options.labels, [], "distanceHeatMap") : [];
  const full = options.order
    ? permutation(options.order, size)
    : looks.length > 0
      ? looks.flatMap(({ members }) => [...members])
      : Array.from({ length: size }, (_, i) => i);
  const every = Math.ceil(size / finest);
  const order = full.filter((_, k) => k % every === 0);
  const count = order.length;
  const values = Float32Array.from({ length: count * count }, (_, k) => {
    const d = distanceBetween(distances, order[Math.floor(k / count)], order[k % count]);
    return Number.isFinite(d) ? d : Number.NaN;
  });
  const blocks = blocksOf(order, looks);
  return {
    data: [
      heatmap(values, count, `${quantity} (${units})`),
      ...(blocks.length > 1 ? [boundaries(blocks, count)] : []),
      ...looks.flatMap((look) => strip(look, blocks, count)),
    ],
    layout: layout(title, 540 + legendMargin(looks.length), {
      ...squareAxes(count, every, looks.length > 0 ? -0.045 * count : 0),
      annotations: shorts(blocks, count),
      margin: { l: 64, r: 24, t: 64, b: 130 },
      legend: legendBelowTitle({ itemsizing: "constant" }),
    }),
    caption: captionOf(distances, looks, every, quantity),
    alt: `Heat map of the ${quantity} between ${pathCount(size)}${looks.length > 0 ? `, ordered by class: ${looks.map(({ name, members }) => `${name} ${members.length}`).join(", ")}` : ""}.`,
  };
}

/** Rows and columns beyond which paths are left out: half a megabyte in the page. */
const finest = 320;

const ordinal = (k: number): string => ["", "first", "second", "third"][k] ?? `${k}th`;

function permutation(order: ArrayLike<number>, size: number): number[] {
  const places = Array.from(order);
  const distinct = new Set(places.filter((i) => Number.isInteger(i) && i >= 0 && i < size));
  if (places.length !== size || distinct.size !== size)
    throw new RangeError(
      `distanceHeatMap: expected order as a permutation of ${size} paths, got ${places.length} places with ${distinct.size} of them`,
    );
  return places;
}

/** Neighbours in the order that belong to one look. */
interface Block {
  readonly look: ClassLook;
  readonly from: number;
  readonly to: number;
}

function blocksOf(order: readonly number[], looks: readonly ClassLook[]): Block[] {
  const lookOf = new Map(looks.flatMap((look) => look.members.map((i) => [i, look] as const)));
  const blocks: { look: ClassLook; from: number; to: number }[] = [];
  order.forEach((path, place) => {
    const look = lookOf.get(path);
    const last = blocks[blocks.length - 1];
    if (look === undefined) return;
    if (last?.look === look) last.to = place + 1;
    else blocks.push({ look, from: place, to: place + 1 });
  });
  return blocks;
}

function heatmap(values: Float32Array, count: number, bar: string): Record<string, unknown> {
  return {
    type: "heatmap",
    name: "distance",
    ...{ x0: 0, dx: 1, y0: 0, dy: 1 },
    z: { values, shape: [count, count] },
    colorscale: sequential,
    hoverongaps: false,
    colorbar: {
      title: { text: bar, side: "top", font: { size: 13 } },
      ...{ orientation: "h", x: 0.5, xanchor: "center", y: -0.12, yanchor: "top" },
      ...{ len: 0.8, thickness: 14, tickfont: { size: 12 } },
    },
    hovertemplate: "places %{x} and %{y}<br>%{z:.4g}<extra></extra>",
  };
}

/** Lines across the whole square between neighbouring blocks. */
function boundaries(blocks: readonly Block[], count: number): Record<string, unknown> {
  const cuts = blocks.slice(1).map(({ from }) => from - 0.5);
  const along = cuts.flatMap((cut) => [cut, cut, Number.NaN]);
  const across = cuts.flatMap(() => [-0.5, count - 0.5, Number.NaN]);
  return {
    ...{ type: "scatter", mode: "lines", name: "boundary of a class", showlegend: false },
    x: Float64Array.from([...along, ...across]),
    y: Float64Array.from([...across, ...along]),
    line: { color: ink, width: cuts.length > 40 ? 0.4 : 0.9 },
    hoverinfo: "skip",
  };
}

/** Bars of a class's colour along the top and the left edge, as one filled trace. */
function strip(
  { name, members, color }: ClassLook,
  blocks: readonly Block[],
  count: number,
): Record<string, unknown>[] {
  const [near, far] = [-0.5 - 0.008 * count, -0.5 - 0.04 * count];
  const own = blocks.filter(({ look }) => look.name === name);
  const rectangles = own.flatMap(({ from, to }) => [
    [from - 0.5, to - 0.5, far, near],
    [far, near, from - 0.5, to - 0.5],
  ]);
  return [
    {
      ...{ type: "scatter", mode: "lines", name: `${name}: ${members.length}` },
      x: rectangles.flatMap(([x0, x1]) => [x0, x1, x1, x0, x0, Number.NaN]),
      y: rectangles.flatMap(([, , y0, y1]) => [y0, y0, y1, y1, y0, Number.NaN]),
      ...{ fill: "toself", fillcolor: color, line: { color, width: 0 }, hoverinfo: "skip" },
    },
  ];
}

/** The label of a class in its bars, where they are long enough. */
function shorts(blocks: readonly Block[], count: number): Record<string, unknown>[] {
  const place = -0.5 - 0.024 * count;
  return blocks
    .filter(({ look, from, to }) => look.short !== "" && to - from >= 0.04 * count)
    .flatMap(({ look, from, to }) => {
      const middle = (from + to - 1) / 2;
      const shared = { text: look.short, showarrow: false, font: { size: 11, color: "#ffffff" } };
      return [
        { ...shared, x: middle, y: place },
        { ...shared, x: place, y: middle },
      ];
    });
}

/** Rows from the top, columns from the left, room for the bars before 0. */
function squareAxes(count: number, every: number, start: number): Record<string, unknown> {
  const title = `place in the order${every > 1 ? `, every ${ordinal(every)} path` : ""} (count)`;
  return {
    xaxis: axis(title, { range: [start - 0.5, count - 0.5], constrain: "domain", showgrid: false }),
    yaxis: axis(title, {
      ...{
        range: [count - 0.5, start - 0.5],
        scaleanchor: "x",
        constrain: "domain",
        showgrid: false,
      },
      constraintoward: "top",
    }),
  };
}

function captionOf(
  { size, values }: Distances,
  looks: readonly ClassLook[],
  every: number,
  quantity: string,
): string {
  return paragraph([
    `Colour is the ${quantity} between two paths; dark is far apart, the diagonal is 0.`,
    looks.length > 0
      ? `Pale blocks along the diagonal are classes: ${looks.map(({ name, members }) => `${name} (${pathCount(members.length)})`).join(", ")}. Lines are the boundaries between them.`
      : "",
    every > 1 ? `Of ${size} paths every ${ordinal(every)} of the order is drawn.` : "",
    values.every(Number.isFinite) ? "" : "White: no finite distance.",
  ]);
}
