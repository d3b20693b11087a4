import { requiredBits } from "../curvature/requiredBits.js";
import type { Objective } from "../landscapes/objective.js";
import { type Arithmetic, float64Arithmetic } from "../numerics/arithmetic.js";
import { doubleDoubleOperations } from "../numerics/doubleDoubleOperations.js";
import { norm } from "../numerics/vector.js";
import { float64 } from "../precision/formats/formats.js";
import { type DescentOptions, descend, type Trajectory } from "./descent.js";
import { stepDefect } from "./stepDefect.js";

/** A run of {@link descend} with what happened at each of its steps, t = 0 … stepCount − 1. */
export interface ShadowedDescent {
  /** The emulated run, every vertex kept. */
  readonly trajectory: Trajectory;
  /** ‖θ_{t+1} − (θ_t − η∇L(θ_t))‖ per step, bracket in the twin's precision; their sum is Δ(γ). */
  readonly defects: Float64Array;
  /** ‖θ_t − θ̃_t‖ at each of the stepCount + 1 vertices: how far the free-running twin is away. */
  readonly drift: Float64Array;
  /** Gradient condition bits log₂(κ‖θ_t‖/‖∇L(θ_t)‖) at each vertex; NaN without a Hessian or products. */
  readonly conditionBits: Float64Array;
  /**
   * stepCount × dim, row-major: 1 where coordinate i is stuck in step t, that is
   * θ_{t+1,i} = θ_{t,i} although ∂L/∂θ_i ≠ 0 in float64.
   */
  readonly stuck: Uint8Array;
}

/**
 * Gradient descent in a number format beside its twin of higher precision.
 *
 * The twin starts from the same rounded start, takes the same number of steps with the same
 * learning rate, and rounds nothing but its own arithmetic: float64 for paths of at most 25
 * bits, double-double (by `gradientOver`; NaN where that is missing) for finer ones. It runs
 * freely, whereas each defect starts from the emulated vertex: the defects are what rounding
 * did in one step, the drift is what came of it.
 *
 * Per step one gradient of each kind and the Hessian's eigenvalues, as `requiredBits` has them.
 *
 * @param options - as for descend; `record` is always `all`
 * @throws as descend
 *
 * @example
 * const options = { format: float8_e4m3fn, learningRate: 0.05, maxSteps: 100 };
 * const { stuck } = shadowDescent(twoValleys, Float64Array.of(0.6, 0.5), options);
 */
export function shadowDescent(
  objective: Objective,
  start: Float64Array,
  options: Omit<DescentOptions, "record">,
): ShadowedDescent {
  const trajectory = descend(objective, start, { ...options, record: "all" });
  const { points, dim, stepCount } = trajectory;
  const { learningRate, rounded } = options;
  const pathFormat = rounded === "gradient" ? float64 : options.format;
  const defectOf = stepDefect(objective, learningRate, pathFormat);
  const vertex = (t: number): Float64Array => points.subarray(t * dim, (t + 1) * dim);

  const defects = new Float64Array(stepCount);
  const conditionBits = new Float64Array(stepCount + 1);
  const isTwiceDerived = Boolean(objective.hessian ?? objective.hessianVector);
  const stuck = new Uint8Array(stepCount * dim);
  for (let t = 0; t <= stepCount; t++) {
    const theta = vertex(t);
    const gradient = objective.gradient(theta);
    conditionBits[t] = isTwiceDerived ? requiredBits(objective, theta) : NaN;
    if (t === stepCount) break;
    const next = vertex(t + 1);
    defects[t] = defectOf(theta, next, gradient);
    for (let i = 0; i < dim; i++)
      if (next[i] === theta[i] && gradient[i] !== 0) stuck[t * dim + i] = 1;
  }
  const drift = driftOf(objective, trajectory, learningRate, pathFormat.significandBits);
  return { trajectory, defects, drift, conditionBits, stuck };
}

function driftOf(
  objective: Objective,
  trajectory: Trajectory,
  learningRate: number,
  significandBits: number,
): Float64Array {
  const { gradientOver } = objective;
  if (significandBits > 25)
    return gradientOver
      ? freeRun(trajectory, learningRate, doubleDoubleOperations, (theta) =>
          gradientOver(doubleDoubleOperations, theta),
        )
      : new Float64Array(trajectory.stepCount + 1).fill(NaN);
  return freeRun(trajectory, learningRate, float64Arithmetic, (theta) =>
    Array.from(objective.gradient(Float64Array.from(theta))),
  );
}

/** Distances of a trajectory's vertices from the twin that starts at its first one. */
function freeRun<T>(
  { points, dim, stepCount }: Trajectory,
  learningRate: number,
  { from, subtract, multiply, toNumber }: Arithmetic<T>,
  gradientAt: (theta: readonly T[]) => readonly T[],
): Float64Array {
  const rate = from(learningRate);
  let twin = Array.from(points.subarray(0, dim), from);
  const drift = new Float64Array(stepCount + 1);
  for (let t = 1; t <= stepCount; t++) {
    const gradient = gradientAt(twin);
    twin = twin.map((x, i) => subtract(x, multiply(rate, gradient[i])));
    const away = twin.map((x, i) => toNumber(subtract(from(points[t * dim + i]), x)));
    drift[t] = norm(Float64Array.from(away));
  }
  return drift;
}
