import type { Arithmetic } from "../numerics/arithmetic.js";

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
  /** For people: tables, legends. */
  readonly name?: string;
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
  /** ∇L(θ) in another arithmetic; in that of doubles it has the bits of `gradient`. */
  gradientOver?<T>(arithmetic: Arithmetic<T>, theta: readonly T[]): T[];
}
