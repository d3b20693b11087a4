import type { ScalarOperations } from "../numerics/arithmetic.js";
import type { ObjectiveTapes } from "./expression/tapeObjective.js";

/** An axis-parallel box in ℝ^dimension: lower[i] ≤ θ_i ≤ upper[i]. */
export interface Box {
  /** The least coordinates. */
  readonly lower: readonly number[];
  /** The largest coordinates. */
  readonly upper: readonly number[];
}

/** A point where the gradient vanishes. */
export interface CriticalPoint {
  /** Its coordinates. */
  readonly point: readonly number[];
  /** L at the point. */
  readonly loss: number;
  /** Number of negative eigenvalues of the Hessian: 0 at a minimum, 1 at a simple saddle. */
  readonly morseIndex: number;
  /** Eigenvalues of the Hessian, ascending, in loss per θ². */
  readonly eigenvalues?: readonly number[];
  /** For people: tables, legends. */
  readonly name?: string;
}

/** An operation of a loss that is not differentiable where its two operands are equal. */
export interface Kink {
  /** Which one; of `absolute` the second operand is 0. */
  readonly operation: "minimum" | "maximum" | "absolute" | "whereLess";
  /** The part of the formula that it comes from, where there is one. */
  readonly text?: string;
}

/**
 * What is minimised: a loss L: ℝ^dimension → ℝ with its derivatives, evaluated in float64.
 *
 * Everything that trains, measures curvature or draws takes one of these, be it a formula in
 * two variables or a network with its data. The functions are pure, check no lengths (their
 * callers do) and never throw: outside its range a loss is NaN or infinite.
 *
 * @example
 * const bowl: Objective = {
 *   name: "bowl",
 *   dimension: 1,
 *   loss: ([x]) => x * x,
 *   gradient: ([x], out = new Float64Array(1)) => { out[0] = 2 * x; return out; },
 * };
 */
export interface Objective {
  /** Identifier: what tables store and `landscapeNamed` reads. */
  readonly name: string;
  /** Number of parameters. */
  readonly dimension: number;
  /** Where the landscape is looked at: drawn, gridded. */
  readonly domain?: Box;
  /** Where training starts. */
  readonly startRegion?: Box;
  /** The smooth critical points in the domain, all of them, where they are known. */
  readonly criticalPoints?: readonly CriticalPoint[];
  /** L(θ). */
  loss(theta: Float64Array): number;
  /** ∇L(θ), written to `out` (not θ itself; a new array when left out), which is returned. */
  gradient(theta: Float64Array, out?: Float64Array): Float64Array;
  /** ∇²L(θ), dimension × dimension in row-major order, written to `out`, which is returned. */
  hessian?(theta: Float64Array, out?: Float64Array): Float64Array;
  /**
   * ∇²L(θ)·v without the matrix, written to `out` (neither θ nor v), which is returned. Exact
   * up to rounding: no differences of gradients.
   */
  hessianVector?(theta: Float64Array, v: Float64Array, out?: Float64Array): Float64Array;
  /** L(θ) in another arithmetic; in that of doubles it has the bits of `loss`. */
  lossOver?<T>(operations: ScalarOperations<T>, theta: readonly T[]): T;
  /** ∇L(θ) in another arithmetic; in that of doubles it has the bits of `gradient`. */
  gradientOver?<T>(operations: ScalarOperations<T>, theta: readonly T[]): T[];
  /** ∇²L(θ), row-major, in another arithmetic; in that of doubles it has the bits of `hessian`. */
  hessianOver?<T>(operations: ScalarOperations<T>, theta: readonly T[]): T[];
  /** The operations at which L has kinks; none unless told. */
  readonly kinks?: readonly Kink[];
  /**
   * Per kink the difference of its two operands at θ, written to `out`, which is returned. At
   * 0 the derivatives are one-sided; where no sign changes, L is smooth.
   */
  kinkGaps?(theta: Float64Array, out?: Float64Array): Float64Array;
  /**
   * The straight-line programs behind all this, where the objective is made of them; of no account
   * once one of its functions is replaced.
   */
  readonly tapes?: ObjectiveTapes;
}
