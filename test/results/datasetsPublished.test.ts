import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { classCounts } from "../../lib/networks/dataset.js";
import { pixelScale } from "../../lib/networks/networkData.js";
import { stratifiedSubset } from "../../lib/networks/stratified.js";
import { loadDataset } from "../../lib/results/datasets/loadDataset.js";
import { locateFiles } from "../../lib/results/datasets/locateFiles.js";
import { type DatasetName, publishedSet } from "../../lib/results/datasets/publishedSets.js";

/** Checks of the real files, for each set that NH_DATA has; without it they are skipped by name. */
const folder = process.env.NH_DATA || undefined;
const has = (name: DatasetName): boolean =>
  folder !== undefined && locateFiles(publishedSet(name), "train", folder) !== undefined;
const title = (name: DatasetName, text: string): string =>
  has(name) ? text : `${text} (no ${name} was found in NH_DATA)`;
const load = (name: DatasetName, part: "train" | "test"): ReturnType<typeof loadDataset> =>
  loadDataset(name, { part, folder, download: false });

describe.skipIf(!has("mnist"))(title("mnist", "the published files of MNIST"), () => {
  it("are 60,000 and 10,000 images of 28×28 with the known first labels, means and class counts", async () => {
    const train = await load("mnist", "train");
    expect(train).toMatchObject({ count: 60_000, shape: [1, 28, 28], procedural: false });
    expect([...train.labels.subarray(0, 10)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    expect([...classCounts(train)]).toEqual([
      5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949,
    ]);
    const { mean, deviation } = pixelScale(train);
    expect(mean).toBeCloseTo(0.1307, 4); // the constants that everybody normalizes MNIST with
    expect(deviation).toBeCloseTo(0.3081, 4);
    const test = await load("mnist", "test");
    expect(test).toMatchObject({ count: 10_000, source: "published files, test part" });
    expect([...test.labels.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const subset = stratifiedSubset(train, 1000, 1);
    expect([...classCounts(subset)]).toEqual(Array(10).fill(100));
  });

  it("are not taken for Fashion-MNIST", async () => {
    const mixed = mkdtempSync(join(tmpdir(), "mixed-"));
    const [images] = locateFiles(publishedSet("mnist"), "train", folder as string) as string[];
    symlinkSync(join(images, ".."), join(mixed, "fashion-mnist"));
    const wrong = loadDataset("fashion-mnist", { part: "train", folder: mixed, download: false });
    await expect(wrong).rejects.toThrow(
      /holds train-images-idx3-ubyte\.gz of mnist, expected train-images-idx3-ubyte of fashion-mnist$/,
    );
    rmSync(mixed, { recursive: true });
  });
});

describe.skipIf(!has("fashion-mnist"))(
  title("fashion-mnist", "the published files of Fashion-MNIST"),
  () => {
    it("are 60,000 and 10,000 images of 28×28, equally many of each class", async () => {
      const train = await load("fashion-mnist", "train");
      expect(train).toMatchObject({ count: 60_000, shape: [1, 28, 28] });
      expect([...classCounts(train)]).toEqual(Array(10).fill(6000));
      expect([...train.labels.subarray(0, 5)].map((label) => train.classes[label])).toEqual([
        "ankle boot",
        "T-shirt/top",
        "T-shirt/top",
        "dress",
        "T-shirt/top",
      ]);
      expect(pixelScale(train).mean).toBeCloseTo(0.286, 3);
      expect([...classCounts(await load("fashion-mnist", "test"))]).toEqual(Array(10).fill(1000));
    });
  },
);

describe.skipIf(!has("cifar10"))(title("cifar10", "the files of CIFAR-10"), () => {
  it("begin with a frog and two trucks", async () => {
    const train = await load("cifar10", "train");
    expect(train.shape).toEqual([3, 32, 32]);
    expect(train.images.length).toBe(train.count * 3072);
    expect([...train.labels.subarray(0, 10)]).toEqual([6, 9, 9, 4, 1, 1, 2, 7, 8, 3]);
    expect([...train.images.subarray(0, 4)]).toEqual([59, 43, 50, 68]); // red, first row
    // Of the first 4,000 images, which are the same in every copy.
    const counts = new Array(10).fill(0);
    for (const label of train.labels.subarray(0, 4000)) counts[label]++;
    expect(counts).toEqual([396, 366, 420, 384, 422, 393, 414, 385, 407, 413]);
  });
});
