import { execFileSync } from "node:child_process";
import { availableParallelism } from "node:os";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Job } from "../../lib/numerics/jobs.js";
import { type BuiltLibrary, buildLibrary } from "./builtLibrary.js";

type Module = typeof import("../../lib/results/workerPool.js");

let built: BuiltLibrary;
let pools: Module;
let jobs: string;

beforeAll(async () => {
  built = buildLibrary();
  pools = (await import(/* @vite-ignore */ built.url("results/workerPool.js"))) as Module;
  jobs = built.module(
    "jobs.mjs",
    `import { threadId } from "node:worker_threads";
     export const square = (x) => x * x;
     export const slow = (ms) => new Promise((resolve) => setTimeout(() => resolve(ms), ms));
     export const thread = async () => { await slow(30); return threadId; };
     export const spin = () => { for (;;); };
     export const fail = (x) => { if (x === 2) throw new RangeError("no square of " + x); return slow(20); };
     export const failOrSpin = (x) => { if (x === 0) throw new Error("first"); for (;;); };
     export const throwNull = () => { throw null; };
     export const leave = () => process.exit(3);
     export const late = () => { setTimeout(() => { throw new Error("late"); }, 5); return slow(200); };
     export const unsendable = () => () => 1;
     export const fillMemory = () => { const a = []; for (;;) a.push(new Array(1e6).fill(0.5)); };
     export const twice = (a) => a.map((x) => 2 * x);
     export const notFunction = 7;`,
  );
});
afterAll(() => built.remove());

const open: { close(): Promise<void> }[] = [];
const pool = (size?: number) => {
  const made = pools.workerPool(size);
  open.push(made);
  return made;
};
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const made of open.splice(0)) await made.close();
});

const job = <I, O>(name: string): Job<I, O> => ({
  module: jobs,
  name,
  run: () => {
    throw new Error("ran on the calling thread");
  },
});
const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

