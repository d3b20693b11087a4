import { sharpness } from "../curvature/dense.js";
import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { evenly } from "../numerics/evenly.js";
import { onGrid } from "./figure.js";
import { wholeView } from "./planarView.js";

/**
 * Loss and curvature of a landscape of two parameters on a grid, and what else was computed
 * there: value (i, j) of each array is at (xs[j], ys[i]) and has index i·xs.length + j.
 *
 * What `barrierGrid` returns is one.
 */
export interface LandscapeGrid {
  /** θ₁ of the columns, ascending. */
  readonly xs: Float64Array;
  /** θ₂ of the rows, ascending. */
  readonly ys: Float64Array;
  /** L (loss units). */
  readonly loss: Float64Array;
  /** κ = λ_max(∇²L) (loss units per unit of θ²). */
  readonly curvature: Float64Array;
  /** ‖∇L‖ (loss units per unit of θ). */
  readonly gradientNorm?: Float64Array;
  /** b = log2(κ‖θ‖/‖∇L‖) (bits). */
  readonly requiredBits?: Float64Array;
  /** Bits up to which no coordinate moves at the learning rate in question. */
  readonly allStuckBits?: Float64Array;
}

/**
 * Loss and curvature over a landscape's whole domain, computed in this thread: enough for a
 * picture; `barrierGrid` is the fast way to more.
 *
 * O(resolution²) Hessians. Where the Hessian is not finite the curvature is NaN.
 *
 * @param objective - a landscape with two parameters, a Hessian and a domain
 * @param resolution - grid points per axis, at least 2
 * @throws RangeError if there is no such domain, or the resolution is no integer of at least 2
 *
 * @example
 * landscapeGrid(twoValleys, 3).xs; // Float64Array [-2, 0, 2]
 */
export function landscapeGrid(objective: Objective, resolution = 101): LandscapeGrid {
  requireObjective(objective, "landscapeGrid");
  const view = wholeView(objective);
  const [xs, ys] = [evenly(...view.x, resolution), evenly(...view.y, resolution)];
  const curvature = (x: number, y: number): number => {
    const theta = Float64Array.of(x, y);
    return objective.hessian?.(theta).some((entry) => !Number.isFinite(entry))
      ? Number.NaN
      : sharpness(objective, theta);
  };
  return {
    xs,
    ys,
    loss: onGrid((x, y) => objective.loss(Float64Array.of(x, y)), xs, ys).values,
    curvature: onGrid(curvature, xs, ys).values,
  };
}

/**
 * Refuses a grid whose arrays do not fit its axes.
 *
 * @param grid - what was handed to a figure
 * @param caller - the function to name in the error
 * @throws RangeError if an axis has fewer than 2 values or an array another length than
 *   xs.length · ys.length
 */
export function requireGrid(grid: LandscapeGrid, caller: string): void {
  const { xs, ys, ...arrays } = grid;
  if (xs.length < 2 || ys.length < 2)
    throw new RangeError(
      `${caller}: expected a grid of at least 2 × 2 points, got ${xs.length} × ${ys.length}`,
    );
  for (const name of [
    "loss",
    "curvature",
    "gradientNorm",
    "requiredBits",
    "allStuckBits",
  ] as const) {
    const values = arrays[name];
    if (values !== undefined && values.length !== xs.length * ys.length)
      throw new RangeError(
        `${caller}: expected ${xs.length} × ${ys.length} values of ${name}, got ${values.length}`,
      );
  }
}

/**
 * Every s-th column and row of a grid, from the first: what a picture shows of a fine grid
 * without its page growing by megabytes. The last column or row may be left out.
 *
 * @param grid - any grid, returned itself if it is small enough
 * @param most - at most so many columns and rows, at least 2
 *
 * @example
 * thinnedGrid(landscapeGrid(twoValleys, 5), 3).xs; // Float64Array [-2, 0, 2]
 */
export function thinnedGrid(grid: LandscapeGrid, most: number): LandscapeGrid {
  const { xs, ys } = grid;
  const [s, t] = [xs, ys].map(({ length }) => Math.ceil(length / most));
  if (s === 1 && t === 1) return grid;
  const [columns, rows] = [Math.ceil(xs.length / s), Math.ceil(ys.length / t)];
  const thin = (values: Float64Array): Float64Array =>
    Float64Array.from(
      { length: columns * rows },
      (_, k) => values[Math.floor(k / columns) * t * xs.length + (k % columns) * s],
    );
  const { gradientNorm, requiredBits, allStuckBits } = grid;
  return {
    xs: xs.filter((_, j) => j % s === 0),
    ys: ys.filter((_, i) => i % t === 0),
    loss: thin(grid.loss),
    curvature: thin(grid.curvature),
    ...(gradientNorm && { gradientNorm: thin(gradientNorm) }),
    ...(requiredBits && { requiredBits: thin(requiredBits) }),
    ...(allStuckBits && { allStuckBits: thin(allStuckBits) }),
  };
}

/**
 * The grid that a figure draws: the one it was given, checked and thinned, or one computed now.
 *
 * @param objective - what to compute where no grid is given
 * @param options - the figure's own, of which grid and resolution are read
 * @param most - at most so many columns and rows
 * @param caller - the function to name in an error
 */
export function drawnGrid(
  objective: Objective,
  options: { readonly grid?: LandscapeGrid; readonly resolution?: number },
  most: number,
  caller: string,
): LandscapeGrid {
  if (options.grid === undefined) return landscapeGrid(objective, options.resolution);
  requireGrid(options.grid, caller);
  return thinnedGrid(options.grid, most);
}

/** The rectangle that a grid covers. */
export function gridView({ xs, ys }: LandscapeGrid): {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
} {
  return { x: [xs[0], xs[xs.length - 1]], y: [ys[0], ys[ys.length - 1]] };
}
