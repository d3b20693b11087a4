import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cnnC } from "../../lib/networks/architectures/cnnC.js";
import { convNet } from "../../lib/networks/architectures/convNet.js";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { initialise } from "../../lib/networks/initialise.js";
import { activation, batchNorm, convolution, linear, residual } from "../../lib/networks/layers.js";
import { type Network, network } from "../../lib/networks/network.js";
import { alignTo } from "../../lib/networks/symmetry/alignTo.js";
import { networkSymmetries } from "../../lib/networks/symmetry/networkSymmetries.js";
import { symmetricMinimum } from "../../lib/networks/symmetry/symmetricMinimum.js";
import { movedParameters, symmetryOrbit } from "../../lib/networks/symmetry/symmetryElements.js";
import { randomNumbers, randomSymmetry } from "./randomSymmetry.js";

const distance = (a: Float64Array, b: Float64Array): number =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]) ** 2, 0));
/** The least distance, by trying the whole orbit. */
const leastOfOrbit = (net: Network, theta: Float64Array, reference: Float64Array): number =>
  Math.min(...symmetryOrbit(net, theta).map((image) => distance(image, reference)));
const points = (net: Network): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.integer({ min: -3, max: 3 }), {
      minLength: net.parameterCount,
      maxLength: net.parameterCount,
    })
    .map((numbers) => Float64Array.from(numbers));

const oneLayer: readonly [string, Network][] = [
  ["2-2-1", mlp([2, 2, 1])],
  ["2-3-1", mlp([2, 3, 1])],
  ["1-4-2 of relu", mlp([1, 4, 2], { activation: "relu" })],
  [
    "convolution with batch normalization",
    network({
      input: [1, 2, 2],
      layers: [convolution(2, 1), batchNorm(), activation("tanh"), linear(1)],
      loss: "meanSquaredError",
    }),
  ],
];
const severalLayers: readonly [string, Network][] = [
  ["1-2-2-1", mlp([1, 2, 2, 1])],
  ["1-2-3-1 of relu", mlp([1, 2, 3, 1], { activation: "relu" })],
  [
    "residual block of one convolution, whose weights have rows and columns in one group",
    network({
      input: [1, 1, 1],
      layers: [convolution(3, 1), residual([convolution(3, 1)]), linear(1)],
      loss: "meanSquaredError",
    }),
  ],
];

describe("symmetricMinimum", () => {
  it("is the distance of two units that changed places and signs, drawn by hand", () => {
    const net = mlp([1, 2, 1]);
    const theta = Float64Array.of(1, 2, 3, 4, 5, 6, 7);
    const reference = Float64Array.of(-2, 1, -4, 3, -6, 5, 4);
    const { distance, exact, theta: image, symmetry } = symmetricMinimum(net, theta, reference);
    expect([distance, exact]).toEqual([3, true]);
    expect([...image]).toEqual([-2, 1, -4, 3, -6, 5, 7]);
    expect(symmetry).toEqual([{ sources: Uint32Array.of(1, 0), flips: Uint32Array.of(1, 0) }]);
  });
  it.each([...oneLayer, ...severalLayers])("is the minimum over the whole orbit: %s", (_, net) => {
    fc.assert(
      fc.property(points(net), points(net), (theta, reference) => {
        const found = symmetricMinimum(net, theta, reference);
        expect(found.distance).toBe(leastOfOrbit(net, theta, reference)); // integers: no rounding
        expect(found.distance).toBe(distance(found.theta, reference));
        expect(found.theta).toEqual(movedParameters(networkSymmetries(net), found.symmetry, theta));
      }),
      { numRuns: 50 },
    );
  });
  it("is a metric on orbits: symmetric, invariant, with the triangle inequality", () => {
    const net = mlp([2, 3, 1]);
    const d = (a: Float64Array, b: Float64Array): number => symmetricMinimum(net, a, b).distance;
    fc.assert(
      fc.property(points(net), points(net), points(net), fc.nat(47), (a, b, c, element) => {
        expect(d(a, b)).toBe(d(b, a));
        expect(d(a, symmetryOrbit(net, b)[element])).toBe(d(a, b));
        expect(d(a, symmetryOrbit(net, a)[element])).toBe(0);
        expect(d(a, c)).toBeLessThanOrEqual(d(a, b) + d(b, c) + 1e-12);
      }),
      { numRuns: 50 },
    );
  });
  it("has no group to move where there is no hidden layer", () => {
    const found = symmetricMinimum(mlp([1, 1]), Float64Array.of(1, 2), Float64Array.of(1, 5));
    expect([found.distance, found.exact, found.symmetry.length]).toEqual([3, true, 0]);
  });
  it("of what is not finite is NaN, θ unmoved", () => {
    const net = mlp([1, 1, 1]);
    for (const odd of [NaN, Infinity, 1e200])
      for (const find of [symmetricMinimum, alignTo]) {
        const theta = Float64Array.of(-1, odd, 1, 1);
        const found = find(net, theta, Float64Array.of(1, 1, 1, 1));
        expect([found.distance, found.exact]).toEqual([NaN, false]);
        expect(found.theta).toEqual(theta);
      }
  });
  it("refuses groups too large to be tried, and lengths that are wrong", () => {
    const net = mlp([2, 20, 20, 1]);
    const theta = new Float64Array(net.parameterCount);
    expect(() => symmetricMinimum(net, theta, theta)).toThrow("alignTo approximates");
    for (const find of [symmetricMinimum, alignTo])
      expect(() => find(net, theta, theta.subarray(1))).toThrow(
        `${find.name}: expected a Float64Array of 501 parameters, got 500`,
      );
  });
});

