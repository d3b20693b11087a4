import { describe, expect, it } from "vitest";
import { KEEP, type LayerKernels, ZERO } from "../../lib/kernels/layerKernels.js";
import { layerKernels } from "../../lib/kernels/layerKernelsOf.js";
import { layerKernelsOver } from "../../lib/kernels/layerKernelsOver.js";
import { kernelOf, residentArray } from "../../lib/kernels/residentArray.js";
import { float32Operations, float64Operations } from "../../lib/numerics/arithmetic.js";
import { integers } from "./adversarial.js";

/** Neighbouring seeds would begin with nearly the same numbers. */
const scattered = (seed: number): ((below: number) => number) =>
  integers(Math.imul(seed, 0x9e3779b1));

/** Ties, both zeros, what is not finite, subnormal, too large to square. */
const hard = [0, -0, 1, 1, -1, Infinity, -Infinity, NaN, 1e-45, -3e-39, 1e30, -1e38, 88, -104];
/** Of all numbers of float32 those whose tanh is next to the middle between two. */
const nearTies = [0.0014914835337549448, 0.4648849368095398];
const special = [...hard, ...nearTies, -0.4648849368095398];

/** The same memory for SIMD, for operators and for calls of operations, whose results are compared. */
function threeWays(type: "float64" | "float32", length: number, seed: number) {
  const below = scattered(seed);
  const simd = type === "float64" ? residentArray(length) : residentArray(length, "float32");
  const mixed = below(3) > 0;
  for (let k = 0; k < length; k++)
    simd[k] =
      mixed && below(4) === 0
        ? special[below(special.length)]
        : (below(2 ** 20) / 2 ** 19 - 1) * 2 ** below(5);
  const plain = simd.slice();
  const called = simd.slice();
  const operations = type === "float64" ? float64Operations : float32Operations;
  return {
    simd,
    agree: (call: (kernels: LayerKernels) => void) => {
      call(layerKernels(simd));
      call(layerKernels(plain));
      call(layerKernelsOver({ ...operations }, called)); // not known for what they are
      for (const other of [plain, called]) {
        const k = simd.findIndex((x, i) => !Object.is(x, other[i])); // tells −0 from 0
        if (k >= 0) expect.fail(`element ${k} is ${simd[k]} by SIMD and ${other[k]} else`);
      }
    },
  };
}

const types = ["float64", "float32"] as const;

describe.each(types)(
  "SIMD, operators and calls of operations have the same bits in %s:",
  (type) => {
    it("it is the kernels that are compared", () => {
      expect(kernelOf(threeWays(type, 16, 1).simd)).toBeDefined();
    });

    const elementwise: Record<string, (kernels: LayerKernels, n: number) => void> = {
      copy: (k, n) => k.copy(0, 2 * n, n - 1),
      fill: (k, n) => k.fill(n, 0.1, n - 3),
      relu: (k, n) => k.relu(0, n, n),
      reluBack: (k, n) => k.reluBack(0, n, 2 * n, n),
      tanh: (k, n) => k.tanh(0, n, n),
      tanhBack: (k, n) => k.tanhBack(0, n, 2 * n, n),
      tanhBend: (k, n) => k.tanhBend(0, n, 2 * n, 3 * n, n),
      sigmoid: (k, n) => k.sigmoid(0, n, n),
      sigmoidBack: (k, n) => k.sigmoidBack(0, n, 2 * n, n),
      sigmoidBend: (k, n) => k.sigmoidBend(0, n, 2 * n, 3 * n, n),
      add: (k, n) => k.add(0, n, 2 * n, n),
      "relu in place": (k, n) => k.relu(0, 0, n),
      "tanh in place": (k, n) => k.tanh(n, n, n),
      "add in place": (k, n) => k.add(0, n, 0, n),
    };
    it.each(Object.keys(elementwise))("%s", (name) => {
      for (let seed = 1; seed <= 60; seed++) {
        const n = 4 * (1 + (seed % 13));
        threeWays(type, 4 * n, seed).agree((kernels) => elementwise[name](kernels, n));
      }
    });

    it("pooling, of every size, also where it leaves rows and columns over", () => {
      for (let seed = 1; seed <= 150; seed++) {
        const draw = scattered(seed + 1000);
        const size = 1 + draw(4);
        const [height, width] = [size + draw(6), size + draw(6)];
        const shape = { channels: 1 + draw(3), height, width, size, lanes: 4 * (1 + draw(4)) };
        const n = shape.channels * height * width * shape.lanes;
        const { agree } = threeWays(type, 8 * n, seed);
        agree((k) => k.maxPool(0, n, 2 * n, shape));
        agree((k) => k.pick(3 * n, 2 * n, 4 * n, shape));
        agree((k) => k.spread(n, 2 * n, 5 * n, shape));
        agree((k) => k.averagePool(0, 6 * n, shape));
        agree((k) => k.averageSpread(n, 7 * n, shape));
      }
    });

    it("linear layers and convolutions", () => {
      for (let seed = 1; seed <= 30; seed++) {
        const draw = scattered(seed + 1000);
        const size = 1 + draw(3);
        const [height, width, padding] = [size + draw(4), size + draw(4), draw(size)];
        const [outputs, inputs, lanes] = [1 + draw(9), 1 + draw(4), 4 * (1 + draw(3))];
        const shape = { outputs, inputs, height, width, size, padding, lanes };
        const [a, b, c] = [400, 4000, 12000];
        const { agree } = threeWays(type, 24000, seed);
        for (const start of [ZERO, KEEP]) {
          agree((k) => k.convolve(0, a, c, shape, start === ZERO ? 320 : start));
          agree((k) => k.convolveBack(0, c, b, shape, start));
          agree((k) => k.convolveWeights(c, a, b, shape, start));
          agree((k) => k.linear(0, a, c, shape, start === KEEP ? 320 : start));
          agree((k) => k.linearBack(0, c, b, shape, start));
          agree((k) => k.linearWeights(c, a, b, shape, start));
        }
      }
    });

    it("sums and combinations, also over fewer images than lanes", () => {
      for (let seed = 1; seed <= 200; seed++) {
        const draw = scattered(seed + 1000);
        const [channels, places, lanes] = [1 + draw(9), 1 + draw(5), 4 * (1 + draw(4))];
        const images = draw(3) > 0 ? 1 + draw(lanes) : lanes;
        const shape = { channels, places, lanes, images };
        const n = channels * places * lanes;
        const at = 3 * n;
        const { agree } = threeWays(type, 3 * n + 60, seed);
        agree((k) => k.sums(0, at, shape, ZERO));
        agree((k) => k.sums(n, at, shape, KEEP));
        agree((k) => k.dots(0, n, at + 12, shape, ZERO));
        agree((k) => k.dots(0, n, at + 24, shape, KEEP));
        agree((k) => k.combine(0, at, n, at + 12, at + 24, 2 * n, shape));
        agree((k) => k.combine(0, at, -1, -1, at + 24, 2 * n, shape));
        agree((k) => k.combine(0, at, n, at + 12, -1, n, shape));
        agree((k) => k.combine(0, at, -1, -1, -1, 0, shape));
      }
    });
  },
);
