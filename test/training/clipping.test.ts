import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelOf } from "../../lib/kernels/residentArray.js";
import { himmelblau } from "../../lib/landscapes/himmelblau.js";
import { float16, float32, float64 } from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { sgd } from "../../lib/training/optimizers.js";
import { squaredNorm } from "../../lib/training/optimizing/clipping.js";
import { numbersTogether } from "../../lib/training/optimizing/stepArithmetic.js";
import { constantRate } from "../../lib/training/schedules.js";
import { trainObjective } from "../../lib/training/train.js";
import type { Clipping, TrainingOptions } from "../../lib/training/trainingOptions.js";
import { integers } from "../kernels/adversarial.js";

const from = Float64Array.of(4, 1);
const g = himmelblau.gradient(from);
const options: TrainingOptions = {
  ...{ format: float64, optimizer: sgd(), schedule: constantRate(0.25), steps: 1, seed: 1 },
};
const step = (clipping: Clipping | undefined, more: Partial<TrainingOptions> = {}): number[] => {
  const run = trainObjective(himmelblau, from, { ...options, ...more, clipping });
  return [...run.end];
};

describe("clipping", () => {
  it("by norm makes the gradient shorter and turns it nowhere", () => {
    const norm = Math.sqrt(g[0] ** 2 + g[1] ** 2);
    expect(step({ kind: "norm", limit: 2 })).toEqual(
      [...from].map((x, i) => x - 0.25 * (g[i] * (2 / norm))),
    );
    expect(step({ kind: "norm", limit: norm + 1 })).toEqual(step(undefined));
  });
  it("by value limits each coordinate", () => {
    expect(Math.abs(g[0])).toBeGreaterThan(3);
    const limited = [...g].map((x) => Math.max(-3, Math.min(3, x)));
    expect(step({ kind: "value", limit: 3 })).toEqual(
      [...from].map((x, i) => x - 0.25 * limited[i]),
    );
  });
  it("is done in the arithmetic of the run", () => {
    for (const [format, fl] of [
      [float32, Math.fround],
      [float16, (x: number) => roundTo(x, float16)],
    ] as const) {
      const rounded = [...g].map(fl); // from is exact in both, and so is every product inside
      const norm = Math.sqrt(rounded[0] ** 2 + rounded[1] ** 2);
      expect(step({ kind: "norm", limit: 0.1 }, { format, level: "operation" })).toEqual(
        [...from].map((x, i) => fl(x - fl(0.25 * fl(fl(0.1 / norm) * rounded[i])))),
      );
      expect(step({ kind: "value", limit: 0.1 }, { format, level: "operation" })).toEqual(
        [...from].map((x, i) => fl(x - fl(0.25 * Math.sign(g[i]) * fl(0.1)))),
      );
    }
  });
  it("leaves the norm of the history as it was before", () => {
    const run = trainObjective(himmelblau, from, {
      ...{ ...options, clipping: { kind: "norm", limit: 1e-3 } },
    });
    expect(run.history.at(-1)?.gradientNorm).toBe(Math.sqrt(g[0] ** 2 + g[1] ** 2));
  });
});

describe("squaredNorm", () => {
  it("is the sum of squares, NaN and infinity included, in both types", () => {
    fc.assert(
      fc.property(fc.array(fc.float({ min: -8, max: 8, noNaN: true }), { maxLength: 11 }), (x) => {
        const sum = x.reduce((total, y) => total + y * y, 0);
        expect(squaredNorm(Float64Array.from(x))).toBeCloseTo(sum, 10);
        expect(squaredNorm(Float32Array.from(x))).toBe(squaredNorm(Float64Array.from(x)));
      }),
    );
    for (let n = 1; n < 9; n++) {
      const x = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        x.fill(0)[i] = NaN;
        expect(squaredNorm(x)).toBe(NaN);
        x[i] = -Infinity;
        expect(squaredNorm(x)).toBe(Infinity);
      }
    }
    expect(squaredNorm(new Float64Array(0))).toBe(0);
  });
  it("has the same bits by SIMD, of every length and from anywhere", () => {
    const below = integers(11);
    for (const type of ["float64", "float32"] as const)
      for (let length = 0; length < 40; length++) {
        const [all] = numbersTogether(type, length + 1, 1);
        all.forEach((_, i) => {
          all[i] = (below(2 ** 20) / 2 ** 19 - 1) * 2 ** below(5);
        });
        const own = all.subarray(1);
        expect(kernelOf(own)).toBeDefined();
        expect(squaredNorm(own)).toBe(squaredNorm(own.slice()));
        if (length > 0)
          for (const wrong of [NaN, -Infinity]) {
            own[below(length)] = wrong;
            expect(squaredNorm(own)).toBe(squaredNorm(own.slice()));
          }
      }
  });
});
