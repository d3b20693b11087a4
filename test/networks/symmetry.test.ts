import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cnnC } from "../../lib/networks/architectures/cnnC.js";
import { convNet } from "../../lib/networks/architectures/convNet.js";
import { mlp } from "../../lib/networks/architectures/mlp.js";
import { resNet } from "../../lib/networks/architectures/resNet.js";
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
import { type Network, network } from "../../lib/networks/network.js";
import { canonicalForm } from "../../lib/networks/symmetry/canonicalForm.js";
import { networkSymmetries } from "../../lib/networks/symmetry/networkSymmetries.js";
import {
  movedParameters,
  movedState,
  symmetryElements,
  symmetryOrbit,
} from "../../lib/networks/symmetry/symmetryElements.js";
import { composed } from "../../lib/networks/symmetry/unitMoves.js";
import { plainForward } from "./plainForward.js";
import { randomNumbers, randomSymmetry } from "./randomSymmetry.js";

const tanh = activation("tanh");
const relu = activation("relu");
const image = (...layers: Layer[]): Network =>
  network({ input: [2, 6, 6], layers, loss: "meanSquaredError" });
/** With the groups' [units, flips] expected, and the layers that cannot move. */
const nets: readonly [string, Network, number[][], string[]][] = [
  [
    "MLP of tanh",
    mlp([3, 4, 3, 2]),
    [
      [4, 1],
      [3, 1],
    ],
    ["linear3"],
  ],
  ["MLP of relu", mlp([3, 4, 2], { activation: "relu" }), [[4, 0]], ["linear2"]],
  ["MLP of sigmoid", mlp([3, 4, 2], { activation: "sigmoid" }), [[4, 0]], ["linear2"]],
  ["one tanh unit", mlp([2, 1, 1]), [[1, 1]], ["linear2"]],
  ["one relu unit", mlp([2, 1, 1], { activation: "relu" }), [], ["linear2"]],
  [
    "tanh, average pooling",
    image(convolution(3, 3), tanh, averagePooling(2), convolution(4, 2), tanh, linear(2)),
    [
      [3, 1],
      [4, 1],
    ],
    ["linear1"],
  ],
  [
    "tanh, max pooling",
    image(convolution(3, 3), tanh, maxPooling(2), linear(4), tanh, linear(2)),
    [
      [3, 0],
      [4, 1],
    ],
    ["linear2"],
  ],
  [
    "batch normalization before relu",
    image(convolution(3, 3), batchNorm(), relu, linear(2)),
    [[3, 1]],
    ["linear1"],
  ],
  [
    "batch normalization before tanh",
    image(convolution(3, 3), batchNorm(), tanh, averagePooling(2), linear(2)),
    [[3, 2]],
    ["linear1"],
  ],
  [
    "batch normalization behind tanh, and of the input",
    image(batchNorm(), convolution(3, 3), tanh, batchNorm(), maxPooling(2), linear(2)),
    [[3, 1]],
    ["linear1"],
  ],
  [
    "residual block",
    image(
      convolution(3, 3, 1),
      tanh,
      residual([convolution(4, 3, 1), tanh, convolution(3, 3, 1)]),
      linear(2),
    ),
    [
      [3, 1],
      [4, 1],
    ],
    ["linear1"],
  ],
  [
    "residual block of one convolution, and batch normalization within",
    image(
      convolution(3, 3, 1),
      residual([batchNorm(), relu, convolution(3, 3, 1)]),
      batchNorm(),
      linear(2),
    ),
    [[3, 2]],
    ["linear1"],
  ],
  [
    "residual block of the input",
    image(residual([convolution(4, 3, 1), relu, convolution(2, 3, 1)]), linear(2)),
    [[4, 0]],
    ["convolution2", "linear1"],
  ],
];

