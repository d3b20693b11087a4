import type { Objective } from "../landscapes/objective.js";
import type { LandscapeGrid } from "./landscapeGrid.js";
import { ink } from "./theme.js";

/**
 * Where a landscape has kinks: per operation (min, max, abs) the line on which its two
 * operands are equal, dashed, with one legend entry for all.
 *
 * A kink that shows only in a part of the plane, being inside another operation, is drawn
 * everywhere.
 *
 * @param objective - a landscape with two parameters; nothing is drawn without `kinkGaps`
 * @param grid - where the gaps are evaluated
 *
 * @example
 * kinkLines(twoValleys, landscapeGrid(twoValleys)).length; // 1, the ridge
 */
export function kinkLines(
  objective: Objective,
  { xs, ys }: LandscapeGrid,
): Record<string, unknown>[] {
  const { kinks = [], kinkGaps } = objective;
  if (kinks.length < 1 || !kinkGaps) return [];
  const gaps = kinks.map(() => new Float32Array(xs.length * ys.length));
  for (let i = 0; i < ys.length; i++)
    for (let j = 0; j < xs.length; j++) {
      const here = kinkGaps(Float64Array.of(xs[j], ys[i]));
      for (const [k, gap] of gaps.entries()) gap[i * xs.length + j] = here[k];
    }
  return gaps.map((values, k) => ({
    type: "contour",
    name: "kink",
    legendgroup: "kink",
    showlegend: k === 0,
    x: xs,
    y: ys,
    z: { values, shape: [ys.length, xs.length] },
    autocontour: false,
    contours: { start: 0, end: 0, size: 1, coloring: "none" },
    line: { color: ink, width: 2, dash: "dash" },
    showscale: false,
    hoverinfo: "skip",
  }));
}
