import { knownMinima, nearestPoint } from "../landscapes/minima.js";
import type { Objective } from "../landscapes/objective.js";
import { type ObjectiveSource, objectiveFrom, sourceOf } from "../landscapes/objectiveFrom.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { cellCentres } from "../numerics/evenly.js";
import { inThisThread, type Job, type MapOptions, type Workers } from "../numerics/jobs.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { formatNamed } from "../precision/formats/formats.js";
import { type DescentEnds, descentEnds } from "./descentEnds.js";
import { type Status, statuses } from "./descentLoop.js";
import { completeDescent, type DescentOptions, descentOptionNames } from "./descentOptions.js";
import { restingPoints } from "./restingPoints.js";

/** What {@link basinMap} needs to be told: the options of `descend`, and how to map. */
export interface BasinMapRequest
  extends Omit<DescentOptions, "format" | "maxSteps" | "record" | "intrinsicError"> {
  /** Names of formats, each once. */
  readonly formats: readonly string[];
  /** Cells per side; 400 unless told. */
  readonly resolution?: number;
  /** Budget of a cell; 500 unless told. */
  readonly maxSteps?: number;
  /** How far from a minimum counts as there, in units of θ; 1 % of the domain's diagonal unless told. */
  readonly tolerance?: number;
}

/** What became of each cell in one format; arrays row-major, rows by θ₂. */
export interface Basins {
  /** Name of the format. */
  readonly format: string;
  /** Place in `minima` of the minimum nearest to the end, −1 if none is within the tolerance. */
  readonly minimum: Int16Array;
  /** How the run ended: its place in `statuses`. */
  readonly status: Uint8Array;
  /** Steps taken. */
  readonly steps: Uint32Array;
}

/** Basins of attraction on a grid of starts. */
export interface BasinGrid {
  /** θ₁ of the columns, cell centres. */
  readonly xs: Float64Array;
  /** θ₂ of the rows, cell centres. */
  readonly ys: Float64Array;
  /** Where the minima are that the indices mean. */
  readonly minima: readonly (readonly number[])[];
  /** Whether these are the landscape's own, or only where runs have come to rest. */
  readonly known: boolean;
  /** What the codes of the statuses mean. */
  readonly statuses: readonly Status[];
  /** The tolerance, in units of θ. */
  readonly tolerance: number;
  /** One per format, in the order asked for. */
  readonly maps: readonly Basins[];
}

/** Cells in a chunk: a fixed number, so that chunks do not depend on the number of workers. */
const CHUNK = 4096;

const requestNames: readonly string[] = [
  ...["formats", "resolution", "tolerance"],
  ...descentOptionNames.filter((n) => !["format", "record", "intrinsicError"].includes(n)),
];

/**
 * Basins of attraction per number format: from each cell of a grid over a planar landscape's
 * domain one run of `descend`, and the minimum it gets to.
 *
 * Minima are the landscape's critical points of index 0. Where it knows none, they are found: of
 * the ends of all converged runs, in order, each one farther than the tolerance from those before it
 * is a new one (up to 256; sorted by θ₁, then θ₂). A run that has converged on a saddle, as from
 * its stable manifold, makes one of it. The status plays no part in which minimum a cell
 * belongs to: a run that stalls close enough has arrived. An even number of cells keeps the centres off
 * an axis of symmetry.
 *
 * With stochastic rounding cell n takes the key's `step` + n. The result has the same bits for
 * any number of workers. A run costs what its steps cost, ten nanoseconds or more each: 400 × 400
 * cells of Two Valleys in four formats take a second or two on two cores.
 *
 * @param objective - a landscape with two parameters and a domain, made of a formula or built in
 * @param request - see {@link BasinMapRequest}
 * @param workers - who does the work; this thread unless told
 * @param options - abort signal; progress in chunks of 4096 cells
 * @throws RangeError (as a rejection) if the landscape is not planar or has no domain, a format is
 *   unknown or asked for twice, or a number is out of range
 * @throws TypeError (as a rejection) if there is no such option, or the objective cannot be sent
 *   to a worker
 *
 * @example
 * const request = { formats: ["float64", "float16"], resolution: 100, learningRate: 0.05 };
 * const { maps, minima } = await basinMap(twoValleys, request);
 * minima[maps[0].minimum[0]]; // [-1, 0]: the lower left corner's
 */