describe("networkSymmetries", () => {
  it.each(nets)("finds what can move: %s", (_, net, expected, fixed) => {
    const symmetries = networkSymmetries(net);
    expect(symmetries.groups.map(({ units, flips }) => [units, flips])).toEqual(expected);
    expect(symmetries.fixed).toEqual(fixed);
  });
  it.each(nets)("leaves the function unchanged: %s", (_, net) => {
    const symmetries = networkSymmetries(net);
    const size = net.input.reduce((a, b) => a * b, 1);
    const images = [1, 2, 3].map((seed) => [...randomNumbers(size, seed)]);
    const theta = randomNumbers(net.parameterCount, 4);
    const state = randomNumbers(net.stateCount, 5).map((x) => x + 2);
    for (let seed = 0; seed < 10; seed++) {
      const symmetry = randomSymmetry(symmetries, seed);
      const moved = movedParameters(symmetries, symmetry, theta);
      if (symmetries.order > 1e4) expect(moved).not.toEqual(theta);
      for (const [before, after] of [
        [undefined, undefined],
        [state, movedState(symmetries, symmetry, state)],
      ])
        plainForward(net, moved, images, after).forEach((outputs, n) => {
          const own = plainForward(net, theta, images, before)[n];
          outputs.forEach((y, k) => {
            expect(y).toBeCloseTo(own[k], 11);
          });
        });
    }
  });
  it("has no more flips than leave the function unchanged: any other sign of a row changes it", () => {
    const net = image(convolution(3, 3), tanh, maxPooling(2), linear(2));
    const theta = randomNumbers(net.parameterCount, 1);
    const images = [[...randomNumbers(72, 2)]];
    const flipped = theta.slice();
    for (let k = 0; k < 18; k++) flipped[k] *= -1; // channel 0, its bias and its columns
    flipped[54] *= -1;
    for (const row of [0, 12]) for (let k = 0; k < 4; k++) flipped[57 + row + k] *= -1;
    const [a, b] = [theta, flipped].map((point) => plainForward(net, point, images)[0][0]);
    expect(Math.abs(a - b)).toBeGreaterThan(1e-3);
  });
  it("counts 8 symmetries of 2-2-1, 48 of 2-3-1, 8!·16! of the small convolutional network", () => {
    expect(networkSymmetries(mlp([2, 2, 1])).order).toBe(8);
    expect(networkSymmetries(mlp([2, 3, 1])).order).toBe(48);
    expect(networkSymmetries(convNet()).order).toBe(40320 * 20922789888000);
    expect(networkSymmetries(mlp([2, 200, 1])).order).toBe(Infinity);
  });
  it("ties the channels that residual blocks of the ResNet add", () => {
    const { groups, fixed } = networkSymmetries(resNet());
    expect(groups.map(({ layers, units, flips }) => [layers.join(), units, flips])).toEqual([
      ["convolution1,convolution3", 16, 0],
      ["convolution2", 16, 0],
      ["convolution4,convolution6", 32, 0],
      ["convolution5", 32, 0],
      ["convolution7,convolution9,convolution11", 64, 1],
      ["convolution8", 64, 0],
      ["convolution10", 64, 0],
    ]);
    expect(fixed).toEqual(["linear1"]);
    expect(networkSymmetries(cnnC(2, 8, { batchNorm: true })).groups.map((g) => g.flips)).toEqual([
      1, 1,
    ]);
  });
});

describe("symmetryElements", () => {
  it("lists a group: all different, the identity first, closed under composition", () => {
    const symmetries = networkSymmetries(mlp([2, 3, 1]));
    const elements = symmetryElements(symmetries);
    const text = (move: object): string => JSON.stringify(move);
    const known = new Set(elements.map(([move]) => text(move)));
    expect(known.size).toBe(48);
    expect([...elements[0][0].sources, ...elements[0][0].flips]).toEqual([0, 1, 2, 0, 0, 0]);
    const theta = randomNumbers(13, 1);
    for (const a of elements)
      for (const b of elements) {
        const both = [composed(a[0], b[0])];
        expect(known.has(text(both[0]))).toBe(true);
        const twice = movedParameters(symmetries, b, movedParameters(symmetries, a, theta));
        expect(movedParameters(symmetries, both, theta)).toEqual(twice);
      }
  });
  it("gives the orbit drawn by hand for a network 1-2-1", () => {
    // w₁ w₂ | b₁ b₂ | v₁ v₂ | c
    const orbit = symmetryOrbit(mlp([1, 2, 1]), Float64Array.of(1, 2, 3, 4, 5, 6, 7));
    expect(orbit.map((point) => [...point])).toEqual([
      [1, 2, 3, 4, 5, 6, 7],
      [-1, 2, -3, 4, -5, 6, 7],
      [1, -2, 3, -4, 5, -6, 7],
      [-1, -2, -3, -4, -5, -6, 7],
      [2, 1, 4, 3, 6, 5, 7],
      [-2, 1, -4, 3, -6, 5, 7],
      [2, -1, 4, -3, 6, -5, 7],
      [-2, -1, -4, -3, -6, -5, 7],
    ]);
  });
  it("moves bits: NaN, infinities and −0 too", () => {
    const [, flipped] = symmetryOrbit(mlp([1, 1, 1]), Float64Array.of(NaN, 0, Infinity, -0));
    expect([...flipped]).toEqual([NaN, -0, -Infinity, -0]);
  });
  it("refuses groups that are too large, and lengths that are wrong", () => {
    const large = networkSymmetries(mlp([2, 20, 1]));
    expect(() => symmetryElements(large)).toThrow("expected at most 100000 symmetries");
    expect(() => symmetryOrbit(mlp([2, 2, 1]), new Float64Array(8))).toThrow(
      "symmetryOrbit: expected a Float64Array of 9 parameters, got 8",
    );
    const small = networkSymmetries(mlp([2, 2, 1]));
    expect(() => movedParameters(small, [], new Float64Array(9))).toThrow(
      "movedParameters: expected moves of 2 units, got none",
    );
    expect(() => movedState(small, symmetryElements(small)[0], new Float64Array(1))).toThrow(
      "movedState: expected a Float64Array of 0 numbers, got 1",
    );
  });
});

