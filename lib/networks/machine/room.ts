import type { LayerKernels } from "../../kernels/layerKernels.js";
import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { NormMode } from "../networkMachine.js";
import type { MachineLayout } from "./machineLayout.js";

/** Numbers of an arithmetic, in an array of any kind. */
export interface Numbers<T> {
  [k: number]: T;
  readonly length: number;
}

/** A memory laid out for a network, and the arithmetic on it. */
export interface Room<T> {
  readonly layout: MachineLayout;
  readonly numbers: Numbers<T>;
  operations: ScalarOperations<T>;
  kernels: LayerKernels;
  /** How many images were loaded last. */
  images: number;
  /** A function that rounds `count` numbers from `at` on to the emulated format; does nothing without. */
  rounder(at: number, count: number): () => void;
}

/** What a layer does, each time with the numbers that the room has now. */
export interface LayerStep {
  /** Its output from its input. */
  forward(mode: NormMode): void;
  /** The gradient of its input, and of its parameters, from that of its output. */
  backward(): void;
  /** The change of its output from that of its input and its parameters. */
  forwardDirection(): void;
  /** The change of what `backward` computes. */
  backwardDirection(): void;
}
