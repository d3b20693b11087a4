import { kindOf } from "../../numerics/kindOf.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { type Activation, activation, type Layer, linear } from "../layers.js";
import { type LossName, type Network, network } from "../network.js";

/** What {@link mlp} may be told. */
export interface MlpOptions {
  /** Of the hidden units; tanh unless told. */
  readonly activation?: Activation;
  /** Of the outputs; none unless told. */
  readonly outputActivation?: Activation;
  /** Unless told `meanSquaredError`. */
  readonly loss?: LossName;
  /** Unless told "mlp(2,3,1)". */
  readonly name?: string;
}

/**
 * A multilayer perceptron: linear layers, each but the last with an activation behind it.
 *
 *     Σ over layers of (inputs + 1)·outputs   parameters
 *
 * @param widths - features of the input, units of each hidden layer, outputs: at least two numbers
 * @throws RangeError if there are fewer, or one is no integer ≥ 1
 * @throws TypeError if an option is unknown, or a word that is none
 *
 * @example
 * mlp([2, 3, 1]).parameterCount; // 13
 * mlp([784, 128, 128, 10], { activation: "relu", loss: "softmaxCrossEntropy" }).parameterCount; // 118,282
 */
export function mlp(widths: readonly number[], options: MlpOptions = {}): Network {
  requireKnown(options, ["activation", "outputActivation", "loss", "name"], "option", "mlp");
  const { outputActivation, loss = "meanSquaredError" } = options;
  const hidden = options.activation ?? "tanh";
  const isWidths = Array.isArray(widths) && widths.every((n) => Number.isSafeInteger(n) && n >= 1);
  if (!isWidths || widths.length < 2)
    throw new RangeError(
      `mlp: expected at least 2 widths, integers >= 1, got ${Array.isArray(widths) ? `[${widths.map(kindOf).join(", ")}]` : kindOf(widths)}`,
    );
  const [input, ...outputs] = widths;
  const layers = outputs.flatMap((units, k): Layer[] => {
    const behind = k < outputs.length - 1 ? hidden : outputActivation;
    return behind === undefined ? [linear(units)] : [linear(units), activation(behind)];
  });
  const { name = `mlp(${widths.join()})` } = options;
  return network({ name, input: [input], layers, loss });
}
