import type { Objective } from "../landscapes/objective.js";
import { type ObjectiveSource, objectiveFrom } from "../landscapes/objectiveFrom.js";
import { inThisThread, type Job, type MapOptions, type Workers } from "../numerics/jobs.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { norm } from "../numerics/vector.js";
import { formatNamed } from "../precision/formats/formats.js";
import { type DescentOptions, descend, type Trajectory } from "./descent.js";
import { descentEnds, runKey } from "./descentEnds.js";
import { statuses } from "./descentLoop.js";
import { completeDescent, descentOptionNames } from "./descentOptions.js";

/** Descents from many starts in several formats; names and data, so that it can be sent to a worker. */
export interface EnsembleRequest extends Omit<DescentOptions, "format"> {
  /** Name of a built-in landscape, or an objective as data: `sourceOf(landscape("x^2 + y^2"))`. */
  readonly landscape: ObjectiveSource;
  /** Names of formats, each once. */
  readonly formats: readonly string[];
  /** n·dim coordinates, start after start; see `uniformStarts`. */
  readonly starts: Float64Array;
}

/** One run of an ensemble. */
export interface EnsembleRun {
  /** Which start, from 0. */
  readonly run: number;
  /** Name of the format. */
  readonly format: string;
  /** What came of it. */
  readonly trajectory: Trajectory;
}

const requestNames: readonly string[] = [
  ...["landscape", "formats", "starts"],
  ...descentOptionNames.filter((name) => name !== "format"),
];

/** Runs in a chunk: a fixed number, so that chunks do not depend on the number of workers. */
const CHUNK = 16;

/**
 * Runs every start in every format, spread over workers.
 *
 * Each run is {@link descend}, which depends on its own start and options only: the result has
 * the same bits for any number of workers and any order of completion. With stochastic rounding,
 * run n takes the key's `step` + n: other random bits for each start, the same in every format.
 *
 * Promotion (is a stuck run lost, or only too coarse?) is a second ensemble: the `end` points
 * of the stuck runs as `starts`, `formats: ["float64"]`.
 *
 * With `record: "ends"` and `intrinsicError: false` runs of a longer formula (a small network, say) take
 * their steps together in SIMD lanes, to the same bits: several times as fast, see `descentEnds`.
 *
 * @param request - landscape, formats, starts and the options of {@link descend}
 * @param workers - who does the work; this thread unless told
 * @param options - a signal that aborts; a callback for progress, counted in chunks of 16 runs
 * @returns all runs, by format in the order asked for, then by start
 * @throws RangeError (as a rejection) if a name is unknown, a format is asked for twice, the
 *   starts are not whole points, or `descend` would throw it
 * @throws TypeError (as a rejection) if there is an unknown option, or `descend` would throw it
 *
 * @example
 * const starts = uniformStarts(twoValleys, 100, 1);
 * const runs = await ensemble({
 *   landscape: "twoValleys", formats: ["float64", "p8"], starts, learningRate: 0.05, maxSteps: 2000,
 * });
 */
export async function ensemble(
  request: EnsembleRequest,
  workers: Workers = inThisThread,
  options: MapOptions = {},
): Promise<EnsembleRun[]> {
  requireKnown(request, requestNames, "option", "ensemble");
  const { landscape, formats, starts } = request;
  const dim = objectiveFrom(landscape).dimension;
  formats.forEach(formatNamed);
  if (new Set(formats).size < formats.length)
    throw new RangeError(
      `ensemble: each format is to be asked for once, got ${formats.join(", ")}`,
    );
  if (starts.length % dim !== 0)
    throw new RangeError(
      `ensemble: starts must be whole points of ${dim}, got ${starts.length} numbers`,
    );

  const count = starts.length / dim;
  const chunks: EnsembleChunk[] = [];
  for (const format of formats)
    for (let first = 0; first < count; first += CHUNK) {
      const chosen = starts.slice(first * dim, (first + CHUNK) * dim);
      chunks.push({ ...request, formats: [format], starts: chosen, first });
    }
  return (await workers.map(descendChunkJob, chunks, options)).flat();
}

/** A part of an {@link EnsembleRequest}: starts `first` and following, one format. */
export interface EnsembleChunk extends EnsembleRequest {
  /** Which start the first of `starts` is. */
  readonly first: number;
}

/** The runs of one chunk; a job, called by {@link ensemble}. */
export function descendChunk(chunk: EnsembleChunk): EnsembleRun[] {
  const { landscape, formats, starts, first, ...options } = chunk;
  const objective = objectiveFrom(landscape);
  return formats.flatMap((name) => {
    const own = { ...options, format: formatNamed(name) };
    const endsOnly = own.record === "ends" && own.intrinsicError === false;
    const runs = endsOnly
      ? endedTrajectories(objective, starts, own, first)
      : descents(objective, starts, own, first);
    return runs.map((trajectory, i) => ({ run: first + i, format: name, trajectory }));
  });
}

function descents(
  objective: Objective,
  starts: Float64Array,
  options: DescentOptions,
  first: number,
): Trajectory[] {
  const dim = objective.dimension;
  return Array.from({ length: starts.length / dim }, (_, i) => {
    const start = starts.slice(i * dim, (i + 1) * dim);
    const key = options.key && runKey(options.key, first + i);
    return descend(objective, start, { ...options, ...(key ? { key } : {}) });
  });
}

/** The same where only ends are asked for, which runs reach together. */
function endedTrajectories(
  objective: Objective,
  starts: Float64Array,
  options: DescentOptions,
  first: number,
): Trajectory[] {
  const dim = objective.dimension;
  const { given } = completeDescent(objective, options, "ensemble");
  const { ends, status, steps } = descentEnds(objective, starts, options, first);
  return Array.from(steps, (stepCount, i) => {
    const start = starts.slice(i * dim, (i + 1) * dim).map((x) => given(x));
    const end = ends.slice(i * dim, (i + 1) * dim);
    return {
      points: stepCount > 0 ? Float64Array.of(...start, ...end) : end.slice(),
      ...{ dim, end, stepCount },
      steps: stepCount > 0 ? Float64Array.of(0, stepCount) : Float64Array.of(0),
      status: statuses[status[i]],
      loss: objective.loss(end),
      gradientNorm: norm(objective.gradient(end)),
      intrinsicError: NaN,
    };
  });
}

/** {@link descendChunk}, as something a worker can find. */
export const descendChunkJob: Job<EnsembleChunk, EnsembleRun[]> = {
  module: import.meta.url,
  name: "descendChunk",
  run: descendChunk,
};
