import { inThisThread, type Job, type MapOptions, type Workers } from "../../numerics/jobs.js";
import { readProgress, sharedProgress, writeProgress } from "../../numerics/sharedProgress.js";
import type { RipsMonitor } from "./ripsBars.js";
import { checkRipsOptions, type RipsOptions } from "./ripsOptions.js";
import { type RipsPersistence, ripsPersistence } from "./ripsPersistence.js";
import { checkSource, type RipsSource } from "./ripsSource.js";

/**
 * {@link ripsPersistence} on a worker: the calling thread stays free, hears how far the work has
 * got, and can end it.
 *
 * The source is copied to the worker. The same result, whoever works. While the worker is busy
 * its progress is read from shared memory, ten times a second; without shared memory (a web page
 * that is not cross-origin isolated) there is none before the end.
 *
 * @param source - distances, points or a graph
 * @param options - those of {@link ripsPersistence}; the monitor is called on the calling thread,
 *   and what it throws ends the work
 * @param workers - who computes; this thread unless told, which is busy until the end then
 * @param mapOptions - a signal that aborts at once (with `inThisThread`, at the next progress);
 *   a callback for progress, in parts of the present phase: "edges", "dimension 1", …
 * @throws TypeError or RangeError (as a rejection) as {@link ripsPersistence} does; the signal's
 *   reason
 *
 * @example
 * const pool = workerPool(1);
 * const { diagrams } = await ripsPersistenceOn(distances, { maxDimension: 2 }, pool, {
 *   onProgress: (done, total) => show(done / total),
 * });
 */
export async function ripsPersistenceOn(
  source: RipsSource,
  options: RipsOptions = {},
  workers: Workers = inThisThread,
  mapOptions: MapOptions = {},
): Promise<RipsPersistence> {
  checkRipsOptions(options, "ripsPersistence");
  const { monitor, ...own } = options;
  const { signal, onProgress } = mapOptions;
  const told: RipsMonitor = {
    progress(phase, done, total) {
      signal?.throwIfAborted();
      monitor?.progress(phase, done, total);
      onProgress?.(done, total);
    },
  };
  const ends: MapOptions["onProgress"] = onProgress && ((): void => onProgress(1, 1));
  if (workers === inThisThread) {
    const here = { ...ripsJob, run: () => ripsPersistence(source, { ...own, monitor: told }) };
    return (await workers.map(here, [undefined], { signal, onProgress: ends }))[0];
  }

  checkSource(source, "ripsPersistence"); // before anything is copied
  const stop = new AbortController();
  const forward = (): void => stop.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", forward, { once: true });
  const shared = monitor || onProgress ? sharedProgress() : undefined;
  let last = "";
  const poll = (): void => {
    const progress = shared && readProgress(shared);
    if (!progress || JSON.stringify(progress) === last) return;
    last = JSON.stringify(progress);
    try {
      told.progress(progress.phase, progress.done, progress.total);
    } catch (error) {
      stop.abort(error);
    }
  };
  const timer = shared && setInterval(poll, 100);
  try {
    const [result] = await workers.map(ripsJob, [{ source, options: own, shared }], {
      signal: stop.signal,
      onProgress: ends,
    });
    return result;
  } finally {
    clearInterval(timer);
    signal?.removeEventListener("abort", forward);
  }
}

/** A call of {@link ripsPersistence}, for a worker. */
export interface RipsTask {
  readonly source: RipsSource;
  readonly options: RipsOptions;
  /** Where to tell the progress. */
  readonly shared?: SharedArrayBuffer;
}

/** The result of one task; a job, called by {@link ripsPersistenceOn}. */
export function ripsTask({ source, options, shared }: RipsTask): RipsPersistence {
  if (!shared) return ripsPersistence(source, options);
  const monitor: RipsMonitor = {
    progress: (phase, done, total) => writeProgress(shared, { phase, done, total }),
  };
  return ripsPersistence(source, { ...options, monitor });
}

/** {@link ripsTask}, as something a worker can find. */
export const ripsJob: Job<RipsTask, RipsPersistence> = {
  module: import.meta.url,
  name: "ripsTask",
  run: ripsTask,
};
