import { describe, expect, it } from "vitest";
import { activation, batchNorm, linear, residual } from "../../lib/networks/layers.js";
import { network } from "../../lib/networks/network.js";
import { type MachineOptions, networkMachine } from "../../lib/networks/networkMachine.js";
import { float8_e4m3fn, float16, float64 } from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { type Case, cases, difference, makeCase, normCases, randomNumbers } from "./cases.js";

const all = [...cases, ...normCases];

/** Everything that a machine makes of a case, its images in loads of so many, in some order. */
function results(
  { network: of, data, theta }: Case,
  options: MachineOptions,
  {
    atOnce = data.count,
    step = 0,
    order,
  }: { atOnce?: number; step?: number; order?: Uint32Array } = {},
) {
  const machine = networkMachine(of, { images: data.count, ...options });
  machine.parameters.set(theta);
  machine.direction.set(randomNumbers(machine.direction.length, 8));
  machine.clear();
  machine.atStep(step);
  let loss = 0;
  for (let first = 0; first < data.count; first += atOnce) {
    machine.load(data, first, Math.min(atOnce, data.count - first), 1 / data.count, order);
    loss += machine.forward("training");
    machine.backward();
    if (options.secondOrder) machine.directional();
  }
  const { gradient, product, state } = machine;
  const outputs = Array.from({ length: of.outputs * data.count }, (_, k) => {
    const [o, n] = [Math.floor(k / data.count), k % data.count];
    return machine.outputs[o * machine.lanes + n];
  });
  return { loss, outputs, gradient, product, state };
}

/** The numbers, −0 being 0. */
const numbersOf = (made: ReturnType<typeof results>): number[] =>
  [made.loss, ...made.outputs, ...made.gradient, ...made.product, ...made.state].map((x) => x + 0);

describe("networkMachine", () => {
  it("keeps arrays for its user that no pass touches", () => {
    for (const each of all) {
      const machine = networkMachine(each.network, { secondOrder: true, spare: 2 });
      const numbers = randomNumbers(machine.parameters.length, 9);
      expect(machine.spare.length).toBe(2);
      for (const array of machine.spare) {
        expect(array.every((x) => x === 0)).toBe(true);
        expect(array.buffer).toBe(machine.parameters.buffer);
        array.set(numbers);
      }
      machine.parameters.set(each.theta);
      machine.direction.set(numbers);
      machine.load(each.data, 0, each.data.count, 1);
      machine.forward("training");
      machine.backward();
      machine.directional();
      for (const array of machine.spare) expect([...array]).toEqual([...numbers]);
    }
    expect(networkMachine(all[0].network).spare).toEqual([]);
  });
  it("has the same bits with SIMD and without", () => {
    for (const each of all)
      for (const type of ["float64", "float32"] as const) {
        const plain = results(each, { type, secondOrder: true, simd: false });
        expect(numbersOf(results(each, { type, secondOrder: true }))).toEqual(numbersOf(plain));
      }
  });
  it("has the same bits however many more images it could take, and with second order", () => {
    for (const each of all) {
      const plain = numbersOf(results(each, {}));
      expect(numbersOf(results(each, { images: 50 }))).toEqual(plain);
      const { product: _, ...more } = results(each, { secondOrder: true });
      expect(numbersOf({ ...more, product: new Float64Array(0) })).toEqual(plain);
    }
  });
  it("in float32 agrees with float64 to 10⁻⁵", () => {
    for (const each of all) {
      const [exact, single] = (["float64", "float32"] as const).map((type) =>
        results(each, { type, secondOrder: true }),
      );
      expect(single.loss).toBeCloseTo(exact.loss, 5);
      expect(difference(single.gradient, exact.gradient as Float64Array)).toBeLessThan(1e-5);
      expect(difference(single.product, exact.product as Float64Array)).toBeLessThan(1e-5);
    }
  });
  it("adds up losses and gradients of images, in any loads and order", () => {
    for (const each of cases) {
      const together = results(each, { secondOrder: true });
      const order = Uint32Array.of(5, 2, 0, 1, 4, 3);
      for (const parts of [{ atOnce: 1 }, { atOnce: 4 }, { atOnce: 4, order }, { order }]) {
        const { loss, gradient, product } = results(each, { secondOrder: true }, parts);
        expect(loss).toBeCloseTo(together.loss, 14);
        expect(difference(gradient, together.gradient as Float64Array)).toBeLessThan(1e-14);
        expect(difference(product, together.product as Float64Array)).toBeLessThan(1e-14);
      }
    }
  });
  it("adds its input to what a residual block makes of it", () => {
    const { network: of, data } = makeCase(
      "r",
      [3],
      [residual([linear(3)])],
      "meanSquaredError",
      1,
    );
    const theta = Float64Array.of(0, 1, 0, 2, 0, 0, 0, 0, 0, 0.5, 0, -1);
    const [x, y, z] = data.inputs;
    const { outputs } = results({ network: of, data, theta }, {});
    expect(outputs).toEqual([y + 0.5 + x, 2 * x + y, -1 + z]);
  });
});

