import { describe, expect, it } from "vitest";
import {
  type ConvolutionShape,
  KEEP,
  type PoolingShape,
  type Start,
  ZERO,
} from "../../lib/kernels/layerKernels.js";
import { layerKernelsOver } from "../../lib/kernels/layerKernelsOver.js";
import {
  float32Operations,
  float64Operations,
  type ScalarOperations,
} from "../../lib/numerics/arithmetic.js";
import { doubleDoubleOperations } from "../../lib/numerics/doubleDoubleOperations.js";
import { float16, float32, significandBits } from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { hardNumbers, integers } from "./adversarial.js";

const half = operations(float16);

/** Kernels on the given numbers of float16, from element 0 on, and zeros behind them. */
function inHalf(...given: number[]) {
  const numbers = new Float64Array(256);
  numbers.set(given);
  const part = (from: number, count: number): number[] => [...numbers.subarray(from, from + count)];
  return { kernels: layerKernelsOver(half, numbers), numbers, part };
}

describe("The order of summation, by hand in float16, where 2048 + 1 = 2048:", () => {
  const lanes = 4;
  const row = (x: number): number[] => [x, x, x, x];

  it("a linear layer adds to its bias, input after input", () => {
    const { kernels, part } = inHalf(...[1, 1, 1, 0], ...[2048, 1, 0, 0], ...row(1), ...row(1));
    const shape = { outputs: 1, inputs: 2, lanes };
    kernels.linear(0, 8, 16, shape, ZERO);
    expect(part(16, 4)).toEqual(row(2));
    kernels.linear(0, 8, 16, shape, 4); // 2048 + 1 + 1, one by one
    expect(part(16, 4)).toEqual(row(2048));
    kernels.linear(0, 8, 16, shape, 5);
    kernels.linear(0, 8, 16, shape, KEEP);
    expect(part(16, 4)).toEqual(row(5));
  });

  it("sums over lanes are four, (s₀ + s₂) + (s₁ + s₃), added to what was there", () => {
    // s₀ = 2048 + 1 = 2048, s₂ = 1 + 1, s₁ = s₃ = 1 + 0
    const { kernels, part } = inHalf(2048, 1, 1, 1, 1, 0, 1, 0);
    const rows = { channels: 1, places: 1, lanes: 8, images: 8 };
    kernels.sums(0, 16, rows, ZERO);
    expect(part(16, 1)).toEqual([2052]);
    kernels.sums(0, 16, { ...rows, images: 4 }, ZERO); // (2048 + 1) + (1 + 1)
    expect(part(16, 1)).toEqual([2050]);
    kernels.sums(0, 16, { ...rows, images: 2 }, KEEP); // 2050 + (2048 + 1)
    expect(part(16, 1)).toEqual([4096]);
  });

  it("combinations are (α·a + β·b) + γ, with zeros in the lanes beyond the images", () => {
    const { kernels, part } = inHalf(...[2048, 1, 1, 0], ...row(1), ...row(1));
    const shape = { channels: 1, places: 1, lanes: 4, images: 3 };
    kernels.combine(4, 0, 8, 1, 2, 16, shape);
    expect(part(16, 4)).toEqual([2048, 2048, 2048, 0]);
    kernels.combine(4, 1, 8, 2, 0, 16, shape);
    expect(part(16, 4)).toEqual([2050, 2050, 2050, 0]);
    kernels.combine(4, 0, -1, -1, -1, 4, shape); // where it was
    expect(part(4, 4)).toEqual([2048, 2048, 2048, 0]);
  });
});

