import { describe, expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import type { Workers } from "../../lib/numerics/jobs.js";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { type BasinMapRequest, basinChunkJob, basinMap } from "../../lib/training/basinMap.js";
import { descend } from "../../lib/training/descent.js";
import { runKey } from "../../lib/training/descentEnds.js";
import { clonedWorkers } from "../clonedWorkers.js";

const formats = ["float64", "float16", "float8_e4m3fn"];
const request: BasinMapRequest = { formats, resolution: 70, learningRate: 0.05, maxSteps: 90 };
const himmelblau = landscapeFromFunction(
  2,
  (a, [x, y]) => {
    const square = (z: typeof x): typeof x => a.multiply(z, z);
    const first = a.subtract(a.add(square(x), y), a.from(11));
    return a.add(square(first), square(a.subtract(a.add(x, square(y)), a.from(7))));
  },
  { name: "himmelblau", domain: { lower: [-5, -4], upper: [5, 5] } },
);

describe("basinMap", () => {
  it("is descend from each cell's centre: end, status, steps", async () => {
    const { xs, ys, maps, minima, tolerance, known, statuses } = await basinMap(
      twoValleys,
      request,
    );
    expect([xs.length, ys.length, maps.length]).toEqual([70, 70, 3]);
    expect([xs[0], ys[69]]).toEqual([-2 + 2 / 70, 2 - 2 / 70]);
    expect([minima, known, tolerance]).toEqual([
      [
        [-1, 0],
        [1, 0],
      ],
      true,
      Math.sqrt(32) / 100,
    ]);
    for (const { format, minimum, status, steps } of maps)
      for (let i = 0; i < 4900; i += 13) {
        const start = Float64Array.of(xs[i % 70], ys[Math.floor(i / 70)]);
        const run = descend(twoValleys, start, {
          ...{ format: formatNamed(format), learningRate: 0.05, maxSteps: 90 },
        });
        expect([statuses[status[i]], steps[i]]).toEqual([run.status, run.stepCount]);
        const side = run.end[0] < 0 ? 0 : 1;
        const away = Math.hypot(run.end[0] - minima[side][0], run.end[1] - minima[side][1]);
        expect(minimum[i]).toBe(away <= tolerance ? side : -1);
      }
    expect(new Set(maps[2].minimum)).toEqual(new Set([-1, 0, 1]));
  });
  it("has the same bits with 1 worker, with 2, and here", async () => {
    for (const landscape of [twoValleys, himmelblau]) {
      const here = await basinMap(landscape, request);
      expect(await basinMap(landscape, request, clonedWorkers(1))).toEqual(here);
      expect(await basinMap(landscape, request, clonedWorkers(2))).toEqual(here);
    }
  });
  it("finds the minima of a landscape that knows none: Himmelblau's four", async () => {
    const { minima, known, maps, tolerance } = await basinMap(himmelblau, {
      ...{ formats: ["float64", "float32"], resolution: 40, learningRate: 0.01 },
    });
    expect(known).toBe(false);
    // Himmelblau (1972), Applied Nonlinear Programming
    const published = [
      [-3.77931, -3.283186],
      [-2.805118, 3.131312],
      [3, 2],
      [3.584428, -1.848126],
    ];
    expect(minima.length).toBe(4);
    minima.forEach((point, k) => {
      for (const i of [0, 1]) expect(point[i]).toBeCloseTo(published[k][i], 5);
    });
    expect(maps[0].minimum.every((k) => k >= 0)).toBe(true);
    expect(tolerance).toBeCloseTo(Math.sqrt(181) / 100, 12);
    expect(maps[1].minimum).toEqual(maps[0].minimum);
  });
  it("takes every option of descend; stochastic cells have random bits of their own", async () => {
    const key = { seed: 4, step: 2 };
    const random = {
      ...{ ...request, formats: ["bfloat16"], resolution: 8, maxSteps: 20 },
      ...({ level: "operation", rounding: "stochastic", key } as const),
    };
    const { xs, ys, maps } = await basinMap(
      twoValleys,
      { ...random, tolerance: 0.1 },
      clonedWorkers(2),
    );
    const { formats: _, resolution: __, ...options } = random;
    let reached = 0;
    for (let i = 0; i < 64; i++) {
      const start = Float64Array.of(xs[i % 8], ys[i >> 3]);
      const own = { ...options, key: runKey(key, i), format: formatNamed("bfloat16") };
      const run = descend(twoValleys, start, own);
      expect(maps[0].steps[i]).toBe(run.stepCount);
      const [x, y] = run.end;
      const near = Math.hypot(Math.abs(x) - 1, y) <= 0.1;
      expect(maps[0].minimum[i]).toBe(near ? Number(x > 0) : -1);
      reached += Number(near);
    }
    expect(reached).toBeGreaterThan(4);
    expect(reached).toBeLessThan(64);
    expect(runKey(key, 7)).toEqual({ seed: 4, step: 9, index: 0 });
  });
  it("refuses what it cannot map, before any work is done", async () => {
    const never: Workers = {
      size: 1,
      map: () => {
        throw new Error("work was done");
      },
    };
    const bad: [Partial<Record<keyof BasinMapRequest | "size", unknown>>, string][] = [
      [{ formats: ["float63"] }, 'formatNamed: no format "float63"'],
      [{ formats: ["p8", "p8"] }, "basinMap: each format is to be asked for once, got p8, p8"],
      [{ resolution: 0 }, "basinMap: resolution must be an integer in 1..4096, got 0"],
      [{ resolution: 2.5 }, "got 2.5"],
      [{ tolerance: 0 }, "basinMap: tolerance must be finite and > 0, got 0"],
      [{ learningRate: -1 }, "basinMap: learningRate must be finite and > 0, got -1"],
      [{ level: "layer" }, 'basinMap: level must be "update", "tensor" or "operation"'],
      [{ size: 400 }, 'basinMap: there is no option "size"'],
    ];
    for (const [change, message] of bad)
      await expect(
        basinMap(twoValleys, { ...request, ...change } as BasinMapRequest, never),
      ).rejects.toThrow(message);
    const { domain: _, ...nowhere } = twoValleys;
    await expect(basinMap(nowhere, request, never)).rejects.toThrow(
      "basinMap: twoValleys has 2 parameters and no domain, expected 2 and a domain",
    );
  });
  it("names a job that a worker can import", async () => {
    const module = await import(basinChunkJob.module);
    expect(module[basinChunkJob.name]).toBe(basinChunkJob.run);
  });
});
