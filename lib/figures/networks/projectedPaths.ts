import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Path } from "../../paths/path.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { axis, formatStyle, layout, legendAbove, seriesStyle } from "../theme.js";
import { requirePlanarPaths } from "../topology/drawnPaths.js";

/** A path in the plane of two principal axes, with what it is of. */
export interface ProjectedPath {
  /** Two coordinates per vertex, as `projectPaths` returns them. */
  readonly path: Path;
  /** Name of the format: colour and dash. */
  readonly format: string;
  /** What else tells it apart; it comes into the legend with the format's name. */
  readonly group?: string;
}

/** What {@link projectedPaths} can be told. */
export interface ProjectedPathsOptions {
  /** Share of the variance along the two axes, as `projectPaths` has it. */
  readonly explained?: ArrayLike<number>;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Training paths of many parameters, projected to two principal axes: one colour per format, a ring
 * at each start and the format's mark at each end.
 *
 * @param paths - in the plane
 * @param options - explained variances, title
 * @throws RangeError if there is no path or one is not in the plane
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const path = { points: Float64Array.of(0, 0, 1, 1), dim: 2 };
 * projectedPaths([{ path, format: "float16" }]).data.length; // 3: line, start, end
 */
export function projectedPaths(
  paths: readonly ProjectedPath[],
  options: ProjectedPathsOptions = {},
): Figure {
  requireList(paths, "paths", "projectedPaths");
  requireKnown(options, ["explained", "title"], "option", "projectedPaths");
  const { explained, title = "Training paths, projected" } = options;
  if (paths.length < 1) throw new RangeError("projectedPaths: expected at least 1 path, got 0");
  requirePlanarPaths(
    paths.map(({ path }) => path),
    "projectedPaths",
  );
  const kinds = [...new Set(paths.map(kindOf))];
  const alone = new Set(paths.map(({ format }) => format)).size === kinds.length;
  const data = kinds.flatMap((kind, k) => {
    const own = paths.filter((path) => kindOf(path) === kind);
    const [{ format, group }] = own;
    const label = group === undefined ? formatStyle(format).label : group;
    const { color, dash, symbol, width } = seriesStyle(k, label, alone ? format : undefined);
    const shared = { type: "scatter", legendgroup: kind, hoverinfo: "skip" };
    const ends = (last: boolean): { x: number[]; y: number[] } => ({
      x: own.map(({ path: { points } }) => points[last ? points.length - 2 : 0]),
      y: own.map(({ path: { points } }) => points[last ? points.length - 1 : 1]),
    });
    return [
      {
        ...{ ...shared, mode: "lines", showlegend: false, ...gapped(own.map(({ path }) => path)) },
        ...{ line: { color, dash, width: Math.min(width, 2) }, opacity: 0.8 },
      },
      {
        ...{ ...shared, mode: "markers", showlegend: false, ...ends(false) },
        marker: { size: 7, color: "#ffffff", symbol: "circle", line: { color, width: 1.5 } },
      },
      {
        ...{ ...shared, mode: "markers", name: label, ...ends(true) },
        marker: { size: 10, color, symbol, line: { color: "#ffffff", width: 1 } },
      },
    ];
  });
  const share = (k: number): string =>
    explained && Number.isFinite(explained[k])
      ? `, ${(100 * explained[k]).toFixed(0)} % of the variance`
      : "";
  return {
    data,
    layout: layout(title, 520, {
      xaxis: axis(`first principal axis (units of θ${share(0)})`),
      yaxis: axis(`second principal axis (units of θ${share(1)})`),
      legend: legendAbove({ itemwidth: 30 }),
    }),
    caption: paragraph([
      `${paths.length} paths from their starts (rings) to their ends (marks).`,
      explained
        ? `The two axes show ${(100 * (explained[0] + explained[1])).toFixed(0)} % of the variance of all vertices; what lies across them is not seen, and paths that seem to touch may be far apart.`
        : "What lies across the two axes is not seen: paths that seem to touch may be far apart.",
    ]),
    alt: `Training paths in the plane of two principal axes, in ${kinds.length} kinds.`,
  };
}

const kindOf = ({ format, group }: ProjectedPath): string => `${format} ${group ?? ""}`;

/** The paths as one trace's x and y, a gap behind each. */
function gapped(paths: readonly Path[]): { x: number[]; y: number[] } {
  const [x, y]: [number[], number[]] = [[], []];
  for (const { points } of paths) {
    for (let t = 0; t < points.length; t += 2) {
      x.push(points[t]);
      y.push(points[t + 1]);
    }
    x.push(Number.NaN);
    y.push(Number.NaN);
  }
  return { x, y };
}
