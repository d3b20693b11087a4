import { LANES } from "../../kernels/layerKernels.js";
import type { Layer } from "../layers.js";
import type { Network, PlacedLayer, Shape } from "../network.js";
import { sizeOf } from "../sizeOf.js";
import { shareGradientPlaces } from "./shareGradientPlaces.js";
import { type LayerPlace, NONE, type TensorPlace } from "./tensorPlaces.js";

/** Offsets of everything in the memory of a machine, in elements; those of tensors multiples of 4. */
export interface MachineLayout {
  readonly lanes: number;
  readonly length: number;
  /** Arrays as long as the network's parameters; direction and product are empty without second order. */
  readonly parameters: number;
  readonly gradient: number;
  readonly direction: number;
  readonly product: number;
  readonly state: number;
  /** Arrays as long as the parameters that are nobody's. */
  readonly spare: readonly number[];
  /** Target of each output and image, and weight of each image. */
  readonly targets: number;
  readonly weights: number;
  readonly input: TensorPlace;
  readonly output: TensorPlace;
  readonly layers: readonly LayerPlace[];
}

/** Numbers per channel that batch normalization needs. */
export const NORM_NUMBERS = 12;

/** Elements between the starts of tensors: a cache line of float32. */
const LINE = 16;

/**
 * Lays a network out in one memory.
 *
 * An activation, and the sum of a residual block, are put where their operand was, if nobody needs it
 * any more. The tensors of the backward pass share two or three places; those that a directional pass
 * needs again have their own.
 *
 * @param images - most images at a time
 * @param spareCount - how many arrays as long as the parameters are nobody's
 */
export function machineLayout(
  network: Network,
  images: number,
  secondOrder: boolean,
  spareCount = 0,
): MachineLayout {
  const lanes = Math.ceil(images / LANES) * LANES;
  let length = 0;
  const take = (count: number): number => {
    const at = length;
    length += Math.ceil(count / LINE) * LINE;
    return at;
  };
  const takeIf = (needed: boolean, count: number): number => (needed ? take(count) : NONE);
  const tensor = (shape: Shape, changes: boolean): TensorPlace => {
    const count = sizeOf(shape) * lanes;
    const at = take(count);
    const change = takeIf(changes && secondOrder, count);
    return { count, at, changes, change, gradient: NONE, gradientChange: NONE };
  };

  const layOut = (all: readonly PlacedLayer[], first: TensorPlace): LayerPlace[] => {
    let input = first;
    return all.map((placed, k) => {
      const { layer, output: shape } = placed;
      const inner = layOut(placed.inner, input);
      const parameters = parameterRange(network, placed);
      const changes =
        input.changes || parameters.count > 0 || inner.some((each) => each.output.changes);
      // the layer whose result may be overwritten, and that result; an activation needs its own
      const before = layer.kind === "residual" ? placed.inner[placed.inner.length - 1] : all[k - 1];
      const operand = layer.kind === "residual" ? inner[inner.length - 1].output : input;
      const isFree = before !== undefined && !isActivation(before.layer);
      const inPlace = isFree && (layer.kind === "residual" || isActivation(layer));
      const output = inPlace ? { ...operand } : tensor(shape, changes);

      const isNorm = layer.kind === "batchNorm";
      const [own, ownChange] =
        isNorm && isFree && input.changes
          ? [input.at, input.change]
          : [
              takeIf(isNorm || layer.kind === "maxPooling", output.count),
              takeIf(isNorm && secondOrder, output.count),
            ];
      const perChannel = takeIf(isNorm, NORM_NUMBERS * shape[0]);
      const place = { placed, input, output, parameters, own, ownChange, perChannel, inner };
      input = output;
      return place;
    });
  };

  const { parameterCount, stateCount, outputs } = network;
  const parameters = take(parameterCount);
  const gradient = take(parameterCount);
  const spare = Array.from({ length: spareCount }, () => take(parameterCount));
  const direction = take(secondOrder ? parameterCount : 0);
  const product = take(secondOrder ? parameterCount : 0);
  const state = take(stateCount);
  const targets = take(outputs * lanes);
  const weights = take(lanes);
  const input = tensor(network.input, false);
  const layers = layOut(network.layers, input);
  shareGradientPlaces(layers, secondOrder, take);
  const arrays = { parameters, gradient, spare, direction, product, state, targets, weights };
  return { lanes, length, ...arrays, input, output: layers[layers.length - 1].output, layers };
}

const isActivation = ({ kind }: Layer): boolean =>
  kind === "tanh" || kind === "sigmoid" || kind === "relu";

/** The parameters of one layer lie together. */
function parameterRange({ parameters }: Network, { views }: PlacedLayer): LayerPlace["parameters"] {
  const count = views.reduce((sum, view) => sum + sizeOf(parameters[view].shape), 0);
  return { at: count > 0 ? parameters[views[0]].offset : 0, count };
}