describe("Pooling", () => {
  const shape: PoolingShape = { channels: 1, height: 2, width: 2, size: 2, lanes: 4 };
  /** Four images of 2 × 2, in the layout of the kernels. */
  const images = (...each: number[][]): number[] =>
    [0, 1, 2, 3].flatMap((place) => each.map((image) => image[place]));

  it("chooses the first maximum of equal ones, and the first NaN before all", () => {
    const { kernels, part } = inHalf(
      ...images([3, 3, 3, 3], [1, 5, 2, 5], [-0, 0, -1, 0], [1, NaN, Infinity, NaN]),
    );
    kernels.maxPool(0, 16, 20, shape);
    expect(part(16, 8)).toEqual([3, 5, -0, NaN, 0, 1, 0, 1]);
  });

  it("picks and spreads by what was chosen", () => {
    const { kernels, numbers, part } = inHalf(
      ...images([1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12], [13, 14, 15, 16]),
    );
    numbers.set([0, 3, 1, 2], 16);
    kernels.pick(0, 16, 20, shape);
    expect(part(20, 4)).toEqual([1, 8, 10, 15]);
    kernels.spread(20, 16, 24, shape);
    expect(part(24, 16)).toEqual(images([1, 0, 0, 0], [0, 0, 0, 8], [0, 10, 0, 0], [0, 0, 15, 0]));
  });

  it("drops the rows and columns left over, whose derivative is 0", () => {
    const { kernels, numbers, part } = inHalf();
    numbers.fill(7, 0, 36);
    numbers.fill(8, 0, 4);
    kernels.maxPool(0, 36, 40, { ...shape, height: 3, width: 3 });
    expect(part(36, 8)).toEqual([8, 8, 8, 8, 0, 0, 0, 0]);
    kernels.averageSpread(36, 0, { ...shape, height: 3, width: 3 });
    const kept = [0, 1, 3, 4];
    for (let place = 0; place < 9; place++)
      expect(part(4 * place, 4)).toEqual(new Array(4).fill(kept.includes(place) ? 2 : 0));
  });

  it("counts and divides exactly in formats that have no 3 and no 9", () => {
    const numbers = new Float64Array(64);
    const kernels = layerKernelsOver(operations(significandBits(1)), numbers);
    numbers.fill(1, 12, 16);
    kernels.maxPool(0, 16, 20, shape);
    expect([...numbers.subarray(16, 24)]).toEqual([1, 1, 1, 1, 3, 3, 3, 3]);
    numbers.fill(5, 0, 4);
    const other = layerKernelsOver(operations(significandBits(3)), numbers);
    other.averageSpread(0, 4, { ...shape, height: 3, width: 3, size: 3 });
    expect(numbers[4]).toBe(0.5); // 5/9; 9 itself would be 8
  });

  it("means are one sum, in the order of the window, by one quotient", () => {
    const { kernels, part } = inHalf(
      ...images([2048, 1, 1, 0], [1, 1, 0, 2048], [1, 2, 3, 4], [0.1, 0, 0, 0].map(half.from)),
    );
    kernels.averagePool(0, 16, shape);
    expect(part(16, 4)).toEqual([512, 512.5, 2.5, half.divide(half.from(0.1), 4)]);
  });
});

describe("Functions of each number in float16 are rounded operation by operation:", () => {
  it("tanh, the logistic function and what their derivatives are made of", () => {
    const { add, subtract, multiply, divide, exp, from } = half;
    for (const [x, v, g, r] of [
      [0.3, 1.7, -2.1, 0.9],
      [-1.2, 0.4, 3.3, -5],
    ].map((row) => row.map(from))) {
      const { kernels, numbers } = inHalf(...[x, v, g, r].flatMap((y) => [y, y, y, y]));
      const result = (call: (to: number) => void): number => {
        numbers[16] = r;
        call(16);
        return numbers[16];
      };
      const one = from(1);
      expect(result((to) => kernels.tanh(0, to, 4))).toBe(half.tanh(x));
      const slope = subtract(one, multiply(x, x));
      expect(result((to) => kernels.tanhBack(0, 8, to, 4))).toBe(multiply(g, slope));
      const bent = multiply(multiply(x, v), g);
      expect(result((to) => kernels.tanhBend(0, 4, 8, to, 4))).toBe(subtract(r, multiply(2, bent)));
      expect(result((to) => kernels.sigmoid(0, to, 4))).toBe(divide(one, add(one, exp(-x))));
      expect(result((to) => kernels.sigmoidBack(0, 8, to, 4))).toBe(
        multiply(g, multiply(x, subtract(one, x))),
      );
      const steeper = multiply(subtract(one, multiply(2, x)), v);
      expect(result((to) => kernels.sigmoidBend(0, 4, 8, to, 4))).toBe(
        add(r, multiply(steeper, g)),
      );
      expect(result((to) => kernels.add(0, 4, to, 4))).toBe(add(x, v));
    }
  });

  it("max(x, 0) has one zero, its derivative 0 there, and NaN stays", () => {
    const { kernels, part } = inHalf(...[-0, -1, NaN, 2], ...[5, 6, 7, NaN]);
    kernels.relu(0, 8, 4);
    expect(part(8, 4)).toEqual([0, 0, NaN, 2]);
    kernels.reluBack(0, 4, 8, 4);
    expect(part(8, 4)).toEqual([0, 0, 0, NaN]);
  });
});

