import { requireKnown } from "../../numerics/requireKnown.js";
import {
  type Activation,
  activation,
  averagePooling,
  convolution,
  type Layer,
  linear,
  maxPooling,
} from "../layers.js";
import { type LossName, type Network, network, type Shape } from "../network.js";

/** What {@link convNet} may be told. */
export interface ConvNetOptions {
  /** [channels, rows, columns]; [1, 28, 28] unless told. */
  readonly input?: Shape;
  /** Of each convolution; 8, 16 unless told. */
  readonly channels?: readonly number[];
  /** Rows and columns of a kernel; 5 unless told. */
  readonly size?: number;
  /** Classes; 10 unless told. */
  readonly outputs?: number;
  /** Behind each convolution; relu unless told. */
  readonly activation?: Activation;
  /** Of windows of 2 × 2 behind each activation; max unless told. */
  readonly pooling?: "max" | "average";
  /** Unless told `softmaxCrossEntropy`. */
  readonly loss?: LossName;
  /** Unless told "convNet". */
  readonly name?: string;
}

/**
 * A small convolutional network: per entry of `channels` a convolution without padding, an
 * activation and a pooling of 2 × 2, then a linear layer.
 *
 * By default 1 × 28 × 28 → 8 × 12 × 12 → 16 × 4 × 4 → 10 with 208 + 3,216 + 2,570 = 5,994 parameters.
 *
 * @throws RangeError if a number is no integer ≥ 1, or the image becomes too small
 * @throws TypeError if an option is unknown, or a word that is none
 *
 * @example
 * convNet().parameterCount; // 5994
 * convNet({ input: [3, 32, 32], channels: [16, 32] }).parameterCount;
 */
export function convNet(options: ConvNetOptions = {}): Network {
  const known = ["input", "channels", "size", "outputs", "activation", "pooling", "loss", "name"];
  requireKnown(options, known, "option", "convNet");
  const { input = [1, 28, 28], channels = [8, 16], size = 5, outputs = 10 } = options;
  const { pooling = "max", loss = "softmaxCrossEntropy", name = "convNet" } = options;
  const behind = activation(options.activation ?? "relu");
  if (!Array.isArray(channels))
    throw new RangeError(`convNet: expected a list of channels, got ${String(channels)}`);
  if (pooling !== "max" && pooling !== "average")
    throw new TypeError(`convNet: pooling must be "max" or "average", got ${String(pooling)}`);
  const pool = pooling === "max" ? maxPooling(2) : averagePooling(2);
  const blocks = channels.flatMap((count): Layer[] => [convolution(count, size), behind, pool]);
  return network({ name, input, layers: [...blocks, linear(outputs)], loss });
}
