import type { LandscapeGrid } from "../landscapeGrid.js";
import { reference } from "../theme.js";

/** Which of the grid's arrays a barrier is made of. */
export type BarrierQuantity = "requiredBits" | "allStuckBits";

/**
 * The values of which {b > p} is the barrier.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if `quantity` is none of its words
 * @throws RangeError if the grid lacks it
 */
export function barrierValues(
  grid: LandscapeGrid,
  quantity: BarrierQuantity,
  caller: string,
): Float64Array {
  if (quantity !== "requiredBits" && quantity !== "allStuckBits")
    throw new TypeError(
      `${caller}: expected quantity requiredBits or allStuckBits, got ${String(quantity)}`,
    );
  const values = grid[quantity];
  if (values === undefined)
    throw new RangeError(`${caller}: expected a grid with ${quantity}, got one without`);
  return values;
}

/**
 * Infinite peaks become finite and stay above every precision, so that outlines close around
 * them; b is a barrier where it is not defined, as for `barrierClasses`.
 */
const finite = (b: number): number => (Number.isNaN(b) ? 128 : Math.min(Math.max(b, -1e3), 128));

/**
 * The barrier {b > p} as a grey region with its outline: one trace whose `contours.value` is p,
 * so that a slider can move it.
 *
 * @param grid - the axes
 * @param values - b on the grid
 * @param bits - p
 */
export function barrierRegion(
  { xs, ys }: LandscapeGrid,
  values: Float64Array,
  bits: number,
): Record<string, unknown> {
  return {
    type: "contour",
    name: "barrier",
    showlegend: true,
    x: xs,
    y: ys,
    z: { values: Float32Array.from(values, finite), shape: [ys.length, xs.length] },
    // Plotly fills the side on which the constraint does not hold.
    contours: { type: "constraint", operation: "<", value: bits },
    fillcolor: "rgba(110, 110, 110, 0.28)",
    line: { color: "#555555", width: 1.6 },
    showscale: false,
    hoverinfo: "skip",
  };
}

/** Hatch lines over the picture's diagonal. */
const lines = 70;

/** Places per hatch line at which b is looked up. */
const places = 300;

/**
 * Diagonal hatching of {b > p}, which tells the region in grey where colours fail.
 *
 * @param grid - the axes
 * @param values - b on the grid
 * @param bits - p
 */
export function barrierHatching(
  grid: LandscapeGrid,
  values: Float64Array,
  bits: number,
): Record<string, unknown> {
  const { xs, ys } = grid;
  const [left, bottom] = [xs[0], ys[0]];
  const [width, height] = [xs[xs.length - 1] - left, ys[ys.length - 1] - bottom];
  const [x, y]: [number[], number[]] = [[], []];
  for (let k = 1; k < lines; k++) {
    // In the unit square along u − v = offset, from edge to edge.
    const offset = (2 * k) / lines - 1;
    const [from, to] = [Math.max(0, offset), Math.min(1, 1 + offset)];
    let inside = false;
    for (let s = 0; s <= places; s++) {
      const u = from + ((to - from) * s) / places;
      const now = valueAt(grid, values, u, u - offset) > bits;
      if (now !== inside || (now && s === places)) {
        x.push(left + u * width);
        y.push(bottom + (u - offset) * height);
        if (inside) {
          x.push(Number.NaN);
          y.push(Number.NaN);
        }
      }
      inside = now;
    }
  }
  return {
    ...{ type: "scatter", mode: "lines", name: "hatching", showlegend: false },
    x: Float32Array.from(x),
    y: Float32Array.from(y),
    line: { color: reference, width: 0.8 },
    hoverinfo: "skip",
  };
}

/** Bilinear in the cell, as the outline is; u and v from 0 to 1. */
function valueAt({ xs, ys }: LandscapeGrid, values: Float64Array, u: number, v: number): number {
  const [columns, rows] = [xs.length, ys.length];
  const [s, t] = [u * (columns - 1), v * (rows - 1)];
  const j = Math.min(columns - 2, Math.max(0, Math.floor(s)));
  const i = Math.min(rows - 2, Math.max(0, Math.floor(t)));
  const at = i * columns + j;
  const [a, b] = [values[at], values[at + 1]].map(finite);
  const [c, d] = [values[at + columns], values[at + columns + 1]].map(finite);
  const [f, g] = [s - j, t - i];
  return (1 - g) * ((1 - f) * a + f * b) + g * ((1 - f) * c + f * d);
}
