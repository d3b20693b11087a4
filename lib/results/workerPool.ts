import { availableParallelism } from "node:os";
import { Tinypool } from "tinypool";
import type { Job, MapOptions, Workers } from "../numerics/jobs.js";
import type { WorkerTask } from "./worker.js";

/** Workers on threads of this process. */
export interface WorkerPool extends Workers {
  /** Ends the threads and rejects what is running; later maps are refused. */
  close(): Promise<void>;
}

/**
 * A pool of worker threads, started at the first `map`.
 *
 * Each thread imports the job's module and calls the job, so `job.module` must be a module that
 * Node can import (built JavaScript). At most `size` inputs are under way per map; outputs come
 * in the order of inputs. If a job throws, or its thread dies, the map rejects with that error,
 * its stack included, and stops its other jobs. If the signal is aborted the map rejects with
 * its reason at once, and the threads that work for it are terminated, even in an endless loop;
 * other maps on the pool go on. Idle threads do not keep the process alive.
 *
 * @param size - number of threads; by default `NH_WORKERS`, else as many as there are cores
 * @throws RangeError if `size` or `NH_WORKERS` is not a whole number of at least 1
 *
 * @example
 * const pool = workerPool(2);
 * await pool.map(ensembleJob, inputs);
 * await pool.close();
 */
export function workerPool(size: number = defaultSize()): WorkerPool {
  if (!(Number.isInteger(size) && size >= 1))
    throw new RangeError(`workerPool: size is ${size}, expected a whole number of at least 1`);
  let threads: Tinypool | undefined;
  let closed = false;
  const maps = new Set<AbortController>(); // those of this pool

  return {
    size,
    async map<Input, Output>(
      job: Job<Input, Output>,
      inputs: readonly Input[],
      options: MapOptions = {},
    ): Promise<Output[]> {
      if (closed) throw new Error("workerPool: the pool is closed");
      options.signal?.throwIfAborted();
      if (inputs.length === 0) return [];
      threads ??= startThreads(size);

      const stop = new AbortController();
      const forward = (): void => stop.abort(options.signal?.reason);
      options.signal?.addEventListener("abort", forward, { once: true });
      // Threads still starting up do not keep the process alive; this timer does.
      const alive = setInterval(() => {}, 2 ** 30);
      maps.add(stop);
      runningMaps.add(stop);
      try {
        return await mapOn(threads, size, job, inputs, stop, options.onProgress);
      } finally {
        runningMaps.delete(stop);
        maps.delete(stop);
        clearInterval(alive);
        options.signal?.removeEventListener("abort", forward);
      }
    },
    async close(): Promise<void> {
      closed = true;
      for (const stop of maps) stop.abort(new Error("workerPool: the pool was closed"));
      await threads?.destroy();
      threads = undefined;
    },
  };
}

/**
 * Stops every map that runs on any pool of this process: each rejects with an Error named
 * "Interrupted" and its threads are terminated. For a notebook kernel's interrupt.
 *
 * @returns how many maps were stopped
 */
export function stopAllWorkers(): number {
  const stopped = [...runningMaps];
  for (const stop of stopped)
    stop.abort(Object.assign(new Error("the running jobs were stopped"), { name: "Interrupted" }));
  return stopped.length;
}

/**
 * Shared through globalThis: a notebook and its kernel may have loaded this module each for
 * itself.
 */
const shared = globalThis as unknown as Record<symbol, Set<AbortController> | undefined>;
const registry: unique symbol = Symbol.for("numerical-homotopy.runningMaps");
const runningMaps: Set<AbortController> = shared[registry] ?? new Set();
shared[registry] = runningMaps;

/**
 * Keeps `size` inputs under way until all are done; the first failure aborts the rest through
 * `stop`.
 */
async function mapOn<Input, Output>(
  threads: Tinypool,
  size: number,
  job: Job<Input, Output>,
  inputs: readonly Input[],
  stop: AbortController,
  onProgress?: (done: number, total: number) => void,
): Promise<Output[]> {
  const { signal } = stop;
  const outputs: Output[] = new Array(inputs.length);
  let next = 0;
  let done = 0;
  const lane = async (): Promise<void> => {
    try {
      while (next < inputs.length && !signal.aborted) {
        const i = next++;
        const task: WorkerTask = { module: job.module, name: job.name, input: inputs[i] };
        outputs[i] = (await threads.run(task, { signal })) as Output;
        onProgress?.(++done, inputs.length);
      }
    } catch (error) {
      // An output that cannot be cloned ends the thread, and the reason itself is lost on the way.
      const lost = !(error instanceof Error) || error.message === "";
      const why = `the output of the job "${job.name}" cannot be sent between threads`;
      stop.abort(lost ? new TypeError(why) : error); // without effect if aborted before
    }
  };
  await Promise.all(Array.from({ length: Math.min(size, inputs.length) }, lane));
  signal.throwIfAborted();
  return outputs;
}

function startThreads(size: number): Tinypool {
  const threads = new Tinypool({
    filename: new URL("./worker.js", import.meta.url).href,
    minThreads: size,
    maxThreads: size,
  });
  // What a finished job still throws (from a timer, say) has no caller to go to.
  threads.on("error", (error: Error) => process.emitWarning(error));
  return threads;
}

function defaultSize(): number {
  const asked = process.env.NH_WORKERS;
  if (asked === undefined || asked === "") return availableParallelism();
  if (!/^[1-9]\d{0,3}$/.test(asked))
    throw new RangeError(
      `workerPool: NH_WORKERS is "${asked}", expected a whole number from 1 to 9999`,
    );
  return Number(asked);
}
