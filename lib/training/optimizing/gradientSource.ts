import type { TrainingRow } from "../trainingRun.js";
import type { Numbers } from "./stepArithmetic.js";

/** Where the gradients of a training run come from: a network with its data, or an objective. */
export interface GradientSource {
  /** Number of parameters. */
  readonly dimension: number;
  /** Steps that see all the data once; 1 with the full batch. */
  readonly stepsPerEpoch: number;
  /** What else a gradient changes: running statistics of batch normalization; else empty. */
  readonly state: Numbers;
  /** What {@link pass} wrote; the caller may change it until the next one. */
  readonly gradient: Numbers;
  /**
   * Arrays like it, in the same memory, for what steps change where that is of its type: θ and the
   * optimizer's state.
   */
  readonly places: readonly Numbers[];
  /**
   * Writes ∇(scale·L) of the batch of step `step` at θ, in the arithmetic of the run, to `gradient`.
   *
   * @returns scale·L of the batch
   */
  pass(theta: Numbers, step: number, scale: number): number;
  /** What the parameters make of the whole data, in the arithmetic of the run. */
  evaluate(theta: Numbers, step: number): Judgement;
  /** Hash of all that a resumed run must have in common with the interrupted one. */
  fingerprint(): string;
}

/** A part of a row. */
export type Judgement = Pick<TrainingRow, "loss" | "accuracy" | "testLoss" | "testAccuracy">;

/**
 * The step that keys the stochastic rounding of a gradient, in step t of a run. What the step makes of
 * it, an evaluation, and the copy of master weights that is evaluated have keys of their own and count
 * their own numbers, so that evaluating, or recording, changes no bit of the run.
 */
export const gradientKey = (t: number): number => 4 * t;
export const stepKey = (t: number): number => 4 * t + 1;
export const evaluationKey = (t: number): number => 4 * t + 2;
export const copyKey = (t: number): number => 4 * t + 3;
