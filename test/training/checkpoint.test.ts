import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Network, NetworkData } from "../../lib/networks/network.js";
import { bfloat16, float16, float32, float64 } from "../../lib/precision/formats/formats.js";
import { type Checkpoint, checkpointBytes, checkpointFrom } from "../../lib/training/checkpoint.js";
import { adam, adamW, rmsProp, sgd } from "../../lib/training/optimizers.js";
import { bytesOf, fromBytes } from "../../lib/training/optimizing/plainData.js";
import { constantRate, cosine, warmUp } from "../../lib/training/schedules.js";
import { train } from "../../lib/training/train.js";
import { resumeTraining, startTraining } from "../../lib/training/training.js";
import type { TrainingOptions } from "../../lib/training/trainingOptions.js";
import { classifier, small, start, stripes, xor } from "./networks.js";

const data = stripes(11);
const test = stripes(5, 2);
const network = classifier(true);
const base: TrainingOptions = {
  ...{ format: float32, optimizer: sgd({ momentum: 0.9 }), schedule: cosine(0.05, 0.001) },
  ...{ batchSize: 4, steps: 25, seed: 3, record: 6 },
};
const anyOptions = fc
  .record({
    ...{ format: fc.constantFrom(float64, float32, float16, bfloat16) },
    level: fc.constantFrom<TrainingOptions["level"]>("update", "tensor", "operation"),
    masterWeights: fc.constantFrom(undefined, "float64" as const),
    rounding: fc.constantFrom<TrainingOptions["rounding"]>("nearest-even", "stochastic", "up"),
    lossScaling: fc.constantFrom<TrainingOptions["lossScaling"]>(
      ...[undefined, { kind: "dynamic", factor: 2 ** 30, interval: 3 } as const],
    ),
    optimizer: fc.constantFrom(
      ...[sgd(), sgd({ momentum: 0.9, nesterov: true }), adam(), adamW(), rmsProp()],
      rmsProp({ momentum: 0.5 }),
    ),
    schedule: fc.constantFrom(constantRate(0.02), warmUp(5, cosine(0.05))),
    clipping: fc.constantFrom(undefined, { kind: "norm", limit: 0.5 } as const),
    batchSize: fc.constantFrom(4, undefined),
    record: fc.constantFrom<TrainingOptions["record"]>("all", "ends", 5),
    evaluateEvery: fc.constantFrom(undefined, 0, 4),
  })
  .map((options): TrainingOptions => ({ ...options, steps: 14, seed: 3 }));

