import { describe, expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { sourceOf } from "../../lib/landscapes/objectiveFrom.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { asObjective } from "../../lib/networks/asObjective.js";
import { xorData, xorNetwork } from "../../lib/networks/xor/xorNetwork.js";
import type { Workers } from "../../lib/numerics/jobs.js";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";
import {
  descendChunkJob,
  type EnsembleRequest,
  type EnsembleRun,
  ensemble,
} from "../../lib/training/ensemble.js";
import { uniformStarts } from "../../lib/training/uniformStarts.js";
import { clonedWorkers } from "../clonedWorkers.js";

const request: EnsembleRequest = {
  landscape: "twoValleys",
  formats: ["p8", "float64", "float8_e4m3fn"],
  starts: uniformStarts(twoValleys, 37, 5),
  learningRate: 0.05,
  maxSteps: 300,
  record: 20,
};

const key = ({ format, run }: EnsembleRun): string => `${format} ${run}`;

describe("ensemble", () => {
  it("has the same bits on this thread, with 1 worker and with 2", async () => {
    const here = await ensemble(request);
    expect(await ensemble(request, clonedWorkers(1))).toEqual(here);
    expect(await ensemble(request, clonedWorkers(2))).toEqual(here);
  });
  it("runs every start in every format, sorted by format as asked for, then by start", async () => {
    const runs = await ensemble(request, clonedWorkers(2));
    const expected = request.formats.flatMap((f) =>
      Array.from({ length: 37 }, (_, i) => `${f} ${i}`),
    );
    expect(runs.map(key)).toEqual(expected);
  });
  it("is descend, start by start", async () => {
    const { landscape: _, formats: __, starts, ...options } = request;
    for (const { run, format, trajectory } of await ensemble(request)) {
      const from = starts.slice(2 * run, 2 * run + 2);
      expect(trajectory).toEqual(
        descend(twoValleys, from, { ...options, format: formatNamed(format) }),
      );
    }
  });
  it("is descend also where only the ends are asked for and runs take their steps together", async () => {
    const objective = asObjective(xorNetwork(2), xorData());
    const starts = Float64Array.from({ length: 9 * 20 }, (_, i) => 3 * Math.sin(i));
    starts.fill(1e200, 9, 18); // diverges at once
    starts.fill(0, 27, 36); // no gradient but of the output's bias
    const options = { learningRate: 2, maxSteps: 500, gradientTolerance: 1e-2 } as const;
    const ends = { ...options, record: "ends", intrinsicError: false } as const;
    const formats = ["float64", "float16", "float8_e4m3fn"];
    for (const more of [ends, { ...ends, maxSteps: 0 }]) {
      const runs = await ensemble({ ...more, landscape: sourceOf(objective), formats, starts });
      for (const { run, format, trajectory } of runs) {
        const start = starts.slice(9 * run, 9 * run + 9);
        const alone = descend(objective, start, { ...more, format: formatNamed(format) });
        expect(trajectory).toEqual(alone);
      }
      const kinds = new Set(runs.map(({ trajectory }) => trajectory.status));
      expect(kinds).toContain("diverged");
      if (more.maxSteps > 0) expect(kinds).toContain("converged");
    }
  });
  it("does not depend on which other starts and formats run along", async () => {
    const all = await ensemble(request);
    const few = await ensemble({
      ...request,
      formats: ["float64"],
      starts: request.starts.slice(40, 50),
    });
    expect(few.map((r) => r.trajectory)).toEqual(
      all.slice(37 + 20, 37 + 25).map((r) => r.trajectory),
    );
  });
  it("promotes: the ends of one ensemble start the next, in float64", async () => {
    const stuck = await ensemble({ ...request, formats: ["float8_e4m3fn"] });
    const ends = Float64Array.from(stuck.flatMap((r) => [...r.trajectory.end]));
    const promoted = await ensemble({ ...request, formats: ["float64"], starts: ends });
    expect(stuck.every((r) => r.trajectory.status === "stalled")).toBe(true);
    expect(promoted.every((r) => r.trajectory.status === "converged")).toBe(true);
  });
  it("keeps inputs apart: its starts are copied, and trajectories share no memory", async () => {
    const runs = await ensemble({ ...request, formats: ["float64"] });
    const buffers = new Set(runs.map((r) => r.trajectory.points.buffer));
    expect(buffers.size).toBe(runs.length);
  });
  it("runs an own formula on workers, as data", async () => {
    const bowl = landscapeFromFunction(2, (a, [x, y]) => a.add(a.multiply(x, x), a.exp(y)));
    const own = { ...request, landscape: sourceOf(bowl), formats: ["float16"] };
    const runs = await ensemble(own, clonedWorkers(2));
    expect(runs.length).toBe(37);
    const { landscape: _, formats: __, starts, ...options } = own;
    for (const { run, trajectory } of runs)
      expect(trajectory).toEqual(
        descend(bowl, starts.slice(2 * run, 2 * run + 2), {
          ...{ ...options, format: formatNamed("float16") },
        }),
      );
  });
  it("gives each start random bits of its own, whatever runs along", async () => {
    const random = { ...request, rounding: "stochastic", key: { seed: 1, step: 40 } } as const;
    const runs = await ensemble({ ...random, formats: ["p8"] }, clonedWorkers(2));
    for (const { run, trajectory } of runs)
      expect(trajectory).toEqual(
        descend(twoValleys, request.starts.slice(2 * run, 2 * run + 2), {
          ...{ format: formatNamed("p8"), learningRate: 0.05, maxSteps: 300, record: 20 },
          ...{ rounding: "stochastic", key: { seed: 1, step: 40 + run } },
        }),
      );
  });
  it("of no starts or no formats is empty", async () => {
    expect(await ensemble({ ...request, starts: new Float64Array(0) })).toEqual([]);
    expect(await ensemble({ ...request, formats: [] })).toEqual([]);
  });
  it("reports progress and can be aborted", async () => {
    const seen: number[] = [];
    await ensemble(request, undefined, { onProgress: (done, total) => seen.push(done / total) });
    expect(seen.length).toBe(9);
    expect(seen.at(-1)).toBe(1);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(ensemble(request, undefined, { signal })).rejects.toThrow("enough");
  });
  it("rejects what it cannot run before any work is done", async () => {
    const never: Workers = {
      size: 1,
      map: () => {
        throw new Error("work was done");
      },
    };
    const bad: [Partial<EnsembleRequest>, string][] = [
      [{ landscape: "hill" }, 'landscapeNamed: no landscape "hill"'],
      [{ learningrate: 1 } as Partial<EnsembleRequest>, 'no option "learningrate"'],
      [{ formats: ["float63"] }, 'formatNamed: no format "float63"'],
      [{ formats: ["p8", "p8"] }, "ensemble: each format is to be asked for once, got p8, p8"],
      [
        { starts: new Float64Array(3) },
        "ensemble: starts must be whole points of 2, got 3 numbers",
      ],
    ];
    for (const [change, message] of bad)
      await expect(ensemble({ ...request, ...change }, never)).rejects.toThrow(message);
    await expect(ensemble({ ...request, learningRate: 0 })).rejects.toThrow(
      "descend: learningRate",
    );
  });
  it("names a job that a worker can import", async () => {
    const module = await import(descendChunkJob.module);
    expect(module[descendChunkJob.name]).toBe(descendChunkJob.run);
  });
});
