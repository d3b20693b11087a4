import { describe, expect, it } from "vitest";
import { barrierMap } from "../../lib/figures/barrierMap.js";
import { curvatureColours } from "../../lib/figures/curvatureColours.js";
import type { Figure } from "../../lib/figures/figure.js";
import { type LandscapeGrid, landscapeGrid, thinnedGrid } from "../../lib/figures/landscapeGrid.js";
import { levelLines } from "../../lib/figures/levelLines.js";
import { lossCap } from "../../lib/figures/lossCap.js";
import { lossContours } from "../../lib/figures/lossContours.js";
import { type FormatPath, lossSurface } from "../../lib/figures/lossSurface.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { float8_e4m3fn, float16, float32 } from "../../lib/precision/formats/formats.js";

const path = (format: string, ...points: number[]): FormatPath => ({
  format,
  path: { points: Float64Array.from(points), dim: 2 },
});
const two = [path("float64", 1, 1, 1, 0), path("float16", -1, 1, -1, 0)];
const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0);
const values = (trace: Record<string, unknown>, key = "z"): Float32Array =>
  (trace[key] as { values: Float32Array }).values;
const names = ({ data }: Figure): unknown[] =>
  data.filter(({ showlegend }) => showlegend !== false).map(({ name }) => name);

/** x² + y² on a grid, with b = 8 in the middle third and infinite at the origin. */
function bowlGrid(side = 31): LandscapeGrid {
  const xs = Float64Array.from({ length: side }, (_, i) => (2 * i) / (side - 1) - 1);
  const at = (of: (x: number, y: number) => number): Float64Array =>
    Float64Array.from({ length: side * side }, (_, k) => of(xs[k % side], xs[(k / side) | 0]));
  const bits = (x: number, y: number): number =>
    x === 0 && y === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(Math.abs(x), Math.abs(y)) < 1 / 3
        ? 8
        : 2;
  return {
    xs,
    ys: xs,
    loss: at((x, y) => x * x + y * y),
    curvature: at(() => 2),
    requiredBits: at(bits),
  };
}
/** Knows its loss and nothing else: a figure that differentiates or searches fails. */
const lossOnly: Objective = {
  name: "bowl",
  dimension: 2,
  loss: ([x, y]) => x * x + y * y,
  gradient: () => {
    throw new Error("a figure must not train");
  },
  criticalPoints: [
    { point: [0, 0], loss: 0, morseIndex: 0 },
    { point: [0.5, 0.5], loss: 0.5, morseIndex: 1 },
    { point: [-0.5, 0.5], loss: 0.5, morseIndex: 2 },
    { point: [9, 9], loss: 162, morseIndex: 0 },
  ],
};

describe("the colours of curvature", () => {
  it("are log₁₀ κ where κ spans a decade, with round ticks", () => {
    const colours = curvatureColours(Float64Array.of(1, 10, 1000));
    expect(colours.logarithmic).toBe(true);
    expect([...colours.values]).toEqual([0, 1, 3]);
    expect(colours.range).toEqual([0, 3]);
    expect(colours.ticks?.ticktext).toEqual(["1", "10", "100", "10<sup>3</sup>"]);
    expect(colours.note).toBe("");
  });

  it("are κ itself below a decade, and when asked for", () => {
    expect(curvatureColours(Float64Array.of(2, 4)).logarithmic).toBe(false);
    const linear = curvatureColours(Float64Array.of(1, 1000), "linear");
    expect(linear).toMatchObject({ logarithmic: false, range: [1, 1000] });
    expect(curvatureColours(Float64Array.of(2, 4), "log").logarithmic).toBe(true);
  });

  it("set κ ≤ 0 apart, below every positive value and named on the bar", () => {
    const colours = curvatureColours(Float64Array.of(-3, 0, 1, 100));
    const [concave, zero, least] = colours.values;
    expect(concave).toBe(zero);
    expect(concave).toBeLessThan(least);
    expect(concave).toBeGreaterThan(colours.range[0]);
    expect(colours.ticks?.ticktext[0]).toBe("≤ 0");
    expect(colours.note).toContain("pink");
    // the two colours meet between the two kinds of value
    const share = (least - colours.range[0]) / (colours.range[1] - colours.range[0]);
    const jump = colours.scale.findIndex(([, color], i) => i > 0 && color !== colours.scale[0][1]);
    expect(colours.scale[jump][0]).toBeCloseTo(share, 6);
  });

  it("put the lowest 2 % of the positive values at the end of the scale", () => {
    const many = Float64Array.from({ length: 1000 }, (_, i) => (i === 0 ? 1e-17 : 1 + i));
    const { range, note, values: colour } = curvatureColours(many);
    expect(range[0]).toBeGreaterThan(0);
    expect(colour[0]).toBeCloseTo(range[0], 6);
    expect(note).toContain("2 %");
  });

  it("exist for a constant, for nothing finite and for nothing positive", () => {
    for (const curvature of [
      [2, 2],
      [0, 0],
      [-1, -1],
      [Number.NaN, Number.NaN],
      [-2, -1],
    ]) {
      const { range, logarithmic } = curvatureColours(Float64Array.from(curvature));
      expect(logarithmic).toBe(false);
      expect(range[0]).toBeLessThan(range[1]);
    }
    const [low, high] = curvatureColours(Float64Array.of(3, 3), "log").range;
    expect(low).toBeLessThan(Math.log10(3));
    expect(high).toBeGreaterThan(Math.log10(3));
  });
});

