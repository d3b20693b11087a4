import type { Objective } from "../landscapes/objective.js";
import { descentState, plainLoop, type Status, statuses } from "./descentLoop.js";
import { completeDescent, type DescentOptions, requireStart } from "./descentOptions.js";
import { fusedLoop } from "./fusedLoop.js";
import { makeRecorder } from "./recorder.js";

export type { Status } from "./descentLoop.js";
export type { DescentOptions, RoundingLevel } from "./descentOptions.js";

/** What came of a run; a Path, with the step number of each vertex. */
export interface Trajectory {
  /** Kept vertices, m·dim coordinates, row by row; the first is the rounded start. */
  readonly points: Float64Array;
  /** Number of parameters. */
  readonly dim: number;
  /** Number of steps before each of the m vertices. */
  readonly steps: Float64Array;
  /** How the run ended. */
  readonly status: Status;
  /** Steps taken, the one that closed a cycle included. */
  readonly stepCount: number;
  /** L at the end, in float64. */
  readonly loss: number;
  /** ‖∇L‖ at the end, in float64. */
  readonly gradientNorm: number;
  /** The last state, whether or not the path was thinned. */
  readonly end: Float64Array;
  /**
   * Δ(γ) over all steps taken, thinned or not, in units of θ. The bracket of each step is
   * evaluated in float64 for formats of at most 25 bits, else in double-double by the
   * objective's `gradientOver`; NaN where that is missing, and where it was not asked for.
   */
  readonly intrinsicError: number;
}

/**
 * Gradient descent in a number format: the numerical path of §2.1,
 *
 *     θ_0 = fl(start),   θ_{t+1} = fl(θ_t − η · fl(∇L(θ_t)))
 *
 * rounded at one of three levels. With ĝ the gradient that a step takes:
 *
 * - `update`: ĝ = fl(∇L(θ)) and fl(θ − η·ĝ), ∇L and θ − η·ĝ evaluated in float64;
 * - `operation`: every scalar operation rounded. ĝ is `gradientOver` of the format's
 *   `operations`, in the order of the objective's tape; then per coordinate fl(θ_i − fl(η·ĝ_i)).
 *   η is rounded to the format, once;
 * - `tensor`: what a framework does that stores every tensor in the format. Each operation of
 *   the graph writes its result in the format (in a formula each scalar is a tensor, so ĝ is
 *   that of `operation`; so it is here for a network, whose tensors only `train` knows), and the
 *   optimizer's step is one fused operation in float64, with η in float64, rounded once: fl(θ − η·ĝ).
 *
 * `rounded: "gradient"` leaves the update in float64 and unrounded (master weights; at the
 * inner levels ĝ is then evaluated at fl(θ), as in mixed precision), `"update"` takes ∇L(θ)
 * of float64 for ĝ. The start is rounded in all cases, so that they compare.
 *
 * Tested before each step, in this order: diverged, converged, stalled, budget ({@link Status}
 * says what each means), `converged` by ∇L in float64 at every level. A cycle of period λ
 * entered after μ steps is recognised after at most 3·max(λ, μ) + 3 steps (Brent), a fixed
 * point at once. A number as `record` keeps the steps 0, k, 2k, … and the last, with k the
 * smallest power of two that keeps to it.
 *
 * *Stochastic modes* take the bits that the key names. At level `update` the gradient's
 * coordinate i of step t = 0, 1, … takes element 2·dim·t + i after the key's index, the update's
 * element 2·dim·t + dim + i, whichever of them are rounded. At the inner levels the n-th rounded
 * operation of the run takes element n: of each step first, with `rounded: "gradient"`, fl(θ_i);
 * then the gradient's operations; then per coordinate the product and the difference, or the fused
 * step. Start, η and the constants of the loss are rounded to nearest. Neither recording nor
 * anything else changes the bits. No run is `stalled`.
 *
 * One gradient a step (two at the inner levels); O(dim) memory besides the path. An objective of
 * up to 16 parameters that is made of a formula runs in a loop compiled for it: some ten
 * nanoseconds a step without Δ(γ) for a small one, where code may be generated.
 *
 * @param objective - what is minimised
 * @param start - dim coordinates inside the objective's domain, if it has one; not changed. The
 *   rounded start, and the path, may leave it
 * @param options - see {@link DescentOptions}
 * @returns the path and how it ended; NaN and infinity are recorded there, never thrown
 * @throws RangeError if the start has another length, is not finite or lies outside the domain,
 *   or an option is out of range
 * @throws TypeError if the format is not one (its name, say), there is no such option or word, a
 *   stochastic mode has no key, or an inner level meets an objective without `gradientOver`
 * @see Brent (1980), An improved Monte Carlo factorization algorithm, BIT 20, for the cycles
 *
 * @example
 * const options = { format: float16, learningRate: 0.05, maxSteps: 1000 };
 * descend(twoValleys, Float64Array.of(0.5, 1.5), options).status; // "stalled", near (1, 0)
 */
export function descend(
  objective: Objective,
  start: Float64Array,
  options: DescentOptions,
): Trajectory {
  const plan = completeDescent(objective, options, "descend");
  requireStart(objective, start, "descend");
  const dim = objective.dimension;
  const loop = fusedLoop(objective, plan) ?? plainLoop(objective, plan);
  const state = descentState(dim);
  const { theta } = state;
  for (let i = 0; i < dim; i++) theta[i] = plan.given(start[i]);
  const recorder = makeRecorder(dim, plan.vertexLimit);
  while (state.status < 0) {
    recorder.offer(state.step, theta);
    loop(state, recorder.nextAfter(state.step));
  }
  const loss = objective.loss(theta);
  const { points, steps } = recorder.finish(state.step, theta);
  return {
    points,
    dim,
    steps,
    status: Number.isFinite(loss) ? statuses[state.status] : "diverged",
    stepCount: state.step,
    loss,
    gradientNorm: Math.sqrt(state.squaredGradient),
    end: theta.slice(),
    intrinsicError: plan.intrinsicError ? state.intrinsicError : NaN,
  };
}
