import { describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import {
  type AccessibilityRun,
  arrival,
  namedMinima,
} from "../../lib/experiments/accessibilityRun.js";
import {
  minimaTable,
  promotionTable,
  recoveryTable,
  shareTable,
  switchTable,
  thresholdTable,
} from "../../lib/experiments/accessibilityTables.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";

const config = { ...accessibilityConfigs.quick, formats: ["float64", "float8_e4m3fn"] };
const base: AccessibilityRun = {
  run: 0,
  format: "float64",
  learningRate: config.learningRate,
  rounding: "both",
  start1: 0.5,
  start2: 0,
  end1: 1,
  end2: 0,
  excess: 0,
  status: "converged",
  steps: 9,
  basin: "right",
  reached: "right",
  promoted: "right",
};
const stalled = { status: "stalled", excess: 0.06, reached: null };
const coarse = { ...base, format: "float8_e4m3fn" };

/** Four starts: reached, stalled in the right basin, switched, and lost altogether. */
const runs: AccessibilityRun[] = [
  ...[0, 1, 2, 3].map((run) => ({ ...base, run })),
  { ...coarse, run: 0 },
  { ...coarse, run: 1, ...stalled, promoted: "right" },
  { ...coarse, run: 2, start1: 0.001, basin: "left", reached: "left", promoted: "left" },
  { ...coarse, run: 3, ...stalled, promoted: null },
  { ...coarse, run: 1, learningRate: config.largeLearningRate },
];
const rowOf = (table: { rows: readonly object[] }, k: number): object => table.rows[k];

describe("the tables of four hand-drawn starts", () => {
  it("count statuses, successes and the minima that some start reached", () => {
    expect(rowOf(shareTable(runs, config), 1)).toMatchObject({
      format: "float8_e4m3fn",
      converged: 2,
      stalled: 2,
      minimaReached: 2,
      count: 2,
      of: 4,
      share: 0.5,
    });
  });

  it("tell stalled runs from lost ones by promotion", () => {
    expect(rowOf(promotionTable(runs, config), 1)).toMatchObject({
      notReached: 2,
      sameMinimum: 1,
      otherMinimum: 0,
      noMinimum: 1,
      share: 0.5,
    });
  });

  it("leave a share empty where nothing failed", () => {
    expect(rowOf(promotionTable(runs, config), 0)).toMatchObject({ notReached: 0, share: null });
  });

  it("call a start switched only by its basin after promotion, with its distance from the ridge", () => {
    expect(rowOf(switchTable(runs, config), 1)).toMatchObject({ count: 1, of: 3, farthest: 0.001 });
  });

  it("count a start as lost only if no learning rate and no promotion recovers it", () => {
    const row = recoveryTable(runs, ["left", "right"], config).rows[1];
    expect(row).toMatchObject({
      minimum: "right",
      direct: 1,
      anyRate: 2,
      promoted: 2,
      missed: 2,
      count: 2,
      of: 4,
    });
  });

  it("split the shares by minimum, before and after promotion", () => {
    const rows = minimaTable(runs, ["left", "right"], config).rows;
    const eight = rows.filter(({ format }) => format === "float8_e4m3fn");
    expect(eight.map(({ count }) => count)).toEqual([1, 1, 1, 2]);
  });

  it("judge a run against the reference at its own learning rate, not at the main one", () => {
    const rate = config.largeLearningRate;
    const far = { ...base, learningRate: rate, reached: "left", promoted: "left" };
    const own = { ...coarse, learningRate: rate, ...stalled, promoted: "left" };
    const table = [base, coarse, far, own];
    expect(switchTable(table, config).rows[3]).toMatchObject({ count: 0, of: 1 });
    expect(promotionTable(table, config).rows[3]).toMatchObject({ sameMinimum: 1 });
  });

  it("count the starts below a threshold: of excesses 0, 0.06, 0 and 0.06 two below 0.06, four below 0.07", () => {
    const { rows } = thresholdTable(runs, config, [0.06, 0.07]);
    expect(rows.slice(2, 4)).toMatchObject([
      { format: "float8_e4m3fn", threshold: 0.06, count: 2, of: 4, share: 0.5 },
      { format: "float8_e4m3fn", threshold: 0.07, count: 4, of: 4, share: 1 },
    ]);
  });

  it("give shares that never fall as the threshold grows", () => {
    const shares = thresholdTable(runs, config)
      .rows.filter(({ format, learningRate }) => format !== "float64" && learningRate === 0.05)
      .map(({ share }) => Number(share));
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[shares.length - 1]).toBe(1);
  });
});

describe("arrival", () => {
  const minima = namedMinima(twoValleys);

  it("is at the nearest minimum, reached if the loss is below the threshold, whatever the status", () => {
    const end = Float64Array.of(-0.95, 0.01);
    expect(arrival({ end, loss: twoValleys.loss(end) }, minima, 1e-2)).toMatchObject({
      basin: "left minimum",
      reached: "left minimum",
    });
    expect(arrival({ end, loss: twoValleys.loss(end) }, minima, 1e-4).reached).toBeNull();
  });

  it("does not count a loss equal to the threshold as reached", () => {
    expect(arrival({ end: Float64Array.of(1, 0.1), loss: 0.25 }, minima, 0.25).reached).toBeNull();
  });

  it("is at the first of two minima that are equally near", () => {
    const end = Float64Array.of(0, 3);
    expect(arrival({ end, loss: 10 }, minima, 1).basin).toBe("left minimum");
  });

  it("is nowhere for an end that is not a number", () => {
    const lost = arrival({ end: Float64Array.of(Number.NaN, 0), loss: Number.NaN }, minima, 1);
    expect(lost).toEqual({ basin: null, excess: Number.NaN, reached: null });
  });
});

it("namedMinima refuses a landscape without known minima, by name", () => {
  expect(() => namedMinima({ ...twoValleys, criticalPoints: [] })).toThrow(
    "namedMinima: twoValleys has no known minimum, expected at least 1",
  );
});
