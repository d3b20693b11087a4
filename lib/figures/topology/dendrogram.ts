import { requireKnown } from "../../numerics/requireKnown.js";
import { type DendrogramLines, dendrogramLines } from "../../topology/classes/dendrogram.js";
import { classCount, metricClasses } from "../../topology/classes/metricClasses.js";
import type { Linkage } from "../../topology/classes/singleLinkage.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { briefNumber } from "../powerText.js";
import { axis, decadeAxis, ink, layout, reference } from "../theme.js";
import { type ClassLook, classLooks, pathCount } from "./classStyle.js";

/** How {@link dendrogram} is drawn. */
export interface DendrogramOptions {
  /** δ ≥ 0 at which the tree is cut into classes, drawn as a line; none unless told. */
  readonly delta?: number;
  /** Class of each path, −1 for none; those of the cut unless told, else none. */
  readonly labels?: ArrayLike<number>;
  /** What the height is; "distance d" unless told. */
  readonly quantity?: string;
  /** Its unit; "units of θ" unless told. */
  readonly units?: string;
  /** Whether heights are on a logarithmic axis; false unless told. */
  readonly logarithmic?: boolean;
  /** Names of the paths, written below up to 40 of them; none unless told. */
  readonly leaves?: readonly string[];
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * The tree of single linkage: paths along the bottom, a bracket at the distance at which two
 * groups merge. Brackets and marks have the colour of a class where all below them is in it.
 *
 * Heights of 0 lie at the bottom of a logarithmic axis; merges at +∞ are left out, so that paths
 * which no finite chain connects are several trees.
 *
 * @param linkage - merges as `singleLinkage` returns them, of at least 1 path
 * @param options - cut, classes, axis, names
 * @throws RangeError if there is no path, the numbers of pairs and heights do not fit it, δ is
 *   negative, or there are other than one label or name per path
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const linkage = singleLinkage({ size: 2, values: Float64Array.of(0.5) });
 * dendrogram(linkage, { delta: 1 }).layout.height; // 502
 */
export function dendrogram(linkage: Linkage, options: DendrogramOptions = {}): Figure {
  requireKnown(options, optionNames, "option", "dendrogram");
  const { delta, quantity = "distance d", units = "units of θ", logarithmic = false } = options;
  const { leaves = [], title = "Dendrogram of the paths" } = options;
  if (delta !== undefined && !(delta >= 0))
    throw new RangeError(`dendrogram: expected delta >= 0, got ${delta}`);
  const { size, heights } = requireLinkage(linkage);
  const tree = dendrogramLines(linkage);
  for (const [what, list] of [
    ["label", options.labels],
    ["name", options.leaves],
  ] as const)
    if (list !== undefined && list.length !== size)
      throw new RangeError(
        `dendrogram: expected a ${what} for each of ${size} paths, got ${list.length}`,
      );
  const labels =
    options.labels ?? (delta === undefined ? undefined : metricClasses(linkage, delta));
  const looks = labels ? classLooks(labels, [], "dendrogram") : [];
  const scale = heightScale(heights, delta, logarithmic);
  const single = scale.logarithmic ? decadeAxis : axis;
  const named = leaves.length > 0 && size <= 40;
  return {
    data: [
      ...brackets(linkage, tree, labels, looks, scale),
      ...(looks.length > 0 ? leafMarks(tree.order, looks, scale) : []),
      ...(delta === undefined ? [] : [cutLine(delta, size, scale)]),
    ],
    layout: layout(title, 416 + legendMargin(looks.length + 1), {
      xaxis: axis(named ? "path" : "path, in the order of the tree (count)", {
        range: [-0.8, size - 0.2],
        showgrid: false,
        ...(named
          ? { tickvals: [...tree.order.keys()], ticktext: Array.from(tree.order, (i) => leaves[i]) }
          : { tickformat: "d", rangemode: "tozero" }),
      }),
      yaxis: single(`${quantity} (${units})`, {
        range: scale.logarithmic ? scale.range.map(Math.log10) : [...scale.range],
        nticks: 8,
      }),
      margin: { l: 64, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle({ itemsizing: "constant" }),
    }),
    caption: captionOf(linkage, options, looks, scale),
    alt: `Dendrogram of ${pathCount(size)}${delta === undefined ? "" : `, cut at ${briefNumber(delta)} ${units} into ${classCount(linkage, delta)} classes`}.`,
  };
}

const optionNames = [...["delta", "labels", "quantity", "units", "logarithmic", "leaves", "title"]];

function requireLinkage(linkage: Linkage): Linkage {
  const { size, pairs, heights } = linkage ?? {};
  if (!Number.isInteger(size) || size < 1)
    throw new RangeError(`dendrogram: expected at least 1 path, got ${size}`);
  if (heights?.length !== size - 1 || pairs?.length !== 2 * size - 2)
    throw new RangeError(
      `dendrogram: expected ${size - 1} merges of ${size} paths, got ${pairs?.length} nodes and ${heights?.length} heights`,
    );
  return linkage;
}

/** Where heights are drawn. */
interface HeightScale {
  readonly range: readonly [number, number];
  /** Where 0 is. */
  readonly base: number;
  readonly logarithmic: boolean;
}

function heightScale(
  heights: Float64Array,
  delta: number | undefined,
  logarithmic: boolean,
): HeightScale {
  const shown = [...heights, delta ?? 0].filter((h) => h > 0 && h < Infinity);
  const [least, most] = [Math.min(...shown, Infinity), Math.max(...shown, 0)];
  if (!logarithmic || !(most > 0)) {
    const high = most || 1;
    return { range: [-0.05 * high, 1.06 * high], base: 0, logarithmic: false };
  }
  const decades = Math.max(0.3, Math.log10(most / least));
  const base = least / 10 ** (0.12 * decades);
  return {
    range: [base / 10 ** (0.05 * decades), most * 10 ** (0.06 * decades)],
    ...{ base, logarithmic: true },
  };
}

/** One trace per look, the mixed brackets in ink first, so that classes lie on top. */
function brackets(
  { size, pairs }: Linkage,
  { x, y }: DendrogramLines,
  labels: ArrayLike<number> | undefined,
  looks: readonly ClassLook[],
  { base }: HeightScale,
): Record<string, unknown>[] {
  const lookOf = new Map<number, number>();
  for (const [k, { members }] of looks.entries())
    for (const i of members) lookOf.set(labels?.[i] ?? -1, k);
  const below = new Int32Array(size + pairs.length / 2).fill(-1); // class of all leaves, or −1
  for (let i = 0; i < size; i++) below[i] = labels?.[i] ?? -1;
  const groups = new Map<number, { x: number[]; y: number[] }>();
  for (let k = 0; 4 * k < x.length; k++) {
    const [left, right] = [below[pairs[2 * k]], below[pairs[2 * k + 1]]];
    below[size + k] = left === right ? left : -1;
    const look = below[size + k] < 0 ? -1 : (lookOf.get(left) ?? -1);
    const group = groups.get(look) ?? { x: [], y: [] };
    group.x.push(...x.subarray(4 * k, 4 * k + 4), Number.NaN);
    group.y.push(...y.subarray(4 * k, 4 * k + 4).map((h) => Math.max(h, base)), Number.NaN);
    groups.set(look, group);
  }
  const width = size > 150 ? 0.9 : 1.6;
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([look, line]) => ({
      type: "scatter",
      mode: "lines",
      name: look < 0 ? "between classes" : looks[look].name,
      showlegend: false,
      x: Float64Array.from(line.x),
      y: Float64Array.from(line.y),
      line: { color: look < 0 ? ink : looks[look].color, width },
      hovertemplate: "%{y:.4g}<extra>%{fullData.name}</extra>",
    }));
}

/** A mark below every leaf: colour and symbol of its class, the legend of the brackets too. */
function leafMarks(
  order: Uint32Array,
  looks: readonly ClassLook[],
  { base }: HeightScale,
): Record<string, unknown>[] {
  const size = Math.max(3, Math.min(9, 500 / order.length));
  const place = new Float64Array(order.length);
  for (const [k, i] of order.entries()) place[i] = k;
  return looks.map(({ name, members, color, symbol }) => ({
    type: "scatter",
    mode: "markers",
    name: `${name}: ${members.length}`,
    x: members.map((i) => place[i]),
    y: members.map(() => base),
    text: members.map((i) => `path ${i}`),
    marker: { color, symbol, size, line: { color, width: symbol.includes("open") ? 1 : 0 } },
    hovertemplate: "%{text}<extra>%{fullData.name}</extra>",
    cliponaxis: false,
  }));
}

function cutLine(delta: number, size: number, scale: HeightScale): Record<string, unknown> {
  const at = Math.min(Math.max(delta, scale.base), scale.range[1]);
  return {
    type: "scatter",
    mode: "lines",
    name: `δ = ${briefNumber(delta)}`,
    x: [-0.8, size - 0.2],
    y: [at, at],
    line: { color: reference, width: 2, dash: "dash" },
    hoverinfo: "name",
  };
}

function captionOf(
  linkage: Linkage,
  { delta, labels, quantity = "distance d", units = "units of θ", logarithmic }: DendrogramOptions,
  looks: readonly ClassLook[],
  scale: HeightScale,
): string {
  const { size, heights } = linkage;
  const infinite = heights.filter((height) => height === Infinity).length;
  return paragraph([
    `A bracket is the merge of two groups of paths, at the least ${quantity} between them; ${pathCount(size)}.`,
    delta === undefined
      ? ""
      : `Cut at δ = ${briefNumber(delta)} (${units}): ${classCount(linkage, delta)} classes, the groups below the dashed line.`,
    looks.length > 0
      ? `Colour and mark: ${labels ? "the class given for each path" : "the classes of the cut"}; dark brackets join several.`
      : "",
    infinite > 0 ? `No finite chain connects the ${infinite + 1} trees.` : "",
    logarithmic && heights.some((h) => h === 0) && scale.logarithmic
      ? "Merges at distance 0 lie at the bottom of the logarithmic axis."
      : "",
  ]);
}
