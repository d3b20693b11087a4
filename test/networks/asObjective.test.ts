import { describe, expect, it } from "vitest";
import { hessianEigenvalues } from "../../lib/curvature/dense.js";
import { lanczos } from "../../lib/curvature/lanczos.js";
import { hessianOperator } from "../../lib/curvature/operator.js";
import { objectiveFrom, sourceOf } from "../../lib/landscapes/objectiveFrom.js";
import { asObjective } from "../../lib/networks/asObjective.js";
import { activation, batchNorm, linear } from "../../lib/networks/layers.js";
import { type NetworkData, network } from "../../lib/networks/network.js";
import { networkMachine } from "../../lib/networks/networkMachine.js";
import { float32Operations, float64Operations } from "../../lib/numerics/arithmetic.js";
import { doubleDouble } from "../../lib/numerics/doubleDouble.js";
import { doubleDoubleOperations } from "../../lib/numerics/doubleDoubleOperations.js";
import { float16 } from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { cases, difference, makeCase, normCases, randomData, randomNumbers } from "./cases.js";

type Functions = Required<ReturnType<typeof asObjective>>;
/** Of networks too long for a straight-line program, in chunks of 4 images. */
const computed = [...cases.slice(4), ...normCases].map(
  ({ network: of, data, theta }) =>
    [
      of.name,
      { network: of, data, theta, objective: asObjective(of, data, { chunk: 4 }) as Functions },
    ] as const,
);

describe.each(computed)("%s as an objective", (name, { network: of, data, theta, objective }) => {
  it("has its loss and gradient in every arithmetic, in that of doubles with the same bits", () => {
    expect(objective.tapes).toBeUndefined();
    expect(objective.dimension).toBe(theta.length);
    expect(objective.name).toBe(name);
    expect(objective.lossOver(float64Operations, [...theta])).toBe(objective.loss(theta));
    const gradient = objective.gradient(theta);
    expect(objective.gradientOver(float64Operations, [...theta])).toEqual([...gradient]);
    const exact = [...theta].map(doubleDouble);
    expect(objective.lossOver(doubleDoubleOperations, exact).hi).toBeCloseTo(
      objective.loss(theta),
      14,
    );
    const better = objective.gradientOver(doubleDoubleOperations, exact).map(({ hi }) => hi);
    expect(difference(better, gradient)).toBeLessThan(1e-13);
  });
  it("in float32 has the bits of a machine of that type", () => {
    const chunk = normCases.some((each) => each.network === of) ? data.count : 4;
    const machine = networkMachine(of, { type: "float32", images: chunk });
    machine.parameters.set(theta);
    machine.clear();
    for (let first = 0; first < data.count; first += chunk) {
      machine.load(data, first, Math.min(chunk, data.count - first), 1 / data.count);
      machine.forward("training");
      machine.backward();
    }
    const rounded = [...theta].map(Math.fround);
    expect(objective.gradientOver(float32Operations, rounded)).toEqual([...machine.gradient]);
  });
  it("has a dense Hessian, exactly symmetric, of products with unit vectors", () => {
    const n = theta.length;
    const hessian = objective.hessian(theta);
    const unit = new Float64Array(n);
    for (const i of [0, 7, n - 1]) {
      unit.fill(0)[i] = 1;
      const column = objective.hessianVector(theta, unit);
      expect(difference(hessian.subarray(i * n, i * n + n), column)).toBeLessThan(1e-13);
    }
    expect(hessian.every((x, k) => x === hessian[(k % n) * n + Math.floor(k / n)])).toBe(true);
  });
  it("does not remember other parameters", () => {
    const [v, there] = [randomNumbers(theta.length, 5), theta.map((x) => x / 2)];
    const products = [theta, there, there, theta].map((at) => [...objective.hessianVector(at, v)]);
    expect(products[3]).toEqual(products[0]);
    expect(products[2]).toEqual(products[1]);
    expect(products[1]).not.toEqual(products[0]);
    const out = new Float64Array(theta.length);
    expect(objective.gradient(theta, out)).toBe(out);
    expect(objective.hessianVector(theta, v, out)).toBe(out);
  });
});

const xor: NetworkData = {
  inputs: Float64Array.of(0, 0, 0, 1, 1, 0, 1, 1),
  targets: Float64Array.of(0, 1, 1, 0),
  count: 4,
  source: "XOR",
};
const xorNetwork = network({
  name: "xor",
  input: [2],
  layers: [linear(2), activation("tanh"), linear(1)],
  loss: "meanSquaredError",
});

