import { requireList } from "../../landscapes/requireObjective.js";
import type { Distances, PointCloud } from "../../numerics/distances.js";
import { distanceBetween } from "../../numerics/distances.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Figure } from "../figure.js";
import { paragraph } from "../paragraph.js";
import { briefNumber } from "../powerText.js";
import { layout } from "../theme.js";
import {
  cloudAxes,
  complexAt,
  cycleTraces,
  type DrawnEdges,
  pointTrace,
  requirePlane,
} from "./ripsComplex.js";

/** What {@link ripsComplexSlider} draws beside the complexes. */
export interface RipsComplexSliderOptions {
  /** A cycle, drawn from the ε on at which all its edges are there; none unless told. */
  readonly cycle?: DrawnEdges;
  /** Index of the ε shown first; 0 unless told. */
  readonly active?: number;
  /** Units of ε and the coordinates; "units of θ" unless told. */
  readonly units?: string;
}

/**
 * The Rips complex of points in the plane as it grows, ε chosen by a slider.
 *
 * For small clouds, as {@link ripsComplex}; the heading counts edges and triangles.
 *
 * @param cloud - n points of two coordinates
 * @param distances - between the points
 * @param thresholds - the ε ≥ 0 of the steps, at least 1
 * @param options - a cycle, the step shown first, units
 * @throws RangeError if the points are not in the plane, the distances do not fit, there is no ε
 *   or no `active` one, or an ε is negative or NaN
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const cloud = { points: Float64Array.of(0, 0, 1, 0), dim: 2 };
 * ripsComplexSlider(cloud, { size: 2, values: Float64Array.of(1) }, [0.5, 1]).layout.sliders; // 2 steps
 */
export function ripsComplexSlider(
  cloud: PointCloud,
  distances: Distances,
  thresholds: ArrayLike<number>,
  options: RipsComplexSliderOptions = {},
): Figure {
  const caller = "ripsComplexSlider";
  requireKnown(options, ["cycle", "active", "units"], "option", caller);
  requirePlane(cloud, distances, caller);
  requireList(thresholds, "thresholds", caller);
  const { cycle, active = 0, units = "units of θ" } = options;
  if (!(active in Array.from(thresholds)))
    throw new RangeError(
      `${caller}: expected active from 0 to ${thresholds.length - 1}, got ${active} of ${thresholds.length} values of ε`,
    );
  const cycles = cycleTraces(cloud, { cycle }, caller);
  const born = cycle ? longestEdge(distances, cycle) : Infinity;
  const steps = Array.from(thresholds, (threshold) => ({
    threshold,
    ...complexAt(cloud, distances, threshold, caller),
  }));
  const fixed = [pointTrace(cloud)];
  const shown = (k: number): boolean[] => [
    ...steps.flatMap(({ traces }, i) => traces.map(() => i === k)),
    ...cycles.map(() => born <= thresholds[k]),
    ...fixed.map(() => true),
  ];
  const data = [...steps.flatMap(({ traces }) => traces), ...cycles, ...fixed];
  const heading = (k: number): string =>
    `ε = ${briefNumber(thresholds[k])}: ${steps[k].note.replace(/^\d+ points, /, "")}`;
  return {
    data: data.map((trace, i) => ({ ...trace, visible: shown(active)[i] })),
    layout: layout(heading(active), 720, {
      ...cloudAxes(cloud.points, units),
      margin: { l: 64, r: 24, t: 84, b: 140 },
      sliders: [
        {
          active,
          currentvalue: { prefix: "ε = ", font: { size: 14 } },
          pad: { t: 62, b: 8 },
          len: 1,
          steps: steps.map(({ threshold }, k) => ({
            label: briefNumber(threshold),
            method: "update",
            args: [{ visible: shown(k) }, { "title.text": heading(k) }],
          })),
        },
      ],
    }),
    caption: paragraph([
      `Move the slider: two points are joined where their distance is at most ε (${units}), and three points so joined are a filled triangle.`,
      cycle ? `The thick cycle has all its edges from ε = ${briefNumber(born)} on.` : "",
    ]),
    alt: `Rips complex of ${distances.size} points in the plane at ${steps.length} values of ε, one at a time.`,
  };
}

function longestEdge(distances: Distances, { simplices }: DrawnEdges): number {
  let longest = 0;
  for (let k = 0; k < simplices.length; k += 2)
    longest = Math.max(longest, distanceBetween(distances, simplices[k], simplices[k + 1]));
  return longest;
}
