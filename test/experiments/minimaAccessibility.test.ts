import { beforeAll, describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import { basinMaps } from "../../lib/experiments/basinMap.js";
import {
  type AccessibilityResult,
  minimaAccessibility,
} from "../../lib/experiments/minimaAccessibility.js";
import { ridgeControl } from "../../lib/experiments/ridgeControl.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { inThisThread, type Workers } from "../../lib/numerics/jobs.js";
import { checkTable } from "../../lib/results/table.js";

const config = {
  ...accessibilityConfigs.quick,
  starts: 40,
  gridSide: 8,
  ridgeStarts: 4,
  ridgeDistances: [2 ** -3, 2 ** -9, 2 ** -10, 2 ** -12],
};

/** Works on the last input first: nothing may depend on the order of completion. */
const backwards: Workers = {
  size: 3,
  async map(job, inputs) {
    const outputs = [];
    for (const input of [...inputs].reverse()) outputs.unshift(await job.run(input));
    return outputs;
  },
};

describe("minima accessibility on Two Valleys", () => {
  let result: AccessibilityResult;
  const seen: number[] = [];
  beforeAll(async () => {
    const onProgress = (done: number, total: number): void => void seen.push(done / total);
    result = await minimaAccessibility(config, inThisThread, { onProgress });
  });

  it("returns tables without holes: every row has every column", () => {
    const { runs, shares, minima, promotion, recovery, switches, thresholds, ridge } = result;
    for (const table of [runs, shares, minima, promotion, recovery, switches, thresholds, ridge]) {
      expect(table.rows.length).toBeGreaterThan(0);
      checkTable(table, "test");
    }
    expect(runs.rows).toHaveLength(40 * 6 * 5);
  });

  it("uses the same starts in every format and at every learning rate", () => {
    const starts = new Map<unknown, unknown>();
    for (const { run, start1, start2 } of result.runs.rows) {
      const start = `${start1} ${start2}`;
      expect(starts.get(run) ?? start).toBe(start);
      starts.set(run, start);
    }
  });

  it("lets float64 reach the minimum on the start's side of the ridge, always", () => {
    for (const { format, start1, reached } of result.runs.rows)
      if (format === "float64")
        expect(reached).toBe(Number(start1) < 0 ? "left minimum" : "right minimum");
  });

  it("has every bfloat16 start succeed at η = 0.05 and few at η/10", () => {
    const at = (learningRate: number): unknown =>
      result.shares.rows.find(
        (r) => r.format === "bfloat16" && r.rounding === "both" && r.learningRate === learningRate,
      )?.share;
    expect(at(0.05)).toBe(1);
    expect(at(0.005)).toBeLessThan(0.3);
  });

  it("judges five claims and reports its progress to the end", () => {
    expect(result.verdicts).toHaveLength(5);
    expect(seen[seen.length - 1]).toBe(1);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it("has the same bits whatever the number of workers and the order of completion", async () => {
    const again = await minimaAccessibility(config, backwards);
    expect(again).toEqual(result);
  });

  it("stops at once when it is told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(minimaAccessibility(config, inThisThread, { signal })).rejects.toThrow("enough");
  });
});

describe("starts next to the ridge", () => {
  it("change the valley iff they round to zero: up to half the smallest number, on one side", async () => {
    const ridge = await ridgeControl(twoValleys, config, inThisThread);
    const counts = ridge.rows
      .filter(({ format }) => format === "float8_e4m3fn")
      .map(({ count }) => count);
    expect(counts).toEqual([0, 0, 2, 2]);
  });
});

describe("basin maps", () => {
  it("have the valleys left and right of the ridge, in every format after promotion", async () => {
    for (const { promoted, xs } of await basinMaps(twoValleys, config, inThisThread))
      promoted.forEach((minimum, i) => {
        expect(minimum).toBe(xs[i % xs.length] < 0 ? 0 : 1);
      });
  });

  it("refuse a landscape that is not a plane", async () => {
    const line = { ...twoValleys, dimension: 1 };
    await expect(basinMaps(line, config, inThisThread)).rejects.toThrow(
      "basinMaps: twoValleys has 1 parameters and a domain, expected 2 and a domain",
    );
    await expect(ridgeControl(line, config, inThisThread)).rejects.toThrow(/^ridgeControl: /);
  });
});
