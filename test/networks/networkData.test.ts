import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Dataset } from "../../lib/networks/dataset.js";
import { networkData, pixelScale } from "../../lib/networks/networkData.js";

const dataset = (images: readonly number[], labels: readonly number[], size = 2): Dataset => ({
  name: "tiny",
  source: "by hand",
  images: Uint8Array.from(images),
  labels: Uint8Array.from(labels),
  shape: [1, 1, size],
  count: labels.length,
  classes: ["a", "b", "c"],
  procedural: false,
});
const tiny = dataset([0, 255, 51, 102, 255, 255], [2, 0, 1]);

describe("networkData", () => {
  it("takes pixels to [0, 1], in the order of the images", () => {
    const data = networkData(tiny);
    expect(data.inputs).toEqual(Float64Array.of(0, 1, 0.2, 0.4, 1, 1));
    expect(data.targets).toEqual({ classes: Uint8Array.of(2, 0, 1) });
    expect(data.count).toBe(3);
    expect(data.source).toBe("tiny (by hand), images 0 to 2, pixels/255");
  });

  it("rounds once to float32", () => {
    const { inputs } = networkData(tiny, { type: "float32" });
    expect(inputs).toEqual(Float32Array.of(0, 1, 51 / 255, 102 / 255, 1, 1));
  });

  it("takes a part of the images", () => {
    const { inputs, targets, count } = networkData(tiny, { first: 1, count: 1 });
    expect([[...inputs], targets, count]).toEqual([[0.2, 0.4], { classes: Uint8Array.of(0) }, 1]);
    expect(networkData(tiny, { first: 2 }).inputs).toEqual(Float64Array.of(1, 1));
    expect(networkData(tiny, { first: 3 }).count).toBe(0);
  });

  it("standardizes to mean 0 and variance 1 over the whole data set", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 40 }), (pixels) => {
        fc.pre(new Set(pixels).size > 1);
        const set = dataset([...pixels], new Array(pixels.length).fill(0), 1);
        const inputs = networkData(set, { scale: "standard" }).inputs as Float64Array;
        const mean = inputs.reduce((a, b) => a + b, 0) / inputs.length;
        const variance = inputs.reduce((a, b) => a + (b - mean) ** 2, 0) / inputs.length;
        expect(mean).toBeCloseTo(0, 10);
        expect(variance).toBeCloseTo(1, 10);
      }),
    );
  });

  it("standardizes by another data set's mean and deviation", () => {
    const scale = pixelScale(dataset([0, 255], [0]));
    expect(scale).toEqual({ mean: 0.5, deviation: 0.5 });
    const data = networkData(tiny, { scale, count: 1 });
    expect(data.inputs).toEqual(Float64Array.of(-1, 1));
    expect(data.source).toBe("tiny (by hand), images 0 to 0, (pixels/255 − 0.5)/0.5");
  });

  it("shares nothing with the data set", () => {
    const { targets } = networkData(tiny);
    (targets as { classes: Uint8Array }).classes[0] = 1;
    expect(tiny.labels[0]).toBe(2);
  });

  it.each<[string, () => unknown, string]>([
    [
      "more images than there are",
      () => networkData(tiny, { first: 2, count: 2 }),
      "networkData: got 2 images from place 2 on, expected a part of the 3 of tiny",
    ],
    ["half an image", () => networkData(tiny, { count: 0.5 }), "networkData: got 0.5 images"],
    [
      "a negative place",
      () => networkData(tiny, { first: -1 }),
      "networkData: got 4 images from place -1 on",
    ],
    [
      "equal pixels, standardized",
      () => networkData(dataset([7, 7], [0]), { scale: "standard" }),
      "networkData: scale has mean 0.027450980392156862 and deviation 0",
    ],
    [
      "no images, standardized",
      () => networkData(dataset([], []), { scale: "standard" }),
      "networkData: scale has mean NaN",
    ],
    [
      "an unknown scale",
      () => networkData(tiny, { scale: "none" as "unit" }),
      "networkData: scale has mean undefined",
    ],
    [
      "an unknown type",
      () => networkData(tiny, { type: "float16" as "float32" }),
      "networkData: type is float16, expected float64 or float32",
    ],
    [
      "a misspelt option",
      () => networkData(tiny, { counts: 1 } as object),
      'networkData: there is no option "counts"',
    ],
    [
      "missing pixels",
      () => networkData({ ...tiny, count: 4 }),
      "networkData: got 6 pixels, expected 8: 4 images of 1×1×2",
    ],
    [
      "missing labels",
      () => networkData({ ...tiny, labels: Uint8Array.of(1) }),
      "networkData: got 1 labels, expected 3",
    ],
    [
      "a label that is no class",
      () => networkData(dataset([1, 2], [3])),
      "networkData: the label of image 0 is 3, expected 0 to 2",
    ],
    [
      "no data set",
      () => networkData(null as unknown as Dataset),
      "networkData: expected a data set with images and labels, got null",
    ],
  ])("refuses %s", (_what, run, message) => {
    expect(run).toThrow(message);
  });

  it("is empty for an empty data set", () => {
    expect(networkData(dataset([], [])).inputs.length).toBe(0);
  });
});
