import type { Status } from "./descentLoop.js";

/** What came of a training run; a Path, with the step number of each vertex. */
export interface TrainingRun {
  /** Kept vertices, m·dim coordinates; the first is the rounded start. */
  readonly points: Float64Array;
  /** Number of parameters. */
  readonly dim: number;
  /** Number of steps before each vertex. */
  readonly steps: Float64Array;
  /** How the run ended; see `descend`. */
  readonly status: Status;
  readonly stepCount: number;
  /** The last parameters, those of the master weights where there are some. */
  readonly end: Float64Array;
  /** Running statistics of batch normalization at the end. */
  readonly state: Float64Array;
  /** Mean loss of the whole training data at the end, as `history` has it. */
  readonly loss: number;
  /** One row per evaluation. */
  readonly history: readonly TrainingRow[];
}

/** The whole training data, and the test data, at one moment of a run. */
export interface TrainingRow {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** Mean loss of the training data, with the parameters and in the arithmetic of the run. */
  readonly loss: number;
  /** Share of training images whose largest output is their class; NaN where there are no classes. */
  readonly accuracy: number;
  /** The same of the test data; NaN without. */
  readonly testLoss: number;
  readonly testAccuracy: number;
  /** Mean over the steps since the last row of ‖∇L‖ of the batch; NaN in the first. */
  readonly gradientNorm: number;
  /** Factor of loss scaling, 1 without; and steps left out so far because a gradient was not finite. */
  readonly lossScale: number;
  readonly skippedSteps: number;
}
