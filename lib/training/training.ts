import { requireList } from "../landscapes/requireObjective.js";
import { initialise } from "../networks/initialise.js";
import type { Network, NetworkData } from "../networks/network.js";
import { networkMachine } from "../networks/networkMachine.js";
import { requireNetworkData } from "../networks/requireNetworkData.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Checkpoint } from "./checkpoint.js";
import type { GradientSource } from "./optimizing/gradientSource.js";
import { machineOptions, networkSource } from "./optimizing/networkSource.js";
import { checkpointOf, planOf, takeUp } from "./optimizing/resuming.js";
import { firstState, type TrainingState, trainingLoop } from "./optimizing/trainingLoop.js";
import { runLength, type TrainingPlan, trainingPlan } from "./optimizing/trainingPlan.js";
import type { TrainingOptions } from "./trainingOptions.js";
import type { TrainingRun } from "./trainingRun.js";

/** A training run that goes on when told, so that it can be watched, interrupted and stored. */
export interface Training {
  /** Makes at most so many steps, an integer ≥ 0; returns whether the run has ended. */
  advance(steps: number): boolean;
  /** Whether it has ended. */
  readonly done: boolean;
  /** Steps made so far. */
  readonly stepCount: number;
  /** Steps after which it ends at the latest. */
  readonly totalSteps: number;
  /** Steps in an epoch. */
  readonly stepsPerEpoch: number;
  /** The run as it is now, in arrays of its own. */
  checkpoint(): Checkpoint;
  /** Makes all steps that are left, and says what came of the run. */
  run(): TrainingRun;
}

/** What a run may be given beside its options. */
export interface TrainingExtras {
  /** Judged beside the training data in every row of the history. */
  readonly test?: NetworkData;
  /** θ before it is rounded; unless told `initialise(network, { kind: "kaiming", seed })`, seed the run's. */
  readonly start?: Float64Array;
}

/** The same of a run that has begun. */
export type ResumedExtras = Pick<TrainingExtras, "test">;

/**
 * A training run before its first step; {@link train} says what it does.
 *
 * @throws as `train`
 *
 * @example
 * const training = startTraining(network, data, options);
 * while (!training.advance(100)) store(checkpointBytes(training.checkpoint()));
 * training.run().status;
 */
export function startTraining(
  network: Network,
  data: NetworkData,
  options: TrainingOptions,
  more: TrainingExtras = {},
): Training {
  return startedTraining(network, data, options, more, "startTraining");
}

/** {@link startTraining} for another caller, which its errors name. */
export function startedTraining(
  network: Network,
  data: NetworkData,
  options: TrainingOptions,
  more: TrainingExtras,
  caller: string,
): Training {
  requireKnown(more, ["test", "start"], "option", caller);
  const plan = trainingPlan(options, caller);
  const source = sourceOf(network, data, more.test, plan, caller);
  const start = more.start ?? initialise(network, { kind: "kaiming", seed: plan.seed });
  requireParameters(start, network.parameterCount, caller);
  return trainingOn(source, plan, firstState(plan, start, source.stepsPerEpoch));
}

/**
 * An interrupted run, ready to go on. It ends with the bits that it would have had without the
 * interruption, on any machine: parameters, history and recorded vertices.
 *
 * @param checkpoint - not changed; it holds the options too
 * @param more - the same test data, if there were any
 * @throws TypeError if it is no checkpoint
 * @throws RangeError if network, data or test data are not those of the run
 *
 * @example
 * resumeTraining(network, data, checkpointFrom(bytes)).run();
 */
export function resumeTraining(
  network: Network,
  data: NetworkData,
  checkpoint: Checkpoint,
  more: ResumedExtras = {},
): Training {
  const caller = "resumeTraining";
  requireKnown(more, ["test"], "option", caller);
  const plan = planOf(checkpoint, caller);
  const source = sourceOf(network, data, more.test, plan, caller);
  return trainingOn(source, plan, takeUp(checkpoint, source, plan, caller));
}

/** A run over any source of gradients. */
export function trainingOn(
  source: GradientSource,
  plan: TrainingPlan,
  begin: TrainingState,
): Training {
  const loop = trainingLoop(source, plan, begin);
  const { state } = loop;
  const { totalSteps, stepsPerEpoch } = runLength(plan.options, source.stepsPerEpoch);
  return {
    advance(steps) {
      if (!Number.isSafeInteger(steps) || steps < 0)
        throw new RangeError(`advance: steps must be an integer >= 0, got ${steps}`);
      return loop.advance(steps);
    },
    get done() {
      return state.status !== null;
    },
    get stepCount() {
      return state.step;
    },
    totalSteps,
    stepsPerEpoch,
    checkpoint: () => checkpointOf(source, plan, state),
    run() {
      loop.advance(totalSteps);
      return loop.result();
    },
  };
}

/** Refuses a start that is no point of ℝ^dim. */
export function requireParameters(start: Float64Array, dim: number, caller: string): void {
  requireList(start, "a start", caller);
  if (start.length !== dim)
    throw new RangeError(`${caller}: start must have ${dim} parameters, got ${start.length}`);
  const wrong = start.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0)
    throw new RangeError(`${caller}: start must be finite, got ${start[wrong]} at ${wrong}`);
}

function sourceOf(
  network: Network,
  data: NetworkData,
  test: NetworkData | undefined,
  plan: TrainingPlan,
  caller: string,
): GradientSource {
  requireNetworkData(network, data, caller);
  if (test) requireNetworkData(network, test, `${caller}: test data`);
  const machine = networkMachine(network, machineOptions(plan, network, data.count));
  return networkSource(machine, data, test, plan);
}
