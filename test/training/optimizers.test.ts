import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { kernelOf } from "../../lib/kernels/residentArray.js";
import { float32Operations, float64Operations } from "../../lib/numerics/arithmetic.js";
import { float32, float64 } from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import {
  adam,
  adamW,
  type Optimizer,
  requireOptimizer,
  rmsProp,
  sgd,
} from "../../lib/training/optimizers.js";
import { bufferCount, coefficients } from "../../lib/training/optimizing/coefficients.js";
import { moveNatively } from "../../lib/training/optimizing/moveNatively.js";
import { moveOver } from "../../lib/training/optimizing/moveOver.js";
import { type Numbers, numbersTogether } from "../../lib/training/optimizing/stepArithmetic.js";
import { integers } from "../kernels/adversarial.js";

interface Golden {
  readonly optimizer: "SGD" | "Adam" | "AdamW" | "RMSprop";
  readonly options: Readonly<Record<string, number | boolean | number[]>>;
  readonly start: number[];
  readonly thetas: number[][];
}
const golden = JSON.parse(
  readFileSync(new URL("../fixtures/optimizers/golden.json", import.meta.url), "utf8"),
) as Golden[];

/** Our optimizer of PyTorch's options. */
function ours({ optimizer, options }: Golden): Optimizer {
  const names = {
    momentum: options.momentum,
    nesterov: options.nesterov,
    weightDecay: options.weight_decay,
    epsilon: options.eps,
    decay: options.alpha,
    beta1: (options.betas as number[] | undefined)?.[0],
    beta2: (options.betas as number[] | undefined)?.[1],
  };
  const told = Object.fromEntries(Object.entries(names).filter(([, x]) => x !== undefined));
  return { SGD: sgd, Adam: adam, AdamW: adamW, RMSprop: rmsProp }[optimizer](told);
}
/** NaN equals NaN, 0 is not −0. */
function expectSameBits(some: readonly Numbers[], others: readonly Numbers[]): void {
  some.forEach((numbers, k) => {
    const i = numbers.findIndex((x, j) => !Object.is(x, others[k][j]));
    if (i >= 0) expect.fail(`${numbers[i]} and ${others[k][i]} at ${i} of ${numbers.length}`);
  });
}
const gradientAt = (t: number, i: number): number => (((7 * t * (i + 3) + 5 * i) % 33) - 16) / 64;

const optimizers: Optimizer[] = [
  ...golden.map(ours),
  adam({ weightDecay: 0.5 }),
  adamW({ weightDecay: 0 }),
];

