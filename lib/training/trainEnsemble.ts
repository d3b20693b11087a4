import type { Network, NetworkData } from "../networks/network.js";
import { requireNetworkData } from "../networks/requireNetworkData.js";
import { inThisThread, type MapOptions, type Workers } from "../numerics/jobs.js";
import { kindOf } from "../numerics/kindOf.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { formatNamed } from "../precision/formats/formats.js";
import { runLength, trainingPlan } from "./optimizing/trainingPlan.js";
import { sharedData } from "./sharedData.js";
import { requireParameters } from "./training.js";
import type { TrainingOptions } from "./trainingOptions.js";
import type { TrainingRun } from "./trainingRun.js";
import { type TrainTask, trainJob, trainWatched } from "./trainJob.js";

/** Runs of one network on the same data, in several formats, from several seeds. */
export interface TrainEnsembleRequest {
  readonly network: Network;
  readonly data: NetworkData;
  /** Judged beside the training data in every row of a history. */
  readonly test?: NetworkData;
  /** Those of every run. */
  readonly options: Omit<TrainingOptions, "format" | "seed">;
  /** Names of formats, each once. */
  readonly formats: readonly string[];
  /** Seeds of the runs, each once. */
  readonly seeds: readonly number[];
  /** θ before it is rounded, one array a seed; those that `train` draws unless told. */
  readonly starts?: readonly Float64Array[];
}

/** One run of an ensemble. */
export interface TrainedRun {
  /** Name of the format. */
  readonly format: string;
  readonly seed: number;
  /** What came of it. */
  readonly run: TrainingRun;
}

const requestNames: readonly (keyof TrainEnsembleRequest)[] = [
  ...(["network", "data", "test", "options", "formats", "seeds", "starts"] as const),
];

/**
 * Trains a network in every format from every seed, spread over workers; one run is one job.
 *
 * Each run is `train` with the options, its format and its seed: the same bits for any number of
 * workers and any order of completion, whatever else is asked for. A seed has the same start and the
 * same batches in every format. A run that diverges is a row like the others.
 *
 * The data are sent in shared memory, not copied for each run, and so is the progress of a run; not
 * where threads share none (a web page that is not cross-origin isolated).
 *
 * @param request - network, data, options, formats and seeds
 * @param workers - who trains; this thread unless told, which serves its event loop now and then
 * @param mapOptions - a signal that aborts, also within a run; a callback for progress, in steps of
 *   all runs
 * @returns all runs, by format in the order asked for, then by seed in theirs
 * @throws RangeError or TypeError (as a rejection, before any work) if `train` would throw it, a name
 *   is unknown, a format or a seed is asked for twice, or there is not one start a seed; the
 *   signal's reason
 *
 * @example
 * const options = { optimizer: sgd(), schedule: constantRate(0.05), batchSize: 50, epochs: 20 };
 * const request = { network, data, options, formats: ["float32", "float16"], seeds: [1, 2, 3] };
 * (await trainEnsemble(request, workerPool())).map(({ run }) => run.loss);
 */
export async function trainEnsemble(
  request: TrainEnsembleRequest,
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<TrainedRun[]> {
  const steps = stepsOfRun(request, workers, mapOptions);
  const tasks = tasksOf(request);
  const { signal } = mapOptions;
  const total = steps * tasks.length;
  let last = 0;
  const tell = (done: number): void => {
    if (done > last) mapOptions.onProgress?.(done, total);
    last = Math.max(last, done);
  };

  let runs: TrainingRun[];
  if (workers === inThisThread) {
    const run = (task: TrainTask): Promise<TrainingRun> =>
      trainWatched(task, { signal, onProgress: (done) => tell(task.run * steps + done) });
    const onProgress = (done: number): void => tell(done * steps);
    runs = await workers.map({ ...trainJob, run }, tasks, { signal, onProgress });
  } else {
    const counts = sharedCounts(tasks.length);
    const poll = (): void => tell(counts?.reduce((sum, done) => sum + done, 0) ?? 0);
    const onProgress = (done: number): void => (counts ? poll() : tell(done * steps));
    const data = sharedData(request.data);
    const test = request.test && sharedData(request.test);
    const sent = tasks.map((task) => ({ ...task, data, test, counts }));
    const timer = setInterval(poll, 100);
    try {
      runs = await workers.map(trainJob, sent, { signal, onProgress });
    } finally {
      clearInterval(timer);
    }
  }
  return runs.map((run, n) => ({ format: tasks[n].format, seed: tasks[n].seed, run }));
}

/** Examines a request, and makes a task of each run. */
function tasksOf(request: TrainEnsembleRequest): TrainTask[] {
  const { network, data, test, options, formats, seeds, starts } = request;
  const caller = "trainEnsemble";
  const runs = formats.flatMap((format) => seeds.map((seed, i) => ({ format, seed, i })));
  for (const { format, seed } of runs)
    trainingPlan({ ...options, format: formatNamed(format), seed }, caller);
  return runs.map(({ format, seed, i }, run) => {
    const start = starts?.[i];
    return {
      ...{ network, data, options, format, seed, run },
      ...(test && { test }),
      ...(start && { start }),
    };
  });
}

/** Examines a request; returns the most steps that each of its runs takes. */
function stepsOfRun(
  request: TrainEnsembleRequest,
  workers: Workers,
  mapOptions: MapOptions,
): number {
  const caller = "trainEnsemble";
  requireKnown(request, requestNames, "option", caller);
  const { network, data, test, options, formats, seeds, starts } = request;
  requireNetworkData(network, data, caller);
  if (test) requireNetworkData(network, test, caller);
  for (const [name, list] of Object.entries({ formats, seeds, starts: starts ?? [] }))
    if (!Array.isArray(list))
      throw new TypeError(`${caller}: ${name} must be a list, got ${kindOf(list)}`);
  requireKnown(mapOptions, ["signal", "onProgress"], "option", caller);
  if (typeof workers?.map !== "function")
    throw new TypeError(`${caller}: expected workers such as workerPool(), got ${kindOf(workers)}`);
  if (typeof options !== "object" || options === null)
    throw new TypeError(`${caller}: the options must be an object, got ${kindOf(options)}`);
  for (const name of ["format", "seed"])
    if (Object.hasOwn(options, name))
      throw new TypeError(`${caller}: expected ${name}s beside the options, got a ${name} in them`);
  for (const [name, list] of Object.entries({ format: formats, seed: seeds }))
    if (new Set<unknown>(list).size < list.length)
      throw new RangeError(
        `${caller}: each ${name} is to be asked for once, got ${list.join(", ")}`,
      );
  if (starts && starts.length !== seeds.length)
    throw new RangeError(
      `${caller}: expected a start for each of ${seeds.length} seeds, got ${starts.length}`,
    );
  for (const start of starts ?? []) requireParameters(start, network.parameterCount, caller);
  const stepsPerEpoch = Math.ceil(data.count / (options.batchSize ?? data.count));
  return runLength(options as TrainingOptions, stepsPerEpoch).totalSteps;
}

function sharedCounts(runs: number): Int32Array | undefined {
  if (typeof SharedArrayBuffer === "undefined") return undefined;
  return new Int32Array(new SharedArrayBuffer(4 * runs));
}
