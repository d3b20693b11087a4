import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import type { Network, NetworkData } from "../networks/network.js";
import type { MapOptions } from "../numerics/jobs.js";
import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { requireStart } from "./descentOptions.js";
import { objectiveSource } from "./optimizing/objectiveSource.js";
import { firstState } from "./optimizing/trainingLoop.js";
import { trainingPlan } from "./optimizing/trainingPlan.js";
import { startedTraining, type Training, type TrainingExtras, trainingOn } from "./training.js";
import type { TrainingOptions } from "./trainingOptions.js";
import type { TrainingRun } from "./trainingRun.js";

/** What `train` may be given beside its options. */
export interface TrainingRequest extends TrainingExtras, MapOptions {}

/**
 * Trains a network in a number format. Step t = 0, 1, …, with batch B_t, learning rate η_t and
 * optimizer state s_t, in the plainest case:
 *
 *     g_t = ∇(mean of ℓ over B_t) at θ_t,      (θ_{t+1}, s_{t+1}) = step(θ_t, clipped g_t, s_t; η_t)
 *
 * `sgd`, `adam`, `adamW` and `rmsProp` say what a step is, `learningRateAt` what η is.
 *
 * **What is rounded.** fl is rounding to `format` by `rounding`.
 *
 * - *float64 and float32, natively* (level `operation` of these formats to nearest-even, their
 *   default): every operation of network and optimizer is one of that type;
 * - `update`: g = fl(∇L(θ)) with ∇L in float64; (θ, s) ← fl(step(θ, g, s)), the step one fused
 *   computation in float64 whose results, θ and each array of s, are rounded once;
 * - `tensor`: the same, and in the network the inputs, each layer's output, each backward tensor and
 *   each gradient of parameters are rounded as they are stored. Inside a layer sums are accumulated
 *   in float32 if the format's numbers are float32's and have at most 12 bits (products are then exact
 *   there), else in float64;
 * - `operation`: every scalar operation rounded, of the network and of the step, in the order of
 *   their formulas; η, β₁, 1 − β₁, η/(1 − β₁ᵗ) … are evaluated in float64 and rounded, each once. A
 *   small one may become 0: Adam's ε = 10⁻⁸ does in float16, and 0/0 is then NaN.
 *
 * *Master weights*: θ and s are of that type and every operation of the step is too; the gradient is
 * taken at fl(θ), at the run's level. Mixed precision as it is practised. The start is then rounded
 * to the master type, otherwise to the format.
 *
 * *Loss scaling*: each image's loss is multiplied by the factor before the backward pass. The gradient
 * is divided by it as soon as it is complete: in the master type, or in the native one, or else with
 * the quotient rounded to the format, where it can underflow again. Dynamic: see `LossScaling`; a step
 * left out counts as a step for schedule and batches, not for Adam's t.
 *
 * *Clipping*: after that and before the optimizer, ‖g‖ being a plain sum of squares in float64.
 *
 * *Stochastic rounding*: the network takes its bits from (seed, step 4t), the optimizer from (seed,
 * 4t + 1), the n-th number rounded element n. Evaluations have steps of their own (4t + 2, 4t + 3): neither
 * they nor recording changes a bit. Start, η and other scalars are rounded to nearest.
 *
 * **Batches.** An epoch takes the images in a random order keyed by (seed, epoch), the same in every
 * format; its last batch is what is left. The full batch has the images in their own order. Batch
 * normalization takes statistics of whole batches; running ones follow also in steps left out.
 *
 * **How it ends**, tested before each step in this order:
 *
 * - `diverged`: a parameter or the gradient is not finite (with dynamic loss scaling, at a factor below
 *   2⁻³² too), ‖θ‖ > 10¹⁰⁰, or the loss of the end is not finite; recorded, never thrown;
 * - `converged`: a tolerance is reached. With the full batch by loss and gradient of the step; with
 *   mini-batches in rows of the history, by the row's loss and mean gradient norm;
 * - `stalled`: it will not move again. Not with stochastic rounding. With the full batch, from where η
 *   (and Adam's correction) no longer changes: θ and s came back to what they were, bit for bit, so
 *   they always will (not with dynamic loss scaling). With mini-batches, as a rule rather than a proof:
 *   constant η, no step left out, and θ unchanged after a whole epoch, or so many that they are 7/(1 − β)
 *   steps, β the slowest mean of the optimizer.
 *   Running statistics of batch normalization may then still be on their way;
 * - `budget`: none of these within the steps.
 *
 * A row of the history costs a forward pass over all the data. Beside the gradient a step costs a few
 * nanoseconds a parameter.
 *
 * @param network - what is trained
 * @param data - at least one image; its inputs are not changed
 * @param options - see {@link TrainingOptions}
 * @param more - test data; the start; a signal that aborts; a callback for progress in steps, both
 *   looked at after each epoch, or each 100 steps if that is longer
 * @returns parameters, how the run ended, its history
 * @throws RangeError if a number is out of range, data and network do not fit, or epochs and steps are
 *   both given, or neither
 * @throws TypeError if the format is none, or there is no such option or word
 * @throws the signal's reason if it is aborted
 *
 * @example
 * const options = {
 *   format: float16, masterWeights: "float32", lossScaling: { kind: "dynamic" },
 *   optimizer: sgd({ momentum: 0.9 }), schedule: cosine(0.05), batchSize: 64, epochs: 20, seed: 1,
 * } as const;
 * train(network, data, options).history.at(-1)?.accuracy;
 */
