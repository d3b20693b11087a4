import type { Objective } from "../../landscapes/objective.js";
import type { ScalarOperations } from "../../numerics/arithmetic.js";
import { operations } from "../../precision/operations/operations.js";
import { bufferCount } from "./coefficients.js";
import { fingerprintOf } from "./fingerprint.js";
import { type GradientSource, gradientKey } from "./gradientSource.js";
import { givenRounder, type Numbers, numbersTogether } from "./stepArithmetic.js";
import type { TrainingPlan } from "./trainingPlan.js";

/**
 * Gradients of an objective: of float64 where the run is native float64 or at level `update`, else
 * its `gradientOver` in the format's arithmetic (with a formula each scalar is a tensor, so level
 * `tensor` has the gradient of `operation`). The loss of the history is that of float64.
 *
 * Loss scaling multiplies the gradient, in the same arithmetic: the inside of a formula is not scaled.
 *
 * @throws TypeError if an inner level meets an objective without `gradientOver`
 */
export function objectiveSource(
  objective: Objective,
  plan: TrainingPlan,
  caller: string,
): GradientSource {
  const { dimension, name, gradientOver } = objective;
  const doubles = plan.level === "update" || (plan.native && plan.gradientType === "float64");
  if (!doubles && !gradientOver)
    throw new TypeError(
      `${caller}: level "${plan.level}" in ${plan.format.name} needs an objective with gradientOver, ${name} has none`,
    );
  const inDoubles = new Float64Array(dimension);
  const { gradientType } = plan;
  const count = 2 + bufferCount(plan.options.optimizer);
  const [out, ...places] = numbersTogether(gradientType, dimension, count);
  const wide = (theta: Numbers): Float64Array =>
    theta instanceof Float64Array ? theta : Float64Array.from(theta);
  const given = givenRounder(plan);
  const { format, mode, stochastic, seed } = plan;
  const key = (step: number): object =>
    stochastic ? { key: { seed, step: gradientKey(step) } } : {};
  const at = (step: number): ScalarOperations<number> => ({
    ...operations(format, { rounding: mode, ...key(step) }),
    from: (x) => given(x),
  });
  let own = doubles ? undefined : at(0);

  return {
    dimension,
    stepsPerEpoch: 1,
    state: new Float64Array(0),
    gradient: out,
    places,
    pass(theta, step, scale) {
      const point = wide(theta);
      if (!own) {
        const g = objective.gradient(point, inDoubles);
        for (let i = 0; i < dimension; i++) out[i] = scale * g[i];
      } else {
        if (stochastic) own = at(step);
        const factor = given(scale);
        const g = objective.gradientOver?.(own, Array.from(point)) ?? [];
        for (let i = 0; i < dimension; i++)
          out[i] = scale === 1 ? g[i] : own.multiply(factor, g[i]);
      }
      return scale * objective.loss(point);
    },
    evaluate: (theta) => ({
      loss: objective.loss(wide(theta)),
      accuracy: NaN,
      testLoss: NaN,
      testAccuracy: NaN,
    }),
    fingerprint: () => fingerprintOf({ name, dimension }),
  };
}
