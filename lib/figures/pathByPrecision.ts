import type { Objective } from "../landscapes/objective.js";
import type { Trajectory } from "../training/descent.js";
import type { Figure } from "./figure.js";
import { nearestMinimum, pathAndLossAxes } from "./pathInFormats.js";
import { coordinate, lossAlong, paleContours, squareAround } from "./planarView.js";
import { precisionCaption } from "./precisionCaption.js";
import { formatStyle, ink, layout } from "./theme.js";

/** A run with p significand bits. */
export interface PrecisionRun {
  /** Significand bits, the hidden one included. */
  readonly bits: number;
  /** The run, all vertices recorded. */
  readonly trajectory: Trajectory;
}

/**
 * One start run with p significand bits, p chosen by a slider, over the reference run: on
 * the level lines of the loss, and the loss above the minimum against the step.
 *
 * @param objective - a landscape with two parameters and a known minimum
 * @param reference - the float64 run, all vertices recorded
 * @param runs - one run per p, in ascending order, all vertices recorded
 * @param active - index of the run shown first
 * @throws RangeError if `active` is not the index of a run
 *
 * @example
 * pathByPrecision(twoValleys, reference, runs, 2).layout.sliders; // one step per p
 */
export function pathByPrecision(
  objective: Objective,
  reference: Trajectory,
  runs: readonly PrecisionRun[],
  active = 0,
): Figure {
  if (!runs[active])
    throw new RangeError(`pathByPrecision: active is ${active}, expected 0 to ${runs.length - 1}`);
  const minimum = nearestMinimum(objective, reference);
  const view = squareAround(
    [reference, ...runs.map(({ trajectory }) => trajectory)],
    [minimum.point],
  );
  const blue = formatStyle("float64");
  const fixed = [
    paleContours(objective, view),
    ...panels(objective, reference, minimum.loss, {
      name: blue.label,
      line: { color: blue.color, width: 5, dash: "solid" },
      opacity: 0.55,
    }),
    {
      type: "scatter",
      name: "minimum",
      showlegend: false,
      mode: "markers+text",
      x: [minimum.point[0]],
      y: [minimum.point[1]],
      text: ["minimum"],
      textposition: "bottom center",
      marker: { color: ink, symbol: "star", size: 14 },
    },
  ];
  const moving = runs.map(({ bits, trajectory }, k) =>
    panels(objective, trajectory, minimum.loss, {
      name: `p = ${bits}`,
      visible: k === active,
      mode: "lines+markers",
      line: { color: "#b3261e", width: 1.8, dash: "solid" },
      marker: { color: "#b3261e", size: 5, symbol: "diamond" },
    }),
  );
  const steps = runs.map(({ bits, trajectory }, k) => ({
    label: String(bits),
    method: "update",
    args: [
      { visible: [...fixed.map(() => true), ...moving.flatMap((m, i) => m.map(() => i === k))] },
      { "title.text": heading(bits, trajectory, minimum.loss) },
    ],
  }));
  const { bits, trajectory } = runs[active];
  const axes = pathAndLossAxes(view);
  const losses = [reference, ...runs.map((run) => run.trajectory)].flatMap((run) => [
    ...lossAlong(objective, run, minimum.loss).filter((loss) => loss > 0),
  ]);
  return {
    data: [...fixed, ...moving.flat()],
    layout: layout(heading(bits, trajectory, minimum.loss), 560, {
      ...axes,
      // Fixed ranges: the slider must move the run, not the axes.
      xaxis2: {
        ...(axes.xaxis2 as object),
        range: [0, 1.03 * Math.max(...runs.map((run) => run.trajectory.stepCount))],
      },
      yaxis2: { ...(axes.yaxis2 as object), range: decades(losses) },
      margin: { l: 64, r: 24, t: 84, b: 130 },
      sliders: [
        {
          active,
          currentvalue: { prefix: "significand bits p = ", font: { size: 14 } },
          pad: { t: 62, b: 8 },
          len: 1,
          steps,
        },
      ],
    }),
    caption: precisionCaption(objective, runs, minimum.loss),
    alt: `The same start on ${objective.name} run with ${runs[0].bits} to ${runs[runs.length - 1].bits} significand bits, one at a time, over the float64 path.`,
  };
}

function heading(bits: number, run: Trajectory, floor: number): string {
  const excess = (run.loss - floor).toPrecision(2);
  return `p = ${bits}: loss ${excess} above the minimum after ${run.stepCount} steps (${run.status})`;
}

/** Range of a log axis that holds the given positive values, with some air. */
function decades(values: readonly number[]): number[] {
  const logs = values.map(Math.log10);
  return [Math.min(...logs) - 0.5, Math.max(...logs) + 0.5];
}

/** The two traces of a run: its path in the plane, its loss against the step. */
function panels(
  objective: Objective,
  run: Trajectory,
  floor: number,
  style: Record<string, unknown>,
): Record<string, unknown>[] {
  const shared = { type: "scatter", mode: "lines", legendgroup: style.name, ...style };
  return [
    { ...shared, x: coordinate(run, 0), y: coordinate(run, 1) },
    {
      ...shared,
      mode: "lines",
      showlegend: false,
      xaxis: "x2",
      yaxis: "y2",
      x: run.steps,
      y: lossAlong(objective, run, floor),
    },
  ];
}
