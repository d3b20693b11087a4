import { FAR_AWAY, type Status } from "../descentLoop.js";
import { isConstantFrom, rateOf } from "../schedules.js";
import type { TrainingRow, TrainingRun } from "../trainingRun.js";
import { clip, squaredNorm } from "./clipping.js";
import { areSettled, bufferCount, coefficients, memorySteps } from "./coefficients.js";
import { copyKey, type GradientSource, stepKey } from "./gradientSource.js";
import { firstLossScale, followGradient, isHopeless, type LossScale } from "./lossScale.js";
import {
  cycleDetector,
  noDetector,
  type StallDetector,
  type StallMemory,
  stillnessDetector,
} from "./stalls.js";
import {
  copyNumbers,
  givenRounder,
  type Numbers,
  numbersTogether,
  stepArithmetic,
} from "./stepArithmetic.js";
import { runLength, type TrainingPlan } from "./trainingPlan.js";
import { lastVertex, nextVertex, noVertices, offerVertex, type Vertices } from "./vertices.js";

/** Where a run is: plain data, from which it can be taken up again. */
export interface TrainingState {
  /** Steps made, those left out included. */
  step: number;
  readonly theta: Numbers;
  /** State of the optimizer. */
  readonly buffers: readonly Numbers[];
  readonly scale: LossScale;
  readonly stall: StallMemory;
  readonly vertices: Vertices;
  readonly history: TrainingRow[];
  /** Σ and number of the gradient norms since the last row. */
  normSum: number;
  normCount: number;
  /** How it ended; null before. */
  status: Status | null;
}

/** A run that goes on when told. */
export interface TrainingLoop {
  readonly state: TrainingState;
  /** Makes at most so many steps; whether the run has ended. */
  advance(steps: number): boolean;
  /** What has come of it, once it has ended. */
  result(): TrainingRun;
}

/** The state of a run before its first step; the start is rounded, to the master type if there is one. */
export function firstState(
  plan: TrainingPlan,
  start: ArrayLike<number>,
  stepsPerEpoch: number,
): TrainingState {
  const { optimizer, lossScaling } = plan.options;
  const numbers = (): Numbers =>
    plan.storage === "float32" ? new Float32Array(start.length) : new Float64Array(start.length);
  const theta = numbers();
  const given = plan.master ? (x: number): number => x : givenRounder(plan);
  for (let i = 0; i < start.length; i++) theta[i] = given(start[i]);
  const buffers = Array.from({ length: bufferCount(optimizer) }, numbers);
  return {
    step: 0,
    theta,
    buffers,
    scale: firstLossScale(lossScaling),
    stall: detectorOf(plan, theta, buffers, stepsPerEpoch).memory,
    vertices: noVertices(),
    history: [],
    normSum: 0,
    normCount: 0,
    status: null,
  };
}

/**
 * The loop of training, for every source of gradients and every option; `train` says what it does.
 *
 * @param source - of the gradients, its own state where the run is
 * @param plan - the examined options
 * @param begin - where the run is; taken over, but for its numbers, which are copied
 */
