import { kindOf } from "../numerics/kindOf.js";

/** Labelled images of a data set, as their files have them. */
export interface Dataset {
  /** Identifier in tables: "mnist", "procedural digits". */
  readonly name: string;
  /** Where the images are from and which they are, for tables and captions; names no folder. */
  readonly source: string;
  /** Grey or colour values 0 … 255 of count·channels·rows·columns pixels, image after image. */
  readonly images: Uint8Array;
  /** The class of each image, a place in `classes`. */
  readonly labels: Uint8Array;
  /** [channels, rows, columns] of an image. */
  readonly shape: readonly [number, number, number];
  /** Number of images. */
  readonly count: number;
  /** What the classes are called. */
  readonly classes: readonly string[];
  /** Whether the images were made by a procedure and stand in for a real data set. */
  readonly procedural: boolean;
}

/** Number of pixels of an image: channels·rows·columns. */
export const pixelsOf = ({ shape }: Dataset): number => shape[0] * shape[1] * shape[2];

/**
 * The images at these places of a data set, in this order.
 *
 * @param places - places 0 … count − 1; an image may be named more than once
 * @param source - what they are, in place of the data set's own
 * @throws RangeError if a place is outside the data set
 *
 * @example
 * imagesAt(digits, [0, 5], "two digits").count; // 2
 */
export function imagesAt(dataset: Dataset, places: ArrayLike<number>, source: string): Dataset {
  const size = pixelsOf(dataset);
  const images = new Uint8Array(places.length * size);
  const labels = new Uint8Array(places.length);
  for (let i = 0; i < places.length; i++) {
    const at = places[i];
    if (!Number.isInteger(at) || at < 0 || at >= dataset.count)
      throw new RangeError(`imagesAt: got the place ${at}, expected 0 to ${dataset.count - 1}`);
    images.set(dataset.images.subarray(at * size, (at + 1) * size), i * size);
    labels[i] = dataset.labels[at];
  }
  return { ...dataset, source, images, labels, count: places.length };
}

/**
 * Number of images of each class, in the order of `classes`.
 *
 * @throws TypeError if it is no data set, RangeError if its parts do not fit
 *
 * @example
 * classCounts(proceduralDigits(1000, 1)); // some 100 each
 */
export function classCounts(dataset: Dataset): Uint32Array {
  requireDataset(dataset, "classCounts");
  const { labels, classes } = dataset;
  const counts = new Uint32Array(classes.length);
  for (const label of labels) counts[label]++;
  return counts;
}

/**
 * Refuses what is no {@link Dataset}, or one whose parts do not fit together. O(count).
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it is no data set, RangeError if its parts do not fit
 */
export function requireDataset(dataset: Dataset, caller: string): void {
  const images: unknown = dataset?.images;
  if (!(images instanceof Uint8Array) || !(dataset.labels instanceof Uint8Array))
    throw new TypeError(
      `${caller}: expected a data set with images and labels, got ${kindOf(dataset)}`,
    );
  if (!Array.isArray(dataset.shape) || !Array.isArray(dataset.classes))
    throw new TypeError(
      `${caller}: expected a data set with shape and classes, got ${kindOf(dataset.shape)} and ${kindOf(dataset.classes)}`,
    );
  const expected = dataset.count * pixelsOf(dataset);
  if (images.length !== expected)
    throw new RangeError(
      `${caller}: got ${images.length} pixels, expected ${expected}: ${dataset.count} images of ${dataset.shape.join("×")}`,
    );
  if (dataset.labels.length !== dataset.count)
    throw new RangeError(
      `${caller}: got ${dataset.labels.length} labels, expected ${dataset.count}, one per image`,
    );
  const wrong = dataset.labels.findIndex((label) => label >= dataset.classes.length);
  if (wrong >= 0)
    throw new RangeError(
      `${caller}: the label of image ${wrong} is ${dataset.labels[wrong]}, expected 0 to ${dataset.classes.length - 1}`,
    );
}
