import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Path } from "../../lib/paths/path.js";
import { project, projectPaths } from "../../lib/paths/projectPaths.js";

interface Golden {
  readonly dim: number;
  readonly weighting: "vertices" | "paths";
  readonly paths: readonly (readonly number[])[];
  readonly mean: readonly number[];
  readonly axes: readonly number[];
  readonly variances: readonly number[];
  readonly totalVariance: number;
}
const golden: Golden[] = JSON.parse(
  readFileSync(new URL("../fixtures/paths/projections.json", import.meta.url), "utf8"),
);
const pathOf = (dim: number, points: readonly number[]): Path => ({
  points: Float64Array.from(points),
  dim,
});
const solid = fc
  .array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 3, maxLength: 30 }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((lists) => lists.map((list) => pathOf(3, list.slice(0, 3 * Math.floor(list.length / 3)))));
const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
};

describe("projectPaths", () => {
  it("lays a line along its axis", () => {
    const { paths, axes, explained } = projectPaths([pathOf(2, [0, 0, 3, 4])], { axes: 1 });
    expect(largestDifference(axes, [0.6, 0.8])).toBeLessThan(1e-15);
    expect(largestDifference(paths[0].points, [-2.5, 2.5])).toBeLessThan(1e-15);
    expect(explained[0]).toBeCloseTo(1, 15);
  });
  it("agrees with numpy's singular value decomposition", () => {
    for (const { dim, weighting, ...known } of golden) {
      const axes = known.variances.length;
      const given = known.paths.map((points) => pathOf(dim, points));
      const found = projectPaths(given, { axes, weighting });
      expect(largestDifference(found.mean, known.mean)).toBeLessThan(1e-13);
      expect(largestDifference(found.axes, known.axes)).toBeLessThan(1e-12);
      expect(largestDifference(found.variances, known.variances)).toBeLessThan(1e-13);
      expect(found.totalVariance).toBeCloseTo(known.totalVariance, 12);
    }
  });
  it("in all dimensions loses nothing: the vertices are μ + Σ coordinate·axis", () => {
    fc.assert(
      fc.property(solid, fc.constantFrom("vertices", "paths"), (given, weighting) => {
        const { paths, mean, axes, totalVariance, variances } = projectPaths(given, {
          axes: 3,
          weighting: weighting as "vertices",
        });
        for (let i = 0; i < 3; i++)
          for (let j = 0; j < 3; j++) {
            let product = 0;
            for (let k = 0; k < 3; k++) product += axes[3 * i + k] * axes[3 * j + k];
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-14);
          }
        given.forEach(({ points }, index) => {
          points.forEach((value, at) => {
            let rebuilt = mean[at % 3];
            for (let i = 0; i < 3; i++)
              rebuilt += paths[index].points[at - (at % 3) + i] * axes[3 * i + (at % 3)];
            expect(Math.abs(rebuilt - value)).toBeLessThan(1e-12);
          });
        });
        expect(variances.reduce((a, b) => a + b)).toBeCloseTo(totalVariance, 10);
        expect(variances[0] + 1e-10).toBeGreaterThanOrEqual(variances[1]);
        expect(variances[1] + 1e-10).toBeGreaterThanOrEqual(variances[2]);
      }),
    );
  });
  it("takes the same picture, with few vertices or many, of data of any size", () => {
    const points = golden[2].paths[0];
    for (const scale of [1e-100, 1e-9, 1e9, 1e100]) {
      const scaled = points.map((x) => x * scale);
      const { axes, explained } = projectPaths([pathOf(13, scaled)], { axes: 3 });
      const plain = projectPaths([pathOf(13, points)], { axes: 3 });
      expect(largestDifference(axes, plain.axes)).toBeLessThan(1e-12);
      expect(largestDifference(explained, plain.explained)).toBeLessThan(1e-14);
    }
    // each vertex twice: 20 vertices in ℝ¹³ instead of 10, the other side of the matrix
    const twice = projectPaths([pathOf(13, points), pathOf(13, points)], { axes: 3 });
    const once = projectPaths([pathOf(13, points)], { axes: 3 });
    expect(largestDifference(twice.axes, once.axes)).toBeLessThan(1e-12);
  });
  it("lets each path count the same if told", () => {
    const [short, long] = [pathOf(1, [0]), pathOf(1, [3, 3, 3])];
    expect(projectPaths([short, long], { axes: 1 }).mean[0]).toBe(2.25);
    expect(projectPaths([short, long], { axes: 1, weighting: "paths" }).mean[0]).toBe(1.5);
  });
  it("projects other paths in the same way", () => {
    const given = golden[2].paths.map((points) => pathOf(13, points));
    const seen = projectPaths(given, { axes: 3 });
    given.forEach((path, i) => {
      expect(project(path, seen)).toEqual(seen.paths[i]);
    });
    expect(project(pathOf(13, []), seen).points.length).toBe(0);
    expect(project({ points: new Float64Array(13).fill(NaN), dim: 13 }, seen).points[0]).toBeNaN();
    expect(() => project(pathOf(2, [0, 0]), seen)).toThrow("project: dimensions differ, 2 and 13");
  });
});

