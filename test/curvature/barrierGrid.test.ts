import { describe, expect, it } from "vitest";
import {
  type BarrierBlock,
  type BarrierGrid,
  barrierBlockJob,
  barrierGrid,
} from "../../lib/curvature/barrierGrid.js";
import { sharpness } from "../../lib/curvature/dense.js";
import { precisionPredictors, requiredBits } from "../../lib/curvature/requiredBits.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { clonedWorkers } from "../clonedWorkers.js";

const wave = landscapeFromFunction(
  2,
  (a, [x, y]) => a.add(a.sin(a.multiply(x, y)), a.exp(a.divide(x, a.from(3)))),
  { name: "wave", domain: { lower: [-3, 0], upper: [3, 1] } },
);

describe("barrierGrid", () => {
  it("is at each point what the functions of one point say", async () => {
    const resolution = { columns: 7, rows: 41 };
    for (const objective of [twoValleys, wave]) {
      const grid = await barrierGrid(objective, { resolution, learningRate: 0.05 });
      expect(grid.loss.length).toBe(7 * 41);
      grid.ys.forEach((y, i) => {
        grid.xs.forEach((x, j) => {
          const theta = Float64Array.of(x, y);
          const k = i * 7 + j;
          expect(grid.loss[k]).toBe(objective.loss(theta));
          const [g, h] = objective.gradient(theta);
          expect(grid.gradientNorm[k]).toBe(Math.sqrt(g * g + h * h));
          expect(grid.curvature[k]).toBeCloseTo(sharpness(objective, theta), 13);
          const bits = requiredBits(objective, theta);
          if (Number.isFinite(bits)) expect(grid.requiredBits[k]).toBeCloseTo(bits, 11);
          else expect(grid.requiredBits[k]).toBe(bits);
          const stuck = precisionPredictors(objective, theta, { learningRate: 0.05 });
          expect(grid.allStuckBits[k]).toBe(stuck.allStuckBits);
          expect(grid.partialStuckBits[k]).toBe(stuck.partialStuckBits);
        });
      });
    }
  });

  it("reaches from edge to edge of the domain, or of the view", async () => {
    const grid = await barrierGrid(wave, { resolution: 5 });
    expect([...grid.xs]).toEqual([-3, -1.5, 0, 1.5, 3]);
    expect([...grid.ys]).toEqual([0, 0.25, 0.5, 0.75, 1]);
    const view = { lower: [10, -1], upper: [11, 1] };
    const seen = await barrierGrid(wave, { resolution: { columns: 2, rows: 3 }, view });
    expect([...seen.xs, ...seen.ys]).toEqual([10, 11, -1, 0, 1]);
    expect((await barrierGrid(wave)).loss.length).toBe(512 * 512);
  });

  it("has the same bits however the blocks are spread", async () => {
    const options = { resolution: { columns: 9, rows: 100 }, learningRate: 0.1 };
    for (const objective of [twoValleys, wave])
      expect(await barrierGrid(objective, options, clonedWorkers(2))).toEqual(
        await barrierGrid(objective, options),
      );
  });

  it("counts its progress in blocks of 32 rows and can be aborted", async () => {
    const seen: number[][] = [];
    const resolution = { columns: 2, rows: 65 };
    const onProgress = (...counts: [number, number]) => void seen.push(counts);
    await barrierGrid(wave, { resolution }, undefined, { onProgress });
    expect(seen).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(barrierGrid(wave, { resolution }, undefined, { signal })).rejects.toThrow(
      "enough",
    );
  });

  it("has NaN where there is nothing to say, and takes hand-written objectives in this thread", async () => {
    const hand: Objective = {
      name: "hand",
      dimension: 2,
      domain: { lower: [-1, -1], upper: [1, 1] },
      loss: ([x]) => Math.log(x),
      gradient: ([x], out = new Float64Array(2)) => {
        out[0] = 1 / x;
        return out;
      },
      hessian: ([x], out = new Float64Array(4)) => {
        out[0] = x < 0 ? NaN : 1;
        out[1] = out[2] = out[3] = 0;
        return out;
      },
    };
    const grid = await barrierGrid(hand, { resolution: 2 });
    expect([...grid.loss]).toEqual([NaN, 0, NaN, 0]);
    expect([...grid.curvature]).toEqual([NaN, 1, NaN, 1]);
    expect([...grid.requiredBits]).toEqual([
      NaN,
      Math.log2(Math.sqrt(2)),
      NaN,
      Math.log2(Math.sqrt(2)),
    ]);
    expect([...grid.allStuckBits]).toEqual([NaN, NaN, NaN, NaN]);
    expect([...grid.partialStuckBits]).toEqual([NaN, NaN, NaN, NaN]);
    await expect(barrierGrid(hand, { resolution: 2 }, clonedWorkers(2))).rejects.toThrow(
      "sourceOf: hand cannot be sent",
    );
  });

  it("refuses what is not planar, a bad view, resolution or rate before any work", async () => {
    const line = landscapeFromFunction(1, (a, [x]) => a.multiply(x, x), { name: "line" });
    const { hessian: _, ...bare } = twoValleys;
    const { domain: __, ...endless } = twoValleys;
    const bad: [Objective, object, string][] = [
      [line, {}, "barrierGrid: expected 2 parameters, line has 1"],
      [bare, {}, "barrierGrid: expected a Hessian, twoValleys has none"],
      [endless, {}, "barrierGrid: expected a view, twoValleys has no domain"],
      [
        wave,
        { view: { lower: [1, 0], upper: [1, 1] } },
        "expected a view with lower < upper, got 1 and 1",
      ],
      [wave, { resolution: 1 }, "resolution must be an integer >= 2, got 1"],
      [
        wave,
        { resolution: { columns: 4, rows: 2.5 } },
        "resolution must be an integer >= 2, got 2.5",
      ],
      [wave, { learningRate: -1 }, "learningRate must be finite and > 0, got -1"],
      [wave, { learningRate: Infinity }, "learningRate must be finite and > 0, got Infinity"],
      [wave, { size: 3 }, 'barrierGrid: there is no option "size"'],
    ];
    for (const [objective, options, message] of bad)
      await expect(barrierGrid(objective, options)).rejects.toThrow(message);
  });

  it("names a job that a worker can import", async () => {
    const module = (await import(barrierBlockJob.module)) as Record<
      string,
      (block: BarrierBlock) => BarrierGrid
    >;
    expect(module[barrierBlockJob.name]).toBe(barrierBlockJob.run);
  });
});
