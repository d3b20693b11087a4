import { describe, expect, it } from "vitest";
import { inverseNormal } from "../../lib/numerics/inverseNormal.js";
import reference from "./statisticsReference.json" with { type: "json" };

describe("inverseNormal", () => {
  it("agrees with 50 digits to a relative error of 1e-15", () => {
    for (const [p, z] of reference.quantile)
      expect(Math.abs(inverseNormal(p) - z)).toBeLessThanOrEqual(1e-15 * Math.abs(z));
  });
  it("is odd about 1/2, exactly where 1 - p is exact", () => {
    for (let k = 1; k < 1024; k++)
      expect(inverseNormal(1 - k / 1024)).toBe(-inverseNormal(k / 1024) + 0);
  });
  it("has its limits at 0 and 1, passes NaN on, and refuses what is no probability", () => {
    expect([0, 1, NaN].map(inverseNormal)).toEqual([-Infinity, Infinity, NaN]);
    expect(() => inverseNormal(-1e-9)).toThrow("inverseNormal: p must be in [0, 1], got -1e-9");
    expect(() => inverseNormal(1.1)).toThrow(RangeError);
  });
  it("increases across the joints of its three approximations", () => {
    for (const joint of [0.075, 0.925, Math.exp(-25)])
      for (let k = -50; k < 50; k++) {
        const [a, b] = [k, k + 1].map((i) => inverseNormal(joint * (1 + i * 1e-13)));
        expect(b).toBeGreaterThanOrEqual(a);
      }
  });
});
