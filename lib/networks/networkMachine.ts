import { residentArray } from "../kernels/residentArray.js";
import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { isStochastic, type RoundingMode } from "../precision/rounding/rounding.js";
import { initialState } from "./initialState.js";
import { machineArithmetic } from "./machine/machineArithmetic.js";
import { machineLayout } from "./machine/machineLayout.js";
import { networkPasses } from "./machine/passes.js";
import type { Room } from "./machine/room.js";
import type { Network, NetworkData } from "./network.js";
import { requireNetwork } from "./requireNetwork.js";
import { sizeOf } from "./sizeOf.js";

/** How a {@link NetworkMachine} computes. */
export interface MachineOptions {
  /**
   * `float64` (default) or `float32`: every operation in that type, natively. With `rounding`, the
   * type that sums are accumulated in.
   */
  readonly type?: "float64" | "float32";
  /** What is rounded beside that; nothing unless told. */
  readonly rounding?: MachineRounding;
  /** Most images at a time; 64 unless told. */
  readonly images?: number;
  /** Whether it can do Hessian-vector products, which takes some three times the memory. */
  readonly secondOrder?: boolean;
  /** How many arrays as long as θ it keeps for its user; none unless told. */
  readonly spare?: number;
  /** false computes plainly where there is SIMD too; the bits are the same. */
  readonly simd?: boolean;
}

/** A number format that a machine emulates. */
export interface MachineRounding {
  readonly format: FloatFormat;
  /**
   * `tensor`: the inputs, each layer's output, each backward tensor, each gradient of parameters, once
   * it is computed in `type`; targets, weights, the loss, running statistics and the directional pass
   * are not. `operation`: every scalar operation, in float64 memory.
   */
  readonly level: "tensor" | "operation";
  /** Nearest-even unless told. */
  readonly mode?: RoundingMode;
  /** Of the stochastic modes, which need it: bits are keyed by (seed, step, count of numbers rounded). */
  readonly seed?: number;
}

/** Which statistics batch normalization uses. */
export type NormMode = "training" | "evaluation";

/**
 * A network laid out in one memory, with everything that evaluating it needs. Nothing is allocated
 * after it is made.
 *
 * One pass: `load`, `forward`, then `backward`, which adds to `gradient`; with `secondOrder` then
 * `directional`, for as many directions as one likes. Batch normalization in training sees the images
 * that are loaded: the whole batch has to be.
 */
export interface NetworkMachine {
  readonly network: Network;
  readonly type: "float64" | "float32";
  /** Most images at a time. */
  readonly images: number;
  /** θ, to be written by the caller: numbers of the emulated format, where there is one. */
  readonly parameters: Float64Array | Float32Array;
  /** Σ over the images loaded since `clear` of weight·∂ℓ/∂θ. */
  readonly gradient: Float64Array | Float32Array;
  /** Running means and variances of batch normalization; means 0, variances 1 at first. */
  readonly state: Float64Array | Float32Array;
  /** v, of the Hessian-vector product; empty without `secondOrder`. */
  readonly direction: Float64Array | Float32Array;
  /** Σ over the images of weight·(∂²ℓ/∂θ²)·v; empty without `secondOrder`. */
  readonly product: Float64Array | Float32Array;
  /** Arrays of zeros as long as θ, in the same memory, that are its user's. */
  readonly spare: readonly (Float64Array | Float32Array)[];
  /** Outputs of the images loaded last, [output][lane]; `lanes` of them a row. */
  readonly outputs: Float64Array | Float32Array;
  readonly lanes: number;
  /** Sets `gradient` and `product` to 0. */
  clear(): void;
  /** Keys the bits of stochastic rounding from here on. */
  atStep(step: number): void;
  /**
   * Takes images `order[first]` … `order[first + count − 1]` of the data (without order, `first` …).
   *
   * @param weight - of each image's loss: 1/N for the mean of N, times the factor of loss scaling
   * @throws RangeError if there are not so many images in the data or in the machine, or they have
   *   another size
   */
  load(data: NetworkData, first: number, count: number, weight: number, order?: Uint32Array): void;
  /**
   * Outputs of the loaded images; returns Σ weight·ℓ, a sum of doubles, each ℓ computed as the machine
   * does. In training, `state` follows the batch.
   *
   * @throws TypeError if the mode is unknown
   */
  forward(mode: NormMode): number;
  /** Adds ∂/∂θ Σ weight·ℓ to `gradient`. */
  backward(): void;
  /** Adds the Hessian of Σ weight·ℓ, times `direction`, to `product`; after `forward`, `backward`. */
  directional(): void;
}

