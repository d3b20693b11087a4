import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Layer } from "./layers.js";
import { placeLayers } from "./placeLayers.js";
import { requireNetwork } from "./requireNetwork.js";
import { sizeOf } from "./sizeOf.js";

/** What a network's outputs are compared with, see `losses`. */
export type LossName = "meanSquaredError" | "binaryCrossEntropy" | "softmaxCrossEntropy";

/** [channels, rows, columns] of an image, or [features]. */
export type Shape = readonly number[];

/** Parameters of a network that belong together: a part of its flat array. */
export interface ParameterView {
  /** Unique: the layer's place among those with parameters of its kind, and what it is: "linear1.weights". */
  readonly name: string;
  /** Where it starts in the flat array. */
  readonly offset: number;
  /** [outputs, inputs], [outputs, inputs, size, size] or [channels]; row-major. */
  readonly shape: Shape;
  readonly role: "weights" | "bias" | "scale" | "shift";
}

/** A layer with its place in a network. */
export interface PlacedLayer {
  readonly layer: Layer;
  readonly input: Shape;
  readonly output: Shape;
  /** Places in `parameters` of the network: weights and bias, or scale and shift; else empty. */
  readonly views: readonly number[];
  /** Of a batch normalization, where its running means start in the network's state; variances follow. */
  readonly state: number;
  /** Of a residual block, its layers; else empty. */
  readonly inner: readonly PlacedLayer[];
}

/**
 * A feed-forward network as plain data: it can be stored and sent to a worker. Its parameters are one
 * flat array; each {@link ParameterView} names a part of it.
 */
export interface Network {
  /** Identifier in tables. */
  readonly name: string;
  readonly input: Shape;
  readonly layers: readonly PlacedLayer[];
  /** Numbers in the output of the last layer. */
  readonly outputs: number;
  readonly loss: LossName;
  readonly parameters: readonly ParameterView[];
  /** Length of the flat array. */
  readonly parameterCount: number;
  /** Running means and variances of all batch normalizations; 0 if there are none. */
  readonly stateCount: number;
}

/**
 * Inputs with what a network should make of them.
 *
 * Image n has the numbers n·size … (n + 1)·size − 1 of `inputs`, channel by channel, row by row.
 */
export interface NetworkData {
  readonly inputs: Float64Array | Float32Array;
  /**
   * `outputs` numbers per image: values, probabilities; or one class 0 … outputs − 1 per image, which
   * stands for the numbers 1 at the class and 0 elsewhere.
   */
  readonly targets: Float64Array | { readonly classes: Uint8Array };
  /** Number of images. */
  readonly count: number;
  /** Where it is from, for tables and captions. */
  readonly source: string;
}

/** What {@link network} makes a network of. */
export interface NetworkSpec {
  /** Identifier in tables; "network" unless told. */
  readonly name?: string;
  /** [channels, rows, columns] of an image, or [features]. */
  readonly input: Shape;
  readonly layers: readonly Layer[];
  readonly loss: LossName;
}

const losses: readonly LossName[] = [
  "meanSquaredError",
  "binaryCrossEntropy",
  "softmaxCrossEntropy",
];

/**
 * A feed-forward network: examines its layers and works out their shapes, the order of its parameters
 * (layer after layer, weights before biases, those of a residual block in their place), and counts.
 *
 * @returns frozen plain data
 * @throws RangeError if a size is no integer ≥ 1, or a layer does not fit what it gets; the layer is
 *   named, "layers[2]"
 * @throws TypeError if a layer, a loss or an option is unknown
 *
 * @example
 * const xor = network({ input: [2], layers: [linear(2), activation("tanh"), linear(1)], loss: "meanSquaredError" });
 * xor.parameterCount; // 9
 */
export function network(spec: NetworkSpec): Network {
  requireKnown(spec, ["name", "input", "layers", "loss"], "option", "network");
  const { name = "network", input, layers, loss } = spec;
  if (typeof name !== "string")
    throw new TypeError(`network: expected a name, got ${kindOf(name)}`);
  if (!losses.includes(loss))
    throw new TypeError(`network: loss must be one of ${losses.join(", ")}, got ${kindOf(loss)}`);
  const isShape =
    Array.isArray(input) &&
    (input.length === 1 || input.length === 3) &&
    input.every((n) => Number.isInteger(n) && n >= 1);
  if (!isShape)
    throw new RangeError(
      `network: input must be [channels, rows, columns] or [features], integers >= 1, got [${input}]`,
    );
  const placed = placeLayers(input, layers);
  const outputs = sizeOf(placed.layers[placed.layers.length - 1].output);
  if (loss === "softmaxCrossEntropy" && outputs < 2)
    throw new RangeError(`network: softmaxCrossEntropy needs at least 2 outputs, got ${outputs}`);
  return frozen({ name, input: [...input], ...placed, outputs, loss });
}

/**
 * The part of a flat array of parameters that a name stands for; writing to it writes to the array.
 *
 * @param theta - parameters, a gradient …: `parameterCount` numbers
 * @throws RangeError if the network has no parameters of that name, or another number of them
 * @throws TypeError if it is no network, or θ no typed array
 *
 * @example
 * parameterView(xor, theta, "linear2.bias")[0] = 0.5;
 */
export function parameterView<A extends Float64Array | Float32Array>(
  network: Network,
  theta: A,
  name: string,
): A {
  requireNetwork(network, "parameterView");
  const { name: networkName, parameters, parameterCount } = network;
  const view = parameters.find((each) => each.name === name);
  if (!view)
    throw new RangeError(
      `parameterView: ${networkName} has no "${name}", expected one of ${parameters.map((each) => each.name).join(", ")}`,
    );
  if (!ArrayBuffer.isView(theta))
    throw new TypeError(
      `parameterView: expected parameters in a Float64Array or a Float32Array, got ${kindOf(theta)}`,
    );
  if (theta.length !== parameterCount)
    throw new RangeError(
      `parameterView: expected ${parameterCount} parameters, got ${theta.length}`,
    );
  return theta.subarray(view.offset, view.offset + sizeOf(view.shape)) as A;
}

/** The same data, which nobody can change. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) frozen(part);
  return Object.freeze(value);
}
