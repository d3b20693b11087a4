import { describe, expect, it } from "vitest";
import { evaluate } from "../../lib/networks/evaluate.js";
import { batchNorm } from "../../lib/networks/layers.js";
import { networkMachine } from "../../lib/networks/networkMachine.js";
import { makeCase, normCases } from "./cases.js";

/** Two channels of 2 × 3 places, 5 images; scale 2, −1, shift 0.5, 3. */
const { network, data } = makeCase(
  "norm",
  [2, 2, 3],
  [batchNorm(1e-3, 0.25)],
  "meanSquaredError",
  5,
);
const machine = networkMachine(network, { images: 9 });
machine.parameters.set([2, -1, 0.5, 3]);
machine.load(data, 0, 5, 1 / 5);

/** What the machine made of a channel, image by image. */
const channelOf = (c: number): number[] =>
  Array.from(
    { length: 30 },
    (_, k) => machine.outputs[(c * 6 + (k % 6)) * machine.lanes + Math.floor(k / 6)],
  );
const inputsOf = (c: number): number[] =>
  Array.from({ length: 30 }, (_, k) => data.inputs[Math.floor(k / 6) * 12 + c * 6 + (k % 6)]);
const mean = (x: number[]): number => x.reduce((sum, each) => sum + each, 0) / x.length;
const variance = (x: number[]): number => mean(x.map((each) => (each - mean(x)) ** 2));

describe("batch normalization", () => {
  it("in training gives each channel of the batch the mean and the deviation of its parameters", () => {
    machine.forward("training");
    for (const [c, scale, shift] of [
      [0, 2, 0.5],
      [1, -1, 3],
    ]) {
      const v = variance(inputsOf(c));
      expect(mean(channelOf(c))).toBeCloseTo(shift, 14);
      expect(variance(channelOf(c))).toBeCloseTo((scale ** 2 * v) / (v + 1e-3), 14);
      const m = mean(inputsOf(c));
      const expected = inputsOf(c).map((x) => ((x - m) / Math.sqrt(v + 1e-3)) * scale + shift);
      channelOf(c).forEach((y, k) => {
        expect(y).toBeCloseTo(expected[k], 13);
      });
    }
  });
  it("moves its running statistics by a share of the way, the variance being unbiased", () => {
    const before = [0.5, -1, 2, 3];
    machine.state.set(before);
    machine.forward("evaluation");
    expect([...machine.state]).toEqual(before);
    machine.forward("training");
    const batch = [
      mean(inputsOf(0)),
      mean(inputsOf(1)),
      ...[0, 1].map((c) => (variance(inputsOf(c)) * 30) / 29),
    ];
    before.forEach((x, k) => {
      expect(machine.state[k]).toBeCloseTo(x + 0.25 * (batch[k] - x), 14);
    });
  });
  it("in evaluation normalizes by the running statistics", () => {
    machine.state.set([0.5, -1, 2, 3]);
    machine.forward("evaluation");
    const expected = inputsOf(1).map((x) => -((x + 1) / Math.sqrt(3 + 1e-3)) + 3);
    channelOf(1).forEach((y, k) => {
      expect(y).toBeCloseTo(expected[k], 14);
    });
  });
  it("starts with means 0 and variances 1", () => {
    expect([...networkMachine(network).state]).toEqual([0, 0, 1, 1]);
    const blocks = networkMachine(normCases[1].network).state;
    expect([...blocks]).toEqual([0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1]);
  });
  it("of one number is its shift, and keeps the variance finite", () => {
    const one = makeCase("one", [1], [batchNorm()], "meanSquaredError", 1);
    const single = networkMachine(one.network, { images: 1 });
    single.parameters.set([7, 0.25]);
    single.load(one.data, 0, 1, 1);
    single.forward("training");
    expect(single.outputs[0]).toBe(0.25);
    expect(single.state[0]).toBeCloseTo(0.1 * one.data.inputs[0], 15);
    expect(single.state[1]).toBeCloseTo(0.9, 15);
  });
  it("in training is not evaluated batch by batch", () => {
    const small = networkMachine(network, { images: 4 });
    expect(() => evaluate(small, data, "training")).toThrow(
      "evaluate: batch normalization in training needs all 5 images at once, got a machine of 4",
    );
    expect(evaluate(small, data).loss).toBeGreaterThan(0);
  });
});
