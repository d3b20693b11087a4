import { describe, expect, it } from "vitest";
import {
  activation,
  averagePooling,
  batchNorm,
  convolution,
  linear,
  maxPooling,
  residual,
} from "../../lib/networks/layers.js";
import { network, parameterView } from "../../lib/networks/network.js";

const tanh = activation("tanh");
const loss = "meanSquaredError";
const count = (input: number[], ...layers: Parameters<typeof network>[0]["layers"]): number =>
  network({ input, layers, loss }).parameterCount;

describe("network", () => {
  it("has the parameter counts that one knows", () => {
    expect(count([2], linear(2), tanh, linear(1))).toBe(9);
    expect(count([2], linear(3), tanh, linear(1))).toBe(13);
    const small = [convolution(8, 5), maxPooling(2), convolution(16, 5), maxPooling(2), linear(10)];
    expect(count([1, 28, 28], ...small)).toBe(5994);
    const relu = activation("relu");
    expect(count([784], linear(128), relu, linear(128), relu, linear(10))).toBe(118_282);
  });
  it("names parts of one flat array, layer after layer, those of a residual block in place", () => {
    const { parameters, layers, outputs, stateCount } = network({
      input: [1, 5, 4],
      layers: [
        convolution(2, 3, 1),
        residual([batchNorm(), convolution(2, 3, 1)]),
        averagePooling(2),
        batchNorm(),
        linear(3),
      ],
      loss,
    });
    expect(parameters).toEqual([
      { name: "convolution1.weights", offset: 0, shape: [2, 1, 3, 3], role: "weights" },
      { name: "convolution1.bias", offset: 18, shape: [2], role: "bias" },
      { name: "batchNorm1.scale", offset: 20, shape: [2], role: "scale" },
      { name: "batchNorm1.shift", offset: 22, shape: [2], role: "shift" },
      { name: "convolution2.weights", offset: 24, shape: [2, 2, 3, 3], role: "weights" },
      { name: "convolution2.bias", offset: 60, shape: [2], role: "bias" },
      { name: "batchNorm2.scale", offset: 62, shape: [2], role: "scale" },
      { name: "batchNorm2.shift", offset: 64, shape: [2], role: "shift" },
      { name: "linear1.weights", offset: 66, shape: [3, 8], role: "weights" },
      { name: "linear1.bias", offset: 90, shape: [3], role: "bias" },
    ]);
    expect(layers.map(({ output }) => output)).toEqual([
      [2, 5, 4],
      [2, 5, 4],
      [2, 2, 2],
      [2, 2, 2],
      [3],
    ]);
    expect([layers[1].inner[0].state, layers[3].state]).toEqual([0, 4]);
    expect([outputs, stateCount]).toEqual([3, 8]);
  });
  it("is plain data that cannot be changed, and leaves the layers as they were", () => {
    const layers = [residual([linear(2)])];
    const made = network({ input: [2], layers, loss });
    expect(structuredClone(made)).toEqual(made);
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(Object.isFrozen(made.layers[0].inner[0].output)).toBe(true);
    expect(Object.isFrozen(layers[0].layers[0])).toBe(false);
  });
  it("says which layer does not fit, what it got and what it expected", () => {
    const make =
      (...layers: unknown[]) =>
      () =>
        network({ input: [1, 4, 3], layers: layers as never, loss });
    expect(make(convolution(1, 3), maxPooling(2))).toThrow(
      "network: layers[1], maxPooling, expected [channels, rows, columns] of at least 2 × 2, got [1,2,1]",
    );
    expect(make(linear(3), convolution(1, 1))).toThrow(
      "layers[1], convolution, expected [channels",
    );
    expect(make(convolution(1, 6, 1))).toThrow("of at least 4 × 4, got [1,4,3]");
    expect(make(residual([convolution(2, 1)]))).toThrow(
      "layers[0], residual, expected its layers to keep the shape of its input, not to make [2,4,3], got [1,4,3]",
    );
    expect(make(residual([linear(0)]))).toThrow(
      "layers[0].layers[0], linear, expected outputs, an integer >= 1, got 0",
    );
    expect(make({ kind: "linear" })).toThrow("an integer >= 1, got undefined");
    expect(make(convolution(1, 1.5))).toThrow("size, an integer >= 1, got 1.5");
    expect(make(convolution(1, 1, -1))).toThrow("padding, an integer >= 0, got -1");
    expect(make(batchNorm(NaN))).toThrow("epsilon >= 0, got NaN");
    expect(make(batchNorm(1e-5, 2))).toThrow("momentum in [0, 1], got 2");
    expect(make({ kind: "dense" })).toThrow("layers[0] must be one of linear");
    expect(make({ kind: "toString" })).toThrow("layers[0] must be one of linear");
    expect(make(undefined)).toThrow("got undefined");
    expect(make({ ...linear(2), bias: false })).toThrow('there is no member "bias"');
    expect(make()).toThrow("layers must be at least 1 layer");
    expect(make(residual([]))).toThrow("layers[0].layers must be at least 1 layer");
  });
  it("refuses a wrong input, loss, or option", () => {
    const layers = [linear(1)];
    for (const input of [[], [1, 2], [0], [1.5], 3, undefined])
      expect(() => network({ input: input as never, layers, loss })).toThrow(
        "network: input must be",
      );
    expect(() => network({ input: [1], layers, loss: "mse" as never })).toThrow(
      "network: loss must be",
    );
    expect(() => network({ input: [1], layers, loss: "softmaxCrossEntropy" })).toThrow(
      "needs at least 2 outputs, got 1",
    );
    expect(() => network({ input: [1], layers, loss, bias: 1 } as never)).toThrow(
      'no option "bias"',
    );
  });
});

describe("parameterView", () => {
  const made = network({ input: [2], layers: [linear(2), tanh, linear(1)], loss });
  it("is a part of the array itself", () => {
    const theta = Float32Array.from({ length: 9 }, (_, i) => i);
    expect([...parameterView(made, theta, "linear1.bias")]).toEqual([4, 5]);
    parameterView(made, theta, "linear2.bias")[0] = -1;
    expect(theta[8]).toBe(-1);
  });
  it("refuses other names and lengths", () => {
    expect(() => parameterView(made, new Float64Array(9), "linear3.bias")).toThrow(
      'no "linear3.bias"',
    );
    expect(() => parameterView(made, new Float64Array(8), "linear1.bias")).toThrow(
      "9 parameters, got 8",
    );
  });
});
