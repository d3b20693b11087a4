import { requireKnown } from "../../numerics/requireKnown.js";
import {
  activation,
  batchNorm,
  convolution,
  type Layer,
  linear,
  maxPooling,
  residual,
} from "../layers.js";
import { type Network, network } from "../network.js";

/** What {@link resNet} may be told. */
export interface ResNetOptions {
  /** Which reading of the source; "195k" unless told. */
  readonly reading?: "195k" | "table";
}

/**
 * The simplified residual network of the paper on barcodes of minima, for images of 3 × 32 × 32 and
 * 10 classes: convolutions of 3 × 3 that keep the size, four blocks of two with the identity
 * beside them, 16, 32, 64 and 64 channels, max pooling of 2 × 2 between, one batch normalization.
 *
 * The source contradicts itself. Its text says 195k parameters, its table E.7 adds up to 234,058:
 *
 * - `table`: as printed. x⁶ = pooling, convolution 64 → 64, relu; x⁸ = pooling 2 × 2, so that the
 *   linear layer has 64·2·2 = 256 inputs;
 * - `195k` (default): x⁶ is the pooling alone (36,928 parameters fewer), and x⁸ pools the whole 4 × 4
 *   image, so that the linear layer has 64 inputs (1,920 fewer): 195,210. Our guess at what was run,
 *   since it meets the text; nothing else in the table is changed.
 *
 * @throws TypeError if an option or a reading is unknown
 * @see Barannikov et al., Barcodes as summary of loss function's topology, table E.7
 *
 * @example
 * resNet().parameterCount; // 195,210
 * resNet({ reading: "table" }).parameterCount; // 234,058
 */
export function resNet(options: ResNetOptions = {}): Network {
  requireKnown(options, ["reading"], "option", "resNet");
  const { reading = "195k" } = options;
  if (reading !== "195k" && reading !== "table")
    throw new TypeError(`resNet: reading must be "195k" or "table", got ${String(reading)}`);
  const asPrinted = reading === "table";
  const relu = activation("relu");
  const convolved = (channels: number): Layer[] => [convolution(channels, 3, 1), relu];
  const block = (channels: number): Layer =>
    residual([...convolved(channels), convolution(channels, 3, 1)]);
  return network({
    name: asPrinted ? "resNet(table)" : "resNet",
    input: [3, 32, 32],
    layers: [
      ...[...convolved(16), block(16)],
      ...[maxPooling(2), ...convolved(32), block(32)],
      ...[maxPooling(2), ...convolved(64), block(64)],
      ...[maxPooling(2), ...(asPrinted ? convolved(64) : []), block(64)],
      ...[maxPooling(asPrinted ? 2 : 4), batchNorm(), linear(10)],
    ],
    loss: "softmaxCrossEntropy",
  });
}
