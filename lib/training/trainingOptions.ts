import type { FloatFormat } from "../precision/formats/format.js";
import type { RoundingMode } from "../precision/rounding/rounding.js";
import type { RoundingLevel } from "./descentOptions.js";
import type { Optimizer } from "./optimizers.js";
import type { Schedule } from "./schedules.js";

/** What `train` needs to be told; `train` says what it all means. */
export interface TrainingOptions {
  /** Number format of the parameters, and of what `level` says. */
  readonly format: FloatFormat;
  /**
   * What is rounded to the format. `update`: the gradient, evaluated in float64, the new parameters
   * and the optimizer's state; `tensor`: each layer's output and each backward tensor too;
   * `operation`: every scalar operation. Unless told `operation` for float64 and float32, which then
   * run natively, and `tensor` for all others.
   */
  readonly level?: RoundingLevel;
  /**
   * Parameters and optimizer state in this type beside the rounded copy that gradients are taken
   * at; none unless told: they are numbers of the format. float32 for formats whose numbers it has.
   */
  readonly masterWeights?: "float64" | "float32";
  /** Nearest-even unless told; a stochastic mode takes its bits from `seed`. */
  readonly rounding?: RoundingMode;
  /** Factor of the loss before the backward pass, taken out of the gradient after it; none unless told. */
  readonly lossScaling?: LossScaling;
  readonly optimizer: Optimizer;
  readonly schedule: Schedule;
  /** Limits the gradient before the optimizer sees it. */
  readonly clipping?: Clipping;
  /** Images a step; all of them unless told. */
  readonly batchSize?: number;
  /** Passes over the data; either this or `steps` is needed. */
  readonly epochs?: number;
  /** Steps, those included that dynamic loss scaling leaves out. */
  readonly steps?: number;
  /** Of the start (unless one is given), the order of the images, and stochastic rounding. */
  readonly seed: number;
  /**
   * Loss, or gradient norm, that counts as converged; never unless told. With the full batch those of
   * each step, with mini-batches those of the rows of `history`.
   */
  readonly tolerance?: { readonly loss?: number; readonly gradientNorm?: number };
  /** Vertices of the path that are kept, as for `descend`: `all`, `ends` (default), or at most so many. */
  readonly record?: "all" | "ends" | number;
  /**
   * Steps between two rows of `history`, the first at step 0, the last at the end; 0 for the last only.
   * Unless told an epoch, with the full batch a hundredth of the run.
   */
  readonly evaluateEvery?: number;
}

/** The factor that keeps small gradients out of the format's underflow; a power of two rounds nothing. */
export type LossScaling =
  | {
      readonly kind: "static";
      /** Finite and > 0. */
      readonly factor: number;
    }
  | {
      /**
       * Halved, and the step left out, when a gradient is not finite; doubled after `interval` good
       * steps. In a format that saturates nothing overflows: the factor only grows, and gradients end at
       * the largest number over the factor.
       */
      readonly kind: "dynamic";
      /** 65,536 unless told. */
      readonly factor?: number;
      /** 2,000 unless told. */
      readonly interval?: number;
    };

/** Limits a gradient to a norm, all coordinates by one factor, or each coordinate to ±limit; limit > 0. */
export type Clipping =
  | { readonly kind: "norm"; readonly limit: number }
  | { readonly kind: "value"; readonly limit: number };