/** Offsets of a weight, an input and an output that belong together, of lane 0. */
interface Term {
  readonly w: number;
  readonly i: number;
  readonly o: number;
}

/** Sums of products by the definition, index by index. */
function byDefinition<T>({ add, multiply, from }: ScalarOperations<T>, at: readonly T[]) {
  const zero = from(0);
  const begun = (start: Start, offset: number, to: number): T =>
    start === ZERO ? zero : start === KEEP ? at[to] : at[start + offset];
  /** The terms of a convolution that have the same weight, input or output, by its offset. */
  function termsBy(key: "w" | "i" | "o", s: ConvolutionShape): (offset: number) => Term[] {
    const found = new Map<number, Term[]>();
    const [high, wide] = [
      s.height + 2 * s.padding - s.size + 1,
      s.width + 2 * s.padding - s.size + 1,
    ];
    for (let o = 0; o < s.outputs; o++)
      for (let i = 0; i < s.inputs; i++)
        for (let ky = 0; ky < s.size; ky++)
          for (let kx = 0; kx < s.size; kx++)
            for (let y = 0; y < high; y++)
              for (let x = 0; x < wide; x++) {
                const [v, u] = [y + ky - s.padding, x + kx - s.padding];
                if (v < 0 || v >= s.height || u < 0 || u >= s.width) continue;
                const term = {
                  w: ((o * s.inputs + i) * s.size + ky) * s.size + kx,
                  i: ((i * s.height + v) * s.width + u) * s.lanes,
                  o: ((o * high + y) * wide + x) * s.lanes,
                };
                found.set(term[key], [...(found.get(term[key]) ?? []), term]);
              }
    return (offset) => found.get(offset) ?? [];
  }
  return {
    convolve: (weights: number, input: number, to: number, s: ConvolutionShape, start: Start) => {
      const size = (s.height + 2 * s.padding - s.size + 1) * (s.width + 2 * s.padding - s.size + 1);
      const terms = termsBy("o", s);
      return Array.from({ length: s.outputs * size * s.lanes }, (_, k) => {
        const n = k % s.lanes;
        return terms(k - n).reduce(
          (sum, { w, i }) => add(sum, multiply(at[weights + w], at[input + i + n])),
          begun(start, Math.floor(k / s.lanes / size), to + k),
        );
      });
    },
    convolveBack: (
      weights: number,
      gradient: number,
      to: number,
      s: ConvolutionShape,
      start: Start,
    ) => {
      const terms = termsBy("i", s);
      return Array.from({ length: s.inputs * s.height * s.width * s.lanes }, (_, k) => {
        const n = k % s.lanes;
        return terms(k - n).reduce(
          (sum, { w, o }) => add(sum, multiply(at[weights + w], at[gradient + o + n])),
          begun(start, 0, to + k),
        );
      });
    },
    convolveWeights: (
      gradient: number,
      input: number,
      to: number,
      s: ConvolutionShape,
      start: Start,
    ) => {
      const terms = termsBy("w", s);
      return Array.from({ length: s.outputs * s.inputs * s.size * s.size }, (_, k) => {
        const four = [zero, zero, zero, zero];
        for (const { o, i } of terms(k))
          for (let n = 0; n < s.lanes; n++)
            four[n % 4] = add(four[n % 4], multiply(at[gradient + o + n], at[input + i + n]));
        const sum = add(add(four[0], four[2]), add(four[1], four[3]));
        return start === KEEP ? add(at[to + k], sum) : sum;
      });
    },
  };
}

