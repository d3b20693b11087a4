import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Figure } from "../figure.js";
import { layout } from "../theme.js";

/** Grey images of one size, with their classes. */
export interface DrawnImages {
  /** Image after image, row by row, 0 … 255. */
  readonly images: Uint8Array;
  /** Class of each. */
  readonly labels: Uint8Array;
  /** [channels, rows, columns]; the first channel is drawn. */
  readonly shape: readonly number[];
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Where they are from: it comes into the caption. */
  readonly source: string;
}

/** What {@link imageSamples} can be told. */
export interface ImageSamplesOptions {
  /** Images of each class; 6 unless told. */
  readonly perClass?: number;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * The first images of each class, one column per class: what a network is shown.
 *
 * @param data - images with their classes
 * @param options - how many of each class, title
 * @throws RangeError if there is no image
 * @throws TypeError if an option is misspelt
 *
 * @example
 * imageSamples(proceduralDigits(100, 1)).data.length; // 1
 */
export function imageSamples(data: DrawnImages, options: ImageSamplesOptions = {}): Figure {
  requireKnown(options, ["perClass", "title"], "option", "imageSamples");
  const { perClass = 6, title = "What the network sees" } = options;
  for (const name of ["images", "labels", "classes", "shape"] as const)
    requireList(data?.[name], name, "imageSamples");
  if (!Number.isSafeInteger(perClass) || perClass < 1)
    throw new RangeError(`imageSamples: perClass must be an integer >= 1, got ${perClass}`);
  const { images, labels, classes, source } = data;
  const [channels, rows, columns] = data.shape;
  const size = channels * rows * columns;
  if (labels.length < 1 || images.length !== labels.length * size)
    throw new RangeError(
      `imageSamples: expected at least 1 image of ${size} numbers, got ${labels.length} with ${images.length} numbers`,
    );
  const gap = 2;
  const [wide, tall] = [classes.length * (columns + gap) - gap, perClass * (rows + gap) - gap];
  const values = new Uint8Array(wide * tall);
  const drawn = new Uint32Array(classes.length);
  labels.forEach((label, n) => {
    if (drawn[label] >= perClass) return;
    const top = drawn[label]++ * (rows + gap);
    const left = label * (columns + gap);
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++)
        values[(top + y) * wide + left + x] = images[n * size + y * columns + x];
  });
  const hidden = { showgrid: false, zeroline: false, showticklabels: false, ticks: "" };
  return {
    data: [
      {
        ...{ type: "heatmap", z: { values, shape: [tall, wide] }, showscale: false },
        colorscale: [
          [0, "#ffffff"],
          [1, "#111111"],
        ],
        hoverinfo: "skip",
      },
    ],
    layout: layout(title, 360, {
      xaxis: {
        ...{ ...hidden, constrain: "domain", side: "top", showticklabels: true, ticklen: 0 },
        tickvals: classes.map((_, k) => k * (columns + gap) + (columns - 1) / 2),
        ticktext: classes,
      },
      yaxis: { ...hidden, autorange: "reversed", scaleanchor: "x" },
      margin: { l: 24, r: 24, t: 76, b: 12 },
    }),
    caption: `The first ${perClass} images of each class. Source: ${source}.`,
    alt: `Grey images of ${columns} by ${rows} pixels in ${classes.length} classes: ${classes.join(", ")}.`,
  };
}
