import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { float8_e5m2, float16, float32, float64 } from "../../lib/precision/formats/formats.js";
import { adam, sgd } from "../../lib/training/optimizers.js";
import { firstLossScale, followGradient } from "../../lib/training/optimizing/lossScale.js";
import { constantRate } from "../../lib/training/schedules.js";
import { train, trainObjective } from "../../lib/training/train.js";
import type { TrainingOptions } from "../../lib/training/trainingOptions.js";
import { small, start, xor } from "./networks.js";

const options: TrainingOptions = {
  ...{ format: float16, masterWeights: "float32", optimizer: sgd({ momentum: 0.9 }) },
  ...{ schedule: constantRate(0.1), steps: 20, seed: 1, record: "all", evaluateEvery: 0 },
};
describe("loss scaling", () => {
  it("rescues gradients that underflow in float16", () => {
    // Outputs of some 10⁻⁴ and targets 0: those of the first layer are some 10⁻⁸, below 2⁻²⁵.
    const from = start(1).map((x, i) => (i < 9 ? x : 1e-4 * x));
    const data = { ...xor, targets: new Float64Array(4) };
    const gradient = (format: TrainingOptions["format"], factor: number): Float64Array => {
      const lossScaling = { kind: "static", factor } as const;
      const { points, dim } = train(
        ...([
          small,
          data,
          { ...options, format, lossScaling, masterWeights: "float64", steps: 1 },
        ] as const),
        { start: from },
      );
      return points.slice(dim, dim + 9).map((x, i) => (points[i] - x) / 0.1);
    };
    const exact = gradient(float64, 1);
    expect([...gradient(float16, 1)]).toEqual(new Array(9).fill(0));
    const rescued = gradient(float16, 2 ** 16);
    const largest = Math.max(...exact.map(Math.abs));
    for (const [i, x] of exact.entries())
      expect(Math.abs(rescued[i] - x)).toBeLessThan(0.01 * largest);
  });
  it("by a power of two changes no bit in float64, float32 or master weights of an objective", () => {
    for (const format of [float64, float32]) {
      const plain = { ...options, format, masterWeights: undefined };
      const known = train(small, xor, plain, { start: start(1) });
      const lossScaling = { kind: "static", factor: 2 ** 12 } as const;
      expect(train(small, xor, { ...plain, lossScaling }, { start: start(1) }).end).toEqual(
        known.end,
      );
    }
    const level = "update";
    const from = Float64Array.of(1.5, 1);
    const known = trainObjective(twoValleys, from, { ...options, level });
    const lossScaling = { kind: "static", factor: 16 } as const;
    const run = trainObjective(twoValleys, from, { ...options, level, lossScaling });
    expect(run.points).toEqual(known.points);
  });
  it("dynamic, halves the factor and leaves the step out until gradients are finite", () => {
    const lossScaling = { kind: "dynamic", factor: 2 ** 24 } as const;
    const run = train(small, xor, { ...options, lossScaling }, { start: start(1) });
    const { skippedSteps, lossScale } = run.history[run.history.length - 1];
    expect(skippedSteps).toBeGreaterThan(0);
    expect(lossScale).toBe(2 ** (24 - skippedSteps));
    const { points, dim } = run;
    for (let t = 0; t < skippedSteps; t++)
      expect(points.slice((t + 1) * dim, (t + 2) * dim)).toEqual(points.slice(0, dim));
    expect(points.slice((skippedSteps + 1) * dim, (skippedSteps + 2) * dim)).not.toEqual(
      points.slice(0, dim),
    );
    expect(run.status).toBe("budget");
    expect(Number.isFinite(run.history[0].gradientNorm)).toBe(true);
    // Without it the same factor ends the run.
    const still = { ...options, lossScaling: { kind: "static", factor: 2 ** 24 } } as const;
    expect(train(small, xor, still, { start: start(1) }).status).toBe("diverged");
  });
  it("divides by factors that the format does not have, at level operation too", () => {
    // 65,536 is ∞ in float16: a gradient over it would be 0, and every step a good one.
    const plain = { ...options, level: "operation", masterWeights: undefined } as const;
    const more = { optimizer: sgd(), schedule: constantRate(0.5), steps: 40 };
    const near = train(small, xor, { ...plain, ...more, format: float64 }, { start: start(1) }).end;
    for (const kind of ["static", "dynamic"] as const)
      for (const format of [float16, float8_e5m2]) {
        const lossScaling = { kind, factor: 65536 } as const;
        const run = train(small, xor, { ...plain, ...more, format, lossScaling }, { start: near });
        const { skippedSteps, gradientNorm } = run.history[run.history.length - 1];
        if (run.stepCount > skippedSteps) expect(gradientNorm).toBeGreaterThan(0);
      }
  });
  it("dynamic, diverges where no factor helps, however finite the loss", () => {
    const data = { ...xor, inputs: xor.inputs.map((x, i) => (i === 3 ? Infinity : x)) };
    const lossScaling = { kind: "dynamic" } as const;
    const run = train(small, data, { ...options, steps: 99, lossScaling }, { start: start(1) });
    expect(run).toMatchObject({ status: "diverged", stepCount: 49 });
    expect(Number.isFinite(run.loss)).toBe(true);
  });
  it("dynamic, does not count steps left out as steps of Adam", () => {
    const lossScaling = { kind: "dynamic", factor: 2 ** 24 } as const;
    const { points, dim, history } = train(
      ...([small, xor, { ...options, lossScaling, optimizer: adam() }] as const),
      { start: start(1) },
    );
    const taken = history[0].skippedSteps;
    expect(taken).toBeGreaterThan(0);
    // Adam's first step is η·g/|g| in each coordinate.
    for (let i = 0; i < dim; i++)
      expect(Math.abs(points[(taken + 1) * dim + i] - points[i])).toBeCloseTo(0.1, 4);
  });
  it("dynamic, doubles the factor after so many good steps in a row", () => {
    const scaling = { kind: "dynamic", factor: 8, interval: 3 } as const;
    const scale = firstLossScale(scaling);
    const seen = [true, true, true, true, false, true, true, true].map((finite) => {
      const taken = followGradient(scale, scaling, finite);
      return taken ? scale.factor : -scale.factor;
    });
    expect(seen).toEqual([8, 8, 16, 16, -8, 8, 8, 16]);
    expect(scale).toEqual({ factor: 16, goodSteps: 0, skippedSteps: 1 });
    const highest = { kind: "dynamic", factor: 2 ** 1023, interval: 1 } as const;
    const top = firstLossScale(highest);
    followGradient(top, highest, true);
    expect(top.factor).toBe(2 ** 1023);
    const least = firstLossScale({ kind: "dynamic", factor: 5e-324 });
    followGradient(least, highest, false);
    expect(least.factor).toBe(5e-324);
    expect(firstLossScale({ kind: "dynamic" }).factor).toBe(65536);
    expect(firstLossScale(undefined).factor).toBe(1);
  });
});

describe("master weights", () => {
  it("let updates below half an ulp add up", () => {
    const slow = { ...options, optimizer: sgd(), schedule: constantRate(1e-4), steps: 400 };
    const from = { start: start(1) };
    const lost = train(small, xor, { ...slow, masterWeights: undefined }, from);
    const kept = train(small, xor, slow, from);
    const exact = train(small, xor, { ...slow, format: float64, masterWeights: undefined }, from);
    const moved = ({ points, end, dim }: typeof lost): number[] =>
      Array.from(end, (x, i) => x - points[i % dim]);
    const distance = (a: number[], b: number[]): number =>
      Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0));
    const length = distance(moved(exact), new Array<number>(13).fill(0));
    expect(distance(moved(kept), moved(exact))).toBeLessThan(0.05 * length);
    expect(distance(moved(lost), moved(exact))).toBeGreaterThan(0.5 * length);
  });
});
