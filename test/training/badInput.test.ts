import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { xorData, xorNetwork } from "../../lib/networks/xor/xorNetwork.js";
import { float64 } from "../../lib/precision/formats/formats.js";
import { checkpointBytes } from "../../lib/training/checkpoint.js";
import { sgd } from "../../lib/training/optimizers.js";
import { constantRate, cosine, learningRateAt } from "../../lib/training/schedules.js";
import { train, trainObjective } from "../../lib/training/train.js";
import { trainEnsemble } from "../../lib/training/trainEnsemble.js";
import { resumeTraining, startTraining } from "../../lib/training/training.js";

const [xor, data] = [xorNetwork(2), xorData()];
const options = {
  ...{ format: float64, optimizer: sgd(), schedule: constantRate(0.1), steps: 3, seed: 1 },
};
const start = Float64Array.of(0.5, 0.5);
const length = { stepsPerEpoch: 2, totalSteps: 10 };
/** What a caller without types may hand over. */
const wrong = (value: unknown): never => value as never;

describe("bad input is refused by the function that got it", () => {
  const refused: readonly [what: string, call: () => unknown, message: string][] = [
    [
      "a misspelt callback",
      () => train(xor, data, options, wrong({ onprogress: () => {} })),
      'train: there is no option "onprogress", expected one of test, start, signal, onProgress',
    ],
    [
      "the same of an objective",
      () => trainObjective(twoValleys, start, options, wrong({ test: data })),
      'trainObjective: there is no option "test", expected one of signal, onProgress',
    ],
    ["null", () => train(xor, data, options, wrong(null)), "train: the options must be an object"],
    [
      "a callback that is none",
      () => train(xor, data, options, { onProgress: wrong(5) }),
      "train: onProgress must be a function, got 5",
    ],
    [
      "a tolerance of null, which every gradient norm of 0 would meet",
      () => train(xor, data, { ...options, tolerance: { gradientNorm: wrong(null) } }),
      "train: the tolerance of the gradient norm must be >= 0, got null",
    ],
    ["no schedule", () => learningRateAt(wrong(null), 0, length), "learningRateAt: expected a sch"],
    [
      "no step",
      () => learningRateAt(cosine(0.1), NaN, length),
      "learningRateAt: step must be an integer >= 0, got NaN",
    ],
    [
      "no length",
      () => learningRateAt(cosine(0.1), 0, wrong(undefined)),
      "learningRateAt: stepsPerEpoch must be an integer >= 0, got undefined",
    ],
  ];
  it.each(refused)("refuses %s", (_, call, message) => {
    expect(call).toThrow(message);
  });

  it("an ensemble of what is no list, or for no workers, is refused", async () => {
    const { format, seed, ...rest } = options;
    const request = { network: xor, data, options: rest, formats: ["float64"], seeds: [seed] };
    const refusal = (message: string): object => ({ message: `trainEnsemble: ${message}` });
    await expect(trainEnsemble({ ...request, formats: wrong(format.name) })).rejects.toMatchObject(
      refusal("formats must be a list, got float64"),
    );
    await expect(trainEnsemble({ ...request, seeds: wrong(undefined) })).rejects.toMatchObject(
      refusal("seeds must be a list, got undefined"),
    );
    await expect(trainEnsemble({ ...request, options: wrong(null) })).rejects.toMatchObject(
      refusal("the options must be an object, got null"),
    );
    await expect(trainEnsemble(request, wrong({}))).rejects.toMatchObject(
      refusal("expected workers such as workerPool(), got Object"),
    );
  });

  it("a checkpoint that lacks a part of the run is refused", () => {
    const checkpoint = startTraining(xor, data, options).checkpoint();
    for (const broken of [
      { ...checkpoint, state: null },
      { ...checkpoint, networkState: undefined },
      { ...checkpoint, state: { ...checkpoint.state, vertices: {} } },
    ]) {
      const got = "expected a training checkpoint";
      expect(() => resumeTraining(xor, data, wrong(broken))).toThrow(`resumeTraining: ${got}`);
      expect(() => checkpointBytes(wrong(broken))).toThrow(`checkpointBytes: ${got}`);
    }
  });
});
