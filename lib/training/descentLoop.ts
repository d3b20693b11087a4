import type { Objective } from "../landscapes/objective.js";
import { norm } from "../numerics/vector.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { float64 } from "../precision/formats/formats.js";
import type { DescentPlan } from "./descentOptions.js";
import { descentStep } from "./descentStep.js";
import { stepDefect } from "./stepDefect.js";

/**
 * How a run ended:
 *
 * - `converged`: the float64 gradient norm is at most `gradientTolerance`;
 * - `stalled`: the rounded map has entered a cycle, a fixed point in the simplest case. It is
 *   deterministic, so the run can never leave it. Stalled is not unreachable: another learning
 *   rate, or the same run continued in float64, may well descend. All coordinates must repeat:
 *   one that still shrinks towards 0 keeps a run going although the others are stuck, with
 *   float64's exponent range for about 745/(ηλ) steps at curvature λ. With stochastic rounding
 *   no run is stalled: what stands still may move later;
 * - `diverged`: a parameter or the gradient is NaN or infinite, ‖θ‖ > 10¹⁰⁰, or the loss of the
 *   end is not finite. Norms are plain sums of squares: a gradient beyond 10¹⁵⁴ counts as
 *   infinite, one below 10⁻¹⁶² as 0;
 * - `budget`: none of these within `maxSteps` steps.
 */
export type Status = "converged" | "stalled" | "diverged" | "budget";

/** The statuses, in the order of their codes where they are stored as numbers. */
export const statuses: readonly Status[] = ["converged", "stalled", "diverged", "budget"];

/** Where a run is; a loop goes on from here and leaves here where it got to. */
export interface DescentState {
  /** θ after `step` steps. */
  readonly theta: Float64Array;
  /** Brent's: the state after 1, 2, 4, 8 … steps; NaN, which equals nothing, before. */
  readonly landmark: Float64Array;
  step: number;
  /** After how many steps the landmark is set next. */
  nextLandmark: number;
  /** Whether θ was there before. */
  repeats: boolean;
  /** Σ (∂L/∂θ_i)² at θ, in float64, once the run has ended. */
  squaredGradient: number;
  /** Δ(γ) so far. */
  intrinsicError: number;
  /** Code of the {@link Status} that has been reached, its place in `statuses`; −1 before. */
  status: number;
}

/** Takes steps until the run ends or has taken `until` of them; at least one. */
export type DescentLoop = (state: DescentState, until: number) => void;

/** ‖θ‖ beyond which a run has diverged; its square is still a double. */
export const FAR_AWAY = 1e100;

/** The state of a run of `dim` parameters before its start is known. */
export const descentState = (dim: number): DescentState => ({
  theta: new Float64Array(dim),
  landmark: new Float64Array(dim).fill(NaN),
  step: 0,
  nextLandmark: 1,
  repeats: false,
  squaredGradient: NaN,
  intrinsicError: 0,
  status: -1,
});

/** Puts a state to the beginning of a run; θ, already rounded, is the caller's to set. */
export function restart(state: DescentState): void {
  state.landmark.fill(NaN);
  state.step = 0;
  state.nextLandmark = 1;
  state.repeats = false;
  state.squaredGradient = NaN;
  state.intrinsicError = 0;
  state.status = -1;
}

/** With only the gradient rounded the path itself is one of float64. */
export const pathFormat = ({ rounded, format }: DescentPlan): FloatFormat =>
  rounded === "gradient" ? float64 : format;

/**
 * The loop of gradient descent, written to be read, for every objective and every option.
 *
 * Tested before each step, in this order: diverged, converged, stalled, budget. A cycle of
 * period λ entered after μ steps is recognised after at most 3·max(λ, μ) + 3 steps.
 *
 * @see Brent (1980), An improved Monte Carlo factorization algorithm, BIT 20, for the cycles
 */
export function plainLoop(objective: Objective, plan: DescentPlan): DescentLoop {
  const { maxSteps, gradientTolerance, stochastic, learningRate } = plan;
  const advance = descentStep(objective, plan);
  const defect = plan.intrinsicError
    ? stepDefect(objective, learningRate, pathFormat(plan))
    : () => NaN;
  const gradient = new Float64Array(objective.dimension);
  const next = new Float64Array(objective.dimension);
  const end = (state: DescentState, status: Status): void => {
    state.status = statuses.indexOf(status);
    state.squaredGradient = gradient.reduce((sum, g) => sum + g * g, 0);
  };

  return (state, until) => {
    const { theta, landmark } = state;
    do {
      objective.gradient(theta, gradient);
      const gradientNorm = norm(gradient);
      if (!(norm(theta) <= FAR_AWAY) || !(gradientNorm < Infinity)) return end(state, "diverged");
      if (gradientNorm <= gradientTolerance) return end(state, "converged");
      if (state.repeats) return end(state, "stalled");
      if (state.step === maxSteps) return end(state, "budget");
      advance(theta, gradient, state.step, next);
      state.intrinsicError += defect(theta, next, gradient);
      if (state.step === state.nextLandmark) {
        landmark.set(theta);
        state.nextLandmark *= 2;
      }
      state.step++;
      const back = sameState(next, theta) || (state.step > 1 && sameState(next, landmark));
      state.repeats = back && !stochastic;
      theta.set(next);
    } while (state.step < until);
  };
}

/** Equal bit for bit: the map could tell −0 from +0. */
function sameState(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}
