import type { Network } from "./network.js";

/**
 * Whether the loss of an image depends, in training, on the other images of its batch.
 *
 * @example
 * hasBatchNorm(xor); // false
 */
export function hasBatchNorm({ layers }: Pick<Network, "layers">): boolean {
  return layers.some(
    ({ layer, inner }) => layer.kind === "batchNorm" || hasBatchNorm({ layers: inner }),
  );
}
