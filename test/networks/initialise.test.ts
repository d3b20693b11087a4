import { describe, expect, it } from "vitest";
import { cnnC } from "../../lib/networks/architectures/cnnC.js";
import { convNet } from "../../lib/networks/architectures/convNet.js";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { fansOf, gainOf, type Initialisation, initialise } from "../../lib/networks/initialise.js";
import { linear } from "../../lib/networks/layers.js";
import { type Network, network } from "../../lib/networks/network.js";
import { inverseNormal } from "../../lib/numerics/inverseNormal.js";

const view = (net: Network, theta: Float64Array, name: string): Float64Array => {
  const found = net.parameters.find((each) => each.name === name);
  if (!found) throw new Error(`no ${name}`);
  return theta.slice(found.offset, found.offset + found.shape.reduce((a, b) => a * b, 1));
};
const mean = (x: Float64Array, f: (x: number) => number = (y) => y): number =>
  x.reduce((sum, y) => sum + f(y), 0) / x.length;
const deviation = (x: Float64Array): number => Math.sqrt(mean(x, (y) => y * y) - mean(x) ** 2);
/** Largest difference of the share of numbers below and the probability at the sample's quantiles. */
const kolmogorov = (x: Float64Array, quantile: (p: number) => number): number => {
  const sorted = x.slice().sort();
  let [largest, below] = [0, 0];
  for (let p = 0.005; p < 1; p += 0.005) {
    while (sorted[below] <= quantile(p)) below++;
    largest = Math.max(largest, Math.abs(below / x.length - p));
  }
  return largest;
};

/** A change of these would change every stored result. */
const PINNED = {
  normal: [
    ...[0.19579123560533757, -1.36611200130645, -0.41564672966356747, -0.3165682160470196],
    ...[0.626295142641296, -0.8092448717590502, -1.2092930994770075, -0.6433401246416992],
    0.36068848891044686,
  ],
  xavier: [
    ...[-0.9556641665275042, 0.4106926286729907, -1.0213058652182214, 0.6807834597114448],
    ...[0, 0, 0.22376528678189223, -0.8718720067276435, 0],
  ],
  kaiming: [-0.12199423501830667, -0.5331783127595949, -0.13260793699912282],
};

const wide = mlp([200, 300, 10]); // 60,000 weights in the first layer
const starts: readonly [string, Initialisation, number, "normal" | "uniform"][] = [
  ["normal", { kind: "normal", seed: 1 }, 1, "normal"],
  ["normal of deviation 0.3", { kind: "normal", seed: 2, deviation: 0.3 }, 0.3, "normal"],
  ["kaiming", { kind: "kaiming", seed: 3 }, Math.sqrt(2 / 200), "normal"],
  ["kaiming, fan-out", { kind: "kaiming", seed: 3, fan: "out" }, Math.sqrt(2 / 300), "normal"],
  [
    "kaiming, uniform",
    { kind: "kaiming", seed: 4, distribution: "uniform" },
    Math.sqrt(2 / 200),
    "uniform",
  ],
  ["xavier", { kind: "xavier", seed: 5 }, Math.sqrt(2 / 500), "normal"],
  [
    "xavier, uniform, for tanh",
    { kind: "xavier", seed: 6, distribution: "uniform", gain: gainOf("tanh") },
    (5 / 3) * Math.sqrt(2 / 500),
    "uniform",
  ],
];

