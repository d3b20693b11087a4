import type { Objective } from "../landscapes/objective.js";
import { norm } from "../numerics/vector.js";
import { type FloatFormat, requireFormat } from "../precision/formats/format.js";
import { float64 } from "../precision/formats/formats.js";
import { rounder } from "../precision/rounding/roundTo.js";
import { makeRecorder } from "./recorder.js";
import { stepDefect } from "./stepDefect.js";

/**
 * How a run ended:
 *
 * - `converged`: the float64 gradient norm is at most `gradientTolerance`;
 * - `stalled`: the rounded map has entered a cycle, a fixed point in the simplest case. It is
 *   deterministic, so the run can never leave it. Stalled is not unreachable: another learning
 *   rate, or the same run continued in float64, may well descend. All coordinates must repeat:
 *   one that still shrinks towards 0 keeps a run going although the others are stuck, with
 *   float64's exponent range for about 745/(ηλ) steps at curvature λ;
 * - `diverged`: a parameter or the gradient is NaN or infinite, ‖θ‖ > 10¹⁰⁰, or the loss of the
 *   end is not finite;
 * - `budget`: none of these within `maxSteps` steps.
 */
export type Status = "converged" | "stalled" | "diverged" | "budget";

/** What {@link descend} needs to be told. */
export interface DescentOptions {
  /** Number format of the path. */
  readonly format: FloatFormat;
  /** η > 0. */
  readonly learningRate: number;
  /** Steps after which the run ends with status `budget`. */
  readonly maxSteps: number;
  /** Gradient norm, in float64, that counts as zero; 10⁻⁶ unless told. */
  readonly gradientTolerance?: number;
  /** Which of the two roundings of a step is done; `both` unless told. */
  readonly rounding?: "both" | "gradient" | "update";
  /** Which vertices are kept: `all` (default), the two `ends`, or at most so many (≥ 2). */
  readonly record?: "all" | "ends" | number;
}

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
   * objective's `gradientOver`; NaN where that is missing.
   */
  readonly intrinsicError: number;
}

/** ‖θ‖ beyond which a run has diverged; its square is still a double. */
const FAR_AWAY = 1e100;

/**
 * Gradient descent in a number format: the numerical path of §2.1.
 *
 *     θ_0 = fl(start),   θ_{t+1} = fl(θ_t − η · fl(∇L(θ_t)))
 *
 * Rounding level `update`: ∇L and the expression θ − η·g are evaluated in float64, and their
 * results are rounded to the nearest number of the format, ties to even. `rounding:
 * "gradient"` leaves out the outer rounding (parameters stay float64: master weights),
 * `"update"` the inner one; the start is rounded in all three cases, so that they compare.
 *
 * Tested before each step, in this order: diverged, converged, stalled, budget ({@link Status}
 * says what each means). A cycle of period λ entered after μ steps is recognised after at most
 * 3·max(λ, μ) + 3 steps (Brent), a fixed point at once. A number as `record` keeps
 * the steps 0, k, 2k, … and the last, with k the smallest power of two that keeps to it.
 *
 * One gradient a step; O(dim) memory besides the path.
 *
 * @param objective - what is minimised
 * @param start - dim finite coordinates; not changed
 * @param options - see {@link DescentOptions}
 * @returns the path and how it ended; NaN and infinity are recorded there, never thrown
 * @throws RangeError if the start has another length or is not finite, or an option is out of range
 * @throws TypeError if the format is not one (its name, say), or `rounding` or `record` is none of the words above
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
  requireRun(objective, start, options);
  const { format, learningRate, maxSteps, gradientTolerance = 1e-6, rounding = "both" } = options;
  const dim = objective.dimension;
  const fl = rounder(format);
  const exact = (x: number): number => x;
  const roundGradient = rounding === "update" ? exact : fl;
  const roundUpdate = rounding === "gradient" ? exact : fl;
  // With only the gradient rounded the path itself is one of float64.
  const pathFormat = rounding === "gradient" ? float64 : format;
  const defect = stepDefect(objective, learningRate, pathFormat);
  const recorder = makeRecorder(dim, vertexLimit(options.record));

  let theta = Float64Array.from(start, fl);
  let next = new Float64Array(dim);
  const gradient = new Float64Array(dim);
  const landmark = new Float64Array(dim); // Brent's: the state after 1, 2, 4, 8 … steps
  let nextLandmark = 1;
  let repeats = false;
  let intrinsicError = 0;
  let step = 0;
  let status: Status;
  let gradientNorm: number;
  for (;;) {
    recorder.offer(step, theta);
    objective.gradient(theta, gradient);
    gradientNorm = norm(gradient);
    if (!(norm(theta) <= FAR_AWAY) || !(gradientNorm < Infinity)) status = "diverged";
    else if (gradientNorm <= gradientTolerance) status = "converged";
    else if (repeats) status = "stalled";
    else if (step === maxSteps) status = "budget";
    else {
      for (let i = 0; i < dim; i++)
        next[i] = roundUpdate(theta[i] - learningRate * roundGradient(gradient[i]));
      intrinsicError += defect(theta, next, gradient);
      if (step === nextLandmark) {
        landmark.set(theta);
        nextLandmark *= 2;
      }
      step++;
      repeats = sameState(next, theta) || (step > 1 && sameState(next, landmark));
      [theta, next] = [next, theta];
      continue;
    }
    break;
  }
  const loss = objective.loss(theta);
  if (!Number.isFinite(loss)) status = "diverged";
  const { points, steps } = recorder.finish(step, theta);
  const end = theta.slice();
  return { points, dim, steps, status, stepCount: step, loss, gradientNorm, end, intrinsicError };
}

/** Equal bit for bit: the map could tell −0 from +0. */
function sameState(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false;
  return true;
}

function vertexLimit(record: DescentOptions["record"] = "all"): number {
  if (record === "all") return Infinity;
  if (record === "ends") return 2;
  if (typeof record !== "number")
    throw new TypeError(`descend: record must be "all", "ends" or a number, got ${record}`);
  if (!Number.isInteger(record) || record < 2)
    throw new RangeError(`descend: record must be an integer >= 2, got ${record}`);
  return record;
}

function requireRun(objective: Objective, start: Float64Array, options: DescentOptions): void {
  requireFormat(options.format, "descend");
  const { learningRate, maxSteps, gradientTolerance = 1e-6, rounding = "both" } = options;
  if (start.length !== objective.dimension)
    throw new RangeError(
      `descend: start must have ${objective.dimension} coordinates, got ${start.length}`,
    );
  if (!start.every(Number.isFinite))
    throw new RangeError(`descend: start must be finite, got (${start.join(", ")})`);
  if (!(Number.isFinite(learningRate) && learningRate > 0))
    throw new RangeError(`descend: learningRate must be finite and > 0, got ${learningRate}`);
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 0)
    throw new RangeError(`descend: maxSteps must be an integer >= 0, got ${maxSteps}`);
  if (!(gradientTolerance >= 0))
    throw new RangeError(`descend: gradientTolerance must be >= 0, got ${gradientTolerance}`);
  if (!["both", "gradient", "update"].includes(rounding))
    throw new TypeError(
      `descend: rounding must be "both", "gradient" or "update", got ${rounding}`,
    );
}