describe("a machine that rounds every operation", () => {
  it("to float64 is the native one", () => {
    const rounding = { format: float64, level: "operation" } as const;
    for (const each of all)
      expect(numbersOf(results(each, { rounding, secondOrder: true }))).toEqual(
        numbersOf(results(each, { secondOrder: true })),
      );
  });
  it("makes numbers of the format", () => {
    const rounding = { format: float8_e4m3fn, level: "operation" } as const;
    for (const each of all) {
      const { outputs, gradient, product, state } = results(each, { rounding, secondOrder: true });
      for (const x of [...outputs, ...gradient, ...product, ...state])
        expect(roundTo(x, float8_e4m3fn)).toBe(x);
    }
  });
});

describe("a machine that rounds tensors", () => {
  it("to the type that it computes in is the native one", () => {
    const rounding = { format: float64, level: "tensor" } as const;
    for (const each of all)
      expect(numbersOf(results(each, { rounding }))).toEqual(numbersOf(results(each, {})));
  });
  it("rounds inputs, outputs of layers, backward tensors and gradients, sums being of its type", () => {
    const {
      network: of,
      data,
      theta,
    } = makeCase(
      "two layers",
      [3],
      [linear(2), activation("tanh"), linear(1)],
      "meanSquaredError",
      1,
    );
    const fl = (x: number): number => roundTo(x, float16);
    const rounded = theta.map(fl);
    const { outputs, gradient } = results(
      { network: of, data, theta: rounded },
      { rounding: { format: float16, level: "tensor" } },
    );
    const [w, v] = [rounded, rounded.subarray(8)];
    const x = [...data.inputs].map(fl);
    const z = [0, 1].map((o) =>
      fl(w[6 + o] + x[0] * w[3 * o] + x[1] * w[3 * o + 1] + x[2] * w[3 * o + 2]),
    );
    const a = z.map((each) => fl(Math.tanh(each)));
    const y = fl(v[2] + a[0] * v[0] + a[1] * v[1]);
    expect(outputs).toEqual([y]);
    const slope = fl(2 * (y - (data.targets as Float64Array)[0]));
    const back = a.map((each, o) => fl(fl(v[o] * slope) * (1 - each * each)));
    const weights = back.flatMap((g) => x.map((each) => fl(g * each)));
    expect([...gradient]).toEqual([
      ...weights,
      ...back,
      ...a.map((each) => fl(slope * each)),
      slope,
    ]);
  });
});

