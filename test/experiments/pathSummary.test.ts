import { describe, expect, it } from "vitest";
import { pathSummary } from "../../lib/experiments/pathSummary.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { type EnsembleRun, ensemble } from "../../lib/training/ensemble.js";
import { uniformStarts } from "../../lib/training/uniformStarts.js";

const runs = await ensemble({
  landscape: "twoValleys",
  formats: ["float16", "bfloat16"],
  starts: uniformStarts(twoValleys, 9, 1),
  learningRate: 0.05,
  maxSteps: 300,
});

describe("the summary of an ensemble", () => {
  it("holds the middle one of each format's sorted values", () => {
    const { rows } = pathSummary(runs);
    expect(rows.map(({ format, bits, runs: n }) => [format, bits, n])).toEqual([
      ["float16", 11, 9],
      ["bfloat16", 8, 9],
    ]);
    const errors = runs
      .filter(({ format }) => format === "float16")
      .map(({ trajectory }) => trajectory.intrinsicError)
      .sort((a, b) => a - b);
    expect(rows[0]?.error).toBe(errors[4]);
    expect(rows[0]?.errorLow).toBe(errors[2]);
    expect(rows[0]?.errorHigh).toBe(errors[6]);
  });

  it("finds steps that are off by less than one unit in the last place and more than a quarter", () => {
    for (const { bits, errorBits } of pathSummary(runs).rows) {
      expect(Number(errorBits)).toBeGreaterThan(Number(bits));
      expect(Number(errorBits)).toBeLessThan(Number(bits) + 2);
    }
  });

  it("lets a run that ended in NaN count as the worst", () => {
    const [first] = runs as [EnsembleRun];
    const broken = { ...first, trajectory: { ...first.trajectory, loss: Number.NaN } };
    expect(pathSummary([first, broken, broken]).rows[0]?.loss).toBe(Infinity);
  });

  it("refuses an empty ensemble", () => {
    expect(() => pathSummary([])).toThrow("pathSummary: got 0 runs, expected at least 1");
  });
});
