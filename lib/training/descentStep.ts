import type { Objective } from "../landscapes/objective.js";
import type { ScalarOperations } from "../numerics/arithmetic.js";
import { operations } from "../precision/operations/operations.js";
import { type Rounder, rounder } from "../precision/rounding/roundTo.js";
import type { DescentPlan } from "./descentOptions.js";

/**
 * Writes to `next` where step `step` (0 for the first) leads from `theta`; `gradient` is ∇L(theta)
 * in float64.
 */
export type DescentStep = (
  theta: Float64Array,
  gradient: Float64Array,
  step: number,
  next: Float64Array,
) => void;

/**
 * One step of a run, written to be read: θ_{t+1} from θ_t and ∇L(θ_t), at the three levels that
 * `descend` documents.
 *
 * @param objective - whose gradient is followed
 * @param plan - the options of the run
 */
export function descentStep(objective: Objective, plan: DescentPlan): DescentStep {
  return plan.level === "update" ? updateStep(plan) : innerStep(objective, plan);
}

/** Gradient and update in float64, their results rounded. */
function updateStep({ format, learningRate, rounded, rounding }: DescentPlan): DescentStep {
  const fl = rounder(format, rounding);
  const exact: Rounder = (x) => x;
  const roundGradient = rounded === "update" ? exact : fl;
  const roundUpdate = rounded === "gradient" ? exact : fl;
  const first = rounding.key?.index ?? 0;
  return (theta, gradient, step, next) => {
    const dim = theta.length;
    const index = first + 2 * dim * step;
    for (let i = 0; i < dim; i++) {
      const g = roundGradient(gradient[i], index + i);
      next[i] = roundUpdate(theta[i] - learningRate * g, index + dim + i);
    }
  };
}

/** The operations of the gradient rounded, and those of the update, or its result. */
function innerStep(objective: Objective, plan: DescentPlan): DescentStep {
  const { format, learningRate, level, rounded, rounding, given } = plan;
  const own = operations(format, rounding);
  const rate = given(learningRate);
  const ofGradient: ScalarOperations<number> = { ...own, from: (x) => given(x) };
  const roundedGradient = (theta: Float64Array): readonly number[] => {
    // With float64 parameters the gradient reads their rounded copies, as in mixed precision.
    const inputs =
      rounded === "gradient" ? Array.from(theta, (x) => own.from(x)) : Array.from(theta);
    return objective.gradientOver?.(ofGradient, inputs) ?? [];
  };
  return (theta, gradient, _step, next) => {
    const g = rounded === "update" ? gradient : roundedGradient(theta);
    for (let i = 0; i < theta.length; i++) {
      if (level === "operation" && rounded !== "gradient")
        next[i] = own.subtract(theta[i], own.multiply(rate, g[i]));
      else {
        const moved = theta[i] - learningRate * g[i];
        next[i] = rounded === "gradient" ? moved : own.from(moved);
      }
    }
  };
}
