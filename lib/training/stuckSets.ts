import type { Objective } from "../landscapes/objective.js";
import { float64 } from "../precision/formats/formats.js";
import { operations } from "../precision/operations/operations.js";
import { rounder } from "../precision/rounding/roundTo.js";
import { type DescentOptions, descend, type Trajectory } from "./descent.js";
import { completeDescent } from "./descentOptions.js";
import { predictStuck } from "./predictStuck.js";

/** Stuck coordinates of a run, predicted and observed, at its steps t = 0 … stepCount − 1. */
export interface StuckSets {
  /** The run, every vertex kept. */
  readonly trajectory: Trajectory;
  /**
   * stepCount × dim, row-major: 1 where coordinate i is stuck in step t, as `predictStuck` says
   * from θ_i, g_i, η and the format.
   */
  readonly predicted: Uint8Array;
  /** The same, read off the path: 1 where θ_{t+1,i} = θ_{t,i}. */
  readonly observed: Uint8Array;
  /** Coordinates and steps that were compared: stepCount·dim. */
  readonly pairs: number;
  /** How many of them are observed to be stuck. */
  readonly stuck: number;
  /** How many of them are predicted otherwise than observed: 0, or the rule is wrong. */
  readonly disagreements: number;
}

/**
 * Runs gradient descent in a number format and compares, per coordinate and step, whether the
 * coordinate is stuck with the prediction of `predictStuck`: a theorem on rounding to the
 * nearest number, so the two must agree in every pair.
 *
 * At level `update` the step is η·fl(g_i), evaluated in doubles, at `tensor` the same with the
 * emulated gradient, at `operation` fl(fl(η)·ĝ_i). A coordinate whose step is 0 counts as
 * stuck. With `rounded: "gradient"` the path, and so the gaps, are float64's.
 *
 * O(stepCount·dim) predictions of a microsecond or so, and one more gradient a step.
 *
 * @param options - as for descend; `record` is always `all`, and `rounding` nearest-even
 * @throws as descend; RangeError for another rounding mode, or if a format has no zero or wraps
 *   around
 *
 * @example
 * const options = { format: float8_e4m3fn, learningRate: 0.05, maxSteps: 100 };
 * stuckSets(twoValleys, Float64Array.of(0.6, 0.5), options).disagreements; // 0
 */
export function stuckSets(
  objective: Objective,
  start: Float64Array,
  options: Omit<DescentOptions, "record">,
): StuckSets {
  completeDescent(objective, { ...options, record: "all" }, "stuckSets");
  const { format, rounded = "both", level = "update", rounding = "nearest-even" } = options;
  if (rounding !== "nearest-even")
    throw new RangeError(`stuckSets: rounding must be nearest-even, got ${rounding}`);
  const trajectory = descend(objective, start, { ...options, record: "all" });
  const { points, dim, stepCount } = trajectory;
  const pathFormat = rounded === "gradient" ? float64 : format;
  const subtraction = level === "operation" && rounded !== "gradient" ? "exact" : "double";
  const stepAt = stepOf(objective, options);

  const pairs = stepCount * dim;
  const predicted = new Uint8Array(pairs);
  const observed = new Uint8Array(pairs);
  let stuck = 0;
  let disagreements = 0;
  for (let t = 0; t < stepCount; t++) {
    const theta = points.subarray(t * dim, (t + 1) * dim);
    const step = stepAt(theta);
    for (let i = 0; i < dim; i++) {
      const k = t * dim + i;
      predicted[k] = predictStuck(theta[i], step[i], pathFormat, subtraction) ? 1 : 0;
      observed[k] = points[k + dim] === points[k] ? 1 : 0;
      stuck += observed[k];
      if (predicted[k] !== observed[k]) disagreements++;
    }
  }
  return { trajectory, predicted, observed, pairs, stuck, disagreements };
}

/** θ ↦ η·ĝ, what a step takes away from θ before the difference is rounded. */
function stepOf(
  objective: Objective,
  options: Omit<DescentOptions, "record">,
): (theta: Float64Array) => ArrayLike<number> {
  const { format, learningRate, rounded = "both", level = "update" } = options;
  const own = operations(format);
  const fl = rounder(format);
  const gradientAt = (theta: Float64Array): ArrayLike<number> => {
    if (rounded === "update") return objective.gradient(theta);
    if (level === "update") return objective.gradient(theta).map((g) => fl(g));
    return (
      objective.gradientOver?.(
        own,
        Array.from(theta, (x) => fl(x)),
      ) ?? []
    );
  };
  if (level === "operation" && rounded !== "gradient") {
    const rate = fl(learningRate);
    return (theta) => Array.from(gradientAt(theta), (g) => own.multiply(rate, g));
  }
  return (theta) => Array.from(gradientAt(theta), (g) => learningRate * g);
}
