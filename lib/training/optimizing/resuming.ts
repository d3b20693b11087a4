import { kindOf } from "../../numerics/kindOf.js";
import type { Checkpoint } from "../checkpoint.js";
import { bufferCount } from "./coefficients.js";
import type { GradientSource } from "./gradientSource.js";
import { plainCopy } from "./plainData.js";
import { copyNumbers } from "./stepArithmetic.js";
import type { TrainingState } from "./trainingLoop.js";
import { type TrainingPlan, trainingPlan } from "./trainingPlan.js";

/** A run as it is now. */
export const checkpointOf = (
  source: GradientSource,
  plan: TrainingPlan,
  state: TrainingState,
): Checkpoint =>
  plainCopy({
    kind: "training checkpoint",
    subject: source.fingerprint(),
    options: plan.options,
    networkState: source.state,
    state,
  });

/** The plan of an interrupted run; {@link takeUp} has its state. */
export function planOf(checkpoint: Checkpoint, caller: string): TrainingPlan {
  requireCheckpoint(checkpoint, caller);
  return trainingPlan(checkpoint.options, caller);
}

/**
 * The state of an interrupted run, in arrays of its own; the source's state is set.
 *
 * @throws RangeError if the checkpoint is one of another network or of other data, or its arrays do
 *   not have the lengths that its options need
 */
export function takeUp(
  checkpoint: Checkpoint,
  source: GradientSource,
  plan: TrainingPlan,
  caller: string,
): TrainingState {
  const { subject, networkState } = checkpoint;
  const own = source.fingerprint();
  if (subject !== own)
    throw new RangeError(
      `${caller}: got network and data with hash ${own}, expected those of the checkpoint, ${subject}`,
    );
  const state = plainCopy(checkpoint.state);
  const buffers = bufferCount(plan.options.optimizer);
  if (state.buffers.length !== buffers)
    throw new RangeError(
      `${caller}: got a checkpoint with ${state.buffers.length} arrays of optimizer state, expected ${buffers}`,
    );
  for (const array of [state.theta, ...state.buffers]) {
    const bytes = plan.storage === "float64" ? 8 : 4;
    if (array.length !== source.dimension || array.BYTES_PER_ELEMENT !== bytes)
      throw new RangeError(
        `${caller}: got a checkpoint with arrays of ${array.length} × ${array.BYTES_PER_ELEMENT} bytes, expected ${source.dimension} × ${bytes}`,
      );
  }
  if (networkState.length !== source.state.length)
    throw new RangeError(
      `${caller}: got a checkpoint with ${networkState.length} running statistics, expected ${source.state.length}`,
    );
  copyNumbers(networkState, source.state);
  return state;
}

/** Refuses what is no checkpoint, such as one that went through JSON: its arrays are none then. */
export function requireCheckpoint(value: Checkpoint, caller: string): void {
  const { theta, buffers, stall, history, vertices } = value?.state ?? {};
  if (
    value?.kind !== "training checkpoint" ||
    !(Array.isArray(buffers) && Array.isArray(history) && Array.isArray(vertices?.steps) && stall)
  )
    throw new TypeError(`${caller}: expected a training checkpoint, got ${kindOf(value)}`);
  for (const array of [value.networkState, theta, ...buffers])
    if (!ArrayBuffer.isView(array))
      throw new TypeError(
        `${caller}: expected a training checkpoint with typed arrays, got ${kindOf(array)} in place of one`,
      );
}
