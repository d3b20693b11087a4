import type { Layer } from "./layers.js";

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
  /** `outputs` numbers per image: values, probabilities; or one class 0 … outputs − 1 per image. */
  readonly targets: Float64Array | { readonly classes: Uint8Array };
  /** Number of images. */
  readonly count: number;
  /** Where it is from, for tables and captions. */
  readonly source: string;
}
