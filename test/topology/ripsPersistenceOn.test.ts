import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { inThisThread } from "../../lib/numerics/jobs.js";
import type { WorkerPool } from "../../lib/results/workerPool.js";
import { ripsPersistence } from "../../lib/topology/rips/ripsPersistence.js";
import { ripsPersistenceOn as here } from "../../lib/topology/rips/ripsPersistenceOn.js";
import { type BuiltLibrary, buildLibrary } from "../results/builtLibrary.js";

let built: BuiltLibrary;
let pool: WorkerPool;
let onWorker: typeof here;
beforeAll(async () => {
  built = buildLibrary();
  const load = (name: string) => import(/* @vite-ignore */ built.url(name));
  pool = (await load("results/workerPool.js")).workerPool(1);
  onWorker = (await load("topology/rips/ripsPersistenceOn.js")).ripsPersistenceOn;
});
afterAll(async () => {
  await pool?.close();
  built?.remove();
});

/** Points on a bent line, no two of them as far apart as others. */
const cloud = (count: number) => ({
  points: Float64Array.from({ length: 3 * count }, (_, k) => ((k * k * 7919) % 100003) / 100003),
  dim: 3,
});
/** So much that no machine is done with it in a second. */
const endless = { source: cloud(700), options: { maxDimension: 4, memoryLimit: 2 ** 40 } };

describe("ripsPersistenceOn", () => {
  it("has the same result on a worker, on this thread and without", async () => {
    const options = { maxDimension: 2, modulus: 3, cycles: true, cocycles: true };
    const expected = ripsPersistence(cloud(40), options);
    expect(await onWorker(cloud(40), options, pool)).toEqual(expected);
    expect(await here(cloud(40), options, inThisThread)).toEqual(expected);
  });

  it("tells progress while the worker is busy, and leaves this thread free", async () => {
    const stop = new AbortController();
    const calls = new Set<string>();
    let ticks = 0;
    const timer = setInterval(() => ticks++, 1);
    const monitor = {
      progress(phase: string, done: number, total: number): void {
        calls.add(`${phase} ${done}`);
        expect(done).toBeGreaterThanOrEqual(0);
        expect(done).toBeLessThanOrEqual(total);
        if (calls.size >= 3) stop.abort(new Error("seen enough"));
      },
    };
    const options = { ...endless.options, monitor };
    const run = onWorker(endless.source, options, pool, { signal: stop.signal });
    await expect(run).rejects.toThrow("seen enough");
    clearInterval(timer);
    expect(ticks).toBeGreaterThan(0);
  });

  it("ends with what the monitor or the progress callback throws", async () => {
    const fail = () => {
      throw new RangeError("no more");
    };
    const options = { ...endless.options, monitor: { progress: fail } };
    await expect(onWorker(endless.source, options, pool)).rejects.toThrow("no more");
    await expect(
      onWorker(endless.source, endless.options, pool, { onProgress: fail }),
    ).rejects.toThrow("no more");
    await expect(here(cloud(300), options)).rejects.toThrow("no more");
  });

  it("is cancelled at once by the signal, before and while it runs", async () => {
    const reason = new Error("not wanted");
    await expect(onWorker(cloud(9), {}, pool, { signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    await expect(
      here(cloud(9), {}, inThisThread, { signal: AbortSignal.abort(reason) }),
    ).rejects.toBe(reason);
    const stop = new AbortController();
    const run = onWorker(endless.source, endless.options, pool, { signal: stop.signal });
    stop.abort(reason);
    await expect(run).rejects.toBe(reason);
    // The pool goes on.
    expect((await onWorker(cloud(9), {}, pool)).pointCount).toBe(9);
  });

  it("ends with a call that all is done", async () => {
    const calls: number[][] = [];
    const onProgress = (...call: number[]): void => void calls.push(call);
    await onWorker(cloud(9), {}, pool, { onProgress });
    expect(calls.at(-1)).toEqual([1, 1]);
    await here(cloud(9), {}, inThisThread, { onProgress });
    expect(calls.at(-1)).toEqual([1, 1]);
  });

  it("refuses bad input by rejection, from either thread", async () => {
    for (const run of [onWorker, here]) {
      const on = run === here ? inThisThread : pool;
      await expect(run({ points: Float64Array.of(NaN), dim: 1 }, {}, on)).rejects.toThrow("NaN");
      await expect(run(cloud(9), { maxDimension: -1 }, on)).rejects.toThrow(RangeError);
      await expect(run(cloud(9), { memoryLimit: 1 }, on)).rejects.toThrow("memoryLimit");
    }
  });
});
