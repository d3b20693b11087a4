import { describe, expect, it } from "vitest";
import { quantile, sortedQuantile } from "../../lib/numerics/quantile.js";

describe("a quantile", () => {
  it("leaves out what is not finite, and is NaN of nothing", () => {
    expect(quantile([5, NaN, 1, Infinity, 3], 0.5)).toBe(3);
    expect(quantile([], 0.5)).toBeNaN();
  });
  it("of sorted values is one of them, infinities included", () => {
    const sorted = Float64Array.of(1, 3, Infinity);
    expect([0, 0.5, 1].map((share) => sortedQuantile(sorted, share))).toEqual([1, 3, Infinity]);
    expect(sortedQuantile(new Float64Array(0), 0)).toBeNaN();
  });
});