describe("degenerate paths", () => {
  it("without variance get axes all the same, and explain NaN", () => {
    const still = projectPaths([pathOf(3, [0.1, 2, 3, 0.1, 2, 3, 0.1, 2, 3])], { axes: 3 });
    expect(still.axes).toEqual(Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1));
    expect(still.variances).toEqual(new Float64Array(3));
    expect(still.explained).toEqual(new Float64Array(3).fill(NaN));
    expect(still.explainedTotal).toBeNaN();
    expect(still.paths[0].points).toEqual(new Float64Array(9));
  });
  it("with fewer vertices than axes get orthonormal ones", () => {
    for (const points of [
      [1, 2, 3, 4],
      [1, 2, 3, 4, 3, 2, 1, 0],
    ]) {
      const { axes, explainedTotal, paths } = projectPaths([pathOf(4, points)], { axes: 3 });
      for (let i = 0; i < 3; i++)
        for (let j = 0; j < 3; j++) {
          let product = 0;
          for (let k = 0; k < 4; k++) product += axes[4 * i + k] * axes[4 * j + k];
          expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-14);
        }
      if (points.length > 4) expect(explainedTotal).toBeCloseTo(1, 14);
      expect(paths[0].dim).toBe(3);
    }
  });
  it("are refused when there are none, or not finite, or with too many axes", () => {
    expect(() => projectPaths([])).toThrow("projectPaths: expected at least 1 path, got 0");
    expect(() => projectPaths([pathOf(2, [])])).toThrow("got 0 coordinates");
    expect(() => projectPaths([pathOf(2, [0, NaN])])).toThrow("got NaN at vertex 0");
    expect(() => projectPaths([pathOf(2, [0, 1]), pathOf(1, [0])])).toThrow(
      "projectPaths: dimensions differ, 2 and 1",
    );
    for (const axes of [0, 3, 1.5, NaN])
      expect(() => projectPaths([pathOf(2, [0, 1])], { axes })).toThrow(
        `projectPaths: axes must be an integer 1 … 2, got ${axes}`,
      );
    expect(() => projectPaths([pathOf(2, [0, 1])], { weighting: "equal" as "paths" })).toThrow(
      TypeError,
    );
    expect(() => projectPaths([pathOf(1, [-1.7e308, 1.7e308])], { axes: 1 })).toThrow(
      "projectPaths: expected coordinates whose differences are finite",
    );
    expect(() => projectPaths(undefined as never)).toThrow("projectPaths: expected paths");
    const misspelt: object = { axis: 2 };
    expect(() => projectPaths([pathOf(2, [0, 1])], misspelt)).toThrow('no option "axis"');
  });

  it("does not depend on the unit, where squares leave the range too", () => {
    const points = [0, 0, 3, 1, 1, 4, 2, 2];
    const at = (unit: number) =>
      projectPaths([{ points: Float64Array.from(points, (x) => x * unit), dim: 2 }]);
    const plain = at(1);
    for (const unit of [2 ** -1000, 2 ** -530, 2 ** 530, 2 ** 1000]) {
      const { explained, axes, paths } = at(unit);
      expect(explained).toEqual(plain.explained);
      expect(axes).toEqual(plain.axes);
      expect(paths[0].points.map((x) => x / unit)).toEqual(plain.paths[0].points);
    }
  });
});
