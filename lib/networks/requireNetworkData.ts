import { kindOf } from "../numerics/kindOf.js";
import type { Network, NetworkData } from "./network.js";
import { requireNetwork } from "./requireNetwork.js";
import { sizeOf } from "./sizeOf.js";

/**
 * Refuses data that a network cannot take.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it is no data
 * @throws RangeError if there is no image, or lengths or classes do not fit the network
 *
 * @example
 * requireNetworkData(xor, data, "here"); // nothing happens
 */
export function requireNetworkData(network: Network, data: NetworkData, caller: string): void {
  requireNetwork(network, caller);
  const { inputs, targets, count } = data ?? {};
  if (!(inputs instanceof Float64Array || inputs instanceof Float32Array))
    throw new TypeError(
      `${caller}: inputs must be a Float64Array or a Float32Array, got ${kindOf(inputs)}`,
    );
  const requireLength = (what: string, length: number, each: number): void => {
    if (length !== count * each)
      throw new RangeError(
        `${caller}: expected ${each} ${what} for each of ${count} images, got ${length}`,
      );
  };
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`${caller}: expected at least 1 image, got ${kindOf(count)}`);
  requireLength("inputs", inputs.length, sizeOf(network.input));
  if (targets instanceof Float64Array) {
    requireLength("targets", targets.length, network.outputs);
    return;
  }
  const { classes } = targets ?? {};
  if (!(classes instanceof Uint8Array))
    throw new TypeError(
      `${caller}: targets must be a Float64Array or classes in a Uint8Array, got ${kindOf(targets)}`,
    );
  requireLength("class", classes.length, 1);
  const wrong = classes.findIndex((each) => each >= network.outputs);
  if (wrong >= 0)
    throw new RangeError(
      `${caller}: expected classes below ${network.outputs}, got ${classes[wrong]} of image ${wrong}`,
    );
}