describe("canonicalForm", () => {
  const bits = (point: Float64Array): string =>
    JSON.stringify([...new BigUint64Array(point.buffer)].map(String));
  it("sorts units by their numbers and makes the first of each positive", () => {
    const form = canonicalForm(mlp([1, 2, 1]), Float64Array.of(3, -2, 0, 1, 5, 4, 0));
    expect([...form]).toEqual([2, 3, -1, 0, -4, 5, 0]);
  });
  it("has the same bits on the whole orbit, and is a member of it", () => {
    // few different values, so that ties, zeros and equal units are common
    const values = fc.constantFrom(0, -0, 1, -1, 2, NaN);
    for (const net of [
      mlp([1, 2, 1]),
      mlp([2, 3, 1]),
      mlp([1, 2, 2, 1]),
      mlp([1, 2, 1], { activation: "relu" }),
    ])
      fc.assert(
        fc.property(
          fc.array(values, { minLength: net.parameterCount, maxLength: net.parameterCount }),
          (point) => {
            const orbit = symmetryOrbit(net, Float64Array.from(point));
            const form = canonicalForm(net, orbit[0]);
            expect(new Set(orbit.map((each) => bits(canonicalForm(net, each)))).size).toBe(1);
            const plain = (theta: Float64Array): string =>
              bits(theta.map((x) => (Number.isNaN(x) ? NaN : x + 0)));
            expect(orbit.map(plain)).toContain(bits(form));
            expect(bits(canonicalForm(net, form))).toBe(bits(form));
          },
        ),
        { numRuns: 60 },
      );
  });
  it.each(nets)("has the same bits for random symmetric copies: %s", (_, net) => {
    const symmetries = networkSymmetries(net);
    // of a coarse format: multiples of 1/2
    const theta = randomNumbers(net.parameterCount, 1).map((x) => Math.round(2 * x) / 2);
    const form = bits(canonicalForm(net, theta));
    for (let seed = 0; seed < 20; seed++) {
      const copy = movedParameters(symmetries, randomSymmetry(symmetries, seed), theta);
      expect(bits(canonicalForm(net, copy))).toBe(form);
    }
  });
  it("tells apart what no symmetry makes equal", () => {
    const net = mlp([2, 2, 1]);
    const theta = randomNumbers(9, 1);
    const other = theta.slice();
    other[0] *= -1;
    expect(canonicalForm(net, theta)).not.toEqual(canonicalForm(net, other));
  });
  it("needs no trials with one hidden layer of equal units, and refuses too many of them with two", () => {
    const wide = mlp([1, 50, 1]);
    expect(canonicalForm(wide, new Float64Array(wide.parameterCount).fill(-1))[0]).toBe(1);
    const deep = mlp([1, 20, 3, 1]);
    const alike = randomNumbers(deep.parameterCount, 1).fill(1, 0, 40);
    expect(() => canonicalForm(deep, alike)).toThrow(
      "at most 10000 orders of units that look alike",
    );
    expect(() => canonicalForm(deep, new Float64Array(3))).toThrow(RangeError);
  });
});