describe("workerPool", () => {
  it("gives outputs in the order of inputs, whatever the order of completion", async () => {
    expect(await pool(2).map(job("slow"), [60, 1, 30, 2])).toEqual([60, 1, 30, 2]);
  });

  it("gives the same outputs with one and with three threads", async () => {
    const one = await pool(1).map(job("square"), range(100));
    expect(await pool(3).map(job("square"), range(100))).toEqual(one);
    expect(one[9]).toBe(81);
  });

  it("works on as many threads as it is told", async () => {
    const ids = await pool(3).map(job("thread"), range(12));
    expect(new Set(ids).size).toBe(3);
  });

  it("sends typed arrays there and back", async () => {
    const [out] = await pool(1).map(job<Float64Array, Float64Array>("twice"), [
      Float64Array.of(1, NaN),
    ]);
    expect(out).toEqual(Float64Array.of(2, NaN));
  });

  it("has nothing to do for no inputs", async () => {
    expect(await pool(2).map(job("square"), [])).toEqual([]);
  });

  it("tells how many inputs are done, up to all of them", async () => {
    const seen: number[][] = [];
    const onProgress = (...counts: [number, number]) => void seen.push(counts);
    await pool(2).map(job("square"), range(4), { onProgress });
    expect(seen).toEqual([
      [1, 4],
      [2, 4],
      [3, 4],
      [4, 4],
    ]);
  });

  it("rejects with the error of the job, its kind, message and stack, and works on", async () => {
    const p = pool(2);
    const error = await p.map(job("fail"), range(5)).catch((e) => e);
    expect(error).toBeInstanceOf(RangeError);
    expect(error.message).toBe("no square of 2");
    expect(error.stack).toContain("jobs.mjs");
    expect(await p.map(job("square"), [3])).toEqual([9]);
  });

  it("stops the other jobs of a map when one fails, even in an endless loop", async () => {
    const p = pool(2);
    await expect(p.map(job("failOrSpin"), [1, 0])).rejects.toThrow("first");
    expect(await p.map(job("square"), range(4))).toEqual([0, 1, 4, 9]);
  });

  it("turns a thrown null, which is no error, into one", async () => {
    await expect(pool(1).map(job("throwNull"), [0])).rejects.toThrow("threw null");
  });

  it("survives a job that ends its thread, throws late or returns a function", async () => {
    const p = pool(1);
    await expect(p.map(job("leave"), [0])).rejects.toThrow("process.exit(3)");
    await expect(p.map(job("late"), [0])).rejects.toThrow("late");
    await expect(p.map(job("unsendable"), [0])).rejects.toThrow("cannot be sent between");
    expect(await p.map(job("square"), [5])).toEqual([25]);
  });

  it("refuses an input that cannot be sent, and works on", async () => {
    const p = pool(1);
    await expect(p.map(job("square"), [() => 1])).rejects.toThrow("could not be cloned");
    expect(await p.map(job("square"), [5])).toEqual([25]);
  });

  it("names the module and the export that is not a function", async () => {
    const p = pool(1);
    await expect(p.map(job("notFunction"), [0])).rejects.toThrow(
      /jobs\.mjs exports no function "notFunction"/,
    );
    const lost = { ...job("square"), module: built.url("missing.mjs") };
    await expect(p.map(lost, [0])).rejects.toThrow("missing.mjs");
  });

  it("stops an endless loop within a second when the signal is aborted, with the signal's reason", async () => {
    const p = pool(2);
    const stop = new AbortController();
    const began = performance.now();
    setTimeout(() => stop.abort(new Error("enough")), 100);
    await expect(p.map(job("spin"), range(5), { signal: stop.signal })).rejects.toThrow("enough");
    expect(performance.now() - began).toBeLessThan(1000);
    expect(await p.map(job("square"), range(3))).toEqual([0, 1, 4]);
  });

  it("goes on with one map while another on the same threads is aborted", async () => {
    const p = pool(1);
    const stop = new AbortController();
    const doomed = p.map(job("spin"), range(3), { signal: stop.signal }).catch((e) => e.name);
    const other = p.map(job("square"), range(3));
    setTimeout(() => stop.abort(), 50);
    expect(await doomed).toBe("AbortError");
    expect(await other).toEqual([0, 1, 4]);
  });

  it("does not begin when the signal is aborted already", async () => {
    const signal = AbortSignal.abort(new Error("before"));
    await expect(pool(1).map(job("spin"), [0], { signal })).rejects.toThrow("before");
  });

  it("lets the kernel interrupt every map of every pool at once", async () => {
    const maps = [pool(1), pool(1)].map((p) => p.map(job("spin"), [0]).catch((e) => e.name));
    await new Promise((resolve) => setTimeout(resolve, 50));
    const began = performance.now();
    expect(pools.stopAllWorkers()).toBe(2);
    expect(await Promise.all(maps)).toEqual(["Interrupted", "Interrupted"]);
    expect(performance.now() - began).toBeLessThan(1000);
    expect(pools.stopAllWorkers()).toBe(0);
  });

  it("rejects what is running when it is closed, and refuses what comes later", async () => {
    const p = pool(1);
    const running = p.map(job("spin"), [0]).catch((e) => e.message);
    await p.close();
    expect(await running).toContain("closed");
    await expect(p.map(job("square"), [1])).rejects.toThrow("closed");
    await p.close();
  });

  it("takes its size from the argument, else from NH_WORKERS, else from the machine", () => {
    vi.stubEnv("NH_WORKERS", "");
    expect(pool().size).toBe(availableParallelism());
    vi.stubEnv("NH_WORKERS", "3");
    expect(pool().size).toBe(3);
    expect(pool(2).size).toBe(2);
  });

  it.each(["0", "-1", "two", "1.5", "99999"])("refuses NH_WORKERS=%s in one sentence", (value) => {
    vi.stubEnv("NH_WORKERS", value);
    expect(() => pool()).toThrow(`workerPool: NH_WORKERS is "${value}", expected`);
  });

  it.each([0, -1, 1.5, NaN])("refuses the size %s", (size) => {
    expect(() => pool(size)).toThrow(RangeError);
  });

  it("lets a process end by itself, without close, and not before its maps are done", () => {
    const script = built.module(
      "end.mjs",
      `import { workerPool } from "./results/workerPool.js";
       const job = { module: ${JSON.stringify(jobs)}, name: "slow" };
       const outputs = await workerPool(2).map(job, [300, 100, 100]);
       console.log(outputs.join());`,
    );
    const output = execFileSync(process.execPath, [new URL(script).pathname], {
      encoding: "utf8",
      timeout: 20_000,
    });
    expect(output.trim()).toBe("300,100,100");
  });
});
