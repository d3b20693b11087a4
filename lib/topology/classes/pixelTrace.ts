import type { Path } from "../../paths/path.js";
import { type BarrierPlane, pixelIndex } from "./barrierPlane.js";
import { orientation } from "./orientation.js";

/** The pixels that a path touches. */
export interface PixelTrace {
  /** Whether all of it lies in the domain; if not, there are no pixels. */
  readonly status: "inside" | "left the domain" | "not finite";
  /** The first vertex that does not, −1 if all do. */
  readonly vertex: number;
  /** The pixels, step by step. */
  readonly pixels: Uint32Array;
  /** The step of each: step t leads from vertex t to vertex t + 1. */
  readonly steps: Uint32Array;
}

/**
 * All closed pixels that the segments of a path touch, found exactly: where a segment meets the
 * edge of a column, exact orientation tests decide between which rows. A point on an edge touches
 * the pixels on both sides. O(vertices + pixels).
 */
export function pixelTrace(plane: BarrierPlane, { points }: Path): PixelTrace {
  const { columnEdges, rowEdges } = plane;
  const [columns, rows] = [columnEdges.length - 1, rowEdges.length - 1];
  for (let t = 0; t < points.length / 2; t++) {
    const [x, y] = [points[2 * t], points[2 * t + 1]];
    const nothing = { vertex: t, pixels: new Uint32Array(0), steps: new Uint32Array(0) };
    if (!Number.isFinite(x) || !Number.isFinite(y)) return { status: "not finite", ...nothing };
    if (x < columnEdges[0] || x > columnEdges[columns] || y < rowEdges[0] || y > rowEdges[rows])
      return { status: "left the domain", ...nothing };
  }

  const pixels: number[] = [];
  const steps: number[] = [];
  let step = 0;
  const touch = (column: number, first: number, last: number): void => {
    for (let row = first; row <= last; row++) {
      pixels.push(row * columns + column);
      steps.push(step);
    }
  };
  let [j, i] = [0, 0];
  if (points.length > 0) {
    j = pixelIndex(columnEdges, points[0], 0);
    i = pixelIndex(rowEdges, points[1], 0);
  }
  // A point touches pixels from `low` to the k that pixelIndex gives.
  const low = (edges: Float64Array, value: number, k: number): number =>
    k > 0 && edges[k] === value ? k - 1 : k;

  const count = Math.max(1, points.length / 2 - 1);
  for (step = 0; step < count && points.length > 0; step++) {
    const [x, y] = [points[2 * step], points[2 * step + 1]];
    const single = points.length === 2;
    const [u, v] = single ? [x, y] : [points[2 * step + 2], points[2 * step + 3]];
    const [l, k] = [pixelIndex(columnEdges, u, j), pixelIndex(rowEdges, v, i)];
    const [jLow, iLow] = [low(columnEdges, x, j), low(rowEdges, y, i)];
    const [lLow, kLow] = [low(columnEdges, u, l), low(rowEdges, v, k)];
    if (x === u || (i === k && iLow === kLow)) {
      // Vertical, or within the same rows all the way.
      const [first, last] = [Math.min(iLow, kLow), Math.max(i, k)];
      for (let column = Math.min(jLow, lLow); column <= Math.max(j, l); column++)
        touch(column, first, last);
    } else {
      const [ax, ay, bx, by] = x < u ? [x, y, u, v] : [u, v, x, y];
      const [firstColumn, lastColumn] = x < u ? [jLow, l] : [lLow, j];
      const [start, startLow, end, endLow] = x < u ? [i, iLow, k, kLow] : [k, kLow, i, iLow];
      let [row, rowLow] = [start, startLow];
      for (let column = firstColumn; column <= lastColumn; column++) {
        let [next, nextLow] = [end, endLow];
        const edge = columnEdges[column + 1];
        if (edge <= ax) [next, nextLow] = [start, startLow];
        else if (edge < bx) {
          const side = (r: number): number => orientation(ax, ay, bx, by, edge, rowEdges[r]);
          next = row;
          while (next > 0 && side(next) > 0) next--;
          while (next < rows - 1 && side(next + 1) <= 0) next++;
          nextLow = next > 0 && side(next) === 0 ? next - 1 : next;
        }
        touch(column, Math.min(rowLow, nextLow), Math.max(row, next));
        [row, rowLow] = [next, nextLow];
      }
    }
    [j, i] = [l, k];
  }
  const trace = { pixels: Uint32Array.from(pixels), steps: Uint32Array.from(steps) };
  return { status: "inside", vertex: -1, ...trace };
}
