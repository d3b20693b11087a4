import type { FormatRun } from "../pathInFormats.js";
import { type PlotBox, pixelX, pixelY } from "./plotBox.js";

/** A run as it moves over the picture. */
export interface MovingRun {
  /** Name of the format. */
  readonly format: string;
  /** Pixel columns of its vertices. */
  readonly xs: Float64Array;
  /** Pixel rows. */
  readonly ys: Float64Array;
  /** Step of each vertex, ascending. */
  readonly steps: Float64Array;
  /** Number of steps it took, and how it ended. */
  readonly stepCount: number;
  readonly status: string;
  /** Loss at the vertices. */
  readonly losses: Float64Array;
}

/** Vertices nearer to the one before than this are left out (pixels). */
const resolution = 0.4;

/**
 * A run in pixels, without the vertices that no one could tell apart, and held inside a margin
 * around the picture, so that a diverging one can be drawn.
 *
 * @param run - a run of two parameters
 * @param box - where the plane is in the picture
 * @param loss - L, for the losses on the way
 */
export function movingRun(
  { format, trajectory }: FormatRun,
  box: PlotBox,
  loss: (theta: Float64Array) => number,
): MovingRun {
  const { points, steps, stepCount, status } = trajectory;
  const held = (pixel: number): number => Math.max(-2000, Math.min(3000, pixel));
  const kept: { x: number; y: number; step: number; loss: number }[] = [];
  const count = points.length / 2;
  for (let k = 0; k < count; k++) {
    const theta = points.subarray(2 * k, 2 * k + 2);
    if (!theta.every(Number.isFinite)) break;
    const [x, y] = [held(pixelX(box, theta[0])), held(pixelY(box, theta[1]))];
    const last = kept[kept.length - 1];
    const moved = last ? Math.max(Math.abs(x - last.x), Math.abs(y - last.y)) : 1;
    if (moved >= resolution || k === count - 1)
      kept.push({ x, y, step: steps[k], loss: loss(theta) });
  }
  const column = (of: (vertex: (typeof kept)[number]) => number): Float64Array =>
    Float64Array.from(kept, of);
  return {
    format,
    stepCount,
    status,
    xs: column(({ x }) => x),
    ys: column(({ y }) => y),
    steps: column(({ step }) => step),
    losses: column((vertex) => vertex.loss),
  };
}

/** Index of the last vertex at or before a step. */
export function vertexAt({ steps }: MovingRun, step: number): number {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps[middle] <= step) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Where the run is at a step: between two kept vertices on the straight line. */
export function positionAt(run: MovingRun, step: number): readonly [number, number] {
  const { xs, ys, steps } = run;
  const k = vertexAt(run, step);
  if (k + 1 >= steps.length) return [xs[k], ys[k]];
  const share = Math.max(0, (step - steps[k]) / (steps[k + 1] - steps[k]));
  return [xs[k] + share * (xs[k + 1] - xs[k]), ys[k] + share * (ys[k + 1] - ys[k])];
}
