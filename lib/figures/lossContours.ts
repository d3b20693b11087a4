import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { criticalPointMarks } from "./criticalPointMarks.js";
import { type CurvatureColours, curvatureBar, curvatureColours } from "./curvatureColours.js";
import type { Figure } from "./figure.js";
import { kinkLines } from "./kinkLines.js";
import { drawnGrid, gridView, type LandscapeGrid } from "./landscapeGrid.js";
import { levelLines } from "./levelLines.js";
import { lossCap } from "./lossCap.js";
import type { FormatPath, LossSurfaceOptions } from "./lossSurface.js";
import { paragraph } from "./paragraph.js";
import { planarLines, planarPaths } from "./planarPaths.js";
import { criticalPointsIn, planeAxes, requirePlanar } from "./planarView.js";
import { formatStyle, layout } from "./theme.js";

/** What {@link lossContours} draws beside the paths. */
export interface LossContoursOptions extends Omit<LossSurfaceOptions, "eye"> {
  /** Whether kinks of the loss are drawn, where the landscape tells them; true unless told. */
  readonly kinks?: boolean;
}

/**
 * The loss in the plane, the twin of {@link lossSurface}: colour is the curvature κ, lines are
 * levels of the loss, with paths per format, the critical points by Morse index and the kinks.
 *
 * @param objective - a landscape with two parameters, and without a grid a Hessian and a
 *   domain; its `criticalPoints` and `kinkGaps` are drawn where it has them
 * @param paths - any number per format, the most precise format first
 * @param options - as for {@link lossSurface}; `cap` bounds equally spaced level lines
 * @throws RangeError if there are other than two parameters, or the grid does not fit its axes
 * @throws TypeError if an option is misspelt
 *
 * @example
 * lossContours(twoValleys, []).data.map(({ name }) => name);
 * // ["curvature", "loss", "kink", "minimum"]
 */
export function lossContours(
  objective: Objective,
  paths: readonly FormatPath[],
  options: LossContoursOptions = {},
): Figure {
  requireObjective(objective, "lossContours");
  requireKnown(options, optionNames, "option", "lossContours");
  const {
    lines = [],
    hidden = [],
    kinks = true,
    title = `Loss and curvature: ${objective.name}`,
  } = options;
  requirePlanar(objective, paths, "lossContours");
  const grid = drawnGrid(objective, options, finest, "lossContours");
  const view = gridView(options.grid ?? grid);
  const colours = curvatureColours(grid.curvature, options.colour);
  const levels = levelLines(grid, lossCap(grid.loss, options.cap).level);
  const drawnKinks = kinks ? kinkLines(objective, grid) : [];
  const formats = [...new Set(paths.map(({ format }) => format))];
  return {
    data: [
      heatmap(grid, colours),
      levels.trace,
      ...drawnKinks,
      ...planarLines(lines),
      ...planarPaths(paths, hidden),
      ...criticalPointMarks(criticalPointsIn(objective, view)),
    ],
    layout: layout(title, 680, {
      ...planeAxes(view),
      margin: { l: 64, r: 24, t: 96, b: 130 },
    }),
    caption: paragraph([
      `Colour is the curvature${colours.logarithmic ? " on a logarithmic scale" : ""}: dark is sharp, pale is flat.`,
      colours.note.replace("surface", "plane"),
      levels.note,
      drawnKinks.length > 0 ? "Dashed: kinks, where the loss has no second derivative." : "",
      formats.length > 0 ? "A coloured mark is the point where a run ended." : "",
    ]),
    alt: `Level lines of the loss of ${objective.name} on a map of its curvature, with its critical points${
      formats.length > 0
        ? ` and training paths in ${formats.map((f) => formatStyle(f).label).join(", ")}`
        : ""
    }.`,
  };
}

/** Columns and rows beyond which a given grid is thinned. */
const finest = 256;

const optionNames = ["grid", "lines", "resolution", "hidden", "colour", "cap", "title", "kinks"];

function heatmap({ xs, ys }: LandscapeGrid, colours: CurvatureColours): Record<string, unknown> {
  const kappa = colours.logarithmic ? "log₁₀ κ" : "κ";
  return {
    type: "heatmap",
    name: "curvature",
    x: xs,
    y: ys,
    z: { values: colours.values, shape: [ys.length, xs.length] },
    zmin: colours.range[0],
    zmax: colours.range[1],
    colorscale: colours.scale,
    zsmooth: "fast",
    hoverongaps: false,
    colorbar: curvatureBar(colours, { y: -0.13, yanchor: "top", len: 0.8 }),
    hovertemplate: `θ₁ %{x:.3g}<br>θ₂ %{y:.3g}<br>${kappa} %{z:.2f}<extra></extra>`,
  };
}
