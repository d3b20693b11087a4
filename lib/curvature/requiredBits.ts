import { knownMinima, nearestPoint } from "../landscapes/minima.js";
import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { extremeEigenvalues } from "./extremeEigenvalues.js";
import { partialStuckBits, stuckBits } from "./stuckBits.js";
import { length } from "./vectors.js";

export { stuckBits } from "./stuckBits.js";

/** What {@link precisionPredictors} may be told. */
export interface PredictorOptions {
  /** η > 0; without it the two kinds of stuck bits are NaN. */
  readonly learningRate?: number;
  /** κ = λ_max(∇²L(θ)) where it is known already (by Lanczos, say); computed unless told. */
  readonly curvature?: number;
  /** θ*, where the path is to go; the nearest known minimum of the objective unless told. */
  readonly target?: ArrayLike<number>;
  /**
   * Coordinates whose |θ_i − θ*_i| is at least this share of the largest one carry the
   * remaining distance; 0 < share ≤ 1, ½ unless told.
   */
  readonly targetShare?: number;
}

/** Four predictions, in bits, of the precision at which descent from a point fails. */
export interface PrecisionPredictors {
  /** b(θ) = log₂(κ‖θ‖/‖∇L‖), the proposal's; see {@link requiredBits}. */
  readonly conditionBits: number;
  /** With p up to this, no coordinate moves: min_i of `stuckBits`. */
  readonly allStuckBits: number;
  /**
   * With p up to this, some coordinate does not move that carries the remaining distance to
   * the target: see `partialStuckBits`. NaN without a target.
   */
  readonly partialStuckBits: number;
  /** log₂ κ, curvature alone; −∞ for κ ≤ 0. Its unit depends on those of L and θ. */
  readonly curvatureBits: number;
}

/**
 * Required bits of §2.2, the condition of θ ↦ ∇L(θ) in bits:
 *
 *     b(θ) = log₂(κ‖θ‖₂ / ‖∇L(θ)‖₂),   κ = λ_max(∇²L(θ))
 *
 * Rounding θ to p > b bits changes the gradient by less than its length (to first order, if κ is
 * the spectral norm of the Hessian), which is enough for descent and not necessary. There is
 * no learning rate in it, and it changes with the origin of θ.
 *
 * κ is the signed maximum: −∞ where it is negative, or where κ‖θ‖ = 0; ∞ where the gradient
 * vanishes, NaN if κ‖θ‖ does too. NaN where Hessian or gradient is not finite. One gradient,
 * one Hessian and its eigenvalues, or products with it (eigenvalues then to about 10⁻³).
 *
 * @param objective - with `hessian` or `hessianVector`, unless the curvature is given
 * @param theta - n parameters
 * @param options - the curvature κ, where it is known already
 * @returns bits
 * @throws TypeError if the objective has neither, or an option is unknown
 * @throws RangeError if θ has another length than n
 *
 * @example
 * requiredBits(twoValleys, Float64Array.of(2, 0)); // 1.485: log₂(2.8·2/2)
 */
export function requiredBits(
  objective: Objective,
  theta: Float64Array,
  options: { readonly curvature?: number } = {},
): number {
  requireObjective(objective, "requiredBits");
  requireKnown(options, ["curvature"], "option", "requiredBits");
  requirePoint(objective, theta, "requiredBits");
  const curvature = options.curvature ?? extremeEigenvalues(objective, theta, "requiredBits")[1];
  return conditionBits(curvature, length(theta), length(objective.gradient(theta)));
}

/**
 * The four rival predictors of the precision at which descent from θ fails: gradient condition
 * bits, all-coordinates-stuck bits, partial-stuck bits and curvature alone.
 *
 * The stuck bits are exact for one step of nearest-even rounding with an unbounded exponent range
 * away from powers of two; where a path fails they predict only if its later points resemble
 * θ. Cost of {@link requiredBits}.
 *
 * @param objective - with `hessian` or `hessianVector`, unless the curvature is given
 * @param theta - n parameters
 * @param options - learning rate, target; see {@link PredictorOptions}
 * @throws TypeError if the objective has neither, or an option is unknown
 * @throws RangeError if θ or the target has another length than n, the learning rate is not finite
 *   and > 0, or the share is not in (0, 1]
 *
 * @example
 * precisionPredictors(twoValleys, Float64Array.of(2, 0.5), { learningRate: 0.05 }).allStuckBits;
 */
export function precisionPredictors(
  objective: Objective,
  theta: Float64Array,
  options: PredictorOptions = {},
): PrecisionPredictors {
  const known = ["learningRate", "curvature", "target", "targetShare"];
  requireObjective(objective, "precisionPredictors");
  requireKnown(options, known, "option", "precisionPredictors");
  requirePoint(objective, theta, "precisionPredictors");
  const { learningRate = NaN, targetShare = 0.5 } = options;
  if (options.learningRate !== undefined && !(learningRate > 0 && learningRate < Infinity))
    throw new RangeError(
      `precisionPredictors: learningRate must be finite and > 0, got ${learningRate}`,
    );
  if (!(targetShare > 0 && targetShare <= 1))
    throw new RangeError(`precisionPredictors: targetShare must be in (0, 1], got ${targetShare}`);
  const target = options.target ?? nearestMinimum(objective, theta);
  if (target) requireList(target, "a target", "precisionPredictors");
  if (target && target.length !== theta.length)
    throw new RangeError(
      `precisionPredictors: target must have ${theta.length} coordinates, got ${target.length}`,
    );
  const curvature =
    options.curvature ?? extremeEigenvalues(objective, theta, "precisionPredictors")[1];
  const gradient = objective.gradient(theta);
  const stuck = theta.map((x, i) => stuckBits(x, learningRate * gradient[i]));
  return {
    conditionBits: conditionBits(curvature, length(theta), length(gradient)),
    allStuckBits: stuck.reduce((least, bits) => Math.min(least, bits), Infinity),
    partialStuckBits: target ? partialStuckBits(theta, target, stuck, targetShare) : NaN,
    curvatureBits: Math.log2(Math.max(curvature, 0)),
  };
}

/** log₂(κ‖θ‖/‖g‖) of the three numbers, as {@link requiredBits} says. */
export function conditionBits(curvature: number, thetaNorm: number, gradientNorm: number): number {
  if (curvature < 0 && gradientNorm >= 0) return -Infinity;
  const product = curvature * thetaNorm;
  // κ‖θ‖ or the quotient may leave the range of doubles where b does not.
  if (product > 1e-150 && product < 1e150 && gradientNorm > 1e-150 && gradientNorm < 1e150)
    return Math.log2(product / gradientNorm);
  return Math.log2(curvature) + Math.log2(thetaNorm) - Math.log2(gradientNorm);
}

/** Where the known minimum nearest to θ is. */
function nearestMinimum(objective: Objective, theta: Float64Array): readonly number[] | undefined {
  const minima = knownMinima(objective).map(({ point }) => point);
  return minima[nearestPoint(minima, theta)];
}

function requirePoint(objective: Objective, theta: Float64Array, caller: string): void {
  requireList(theta, "parameters", caller);
  if (theta.length !== objective.dimension)
    throw new RangeError(
      `${caller}: expected ${objective.dimension} parameters, got ${theta.length}`,
    );
}
