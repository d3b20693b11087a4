import { beforeAll, describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import {
  type AccessibilityResult,
  minimaAccessibility,
} from "../../lib/experiments/minimaAccessibility.js";
import { promotedBasins } from "../../lib/experiments/promotedBasins.js";
import { ridgeControl } from "../../lib/experiments/ridgeControl.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import { landscapes } from "../../lib/landscapes/landscapes.js";
import type { Objective } from "../../lib/landscapes/objective.js";
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
    const { runs, shares, minima, promotion, recovery, switches, pairs } = result;
    const { thresholds, ridge } = result;
    const counted = [shares, minima, promotion, recovery, switches, pairs, thresholds, ridge];
    for (const table of [runs, ...counted]) {
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

  it("judges seven claims and reports its progress to the end", () => {
    expect(result.verdicts.map(({ id }) => id)).toEqual([
      "unreachable",
      "differentMinima",
      "fewerSucceed",
      "neverRises",
      "learningRate",
      "gradientRounding",
      "coarseStorage",
    ]);
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

describe("a landscape whose minima e4m3fn cannot hold", () => {
  const small = { ...config, starts: 400, gridSide: 2 };
  const formats = ["float64", "float8_e4m3fn", "float8_e5m2"];

  it("supports the claim of unreachable minima: the rule is not refuted by construction", async () => {
    // Wells at θ₁ = ±600, beyond e4m3fn's largest number, 448, and within e5m2's 57344.
    const farWells = landscapeFromFunction(
      2,
      (a, [x, y]) => {
        const square = (z: typeof x): typeof x => a.multiply(z, z);
        const sides = [600, -600].map((centre) => square(a.subtract(x, a.from(centre))));
        return a.add(a.minimum(sides[0], sides[1]), square(y));
      },
      {
        name: "farWells",
        domain: { lower: [-1000, -2], upper: [1000, 2] },
        startRegion: twoValleys.startRegion,
        criticalPoints: [-600, 600].map((x) => ({ point: [x, 0], loss: 0, morseIndex: 0 })),
      },
    );
    const known = landscapes as Objective[];
    known.push(farWells);
    try {
      const far = { ...small, landscape: "farWells", formats };
      const { verdicts, recovery } = await minimaAccessibility(far, inThisThread);
      expect(verdicts[0]).toMatchObject({ id: "unreachable", verdict: "supported", effect: 1 });
      expect(verdicts[0].numbers.format).toBe("float8_e4m3fn");
      for (const { format, count } of recovery.rows)
        if (format === "float8_e5m2") expect(count).toBe(0);
    } finally {
      known.splice(known.indexOf(farWells), 1);
    }
  });

  it("is refused before any run if it is not a plane with minima on both sides of a ridge", async () => {
    const known = landscapes as Objective[];
    const refused = async (change: Partial<Objective>): Promise<void> => {
      const odd = { ...twoValleys, name: "odd", ...change };
      known.push(odd);
      try {
        await expect(
          minimaAccessibility({ ...small, landscape: "odd" }, inThisThread),
        ).rejects.toThrow(/^minimaAccessibility: odd has .*, expected 2 parameters/);
      } finally {
        known.splice(known.indexOf(odd), 1);
      }
    };
    await refused({ dimension: 3 });
    await refused({ startRegion: undefined });
    await refused({ domain: undefined });
    await refused({ criticalPoints: [{ point: [1, 0], loss: 0, morseIndex: 0 }] });
  });
});

describe("seed 7, which has a start that changes the valley", () => {
  it("leaves the verdict on different minima conclusive", async () => {
    const { starts } = accessibilityConfigs.quick;
    const formats = ["float64", "float8_e4m3fn"];
    const seven = { ...config, seed: 7, starts, formats, gridSide: 2 };
    const { verdicts, switches } = await minimaAccessibility(seven, inThisThread);
    expect(Number(switches.rows[1].count)).toBeGreaterThan(0);
    expect(verdicts[1]).toMatchObject({ id: "differentMinima", verdict: "not supported" });
  }, 60_000);
});

describe("starts next to the ridge", () => {
  it("change the valley iff they round to zero: up to half the smallest number, left of it", async () => {
    const { ridgeDistances } = accessibilityConfigs.quick;
    const ridge = await ridgeControl(twoValleys, { ...config, ridgeDistances }, inThisThread);
    expect(new Set(ridge.rows.map(({ of }) => of))).toEqual(new Set([2]));
    const farthest: Record<string, number> = {
      float8_e4m3fn: 2 ** -10,
      float8_e5m2: 2 ** -17,
      float16: 2 ** -25,
    };
    for (const { format, distance, side, share } of ridge.rows) {
      const crosses = side === "left" && Number(distance) <= (farthest[String(format)] ?? 0);
      expect(share).toBe(crosses ? 1 : 0);
    }
  });

  it("cannot be shared out between the sides if their number is odd", async () => {
    for (const ridgeStarts of [3, 0, -2, 2.5]) {
      const message = `ridgeControl: ridgeStarts must be an even integer >= 2 (half on each side), got ${ridgeStarts}`;
      const odd = { ...config, ridgeStarts };
      await expect(ridgeControl(twoValleys, odd, inThisThread)).rejects.toThrow(message);
      await expect(minimaAccessibility(odd, inThisThread)).rejects.toThrow(message);
    }
  });
});

describe("basin maps", () => {
  it("have the valleys left and right of the ridge, in every format after promotion", async () => {
    for (const { promoted, xs } of await promotedBasins(twoValleys, config, inThisThread))
      promoted.forEach((minimum, i) => {
        expect(minimum).toBe(xs[i % xs.length] < 0 ? 0 : 1);
      });
  });

  it("refuse a landscape that is not a plane", async () => {
    const line = { ...twoValleys, dimension: 1 };
    await expect(promotedBasins(line, config, inThisThread)).rejects.toThrow(
      "promotedBasins: twoValleys has 1 parameters and a domain, expected 2 and a domain",
    );
    await expect(ridgeControl(line, config, inThisThread)).rejects.toThrow(/^ridgeControl: /);
  });
});
