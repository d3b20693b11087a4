import { knownMinima, nearestPoint } from "../landscapes/minima.js";
import type { CriticalPoint, Objective } from "../landscapes/objective.js";
import type { Trajectory } from "../training/descent.js";
import type { Figure } from "./figure.js";
import { coordinate, lossAlong, paleContours, squareAround } from "./planarView.js";
import { axis, decadeAxis, formatStyle, ink, layout } from "./theme.js";

/** A run and the format it was made in. */
export interface FormatRun {
  /** Name of the format. */
  readonly format: string;
  /** The run, all vertices recorded. */
  readonly trajectory: Trajectory;
}

/**
 * Runs from one start in several formats: on the level lines of the loss, and the loss
 * above the minimum against the step on a log axis.
 *
 * @param objective - a landscape with two parameters and a known minimum
 * @param runs - one per format, all with every vertex recorded, drawn in this order
 * @throws RangeError if there is no run or no known minimum
 *
 * @example
 * pathInFormats(twoValleys, [{ format: "float64", trajectory }]).layout.height; // 460
 */
export function pathInFormats(objective: Objective, runs: readonly FormatRun[]): Figure {
  if (runs.length < 1) throw new RangeError("pathInFormats: needs at least 1 run, got 0");
  const minimum = nearestMinimum(objective, runs[0].trajectory);
  const view = squareAround(
    runs.map(({ trajectory }) => trajectory),
    [minimum.point],
  );
  const start = runs[0].trajectory.points;
  const paths = runs.flatMap(({ format, trajectory }) => {
    const { label, color, dash, symbol, width } = formatStyle(format);
    const [x, y] = [coordinate(trajectory, 0), coordinate(trajectory, 1)];
    const line = { color, dash, width };
    const end = x.length - 1;
    return [
      { ...scatter(label), legendgroup: format, mode: "lines", x, y, line },
      {
        ...scatter(`${label}, end`),
        legendgroup: format,
        showlegend: false,
        mode: "markers",
        x: [x[end]],
        y: [y[end]],
        marker: { color, symbol, size: 11, line: { color: "#ffffff", width: 1 } },
      },
      {
        ...scatter(label),
        legendgroup: format,
        showlegend: false,
        mode: "lines",
        xaxis: "x2",
        yaxis: "y2",
        x: trajectory.steps,
        y: lossAlong(objective, trajectory, minimum.loss),
        line,
      },
      {
        ...scatter(`${label}, end`),
        legendgroup: format,
        showlegend: false,
        mode: "markers",
        xaxis: "x2",
        yaxis: "y2",
        x: [trajectory.stepCount],
        y: [trajectory.loss - minimum.loss],
        marker: { color, symbol, size: 10, line: { color: "#ffffff", width: 1 } },
        cliponaxis: false,
      },
    ];
  });
  const marks = {
    ...scatter("start and minimum"),
    mode: "markers+text",
    showlegend: false,
    x: [start[0], minimum.point[0]],
    y: [start[1], minimum.point[1]],
    text: ["start", "minimum"],
    textposition: ["top center", "bottom center"],
    marker: { color: ink, size: [9, 18], symbol: ["circle", "star"] },
  };
  return {
    data: [paleContours(objective, view), marks, ...paths],
    layout: layout("One start, one learning rate, several formats", 460, {
      ...pathAndLossAxes(view),
    }),
    caption:
      "Left: the paths leave the same start and follow nearly the same course. Right: the losses " +
      "fall at nearly the same rate. A marker is the point where a run stops: a stalled run " +
      "because its format cannot hold the next step, a converged one because its gradient is " +
      `small enough. ${endings(runs)}`,
    alt: `Paths of gradient descent on ${objective.name} in ${runs.map(({ format }) => formatStyle(format).label).join(", ")}, and their loss against step.`,
  };
}

/** How each run ended, as a sentence. */
function endings(runs: readonly FormatRun[]): string {
  const each = runs.map(({ format, trajectory: { status, stepCount } }) => {
    const how = status === "budget" ? "out of budget" : status;
    return `${formatStyle(format).label} ${how} after ${stepCount} steps`;
  });
  return `Here: ${each.join(", ")}.`;
}

/** The axes of both panels: the plane on the left, loss against step on the right. */
export function pathAndLossAxes(view: {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}): Record<string, unknown> {
  return {
    xaxis: axis("θ₁ (dimensionless)", {
      domain: [0, 0.44],
      range: [...view.x],
      constrain: "domain",
    }),
    yaxis: axis("θ₂ (dimensionless)", {
      range: [...view.y],
      scaleanchor: "x",
      constrain: "domain",
    }),
    xaxis2: axis("step t (count)", { domain: [0.61, 1], anchor: "y2", rangemode: "tozero" }),
    yaxis2: decadeAxis("loss above the minimum (loss units)", { anchor: "x2", nticks: 8 }),
  };
}

/** The known minimum nearest to a run's end, the first one if that is not finite. */
export function nearestMinimum(objective: Objective, { end }: Trajectory): CriticalPoint {
  const minima = knownMinima(objective);
  if (minima.length < 1)
    throw new RangeError(
      `nearestMinimum: ${objective.name} has no known minimum, expected at least 1`,
    );
  const points = minima.map(({ point }) => point);
  return minima[Math.max(0, nearestPoint(points, end))];
}

function scatter(name: string): Record<string, unknown> {
  return { type: "scatter", name };
}
