import { describe, expect, it, vi } from "vitest";
import { initialise } from "../../lib/networks/initialise.js";
import { activation, linear } from "../../lib/networks/layers.js";
import { type NetworkData, network } from "../../lib/networks/network.js";
import { inThisThread, type Workers } from "../../lib/numerics/jobs.js";
import { randomStream } from "../../lib/numerics/random.js";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { sgd } from "../../lib/training/optimizers.js";
import { constantRate } from "../../lib/training/schedules.js";
import { train } from "../../lib/training/train.js";
import {
  type TrainEnsembleRequest,
  type TrainedRun,
  trainEnsemble,
} from "../../lib/training/trainEnsemble.js";
import type { TrainTask } from "../../lib/training/trainJob.js";
import { clonedWorkers } from "../clonedWorkers.js";

const classifier = network({
  input: [3],
  layers: [linear(4), activation("tanh"), linear(2)],
  loss: "softmaxCrossEntropy",
});

/** Points of the cube, classed by which side of a plane they are on. */
function points(count: number, seed: number): NetworkData {
  const { uniform } = randomStream(seed, "points of a test");
  const inputs = Float64Array.from({ length: 3 * count }, (_, k) => 2 * uniform(k) - 1);
  const classes = Uint8Array.from({ length: count }, (_, n) =>
    inputs[3 * n] + inputs[3 * n + 1] > 0.2 ? 1 : 0,
  );
  return { inputs, targets: { classes }, count, source: "a cube" };
}

const request: TrainEnsembleRequest = {
  network: classifier,
  data: points(40, 1),
  test: points(20, 2),
  options: {
    optimizer: sgd({ momentum: 0.9 }),
    schedule: constantRate(0.05),
    batchSize: 8,
    epochs: 3,
  },
  formats: ["float16", "float64", "float32"],
  seeds: [7, 3, 5],
};
const key = ({ format, seed }: TrainedRun): string => `${format} ${seed}`;

describe("trainEnsemble", () => {
  it("has the same bits on this thread, and with 1, 2 and 3 workers", async () => {
    const here = await trainEnsemble(request);
    for (const size of [1, 2, 3])
      expect(await trainEnsemble(request, clonedWorkers(size))).toEqual(here);
  });
  it("trains every seed in every format, by format as asked for, then by seed", async () => {
    const rows = await trainEnsemble(request, clonedWorkers(2));
    const expected = request.formats.flatMap((f) => request.seeds.map((seed) => `${f} ${seed}`));
    expect(rows.map(key)).toEqual(expected);
  });
  it("is train, run by run, with starts of its own or those given", async () => {
    const { data, test, options, seeds } = request;
    const starts = seeds.map((seed) => initialise(classifier, { kind: "normal", seed }));
    for (const given of [undefined, starts])
      for (const { format, seed, run } of await trainEnsemble({ ...request, starts: given })) {
        const start = given?.[seeds.indexOf(seed)];
        const more = { test, ...(start && { start }) };
        const own = { ...options, format: formatNamed(format), seed };
        expect(run).toEqual(train(classifier, data, own, more));
      }
  });
  it("does not depend on what else is asked for", async () => {
    const all = await trainEnsemble(request);
    const few = await trainEnsemble({ ...request, formats: ["float64"], seeds: [5] });
    expect(few).toEqual(all.filter((row) => key(row) === "float64 5"));
  });
  it("has a row for a run that diverges", async () => {
    const schedule = constantRate(1e300);
    const options = { ...request.options, schedule };
    const wild = await trainEnsemble({ ...request, options }, clonedWorkers(2));
    expect(wild.map(key)).toEqual((await trainEnsemble(request)).map(key));
    expect(new Set(wild.map(({ run }) => run.status))).toEqual(new Set(["diverged"]));
  });
  it("leaves the data as they are, and the runs share no memory", async () => {
    const before = structuredClone(request.data);
    const rows = await trainEnsemble(request, clonedWorkers(2));
    expect(request.data).toEqual(before);
    expect(new Set(rows.map(({ run }) => run.end.buffer)).size).toBe(rows.length);
  });
  it("sends every run the same shared copies of the data", async () => {
    const sent: TrainTask[] = [];
    const noting: Workers = {
      size: 2,
      map: (job, inputs, options) => {
        sent.push(...(inputs as unknown as TrainTask[]));
        return clonedWorkers(2).map(job, inputs, options);
      },
    };
    await trainEnsemble(request, noting);
    for (const part of ["data", "test"] as const) {
      expect(sent.length).toBe(9);
      expect(new Set(sent.map((task) => task[part]?.inputs.buffer)).size).toBe(1);
      expect(sent[0][part]?.inputs.buffer).toBeInstanceOf(SharedArrayBuffer);
      expect(sent[0][part]?.inputs).toEqual(request[part]?.inputs);
      expect(sent[0][part]?.inputs).not.toBe(request[part]?.inputs);
    }
  });
  it("gives the same without shared memory", async () => {
    const here = await trainEnsemble(request);
    const progress: number[] = [];
    vi.stubGlobal("SharedArrayBuffer", undefined);
    try {
      const onProgress = (done: number): number => progress.push(done);
      expect(await trainEnsemble(request, clonedWorkers(2), { onProgress })).toEqual(here);
    } finally {
      vi.unstubAllGlobals();
    }
    expect(progress).toEqual([15, 30, 45, 60, 75, 90, 105, 120, 135]);
  });
  it("of no formats or no seeds is empty", async () => {
    expect(await trainEnsemble({ ...request, formats: [] })).toEqual([]);
    expect(await trainEnsemble({ ...request, seeds: [] }, clonedWorkers(2))).toEqual([]);
  });
});