describe("initialise", () => {
  it.each(starts)("has the moments and the distribution of its kind: %s", (_, start, s, shape) => {
    const x = view(wide, initialise(wide, start), "linear1.weights");
    const n = x.length;
    const kurtosis = shape === "normal" ? 3 : 1.8;
    // five standard errors
    expect(Math.abs(mean(x))).toBeLessThan((5 * s) / Math.sqrt(n));
    expect(Math.abs(deviation(x) / s - 1)).toBeLessThan(5 * Math.sqrt((kurtosis - 1) / (4 * n)));
    expect(Math.abs(mean(x, (y) => (y / s) ** 4) - kurtosis)).toBeLessThan(50 / Math.sqrt(n));
    const quantile = (p: number): number =>
      shape === "normal" ? s * inverseNormal(p) : s * Math.sqrt(3) * (2 * p - 1);
    expect(kolmogorov(x, quantile)).toBeLessThan(1.95 / Math.sqrt(n)); // probability 0.001
    if (shape === "uniform") expect(Math.max(...x.map(Math.abs))).toBeLessThan(Math.sqrt(3) * s);
  });
  it("gives neighbours in a row, units, and layers no correlation", () => {
    const x = view(wide, initialise(wide, { kind: "normal", seed: 1 }), "linear1.weights");
    for (const lag of [1, 2, 200, 400]) {
      const products = x.subarray(lag).map((y, i) => y * x[i]);
      expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(x.length));
    }
    const net = mlp([100, 100, 100]);
    const theta = initialise(net, { kind: "normal", seed: 1 });
    const second = view(net, theta, "linear2.weights");
    const products = view(net, theta, "linear1.weights").map((y, i) => y * second[i]);
    expect(Math.abs(mean(products))).toBeLessThan(0.05);
  });
  it("always starts with the same numbers", () => {
    const net = mlp([2, 2, 1]);
    expect([...initialise(net, { kind: "normal", seed: 1 })]).toEqual(PINNED.normal);
    expect([...initialise(net, { kind: "xavier", seed: 1, distribution: "uniform" })]).toEqual(
      PINNED.xavier,
    );
    const first = initialise(convNet(), { kind: "kaiming", seed: 7 }).slice(0, 3);
    expect([...first]).toEqual(PINNED.kaiming);
  });
  it("gives a layer numbers that depend on no other, and a wider one those of the narrower", () => {
    const [small, large] = [mlp([3, 4, 2]), mlp([5, 7, 2])];
    const [a, b] = [small, large].map((net) => {
      const theta = initialise(net, { kind: "normal", seed: 1 });
      return (name: string) => view(net, theta, name);
    });
    for (let unit = 0; unit < 4; unit++)
      expect(b("linear1.weights").slice(5 * unit, 5 * unit + 3)).toEqual(
        a("linear1.weights").slice(3 * unit, 3 * unit + 3),
      );
    expect(b("linear1.bias").slice(0, 4)).toEqual(a("linear1.bias"));
    expect(b("linear2.bias")).toEqual(a("linear2.bias"));
  });
  it("has biases 0 unless told, but for the kind normal", () => {
    const net = mlp([4, 100, 1]);
    const bias = (start: Initialisation): Float64Array =>
      view(net, initialise(net, start), "linear1.bias");
    for (const kind of ["kaiming", "xavier"] as const) {
      expect(new Set(bias({ kind, seed: 1 }))).toEqual(new Set([0]));
      const random = bias({ kind, seed: 1, biases: "random" }); // uniform in ±1/√4
      expect(Math.max(...random.map(Math.abs))).toBeLessThan(0.5);
      expect(Math.max(...random)).toBeGreaterThan(0.4);
      expect(Math.min(...random)).toBeLessThan(-0.4);
    }
    expect(bias({ kind: "normal", seed: 1 }).every((x) => x !== 0)).toBe(true);
    expect(new Set(bias({ kind: "normal", seed: 1, biases: "zero" }))).toEqual(new Set([0]));
  });
  it("starts batch normalization at scale 1 and shift 0, for every kind", () => {
    const net = cnnC(1, 4, { batchNorm: true });
    for (const kind of ["normal", "kaiming", "xavier"] as const) {
      const theta = initialise(net, { kind, seed: 1 });
      expect([...view(net, theta, "batchNorm1.scale")]).toEqual([1, 1, 1, 1]);
      expect([...view(net, theta, "batchNorm1.shift")]).toEqual([0, 0, 0, 0]);
    }
  });
  it("is all zeros but the scales for deviation 0, and refuses what is no start", () => {
    const net = network({ input: [2], layers: [linear(1)], loss: "meanSquaredError" });
    const start = (more: object): Float64Array =>
      initialise(net, { kind: "normal", seed: 1, ...more } as Initialisation);
    expect([...start({ deviation: 0 })].every((x) => x === 0)).toBe(true);
    expect(() => start({ kind: "he" })).toThrow(
      'initialise: kind must be "normal", "kaiming" or "xavier", got he',
    );
    expect(() => start({ gain: 2 })).toThrow('initialise: there is no option "gain"');
    expect(() => start({ kind: "xavier", fan: "in" })).toThrow('there is no option "fan"');
    expect(() => start({ kind: "kaiming", fan: "both" })).toThrow(
      "fan must be in or out, got both",
    );
    expect(() => start({ biases: "ones" })).toThrow("biases must be random or zero, got ones");
    expect(() => start({ deviation: -1 })).toThrow("deviation must be finite and >= 0, got -1");
    expect(() => start({ kind: "kaiming", gain: NaN })).toThrow("gain must be finite");
    expect(() => start({ seed: -1 })).toThrow(
      "initialise: seed must be a safe integer >= 0, got -1",
    );
    expect(() => initialise(net, undefined as unknown as Initialisation)).toThrow(TypeError);
  });
});

describe("gainOf and fansOf", () => {
  it("are PyTorch's calculate_gain and _calculate_fan_in_and_fan_out", () => {
    // torch 1.13: nn.init.calculate_gain; nn.init._calculate_fan_in_and_fan_out(zeros(16, 8, 5, 5))
    expect([gainOf("relu"), gainOf("tanh"), gainOf("sigmoid"), gainOf()]).toEqual([
      ...[Math.SQRT2, 1.6666666666666667, 1, 1],
    ]);
    expect(fansOf([16, 8, 5, 5])).toEqual({ in: 200, out: 400 });
    expect(fansOf([10, 256])).toEqual({ in: 256, out: 10 });
  });
  it("make PyTorch's default of a layer of kaiming with gain 1/√3: uniform in ±1/√(fan-in)", () => {
    const start = {
      kind: "kaiming",
      distribution: "uniform",
      gain: Math.sqrt(1 / 3),
      seed: 1,
    } as const;
    const x = view(wide, initialise(wide, start), "linear1.weights");
    expect(Math.max(...x)).toBeLessThanOrEqual(1 / Math.sqrt(200));
    expect(Math.max(...x)).toBeGreaterThan(0.999 / Math.sqrt(200));
  });
});
