import { describe, expect, it } from "vitest";
import { cellCentres, evenly } from "../../lib/numerics/evenly.js";

describe("equally spaced numbers", () => {
  it("hold both ends exactly", () => {
    expect([...evenly(-2, 2, 5)]).toEqual([-2, -1, 0, 1, 2]);
    expect(() => evenly(0, 1, 1)).toThrow("evenly: needs an integer count of at least 2, got 1");
  });
  it("in the middle of cells hold neither end", () => {
    expect([...cellCentres(-2, 2, 4)]).toEqual([-1.5, -0.5, 0.5, 1.5]);
    expect([...cellCentres(3, 5, 1)]).toEqual([4]);
  });
});
