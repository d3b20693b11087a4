import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { himmelblau } from "../../lib/landscapes/himmelblau.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import {
  bfloat16,
  float8_e4m3fn,
  float16,
  float32,
  float64,
  formatNamed,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { descend } from "../../lib/training/descent.js";
import { adam, rmsProp, sgd } from "../../lib/training/optimizers.js";
import { constantRate, cosine } from "../../lib/training/schedules.js";
import { trainObjective } from "../../lib/training/train.js";
import type { TrainingOptions } from "../../lib/training/trainingOptions.js";

const common = { seed: 1, record: "all", evaluateEvery: 0 } as const;
const startPoint = fc
  .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }))
  .map((xy) => Float64Array.from(xy));
const anyFormat = fc.oneof(
  fc.constantFrom(float64, float32, bfloat16, float16, float8_e4m3fn),
  fc.integer({ min: 2, max: 53 }).map(significandBits),
);
const level = fc.constantFrom("update", "tensor", "operation");

describe("trainObjective", () => {
  it("with plain gradient descent is descend, bit for bit, at every level", () => {
    fc.assert(
      fc.property(anyFormat, level, startPoint, (format, rounded, from) => {
        const learningRate = 0.05;
        const maxSteps = 60;
        const known = descend(twoValleys, from, {
          ...{ format, learningRate, maxSteps, level: rounded, gradientTolerance: 0 },
        });
        const run = trainObjective(twoValleys, from, {
          ...{ ...common, format, level: rounded, optimizer: sgd(), steps: maxSteps },
          ...{ schedule: constantRate(learningRate), tolerance: { gradientNorm: 0 } },
        });
        expect([...run.points]).toEqual([...known.points]);
        expect([...run.steps]).toEqual([...known.steps]);
        expect([...run.end]).toEqual([...known.end]);
        expect(run.stepCount).toBe(known.stepCount);
        expect(run.loss).toBe(known.loss);
        // At the inner levels the gradient that is 0 may be the rounded one.
        if (rounded === "update" && format === float64) expect(run.status).toBe(known.status);
      }),
      { numRuns: 60 },
    );
  });
  it("rounds gradient, state and parameters once each at level update", () => {
    const fl = (x: number): number => roundTo(x, float16);
    const optimizer = sgd({ momentum: 0.9, weightDecay: 0.01 });
    const { points } = trainObjective(himmelblau, Float64Array.of(1, 1), {
      ...{ ...common, format: float16, level: "update", optimizer, steps: 30 },
      schedule: constantRate(0.01),
    });
    let theta = [1, 1];
    let b = [0, 0];
    for (let t = 0; t <= 30; t++) {
      expect([...points.subarray(2 * t, 2 * t + 2)]).toEqual(theta);
      const g = [...himmelblau.gradient(Float64Array.from(theta))].map(fl);
      const velocity = b.map((x, i) => 0.9 * x + (g[i] + 0.01 * theta[i]));
      theta = theta.map((x, i) => fl(x - 0.01 * velocity[i]));
      b = velocity.map(fl);
    }
  });
  it("takes the gradient at the rounded copy of master weights", () => {
    const fl = (x: number): number => roundTo(x, float8_e4m3fn);
    const { points } = trainObjective(himmelblau, Float64Array.of(1.01, 0.3), {
      ...{ ...common, format: float8_e4m3fn, level: "update", masterWeights: "float32" },
      ...{ optimizer: sgd(), schedule: constantRate(0.001), steps: 20 },
    });
    let theta = [1.01, 0.3].map(Math.fround);
    for (let t = 0; t <= 20; t++) {
      expect([...points.subarray(2 * t, 2 * t + 2)]).toEqual(theta);
      const g = [...himmelblau.gradient(Float64Array.from(theta, fl))].map(fl);
      theta = theta.map((x, i) => Math.fround(x - Math.fround(Math.fround(0.001) * g[i])));
    }
  });
  it("moves master weights by updates that the format would lose", () => {
    const options: TrainingOptions = {
      ...{ ...common, format: float8_e4m3fn, level: "update", optimizer: sgd() },
      ...{ schedule: constantRate(0.002), steps: 2000 },
    };
    const from = Float64Array.of(1.5, 0.5);
    const lost = trainObjective(twoValleys, from, options);
    expect(lost.status).toBe("stalled");
    expect(lost.stepCount).toBe(1);
    const kept = trainObjective(twoValleys, from, { ...options, masterWeights: "float32" });
    expect(kept.loss).toBeLessThan(lost.loss / 100);
  });
  it("recognises that all state repeats, velocity included", () => {
    const options: TrainingOptions = {
      ...{ ...common, record: "ends", format: float16, schedule: constantRate(0.05) },
      ...{ optimizer: sgd({ momentum: 0.5 }), steps: 10_000 },
    };
    const run = trainObjective(twoValleys, Float64Array.of(1.7, 1.3), options);
    expect(run.status).toBe("stalled");
    expect(run.stepCount).toBeLessThan(2000);
    // It never gets anywhere else, however long it runs.
    const longer = trainObjective(twoValleys, Float64Array.of(1.7, 1.3), {
      ...options,
      ...{ rounding: "nearest-even", schedule: cosine(0.05, 0.05), steps: 20_000 },
    });
    expect(longer.stepCount).toBe(run.stepCount);
  });
  it("is not stalled while the learning rate still changes, or by stochastic rounding", () => {
    const options: TrainingOptions = {
      ...{ ...common, format: float8_e4m3fn, level: "update", optimizer: sgd() },
      ...{ schedule: cosine(0.002), steps: 50 },
    };
    const from = Float64Array.of(1.5, 0.5);
    expect(trainObjective(twoValleys, from, options).status).toBe("budget");
    const coin: TrainingOptions = {
      ...{ ...options, schedule: constantRate(0.002), rounding: "stochastic" },
    };
    const run = trainObjective(twoValleys, from, coin);
    expect(run.status).toBe("budget");
    expect([...run.end]).not.toEqual([...from]);
    expect(trainObjective(twoValleys, from, coin)).toEqual(run);
    expect(trainObjective(twoValleys, from, { ...coin, seed: 2 }).end).not.toEqual(run.end);
    // Neither recording nor evaluating changes a bit.
    const plain = trainObjective(twoValleys, from, { ...coin, record: "ends", evaluateEvery: 7 });
    expect(plain.end).toEqual(run.end);
  });
  it("follows Adam in 8 bits to a minimum's neighbourhood", () => {
    const run = trainObjective(twoValleys, Float64Array.of(0.5, 1.5), {
      ...{ ...common, format: float8_e4m3fn, optimizer: adam({ epsilon: 0.0625, beta2: 0.875 }) },
      ...{ schedule: constantRate(0.0625), steps: 500, masterWeights: "float32" },
    });
    expect(run.loss).toBeLessThan(0.05);
  });
  it("records divergence, never throws it", () => {
    const far = (optimizer: TrainingOptions["optimizer"], rate: number, format = float64) =>
      trainObjective(himmelblau, Float64Array.of(4, 4), {
        ...{ ...common, format, optimizer, schedule: constantRate(rate), steps: 1000 },
      });
    for (const run of [far(sgd(), 10), far(rmsProp({ decay: 0 }), 1e80), far(sgd(), 1, float16)]) {
      expect(run.status).toBe("diverged");
      expect(run.stepCount).toBeLessThan(1000);
      expect(run.history.at(-1)?.step).toBe(run.stepCount);
    }
  });
  it("makes no step of a start that has converged, or without steps", () => {
    const options: TrainingOptions = {
      ...{ ...common, format: float64, optimizer: sgd(), schedule: constantRate(0.1) },
      ...{ steps: 5, tolerance: { loss: 0.01 } },
    };
    const run = trainObjective(twoValleys, Float64Array.of(1, 0.01), options);
    expect(run).toMatchObject({ status: "converged", stepCount: 0 });
    expect(run.points).toEqual(Float64Array.of(1, 0.01));
    const none = trainObjective(twoValleys, Float64Array.of(1, 1), { ...options, steps: 0 });
    expect(none).toMatchObject({ status: "budget", stepCount: 0 });
    expect(none.history).toHaveLength(1);
  });
  it("has a row at the beginning, every so many steps, and at the end", () => {
    const run = trainObjective(twoValleys, Float64Array.of(1.5, 1), {
      ...{ ...common, format: float64, optimizer: sgd(), schedule: cosine(0.1), steps: 10 },
      evaluateEvery: 4,
    });
    expect(run.history.map(({ step }) => step)).toEqual([0, 4, 8, 10]);
    expect(run.history[0].gradientNorm).toBe(NaN);
    expect(run.history[0].loss).toBe(twoValleys.loss(Float64Array.of(1.5, 1)));
    expect(run.history[0]).toMatchObject({ learningRate: 0.1, lossScale: 1, skippedSteps: 0 });
    const norms = [8, 9].map((t) => {
      const g = twoValleys.gradient(run.points.slice(2 * t, 2 * t + 2));
      return Math.sqrt(g[0] ** 2 + g[1] ** 2);
    });
    expect(run.history[3].gradientNorm).toBeCloseTo((norms[0] + norms[1]) / 2, 14);
    expect(run.loss).toBe(run.history[3].loss);
  });
  it("can be watched and aborted", () => {
    const seen: number[] = [];
    const options: TrainingOptions = {
      ...{ ...common, format: float64, optimizer: sgd(), schedule: constantRate(1e-3), steps: 250 },
    };
    const stop = new AbortController();
    const onProgress = (done: number, total: number): void => {
      seen.push(done, total);
      if (done === 200) stop.abort(new Error("enough"));
    };
    const { signal } = stop;
    expect(() =>
      trainObjective(twoValleys, Float64Array.of(1, 1), options, { signal, onProgress }),
    ).toThrow("enough");
    expect(seen).toEqual([100, 250, 200, 250]);
  });
});

