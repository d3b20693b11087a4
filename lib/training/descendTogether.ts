import type { RoundingPlan } from "../kernels/roundingPlan.js";
import { tapesOf } from "../landscapes/expression/tapeObjective.js";
import type { Objective } from "../landscapes/objective.js";
import { float64 } from "../precision/formats/formats.js";
import { roundingPlan } from "../precision/rounding/roundArray.js";
import { completeRounding } from "../precision/rounding/rounding.js";
import { type DescentState, descentState, FAR_AWAY, statuses } from "./descentLoop.js";
import type { DescentPlan } from "./descentOptions.js";
import { largestSquare } from "./fusedLoop.js";
import { copyLane, GROUP, type LaneStore, laneStore, repack } from "./laneStore.js";

/** What is told of each run when it ends: its last state, its steps, status and ‖∇L‖². */
export type RunEnded = (run: number, state: DescentState) => void;

/** Takes many rounded starts, dim coordinates a run, to their ends. */
export type DescendedTogether = (starts: Float64Array, ended: RunEnded) => void;

/** A tape of more operations takes longer to compile than it saves, and its values leave the cache. */
const MOST_OPERATIONS = 4000;

const NEAR = largestSquare(FAR_AWAY);

/**
 * Gradient descent of many runs at once, two to a SIMD register: the steps of `plainLoop` from
 * every start, to the last bit.
 *
 * At level `update` in every deterministic mode; all runs take a step, then the next. A run
 * that has ended makes room. Statuses, landmarks and cycles are those of `plainLoop`.
 *
 * @returns undefined if the objective is not made of tapes, its gradient has more than 4,000
 *   operations, the level or the mode is another, or there is no SIMD
 */
export function descendTogether(
  objective: Objective,
  plan: DescentPlan,
): DescendedTogether | undefined {
  const tape = tapesOf(objective)?.gradient;
  if (!tape || tape.nodes.length > MOST_OPERATIONS) return undefined;
  if (plan.level !== "update" || plan.stochastic || plan.intrinsicError) return undefined;
  const store = laneStore(tape);
  if (!store) return undefined;
  const dim = tape.inputCount;
  return (starts, ended) => {
    const count = starts.length / dim;
    for (let first = 0; first < count; first += store.most) {
      const part = starts.subarray(first * dim, (first + store.most) * dim);
      descendPart(store, dim, plan, part, (run, state) => ended(first + run, state));
    }
  };
}

/** As many runs as there are lanes. */
function descendPart(
  store: LaneStore,
  dim: number,
  plan: DescentPlan,
  starts: Float64Array,
  ended: RunEnded,
): void {
  const { numbers, evaluate, tables, back, area, kernel } = store;
  const { maxSteps, gradientTolerance, learningRate } = plan;
  const zero = largestSquare(gradientTolerance);
  let [theta, gradient, next, landmark] = tables;
  let live = starts.length / dim;
  let stride = Math.ceil(live / GROUP) * GROUP;
  const runs = Int32Array.from({ length: live }, (_, run) => run);
  const state = descentState(dim);
  numbers.fill(NaN, landmark, landmark + area); // equal to nothing
  for (let run = 0; run < live; run++)
    for (let i = 0; i < dim; i++) numbers[theta + i * stride + run] = starts[run * dim + i];
  fillUp();
  let step = 0;
  let nextLandmark = 1;

  function fillUp(): void {
    for (let lane = live; lane < stride; lane++) copyLane(store, dim, stride, live - 1, lane);
  }

  /**
   * Lets the runs go that have ended; `repeats` if those that are back have, `tested` if it is
   * known which may take no other step.
   */
  function letGo(repeats: boolean, tested: boolean): void {
    const before = live;
    for (let lane = live - 1; lane >= 0; lane--) {
      const isBack = repeats && numbers[back + lane] !== 0;
      if (tested && numbers[store.ended + lane] === 0 && !isBack && step < maxSteps) continue;
      let gg = 0;
      let tt = 0;
      for (let i = 0; i < dim; i++) {
        const g = numbers[gradient + i * stride + lane];
        const t = numbers[theta + i * stride + lane];
        gg += g * g;
        tt += t * t;
      }
      if (gg > zero && gg < Infinity && tt <= NEAR && !isBack && step < maxSteps) continue;
      for (let i = 0; i < dim; i++) state.theta[i] = numbers[theta + i * stride + lane];
      state.step = step;
      const stopped = gg <= zero ? "converged" : isBack ? "stalled" : "budget";
      state.status = statuses.indexOf(!(tt <= NEAR) || !(gg < Infinity) ? "diverged" : stopped);
      state.squaredGradient = gg;
      ended(runs[lane], state);
      live--;
      runs[lane] = runs[live];
      copyLane(store, dim, stride, live, lane);
    }
    if (live === before || live === 0) return;
    const needed = Math.ceil(live / GROUP) * GROUP;
    if (needed < stride) repack(store, dim, stride, needed);
    stride = needed;
    fillUp();
  }

  const { kernels } = kernel;
  const { round, ...fl } = laneRounding(plan);
  const address = (at: number): number => numbers.byteOffset + 8 * at;
  const [b, e] = [address(back), address(store.ended)];
  let repeats = false;
  while (live > 0) {
    evaluate(theta, gradient, stride, stride);
    const [t, g, n, m] = [address(theta), address(gradient), address(next), address(landmark)];
    const ends = round && kernels.endedLanes64(t, g, e, 8 * stride, dim, zero, NEAR) !== 0;
    if (ends || repeats || step === maxSteps) {
      letGo(repeats, ends);
      repeats = false;
      if (live === 0) return;
    }
    const length = dim * stride;
    if (step === nextLandmark) {
      numbers.copyWithin(landmark, theta, theta + length);
      nextLandmark *= 2;
    }
    if (round) {
      if (fl.gradient) kernel.round(numbers.subarray(gradient, gradient + length), fl.gradient, 0);
      kernels.moveLanes64(t, g, n, 8 * length, learningRate);
      if (fl.update) kernel.round(numbers.subarray(next, next + length), fl.update, 0);
      repeats = kernels.backLanes64(n, t, m, b, 8 * stride, dim) !== 0;
    } else {
      const how = [8 * stride, dim, learningRate, zero, NEAR] as const;
      const found = kernels.stepLanes64(t, g, n, m, b, e, ...how);
      repeats = found > 1;
      if (found % 2 === 1) letGo(false, true);
    }
    step++;
    [theta, next] = [next, theta];
  }
}

/** What is rounded, and how; numbers of float64 round to themselves. */
function laneRounding({ format, rounded, rounding }: DescentPlan): {
  readonly round: boolean;
  readonly gradient?: RoundingPlan;
  readonly update?: RoundingPlan;
} {
  if (format === float64) return { round: false };
  const plan = roundingPlan(format, completeRounding(format, rounding, "descendTogether"));
  return {
    round: true,
    ...(rounded === "update" ? {} : { gradient: plan }),
    ...(rounded === "gradient" ? {} : { update: plan }),
  };
}
