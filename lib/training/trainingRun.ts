import type { Status } from "./descentLoop.js";

/** What came of a training run; a Path, with the step number of each vertex. */
export interface TrainingRun {
  /** Kept vertices, m·dim coordinates, row by row; the first is the rounded start. */
  readonly points: Float64Array;
  /** Number of parameters. */
  readonly dim: number;
  /** Number of steps before each of the m vertices. */
  readonly steps: Float64Array;
  /** How the run ended; see `train`. */
  readonly status: Status;
  /** Steps made, those included that were left out because a gradient was not finite. */
  readonly stepCount: number;
  /** The last parameters, those of the master weights where there are some. */
  readonly end: Float64Array;
  /** Running statistics of batch normalization at the end. */
  readonly state: Float64Array;
  /** Mean loss of the whole training data at the end, as `history` has it. */
  readonly loss: number;
  /** One row per evaluation, the last at the end. */
  readonly history: readonly TrainingRow[];
}

/** The whole training data, and the test data, at one moment of a run. */
export interface TrainingRow {
  /** Number of steps before it. */
  readonly step: number;
  /** step over the steps of an epoch. */
  readonly epoch: number;
  /** Of the step that follows. */
  readonly learningRate: number;
  /** Mean loss of the training data, with the parameters (rounded master weights) and in the arithmetic of the run. */
  readonly loss: number;
  /** Share of training images whose largest output is their class; NaN where there are no classes. */
  readonly accuracy: number;
  /** The same of the test data; NaN without. */
  readonly testLoss: number;
  readonly testAccuracy: number;
  /**
   * Mean of ‖∇L‖ of the batch, unscaled and not clipped, over the steps taken since the last row; NaN
   * if there were none.
   */
  readonly gradientNorm: number;
  /** Factor of loss scaling, 1 without. */
  readonly lossScale: number;
  /** Steps left out so far because a gradient was not finite. */
  readonly skippedSteps: number;
}