describe("bad options", () => {
  const good: TrainingOptions = {
    ...{ format: float16, optimizer: sgd(), schedule: constantRate(0.1), steps: 1, seed: 1 },
  };
  const refused = (options: object, message: string | RegExp): void => {
    expect(() =>
      trainObjective(twoValleys, Float64Array.of(1, 1), { ...good, ...options } as never),
    ).toThrow(message);
  };
  it("are refused by name, with what was got", () => {
    refused({ learningRate: 1 }, 'trainObjective: there is no option "learningRate"');
    refused({ format: "float16" }, /trainObjective: .*float16/);
    refused({ level: "layer" }, 'level must be "update", "tensor" or "operation", got layer');
    refused({ masterWeights: "float16" }, 'masterWeights must be "float64" or "float32"');
    refused(
      { format: float64, masterWeights: "float32" },
      'float32 master weights cannot hold every number of float64, expected "float64"',
    );
    refused({ rounding: "even" }, "rounding must be one of");
    refused({ seed: -1 }, "seed must be a safe integer >= 0, got -1");
    refused({ epochs: 1 }, "expected one of epochs and steps, got both");
    refused({ steps: undefined }, "expected one of epochs and steps, got neither");
    refused({ steps: 1.5 }, "steps must be an integer >= 0, got 1.5");
    refused({ batchSize: 0 }, "batchSize must be an integer >= 1, got 0");
    refused({ batchSize: 5 }, "an objective has no batches, got batchSize 5");
    refused({ evaluateEvery: -1 }, "evaluateEvery must be an integer >= 0, got -1");
    refused({ record: "some" }, 'record must be "all", "ends" or a number, got some');
    refused({ record: 1 }, "record must be an integer >= 2, got 1");
    refused({ tolerance: { norm: 1 } }, 'there is no tolerance "norm"');
    refused({ tolerance: { gradientNorm: -1 } }, "gradient norm must be >= 0, got -1");
    refused({ tolerance: { loss: NaN } }, "loss must be a number, got NaN");
    refused({ clipping: { kind: "size", limit: 1 } }, 'clipping must be of kind "norm" or "value"');
    refused({ clipping: { kind: "norm", limit: 0 } }, "limit must be finite and > 0, got 0");
    refused({ lossScaling: { kind: "static" } }, "factor must be finite and > 0, got undefined");
    refused({ lossScaling: { kind: "dynamic", interval: 0 } }, "interval must be an integer >= 1");
    refused({ lossScaling: { kind: "static", factor: 2, interval: 5 } }, "no option");
    refused({ optimizer: { kind: "sgd" } }, "momentum must be a number, got undefined");
    refused({ schedule: 0.1 }, "expected a schedule such as constantRate(0.1), got 0.1");
  });
  it("of the start, and an objective without other arithmetics, too", () => {
    expect(() => trainObjective(twoValleys, Float64Array.of(1), good)).toThrow(
      "trainObjective: start must have 2 coordinates, got 1",
    );
    const { gradientOver: _, ...bare } = twoValleys;
    expect(() => trainObjective(bare, Float64Array.of(1, 1), good)).toThrow(
      'level "tensor" in float16 needs an objective with gradientOver, Two Valleys has none'.replace(
        "Two Valleys",
        twoValleys.name,
      ),
    );
    const update = trainObjective(bare, Float64Array.of(1, 1), { ...good, level: "update" });
    expect(update.stepCount).toBe(1);
  });
  it("leave the caller's options and start as they were", () => {
    const start = Float64Array.of(1.7, 1.3);
    const options = { ...good, format: { ...formatNamed("float16") } };
    const before = JSON.stringify(options);
    trainObjective(twoValleys, start, options);
    expect([...start]).toEqual([1.7, 1.3]);
    expect(JSON.stringify(options)).toBe(before);
  });
});