describe("resumeTraining", () => {
  it("ends with the bits of an uninterrupted run, wherever it was cut", () => {
    fc.assert(
      fc.property(
        anyOptions,
        fc.array(fc.nat(6), { minLength: 1, maxLength: 4 }),
        (options, parts) => {
          const whole = train(network, data, options, { test });
          let training = startTraining(network, data, options, { test });
          for (const part of parts) {
            training.advance(part);
            const bytes = checkpointBytes(training.checkpoint());
            training = resumeTraining(network, data, checkpointFrom(bytes), { test });
          }
          const run = training.run();
          expect(run).toEqual(whole);
        },
      ),
      { numRuns: 30 },
    );
  });
  it("of a run that ended has its result, and of a stalled one its status", () => {
    const ended = startTraining(network, data, base);
    const run = ended.run();
    expect(ended.done).toBe(true);
    expect(resumeTraining(network, data, ended.checkpoint()).run()).toEqual(run);

    const options: TrainingOptions = {
      ...{ ...base, format: float16, batchSize: undefined, schedule: constantRate(1e-7) },
      ...{ optimizer: sgd({ momentum: 0.5 }), steps: 4000, level: "update" },
    };
    const whole = train(small, xor, options, { start: start(1) });
    expect(whole.status).toBe("stalled");
    for (const cut of [0, 1, whole.stepCount - 1, whole.stepCount]) {
      const training = startTraining(small, xor, options, { start: start(1) });
      training.advance(cut);
      expect(resumeTraining(small, xor, training.checkpoint()).run()).toEqual(whole);
    }
  });
  it("does not touch the checkpoint, nor taking one the run", () => {
    const training = startTraining(network, data, base);
    training.advance(7);
    const checkpoint = training.checkpoint();
    const bytes = checkpointBytes(checkpoint);
    const first = resumeTraining(network, data, checkpoint).run();
    expect(training.run()).toEqual(first);
    expect(checkpointBytes(checkpoint)).toEqual(bytes);
    expect(resumeTraining(network, data, structuredClone(checkpoint)).run()).toEqual(first);
  });
  it("refuses another network, other data, or what is no checkpoint", () => {
    const training = startTraining(network, data, base, { test });
    training.advance(2);
    const checkpoint = training.checkpoint();
    const refused = (n: Network, d: NetworkData, t?: NetworkData, c: Checkpoint = checkpoint) => {
      expect(() => resumeTraining(n, d, c, t ? { test: t } : {})).toThrow(
        /^resumeTraining: got network and data with hash [0-9a-f]{16}, expected those of the checkpoint, [0-9a-f]{16}$/,
      );
    };
    refused(classifier(false), data, test);
    refused(network, stripes(11, 9), test);
    const inputs = data.inputs.slice();
    inputs[17] += 2 ** -52;
    refused(network, { ...data, inputs }, test);
    refused(network, data);
    refused(network, data, stripes(5, 3));
    expect(() => resumeTraining(network, data, {} as never)).toThrow(
      "resumeTraining: expected a training checkpoint",
    );
    const { state } = checkpoint;
    for (const part of [{ state: null }, { state: {} }, { networkState: undefined }])
      expect(() => resumeTraining(network, data, { ...checkpoint, ...part } as never)).toThrow(
        "resumeTraining: expected a training checkpoint",
      );
    const text = JSON.parse(JSON.stringify(checkpoint));
    expect(() => resumeTraining(network, data, text, { test })).toThrow(
      "expected a training checkpoint with typed arrays, got Object in place of one",
    );
    const without = { ...checkpoint, state: { ...state, buffers: [] } };
    expect(() => resumeTraining(network, data, without, { test })).toThrow(
      "got a checkpoint with 0 arrays of optimizer state, expected 1",
    );
    const narrow = { ...checkpoint, state: { ...state, theta: new Float64Array(3) } };
    expect(() => resumeTraining(network, data, narrow, { test })).toThrow("arrays of 3 × 8 bytes");
  });
});

describe("checkpointFrom", () => {
  const training = startTraining(network, data, base);
  training.advance(5);
  const bytes = checkpointBytes(training.checkpoint());

  it("refuses bytes cut off anywhere", () => {
    for (let n = 0; n < bytes.length; n += n < 64 ? 1 : 97)
      expect(() => checkpointFrom(bytes.slice(0, n))).toThrow(/^checkpointFrom: got .*expected/);
  });
  it("refuses every single damaged bit", () => {
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(7), (at, bit) => {
        const damaged = bytes.slice();
        damaged[at] ^= 1 << bit;
        expect(() => checkpointFrom(damaged)).toThrow(RangeError);
      }),
      { numRuns: 500 },
    );
  });
  it("says what was got and what was expected", () => {
    expect(() => checkpointFrom(new Uint8Array(9))).toThrow("got 9 bytes, expected at least 40");
    expect(() => checkpointFrom(new Uint8Array(99))).toThrow(
      'got bytes that begin 0 0 0 0, expected a checkpoint, "NHTC" first',
    );
    const newer = bytes.slice();
    newer[4] = 2;
    expect(() => checkpointFrom(newer)).toThrow("got version 2, expected version 1");
    expect(() => checkpointFrom([...bytes] as never)).toThrow("expected a Uint8Array");
    expect(() => checkpointFrom(bytesOf({ kind: "cake" }))).toThrow(
      "checkpointFrom: expected a training checkpoint",
    );
    expect(() => checkpointBytes({} as never)).toThrow("checkpointBytes: expected");
  });
  it("reads what lies anywhere in a larger buffer", () => {
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(checkpointFrom(larger.subarray(3))).toEqual(checkpointFrom(bytes));
  });
});

describe("bytesOf", () => {
  it("keeps every number, arrays of all types, and nesting", () => {
    const value = {
      ...{ none: null, yes: true, text: "θ ← fl(θ)", empty: [], numbers: [NaN, -0, 0, 5e-324] },
      ...{ more: { least: -Infinity, most: Infinity, third: 1 / 3 } },
      arrays: [
        Float64Array.of(NaN, -0, 1 / 3),
        Float32Array.of(-0, 1e-45, Infinity),
        new Float64Array(0),
      ],
      ...{ bytes: Uint8Array.of(1, 2, 255), words: Uint32Array.of(2 ** 32 - 1) },
    };
    expect(fromBytes(bytesOf(value), "here")).toEqual(value);
  });
});
