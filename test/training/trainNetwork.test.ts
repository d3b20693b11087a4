import { describe, expect, it } from "vitest";
import { evaluate } from "../../lib/networks/evaluate.js";
import { networkMachine } from "../../lib/networks/networkMachine.js";
import {
  bfloat16,
  float8_e4m3fn,
  float16,
  float32,
  float64,
} from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { adam, sgd } from "../../lib/training/optimizers.js";
import { batchOrder } from "../../lib/training/optimizing/batchOrder.js";
import { constantRate, cosine, ramp } from "../../lib/training/schedules.js";
import { train } from "../../lib/training/train.js";
import type { TrainingOptions } from "../../lib/training/trainingOptions.js";
import { classifier, small, start, stripes, xor } from "./networks.js";

const descent: TrainingOptions = {
  ...{ format: float64, optimizer: sgd({ momentum: 0.9 }), schedule: constantRate(0.1) },
  ...{ steps: 40, seed: 1, record: "all", evaluateEvery: 0 },
};

describe("train", () => {
  it("is stochastic gradient descent over the batches of each epoch's order", () => {
    const data = stripes(10);
    const network = classifier(false);
    const run = train(network, data, { ...descent, batchSize: 4, steps: 7 });
    const machine = networkMachine(network, { images: 4 });
    const dim = network.parameterCount;
    const velocity = new Float64Array(dim);
    machine.parameters.set(run.points.subarray(0, dim));
    for (let t = 0; t < 7; t++) {
      const order = batchOrder(10, 1, Math.floor(t / 3));
      const [first, count] = [
        [0, 4],
        [4, 4],
        [8, 2],
      ][t % 3]; // the last batch is what is left
      machine.clear();
      machine.load(data, first, count, 1 / count, order);
      machine.forward("training");
      machine.backward();
      for (let i = 0; i < dim; i++) {
        velocity[i] = 0.9 * velocity[i] + machine.gradient[i];
        machine.parameters[i] -= 0.1 * velocity[i];
      }
      const here = run.points.subarray((t + 1) * dim, (t + 2) * dim);
      expect([...here]).toEqual([...machine.parameters]);
    }
  });
  it("learns XOR and stripes, in float64 and float32", () => {
    for (const format of [float64, float32]) {
      const options = { ...descent, format, record: "ends" } as const;
      const run = train(small, xor, { ...options, steps: 2000 }, { start: start(1) });
      expect(run.loss).toBeLessThan(1e-3);
      expect(run.history[0].accuracy).toBe(NaN);
      const test = stripes(60, 2);
      const many = { ...options, steps: undefined, epochs: 20, batchSize: 10 };
      const striped = train(classifier(true), stripes(60), many, { test });
      expect(striped.history.at(-1)).toMatchObject({ accuracy: 1, epoch: 20, step: 120 });
      expect(striped.history.at(-1)?.testAccuracy).toBeGreaterThan(0.9);
      expect(striped.state).not.toEqual(new Float64Array(striped.state.length));
    }
  });
  it("gives a batch beyond the machine's room the gradient of the whole", () => {
    const data = stripes(150);
    const options = { ...descent, optimizer: sgd(), steps: 1 };
    const run = train(classifier(false), data, options);
    const machine = networkMachine(classifier(false), { images: 150 });
    machine.parameters.set(run.points.subarray(0, run.dim));
    machine.clear();
    machine.load(data, 0, 150, 1 / 150);
    machine.forward("training");
    machine.backward();
    run.end.forEach((x, i) => {
      expect(x).toBeCloseTo(run.points[i] - 0.1 * machine.gradient[i], 14);
    });
  });
  it("sees the same batches in every format", () => {
    // One step over one batch of one image, from 0: only the bias of the image's class moves up.
    const data = stripes(12);
    const zero = new Float64Array(classifier(false).parameterCount);
    const order = (format: TrainingOptions["format"], seed: number): number[] => {
      const options = { ...descent, format, seed, optimizer: sgd(), batchSize: 1, steps: 24 };
      const { points, dim } = train(classifier(false), data, options, { start: zero });
      return Array.from({ length: 24 }, (_, t) => {
        const moved = [1, 2, 3].map((k) => points[(t + 2) * dim - k] - points[(t + 1) * dim - k]);
        return 3 - 1 - moved.indexOf(Math.max(...moved));
      });
    };
    const known = order(float64, 1);
    const classes = (data.targets as { classes: Uint8Array }).classes;
    const epochs = [0, 1].flatMap((epoch) => [...batchOrder(12, 1, epoch)].map((n) => classes[n]));
    expect(known).toEqual(epochs);
    for (const format of [float32, float16, bfloat16, float8_e4m3fn])
      expect(order(format, 1)).toEqual(known);
    expect(order(float64, 2)).not.toEqual(known);
  });
  it("keeps its parameters among the format's numbers at each level", () => {
    for (const format of [float16, bfloat16, float8_e4m3fn])
      for (const level of ["update", "tensor", "operation"] as const)
        for (const rounding of ["nearest-even", "stochastic"] as const) {
          const options = { ...descent, format, level, rounding, steps: 6, optimizer: adam() };
          const run = train(small, xor, options, { start: start(1) });
          for (const x of run.points) expect(roundTo(x, format)).toBe(x);
          expect(train(small, xor, options, { start: start(1) })).toEqual(run);
        }
  });
  it("is exact where rounding is to float64 itself, at every level", () => {
    const known = train(small, xor, descent, { start: start(2) });
    for (const level of ["update", "tensor", "operation"] as const)
      expect(train(small, xor, { ...descent, level }, { start: start(2) })).toEqual(known);
    expect(
      train(small, xor, { ...descent, masterWeights: "float64" }, { start: start(2) }),
    ).toEqual(known);
  });
  it("computes natively in float32 what every operation rounded to float32 gives", () => {
    const saturating = { ...float32, name: "emulated", overflow: "saturate" } as const;
    const run = (format: TrainingOptions["format"], more: object = {}): number[] => [
      ...train(classifier(false), stripes(12), {
        ...{ ...descent, format, level: "operation", batchSize: 5, steps: 6 },
        optimizer: adam({ weightDecay: 0.1 }),
        ...more,
      }).points,
    ];
    expect(run(saturating)).toEqual(run(float32));
    expect(run(float32, { masterWeights: "float32" })).toEqual(run(float32));
    expect(run({ ...float32, label: "another label" })).toEqual(run(float32));
  });
  it("starts from Kaiming's weights of the seed, the same in every format", () => {
    const first = (format: TrainingOptions["format"], seed: number): Float64Array =>
      train(small, xor, { ...descent, format, seed, steps: 0 }).points;
    expect(first(float16, 3)).toEqual(first(float64, 3).map((x) => roundTo(x, float16)));
    expect(first(float64, 4)).not.toEqual(first(float64, 3));
  });
  it("stalls where an epoch moves nothing", () => {
    const options = { ...descent, format: float8_e4m3fn, optimizer: sgd(), batchSize: 2 };
    const run = train(
      ...([small, xor, { ...options, steps: 100, schedule: constantRate(1e-6) }] as const),
      { start: start(1) },
    );
    expect(run).toMatchObject({ status: "stalled", stepCount: 2 });
    const falling = { ...options, schedule: cosine(1e-6), steps: 10 };
    expect(train(small, xor, falling, { start: start(1) }).status).toBe("budget");
  });
  it("with mini-batches, waits for a velocity that still grows", () => {
    const stuck = { ...descent, format: float8_e4m3fn, level: "update", batchSize: 2 } as const;
    const optimizer = sgd({ momentum: 0.9 });
    const options = { ...stuck, optimizer, schedule: constantRate(0.001), steps: 2000 };
    const run = train(small, xor, options, { start: start(1) });
    expect(run.status).toBe("stalled");
    expect(run.end).not.toEqual(run.points.slice(0, run.dim)); // the first 2 steps leave θ as it is
    // The same steps, of a schedule that is not known to be constant.
    const other = ramp(1e6, 2e6, 0.001, 0);
    const whole = train(small, xor, { ...options, schedule: other }, { start: start(1) });
    expect(whole).toMatchObject({ status: "budget", end: run.end });
  });
  it("counts a last look at the gradient as no step: running statistics stay those of the end", () => {
    const data = stripes(12);
    const network = classifier(true);
    const options = { ...descent, steps: 5 };
    const known = train(network, data, options);
    for (const gradientNorm of [0, 1e6]) {
      const looked = train(network, data, { ...options, tolerance: { gradientNorm } });
      expect(looked.status).toBe(gradientNorm > 0 ? "converged" : "budget");
      if (looked.stepCount === 5) expect(looked.state).toEqual(known.state);
      const machine = networkMachine(network, { images: 12 });
      machine.parameters.set(looked.end);
      machine.state.set(looked.state);
      expect(evaluate(machine, data).loss).toBe(looked.loss);
    }
  });
  it("converges by loss or mean norm of the last row too, wherever it stands", () => {
    const options = { ...descent, batchSize: 2, steps: 5, evaluateEvery: 0 };
    for (const tolerance of [{ loss: 1e9 }, { gradientNorm: 1e9 }]) {
      const run = train(small, xor, { ...options, tolerance }, { start: start(1) });
      expect(run).toMatchObject({ status: "converged", stepCount: 5 });
    }
    const stuck = { ...options, format: float8_e4m3fn, optimizer: sgd(), tolerance: { loss: 1e9 } };
    const schedule = constantRate(1e-6);
    const run = train(small, xor, { ...stuck, schedule }, { start: start(1) });
    expect(run.status).toBe("converged");
  });
  it("converges by the loss of rows, or of the full batch's steps", () => {
    const tolerance = { loss: 0.05 };
    const full = train(small, xor, { ...descent, steps: 2000, tolerance }, { start: start(1) });
    expect(full.status).toBe("converged");
    expect(full.loss).toBeLessThanOrEqual(0.05);
    expect(full.stepCount).toBeLessThan(2000);
    const before = full.points.slice(-2 * full.dim, -full.dim);
    const again = train(small, xor, { ...descent, steps: 0 }, { start: before });
    expect(again.loss).toBeGreaterThan(0.05);
    const rows = train(
      ...([
        small,
        xor,
        { ...descent, steps: 2000, batchSize: 3, tolerance, evaluateEvery: 10 },
      ] as const),
      { start: start(1) },
    );
    expect(rows.status).toBe("converged");
    expect(rows.stepCount % 10).toBe(0);
    expect(rows.history.at(-1)?.loss).toBeLessThanOrEqual(0.05);
  });
  it("records that a run diverged", () => {
    const wild = { ...descent, schedule: constantRate(1e200), record: "ends" } as const;
    const run = train(small, xor, wild, { start: start(1) });
    expect(run.status).toBe("diverged");
    const narrow = train(
      ...([small, xor, { ...wild, format: float16, schedule: constantRate(1000) }] as const),
      { start: start(1) },
    );
    expect(narrow.status).toBe("diverged");
    expect(narrow.history.at(-1)?.step).toBe(narrow.stepCount);
  });
  it("refuses data and starts that do not fit", () => {
    expect(() => train(small, stripes(3), descent)).toThrow(/^train: /);
    expect(() => train(small, xor, descent, { test: stripes(3) })).toThrow(/^train: test data/);
    expect(() => train(small, xor, descent, { start: new Float64Array(3) })).toThrow(
      "train: start must have 13 parameters, got 3",
    );
    const hole = new Float64Array(13).fill(1);
    hole[4] = NaN;
    expect(() => train(small, xor, descent, { start: hole })).toThrow(
      "train: start must be finite, got NaN at 4",
    );
    expect(() => train(small, xor, descent, { begin: hole } as never)).toThrow(
      'train: there is no option "begin"',
    );
  });
});