export async function basinMap(
  objective: Objective,
  request: BasinMapRequest,
  workers: Workers = inThisThread,
  options: MapOptions = {},
): Promise<BasinGrid> {
  requireKnown(request, requestNames, "option", "basinMap");
  requireObjective(objective, "basinMap");
  const { domain, dimension, name } = objective;
  if (dimension !== 2 || !domain)
    throw new RangeError(
      `basinMap: ${name} has ${dimension} parameters and ${domain ? "a" : "no"} domain, expected 2 and a domain`,
    );
  const { lower, upper } = domain;
  const [width, height] = [upper[0] - lower[0], upper[1] - lower[1]];
  const diagonal = Math.sqrt(width * width + height * height);
  const { formats, resolution = 400, tolerance = diagonal / 100, ...others } = request;
  if (!Number.isInteger(resolution) || resolution < 1 || resolution > 4096)
    throw new RangeError(`basinMap: resolution must be an integer in 1..4096, got ${resolution}`);
  if (!(tolerance > 0 && tolerance < Infinity))
    throw new RangeError(`basinMap: tolerance must be finite and > 0, got ${tolerance}`);
  if (!Array.isArray(formats) || formats.length === 0)
    throw new RangeError(`basinMap: expected a list of names of formats, got ${String(formats)}`);
  if (new Set(formats).size < formats.length)
    throw new RangeError(
      `basinMap: each format is to be asked for once, got ${formats.join(", ")}`,
    );
  const run = { ...others, maxSteps: request.maxSteps ?? 500 };
  for (const format of formats)
    completeDescent(objective, { ...run, format: formatNamed(format) }, "basinMap");

  const landscape = sourceOf(objective);
  const cells = resolution * resolution;
  const chunks: BasinChunk[] = [];
  for (const format of formats)
    for (let first = 0; first < cells; first += CHUNK)
      chunks.push({ landscape, format, resolution, run, first });
  const done = await workers.map(basinChunkJob, chunks, options);

  const perFormat = Math.ceil(cells / CHUNK);
  const all = formats.map((_, k) => joined(done.slice(k * perFormat, (k + 1) * perFormat), cells));
  const stated = knownMinima(objective);
  const known = stated.length > 0;
  const minima = known ? stated.map(({ point }) => point) : restingPoints(all, tolerance);
  return {
    xs: cellCentres(lower[0], upper[0], resolution),
    ys: cellCentres(lower[1], upper[1], resolution),
    minima,
    known,
    statuses,
    tolerance,
    maps: all.map(({ ends, status, steps }, k) => ({
      format: formats[k],
      minimum: Int16Array.from(status, (_, i) =>
        nearestPoint(minima, ends.subarray(2 * i, 2 * i + 2), tolerance),
      ),
      status,
      steps,
    })),
  };
}

function joined(parts: readonly DescentEnds[], cells: number): DescentEnds {
  const ends = new Float64Array(2 * cells);
  const status = new Uint8Array(cells);
  const steps = new Uint32Array(cells);
  parts.forEach((part, k) => {
    ends.set(part.ends, 2 * k * CHUNK);
    status.set(part.status, k * CHUNK);
    steps.set(part.steps, k * CHUNK);
  });
  return { ends, status, steps };
}

/** A part of a {@link BasinMapRequest}: the cells `first` and following, one format. */
export interface BasinChunk {
  readonly landscape: ObjectiveSource;
  readonly format: string;
  readonly resolution: number;
  /** The options of `descend`, but the format. */
  readonly run: Omit<DescentOptions, "format">;
  readonly first: number;
}

/** The runs of one chunk; a job, called by {@link basinMap}. */
export function basinChunk({ landscape, format, resolution, run, first }: BasinChunk): DescentEnds {
  const objective = objectiveFrom(landscape);
  const { lower, upper } = objective.domain ?? { lower: [], upper: [] };
  const xs = cellCentres(lower[0], upper[0], resolution);
  const ys = cellCentres(lower[1], upper[1], resolution);
  const count = Math.min(CHUNK, resolution * resolution - first);
  const starts = new Float64Array(2 * count);
  for (let i = 0; i < count; i++) {
    starts[2 * i] = xs[(first + i) % resolution];
    starts[2 * i + 1] = ys[Math.floor((first + i) / resolution)];
  }
  return descentEnds(objective, starts, { ...run, format: formatNamed(format) }, first);
}

/** {@link basinChunk}, as something a worker can find. */
export const basinChunkJob: Job<BasinChunk, DescentEnds> = {
  module: import.meta.url,
  name: "basinChunk",
  run: basinChunk,
};
