import { describe, expect, it } from "vitest";
import { asObjective } from "../../lib/networks/asObjective.js";
import { convolution, linear, maxPooling } from "../../lib/networks/layers.js";
import {
  type NetworkMachine,
  type NormMode,
  networkMachine,
} from "../../lib/networks/networkMachine.js";
import {
  type Case,
  cases,
  difference,
  dot,
  makeCase,
  norm,
  normCases,
  randomNumbers,
} from "./cases.js";

/** Loss, gradient and Hessian-vector product by a machine that sees all images at once. */
function functionsOf({ network, data }: Case, mode: NormMode) {
  const machine: NetworkMachine = networkMachine(network, {
    images: data.count,
    secondOrder: true,
  });
  const state = randomNumbers(network.stateCount, 9).map((x) => 1 + x / 2);
  machine.load(data, 0, data.count, 1 / data.count);
  const loss = (theta: Float64Array): number => {
    machine.parameters.set(theta);
    machine.state.set(state);
    return machine.forward(mode);
  };
  const gradient = (theta: Float64Array): Float64Array => {
    loss(theta);
    machine.clear();
    machine.backward();
    return Float64Array.from(machine.gradient);
  };
  const product = (theta: Float64Array, v: Float64Array): Float64Array => {
    gradient(theta);
    machine.direction.set(v);
    machine.directional();
    return Float64Array.from(machine.product);
  };
  return { loss, gradient, product };
}

const moved = (theta: Float64Array, v: Float64Array, step: number): Float64Array =>
  theta.map((x, i) => x + step * v[i]);

const all = [
  ...cases.map((each) => [each.network.name, each, "training"] as const),
  ...normCases.map((each) => [`${each.network.name}, training`, each, "training"] as const),
  ...normCases.map((each) => [`${each.network.name}, evaluation`, each, "evaluation"] as const),
];

describe.each(all)("%s", (_, { network, data, theta }, mode) => {
  const { loss, gradient, product } = functionsOf({ network, data, theta }, mode);
  const [u, v] = [4, 5].map((seed) => randomNumbers(theta.length, seed));

  it("has the gradient of central differences", () => {
    const h = 1e-6;
    const unit = new Float64Array(theta.length);
    const slopes = theta.map((_, i) => {
      unit.fill(0)[i] = 1;
      return (loss(moved(theta, unit, h)) - loss(moved(theta, unit, -h))) / (2 * h);
    });
    expect(difference(slopes, gradient(theta))).toBeLessThan(1e-8);
  });
  it("has a symmetric Hessian", () => {
    const [Hu, Hv] = [product(theta, u), product(theta, v)];
    expect(Math.abs(dot(u, Hv) - dot(v, Hu))).toBeLessThan(1e-13 * norm(u) * norm(Hv));
  });
  it("has the Hessian-vector product of differences of gradients", () => {
    const h = 1e-5;
    const [ahead, behind] = [gradient(moved(theta, v, h)), gradient(moved(theta, v, -h))];
    const change = ahead.map((g, i) => (g - behind[i]) / (2 * h));
    expect(difference(change, product(theta, v))).toBeLessThan(1e-6);
  });
  it("does as many directions as one likes after one backward pass", () => {
    const machine = networkMachine(network, { images: data.count, secondOrder: true });
    machine.parameters.set(theta);
    machine.load(data, 0, data.count, 1 / data.count);
    machine.forward("training");
    machine.backward();
    const products = [u, v, u].map((direction) => {
      machine.product.fill(0);
      machine.direction.set(direction);
      machine.directional();
      return [...machine.product];
    });
    expect(products[2]).toEqual(products[0]);
    expect(products[1]).not.toEqual(products[0]);
  });
});

describe("at a tie in a maximum", () => {
  // The window's places have w₁·1 and w₂·1: equal for w₁ = w₂, and the first is chosen.
  const inputs = Float64Array.of(1, 0, 0, 0, 0, 1, 0, 0);
  const { network } = makeCase(
    "tie",
    [2, 2, 2],
    [convolution(1, 1), maxPooling(2), linear(1)],
    "meanSquaredError",
  );
  const data = { inputs, targets: Float64Array.of(0.3), count: 1, source: "a tie" };
  const theta = Float64Array.of(0.7, 0.7, 0.1, 2, -0.4);
  const tied = asObjective(network, data);

  it("the derivatives are those along which the first stays the largest", () => {
    const gradient = tied.gradient(theta);
    expect(gradient[0]).not.toBe(0);
    expect(gradient[1]).toBe(0);
    const h = 1e-6;
    for (const v of [
      [1, 0, 0, 0, 0],
      [0, -1, 0, 0, 0],
      [2, -1, 0.5, 1, -1],
    ].map((x) => Float64Array.from(x))) {
      const slope =
        (-3 * tied.loss(theta) +
          4 * tied.loss(moved(theta, v, h)) -
          tied.loss(moved(theta, v, 2 * h))) /
        (2 * h);
      expect(dot(gradient, v)).toBeCloseTo(slope, 7);
    }
  });
  it("so are those of the gradient", () => {
    const [h, v] = [1e-6, Float64Array.of(2, -1, 0.5, 1, -1)];
    const ahead = tied.gradient(moved(theta, v, h));
    const change = ahead.map((g, i) => (g - tied.gradient(theta)[i]) / h);
    const product = tied.hessianVector?.(theta, v) as Float64Array;
    expect(difference(change, product)).toBeLessThan(1e-5);
  });
});