export function trainingLoop(
  source: GradientSource,
  plan: TrainingPlan,
  begin: TrainingState,
): TrainingLoop {
  const { options, vertexLimit } = plan;
  const { optimizer, schedule, lossScaling, clipping, tolerance = {} } = options;
  const raw = source.gradient;
  const [gradient, theta, ...buffers] =
    plan.gradientType === plan.storage
      ? [raw, ...source.places]
      : numbersTogether(plan.storage, source.dimension, 2 + begin.buffers.length);
  const moving = [theta, ...buffers];
  [begin.theta, ...begin.buffers].forEach((numbers, k) => {
    copyNumbers(numbers, moving[k]);
  });
  const state: TrainingState = { ...begin, theta, buffers };
  const { scale, history, vertices } = state;
  const length = runLength(options, source.stepsPerEpoch);
  const { totalSteps, stepsPerEpoch } = length;
  const fullBatch = stepsPerEpoch === 1;
  const evaluateEvery =
    options.evaluateEvery ?? (fullBatch ? Math.max(1, Math.ceil(totalSteps / 100)) : stepsPerEpoch);
  const lastGradient = fullBatch && tolerance.gradientNorm !== undefined;
  const rounded = !plan.native && plan.level !== "operation";

  const arithmetic = stepArithmetic(plan);
  const before = source.state.slice();
  const copy = plan.master ? numbersTogether(plan.storage, theta.length, 1)[0] : theta;
  const detector = detectorOf(plan, theta, buffers, stepsPerEpoch, state.stall);
  let nextKept =
    state.step === 0 ? 0 : nextVertex(vertices, vertexLimit, vertices.steps.at(-1) ?? 0);

  /** Where gradients are taken: θ, or the rounded copy of the master weights. */
  const point = (): Numbers => {
    if (!plan.master) return theta;
    copyNumbers(theta, copy);
    arithmetic.round(copy);
    return copy;
  };
  const evaluate = (): TrainingRow => {
    const { step, normSum, normCount } = state;
    arithmetic.atStep(copyKey(step));
    const row: TrainingRow = {
      step,
      epoch: step / stepsPerEpoch,
      learningRate: rateOf(schedule, step, length),
      ...source.evaluate(point(), step),
      gradientNorm: normSum / normCount,
      lossScale: scale.factor,
      skippedSteps: scale.skippedSteps,
    };
    history.push(row);
    state.normSum = 0;
    state.normCount = 0;
    return row;
  };
  const end = (status: Status): void => {
    const { step } = state;
    const last = history.at(-1);
    const row = last?.step === step ? last : evaluate();
    lastVertex(vertices, vertexLimit, step, theta);
    const better = status !== "diverged" && toleranceReached(row);
    state.status = !Number.isFinite(row.loss) ? "diverged" : better ? "converged" : status;
  };
  /** By the row's loss; with mini-batches by its mean norm too. */
  const toleranceReached = ({ loss, gradientNorm }: TrainingRow): boolean =>
    loss <= (tolerance.loss ?? NaN) ||
    (!fullBatch && gradientNorm <= (tolerance.gradientNorm ?? NaN));

  /** Makes one step, or says how the run has ended. */
  const turn = (): Status | null => {
    const { step } = state;
    if (step === nextKept) {
      offerVertex(vertices, vertexLimit, step, theta);
      nextKept = nextVertex(vertices, vertexLimit, step);
    }
    const due = step % evaluateEvery === 0 && history.at(-1)?.step !== step; // never with 0
    const row = due ? evaluate() : undefined;
    if (!(squaredNorm(theta) <= FAR_AWAY * FAR_AWAY)) return "diverged";
    if (row && toleranceReached(row)) return "converged";
    if (state.stall.repeats) return "stalled";
    if (step === totalSteps && !lastGradient) return "budget";

    arithmetic.atStep(stepKey(step));
    const { factor } = scale;
    copyNumbers(source.state, before);
    const loss = source.pass(point(), step, factor) / factor;
    if (rounded) arithmetic.round(raw);
    if (gradient !== raw) copyNumbers(raw, gradient);
    if (factor !== 1) arithmetic.divide(gradient, factor);
    const norm = Math.sqrt(squaredNorm(gradient));
    const finite = norm < Infinity;
    const low = norm <= (tolerance.gradientNorm ?? NaN) || loss <= (tolerance.loss ?? NaN);
    let ended: Status | null = null;
    if (!finite && isHopeless(scale, lossScaling)) ended = "diverged";
    else if (fullBatch && low) ended = "converged";
    else if (step === totalSteps) ended = "budget";
    if (ended) {
      copyNumbers(before, source.state); // it was no step
      return ended;
    }

    const taken = followGradient(scale, lossScaling, finite);
    if (taken) {
      state.normSum += norm;
      state.normCount++;
      if (clipping) clip(gradient, norm, clipping, arithmetic);
      const t = step + 1 - scale.skippedSteps;
      const rate = rateOf(schedule, step, length);
      const settled =
        isConstantFrom(schedule, step, length) && (!fullBatch || areSettled(optimizer, t));
      detector.before(step, settled, moving);
      arithmetic.move(coefficients(optimizer, rate, t), theta, gradient, buffers);
    }
    state.step++;
    detector.after(state.step, moving, !taken);
    return null;
  };

  return {
    state,
    advance(steps) {
      const until = state.step + steps;
      while (state.status === null && (state.step < until || state.step === totalSteps)) {
        const status = turn();
        if (status) end(status);
      }
      return state.status !== null;
    },
    result() {
      const { points, steps } = vertices;
      const dim = theta.length;
      const flat = new Float64Array(points.length * dim);
      for (const [k, vertex] of points.entries()) flat.set(vertex, k * dim);
      return {
        points: flat,
        dim,
        steps: Float64Array.from(steps),
        status: state.status ?? "budget",
        stepCount: state.step,
        end: Float64Array.from(theta),
        state: Float64Array.from(source.state),
        loss: history.at(-1)?.loss ?? NaN,
        history: history.slice(),
      };
    },
  };
}

/** Which detector suits a run. */
function detectorOf(
  plan: TrainingPlan,
  theta: Numbers,
  buffers: readonly Numbers[],
  stepsPerEpoch: number,
  memory?: StallMemory,
): StallDetector {
  if (plan.stochastic) return noDetector();
  if (stepsPerEpoch > 1)
    return stillnessDetector(theta, stepsPerEpoch, memorySteps(plan.options.optimizer), memory);
  if (plan.options.lossScaling?.kind === "dynamic") return noDetector();
  return cycleDetector([theta, ...buffers], memory);
}
