import type { FloatFormat } from "../precision/formats/format.js";
import type { RoundingMode } from "../precision/rounding/rounding.js";
import type { Network, NetworkData } from "./network.js";

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
  /** false computes plainly where there is SIMD too; the bits are the same. */
  readonly simd?: boolean;
}

/** A number format that a machine emulates. */
export interface MachineRounding {
  readonly format: FloatFormat;
  /**
   * `tensor`: the inputs, each layer's output, each backward tensor, each gradient of parameters, once
   * it is computed in `type`. `operation`: every scalar operation, in float64 memory.
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
 * One pass: `load`, `forward`, then `backward`, which adds to `gradient`; with `secondOrder` the
 * directional pass `forwardDirection`, `backwardDirection` after them.
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
   */
  load(
    data: NetworkData,
    first: number,
    count: number,
    weight: number,
    order?: Uint32Array,
  ): void;
  /** Outputs of the loaded images; returns Σ weight·ℓ. In training, `state` follows the batch. */
  forward(mode: NormMode): number;
  /** Adds ∂/∂θ Σ weight·ℓ to `gradient`. */
  backward(): void;
  /** Adds the Hessian of Σ weight·ℓ, times `direction`, to `product`; after `forward`, `backward`. */
  directional(): void;
}
