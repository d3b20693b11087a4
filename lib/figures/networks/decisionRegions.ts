import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { axis, formatStyle, ink, layout, legendAbove, legendEntry, panelTitle } from "../theme.js";

/** What one network makes of the plane of its two inputs. */
export interface DecisionPanel {
  /** Above the panel: the solution type, say. */
  readonly title: string;
  /** Name of the format, which comes above that. */
  readonly format?: string;
  /** Output at (xs[j], ys[i]), at i·xs.length + j. */
  readonly values: Float64Array;
  /** Hidden units as (a, b, c): the line a·x + b·y + c = 0 on which a unit changes its sign. */
  readonly units: readonly (readonly [number, number, number])[];
}

/** The patterns a network was to learn. */
export interface DecisionPoint {
  readonly x: number;
  readonly y: number;
  /** Target: 0 or 1. */
  readonly target: 0 | 1;
}

/** How {@link decisionRegions} is drawn. */
export interface DecisionOptions {
  /** Panels side by side; 4 unless told. */
  readonly columns?: number;
  /** Output at which the decision is made; ½ unless told. */
  readonly threshold?: number;
  /** One line above the picture. */
  readonly title?: string;
}

/** From the lowest output, pale, to the highest, dark: order and border stay in grey. */
const shades: readonly (readonly [number, string])[] = [
  [0, "#fffaf0"],
  [0.5, "#f4dfb2"],
  [0.5, "#9cc0e2"],
  [1, "#4a86ba"],
];

/**
 * Decision regions of networks with two inputs, as small multiples: the output as a colour, the
 * decision as the border between the two colours, each hidden unit as the line on which it changes
 * its sign, and the patterns as marks.
 *
 * @param panels - one per network, all on the same grid
 * @param xs - first inputs of the grid, ascending
 * @param ys - second inputs of the grid, ascending
 * @param points - the patterns
 * @param options - columns, threshold, title
 * @throws RangeError if there is no panel, or its values do not fit the grid
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const xs = Float64Array.of(0, 1);
 * const panel = { title: "OR, AND", values: Float64Array.of(0, 1, 1, 0), units: [] };
 * decisionRegions([panel], xs, xs, [{ x: 0, y: 1, target: 1 }]).data.length; // 9 traces, those of the legend included
 */
export function decisionRegions(
  panels: readonly DecisionPanel[],
  xs: Float64Array,
  ys: Float64Array,
  points: readonly DecisionPoint[],
  options: DecisionOptions = {},
): Figure {
  requireList(panels, "panels", "decisionRegions");
  requireKnown(options, ["columns", "threshold", "title"], "option", "decisionRegions");
  const { columns = 4, threshold = 0.5, title = "Decision regions" } = options;
  if (panels.length < 1) throw new RangeError("decisionRegions: expected at least 1 panel, got 0");
  for (const { title: name, values } of panels)
    if (values.length !== xs.length * ys.length)
      throw new RangeError(
        `decisionRegions: expected ${xs.length}·${ys.length} values for ${name}, got ${values.length}`,
      );
  const across = Math.min(columns, panels.length);
  const rows = Math.ceil(panels.length / across);
  const height = 96 + rows * 250;
  const [gapX, gapY] = [0.03, 0.24 / rows];
  const width = (1 - gapX * (across - 1)) / across;
  const tall = (1 - gapY * (rows - 1)) / rows;
  const axes: Record<string, unknown> = {};
  const headings: Record<string, unknown>[] = [];
  const data = panels.flatMap((panel, k) => {
    const [row, column] = [Math.floor(k / across), k % across];
    const left = column * (width + gapX);
    const bottom = Math.max(0, 1 - row * (tall + gapY) - tall);
    const id = k === 0 ? "" : String(k + 1);
    const last = k + across >= panels.length;
    axes[`xaxis${id}`] = axis(last ? "first input" : "", {
      ...{ domain: [left, left + width], anchor: `y${id}`, range: [xs[0], xs[xs.length - 1]] },
      ...{ showgrid: false, showticklabels: last, nticks: 4 },
    });
    axes[`yaxis${id}`] = axis(column === 0 ? "second input" : "", {
      ...{ domain: [bottom, bottom + tall], anchor: `x${id}`, range: [ys[0], ys[ys.length - 1]] },
      ...{ showgrid: false, showticklabels: column === 0, nticks: 4 },
    });
    headings.push({
      ...panelTitle(namesOf(panel).join("<br>"), [left, left + width], bottom + tall),
      font: { size: 12 },
    });
    const place = { xaxis: `x${id}`, yaxis: `y${id}` };
    const spread = Math.max(
      ...[0, 1].map((target) => Math.abs(target - threshold)),
      Number.MIN_VALUE,
    );
    return [
      {
        type: "heatmap",
        ...{ x: xs, y: ys, z: { values: panel.values, shape: [ys.length, xs.length] } },
        ...{ zmin: threshold - spread, zmax: threshold + spread, colorscale: shades },
        ...{ showscale: false, hovertemplate: "output %{z:.3f}<extra></extra>" },
        ...place,
      },
      unitLines(panel.units, xs, ys, place),
      ...[0, 1].map((target) => patterns(points, target, place)),
    ];
  });
  const legend = [
    legendEntry("target 0", patternMark(0)),
    legendEntry("target 1", patternMark(1)),
    legendEntry("output below the threshold", swatch(shades[1][1])),
    legendEntry("output above it", swatch(shades[2][1])),
    {
      ...{ type: "scatter", mode: "lines", name: "a hidden unit changes its sign" },
      ...{ x: [Number.NaN], y: [Number.NaN], line: unitLine, hoverinfo: "skip" },
    },
  ];
  return {
    data: [...data, ...legend],
    layout: layout(title, height, {
      ...axes,
      annotations: headings,
      margin: { l: 60, r: 16, t: 132, b: 56 },
      legend: legendAbove({ y: 1 + 44 / (height - 188), itemwidth: 30 }),
    }),
    caption: paragraph([
      `One panel per network. The output is above ${threshold} in the blue region, below it in the yellow one; the darker a place, the higher the output.`,
      "A dashed line is where a hidden unit changes its sign: the lines, and on which side of them the patterns lie, are the solution type.",
    ]),
    alt: `Decision regions of ${panels.length} networks in the plane of their inputs: ${panels.map((panel) => namesOf(panel).join(", ")).join("; ")}.`,
  };
}

