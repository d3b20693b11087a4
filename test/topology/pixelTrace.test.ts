import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BarrierPlane,
  barrierPlane,
  pixelsAt,
} from "../../lib/topology/classes/barrierPlane.js";
import { pixelTrace } from "../../lib/topology/classes/pixelTrace.js";
import { along } from "./rasters.js";

/** Columns of widths that differ; all numbers are multiples of 1/8. */
const plane: BarrierPlane = barrierPlane(
  {
    xs: Float64Array.of(0, 1, 1.5, 4, 5),
    ys: Float64Array.of(-1, 0, 1, 2),
    requiredBits: new Float64Array(20),
  },
  "test",
);

/** Whether a closed segment meets a closed rectangle, by the separating axes; exact for eighths. */
function meets(a: number[], b: number[], low: number[], high: number[]): boolean {
  for (const axis of [0, 1])
    if (Math.max(a[axis], b[axis]) < low[axis] || Math.min(a[axis], b[axis]) > high[axis])
      return false;
  const sides = [low[0], high[0]].flatMap((x) =>
    [low[1], high[1]].map((y) =>
      Math.sign((b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])),
    ),
  );
  return !(sides.every((side) => side > 0) || sides.every((side) => side < 0));
}

function byDefinition(a: number[], b: number[]): number[] {
  const { columnEdges, rowEdges } = plane;
  return Array.from({ length: 20 }, (_, k) => k).filter((k) => {
    const [column, row] = [k % 5, Math.floor(k / 5)];
    const low = [columnEdges[column], rowEdges[row]];
    return meets(a, b, low, [columnEdges[column + 1], rowEdges[row + 1]]);
  });
}

const point = fc
  .tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: -8, max: 16 }))
  .map(([x, y]) => [x / 8, y / 8]);

describe("pixelTrace", () => {
  it("touches the pixels that the segment meets, corners and edges included", () => {
    fc.assert(
      fc.property(point, point, (a, b) => {
        const { pixels } = pixelTrace(plane, along(...a, ...b));
        expect([...new Set(pixels)].sort((k, l) => k - l)).toEqual(byDefinition(a, b));
        expect(pixelsAt(plane, a[0], a[1])).toEqual(byDefinition(a, a));
      }),
      { numRuns: 3000 },
    );
  });

  it("knows the step of every pixel", () => {
    const rows = fc.array(point, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, (points) => {
        const { pixels, steps, status } = pixelTrace(plane, along(...points.flat()));
        expect(status).toBe("inside");
        for (let step = 0; step < Math.max(1, points.length - 1); step++) {
          const own = pixels.filter((_, k) => steps[k] === step);
          const next = points[step + 1] ?? points[step];
          expect([...new Set(own)].sort((k, l) => k - l)).toEqual(byDefinition(points[step], next));
        }
      }),
    );
  });

  it("has no pixels for a path that is outside somewhere", () => {
    expect(pixelTrace(plane, along(0, 0, 5.001, 0))).toMatchObject({
      status: "left the domain",
      vertex: 1,
    });
    expect(pixelTrace(plane, along(0, NaN)).status).toBe("not finite");
    expect(pixelTrace(plane, along()).pixels.length).toBe(0);
    expect(pixelsAt(plane, 0, 3)).toEqual([]);
    expect(pixelsAt(plane, NaN, 0)).toEqual([]);
  });
});
