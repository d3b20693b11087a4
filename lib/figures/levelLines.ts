import { quantile } from "../numerics/quantile.js";
import type { LandscapeGrid } from "./landscapeGrid.js";
import { briefNumber } from "./powerText.js";

/** Level lines of a loss, and the sentence that says which levels they are. */
export interface LevelLines {
  /** Plotly's contour trace, lines only. */
  readonly trace: Record<string, unknown>;
  /** For the caption. */
  readonly note: string;
  /** Levels that are drawn, ascending (loss units). */
  readonly levels: readonly number[];
}

/** At most so many lines, or a few more. */
const wanted = 18;

/** Lines are drawn by factors where three quarters of the loss are so many times as high as a twentieth. */
const spread = 50;

/**
 * Level lines of the loss: equally spaced up to a cap, or by equal factors above the least loss
 * of the grid where most of the loss spans decades above it, as in a long narrow valley.
 *
 * @param grid - the loss; NaN and infinities are left open
 * @param cap - no lines above it where they are equally spaced (loss units)
 *
 * @example
 * levelLines(landscapeGrid(twoValleys), 4).levels.length; // 8, every 0.5
 */
export function levelLines(grid: LandscapeGrid, cap: number): LevelLines {
  const [floor, low, high, top] = [0, 0.05, 0.75, 1].map((share) => quantile(grid.loss, share));
  const near = low - floor;
  return near > 0 && high - floor > spread * near
    ? byFactors(grid, floor, near, top - floor)
    : byDifferences(grid, floor, Math.min(cap, top));
}

function byDifferences(grid: LandscapeGrid, floor: number, top: number): LevelLines {
  const step = roundStep((top - floor) / wanted);
  const first = Math.floor(floor / step + 1) * step;
  const levels = spaced(first, step, top);
  return {
    trace: lines(grid, grid.loss, first, step, levels.length),
    levels,
    note:
      levels.length > 0
        ? `Level lines of the loss every ${briefNumber(step)} from ${briefNumber(levels[0])} to ${briefNumber(levels[levels.length - 1])}.`
        : "",
  };
}

function byFactors(grid: LandscapeGrid, floor: number, near: number, top: number): LevelLines {
  const [from, to] = [Math.log10(near / 10), Math.log10(top)];
  const step = [0.25, 0.5, 1, 2].find((size) => (to - from) / size <= wanted) ?? 4;
  const first = Math.ceil(from / step) * step;
  const exponents = spaced(first, step, to);
  const height = Float64Array.from(grid.loss, (loss) =>
    loss > floor ? Math.log10(loss - floor) : loss === floor ? first - 2 * step : Number.NaN,
  );
  const levels = exponents.map((exponent) => floor + 10 ** exponent);
  const factor = { 0.25: "10^¼", 0.5: "√10", 1: "10", 2: "100" }[String(step)] ?? `10^${step}`;
  const above = floor === 0 ? "" : ` above the least value ${briefNumber(floor)}`;
  return {
    trace: lines(grid, height, first, step, levels.length),
    levels,
    note: `Level lines of the loss by factors of ${factor.replace("10^¼", "1.78")} from ${briefNumber(10 ** first)} to ${briefNumber(10 ** exponents[exponents.length - 1])}${above}.`,
  };
}

/** first, first + step, … up to `end`. */
function spaced(first: number, step: number, end: number): number[] {
  const count = Math.max(0, Math.floor((end - first) / step + 1e-9) + 1);
  return Array.from({ length: Number.isFinite(count) ? count : 0 }, (_, i) => first + i * step);
}

/** 1, 2 or 5 times a power of ten, at least `least`; 1 where that is not positive. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return ([1, 2, 5].find((factor) => factor * power >= least) ?? 10) * power;
}

function lines(
  { xs, ys }: LandscapeGrid,
  heights: Float64Array,
  first: number,
  step: number,
  count: number,
): Record<string, unknown> {
  return {
    type: "contour",
    name: "level of the loss",
    x: xs,
    y: ys,
    z: { values: Float32Array.from(heights, finite), shape: [ys.length, xs.length] },
    autocontour: false,
    contours: { start: first, end: first + (count - 0.5) * step, size: step, coloring: "none" },
    line: { color: "#5d6470", width: 0.9 },
    showscale: false,
    hoverinfo: "skip",
  };
}

const finite = (value: number): number => (Number.isFinite(value) ? value : Number.NaN);
