import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { float64 } from "../../lib/precision/formats/formats.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";

const options: DescentOptions = { format: float64, learningRate: 0.05, maxSteps: 1000 };
const start = Float64Array.of(-1.7, 1.3);

describe("recording", () => {
  const complete = descend(twoValleys, start, { ...options, maxSteps: 200, gradientTolerance: 0 });
  it.each([2, 3, 4, 5, 17, 100, 200, 201, 1000])(
    "at most %i vertices are every k-th step, k the smallest power of two, and the last",
    (record) => {
      const run = descend(twoValleys, start, {
        ...options,
        maxSteps: 200,
        gradientTolerance: 0,
        record,
      });
      const kept = (k: number): number[] => {
        const steps = [];
        for (let t = 0; t < 200; t += k) steps.push(t);
        return [...steps, 200];
      };
      let k = 1;
      while (kept(k).length > record) k *= 2;
      expect([...run.steps]).toEqual(kept(k));
      for (let i = 0; i < run.steps.length; i++)
        expect([...run.points.subarray(2 * i, 2 * i + 2)]).toEqual([
          ...complete.points.subarray(2 * run.steps[i], 2 * run.steps[i] + 2),
        ]);
    },
  );
  it("changes nothing else: the same end, status, step count and Δ", () => {
    const { points: _p, steps: _s, ...rest } = complete;
    for (const record of ["all", "ends", 2, 10] as const) {
      const run = descend(twoValleys, start, {
        ...options,
        maxSteps: 200,
        gradientTolerance: 0,
        record,
      });
      expect(run).toMatchObject(rest);
    }
  });
  it("keeps the first and the last of the ends, and one vertex of no steps", () => {
    const run = descend(twoValleys, start, { ...options, record: "ends" });
    expect([...run.steps]).toEqual([0, run.stepCount]);
    expect([...run.points]).toEqual([...start, ...run.end]);
    const none = descend(twoValleys, start, { ...options, record: "ends", maxSteps: 0 });
    expect([...none.points]).toEqual([...start]);
  });
});
