import type { Network, NetworkData } from "../networks/network.js";
import type { Job, MapOptions } from "../numerics/jobs.js";
import { formatNamed } from "../precision/formats/formats.js";
import { startTraining, type Training } from "./training.js";
import type { TrainingOptions } from "./trainingOptions.js";
import type { TrainingRun } from "./trainingRun.js";

/** One run of an ensemble, as it is sent to a worker. */
export interface TrainTask {
  readonly network: Network;
  readonly data: NetworkData;
  readonly test?: NetworkData;
  readonly options: Omit<TrainingOptions, "format" | "seed">;
  /** Name of the format. */
  readonly format: string;
  readonly seed: number;
  readonly start?: Float64Array;
  /** Steps made by each run of the ensemble, in shared memory; this one's place in it is `run`. */
  readonly counts?: Int32Array;
  readonly run: number;
}

/** Weights times images between two looks at the progress: some hundredths of a second. */
const PART = 3e6;

/** The run of one task; a job, called by `trainEnsemble`. */
export function trainTask(task: TrainTask): TrainingRun {
  const { counts, run } = task;
  const training = started(task);
  const part = partOf(task, training);
  let done = false;
  while (!done) {
    done = training.advance(part);
    if (counts) Atomics.store(counts, run, done ? training.totalSteps : training.stepCount);
  }
  return training.run();
}

/** {@link trainTask}, as something a worker can find. */
export const trainJob: Job<TrainTask, TrainingRun> = {
  module: import.meta.url,
  name: "trainTask",
  run: trainTask,
};

/** The run of one task on this thread; between its parts the event loop is served, and can abort it. */
export async function trainWatched(
  task: TrainTask,
  { signal, onProgress }: MapOptions,
): Promise<TrainingRun> {
  const training = started(task);
  const part = partOf(task, training);
  while (!training.advance(part)) {
    onProgress?.(training.stepCount, training.totalSteps);
    await new Promise((resolve) => setTimeout(resolve, 0));
    signal?.throwIfAborted();
  }
  return training.run();
}

function started({ network, data, test, options, format, seed, start }: TrainTask): Training {
  const own: TrainingOptions = { ...options, format: formatNamed(format), seed };
  return startTraining(network, data, own, { ...(test && { test }), ...(start && { start }) });
}

function partOf({ network, data }: TrainTask, { stepsPerEpoch }: Training): number {
  return Math.ceil((PART * stepsPerEpoch) / (data.count * network.parameterCount));
}
