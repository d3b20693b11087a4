import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import type { ScalarOperations } from "../numerics/arithmetic.js";
import type { DoubleDouble } from "../numerics/doubleDouble.js";
import { doubleDoubleOperations } from "../numerics/doubleDoubleOperations.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { norm } from "../numerics/vector.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { operations } from "../precision/operations/operations.js";
import { isStochastic, type RandomKey, type RoundingMode } from "../precision/rounding/rounding.js";
import { rounder } from "../precision/rounding/roundTo.js";
import { extremeEigenvalues } from "./extremeEigenvalues.js";

/** How {@link gradientError} rounds. */
export interface GradientErrorOptions {
  /** Rounding mode; `nearest-even` unless told. */
  readonly rounding?: RoundingMode;
  /** Names the random bits of a stochastic mode, which needs it. */
  readonly key?: RandomKey;
  /**
   * Whether the point is moved to the format's grid before anything is measured, as every
   * iterate of descent lies there; false unless told: the point is measured where it is.
   */
  readonly representable?: boolean;
}

/** The error of one gradient; lengths in loss per θ. */
export interface GradientError {
  /** δg = ‖ĝ − ∇L(θ)‖₂, ĝ with θ, constants and every operation rounded. At most the two parts together. */
  readonly error: number;
  /** ‖∇L(fl(θ)) − ∇L(θ)‖₂: what rounding θ alone does; 0 where θ is representable. */
  readonly thetaPart: number;
  /** ‖ĝ − ∇L(fl(θ))‖₂: what the arithmetic alone does. */
  readonly arithmeticPart: number;
  /** κ·u·‖θ‖₂ with u = 2^−p and κ = ‖∇²L(θ)‖₂. */
  readonly bound: number;
  /** ρ = error/bound; NaN for 0/0. */
  readonly ratio: number;
}

/**
 * Measured error of a gradient computed in a number format, beside the κ·u·‖θ‖ of the
 * proposal's curvature theorem (§2.2).
 *
 *     δg = ‖ĝ(fl(θ)) − ∇L(θ)‖,   ρ = δg/(κ·u·‖θ‖),   u = 2^−p,   κ = ‖∇²L(θ)‖₂
 *
 * ĝ is the gradient's program with every operation correctly rounded, ∇L the same program in
 * double-double. The theorem has κ·u·‖θ‖ as a lower bound of δg. It is an upper bound of what
 * rounding θ does: to first order ∇L(fl(θ)) − ∇L(θ) = ∇²L·d with |d_i| ≤ u|θ_i|/(1 + u), to
 * nearest and above the subnormal numbers, so ρ < 1 there, and 0 on the grid; 1/(1 + u) is
 * attained where d points along the steepest curvature and each |θ_i| is a midpoint just above a
 * power of two. The arithmetic obeys no such bound: where terms cancel, ρ is as large as one
 * likes, where they are exact, 0.
 *
 * κ is the spectral norm, which is λ_max wherever that is the larger in size; with a smaller one
 * it would bound nothing. It is evaluated in float64. Not finite arithmetic gives NaN or ∞, not an
 * exception. One emulated and two double-double gradients, some 10 µs for a formula.
 *
 * @param objective - with gradientOver and a Hessian
 * @param theta - n doubles; at p = 53 every one is representable
 * @param format - in which ĝ is computed
 * @throws TypeError if the objective has no gradientOver or Hessian, the format is none, the
 *   mode unknown, or stochastic without a key
 * @throws RangeError if θ has another length than n
 *
 * @example
 * gradientError(twoValleys, Float64Array.of(0.3, 1.1), bfloat16).ratio;
 */
export function gradientError(
  objective: Objective,
  theta: Float64Array,
  format: FloatFormat,
  options: GradientErrorOptions = {},
): GradientError {
  requireKnown(options, ["rounding", "key", "representable"], "option", "gradientError");
  requireObjective(objective, "gradientError");
  requireList(theta, "parameters", "gradientError");
  if (theta.length !== objective.dimension)
    throw new RangeError(
      `gradientError: expected ${objective.dimension} parameters, got ${theta.length}`,
    );
  const { rounding, key, representable = false } = options;
  const measure = errorMeter(objective, format, { rounding, key }, "gradientError");
  return measure(representable ? measure.round(theta) : theta);
}

/** Measures at a point; `round` is fl, coordinate by coordinate. */
export interface ErrorMeter {
  (theta: Float64Array): GradientError;
  readonly round: (theta: Float64Array) => Float64Array;
}

/**
 * {@link gradientError} for many points, examined once. In a stochastic mode each measurement
 * goes on with the random bits where the last one stopped.
 */
export function errorMeter(
  objective: Objective,
  format: FloatFormat,
  { rounding, key }: { rounding?: RoundingMode; key?: RandomKey },
  caller: string,
): ErrorMeter {
  const { name, gradientOver } = objective;
  if (!gradientOver)
    throw new TypeError(`${caller}: expected an objective with gradientOver, ${name} has none`);
  if (!objective.hessian && !objective.hessianVector)
    throw new TypeError(`${caller}: expected a Hessian or its products, ${name} has neither`);
  const rounded = operations(format, {
    ...(rounding && { rounding }),
    ...(key && { key }),
  });
  // Constants go to the nearest number in the stochastic modes, as in descent.
  const constant = rounding && isStochastic(rounding) ? rounder(format) : rounded.from;
  const emulated: ScalarOperations<number> = { ...rounded, from: (x) => constant(x) };
  const round = (theta: Float64Array): Float64Array => theta.map((x) => rounded.from(x));
  const exactGradient = (theta: Float64Array): DoubleDouble[] =>
    gradientOver(doubleDoubleOperations, Array.from(theta, doubleDoubleOperations.from));
  const unit = 2 ** -format.significandBits;

  const measure = (theta: Float64Array): GradientError => {
    const near = round(theta);
    const exact = exactGradient(theta);
    const moved = near.every((x, i) => x === theta[i]) ? exact : exactGradient(near);
    const computed = gradientOver(emulated, Array.from(near)).map(doubleDoubleOperations.from);
    const [least, largest] = extremeEigenvalues(objective, theta, caller);
    const bound = Math.max(Math.abs(least), Math.abs(largest)) * unit * norm(theta);
    const error = distance(computed, exact);
    return {
      error,
      thetaPart: distance(moved, exact),
      arithmeticPart: distance(computed, moved),
      bound,
      ratio: error / bound,
    };
  };
  return Object.assign(measure, { round });
}

/** ‖a − b‖₂, the differences in double-double. */
function distance(a: readonly DoubleDouble[], b: readonly DoubleDouble[]): number {
  const { subtract, toNumber } = doubleDoubleOperations;
  return norm(Float64Array.from(a, (x, i) => toNumber(subtract(x, b[i]))));
}
