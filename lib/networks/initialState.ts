import type { Network } from "./network.js";

/**
 * Running statistics of batch normalization before anything was seen: means 0, variances 1.
 *
 * @example
 * initialState(xor); // []
 */
export function initialState(network: Network): Float64Array {
  const state = new Float64Array(network.stateCount);
  const write = (layers: Network["layers"]): void => {
    for (const { layer, input, state: at, inner } of layers) {
      if (layer.kind === "batchNorm") state.fill(1, at + input[0], at + 2 * input[0]);
      write(inner);
    }
  };
  write(network.layers);
  return state;
}