describe("a small network as an objective", () => {
  const objective = asObjective(xorNetwork, xor) as Functions;
  const theta = randomNumbers(9, 3);
  it("has the losses that one computes by hand", () => {
    expect(objective.loss(new Float64Array(9))).toBe(1 / 2);
    expect(objective.loss(Float64Array.of(0, 0, 0, 0, 0, 0, 0, 0, 0.5))).toBe(1 / 4);
    const [w, b, v, c] = [
      theta.subarray(0, 4),
      theta.subarray(4, 6),
      theta.subarray(6, 8),
      theta[8],
    ];
    const outputOf = (x: number, y: number): number =>
      v[0] * Math.tanh(w[0] * x + w[1] * y + b[0]) +
      v[1] * Math.tanh(w[2] * x + w[3] * y + b[1]) +
      c;
    const errors = [outputOf(0, 0), outputOf(0, 1) - 1, outputOf(1, 0) - 1, outputOf(1, 1)];
    expect(objective.loss(theta)).toBeCloseTo(errors.reduce((sum, e) => sum + e * e, 0) / 4, 15);
  });
  it("is a straight-line program, which can be sent to a worker", () => {
    expect(objective.tapes.loss.nodes.length).toBeLessThan(60);
    const there = objectiveFrom(structuredClone(sourceOf(objective)));
    expect(there.gradient(theta)).toEqual(objective.gradient(theta));
  });
  it("has the loss and gradient of the machine, to rounding", () => {
    const machine = networkMachine(xorNetwork, { images: 4 });
    machine.parameters.set(theta);
    machine.load(xor, 0, 4, 1 / 4);
    expect(objective.loss(theta)).toBe(machine.forward("training"));
    machine.backward();
    expect(difference(objective.gradient(theta), machine.gradient as Float64Array)).toBeLessThan(
      1e-15,
    );
  });
  it("has the Hessian in float16 too", () => {
    const half = operations(float16);
    const rounded = [...theta].map(half.from);
    expect(objective.lossOver(half, rounded)).toBeCloseTo(objective.loss(theta), 2);
    expect(objective.hessianOver(half, rounded)[80]).toBe(2);
  });
});

describe("at 0 in a straight-line program", () => {
  const one = { inputs: Float64Array.of(1), targets: Float64Array.of(0.75), count: 1, source: "" };
  it("cross-entropy has the derivatives of the smooth function that it is", () => {
    const { network: of } = makeCase("b", [1], [linear(1)], "binaryCrossEntropy");
    const objective = asObjective(of, one) as Functions;
    expect(objective.tapes).toBeDefined();
    expect([...objective.gradient(Float64Array.of(1, -1))]).toEqual([-0.25, -0.25]);
    expect([...objective.hessian(Float64Array.of(1, -1))]).toEqual([0.25, 0.25, 0.25, 0.25]);
  });
  it("ReLU has derivative 0, as everywhere", () => {
    const { network: of } = makeCase(
      "r",
      [1],
      [linear(1), activation("relu"), linear(1)],
      "meanSquaredError",
    );
    const objective = asObjective(of, one);
    expect(objective.tapes).toBeDefined();
    expect(objective.kinks).toEqual([{ operation: "maximum" }]);
    expect([...objective.gradient(Float64Array.of(1, -1, 3, 0))].map(Math.abs)).toEqual([
      0, 0, 0, 1.5,
    ]);
  });
});

describe("batch normalization in a straight-line program", () => {
  it.each(["training", "evaluation"] as const)("is that of the machine, in %s", (normMode) => {
    const layers = [batchNorm(), linear(2), batchNorm(0.1), activation("tanh"), linear(1)];
    const { network: of, data, theta } = makeCase("n", [2], layers, "meanSquaredError", 5);
    const state = randomNumbers(of.stateCount, 6).map((x) => 1 + x / 2);
    const objective = asObjective(of, data, { normMode, state }) as Functions;
    expect(objective.tapes).toBeDefined();
    const machine = networkMachine(of, { images: 5 });
    machine.parameters.set(theta);
    machine.state.set(state);
    machine.load(data, 0, 5, 1 / 5);
    expect(objective.loss(theta)).toBe(machine.forward(normMode));
    machine.backward();
    const gradient = objective.gradient(theta);
    expect(difference(machine.gradient, gradient)).toBeLessThan(1e-13);
  });
});

