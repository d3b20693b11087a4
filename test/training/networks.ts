import { initialise } from "../../lib/networks/initialise.js";
import {
  activation,
  averagePooling,
  batchNorm,
  convolution,
  type Layer,
  linear,
} from "../../lib/networks/layers.js";
import { type Network, type NetworkData, network } from "../../lib/networks/network.js";
import { randomStream } from "../../lib/numerics/random.js";

/** 2-3-1 with tanh; mean squared error. */
export const small: Network = network({
  ...{ name: "small", input: [2], loss: "meanSquaredError" },
  layers: [linear(3), activation("tanh"), linear(1)],
});

/** XOR with targets 0.1 and 0.9. */
export const xor: NetworkData = {
  inputs: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1),
  targets: Float64Array.of(0.1, 0.9, 0.9, 0.1),
  ...{ count: 4, source: "XOR" },
};

/** A start of `small`. */
export const start = (seed: number): Float64Array => initialise(small, { kind: "normal", seed });

const classifierLayers = (normalized: boolean): Layer[] => [
  convolution(2, 3, 1),
  ...(normalized ? [batchNorm()] : []),
  ...[activation("relu"), averagePooling(2), linear(3)],
];

/** Three classes of images of 4 × 4 pixels, with batch normalization or without. */
export const classifier = (normalized: boolean): Network =>
  network({
    ...{ name: "classifier", input: [1, 4, 4], loss: "softmaxCrossEntropy" },
    layers: classifierLayers(normalized),
  });

/** Images of the classifier: noise with a bright row, the class's. */
export function stripes(count: number, seed = 1): NetworkData {
  const { uniform } = randomStream(seed, "stripes");
  const classes = Uint8Array.from({ length: count }, (_, n) => (n * 7) % 3);
  const inputs = Float64Array.from({ length: 16 * count }, (_, k) => {
    const row = Math.floor((k % 16) / 4);
    return uniform(k) / 2 + (row === classes[Math.floor(k / 16)] ? 1 : 0);
  });
  return { inputs, targets: { classes }, count, source: "stripes" };
}
