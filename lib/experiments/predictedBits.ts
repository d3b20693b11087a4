import { precisionPredictors } from "../curvature/requiredBits.js";
import type { Objective } from "../landscapes/objective.js";
import { float64 } from "../precision/formats/formats.js";
import { descend } from "../training/descent.js";
import type { SweepRequest } from "./failurePrecision.js";

/** What is known of a start from its float64 path alone, before any coarse run. */
export interface PredictedBits {
  /** Whether the float64 run succeeds. */
  readonly succeeds: boolean;
  /** Steps it takes. */
  readonly steps: number;
  /** max_t log₂(κ‖θ_t‖/‖∇L(θ_t)‖): the proposal's. */
  readonly conditionBits: number;
  /** max_t of the bits with which every coordinate is stuck. */
  readonly allStuckBits: number;
  /** max_t of the bits with which a coordinate is stuck that carries the remaining distance. */
  readonly partialStuckBits: number;
  /** max_t log₂ κ: curvature alone. */
  readonly curvatureBits: number;
}

/**
 * Four predictors of the failure precision, each as its maximum over the vertices of the
 * float64 path up to, not including, the one that counts as success (Experiment 2).
 *
 * One gradient and one Hessian a step.
 */
export function predictedBits(objective: Objective, request: SweepRequest): PredictedBits {
  const { start, learningRate, maxSteps, gradientTolerance } = request;
  const options = { format: float64, learningRate, maxSteps, gradientTolerance } as const;
  const run = descend(objective, Float64Array.from(start), { ...options, intrinsicError: false });
  const { points, dim, status, stepCount } = run;
  const most = {
    conditionBits: -Infinity,
    allStuckBits: -Infinity,
    partialStuckBits: -Infinity,
    curvatureBits: -Infinity,
  };
  for (let t = 0; t < stepCount; t++) {
    const theta = points.subarray(t * dim, (t + 1) * dim);
    const here = precisionPredictors(objective, theta, { learningRate, target: run.end });
    for (const name of Object.keys(most) as (keyof typeof most)[])
      most[name] = Math.max(most[name], here[name]);
  }
  return { succeeds: status === "converged", steps: stepCount, ...most };
}