describe("alignTo", () => {
  it.each(oneLayer)("is exact with one hidden layer: %s", (_, net) => {
    fc.assert(
      fc.property(points(net), points(net), (theta, reference) => {
        const { distance, exact } = alignTo(net, theta, reference);
        expect([distance, exact]).toEqual([leastOfOrbit(net, theta, reference), true]);
      }),
      { numRuns: 30 },
    );
  });
  it.each(severalLayers)(
    "lies between the exact minimum and the distance as it is: %s",
    (_, net) => {
      fc.assert(
        fc.property(points(net), points(net), (theta, reference) => {
          const found = alignTo(net, theta, reference);
          expect(found.distance).toBeGreaterThanOrEqual(leastOfOrbit(net, theta, reference));
          expect(found.distance).toBeLessThanOrEqual(distance(theta, reference));
          expect(found.theta).toEqual(
            movedParameters(networkSymmetries(net), found.symmetry, theta),
          );
          // what calls itself exact is
          if (found.exact) expect(found.distance).toBe(leastOfOrbit(net, theta, reference));
        }),
        { numRuns: 50 },
      );
    },
  );
  it.each([
    ["MLP 10-20-20-5", mlp([10, 20, 20, 5])],
    ["MLP 10-20-20-5 of relu", mlp([10, 20, 20, 5], { activation: "relu" })],
    ["channels of the small convolutional network", convNet()],
    ["three layers with batch normalization", cnnC(3, 8, { batchNorm: true })],
  ])("recovers a random symmetric copy exactly: %s", (_, net) => {
    const symmetries = networkSymmetries(net);
    for (let seed = 0; seed < 5; seed++) {
      const theta = initialise(net, { kind: "normal", seed });
      const copy = movedParameters(symmetries, randomSymmetry(symmetries, seed), theta);
      const found = alignTo(net, copy, theta);
      expect([found.distance, found.exact]).toEqual([0, true]);
      expect(found.theta).toEqual(theta);
    }
  });
  it("recovers copies with noise to the noise", () => {
    const net = mlp([10, 20, 20, 5]);
    const symmetries = networkSymmetries(net);
    const theta = initialise(net, { kind: "normal", seed: 1 });
    const noise = randomNumbers(net.parameterCount, 2).map((x) => 0.3 * x);
    const noisy = theta.map((x, i) => x + noise[i]);
    const copy = movedParameters(symmetries, randomSymmetry(symmetries, 3), noisy);
    expect(alignTo(net, copy, theta).theta).toEqual(noisy);
  });
});
