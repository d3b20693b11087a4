import { describe, expect, it } from "vitest";
import { barrierGrid } from "../../lib/curvature/barrierGrid.js";
import { criticalPoints } from "../../lib/landscapes/criticalPoints.js";
import { landscape } from "../../lib/landscapes/landscape.js";
import { float64 } from "../../lib/precision/formats/formats.js";
import { mergePrecision } from "../../lib/topology/classes/mergePrecision.js";
import { puncturedGrid } from "../../lib/topology/classes/puncturedGrid.js";
import { descend } from "../../lib/training/descent.js";

const hill = landscape(
  "0.15*(x-2)^2 + 0.5*y^2 + 2*exp(-2*(x^2 + 3*y^2))",
  {},
  { name: "hill", domain: { lower: [-2.5, -1.6], upper: [3, 1.6] } },
);
const { points } = criticalPoints(hill);
const paths = [0.5, -0.4].map((y) =>
  descend(hill, Float64Array.of(-2, y), {
    ...{ format: float64, learningRate: 0.05, maxSteps: 2000, intrinsicError: false },
  }),
);
const regions = [
  { lower: [-2.2, -1], upper: [-1.8, 1] },
  { centre: [2.0159, 0], radius: 0.1 },
];

describe("paths on either side of a saddle", () => {
  it("merge at a precision that is the grid's: about one bit more for each halving", async () => {
    const merges: number[] = [];
    for (const resolution of [60, 120, 240, 480]) {
      const grid = await barrierGrid(hill, { resolution });
      merges.push(mergePrecision(paths[0], paths[1], grid, { regions }).precision);
    }
    expect(merges[3] - merges[0]).toBeGreaterThan(2);
    expect(merges[3] - merges[0]).toBeLessThan(5);
  });
  it("never merge on a punctured grid", async () => {
    const grid = await barrierGrid(hill, { resolution: 129 });
    const before = grid.requiredBits.slice();
    const punctured = puncturedGrid(grid, points);
    expect(mergePrecision(paths[0], paths[1], punctured, { regions })).toMatchObject({
      ...{ precision: Infinity },
    });
    expect(grid.requiredBits).toEqual(before);
    // the saddle and the minimum, not the hill's top
    expect(punctured.requiredBits.filter((b) => b === Infinity).length).toBeLessThanOrEqual(4);
    expect(points.map(({ morseIndex }) => morseIndex).sort()).toEqual([0, 1, 2]);
  });
});

describe("a punctured grid", () => {
  const grid = {
    xs: Float64Array.of(-1, 0, 1),
    ys: Float64Array.of(-1, 0, 1),
    requiredBits: new Float64Array(9),
  };
  const at = (x: number, y: number, ...eigenvalues: number[]) =>
    puncturedGrid(grid, [{ point: [x, y], eigenvalues }]).requiredBits;
  it("has an infinite value at every pixel that touches the point", () => {
    expect([...at(0.9, -0.9, -1, 2)]).toEqual([0, 0, Infinity, 0, 0, 0, 0, 0, 0]);
    expect(at(0.5, 0.5, -1, 2).filter((b) => b === Infinity).length).toBe(4);
  });
  it("is the same at maxima, at 0 and outside", () => {
    for (const bits of [at(0.9, 0.9, -2, -1), at(0, 0, 1, 2), at(1.1, 0, 1, 2)])
      expect(bits).toEqual(grid.requiredBits);
  });
  it("refuses points of other spaces", () => {
    const point = { point: [1], eigenvalues: [1] };
    expect(() => puncturedGrid(grid, [point])).toThrow("expected points of the plane, got 1-D");
  });
});
