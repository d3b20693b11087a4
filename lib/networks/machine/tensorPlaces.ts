import type { PlacedLayer } from "../network.js";

/** There is no such tensor. */
export const NONE = -1;

/** What becomes of the numbers between two layers; each tensor is an offset, or {@link NONE}. */
export interface TensorPlace {
  /** Numbers in it, lanes included. */
  readonly count: number;
  readonly at: number;
  /** Whether it depends on parameters; if not it has none of the following. */
  readonly changes: boolean;
  /** How it changes along the direction. */
  readonly change: number;
  /** ∂L/∂ of it. */
  gradient: number;
  /** How that changes along the direction. */
  gradientChange: number;
}

/** Where a layer finds its numbers. */
export interface LayerPlace {
  readonly placed: PlacedLayer;
  readonly input: TensorPlace;
  readonly output: TensorPlace;
  /** Its parameters' place in each array of parameters. */
  readonly parameters: { readonly at: number; readonly count: number };
  /** What was chosen by a maximum; the normalized numbers of batch normalization. */
  readonly own: number;
  /** How the normalized numbers change along the direction. */
  readonly ownChange: number;
  /** Numbers per channel of batch normalization. */
  readonly perChannel: number;
  readonly inner: readonly LayerPlace[];
}
