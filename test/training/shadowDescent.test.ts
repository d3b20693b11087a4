import { describe, expect, it } from "vitest";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import {
  bfloat16,
  float8_e4m3fn,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";
import { shadowDescent } from "../../lib/training/shadowDescent.js";

const start = Float64Array.of(0.25, 1.6);
const options = { learningRate: 0.05, maxSteps: 300 };

describe("shadowDescent", () => {
  it("has defects that add up to the path's intrinsic error, to the last bit", () => {
    for (const format of [float8_e4m3fn, bfloat16, float16, float32, float64, significandBits(30)])
      for (const rounded of ["both", "gradient", "update"] as const) {
        const run = shadowDescent(twoValleys, start, { ...options, format, rounded });
        const sum = run.defects.reduce((a, b) => a + b, 0);
        expect(sum).toBe(run.trajectory.intrinsicError);
        expect(run.trajectory).toEqual(descend(twoValleys, start, { ...options, format, rounded }));
      }
  });

  it("drifts by nothing in float64 arithmetic that float64 can do, and by the rounding otherwise", () => {
    // θ ← θ − ½·θ halves exactly in every format
    const bowl: Objective = {
      name: "bowl",
      dimension: 1,
      loss: ([x]) => x * x,
      gradient: ([x], out = new Float64Array(1)) => {
        out[0] = 2 * x;
        return out;
      },
    };
    const halving = { format: float16, learningRate: 0.25, maxSteps: 9 };
    const { drift, conditionBits } = shadowDescent(bowl, Float64Array.of(1), halving);
    expect([...drift]).toEqual(new Array(10).fill(0));
    expect(conditionBits.every(Number.isNaN)).toBe(true); // no Hessian
    const finer = shadowDescent(bowl, Float64Array.of(1), { ...halving, format: float64 });
    expect(finer.drift.every(Number.isNaN)).toBe(true); // no gradientOver
  });

  it("keeps a double-double twin beside a float64 run: drift about 1e-16, not 0", () => {
    const { drift } = shadowDescent(twoValleys, start, { ...options, format: float64 });
    const most = Math.max(...drift);
    expect(most).toBeGreaterThan(1e-18);
    expect(most).toBeLessThan(1e-14);
  });

  it("bounds the drift by the defects, for steps that contract", () => {
    // On one side of the ridge I − ηH has norm < 1, so errors never grow.
    for (const format of [float8_e4m3fn, float16]) {
      const { drift, defects } = shadowDescent(twoValleys, start, { ...options, format });
      let sum = 0;
      for (let t = 0; t < defects.length; t++) {
        sum += defects[t];
        expect(drift[t + 1]).toBeLessThanOrEqual(sum * (1 + 1e-12));
      }
    }
  });

  it("measures log2(κ‖θ‖/‖g‖) at every vertex", () => {
    const { conditionBits } = shadowDescent(twoValleys, Float64Array.of(2, 0), {
      ...options,
      format: float64,
      maxSteps: 1,
    });
    // at (2, 0): H = diag(2, 2.8), g = (2, 0)
    expect(conditionBits[0]).toBeCloseTo(Math.log2((2.8 * 2) / 2), 14);
    const byProducts = { ...twoValleys, hessian: undefined };
    const { conditionBits: same } = shadowDescent(byProducts, Float64Array.of(2, 0), {
      ...{ format: float64, learningRate: 0.05, maxSteps: 1 },
    });
    expect(same[0]).toBeCloseTo(conditionBits[0], 3);
    expect(conditionBits.length).toBe(2);
  });

  it("finds a coordinate stuck exactly where its step is at most half a gap", () => {
    const from = Float64Array.of(0.6, 0.5);
    const { trajectory, stuck } = shadowDescent(twoValleys, from, {
      ...options,
      format: float8_e4m3fn,
    });
    expect(trajectory.status).toBe("stalled");
    const last = trajectory.stepCount - 1;
    expect(stuck[2 * last]).toBe(1);
    expect(stuck.length).toBe(2 * trajectory.stepCount);
    const run = shadowDescent(twoValleys, from, { ...options, format: float64 });
    expect(run.stuck.every((x) => x === 0)).toBe(true);
  });

  it("passes on what descend refuses", () => {
    expect(() =>
      shadowDescent(twoValleys, Float64Array.of(1), { ...options, format: float16 }),
    ).toThrow("descend: start must have 2 coordinates, got 1");
  });
});
