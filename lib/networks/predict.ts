import { requireList } from "../landscapes/requireObjective.js";
import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Network } from "./network.js";
import { networkMachine } from "./networkMachine.js";
import { requireNetwork } from "./requireNetwork.js";
import { sizeOf } from "./sizeOf.js";

/** What {@link predict} may be told. */
export interface PredictOptions {
  /** Running means and variances of batch normalization, as a training run ends with; means 0, variances 1 unless told. */
  readonly state?: Float64Array | Float32Array;
}

/**
 * Outputs of a network in float64: what the last layer gives, so logits where the loss is a cross-entropy.
 *
 * @param theta - `parameterCount` numbers
 * @param inputs - image after image, as in {@link NetworkData}
 * @returns `outputs` numbers per image, image after image
 * @throws TypeError if it is no network, or an option is misspelt
 * @throws RangeError if a length does not fit the network
 *
 * @example
 * predict(xorNetwork(2), theta, Float64Array.of(0, 1)); // 1 number: the answer to (0, 1)
 */
export function predict(
  network: Network,
  theta: ArrayLike<number>,
  inputs: Float64Array | Float32Array,
  options: PredictOptions = {},
): Float64Array {
  requireNetwork(network, "predict");
  requireKnown(options, ["state"], "option", "predict");
  const { parameterCount, stateCount, outputs: width } = network;
  const { state } = options;
  requireList(theta, "parameters", "predict");
  if (theta.length !== parameterCount)
    throw new RangeError(`predict: expected ${parameterCount} parameters, got ${theta.length}`);
  if (!(inputs instanceof Float64Array || inputs instanceof Float32Array))
    throw new TypeError(
      `predict: inputs must be a Float64Array or a Float32Array, got ${kindOf(inputs)}`,
    );
  const count = inputs.length / sizeOf(network.input);
  if (!Number.isInteger(count))
    throw new RangeError(
      `predict: expected inputs of ${sizeOf(network.input)} numbers each, got ${inputs.length} numbers`,
    );
  if (state !== undefined && state?.length !== stateCount)
    throw new RangeError(
      `predict: expected a state of ${stateCount} numbers, got ${state?.length}`,
    );
  const outputs = new Float64Array(count * width);
  if (count === 0) return outputs;
  const machine = networkMachine(network, { images: Math.min(count, 64) });
  machine.parameters.set(theta);
  if (state) machine.state.set(state);
  const data = { inputs, targets: new Float64Array(count * width), count, source: "" };
  for (let first = 0; first < count; first += machine.images) {
    const here = Math.min(machine.images, count - first);
    machine.load(data, first, here, 1);
    machine.forward("evaluation");
    for (let n = 0; n < here; n++)
      for (let o = 0; o < width; o++)
        outputs[(first + n) * width + o] = machine.outputs[o * machine.lanes + n];
  }
  return outputs;
}
