import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import type { Path } from "../../lib/paths/path.js";
import { type ResampledPath, resample, thin } from "../../lib/paths/resample.js";
import { float64 } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";

const planar = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });
/** Discrete Fréchet distance by its recursion. */
function frechet(p: Path, q: Path): number {
  const [m, n, dim] = [p.points.length / p.dim, q.points.length / q.dim, p.dim];
  const table: number[][] = [];
  for (let i = 0; i < m; i++) {
    table.push([]);
    for (let j = 0; j < n; j++) {
      const at = (path: Path, k: number) => path.points.subarray(k * dim, k * dim + dim);
      const distance = Math.hypot(...at(p, i).map((x, k) => x - at(q, j)[k]));
      const before = Math.min(
        table[i - 1]?.[j] ?? Infinity,
        table[i][j - 1] ?? Infinity,
        table[i - 1]?.[j - 1] ?? Infinity,
      );
      table[i].push(i + j === 0 ? distance : Math.max(before, distance));
    }
  }
  return table[m - 1][n - 1];
}
const longestEdge = ({ points, dim }: Path): number => {
  let longest = 0;
  for (let k = dim; k < points.length; k += dim)
    longest = Math.max(
      longest,
      Math.hypot(...points.subarray(k, k + dim).map((x, i) => x - points[k - dim + i])),
    );
  return longest;
};

/** Planar paths on a coarse grid, so that vertices are repeated and edges run back. */
const paths = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 })), {
    minLength: 1,
    maxLength: 12,
  })
  .map((vertices) => planar(...vertices.flat()));
const changes: fc.Arbitrary<(path: Path) => ResampledPath> = fc.oneof(
  fc
    .record({
      vertices: fc.integer({ min: 2, max: 20 }),
      by: fc.constantFrom("arcLength", "clock"),
    })
    .map((options) => (path: Path) => resample(path, options as Parameters<typeof resample>[1])),
  fc.integer({ min: 1, max: 5 }).map((every) => (path: Path) => thin(path, every)),
);
const runs = [1.3, 0.2, -1.9].map((y, k) =>
  descend(twoValleys, Float64Array.of(-1.7 + k / 2, y), {
    format: float64,
    learningRate: 0.05,
    maxSteps: 100,
  }),
);

describe("resample", () => {
  it("goes round a corner", () => {
    const { path, distanceBound } = resample(planar(0, 0, 1, 0, 1, 3), {
      vertices: 3,
      by: "arcLength",
    });
    expect(path.points).toEqual(Float64Array.of(0, 0, 1, 1, 1, 3));
    expect(distanceBound).toBe(1);
  });
  it("by clock keeps the times of the vertices", () => {
    const { path } = resample(planar(0, 0, 1, 0, 1, 0, 5, 0), { vertices: 7, by: "clock" });
    expect(path.points).toEqual(Float64Array.of(0, 0, 0.5, 0, 1, 0, 1, 0, 1, 0, 3, 0, 5, 0));
  });
  it("by clock with as many vertices changes no bit", () => {
    for (const run of runs) {
      const { path, distanceBound } = resample(run, {
        vertices: run.points.length / 2,
        by: "clock",
      });
      expect(path.points).toEqual(run.points);
      expect(distanceBound).toBe(0);
    }
  });
  it("stays on the way where its length is near the largest double", () => {
    const long = { points: Float64Array.of(0, 2 ** 1023), dim: 1 };
    const { path } = resample(long, { vertices: 5, by: "arcLength" });
    expect([...path.points]).toEqual([0, 1, 2, 3, 4].map((k) => k * 2 ** 1021));
  });

  it("keeps both ends exactly, whatever the rounding of lengths", () => {
    fc.assert(
      fc.property(paths, changes, fc.constantFrom(0.1, 1e-9, 1e9), (integers, change, scale) => {
        const path = { points: integers.points.map((x) => x * scale), dim: 2 };
        const { points } = change(path).path;
        expect(points.subarray(0, 2)).toEqual(path.points.subarray(0, 2));
        expect(points.subarray(-2)).toEqual(path.points.subarray(-2));
      }),
    );
  });
  it("spaces vertices equally along the edges", () => {
    const { path } = resample(planar(0, 0, 0, 0, 10, 0, 10, 1, 10, 1), {
      vertices: 12,
      by: "arcLength",
    });
    for (let k = 0; k < 12; k++) {
      expect(path.points[2 * k]).toBeCloseTo(Math.min(k, 10), 14);
      expect(path.points[2 * k + 1]).toBeCloseTo(Math.max(k - 10, 0), 14);
    }
  });
});