describe("optimizers", () => {
  for (const one of golden)
    it(`agree with PyTorch over 100 steps: ${one.optimizer} ${JSON.stringify(one.options)}`, () => {
      const optimizer = ours(one);
      const theta = Float64Array.from(one.start);
      const buffers = Array.from({ length: bufferCount(optimizer) }, () => new Float64Array(4));
      const thetas: number[][] = [];
      for (let t = 0; t < 100; t++) {
        const gradient = theta.map((_, i) => gradientAt(t, i));
        const scalars = coefficients(optimizer, one.options.lr as number, t + 1);
        moveNatively(optimizer, scalars, theta, gradient, buffers);
        if ([1, 2, 10, 100].includes(t + 1)) thetas.push([...theta]);
      }
      // PyTorch fuses some products and sums, so the last bits differ.
      thetas.flat().forEach((x, k) => {
        expect(Math.abs(x - one.thetas.flat()[k])).toBeLessThanOrEqual(4e-15);
      });
    });

  const number = fc.double({ min: -4, max: 4, noNaN: true });
  const vector = fc.array(number, { minLength: 5, maxLength: 5 });
  const anyOptimizer = fc.constantFrom(...optimizers);
  const rate = fc.double({ min: 1e-4, max: 1, noNaN: true });

  /** Both zeros, what is not finite, subnormal in either type, too large or small to square. */
  const hard = [
    0,
    -0,
    1,
    -1,
    Infinity,
    -Infinity,
    NaN,
    5e-324,
    1e-45,
    -3e-39,
    1e30,
    -1e200,
    1e-170,
  ];
  const lengths = [0, 1, 2, 3, 4, 5, 7, 8, 18, 31, 33, 130];

  describe.each(["float64", "float32"] as const)("by SIMD have the same bits in %s:", (type) => {
    const operations = type === "float64" ? float64Operations : float32Operations;
    const variants = [
      ...optimizers,
      sgd({ weightDecay: 0.1 }),
      sgd({ momentum: 0.9, nesterov: true, weightDecay: 1e-60 }), // 0 in float32
      rmsProp({ momentum: 0.5, weightDecay: 0.1 }),
    ];
    it.each(variants.map((optimizer) => [JSON.stringify(optimizer), optimizer] as const))(
      "%s",
      (_, optimizer) => {
        const below = integers(7);
        const any = (): number =>
          below(4) === 0
            ? hard[below(hard.length)]
            : (below(2 ** 20) / 2 ** 19 - 1) * 2 ** below(5);
        for (const length of lengths) {
          const own = numbersTogether(type, length, 2 + bufferCount(optimizer));
          for (const numbers of own)
            numbers.forEach((_, i) => {
              numbers[i] = any();
            });
          const plain = own.map((numbers) => numbers.slice());
          for (let t = 1; t <= 3; t++) {
            const scalars = coefficients(optimizer, 0.1, t).map(operations.from);
            const [gradient, theta, ...buffers] = own;
            const [g, at, ...state] = plain;
            moveNatively(optimizer, scalars, theta, gradient, buffers);
            moveOver(operations, optimizer, scalars, at, g, state);
            expectSameBits(own, plain);
          }
        }
      },
    );
    it("also where the arrays do not lie in one memory, or in none", () => {
      const optimizer = adam();
      const apart = (): Numbers[] =>
        Array.from({ length: 4 }, () => numbersTogether(type, 70_000, 1)[0].fill(0.5));
      const [gradient, theta, ...buffers] = apart();
      expect(kernelOf(theta)).not.toBe(kernelOf(gradient));
      const plain = apart().map((numbers) => numbers.slice());
      const together = numbersTogether(type, 70_000, 4);
      for (const numbers of together) numbers.fill(0.5);
      const scalars = coefficients(optimizer, 0.1, 1).map(operations.from);
      moveNatively(optimizer, scalars, theta, gradient, buffers);
      moveNatively(optimizer, scalars, plain[1], plain[0], plain.slice(2));
      moveNatively(optimizer, scalars, together[1], together[0], together.slice(2));
      expectSameBits([gradient, theta, ...buffers], plain);
      expectSameBits(together, plain);
    });
  });
  it("are in float32 what rounding every operation to it gives", () => {
    const single = operations(float32);
    fc.assert(
      fc.property(anyOptimizer, vector, vector, rate, (optimizer, from, slope, eta) => {
        const [gradient, theta, ...buffers] = numbersTogether(
          "float32",
          5,
          2 + bufferCount(optimizer),
        );
        gradient.set(slope);
        theta.set(from);
        const emulated = [gradient, theta, ...buffers].map((numbers) => Float64Array.from(numbers));
        for (let t = 1; t <= 4; t++) {
          const scalars = coefficients(optimizer, eta, t).map(Math.fround);
          moveNatively(optimizer, scalars, theta, gradient, buffers);
          moveOver(single, optimizer, scalars, emulated[1], emulated[0], emulated.slice(2));
          expectSameBits([gradient, theta, ...buffers], emulated);
        }
      }),
    );
  });
  it("round every operation in a narrow format", () => {
    // 1 + 2⁻³·1 = 1.125 is no number of 3 bits (spacing ¼ above 1): to even, 1.
    const format = {
      ...float64,
      name: "three",
      label: "three",
      significandBits: 3,
      maxFinite: 1.75 * 2 ** 1023,
      lowest: -1.75 * 2 ** 1023,
    };
    const { bits: _, ...three } = format;
    const theta = Float64Array.of(1);
    moveOver(operations(three), sgd(), [0.125, 0, 0], theta, Float64Array.of(-1), []);
    expect(theta[0]).toBe(1);
    moveOver(operations(three), sgd(), [0.25, 0, 0], theta, Float64Array.of(-1), []);
    expect(theta[0]).toBe(1.25);
  });
  it("have PyTorch's defaults", () => {
    expect(sgd()).toEqual({ kind: "sgd", momentum: 0, nesterov: false, weightDecay: 0 });
    const common = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
    expect(adam()).toEqual({ kind: "adam", ...common, weightDecay: 0 });
    expect(adamW()).toEqual({ kind: "adamW", ...common, weightDecay: 0.01 });
    expect(rmsProp()).toEqual({
      ...{ kind: "rmsProp", decay: 0.99, epsilon: 1e-8, momentum: 0, weightDecay: 0 },
    });
    expect(sgd({ momentum: undefined })).toEqual(sgd());
  });
  it("refuse what they do not know, or cannot use, by name", () => {
    expect(() => sgd({ moment: 0.9 } as never)).toThrow(
      'sgd: there is no option "moment", expected one of momentum, nesterov, weightDecay',
    );
    expect(() => sgd({ momentum: 1 })).toThrow("sgd: momentum must be in [0, 1), got 1");
    expect(() => sgd({ nesterov: true })).toThrow("sgd: nesterov needs a momentum > 0, got 0");
    expect(() => sgd({ nesterov: 1 as never })).toThrow("nesterov must be true or false, got 1");
    expect(() => adam({ beta2: NaN })).toThrow("adam: beta2 must be in [0, 1), got NaN");
    expect(() => adamW({ weightDecay: -1 })).toThrow("weightDecay must be finite and >= 0, got -1");
    expect(() => rmsProp({ epsilon: "1" as never })).toThrow("epsilon must be a number, got 1");
    expect(() => requireOptimizer({ kind: "lion" } as never, "here")).toThrow(
      "here: expected an optimizer such as sgd() or adam(), got lion",
    );
    expect(() => requireOptimizer(undefined as never, "here")).toThrow("got undefined");
    expect(() => requireOptimizer({ kind: "sgd" } as never, "here")).toThrow("momentum must be");
  });
});
