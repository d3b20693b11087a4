import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { uniformStarts } from "../../lib/training/uniformStarts.js";

describe("uniformStarts", () => {
  it("keeps the first starts it ever gave", () => {
    expect([...uniformStarts(twoValleys, 2, 1)]).toEqual([
      -1.151814904142857, -1.9223163177134381, 0.31151235045698256, 1.3864055913998694,
    ]);
  });
  it("gives start i whatever the count", () => {
    const many = uniformStarts(twoValleys, 50, 9);
    for (const count of [0, 1, 7, 50])
      expect([...uniformStarts(twoValleys, count, 9)]).toEqual([...many.slice(0, 2 * count)]);
  });
  it("fills the start region evenly, each coordinate its own interval", () => {
    const boxed = { ...twoValleys, startRegion: { lower: [-2, 10], upper: [-1, 14] } };
    const starts = uniformStarts(boxed, 4000, 3);
    const column = (d: number): Float64Array => starts.filter((_, i) => i % 2 === d);
    for (const [d, low, high] of [
      [0, -2, -1],
      [1, 10, 14],
    ]) {
      const x = column(d);
      expect(x.every((v) => v >= low && v < high)).toBe(true);
      const mean = x.reduce((sum, v) => sum + v, 0) / x.length;
      expect(Math.abs((mean - low) / (high - low) - 0.5)).toBeLessThan(4 / Math.sqrt(12 * 4000));
    }
  });
  it("takes the domain where there is no start region, and refuses where there is neither", () => {
    const { startRegion: _, ...inDomain } = twoValleys;
    expect(uniformStarts(inDomain, 3, 1)).toEqual(uniformStarts(twoValleys, 3, 1));
    const { domain: __, ...nowhere } = inDomain;
    expect(() => uniformStarts(nowhere, 3, 1)).toThrow(
      "uniformStarts: expected a start region, twoValleys has none",
    );
    for (const count of [-1, 0.5, NaN])
      expect(() => uniformStarts(twoValleys, count, 1)).toThrow(`got ${count}`);
    expect(() => uniformStarts(twoValleys, 1, -1)).toThrow(RangeError);
  });
});
