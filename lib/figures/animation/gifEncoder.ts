// @ts-expect-error: gifenc has no types of its own; what is used of it is described below
import * as gifenc from "gifenc";

/** Red, green and blue, 0 to 255. */
export type Color = readonly number[];

/** How a frame is written. */
export interface FrameOptions {
  /** Colours of the whole file, with the first frame. */
  readonly palette?: readonly Color[];
  /** Whether one index leaves what the frames before drew. */
  readonly transparent?: boolean;
  readonly transparentIndex?: number;
  /** How long the frame stays (ms). */
  readonly delay?: number;
  /** How often the film is repeated, 0 for ever; with the first frame. */
  readonly repeat?: number;
  /** 1: the next frame is drawn over this one. */
  readonly dispose?: number;
}

/** Writes a GIF frame by frame. */
export interface GifEncoder {
  writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
  finish(): void;
  bytes(): Uint8Array;
}

interface Gifenc {
  readonly GIFEncoder: () => GifEncoder;
  readonly quantize: (rgba: Uint8ClampedArray, most: number) => Color[];
}

// Node sees a CommonJS package, with everything inside `default`, a bundler its own names.
const functions = ("GIFEncoder" in gifenc ? gifenc : gifenc.default) as Gifenc;

/** A new encoder, see gifenc. */
export const gifEncoder = (): GifEncoder => functions.GIFEncoder();

/** At most so many colours that stand for all colours of a picture, see gifenc. */
export const fewColors = (rgba: Uint8ClampedArray, most: number): Color[] =>
  functions.quantize(rgba, most);
