import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { classCounts, type Dataset, imagesAt } from "../../lib/networks/dataset.js";
import { splitDataset, stratifiedSubset } from "../../lib/networks/stratified.js";

/** A data set whose image n has the two pixels n and n², so that it can be told which were taken. */
const labelled = (labels: readonly number[], classes = 4): Dataset => ({
  name: "labelled",
  source: "by hand",
  images: Uint8Array.from(labels.flatMap((_, n) => [n, n * n])),
  labels: Uint8Array.from(labels),
  shape: [1, 2, 1],
  count: labels.length,
  classes: Array.from({ length: classes }, (_, c) => `class ${c}`),
  procedural: false,
});
const taken = ({ images }: Dataset): number[] => [...images].filter((_, k) => k % 2 === 0);
const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);
const labels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 60 });
const seeds = fc.integer({ min: 0, max: 1e6 });

describe("a stratified subset", () => {
  it("has equally many of every class, one more of some, unless a class is exhausted", () => {
    fc.assert(
      fc.property(labels, fc.double({ min: 0, max: 1, noNaN: true }), seeds, (all, share, seed) => {
        const whole = labelled(all);
        const count = Math.floor(share * all.length);
        const subset = stratifiedSubset(whole, count, seed);
        expect(subset.count).toBe(count);
        const got = classCounts(subset);
        const there = classCounts(whole);
        const most = Math.max(...got);
        for (let c = 0; c < 4; c++)
          if (got[c] < there[c]) expect(got[c]).toBeGreaterThanOrEqual(most - 1);
      }),
    );
  });

  it("takes no image twice and leaves each with its label", () => {
    fc.assert(
      fc.property(labels, seeds, (all, seed) => {
        const subset = stratifiedSubset(labelled(all), all.length >> 1, seed);
        const places = taken(subset);
        expect(new Set(places).size).toBe(places.length);
        expect([...subset.labels]).toEqual(places.map((n) => all[n]));
        expect([...subset.images]).toEqual(places.flatMap((n) => [n, (n * n) % 256]));
      }),
    );
  });

  it("is a part of every larger one with the same seed", () => {
    const whole = labelled(Array.from({ length: 60 }, (_, n) => (n * n) % 4));
    for (let count = 0; count < 60; count++) {
      const larger = new Set(taken(stratifiedSubset(whole, count + 1, 3)));
      expect(taken(stratifiedSubset(whole, count, 3)).every((n) => larger.has(n))).toBe(true);
    }
    expect(ascending(taken(stratifiedSubset(whole, 60, 3)))).toEqual(
      Array.from({ length: 60 }, (_, n) => n),
    );
  });

  it("depends on the seed only, and mixes the classes", () => {
    const whole = labelled(Array.from({ length: 200 }, (_, n) => Math.floor(n / 50)));
    const subset = stratifiedSubset(whole, 100, 1);
    expect(taken(stratifiedSubset(whole, 100, 1))).toEqual(taken(subset));
    expect(taken(stratifiedSubset(whole, 100, 2))).not.toEqual(taken(subset));
    // Sorted by class there would be 3 changes; at random 75 are expected, with a deviation of 4.3.
    const changes = [...subset.labels].filter((c, k) => k > 0 && c !== subset.labels[k - 1]).length;
    expect(changes).toBeGreaterThan(50);
    expect(taken(subset).slice(0, 6)).toEqual([95, 37, 195, 77, 13, 170]);
    expect(subset.source).toBe("by hand; 100 of 200 images, 25 of each class, seed 1");
    expect(stratifiedSubset(whole, 150, 1).source).toContain("37 to 38 of each class");
  });

  it("chooses every image equally often", () => {
    const whole = labelled([0, 0, 0, 0, 1, 1, 1, 1]);
    const times = new Array(8).fill(0);
    for (let seed = 0; seed < 2000; seed++)
      for (const n of taken(stratifiedSubset(whole, 3, seed))) times[n]++;
    // 750 each, with a deviation of 21.7.
    for (const n of times) expect(Math.abs(n - 750)).toBeLessThan(110);
  });

  it("refuses more images than there are, and what is no whole number", () => {
    const whole = labelled([0, 1]);
    expect(() => stratifiedSubset(whole, 3, 1)).toThrow(
      "stratifiedSubset: count is 3, expected a whole number from 0 to 2, the number of images",
    );
    expect(() => stratifiedSubset(whole, NaN, 1)).toThrow("stratifiedSubset: count is NaN");
    expect(() => stratifiedSubset(whole, 1, -1)).toThrow(
      "stratifiedSubset: seed is -1, expected a whole number from 0",
    );
    expect(() => stratifiedSubset({ ...whole, count: 1 }, 1, 1)).toThrow(
      "stratifiedSubset: got 4 pixels, expected 2",
    );
  });

  it("may be empty, of an empty data set too", () => {
    expect(stratifiedSubset(labelled([]), 0, 1).count).toBe(0);
    expect(stratifiedSubset(labelled([1]), 0, 1).images.length).toBe(0);
  });
});

describe("a split", () => {
  it("has parts without a common image, of all images if the counts say so", () => {
    fc.assert(
      fc.property(labels, fc.double({ min: 0, max: 1, noNaN: true }), seeds, (all, share, seed) => {
        const first = Math.floor(share * all.length);
        const parts = splitDataset(labelled(all), [first, all.length - first], seed);
        expect(parts.map((part) => part.count)).toEqual([first, all.length - first]);
        expect(ascending(parts.flatMap(taken))).toEqual(all.map((_, n) => n));
        for (const part of parts) expect([...part.labels]).toEqual(taken(part).map((n) => all[n]));
      }),
    );
  });

  it("has the classes in proportion, within a rounding: 3,000 + 1,000 of uneven classes", () => {
    const sizes = [396, 366, 420, 384, 422, 393, 414, 385, 407, 413];
    const all = sizes.flatMap((size, c) => new Array(size).fill(c));
    const parts = splitDataset(labelled(all, 10), [3000, 1000], 1);
    for (const [k, share] of [0.75, 0.25].entries())
      classCounts(parts[k]).forEach((n, c) => {
        expect(Math.abs(n - share * sizes[c])).toBeLessThanOrEqual(1);
      });
    expect(parts[1].source).toBe("by hand; part 2 of a split into 3000 + 1000 images, seed 1");
  });

  it("may leave images over, and refuses more than there are", () => {
    const whole = labelled([0, 1, 2, 3]);
    expect(splitDataset(whole, [1, 1], 1).map((part) => part.count)).toEqual([1, 1]);
    expect(splitDataset(whole, [], 1)).toEqual([]);
    expect(() => splitDataset(whole, [3, 2], 1)).toThrow(
      "splitDataset: the sum of the counts is 5, expected a whole number from 0 to 4, the number of images",
    );
    expect(() => splitDataset(whole, 3 as never, 1)).toThrow(
      "splitDataset: expected counts as an array, got 3",
    );
    expect(() => splitDataset(whole, [-1, 2], 1)).toThrow("splitDataset: every count is -1");
  });
});

describe("images at places", () => {
  it("are taken in the order of the places, again and again if asked", () => {
    const two = imagesAt(labelled([0, 1, 2]), [2, 0, 2], "three");
    expect([taken(two), [...two.labels], two.source]).toEqual([[2, 0, 2], [2, 0, 2], "three"]);
    expect(() => imagesAt(labelled([0]), [1], "")).toThrow(
      "imagesAt: got the place 1, expected 0 to 0",
    );
  });
});
