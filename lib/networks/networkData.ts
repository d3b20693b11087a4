import { requireKnown } from "../numerics/requireKnown.js";
import { type Dataset, pixelsOf, requireDataset } from "./dataset.js";
import type { NetworkData } from "./network.js";

/** Mean and deviation of grey values as fractions of 255. */
export interface PixelScale {
  readonly mean: number;
  readonly deviation: number;
}

/** How {@link networkData} makes inputs of pixels. */
export interface NetworkDataOptions {
  /**
   * `unit` (default): grey value/255. `standard`: that minus the mean, over the standard deviation, both
   * over all pixels and channels of this data set. A {@link PixelScale}: those of another one, as the
   * test part should take them from the training part.
   */
  readonly scale?: "unit" | "standard" | PixelScale;
  /** Type of the inputs; float64 unless told. */
  readonly type?: "float64" | "float32";
  /** Place of the first image; 0 unless told. */
  readonly first?: number;
  /** Number of images; all from `first` on unless told. */
  readonly count?: number;
}

/**
 * A data set as inputs and classes of a network.
 *
 * Inputs are computed in float64 and, for float32, rounded once. 8 or 4 bytes a pixel are allocated;
 * nothing of the data set is shared.
 *
 * @throws RangeError if the data set's parts do not fit together, the images asked for are not all
 *   there, or a scale is not positive and finite; TypeError on an unknown option
 *
 * @example
 * const training = networkData(proceduralDigits(1000, 1), { type: "float32" });
 */
export function networkData(dataset: Dataset, options: NetworkDataOptions = {}): NetworkData {
  requireDataset(dataset, "networkData");
  requireKnown(options, ["scale", "type", "first", "count"], "option", "networkData");
  const { scale = "unit", type = "float64", first = 0 } = options;
  const { count = dataset.count - first } = options;
  if (type !== "float64" && type !== "float32")
    throw new RangeError(`networkData: type is ${String(type)}, expected float64 or float32`);
  const whole = Number.isInteger(first) && Number.isInteger(count) && first >= 0 && count >= 0;
  if (!whole || first + count > dataset.count)
    throw new RangeError(
      `networkData: got ${count} images from place ${first} on, expected a part of the ${dataset.count} of ${dataset.name}`,
    );

  const { mean, deviation, text } = scaling(dataset, scale);
  const size = pixelsOf(dataset);
  const pixels = dataset.images.subarray(first * size, (first + count) * size);
  const values = Float64Array.from({ length: 256 }, (_, grey) => (grey / 255 - mean) / deviation);
  const inputs = new (type === "float32" ? Float32Array : Float64Array)(pixels.length);
  for (let i = 0; i < pixels.length; i++) inputs[i] = values[pixels[i]];
  return {
    inputs,
    targets: { classes: dataset.labels.slice(first, first + count) },
    count,
    source: `${dataset.name} (${dataset.source}), images ${first} to ${first + count - 1}, ${text}`,
  };
}

function scaling(
  dataset: Dataset,
  scale: "unit" | "standard" | PixelScale,
): PixelScale & { readonly text: string } {
  if (scale === "unit") return { mean: 0, deviation: 1, text: "pixels/255" };
  const { mean, deviation } = scale === "standard" ? pixelScale(dataset) : Object(scale);
  if (!Number.isFinite(mean) || !(deviation > 0 && deviation < Infinity))
    throw new RangeError(
      `networkData: scale has mean ${mean} and deviation ${deviation}, expected unit, standard, or a finite mean and a deviation above 0`,
    );
  return { mean, deviation, text: `(pixels/255 − ${mean})/${deviation}` };
}

/**
 * Mean and standard deviation (of the population) of all pixels of a data set, as fractions of 255.
 *
 *     mean = Σ p/(255·N),   deviation = √(Σ p²/N − (Σ p/N)²)/255
 *
 * The sums are of whole numbers, hence exact. NaN for a data set without images.
 *
 * @example
 * const scale = pixelScale(training); // { mean: 0.1307, deviation: 0.3081 } for MNIST
 * networkData(test, { scale });
 */
export function pixelScale(dataset: Dataset): PixelScale {
  requireDataset(dataset, "pixelScale");
  let sum = 0;
  let squares = 0;
  for (const pixel of dataset.images) {
    sum += pixel;
    squares += pixel * pixel;
  }
  const mean = sum / dataset.images.length;
  const variance = squares / dataset.images.length - mean * mean;
  return { mean: mean / 255, deviation: Math.sqrt(Math.max(0, variance)) / 255 };
}