function agreesWithDefinition<T>(
  own: ScalarOperations<T>,
  memory: (numbers: number[]) => T[] | Float64Array | Float32Array,
): void {
  for (let seed = 1; seed <= 12; seed++) {
    const draw = integers(Math.imul(seed, 0x9e3779b1)); // neighbouring seeds begin alike
    const size = 1 + draw(3);
    const s: ConvolutionShape = {
      outputs: 1 + draw(3),
      inputs: 1 + draw(3),
      height: size + draw(3),
      width: size + draw(3),
      size,
      padding: draw(size),
      lanes: 4 * (1 + draw(2)),
    };
    // At most 81 weights, 600 inputs and 1176 outputs.
    const numbers = memory(Array.from({ length: 2500 }, () => half.from(draw(4096) / 512 - 4)));
    const [a, b, c] = [96, 700, 1304];
    const kernels = layerKernelsOver(own, numbers);
    const definition = byDefinition(own, numbers as T[]);
    const part = (from: number, count: number): T[] => (numbers as T[]).slice(from, from + count);
    const starts = seed % 2 ? [ZERO, KEEP, 40] : [KEEP, 8, ZERO];
    for (const start of starts) {
      const expected = definition.convolve(0, a, c, s, start);
      kernels.convolve(0, a, c, s, start);
      expect([...part(c, expected.length)]).toEqual(expected);
      if (start >= 0) continue;
      const back = definition.convolveBack(0, c, b, s, start);
      kernels.convolveBack(0, c, b, s, start);
      expect([...part(b, back.length)]).toEqual(back);
      const products = definition.convolveWeights(c, a, b, s, start);
      kernels.convolveWeights(c, a, b, s, start);
      expect([...part(b, products.length)]).toEqual(products);
    }
    // A linear layer is a convolution of images of one place.
    const place = { ...s, height: 1, width: 1, size: 1, padding: 0 };
    const forward = definition.convolve(0, a, c, place, 40);
    kernels.linear(0, a, c, s, 40);
    expect([...part(c, forward.length)]).toEqual(forward);
    const back = definition.convolveBack(0, c, b, place, KEEP);
    kernels.linearBack(0, c, b, s, KEEP);
    expect([...part(b, back.length)]).toEqual(back);
    const products = definition.convolveWeights(c, a, b, place, KEEP);
    kernels.linearWeights(c, a, b, s, KEEP);
    expect([...part(b, products.length)]).toEqual(products);
  }
}

describe("Linear layers and convolutions are their definition to the last bit", () => {
  it("in float64, by operators and by calls", () => {
    agreesWithDefinition(float64Operations, (numbers) => Float64Array.from(numbers));
    agreesWithDefinition({ ...float64Operations }, (numbers) => Float64Array.from(numbers));
  });
  it("in float32, by operators and by calls", () => {
    agreesWithDefinition(float32Operations, (numbers) => Float32Array.from(numbers));
    agreesWithDefinition({ ...float32Operations }, (numbers) => Float64Array.from(numbers));
  });
  it("in float16", () => {
    agreesWithDefinition(half, (numbers) => Float64Array.from(numbers));
  });
  it("in double-doubles", () => {
    agreesWithDefinition(doubleDoubleOperations, (numbers) =>
      numbers.map((x) => doubleDoubleOperations.divide({ hi: x, lo: 0 }, { hi: 3, lo: 0 })),
    );
  });
});

describe("Operations of float32", () => {
  const exact = operations(float32);
  const numbers = hardNumbers(float32, 20).map(Math.fround);
  const draw = integers(1);
  const drawn = (): number => numbers[draw(numbers.length)];

  it.each(["add", "subtract", "multiply", "divide"] as const)("%s as the format's does", (name) => {
    for (let k = 0; k < 10000; k++) {
      const [a, b] = [drawn(), drawn()];
      expect([a, b, float32Operations[name](a, b)]).toEqual([a, b, exact[name](a, b)]);
    }
  });
  it.each(["squareRoot", "exp", "log", "sin", "cos", "tanh", "from"] as const)(
    "%s as the format's does",
    (name) => {
      const usual = Array.from({ length: 1000 }, () => Math.fround(draw(2 ** 24) / 2 ** 20 - 8));
      for (const a of [...numbers, ...usual])
        expect([a, float32Operations[name](a)]).toEqual([a, exact[name](a)]);
    },
  );
});