describe("progress and cancelling of an ensemble", () => {
  /** So long that one run is more than one part. */
  const long = {
    ...request,
    options: { ...request.options, epochs: 4000, evaluateEvery: 0 },
    formats: ["float64"],
    seeds: [1, 2],
  };

  it("counts the steps of all runs, and rises to their number", async () => {
    for (const workers of [inThisThread, clonedWorkers(2)]) {
      const seen: number[] = [];
      await trainEnsemble(request, workers, {
        onProgress: (done, total) => {
          expect(total).toBe(9 * 15);
          seen.push(done);
        },
      });
      expect(seen).toEqual([15, 30, 45, 60, 75, 90, 105, 120, 135]);
    }
  });
  it("tells of parts of a run", async () => {
    const seen: number[] = [];
    const onProgress = (done: number): number => seen.push(done);
    await trainEnsemble(long, inThisThread, { onProgress });
    expect(seen.length).toBeGreaterThan(3);
    expect(seen.some((done) => done > 0 && done < 20_000)).toBe(true);
    expect(seen).toEqual([...new Set(seen)].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(2 * 20_000);
  });
  it("counts a run that ends early as all its steps", async () => {
    const options = { ...request.options, schedule: constantRate(1e300) };
    for (const workers of [inThisThread, clonedWorkers(1)]) {
      let last = 0;
      const onProgress = (done: number): void => {
        last = done;
      };
      await trainEnsemble({ ...request, options }, workers, { onProgress });
      expect(last).toBe(135);
    }
  });
  it("ends within a run when the signal is aborted", async () => {
    const stop = new AbortController();
    let most = 0;
    const onProgress = (done: number): void => {
      most = done;
      stop.abort(new Error("enough"));
    };
    const running = trainEnsemble(long, inThisThread, { signal: stop.signal, onProgress });
    await expect(running).rejects.toThrow("enough");
    expect(most).toBeLessThan(20_000);
  });
  it("does nothing when the signal was aborted before", async () => {
    const signal = AbortSignal.abort(new Error("too late"));
    for (const workers of [inThisThread, clonedWorkers(2)])
      await expect(trainEnsemble(request, workers, { signal })).rejects.toThrow("too late");
  });
  it("leaves no timer behind when a worker fails", async () => {
    vi.useFakeTimers();
    try {
      const failing: Workers = { size: 1, map: () => Promise.reject(new Error("lost")) };
      await expect(trainEnsemble(request, failing)).rejects.toThrow("lost");
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

it("rejects what it cannot run before any work is done", async () => {
  const never: Workers = {
    size: 1,
    map: () => {
      throw new Error("work was done");
    },
  };
  const { options } = request;
  const bad: [object, string][] = [
    [{ workers: 3 }, 'no option "workers"'],
    [{ formats: "float32" }, "trainEnsemble: formats must be a list, got float32"],
    [{ seeds: undefined }, "trainEnsemble: seeds must be a list, got undefined"],
    [{ options: undefined }, "trainEnsemble: the options must be an object, got undefined"],
    [{ formats: ["float63"] }, 'formatNamed: no format "float63"'],
    [{ formats: ["p8", "p8"] }, "each format is to be asked for once, got p8, p8"],
    [{ seeds: [1, 2, 1] }, "each seed is to be asked for once, got 1, 2, 1"],
    [{ seeds: [-1] }, "trainEnsemble: seed must be a safe integer >= 0, got -1"],
    [{ starts: [new Float64Array(26)] }, "expected a start for each of 3 seeds, got 1"],
    [{ starts: [1, 2, 3].map(() => new Float64Array(2)) }, "start must have 26 parameters, got 2"],
    [{ options: { ...options, epoch: 3 } }, 'no option "epoch"'],
    [{ options: { ...options, seed: 3 } }, "expected seeds beside the options, got a seed in them"],
    [{ options: { ...options, batchSize: 0 } }, "batchSize must be an integer >= 1, got 0"],
    [{ data: { ...points(3, 1), count: 4 } }, "expected 3 inputs for each of 4 images, got 9"],
    [{ test: { ...points(3, 1), count: 4 } }, "expected 3 inputs for each of 4 images, got 9"],
  ];
  for (const [part, message] of bad)
    await expect(trainEnsemble({ ...request, ...part }, never)).rejects.toThrow(message);
});
