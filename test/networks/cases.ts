import {
  activation,
  averagePooling,
  batchNorm,
  convolution,
  type Layer,
  linear,
  maxPooling,
  residual,
} from "../../lib/networks/layers.js";
import {
  type LossName,
  type Network,
  type NetworkData,
  network,
} from "../../lib/networks/network.js";
import { randomStream } from "../../lib/numerics/random.js";

/** A network with data and parameters. */
export interface Case {
  readonly network: Network;
  readonly data: NetworkData;
  readonly theta: Float64Array;
}

/** Numbers between −1 and 1. */
export function randomNumbers(count: number, seed: number): Float64Array {
  const stream = randomStream(seed, "numbers");
  return Float64Array.from({ length: count }, (_, i) => 2 * stream.uniform(i) - 1);
}

/** Random inputs; random targets in (0, 1), or classes for softmax. */
export function randomData(of: Network, count: number, seed = 1): NetworkData {
  const size = of.input.reduce((product, n) => product * n, 1);
  const classes = randomNumbers(count, seed + 1).map((x) => Math.floor(((x + 1) / 2) * of.outputs));
  return {
    inputs: randomNumbers(count * size, seed),
    targets:
      of.loss === "softmaxCrossEntropy"
        ? { classes: Uint8Array.from(classes) }
        : randomNumbers(count * of.outputs, seed + 1).map((x) => (x + 1) / 2),
    count,
    source: "random numbers",
  };
}

export function makeCase(
  name: string,
  input: readonly number[],
  layers: readonly Layer[],
  loss: LossName = "softmaxCrossEntropy",
  count = 6,
): Case {
  const made = network({ name, input, layers, loss });
  return {
    network: made,
    data: randomData(made, count),
    theta: randomNumbers(made.parameterCount, 3),
  };
}

const [tanh, sigmoid, relu] = (["tanh", "sigmoid", "relu"] as const).map(activation);

/** Networks in which the images do not meet. */
export const cases: readonly Case[] = [
  makeCase("linear", [4], [linear(3)], "meanSquaredError"),
  makeCase(
    "tanh and sigmoid",
    [5],
    [linear(7), tanh, linear(4), sigmoid, linear(3)],
    "meanSquaredError",
  ),
  makeCase("relu", [5], [tanh, linear(7), relu, linear(3)], "binaryCrossEntropy"),
  makeCase("activation of an activation", [3], [linear(4), tanh, sigmoid, relu, linear(2)]),
  makeCase("convolution", [2, 6, 5], [convolution(3, 3), tanh, convolution(2, 2, 1), linear(3)]),
  makeCase("maximum pooling", [2, 9, 8], [convolution(3, 3), relu, maxPooling(2), tanh, linear(3)]),
  makeCase("pooling first", [1, 7, 6], [maxPooling(2), averagePooling(1), tanh, linear(3)]),
  makeCase(
    "average pooling",
    [1, 9, 8],
    [convolution(3, 2), averagePooling(3), sigmoid, linear(3)],
  ),
  makeCase(
    "residual",
    [2, 4, 4],
    [
      residual([convolution(2, 3, 1)]),
      residual([convolution(2, 3, 1), tanh, convolution(2, 3, 1)]),
      relu,
      residual([tanh]),
      residual([residual([convolution(2, 3, 1), tanh]), sigmoid]),
      linear(3),
    ],
  ),
];

/** Networks in which they do. */
export const normCases: readonly Case[] = [
  makeCase(
    "batch normalization",
    [2, 5, 5],
    [
      batchNorm(),
      convolution(3, 3, 1),
      batchNorm(1e-3, 0.3),
      tanh,
      batchNorm(),
      ...[linear(4), batchNorm(), sigmoid, linear(3)],
    ],
  ),
  makeCase(
    "batch normalization in residual blocks",
    [2, 4, 4],
    [
      residual([convolution(2, 3, 1), batchNorm(), tanh, convolution(2, 3, 1), batchNorm()]),
      relu,
      averagePooling(2),
      residual([batchNorm(), relu]),
      linear(3),
    ],
  ),
];

/** v·w */
export const dot = (v: Float64Array, w: Float64Array): number =>
  v.reduce((sum, x, i) => sum + x * w[i], 0);

export const norm = (v: Float64Array): number => Math.sqrt(dot(v, v));

/** The largest |v_i − w_i|, relative to ‖w‖. */
export function difference(v: ArrayLike<number>, w: Float64Array): number {
  return Math.max(...w.map((x, i) => Math.abs(v[i] - x))) / norm(w);
}
