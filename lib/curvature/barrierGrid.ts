import { knownMinima, nearestPoint } from "../landscapes/minima.js";
import type { Box, Objective } from "../landscapes/objective.js";
import { type ObjectiveSource, objectiveFrom, sourceOf } from "../landscapes/objectiveFrom.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import { evenly } from "../numerics/evenly.js";
import { inThisThread, type Job, type MapOptions, type Workers } from "../numerics/jobs.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { halfSpread } from "../numerics/symmetricEigenvalues.js";
import { conditionBits } from "./requiredBits.js";
import { partialStuckBits, stuckBits } from "./stuckBits.js";
import { length } from "./vectors.js";

/** What {@link barrierGrid} may be told. */
export interface BarrierGridOptions {
  /** Points per axis, ≥ 2; 512 unless told. */
  readonly resolution?: number | { readonly columns: number; readonly rows: number };
  /** Where to look; the objective's domain unless told. */
  readonly view?: Box;
  /** η > 0; without it the two kinds of stuck bits are NaN. */
  readonly learningRate?: number;
}

/**
 * A landscape of two parameters and its precision barriers on a grid. Values are row-major over
 * (ys, xs): that of (xs[j], ys[i]) has index i·xs.length + j.
 */
export interface BarrierGrid {
  /** θ₁ of the columns, from one side of the view to the other. */
  readonly xs: Float64Array;
  /** θ₂ of the rows. */
  readonly ys: Float64Array;
  /** L. */
  readonly loss: Float64Array;
  /** κ = λ_max(∇²L), in loss per θ²; NaN where the Hessian is not finite. */
  readonly curvature: Float64Array;
  /** ‖∇L‖₂, in loss per θ. */
  readonly gradientNorm: Float64Array;
  /** b = log₂(κ‖θ‖/‖∇L‖), in bits: a format of p bits can pass where b ≤ p; see `requiredBits`. */
  readonly requiredBits: Float64Array;
  /** Precision up to which no coordinate moves at the learning rate; see `stuckBits`. */
  readonly allStuckBits: Float64Array;
  /**
   * Precision up to which a coordinate does not move that carries at least half of the largest
   * coordinate of the way to the nearest known minimum; see `partialStuckBits`. NaN without
   * learning rate or known minima.
   */
  readonly partialStuckBits: Float64Array;
}

/** Rows in a block: a fixed number, so that blocks do not depend on the number of workers. */
const ROWS = 32;
/** Share of the remaining distance, as `precisionPredictors` has it unless told. */
const SHARE = 0.5;

/**
 * The precision-barrier map of §2.2: loss, curvature, gradient norm, required bits and stuck
 * bits on a grid over a landscape of two parameters.
 *
 * The grid has points on the edges of the view; an even number of columns keeps it off a ridge
 * in the middle. The same bits for any number of workers. One loss, gradient and Hessian a
 * point, half a microsecond or so for a formula.
 *
 * @param objective - a landscape with two parameters and a Hessian
 * @param options - resolution, view, learning rate
 * @param workers - who computes; this thread unless told. Others than this thread need an
 *   objective made of a formula or a recorded function
 * @param mapOptions - a signal that aborts; a callback for progress, counted in blocks of 32 rows
 * @throws TypeError (as a rejection) if the objective has no Hessian or cannot be sent to the
 *   workers, or an option is unknown
 * @throws RangeError (as a rejection) if the objective is not planar, there is no view or an
 *   empty one, or a number is out of range
 *
 * @example
 * const { requiredBits } = await barrierGrid(twoValleys, { resolution: 256, learningRate: 0.05 });
 */