/**
 * A network in memory of its own, ready to compute.
 *
 * Per image about 2 operations for each weight and place forward, 4 backward, 10 in the directional
 * pass. Memory: the outputs of all layers for `images` images and two or three tensors more; three
 * times that with `secondOrder`.
 *
 * @param network - made by `network`
 * @param options - type, emulated format, number of images
 * @throws TypeError if an option is misspelt, or a stochastic mode has no seed
 * @throws RangeError if `images` is no integer ≥ 1 or `spare` none ≥ 0, if float32 cannot hold the format, or at level
 *   `operation`, or if there is no memory
 *
 * @example
 * const machine = networkMachine(xor, { images: 4 });
 * machine.parameters.set(theta);
 * machine.load(data, 0, 4, 1 / 4);
 * const loss = machine.forward("training");
 * machine.backward();
 */
export function networkMachine(network: Network, options: MachineOptions = {}): NetworkMachine {
  requireMachineOptions(options);
  const { type = "float64", rounding, images = 64, secondOrder = false, simd = true } = options;
  const { spare = 0 } = options;
  requireNetwork(network, "networkMachine");
  const layout = machineLayout(network, images, secondOrder, spare);
  const gibibytes = (layout.length * (type === "float64" ? 8 : 4)) / 2 ** 30;
  if (!(gibibytes <= 4))
    throw new RangeError(
      `networkMachine: expected at most 4 GiB, ${network.name} needs ${gibibytes.toFixed(1)} for ${images} images at a time`,
    );
  const { lanes, output } = layout;
  const numbers =
    type === "float64" ? residentArray(layout.length) : residentArray(layout.length, "float32");
  const arithmetic = machineArithmetic(numbers, rounding, simd);
  const room: Room<number> = { layout, numbers, images: 0, ...arithmetic };
  const passes = networkPasses(network, room);

  const { parameterCount, stateCount } = network;
  const array = (at: number, count: number): Float64Array | Float32Array =>
    numbers.subarray(at, at + count);
  const gradient = array(layout.gradient, parameterCount);
  const direction = array(layout.direction, secondOrder ? parameterCount : 0);
  const product = array(layout.product, secondOrder ? parameterCount : 0);
  const state = array(layout.state, stateCount);
  state.set(initialState(network));
  let weightOfEach = 0;
  return {
    network,
    type,
    images,
    lanes,
    parameters: array(layout.parameters, parameterCount),
    ...{ gradient, state, direction, product },
    spare: layout.spare.map((at) => array(at, parameterCount)),
    outputs: array(output.at, output.count),
    clear: () => {
      gradient.fill(0);
      product.fill(0);
    },
    atStep: (step) => arithmetic.atStep(room, step),
    load: (data, first, count, weight, order) => {
      const last = order ? order.length : data.count;
      if (!(count >= 1 && count <= images && first >= 0 && first + count <= last))
        throw new RangeError(
          `load: expected at most ${images} of ${last} images, got images ${first} … ${first + count - 1}`,
        );
      if (data.inputs.length !== data.count * sizeOf(network.input))
        throw new RangeError(
          `load: expected ${data.count} images of ${sizeOf(network.input)} numbers, got ${data.inputs.length} numbers`,
        );
      passes.load(data, first, count, weight, order);
      weightOfEach = weight;
    },
    forward: (mode) => {
      if (mode !== "training" && mode !== "evaluation")
        throw new TypeError(`forward: mode must be training or evaluation, got ${kindOf(mode)}`);
      passes.forward(mode);
      let sum = 0;
      for (let n = 0; n < room.images; n++) sum += weightOfEach * passes.lossOf(n);
      return sum;
    },
    backward: passes.backward,
    directional: () => {
      if (!secondOrder)
        throw new TypeError("directional: the machine was made without secondOrder");
      passes.directional();
    },
  };
}

function requireMachineOptions(options: MachineOptions): void {
  const known = ["type", "rounding", "images", "secondOrder", "spare", "simd"];
  requireKnown(options, known, "option", "networkMachine");
  const { type = "float64", rounding, images = 64, spare = 0 } = options;
  if (type !== "float64" && type !== "float32")
    throw new TypeError(`networkMachine: type must be float64 or float32, got ${kindOf(type)}`);
  if (!Number.isSafeInteger(images) || images < 1)
    throw new RangeError(`networkMachine: images must be an integer >= 1, got ${kindOf(images)}`);
  if (!Number.isSafeInteger(spare) || spare < 0)
    throw new RangeError(`networkMachine: spare must be an integer >= 0, got ${kindOf(spare)}`);
  if (rounding === undefined) return;
  requireKnown(rounding, ["format", "level", "mode", "seed"], "rounding", "networkMachine");
  const { level, mode, seed } = rounding;
  if (mode !== undefined && isStochastic(mode) && seed === undefined)
    throw new TypeError(`networkMachine: ${mode} rounding needs a seed, got undefined`);
  if (level !== "tensor" && level !== "operation")
    throw new TypeError(`networkMachine: level must be tensor or operation, got ${kindOf(level)}`);
  if (level === "operation" && type === "float32")
    throw new RangeError("networkMachine: level operation needs type float64, got float32");
}