describe("the loss surface", () => {
  it("takes curvature from a grid and computes nothing but the loss along the paths", () => {
    const { data, caption } = lossSurface(lossOnly, two, { grid: bowlGrid() });
    expect([...new Set(values(data[0], "surfacecolor"))]).toEqual([2]);
    expect(caption).not.toContain("logarithmic");
  });

  it("without a grid is drawn as it was: linear for Two Valleys, floor to ceiling", () => {
    const { data, caption } = lossSurface(twoValleys, two, { resolution: 21 });
    const surface = data[0] as {
      cmin: number;
      cmax: number;
      colorbar: { title: { text: string } };
    };
    expect(surface.cmin).toBeCloseTo(2, 12);
    expect(surface.cmax).toBeLessThan(4.5);
    expect(surface.colorbar.title.text).toContain("loss units per unit of θ²");
    expect(caption).not.toMatch(/cut|logarithmic/);
  });

  it("cuts heights at a stated level, those of the paths too", () => {
    const { data, caption } = lossSurface(lossOnly, two, { grid: bowlGrid(), cap: 0.5 });
    expect(Math.max(...values(data[0]))).toBe(0.5);
    const heights = [...(data[1].z as Float32Array)].filter((z) => !Number.isNaN(z));
    expect(Math.max(...heights)).toBeLessThan(0.52);
    expect(caption).toContain("Heights are cut at a loss of 0.5.");
  });

  it("has holes where loss or curvature is missing", () => {
    const grid = bowlGrid(5);
    grid.curvature[3] = Number.NaN;
    grid.loss[7] = Number.NaN;
    const { data, caption } = lossSurface(lossOnly, [], { grid });
    expect([...values(data[0]).keys()].filter((i) => Number.isNaN(values(data[0])[i]))).toEqual([
      3, 7,
    ]);
    expect(caption).toContain("holes where κ is not finite");
  });

  it("lays a long step along the surface, not through it", () => {
    const { data } = lossSurface(lossOnly, [path("float64", -1, 0, 1, 0)], { grid: bowlGrid() });
    const { x, z } = data[1] as { x: Float32Array; z: Float32Array };
    const middle = x.findIndex((value) => Math.abs(value) < 0.02);
    expect(middle).toBeGreaterThan(0);
    expect(z[middle]).toBeLessThan(0.05);
  });

  it("is drawn without paths, with a path of one vertex, and on a constant loss", () => {
    expect(lossSurface(lossOnly, [], { grid: bowlGrid() }).data).toHaveLength(1);
    expect(lossSurface(lossOnly, [path("float16", 0, 0)], { grid: bowlGrid() }).data).toHaveLength(
      3,
    );
    const flat = { ...bowlGrid(), loss: new Float64Array(31 * 31) };
    const { layout } = lossSurface(lossOnly, two, { grid: flat });
    expect(JSON.stringify(layout)).not.toContain("null");
  });

  it("refuses other dimensions, grids that do not fit, and misspelt options", () => {
    const three = { format: "float64", path: { points: Float64Array.of(1, 2, 3), dim: 3 } };
    expect(() => lossSurface(lossOnly, [three], { grid: bowlGrid() })).toThrow(
      "lossSurface: expected at least 1 vertex of 2 coordinates, path 0 (float64) has 3 coordinates in 3 dimensions",
    );
    expect(() => lossSurface({ ...lossOnly, dimension: 3 }, [], { grid: bowlGrid() })).toThrow(
      "lossSurface: expected 2 parameters, bowl has 3",
    );
    const grid = { ...bowlGrid(), curvature: new Float64Array(4) };
    expect(() => lossSurface(lossOnly, [], { grid })).toThrow(
      "lossSurface: expected 31 × 31 values of curvature, got 4",
    );
    expect(() => lossSurface(lossOnly, [], { color: "log" } as never)).toThrow(
      'lossSurface: there is no option "color"',
    );
  });
});

