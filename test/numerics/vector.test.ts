import { describe, expect, it } from "vitest";
import { norm } from "../../lib/numerics/vector.js";

describe("norm", () => {
  it("is the Euclidean length, 0 of nothing, NaN of NaN", () => {
    expect(norm(Float64Array.of(3, 4))).toBe(5);
    expect(norm(new Float64Array(0))).toBe(0);
    expect(norm(Float64Array.of(NaN, 1))).toBeNaN();
    expect(norm(Float64Array.of(-Infinity, 1))).toBe(Infinity);
  });
});