const namesOf = ({ format, title }: DecisionPanel): string[] =>
  format === undefined ? [title] : [formatStyle(format).label, title];

const unitLine = { color: ink, width: 1.6, dash: "dash" };

const swatch = (color: string): Record<string, unknown> => ({
  ...{ symbol: "square", size: 13, color, line: { width: 1, color: "#555555" } },
});

const patternMark = (target: number): Record<string, unknown> => ({
  ...{ size: 12, symbol: target === 1 ? "circle" : "square" },
  ...{ color: target === 1 ? ink : "#ffffff", line: { width: 2, color: ink } },
});

function patterns(
  points: readonly DecisionPoint[],
  target: number,
  place: Record<string, string>,
): Record<string, unknown> {
  const own = points.filter((point) => point.target === target);
  return {
    ...{ type: "scatter", mode: "markers", showlegend: false, ...place },
    ...{ x: own.map(({ x }) => x), y: own.map(({ y }) => y) },
    ...{ marker: patternMark(target), hovertemplate: `target ${target}<extra></extra>` },
  };
}

/** All units as one trace, each cut where it leaves the panel. */
function unitLines(
  units: DecisionPanel["units"],
  xs: Float64Array,
  ys: Float64Array,
  place: Record<string, string>,
): Record<string, unknown> {
  const [x, y]: [number[], number[]] = [[], []];
  for (const [a, b, c] of units) {
    const ends = crossings(a, b, c, [xs[0], xs[xs.length - 1]], [ys[0], ys[ys.length - 1]]);
    for (const end of ends) {
      x.push(end[0]);
      y.push(end[1]);
    }
    x.push(Number.NaN);
    y.push(Number.NaN);
  }
  return {
    ...{ type: "scatter", mode: "lines", showlegend: false, hoverinfo: "skip", ...place },
    ...{ x, y, line: unitLine },
  };
}

/** Where a·x + b·y + c = 0 meets the sides of a box: two points, or none. */
function crossings(
  a: number,
  b: number,
  c: number,
  [left, right]: readonly [number, number],
  [bottom, top]: readonly [number, number],
): [number, number][] {
  const found: [number, number][] = [];
  for (const x of [left, right]) {
    const y = -(a * x + c) / b;
    if (y >= bottom && y <= top) found.push([x, y]);
  }
  for (const y of [bottom, top]) {
    const x = -(b * y + c) / a;
    if (x > left && x < right) found.push([x, y]);
  }
  return found.slice(0, 2);
}