describe("the level at which heights are cut", () => {
  it("is the top, unless the top is more than four times the third quartile", () => {
    expect(lossCap(Float64Array.of(0, 1, 2, 3))).toEqual({ level: 3, floor: 0, cuts: false });
    expect(lossCap(Float64Array.of(0, 1, 2, 3, 100))).toEqual({ level: 3, floor: 0, cuts: true });
    expect(lossCap(Float64Array.of(-146, -80, -20, 37, 9000)).level).toBe(100);
  });

  it("is not below a loss that is mostly constant", () => {
    expect(lossCap(Float64Array.of(1, 1, 1, 1, 7)).level).toBe(7);
  });
});

describe("the contours", () => {
  it("mark each critical point in view by its index, and the kinks by dashes", () => {
    expect(names(lossContours(lossOnly, two, { grid: bowlGrid() }))).toEqual([
      "curvature",
      "level of the loss",
      "float64",
      "float16",
      "minimum",
      "saddle (index 1)",
      "maximum (index 2)",
    ]);
    const ridge = lossContours(twoValleys, [], { resolution: 21 });
    const kink = ridge.data.find(({ name }) => name === "kink");
    expect(kink).toMatchObject({ line: { dash: "dash" }, contours: { start: 0, end: 0 } });
    expect(ridge.caption).toContain("Dashed: kinks");
    const without = lossContours(twoValleys, [], { resolution: 21, kinks: false });
    expect(names(without)).not.toContain("kink");
  });

  it("leave out critical points that the grid does not cover", () => {
    const minima = lossContours(lossOnly, [], { grid: bowlGrid() }).data.find(
      ({ name }) => name === "minimum",
    );
    expect(minima?.x).toEqual([0]);
  });

  it("are equally spaced on a bowl, and spaced by factors in a valley of many decades", () => {
    const even = levelLines(bowlGrid(), 2);
    expect(even.levels[1] - even.levels[0]).toBeCloseTo(even.levels[2] - even.levels[1], 12);
    expect(even.note).toMatch(/^Level lines of the loss every 0\.\d/);
    const grid = bowlGrid();
    const valley = {
      ...grid,
      loss: grid.loss.map((loss, i) => (Math.abs((i % 31) - 15) < 3 ? 1e-3 : 100) * loss),
    };
    const factors = levelLines(valley, 2);
    const ratio = factors.levels[1] / factors.levels[0];
    expect(factors.levels[2] / factors.levels[1]).toBeCloseTo(ratio, 9);
    expect(factors.note).toContain("by factors of");
    expect(factors.levels[factors.levels.length - 1]).toBeLessThanOrEqual(200);
  });

  it("have none on a constant loss or where there is none", () => {
    for (const value of [1, Number.NaN]) {
      const grid = { ...bowlGrid(), loss: new Float64Array(31 * 31).fill(value) };
      expect(levelLines(grid, 1).levels.length).toBeLessThanOrEqual(1);
      expect(lossContours(lossOnly, [], { grid }).caption).not.toContain("NaN");
    }
  });

  it("have axes with units and a description", () => {
    const { layout, alt } = lossContours(lossOnly, two, { grid: bowlGrid() });
    for (const [axis, text] of [
      ["xaxis", "θ₁ (dimensionless)"],
      ["yaxis", "θ₂ (dimensionless)"],
    ])
      expect((layout[axis] as { title: { text: string } }).title.text).toBe(text);
    expect(alt).toContain("training paths in float64, float16");
  });
});

