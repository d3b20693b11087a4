import { kindOf } from "../../numerics/kindOf.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { activation, batchNorm, convolution, type Layer, linear, maxPooling } from "../layers.js";
import { type Network, network } from "../network.js";

/** What {@link cnnC} may be told. */
export interface CnnCOptions {
  /** Whether there is a batch normalization before each activation; false unless told. */
  readonly batchNorm?: boolean;
}

/** Sides of the pooling windows, by the number of convolutions: each time 32 × 32 becomes 4 × 4. */
const poolings: Readonly<Record<1 | 2 | 3, readonly number[]>> = {
  1: [8],
  2: [2, 4],
  3: [2, 2, 2],
};

/**
 * CNN-1-C, CNN-2-C, CNN-3-C of the paper on barcodes of minima, for images of 3 × 32 × 32 and 10
 * classes: `depth` convolutions of C channels with kernels of 5 × 5, each followed by relu and max
 * pooling, then a linear layer of 16·C features.
 *
 * The tables give no padding; that the linear layer has 16·C inputs means 2 zeros on each side.
 * The last layer has the same size for every depth, by the choice of the pooling windows.
 *
 *     76C + (depth − 1)·(25C² + C) + 160C + 10 parameters, and 2C·depth of batch normalizations
 *
 * @param depth - 1, 2 or 3
 * @param channels - C ≥ 1
 * @throws RangeError if the depth is another, or C no integer ≥ 1
 * @throws TypeError if an option is unknown
 * @see Barannikov et al., Barcodes as summary of loss function's topology, tables E.8–E.10
 *
 * @example
 * cnnC(2, 32, { batchNorm: true }).parameterCount; // 33,322
 */
export function cnnC(depth: 1 | 2 | 3, channels: number, options: CnnCOptions = {}): Network {
  requireKnown(options, ["batchNorm"], "option", "cnnC");
  const windows = poolings[depth];
  if (!windows) throw new RangeError(`cnnC: expected a depth of 1, 2 or 3, got ${String(depth)}`);
  if (!Number.isSafeInteger(channels) || channels < 1)
    throw new RangeError(`cnnC: expected channels, an integer >= 1, got ${kindOf(channels)}`);
  const normalization = options.batchNorm ? [batchNorm()] : [];
  const blocks = windows.flatMap((window): Layer[] => [
    ...[convolution(channels, 5, 2), ...normalization, activation("relu"), maxPooling(window)],
  ]);
  return network({
    name: `CNN-${depth}-${channels}${options.batchNorm ? "-BN" : ""}`,
    input: [3, 32, 32],
    layers: [...blocks, linear(10)],
    loss: "softmaxCrossEntropy",
  });
}
