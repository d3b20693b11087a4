import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Path } from "../../paths/path.js";
import type { Figure } from "../figure.js";
import type { LandscapeGrid } from "../landscapeGrid.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { squareAround } from "../planarView.js";
import { briefNumber } from "../powerText.js";
import { axis, decadeAxis, formatStyle, ink, layout, reference, seriesStyle } from "../theme.js";
import { drawnPaths, finiteVertices, joinedLines, requirePlanarPaths } from "./drawnPaths.js";
import { drawnScene } from "./pathsByClass.js";

/** What Δ(γ_s) is compared with. */
export interface DefectBound {
  /** C·2^−p (units of θ). */
  readonly value: number;
  /** Name of the format, for colour and dash; a grey line without. */
  readonly format?: string;
  /** In the legend; the format's label unless told. */
  readonly name?: string;
}

/** What {@link homotopyFamily} draws beside the family. */
export interface HomotopyFamilyOptions {
  /** Level lines of the loss behind the paths; none unless told. */
  readonly grid?: LandscapeGrid;
  /** Horizontal lines in the lower panel; none unless told. */
  readonly bounds?: readonly DefectBound[];
  /** The largest Δ before the family was relaxed, as a line; none unless told. */
  readonly before?: number;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * A homotopy between two paths: the family γ_s in the plane, coloured by s, and below it the
 * defect Δ(γ_s) against s with the bounds C·2^−p.
 *
 * As `constructedHomotopy` returns them: members, defects, parameters, `before` its
 * interpolationDefect. Of more than 41 paths an even choice is drawn, the ends included; the defects are all drawn.
 *
 * @param members - at least 2 paths γ_s of two coordinates per vertex, the first and last given
 * @param defects - Δ(γ_s) ≥ 0 of each (units of θ)
 * @param s - the parameter of each, ascending, usually from 0 to 1
 * @param options - landscape, bounds, the family before relaxation
 * @throws RangeError if there are fewer than 2 paths, one is not in the plane, the numbers of
 *   defects or parameters differ, s does not ascend, or a bound (or the defect before) is not positive
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const line = (y: number): Path => ({ points: Float64Array.of(0, y, 1, y), dim: 2 });
 * homotopyFamily([line(0), line(1)], [0.1, 0.2], [0, 1]).data.length; // 4: two paths, the colour bar, the defects
 */
export function homotopyFamily(
  members: readonly Path[],
  defects: ArrayLike<number>,
  s: ArrayLike<number>,
  options: HomotopyFamilyOptions = {},
): Figure {
  requireKnown(options, ["grid", "bounds", "before", "title"], "option", "homotopyFamily");
  const { grid, bounds = [], before, title = "A homotopy and its defect" } = options;
  requireFamily(members, defects, s);
  for (const value of [before ?? 1, ...bounds.map((bound) => bound.value)])
    if (!(value > 0 && value < Infinity))
      throw new RangeError(`homotopyFamily: expected finite bounds > 0, got ${value}`);
  const scene = grid && drawnScene(grid, "homotopyFamily");
  const view = scene?.view ?? squareAround(members.map(finiteVertices));
  const worst = Array.from(defects).reduce((a, d) => Math.max(a, d), 0);
  const levels = [...(before === undefined ? [] : [before]), ...bounds.map(({ value }) => value)];
  const scale = defectScale(Array.from(defects), levels);
  const low = Array.from(defects).some((defect) => defect < scale.floor);
  // Beside the colour bar a narrow page has room for one entry a row.
  const top = legendMargin(2 * levels.length + 2);
  const dotted = { color: reference, dash: "dot", width: 1.8 };
  return {
    data: [
      ...(scene ? [scene.levels.trace] : []),
      ...familyLines(members, s, view.x[1] - view.x[0]),
      ...(before === undefined ? [] : [levelLine(before, "unrelaxed", s, dotted)]),
      defectLine(defects, s, scale),
      ...bounds.map((bound, k) => boundLine(bound, k, s)),
    ],
    layout: layout(title, 760 + top, {
      xaxis: axis("θ₁ (dimensionless)", {
        ...{ range: [...view.x], anchor: "y", showgrid: false, constrain: "domain" },
      }),
      yaxis: axis("θ₂ (dimensionless)", {
        ...{ range: [...view.y], domain: [0.42, 1], showgrid: false, constrain: "domain" },
      }),
      xaxis2: axis("parameter s of the family (dimensionless)", {
        ...{ anchor: "y2", range: [s[0] - 0.02, s[s.length - 1] + 0.02] },
      }),
      yaxis2: scale.axis,
      margin: { l: 72, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle({ itemwidth: 30 }),
    }),
    caption: paragraph([
      `Above: the family γₛ from the first path (s = ${briefNumber(s[0])}, pale) to the last (s = ${briefNumber(s[s.length - 1])}, dark), the two given ones thick.`,
      `Below: its defect Δ(γₛ), at most ${briefNumber(worst)}.`,
      before === undefined
        ? ""
        : `Dotted grey: the largest before relaxation, ${briefNumber(before)}.`,
      low ? "Smaller defects, 0 among them, are drawn at the bottom of the logarithmic axis." : "",
      verdicts(bounds, worst),
      scene ? scene.levels.note : "",
    ]),
    alt: `${members.length} paths of a homotopy in the plane, and their defect against s, at most ${briefNumber(worst)}.`,
  };
}

function requireFamily(
  members: readonly Path[],
  defects: ArrayLike<number>,
  s: ArrayLike<number>,
): void {
  requirePlanarPaths(members, "homotopyFamily");
  if (members.length < 2)
    throw new RangeError(`homotopyFamily: expected at least 2 paths, got ${members.length}`);
  for (const [what, list] of [
    ["defects", defects],
    ["parameters", s],
  ] as const) {
    requireList(list, what, "homotopyFamily");
    if (list.length !== members.length)
      throw new RangeError(
        `homotopyFamily: expected ${members.length} ${what}, got ${list.length}`,
      );
  }
  for (let k = 1; k < s.length; k++)
    if (!(s[k] >= s[k - 1]))
      throw new RangeError(`homotopyFamily: expected s to ascend, got ${s[k - 1]} before ${s[k]}`);
}

/** From pale to dark, monotone in grey. */
const colours = [
  [0, 240, 178, 74],
  [0.5, 196, 74, 94],
  [1, 42, 22, 78],
] as const;

const colourScale = colours.map(([share, r, g, b]) => [share, `rgb(${r},${g},${b})`]);

/** The colour at a share from 0 to 1. */
function colourAt(share: number): string {
  const [from, to] = share < 0.5 ? [colours[0], colours[1]] : [colours[1], colours[2]];
  const t = (share - from[0]) / (to[0] - from[0]);
  const mixed = [1, 2, 3].map((c) => Math.round(from[c] + t * (to[c] - from[c])));
  return `rgb(${mixed.join(",")})`;
}

/** At most so many paths between the two ends. */
const mostMembers = 41;

function familyLines(
  members: readonly Path[],
  s: ArrayLike<number>,
  width: number,
): Record<string, unknown>[] {
  const count = Math.min(members.length, mostMembers);
  const last = members.length - 1;
  const chosen = Array.from({ length: count }, (_, k) => Math.round((k * last) / (count - 1)));
  const { lines } = drawnPaths(
    chosen.map((i) => members[i]),
    width,
    Infinity,
  );
  const share = (i: number): number => (s[i] - s[0]) / (s[last] - s[0] || 1);
  const traces = chosen.map((i, k) => ({
    ...{
      type: "scatter",
      mode: "lines",
      showlegend: false,
      ...joinedLines([lines[k] ?? new Float32Array()]),
    },
    name: `s = ${briefNumber(s[i])}`,
    line: { color: colourAt(share(i)), width: i === 0 || i === last ? 4 : 1.2 },
    hoverinfo: "name",
  }));
  // The given paths lie on top; a trace without points carries the colour bar.
  const bar = {
    ...{ type: "scatter", mode: "markers", showlegend: false, hoverinfo: "skip" },
    ...{ x: [Number.NaN], y: [Number.NaN] },
    marker: {
      ...{ color: [s[0]], cmin: s[0], cmax: s[last] === s[0] ? s[0] + 1 : s[last] },
      colorscale: colourScale,
      showscale: true,
      colorbar: {
        title: { text: "s", side: "top", font: { size: 13 } },
        ...{ x: 1, xanchor: "left", y: 0.71, len: 0.58, thickness: 12, tickfont: { size: 11 } },
      },
    },
  };
  const [first, ...rest] = traces;
  const end = rest.pop();
  return [...rest, first, ...(end ? [end] : []), bar];
}

function defectLine(
  defects: ArrayLike<number>,
  s: ArrayLike<number>,
  { floor }: DefectScale,
): Record<string, unknown> {
  const last = s[s.length - 1];
  return {
    ...{ type: "scatter", mode: "lines+markers", name: "defect Δ(γ<sub>s</sub>)" },
    ...{ xaxis: "x2", yaxis: "y2", x: Float64Array.from(s) },
    y: Float64Array.from(defects, (defect) => Math.max(defect, floor)),
    line: { color: ink, width: 2 },
    marker: {
      color: Array.from(s, (value) => colourAt((value - s[0]) / (last - s[0] || 1))),
      ...{ size: 7, line: { color: ink, width: 0.8 } },
    },
    text: Array.from(defects, briefNumber),
    hovertemplate: "s %{x:.3g}: Δ %{text}<extra></extra>",
    cliponaxis: false,
  };
}

/** A horizontal line across the lower panel. */
function levelLine(
  value: number,
  name: string,
  s: ArrayLike<number>,
  line: Record<string, unknown>,
): Record<string, unknown> {
  return {
    ...{ type: "scatter", mode: "lines", xaxis: "x2", yaxis: "y2", name, hoverinfo: "name" },
    x: [s[0] - 0.02, s[s.length - 1] + 0.02],
    y: [value, value],
    line: { width: 2, ...line },
  };
}

function boundLine(
  { value, format, name }: DefectBound,
  k: number,
  s: ArrayLike<number>,
): Record<string, unknown> {
  const { label, color, dash } = format ? formatStyle(format) : seriesStyle(k + 1, "bound");
  return levelLine(value, `${name ?? label}: ${briefNumber(value)}`, s, { color, dash });
}

/** The vertical axis of the lower panel. */
interface DefectScale {
  readonly axis: Record<string, unknown>;
  /** Smaller defects, 0 among them, are drawn here; −∞ on a linear axis. */
  readonly floor: number;
}

/** Logarithmic over more than a decade, but no more than eight below the largest. */
function defectScale(defects: readonly number[], lines: readonly number[]): DefectScale {
  const shown = [...defects, ...lines].filter((value) => value > 0 && value < Infinity);
  const [least, most] = [Math.min(...shown), Math.max(...shown)];
  const more = { domain: [0, 0.28], anchor: "x2" };
  const title = "Δ (units of θ)";
  if (!(most > 10 * least) && (shown.length > 0 || lines.length < 1))
    return { axis: axis(title, { ...more, rangemode: "tozero", nticks: 6 }), floor: -Infinity };
  const floor = Math.min(Math.max(least, most * 1e-8), ...lines);
  const range = [Math.log10(floor / 1.8), Math.log10(most * 1.8)];
  const dtick = Math.ceil((range[1] - range[0]) / 6);
  return { axis: decadeAxis(title, { ...more, range, dtick }), floor };
}

/** Under which bounds the family stays. */
function verdicts(bounds: readonly DefectBound[], worst: number): string {
  if (bounds.length < 1) return "";
  const named = (kept: boolean): string =>
    bounds
      .filter(({ value }) => worst <= value === kept)
      .map(
        ({ name, format, value }) =>
          `${name ?? formatStyle(format ?? "bound").label} (${briefNumber(value)})`,
      )
      .join(", ");
  const [below, above] = [named(true), named(false)];
  return paragraph([
    below === "" ? "" : `All of it stays below the bounds C·2⁻ᵖ of ${below}.`,
    above === "" ? "" : `It exceeds those of ${above}.`,
  ]);
}