describe("the precision barrier", () => {
  const formats = [float32, float16, float8_e4m3fn];

  it("draws the level of a format where it is crossed, and says where the others are", () => {
    const { data, caption } = barrierMap(lossOnly, bowlGrid(), { formats });
    const lines = data.filter(({ type }) => type === "contour");
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({
      name: "8-bit e4m3fn: 4 bits",
      contours: { start: 4, end: 4 },
      line: { color: "#d3222a", dash: "dot" },
    });
    expect(caption).toContain(
      "Exceeded only within a cell of a critical point: float32 (24 bits), float16 (11 bits).",
    );
    expect(caption).toContain("at critical points the value is infinite");
  });

  it("caps infinite peaks above every level, so that a level line closes around them", () => {
    const [map] = barrierMap(lossOnly, bowlGrid(), { formats }).data;
    const peak = Math.max(...values(map));
    expect(Number.isFinite(peak)).toBe(true);
    expect(peak).toBeGreaterThan(53);
    expect((map.colorbar as { title: { text: string } }).title.text).toContain("(bits)");
  });

  it("covers every line with its colours, and starts at 0 bits", () => {
    const [map] = barrierMap(lossOnly, bowlGrid(), { formats }).data;
    expect(map).toMatchObject({ zmin: 2, zmax: 8 });
    const low = { ...bowlGrid(), requiredBits: bowlGrid().requiredBits?.map((b) => b - 20) };
    expect(barrierMap(lossOnly, low).data[0]).toMatchObject({ zmin: 0, zmax: 1 });
    expect(barrierMap(lossOnly, bowlGrid(), { range: [1, 5] }).data[0]).toMatchObject({
      zmin: 1,
      zmax: 5,
    });
  });

  it("says where it is not defined, and where a format's level is exceeded everywhere", () => {
    const grid = bowlGrid(5);
    grid.requiredBits?.fill(30);
    grid.requiredBits?.fill(Number.NaN, 0, 3);
    const { caption } = barrierMap(lossOnly, grid, { formats });
    expect(caption).toContain("Exceeded everywhere: float32 (24 bits)");
    expect(caption).toContain("White: not defined.");
    const empty = { ...grid, requiredBits: new Float64Array(25).fill(Number.NaN) };
    expect(barrierMap(lossOnly, empty).data[0]).toMatchObject({ zmin: 0, zmax: 1 });
  });

  it("carries paths under names of their own", () => {
    const figure = barrierMap(lossOnly, bowlGrid(), { formats, paths: two, hidden: ["float16"] });
    expect(names(figure)).toContain("path, float64");
    expect(figure.data.find(({ name }) => name === "path, float16")?.visible).toBe("legendonly");
  });

  it("refuses a grid without the bits, and words it does not know", () => {
    const { requiredBits: _, ...bare } = bowlGrid();
    expect(() => barrierMap(lossOnly, bare)).toThrow(
      "barrierMap: expected a grid with requiredBits, got one without",
    );
    expect(() => barrierMap(lossOnly, bowlGrid(), { quantity: "bits" as never })).toThrow(
      "barrierMap: expected quantity requiredBits or allStuckBits, got bits",
    );
    expect(() => barrierMap(lossOnly, bowlGrid(), { range: [3, 3] })).toThrow(
      "barrierMap: expected a range of some width, got [3, 3]",
    );
  });
});

describe("the grid of a landscape", () => {
  it("is thinned evenly where it is too fine for a picture", () => {
    const grid = bowlGrid(31);
    expect(thinnedGrid(grid, 31)).toBe(grid);
    const thin = thinnedGrid(grid, 16);
    expect([thin.xs.length, thin.ys.length]).toEqual([16, 16]);
    expect(thin.xs[1]).toBe(grid.xs[2]);
    expect(thin.loss[3 * 16 + 5]).toBe(grid.loss[6 * 31 + 10]);
    expect(thin.requiredBits).toHaveLength(256);
    expect(thin.gradientNorm).toBeUndefined();
    const [map] = barrierMap(lossOnly, bowlGrid(511)).data;
    expect((map.z as { shape: number[] }).shape).toEqual([256, 256]);
  });

  it("holds loss and sharpness, row by row", () => {
    const { xs, ys, loss, curvature } = landscapeGrid(twoValleys, 5);
    expect([...xs]).toEqual([-2, -1, 0, 1, 2]);
    const at = 1 * 5 + 3; // (1, −1)
    expect(loss[at]).toBe(twoValleys.loss(Float64Array.of(xs[3], ys[1])));
    expect(curvature[at]).toBeGreaterThan(2);
    expect(sum(curvature)).toBeGreaterThan(50);
  });
});
