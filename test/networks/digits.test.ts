import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { classCounts, type Dataset } from "../../lib/networks/dataset.js";
import { proceduralDigits } from "../../lib/networks/proceduralDigits.js";

const hashOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const image = ({ images }: Dataset, n: number): Uint8Array =>
  images.subarray(784 * n, 784 * n + 784);

describe("procedural digits", () => {
  const digits = proceduralDigits(4000, 1);

  it("say what they are", () => {
    expect(digits).toMatchObject({ shape: [1, 28, 28], count: 4000, procedural: true });
    expect(digits.source).toBe("made by procedure, seed 1, no data set");
    expect(digits.images.length).toBe(4000 * 784);
  });

  it("are the same bytes for ever: a change here invalidates what was stored", () => {
    const hundred = proceduralDigits(100, 1);
    expect([...hundred.labels.subarray(0, 12)]).toEqual([7, 2, 4, 8, 1, 8, 6, 5, 3, 5, 3, 5]);
    expect(hashOf(hundred.images)).toBe(
      "982fb0213bcd432cbeda14d97e654d4493dc005dab822328665c503d25bd712f",
    );
  });

  it("do not depend on how many are made, nor from which on", () => {
    expect(hashOf(digits.images.subarray(0, 784 * 50))).toBe(
      hashOf(proceduralDigits(50, 1).images),
    );
    const later = proceduralDigits(7, 1, 40);
    expect(hashOf(later.images)).toBe(hashOf(digits.images.subarray(784 * 40, 784 * 47)));
    expect([...later.labels]).toEqual([...digits.labels.subarray(40, 47)]);
    expect(hashOf(proceduralDigits(50, 2).images)).not.toBe(hashOf(proceduralDigits(50, 1).images));
  });

  it("are of every class alike, by Pearson's test at 0.1 %", () => {
    const counts = classCounts(digits);
    const statistic = counts.reduce((sum, n) => sum + (n - 400) ** 2 / 400, 0);
    expect(statistic).toBeLessThan(27.88);
  });

  it("are all different, with dark and bright pixels and room around the digit", () => {
    const seen = new Set<string>();
    let border = 0;
    for (let n = 0; n < 500; n++) {
      const pixels = image(digits, n);
      seen.add(hashOf(pixels));
      expect(Math.max(...pixels)).toBeGreaterThan(120);
      expect(pixels.filter((grey) => grey < 60).length).toBeGreaterThan(400);
      for (let k = 0; k < 28; k++) if (pixels[k] > 100 || pixels[783 - k] > 100) border++;
    }
    expect(seen.size).toBe(500);
    expect(border / (500 * 28)).toBeLessThan(0.02);
  });

  it("look like their digit, but not so much that the nearest class mean would tell them", () => {
    const means = Array.from({ length: 10 }, () => new Float64Array(784));
    const counts = new Array(10).fill(0);
    for (let n = 0; n < 3000; n++) {
      counts[digits.labels[n]]++;
      const mean = means[digits.labels[n]];
      image(digits, n).forEach((grey, k) => {
        mean[k] += grey;
      });
    }
    const distance = (pixels: Uint8Array, c: number): number =>
      pixels.reduce((sum, grey, k) => sum + (grey - means[c][k] / counts[c]) ** 2, 0);
    let right = 0;
    for (let n = 3000; n < 4000; n++) {
      const distances = means.map((_, c) => distance(image(digits, n), c));
      if (distances.indexOf(Math.min(...distances)) === digits.labels[n]) right++;
    }
    expect(right).toBeGreaterThan(500);
    expect(right).toBeLessThan(850);
  });

  it("may be none, and refuse what is no whole number", () => {
    expect(proceduralDigits(0, 1)).toMatchObject({ count: 0, images: new Uint8Array(0) });
    expect(() => proceduralDigits(-1, 1)).toThrow(
      "proceduralDigits: count is -1, expected a whole number from 0",
    );
    expect(() => proceduralDigits(1, 0.5)).toThrow("proceduralDigits: seed is 0.5");
    expect(() => proceduralDigits(1, 1, NaN)).toThrow("proceduralDigits: first is NaN");
  });
});