export async function barrierGrid(
  objective: Objective,
  options: BarrierGridOptions = {},
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<BarrierGrid> {
  const { columns, rows, view, learningRate } = examined(objective, options);
  const xs = evenly(view.lower[0], view.upper[0], columns);
  const ys = evenly(view.lower[1], view.upper[1], rows);
  const source = workers === inThisThread ? undefined : sourceOf(objective);
  const blocks: BarrierBlock[] = [];
  for (let first = 0; first < rows; first += ROWS)
    blocks.push({ source, xs, ys: ys.slice(first, first + ROWS), learningRate });
  const job =
    source === undefined ? { ...barrierBlockJob, run: blockOf(objective) } : barrierBlockJob;
  const parts = await workers.map(job, blocks, mapOptions);

  const joined = (name: Exclude<keyof BarrierGrid, "xs" | "ys">): Float64Array => {
    const whole = new Float64Array(rows * columns);
    for (const [k, part] of parts.entries()) whole.set(part[name], k * ROWS * columns);
    return whole;
  };
  return {
    ...{ xs, ys, loss: joined("loss"), curvature: joined("curvature") },
    ...{ gradientNorm: joined("gradientNorm"), requiredBits: joined("requiredBits") },
    ...{ allStuckBits: joined("allStuckBits"), partialStuckBits: joined("partialStuckBits") },
  };
}

/** Some rows of a grid, for a worker. */
export interface BarrierBlock {
  /** The landscape; undefined where the job has it already. */
  readonly source?: ObjectiveSource;
  readonly xs: Float64Array;
  /** θ₂ of these rows. */
  readonly ys: Float64Array;
  /** η, NaN if there is none. */
  readonly learningRate: number;
}

/** The values of one block; a job, called by {@link barrierGrid}. */
export function barrierBlock(block: BarrierBlock): BarrierGrid {
  return blockOf(objectiveFrom(block.source as ObjectiveSource))(block);
}

/** {@link barrierBlock}, as something a worker can find. */
export const barrierBlockJob: Job<BarrierBlock, BarrierGrid> = {
  module: import.meta.url,
  name: "barrierBlock",
  run: barrierBlock,
};

/** One loop over the points, all buffers reused, the eigenvalue in closed form. */
const blockOf =
  (objective: Objective) =>
  ({ xs, ys, learningRate }: BarrierBlock): BarrierGrid => {
    const count = xs.length * ys.length;
    const [loss, curvature] = [new Float64Array(count), new Float64Array(count)];
    const [gradientNorm, requiredBits] = [new Float64Array(count), new Float64Array(count)];
    const [allStuckBits, partial] = [new Float64Array(count), new Float64Array(count)];
    const minima = knownMinima(objective).map(({ point }) => point);
    const stuck = new Float64Array(2);
    const { loss: lossAt, gradient: gradientAt, hessian: hessianAt } = objective;
    const theta = new Float64Array(2);
    const gradient = new Float64Array(2);
    const hessian = new Float64Array(4);
    let k = 0;
    for (const y of ys)
      for (const x of xs) {
        theta[0] = x;
        theta[1] = y;
        loss[k] = lossAt.call(objective, theta);
        gradientAt.call(objective, theta, gradient);
        hessianAt?.call(objective, theta, hessian);
        const [g, h] = gradient;
        const centre = hessian[0] / 2 + hessian[3] / 2;
        curvature[k] = centre + halfSpread(hessian[0], hessian[2], hessian[3]);
        gradientNorm[k] = length(gradient);
        requiredBits[k] = conditionBits(curvature[k], length(theta), gradientNorm[k]);
        stuck[0] = stuckBits(x, learningRate * g);
        stuck[1] = stuckBits(y, learningRate * h);
        allStuckBits[k] = Math.min(stuck[0], stuck[1]);
        const target = minima[nearestPoint(minima, theta)];
        partial[k] = target ? partialStuckBits(theta, target, stuck, SHARE) : NaN;
        k++;
      }
    const bits = { requiredBits, allStuckBits, partialStuckBits: partial };
    return { xs, ys, loss, curvature, gradientNorm, ...bits };
  };

function examined(
  objective: Objective,
  options: BarrierGridOptions,
): { columns: number; rows: number; view: Box; learningRate: number } {
  requireKnown(options, ["resolution", "view", "learningRate"], "option", "barrierGrid");
  requireObjective(objective, "barrierGrid");
  const { name, dimension, hessian, domain } = objective;
  const { resolution = 512, view = domain, learningRate = NaN } = options;
  if (dimension !== 2)
    throw new RangeError(`barrierGrid: expected 2 parameters, ${name} has ${dimension}`);
  if (!hessian) throw new TypeError(`barrierGrid: expected a Hessian, ${name} has none`);
  if (!view) throw new RangeError(`barrierGrid: expected a view, ${name} has no domain`);
  const { lower, upper } = view;
  requireList(lower, "view.lower", "barrierGrid");
  requireList(upper, "view.upper", "barrierGrid");
  for (const i of [0, 1])
    if (!(upper[i] > lower[i] && upper[i] - lower[i] < Infinity))
      throw new RangeError(
        `barrierGrid: expected a view with lower < upper, got ${lower[i]} and ${upper[i]}`,
      );
  const { columns, rows } =
    typeof resolution === "object" && resolution
      ? resolution
      : { columns: resolution, rows: resolution };
  for (const count of [columns, rows])
    if (!Number.isInteger(count) || count < 2)
      throw new RangeError(`barrierGrid: resolution must be an integer >= 2, got ${count}`);
  if (options.learningRate !== undefined && !(learningRate > 0 && learningRate < Infinity))
    throw new RangeError(`barrierGrid: learningRate must be finite and > 0, got ${learningRate}`);
  return { columns, rows, view, learningRate };
}
