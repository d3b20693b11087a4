import type { Path } from "../../lib/paths/path.js";
import type { BarrierValues } from "../../lib/topology/classes/barrierPlane.js";

/**
 * A grid from a drawing, one row a line, the top one last in y: "." is b = 0, "#" is +∞, "?" NaN,
 * a digit itself. Columns stand at 0, 1, …, the lowest row at 0.
 */
export function drawn(...lines: string[]): BarrierValues {
  const value = (sign: string): number =>
    ({ ".": 0, "#": Infinity, "?": NaN })[sign] ?? Number(sign);
  const rows = lines.map((line) => [...line].map(value)).reverse();
  return {
    xs: Float64Array.from(rows[0].keys()),
    ys: Float64Array.from(rows.keys()),
    requiredBits: Float64Array.from(rows.flat()),
  };
}

/** A path through x₀, y₀, x₁, y₁, … */
export const along = (...points: number[]): Path => ({ points: Float64Array.from(points), dim: 2 });

/** The plane with its coordinates exchanged. */
export function transposed(grid: BarrierValues): BarrierValues {
  const { xs, ys, requiredBits } = grid;
  const bits = Array.from(requiredBits, (_, k) => {
    const [row, column] = [k % ys.length, Math.floor(k / ys.length)];
    return requiredBits[row * xs.length + column];
  });
  return { xs: ys, ys: xs, requiredBits: Float64Array.from(bits) };
}

/** The plane upside down. */
export function flipped(grid: BarrierValues): BarrierValues {
  const { xs, ys, requiredBits } = grid;
  const bits = Array.from(requiredBits, (_, k) => {
    const row = ys.length - 1 - Math.floor(k / xs.length);
    return requiredBits[row * xs.length + (k % xs.length)];
  });
  return {
    xs,
    ys: ys.map((_, i) => -ys[ys.length - 1 - i]),
    requiredBits: Float64Array.from(bits),
  };
}

/** A path with its points taken to others. */
export const moved = (path: Path, to: (x: number, y: number) => [number, number]): Path => {
  const points = path.points.slice();
  for (let i = 0; i < points.length; i += 2) points.set(to(points[i], points[i + 1]), i);
  return { points, dim: 2 };
};

/** Small whole numbers from a seed, for walks: the same ones in every run. */
export function dice(seed: number): (sides: number) => number {
  let state = (seed * 2654435761 + 12345) >>> 0;
  return (sides) => {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 0x9e3779b9) >>> 0;
    return ((state ^ (state >>> 13)) >>> 0) % sides;
  };
}