describe("stochastic rounding in a machine", () => {
  const each = cases[1];
  const options = (level: "tensor" | "operation", seed: number): MachineOptions => ({
    rounding: { format: float16, level, mode: "stochastic", seed },
  });
  it.each(["tensor", "operation"] as const)("is keyed by seed and step: %s", (level) => {
    const one = numbersOf(results(each, options(level, 1)));
    expect(numbersOf(results(each, options(level, 1)))).toEqual(one);
    expect(numbersOf(results(each, options(level, 2)))).not.toEqual(one);
    expect(numbersOf(results(each, options(level, 1), { step: 1 }))).not.toEqual(one);
  });
  it.each(["tensor", "operation"] as const)("starts anew at each step: %s", (level) => {
    const machine = networkMachine(each.network, options(level, 1));
    machine.parameters.set(each.theta);
    const outputsAt = (step: number): number[] => {
      machine.atStep(step);
      machine.load(each.data, 0, each.data.count, 1);
      machine.forward("training");
      return [...machine.outputs];
    };
    const [first, second, again] = [3, 4, 3].map(outputsAt);
    expect(again).toEqual(first);
    expect(second).not.toEqual(first);
  });
});

describe("lanes without an image", () => {
  it("add nothing to the gradient, though an image of zeros would overflow", () => {
    // x = 1: 1·(−300) + 300 = 0; x = 0: 300·300 is infinite in float16
    const theta = [-300, 300, 300, 0.5, 0.25, 0.25];
    const [hidden, relu] = [linear(1), activation("relu")];
    for (const [before, parameters] of [
      [[], theta],
      [[batchNorm()], [1, 0, ...theta]],
    ] as const)
      for (const level of ["tensor", "operation"] as const) {
        const layers = [...before, hidden, relu, hidden, relu, hidden];
        const of = network({ input: [1], layers, loss: "meanSquaredError" });
        const [inputs, targets] = [new Float64Array(4).fill(1), new Float64Array(4)];
        const gradients = [1, 4].map((count) => {
          const machine = networkMachine(of, { rounding: { format: float16, level } });
          machine.parameters.set(parameters);
          machine.load({ inputs, targets, count: 4, source: "ones" }, 0, count, 1 / count);
          machine.forward("evaluation");
          machine.backward();
          return [...machine.gradient];
        });
        expect(gradients[0].every(Number.isFinite)).toBe(true);
        expect(gradients[0]).toEqual(gradients[1]);
      }
  });
});

describe("a wrong request of a machine", () => {
  const { network: of, data } = cases[0];
  it("is refused when it is made", () => {
    const make = (options: unknown) => () => networkMachine(of, options as MachineOptions);
    expect(make({ batch: 3 })).toThrow('networkMachine: there is no option "batch"');
    expect(make({ type: "float16" })).toThrow("type must be float64 or float32, got float16");
    expect(make({ images: 0 })).toThrow("images must be an integer >= 1, got 0");
    expect(make({ spare: -1 })).toThrow("spare must be an integer >= 0, got -1");
    expect(make({ rounding: { format: float16, level: "update" } })).toThrow(
      "level must be tensor or operation",
    );
    const rounding = { format: float16, level: "operation" };
    expect(make({ rounding: { ...rounding, key: 1 } })).toThrow('there is no rounding "key"');
    expect(make({ rounding: { ...rounding, mode: "stochastic" } })).toThrow(
      "networkMachine: stochastic rounding needs a seed",
    );
    expect(make({ rounding, type: "float32" })).toThrow("level operation needs type float64");
    expect(make({ rounding: { format: float64, level: "tensor" }, type: "float32" })).toThrow(
      "cannot hold every number of float64",
    );
    expect(() => networkMachine({} as never)).toThrow("expected a network, got Object");
    expect(() => networkMachine(network as never)).toThrow("expected a network");
  });
  it("is refused when images are loaded", () => {
    const machine = networkMachine(of, { images: 3 });
    for (const [first, count] of [
      [0, 4],
      [0, 0],
      [5, 2],
      [-1, 2],
      [0, NaN],
    ])
      expect(() => machine.load(data, first, count, 1)).toThrow(
        "load: expected at most 3 of 6 images",
      );
    expect(() => machine.load(data, 1, 2, 1, Uint32Array.of(0, 1))).toThrow("3 of 2 images");
    expect(() => machine.directional()).toThrow("without secondOrder");
    machine.load(data, 0, 3, 1);
    expect(() => machine.forward("train" as never)).toThrow(
      "mode must be training or evaluation, got train",
    );
  });
});
