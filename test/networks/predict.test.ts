import { describe, expect, it } from "vitest";
import {
  activation,
  batchNorm,
  convNet,
  initialise,
  linear,
  network,
  predict,
  proceduralDigits,
  xorNetwork,
} from "../../lib/index.js";
import { networkData } from "../../lib/networks/networkData.js";

describe("predict", () => {
  it("answers XOR with weights written by hand", () => {
    // ¬A∧B and A∧¬B, either of which makes the output true
    const theta = Float64Array.of(-9, 9, 9, -9, -4, -4, 9, 9, 9);
    const answers = predict(xorNetwork(2), theta, Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1));
    expect(Array.from(answers, Math.round)).toEqual([0, 1, 1, 0]);
  });

  it("does not depend on how many images are given", () => {
    const net = convNet();
    const theta = initialise(net, { kind: "kaiming", seed: 1 });
    const { inputs } = networkData(proceduralDigits(70, 1));
    const all = predict(net, theta, inputs);
    expect(predict(net, theta, inputs.subarray(66 * 784))).toEqual(all.subarray(660));
    expect(predict(net, theta, new Float64Array(0)).length).toBe(0);
  });

  it("normalizes by the running statistics it is given", () => {
    const layers = [linear(1), batchNorm(0), activation("sigmoid")];
    const net = network({ input: [1], layers, loss: "meanSquaredError" });
    const theta = Float64Array.of(1, 0, 2, 1); // weight, bias, scale, shift
    const state = Float64Array.of(3, 4); // mean, variance
    const [answer] = predict(net, theta, Float64Array.of(5), { state });
    expect(answer).toBeCloseTo(1 / (1 + Math.exp(-(2 * 1 + 1))), 14);
  });

  it("refuses lengths that do not fit", () => {
    const net = xorNetwork(2);
    const theta = new Float64Array(9);
    const inputs = new Float64Array(2);
    expect(() => predict(net, new Float64Array(8), inputs)).toThrow("expected 9 parameters, got 8");
    expect(() => predict(net, theta, new Float64Array(3))).toThrow("inputs of 2 numbers each");
    expect(() => predict(net, theta, inputs, { state: new Float64Array(1) })).toThrow(
      "a state of 0 numbers, got 1",
    );
    expect(() => predict(undefined as never, theta, inputs)).toThrow("expected a network");
  });
});