describe("the bound", () => {
  it("is one on the discrete Fréchet distance", () => {
    fc.assert(
      fc.property(paths, changes, (path, change) => {
        const { path: changed, distanceBound } = change(path);
        expect(distanceBound).toBeGreaterThanOrEqual(frechet(path, changed) - 1e-12);
      }),
    );
  });
  it("is at most half the longest edge and half the longest way between new vertices", () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 2, max: 20 }), (path, vertices) => {
        let way = 0;
        for (let k = 2; k < path.points.length; k += 2)
          way += Math.hypot(
            path.points[k] - path.points[k - 2],
            path.points[k + 1] - path.points[k - 1],
          );
        const { distanceBound } = resample(path, { vertices, by: "arcLength" });
        expect(distanceBound).toBeLessThanOrEqual(
          longestEdge(path) / 2 + way / (vertices - 1) / 2 + 1e-12,
        );
      }),
    );
  });
  it("bounds the change of the distance of two paths", () => {
    fc.assert(
      fc.property(paths, paths, changes, changes, (p, q, changeP, changeQ) => {
        const [a, b] = [changeP(p), changeQ(q)];
        const change = Math.abs(frechet(p, q) - frechet(a.path, b.path));
        expect(change).toBeLessThanOrEqual(a.distanceBound + b.distanceBound + 1e-12);
      }),
    );
  });
  it("is within a tenth of the distance itself on runs of gradient descent", () => {
    for (const run of runs)
      for (const vertices of [10, 33, 200])
        for (const by of ["arcLength", "clock"] as const) {
          const { path, distanceBound } = resample(run, { vertices, by });
          expect(distanceBound).toBeLessThanOrEqual(1.1 * frechet(run, path));
        }
  });
});

describe("thin", () => {
  it("keeps every k-th vertex and the last", () => {
    const line = { points: Float64Array.of(0, 1, 2, 3, 4, 5), dim: 1 };
    expect(thin(line, 2)).toEqual({
      path: { points: Float64Array.of(0, 2, 4, 5), dim: 1 },
      distanceBound: 1,
    });
    expect(thin(line, 9).path.points).toEqual(Float64Array.of(0, 5));
    expect(thin(line, 1)).toEqual({ path: line, distanceBound: 0 });
  });
  it("chooses vertices of a diverged path too, without a bound", () => {
    for (const bad of [NaN, Infinity]) {
      const { path, distanceBound } = thin(planar(0, 0, 1, 1, bad, 2, bad, bad), 2);
      expect(path.points).toEqual(Float64Array.of(0, 0, bad, 2, bad, bad));
      expect(distanceBound).toBeNaN();
    }
  });
  it("refuses no step and no path", () => {
    for (const every of [0, -1, 1.5, NaN])
      expect(() => thin(planar(0, 0), every)).toThrow(`k an integer >= 1, got ${every}`);
    expect(() => thin(planar(), 1)).toThrow("thin: expected a path of at least 1 whole vertex");
  });
});

describe("odd paths", () => {
  it("of one vertex, or of length 0, become copies", () => {
    for (const by of ["arcLength", "clock"] as const)
      for (const path of [planar(1, 2), planar(1, 2, 1, 2, 1, 2)])
        expect(resample(path, { vertices: 3, by })).toEqual({
          path: planar(1, 2, 1, 2, 1, 2),
          distanceBound: 0,
        });
  });
  it("are refused when not finite, empty or broken", () => {
    const options = { vertices: 3, by: "clock" } as const;
    expect(() => resample(planar(0, 0, NaN, 0), options)).toThrow("got NaN at vertex 1");
    expect(() => resample(planar(0, 0, 0, -Infinity), options)).toThrow(
      "got -Infinity at vertex 1",
    );
    expect(() => resample(planar(-1e308, 0, 1e308, 0), options)).toThrow(
      "a finite length, got Infinity",
    );
    expect(() => resample(planar(), options)).toThrow("got 0 coordinates");
    expect(() => resample(planar(1), options)).toThrow("whole vertex of 2, got 1 coordinates");
    expect(() => resample({ points: Float64Array.of(1), dim: 0 }, options)).toThrow("dim >= 1");
    for (const vertices of [1, 2.5, NaN])
      expect(() => resample(planar(0, 0), { vertices, by: "clock" })).toThrow(`got ${vertices}`);
    expect(() => resample(planar(0, 0), { vertices: 2, by: "time" as "clock" })).toThrow(
      'expected by "arcLength" or "clock", got time',
    );
    const misspelt = { ...options, verts: 3 };
    expect(() => resample(planar(0, 0), misspelt)).toThrow('there is no option "verts"');
  });
});
