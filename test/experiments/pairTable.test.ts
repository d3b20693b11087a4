import { describe, expect, it } from "vitest";
import { accessibilityConfigs } from "../../lib/experiments/accessibilityConfig.js";
import type { AccessibilityRun } from "../../lib/experiments/accessibilityRun.js";
import { pairTable } from "../../lib/experiments/pairTable.js";
import { newcombePairedInterval } from "../../lib/numerics/statistics.js";
import { checkTable } from "../../lib/results/table.js";

const formats = ["float64", "float8_e5m2", "float8_e4m3fn"];
const config = { ...accessibilityConfigs.quick, formats };

/** Runs of one setting; "1" is a start that reaches a minimum, "0" one that does not. */
function runsOf(format: string, rounding: AccessibilityRun["rounding"], success: string) {
  return [...success].map((digit, run): AccessibilityRun => {
    const reached = digit === "1" ? "right" : null;
    const ends = { start1: 1, start2: 0, end1: 1, end2: 0, excess: 0 };
    const rest = { status: "stalled", steps: 1, basin: "right", reached, promoted: "right" };
    return { run, format, learningRate: config.learningRate, rounding, ...ends, ...rest };
  });
}

describe("the table of pairs", () => {
  const runs = [
    ...runsOf("float64", "both", "11110"),
    ...runsOf("float8_e5m2", "both", "00110"),
    ...runsOf("float8_e4m3fn", "both", "01001"),
    ...runsOf("float8_e4m3fn", "gradient", "1111"),
  ];
  const table = pairTable(runs, config);
  const of = (comparison: string) => table.rows.filter((row) => row.comparison === comparison);

  it("counts start by start who succeeds: both, one alone, neither", () => {
    expect(of("fewerSucceed")).toMatchObject([
      { both: 1, onlyFirst: 3, onlySecond: 1, neither: 0, of: 5, difference: 0.4 },
    ]);
    const { low, high } = newcombePairedInterval(1, 3, 1, 0, config.confidence);
    expect(of("fewerSucceed")[0]).toMatchObject({ low, high });
  });

  it("compares neighbours in the order of significand bits, whatever the order of the config", () => {
    expect(of("neverRises").map(({ format, otherFormat }) => [format, otherFormat])).toEqual([
      ["float8_e4m3fn", "float64"],
      ["float8_e5m2", "float8_e4m3fn"],
    ]);
  });

  it("shares the error probability out among the rows of a comparison", () => {
    const { low, high } = newcombePairedInterval(0, 2, 2, 1, 0.975);
    expect(of("neverRises")[1]).toMatchObject({ low, high });
  });

  it("takes only starts that have a run in both settings", () => {
    expect(of("gradientRounding")[0]).toMatchObject({ both: 4, of: 4, difference: 0 });
    expect(of("coarseStorage")[0]).toMatchObject({ of: 0, difference: null, low: -1, high: 1 });
  });

  it("has every column in every row", () => {
    checkTable(table, "test");
  });
});