export function train(
  network: Network,
  data: NetworkData,
  options: TrainingOptions,
  more: TrainingRequest = {},
): TrainingRun {
  const { signal, onProgress, ...extras } = known(more, ["test", "start"], "train");
  signal?.throwIfAborted();
  const training = startedTraining(network, data, options, extras, "train");
  return watched(training, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
}

/**
 * The same on any objective, a landscape for example: its gradient is the full batch's, an epoch is a
 * step, and the history's losses are those of float64. At level `update` with plain `sgd` at a constant
 * rate it is `descend`, bit for bit.
 *
 * At the other levels ĝ is `gradientOver` of the format's arithmetic, each scalar of a formula being a
 * tensor. Loss scaling multiplies the finished gradient: the inside of a formula is not scaled.
 *
 * @param start - inside the objective's domain, if it has one
 * @param options - without `batchSize`
 * @throws as {@link train}, and a TypeError if a level other than `update` meets an objective without
 *   `gradientOver`
 *
 * @example
 * const options = { format: float8_e4m3fn, optimizer: sgd(), schedule: constantRate(0.05) };
 * trainObjective(twoValleys, Float64Array.of(0.5, 1.5), { ...options, steps: 500, seed: 1 }).status;
 */
export function trainObjective(
  objective: Objective,
  start: Float64Array,
  options: TrainingOptions,
  more: MapOptions = {},
): TrainingRun {
  const { signal } = known(more, [], "trainObjective");
  signal?.throwIfAborted();
  return watched(startObjective(objective, start, options), more);
}

function startObjective(
  objective: Objective,
  start: Float64Array,
  options: TrainingOptions,
): Training {
  const caller = "trainObjective";
  requireObjective(objective, caller);
  const plan = trainingPlan(options, caller);
  if (options.batchSize !== undefined)
    throw new RangeError(
      `${caller}: an objective has no batches, got batchSize ${options.batchSize}`,
    );
  requireStart(objective, start, caller);
  return trainingOn(objectiveSource(objective, plan, caller), plan, firstState(plan, start, 1));
}

/** The same, refused if it has another member than these and those of {@link MapOptions}. */
function known<T extends MapOptions>(more: T, names: readonly string[], caller: string): T {
  requireKnown(more, [...names, "signal", "onProgress"], "option", caller);
  const { onProgress } = more;
  if (onProgress !== undefined && typeof onProgress !== "function")
    throw new TypeError(`${caller}: onProgress must be a function, got ${kindOf(onProgress)}`);
  return more;
}

/** Makes all steps of a run, looking up now and then. */
function watched(training: Training, { signal, onProgress }: MapOptions): TrainingRun {
  const { stepsPerEpoch, totalSteps } = training;
  const part = stepsPerEpoch * Math.ceil(100 / stepsPerEpoch);
  while (!training.advance(part)) {
    onProgress?.(training.stepCount, totalSteps);
    signal?.throwIfAborted();
  }
  onProgress?.(training.stepCount, totalSteps);
  return training.run();
}
