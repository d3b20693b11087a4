import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activation,
  averagePooling,
  batchNorm,
  convolution,
  type Layer,
  linear,
  maxPooling,
  residual,
} from "../../lib/networks/layers.js";
import { machineLayout } from "../../lib/networks/machine/machineLayout.js";
import type { LayerPlace } from "../../lib/networks/machine/tensorPlaces.js";
import { network } from "../../lib/networks/network.js";
import { networkMachine } from "../../lib/networks/networkMachine.js";
import { type Case, difference, dot, makeCase, norm, randomNumbers } from "./cases.js";

/** Layers that keep the shape [2, 4, 4], blocks in blocks included. */
const keeping = fc.letrec<{ layer: Layer; layers: Layer[] }>((tie) => ({
  layer: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom(
      convolution(2, 3, 1),
      convolution(2, 1),
      averagePooling(1),
      maxPooling(1),
      batchNorm(0.1),
      ...(["tanh", "sigmoid", "relu"] as const).map(activation),
    ),
    tie("layers").map(residual),
  ),
  layers: fc.array(tie("layer"), { minLength: 1, maxLength: 4 }),
}));

/** Gradient and Hessian-vector product, in training. */
function derivatives({ network: of, data }: Case, theta: Float64Array, v?: Float64Array) {
  const machine = networkMachine(of, { images: data.count, secondOrder: v !== undefined });
  machine.parameters.set(theta);
  machine.load(data, 0, data.count, 1 / data.count);
  const loss = machine.forward("training");
  machine.backward();
  if (v) {
    machine.direction.set(v);
    machine.directional();
  }
  const [gradient, product] = [machine.gradient, machine.product].map((x) => Float64Array.from(x));
  return { loss, gradient, product };
}

describe("the layout of a machine", () => {
  it("has nothing overwritten that is needed, whatever the layers", () => {
    fc.assert(
      fc.property(keeping.layers, (layers) => {
        const each = makeCase("any", [2, 4, 4], [...layers, linear(2)], "meanSquaredError", 3);
        const { theta } = each;
        const [u, v] = [7, 8].map((seed) => randomNumbers(theta.length, seed));
        const { gradient } = derivatives(each, theta);
        const both = derivatives(each, theta, v);
        expect(both.gradient).toEqual(gradient);
        const Hu = derivatives(each, theta, u).product;
        expect(Math.abs(dot(u, both.product) - dot(v, Hu))).toBeLessThan(
          1e-12 * (1 + norm(u) * norm(both.product) + norm(v) * norm(Hu)),
        );
        const h = 1e-6;
        const [ahead, behind] = [h, -h].map((d) =>
          derivatives(
            each,
            theta.map((x, i) => x + d * v[i]),
          ),
        );
        const slope = (ahead.loss - behind.loss) / (2 * h);
        expect(Math.abs(dot(gradient, v) - slope)).toBeLessThan(1e-6 * (1 + norm(gradient)));
        const change = ahead.gradient.map((g, i) => (g - behind.gradient[i]) / (2 * h));
        expect(difference(change, both.product) * norm(both.product)).toBeLessThan(
          1e-6 * (1 + norm(both.product)),
        );
      }),
      { seed: 1, numRuns: 150 },
    );
  });
  it("starts tensors at multiples of 4", () => {
    const { network: of } = makeCase("odd", [1, 5, 5], [batchNorm(), convolution(3, 2), linear(3)]);
    const layout = machineLayout(of, 5, true);
    expect(layout.lanes).toBe(8);
    const { parameters, gradient, direction, product, state, targets, weights } = layout;
    const offsets = [parameters, gradient, direction, product, state, targets, weights];
    const visit = ({ input, output, own, ownChange, inner }: LayerPlace): void => {
      for (const { at, change, gradient: g, gradientChange } of [input, output])
        offsets.push(at, change, g, gradientChange);
      offsets.push(own, ownChange);
      inner.forEach(visit);
    };
    layout.layers.forEach(visit);
    for (const offset of offsets) expect(offset === -1 || offset % 4 === 0).toBe(true);
  });
  it("of a small network for 50 images stays in a cache of 4 MB", () => {
    const relu = activation("relu");
    const of = network({
      input: [1, 28, 28],
      layers: [
        ...[convolution(8, 5), relu, maxPooling(2)],
        ...[convolution(16, 5), relu, maxPooling(2), linear(10)],
      ],
      loss: "softmaxCrossEntropy",
    });
    expect(machineLayout(of, 50, false).length * 4).toBeLessThan(3.3e6);
  });
});