describe("the options of a network as an objective", () => {
  const each = cases[5];
  it("are the chunks, which change no more than roundings", () => {
    const data = randomData(each.network, 150);
    const [first, ...others] = [{}, { chunk: 64 }, { chunk: 7 }, { chunk: 1000 }].map(
      (options) => asObjective(each.network, data, options) as Functions,
    );
    expect(others[0].loss(each.theta)).toBe(first.loss(each.theta));
    const v = randomNumbers(each.theta.length, 5);
    for (const other of others) {
      expect(other.loss(each.theta)).toBeCloseTo(first.loss(each.theta), 14);
      expect(difference(other.gradient(each.theta), first.gradient(each.theta))).toBeLessThan(
        1e-14,
      );
      const [Hv, own] = [first, other].map(({ hessianVector }) => hessianVector(each.theta, v));
      expect(difference(own, Hv)).toBeLessThan(1e-14);
    }
  });
  it("are running statistics, for evaluation", () => {
    const { network: of, data, theta } = normCases[0];
    const state = randomNumbers(of.stateCount, 6).map((x) => 1 + x / 2);
    const machine = networkMachine(of, { images: data.count });
    machine.parameters.set(theta);
    machine.state.set(state);
    machine.load(data, 0, data.count, 1 / data.count);
    const loss = machine.forward("evaluation");
    const objective = asObjective(of, data, { normMode: "evaluation", state, chunk: 4 });
    expect(objective.loss(theta)).toBeCloseTo(loss, 14);
    expect(objective.lossOver?.(float64Operations, [...theta])).toBe(objective.loss(theta));
    expect(asObjective(of, data, { normMode: "evaluation" }).loss(theta)).not.toBeCloseTo(loss, 5);
  });
  it("have a name among them", () => {
    expect(asObjective(xorNetwork, xor).name).toBe("xor");
    expect(asObjective(xorNetwork, xor, { name: "n" }).name).toBe("n");
    expect(asObjective(each.network, each.data, { name: "n" }).name).toBe("n");
  });
  it("are refused if they are wrong", () => {
    const make = (options: object) => () => asObjective(xorNetwork, xor, options);
    expect(make({ chunks: 1 })).toThrow('asObjective: there is no option "chunks"');
    expect(make({ chunk: 0 })).toThrow("chunk must be an integer >= 1, got 0");
    expect(make({ normMode: "test" })).toThrow("normMode must be training or evaluation, got test");
    expect(make({ state: new Float64Array(2) })).toThrow("a state of 0 numbers, got 2");
  });
});

describe("curvature of a network", () => {
  it("is found without the matrix, as with it", () => {
    const {
      network: of,
      data,
      theta,
    } = makeCase("c", [8], [linear(9), activation("tanh"), linear(8)]);
    const objective = asObjective(of, data);
    const { maximum, status } = lanczos(hessianOperator(objective, theta), { seed: 1, largest: 1 });
    expect(status).toBe("converged");
    const values = hessianEigenvalues(objective, theta);
    expect(maximum.value).toBeCloseTo(values[theta.length - 1], 5);
    expect(hessianEigenvalues({ ...objective, hessian: undefined }, theta)[0]).toBeCloseTo(
      values[0],
      12,
    );
  });
  it("has no dense Hessian from 1,000 parameters on", () => {
    const { network: of, data } = makeCase("many", [8], [linear(99), linear(8)]);
    expect(asObjective(of, data).hessian).toBeUndefined();
    expect(asObjective(of, data).hessianVector).toBeDefined();
  });
});

describe("parameters that do not fit a network", () => {
  it("are refused, where numbers of an earlier point would do for them", () => {
    const { network: of, data, theta } = makeCase("p", [8], [linear(99), linear(8)]);
    const objective = asObjective(of, data);
    objective.gradient(theta);
    for (const ask of [
      () => objective.loss(theta.subarray(1)),
      () => objective.gradient(theta.subarray(1)),
      () => objective.hessianVector?.(theta.subarray(1), theta),
      () => objective.hessianVector?.(theta, theta.subarray(1)),
    ])
      expect(ask).toThrow(
        /^asObjective: expected (parameters|a direction) of 1691 numbers, got 1690$/,
      );
  });
});

describe("data that do not fit a network", () => {
  const ask = (wrong: object) => () => asObjective(xorNetwork, { ...xor, ...wrong } as never);
  it("are refused", () => {
    expect(ask({ count: 3 })).toThrow("asObjective: expected 2 inputs for each of 3 images, got 8");
    expect(ask({ count: 0 })).toThrow("expected at least 1 image, got 0");
    expect(ask({ inputs: [1] })).toThrow(
      "inputs must be a Float64Array or a Float32Array, got Array",
    );
    expect(ask({ targets: new Float64Array(8) })).toThrow("1 targets for each of 4 images, got 8");
    expect(ask({ targets: [0] })).toThrow("targets must be a Float64Array or classes");
    expect(ask({ targets: { classes: new Uint8Array(3) } })).toThrow(
      "1 class for each of 4 images, got 3",
    );
    expect(ask({ targets: { classes: Uint8Array.of(0, 0, 1, 0) } })).toThrow(
      "classes below 1, got 1 of image 2",
    );
    expect(() => asObjective(xorNetwork, undefined as never)).toThrow("inputs must be");
    expect(() => asObjective(batchNorm() as never, xor)).toThrow("expected a network, got Object");
  });
});
