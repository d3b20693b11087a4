import { kindOf } from "../numerics/kindOf.js";
import { hasBatchNorm } from "./hasBatchNorm.js";
import type { NetworkData } from "./network.js";
import type { NetworkMachine, NormMode } from "./networkMachine.js";
import { requireNetworkData } from "./requireNetworkData.js";

/** How well a network does on some data. */
export interface Evaluation {
  /** Mean loss. */
  readonly loss: number;
  /**
   * Share of the images whose class has the largest output, the first of several; an image with a NaN
   * output does not count. NaN where there are no classes.
   */
  readonly accuracy: number;
}

/**
 * Mean loss and accuracy of the parameters that a machine has, in its arithmetic; means in float64.
 *
 * The images go through the machine as many at a time as it takes; the last ones stay loaded. In
 * `training` its running statistics follow.
 *
 * @param mode - statistics of batch normalization; `evaluation` unless told
 * @throws TypeError or RangeError if the data do not fit the network, or are more than one batch of a
 *   network with batch normalization in training
 *
 * @example
 * const { loss, accuracy } = evaluate(machine, test);
 */
export function evaluate(
  machine: NetworkMachine,
  data: NetworkData,
  mode: NormMode = "evaluation",
): Evaluation {
  if (typeof machine?.forward !== "function")
    throw new TypeError(`evaluate: expected a machine of networkMachine, got ${kindOf(machine)}`);
  const { network, images, lanes, outputs } = machine;
  requireNetworkData(network, data, "evaluate");
  const { count, targets } = data;
  if (mode !== "training" && mode !== "evaluation")
    throw new TypeError(`evaluate: mode must be training or evaluation, got ${kindOf(mode)}`);
  if (mode === "training" && count > images && hasBatchNorm(network))
    throw new RangeError(
      `evaluate: batch normalization in training needs all ${count} images at once, got a machine of ${images}`,
    );
  const classes = targets instanceof Float64Array ? undefined : targets.classes;
  const isLargest = (lane: number, own: number): boolean => {
    const largest = outputs[own * lanes + lane];
    for (let o = 0; o < network.outputs; o++) {
      const other = outputs[o * lanes + lane];
      if (!(o < own ? other < largest : other <= largest)) return false;
    }
    return true;
  };
  let loss = 0;
  let right = 0;
  for (let first = 0; first < count; first += images) {
    const here = Math.min(images, count - first);
    machine.load(data, first, here, 1 / count);
    loss += machine.forward(mode);
    if (classes)
      for (let lane = 0; lane < here; lane++) if (isLargest(lane, classes[first + lane])) right++;
  }
  return { loss, accuracy: classes ? right / count : NaN };
}
