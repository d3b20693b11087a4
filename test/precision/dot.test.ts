import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AccumulationOptions,
  accumulationOrders,
  dot,
} from "../../lib/precision/accumulation/dot.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
  float16,
  float32,
  formatNamed,
  significandBits,
  tf32,
} from "../../lib/precision/formats/formats.js";
import { roundingModes } from "../../lib/precision/rounding/rounding.js";
import { roundingCounters } from "../../lib/precision/rounding/roundingCounters.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { dotByDefinition } from "./dotReference.js";

const tiny = floatFormat({ name: "tiny", significandBits: 2, maxExponent: 3 });
const ieee = [float32, tf32, bfloat16, float16, float8_e5m2, tiny, significandBits(30)];
const anyFormat = fc.constantFrom<FloatFormat>(...ieee);
const deterministic = roundingModes.filter((mode) => !mode.startsWith("stochastic"));

/** Of few sizes and lengths, so that ties, cancellation and underflow happen. */
const number = fc
  .tuple(
    fc.oneof(fc.integer({ min: -16, max: 16 }), fc.double({ min: -2, max: 2, noNaN: true })),
    fc.integer({ min: -16, max: 4 }),
  )
  .map(([m, e]) => m * 2 ** e);
const terms = fc.array(fc.tuple(number, number), { maxLength: 9 });
const anyOptions = fc
  .record({
    inputs: fc.option(anyFormat, { nil: undefined }),
    products: fc.option(anyFormat, { nil: undefined }),
    accumulator: anyFormat,
    output: fc.option(anyFormat, { nil: undefined }),
    order: fc.constantFrom(...accumulationOrders),
    rounding: fc.constantFrom(...deterministic),
    blockSize: fc.integer({ min: 1, max: 5 }),
  })
  .map(({ blockSize, products, ...options }): AccumulationOptions => {
    if (options.order === "fused") return options;
    return options.order === "blocked"
      ? { ...options, products, blockSize }
      : { ...options, products };
  });

function fromHex(text: string): number {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigUint64(0, BigInt(`0x${text.padEnd(16, "0")}`));
  return bits.getFloat64(0);
}

describe("by hand", () => {
  it("multiplies and adds", () => {
    for (const order of accumulationOrders) {
      const options = order === "blocked" ? { order, blockSize: 2 } : { order };
      expect(dot([1, 2, 3], [4, 5, 6], { ...options, accumulator: float16 })).toBe(32);
      expect(dot([1, 2, 3], [4, 5, 6], options)).toBe(32);
    }
  });
  it("rounds inputs, products, sums and output each to its format", () => {
    const x = [1 + 2 ** -9];
    expect(dot(x, [3], { accumulator: float32 })).toBe(3 + 3 * 2 ** -9);
    expect(dot(x, [3], { inputs: bfloat16, accumulator: float32 })).toBe(3);
    expect(dot(x, [3], { products: float16, accumulator: float32 })).toBe(3 + 2 ** -7 - 2 ** -9);
    expect(dot(x, [3], { accumulator: float32, output: bfloat16 })).toBe(3);
  });
  it("rounds a fused term once, where two roundings lose it", () => {
    const options = { accumulator: float32 };
    const x = [1, 1 + 2 ** -20];
    const y = [-1, 1 - 2 ** -20];
    expect(dot(x, y, options)).toBe(0);
    expect(dot(x, y, { ...options, order: "fused" })).toBe(-(2 ** -40));
  });
  it("does not round twice where an operation on doubles would", () => {
    const wide = floatFormat({ name: "p40", significandBits: 40, maxExponent: 200 });
    // 1 + 2⁻⁸ is halfway between two numbers of bfloat16, and 2⁻⁶⁰ decides.
    const midpoint = [2 ** -60, 1 + 2 ** -8];
    expect(dot(midpoint, [1, 1], { products: float32, accumulator: bfloat16 })).toBe(1 + 2 ** -7);
    const far = [1, 2 ** -40 + 2 ** -70];
    expect(dot(far, [1, 1], { accumulator: wide })).toBe(1 + 2 ** -39);
    const below = { inputs: wide, accumulator: bfloat16, rounding: "toward-zero" } as const;
    expect(dot([1 + 2 ** -30], [1 - 2 ** -30], below)).toBe(1 - 2 ** -8);
  });
  it("is +0 for no terms and the rounded product for one", () => {
    for (const order of accumulationOrders) {
      const options = order === "blocked" ? { order, blockSize: 2 } : { order };
      expect(dot([], [], { ...options, accumulator: bfloat16 })).toBe(0);
      expect(dot([3], [1 / 3], { ...options, accumulator: bfloat16 })).toBe(1);
      expect(dot([-0], [1], { ...options, accumulator: bfloat16 })).toBe(0);
    }
  });
  it("reads Float32Arrays as what they hold, and leaves the inputs alone", () => {
    const x = Float32Array.of(0.1, 0.2);
    const y = Float64Array.of(0.1, 0.2);
    expect(dot(x, x)).toBe(Math.fround(0.1) ** 2 + Math.fround(0.2) ** 2);
    dot(y, y, { inputs: bfloat16 });
    expect([...y]).toEqual([0.1, 0.2]);
  });
});

describe("non-finite terms", () => {
  it("go their way through the operations", () => {
    for (const order of accumulationOrders) {
      if (order === "blocked" || order === "kahan") continue;
      const options: AccumulationOptions = { accumulator: float16, order };
      expect(dot([1, NaN], [1, 1], options)).toBe(NaN);
      expect(dot([1, Infinity], [1, -2], options)).toBe(-Infinity);
      expect(dot([Infinity, Infinity], [1, -1], options)).toBe(NaN);
      expect(dot([Infinity], [0], options)).toBe(NaN);
    }
    expect(dot([1, NaN], [1, 1], { order: "kahan" })).toBe(NaN);
  });
  it("overflow as the format or the policy says", () => {
    const x = [60000, 60000];
    expect(dot(x, [1, 1], { accumulator: float16 })).toBe(Infinity);
    expect(dot(x, [1, 1], { accumulator: float16, overflow: "saturate" })).toBe(65504);
    expect(dot([400, 400], [1, 1], { accumulator: float8_e4m3fn })).toBe(NaN);
  });
});

describe("bad input", () => {
  it.each<[string, () => unknown, RegExp]>([
    ["lengths", () => dot([1], [1, 2]), /^RangeError: dot: lengths differ, 1 and 2$/],
    [
      "products",
      () => dot([1], [1], { order: "fused", products: float16 }),
      /fused rounds no products/,
    ],
    [
      "block",
      () => dot([1], [1], { order: "blocked" }),
      /needs an integer blockSize >= 1, got undefined/,
    ],
    ["zero block", () => dot([1], [1], { order: "blocked", blockSize: 0 }), /got 0/],
    ["stray block", () => dot([1], [1], { blockSize: 4 }), /belongs to order blocked/],
    [
      "order",
      () => dot([1], [1], { order: "random" as "kahan" }),
      /^TypeError: dot: order must be one of/,
    ],
    [
      "name",
      () => dot([1], [1], { accumulator: "float16" as never }),
      /^TypeError: dot: format is the text/,
    ],
    [
      "key",
      () => dot([1], [1], { rounding: "stochastic" }),
      /^TypeError: dot: stochastic rounding needs a key/,
    ],
  ])("%s", (_, call, message) => {
    let text = "";
    try {
      call();
    } catch (error) {
      text = String(error);
    }
    expect(text).toMatch(message);
  });
});

describe("agreement with the definition", () => {
  it("in every format, order and deterministic mode", () => {
    fc.assert(
      fc.property(terms, anyOptions, (list, options) => {
        const x = list.map(([a]) => a);
        const y = list.map(([, b]) => b);
        const expected = dotByDefinition(x, y, options);
        expect(dot(x, y, options) + 0).toBe(expected + 0);
      }),
      { numRuns: 3000 },
    );
  });
  it("of MPFR's golden values", () => {
    const file = new URL("../fixtures/dot/dot.txt", import.meta.url);
    const lines = readFileSync(file, "utf8").trim().split("\n");
    expect(lines.length).toBe(240);
    for (const line of lines) {
      const [products, accumulator, order, block, rounding, x, y, result] = line.split(" ");
      const options = {
        accumulator: formatNamed(accumulator),
        order,
        rounding,
        ...(order === "fused" ? {} : { products: formatNamed(products) }),
        ...(order === "blocked" ? { blockSize: Number(block) } : {}),
      } as AccumulationOptions;
      const value = dot(x.split(",").map(fromHex), y.split(",").map(fromHex), options);
      expect(value + 0, line).toBe(fromHex(result) + 0);
    }
  });
  it("is a loop with Math.fround for float32", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.float(), fc.float())), (list) => {
        let sum = 0;
        for (const [a, b] of list) sum = Math.fround(sum + Math.fround(a * b));
        const x = Float32Array.from(list, ([a]) => a);
        const y = Float32Array.from(list, ([, b]) => b);
        expect(dot(x, y, { accumulator: float32 })).toBe(sum);
        expect(dot(x, y, { accumulator: float32, inputs: float32 })).toBe(sum);
      }),
    );
  });
  it("is JavaScript's own loop for float64", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(), fc.double())), (list) => {
        const sum = list.reduce((s, [a, b]) => s + a * b, 0);
        const x = list.map(([a]) => a);
        const y = list.map(([, b]) => b);
        expect(dot(x, y)).toBe(sum);
        expect(dot(x, y, { order: "blocked", blockSize: 1000 })).toBe(sum);
      }),
    );
  });
});

describe("stochastic rounding", () => {
  const x = Array.from({ length: 20 }, (_, i) => 1 + i / 16);
  const y = x.map((v) => 2 - v / 3);
  const key = { seed: 7, step: 2, index: 1000 };
  const options: AccumulationOptions = { accumulator: bfloat16, rounding: "stochastic", key };
  /** fl of a double with the documented index. */
  const fl = (value: number, index: number): number =>
    roundTo(value, bfloat16, { rounding: "stochastic", key: { ...key, index } });

  it("draws the documented index for every rounding", () => {
    const n = x.length;
    const short = (list: number[]): number[] => list.map((v) => roundTo(v, bfloat16));
    const [a, b] = [short(x), short(y)]; // so that products and sums are doubles
    const from = key.index + 2 * n;
    const p = a.map((v, i) => fl(v * b[i], from + i));
    const sequential = p.reduce((s, v, i) => fl(s + v, from + n + i), 0);
    expect(dot(a, b, options)).toBe(sequential);
    const rounded = dot(
      x.map((v, i) => fl(v, key.index + i)),
      y.map((v, i) => fl(v, key.index + n + i)),
      options,
    );
    expect(dot(x, y, { ...options, inputs: bfloat16 })).toBe(rounded);
  });
  it("draws the documented index for Kahan's four roundings and for the output", () => {
    const n = 7; // the sum is no number of bfloat16
    const ones = new Array<number>(n).fill(1);
    const short = y.slice(0, n).map((v) => roundTo(v, bfloat16));
    for (let index = 0; index < 60; index++) {
      const kahan = { ...options, order: "kahan", key: { ...key, index } } as const;
      let [sum, correction, k] = [0, 0, index + 3 * n];
      for (const term of short) {
        const part = fl(term - correction, k++);
        const next = fl(sum + part, k++);
        const difference = fl(next - sum, k++);
        correction = fl(difference - part, k++);
        sum = next;
      }
      expect(dot(short, ones, kahan)).toBe(sum);
      const last = { rounding: "stochastic", key: { ...key, index: index + 7 * n } } as const;
      expect(dot(short, ones, { ...kahan, output: float8_e5m2 })).toBe(
        roundTo(sum, float8_e5m2, last),
      );
      const fused = { ...kahan, order: "fused" } as const;
      const value = roundTo(dot(short, ones, fused), float8_e5m2, last);
      expect(dot(short, ones, { ...fused, output: float8_e5m2 })).toBe(value);
    }
  });
  it("gives the same bits for the same key, and others for another", () => {
    expect(dot(x, y, options)).toBe(dot(x, y, options));
    const seeds = new Set(
      Array.from({ length: 50 }, (_, seed) => dot(x, y, { ...options, key: { seed } })),
    );
    expect(seeds.size).toBeGreaterThan(3);
  });
  it.each(["sequential", "pairwise", "kahan", "fused"] as const)("is unbiased, %s", (order) => {
    const exact = x.reduce((s, v, i) => s + v * y[i], 0);
    const n = 4000;
    const values = Array.from({ length: n }, (_, seed) =>
      dot(x, y, { ...options, order, key: { seed } }),
    );
    const mean = values.reduce((s, v) => s + v, 0) / n;
    const variance = values.reduce((s, v) => s + (v - mean) ** 2, 0) / n;
    expect(variance).toBeGreaterThan(0);
    expect(Math.abs(mean - exact)).toBeLessThan(4.5 * Math.sqrt(variance / n));
  });
  it("is pinned", () => {
    expect(dot(x, y, { ...options, key: { seed: 1 } })).toBe(45.75);
  });
});

describe("counters", () => {
  it("count every rounding and every lost update", () => {
    const counters = roundingCounters();
    const ones = new Float64Array(300).fill(1);
    dot(ones, ones, { accumulator: bfloat16, counters });
    expect(counters.operations).toBe(600);
    expect(counters.lostUpdates).toBe(300 - 256);
  });
});

describe("what a dot product can teach", () => {
  const n = 4096;
  const ones = new Float64Array(n).fill(1);
  it("ones summed in bfloat16 stick at 256, but not pairwise, in blocks or with Kahan", () => {
    expect(dot(ones, ones, { accumulator: bfloat16 })).toBe(256);
    expect(dot(ones, ones, { accumulator: bfloat16, order: "fused" })).toBe(256);
    expect(dot(ones, ones, { accumulator: bfloat16, order: "pairwise" })).toBe(4096);
    expect(dot(ones, ones, { accumulator: bfloat16, order: "blocked", blockSize: 64 })).toBe(4096);
    expect(dot(ones, ones, { accumulator: bfloat16, order: "kahan" })).toBe(4096);
    expect(dot(ones, ones, { products: bfloat16, accumulator: float32 })).toBe(4096);
  });
  it("ones stick where 1 is half the spacing: 2048 in float16, 16 in e4m3fn, 2²⁴ in float32", () => {
    expect(dot(ones, ones, { accumulator: float16 })).toBe(2048);
    expect(dot(ones, ones, { accumulator: float8_e4m3fn })).toBe(16);
    expect(dot([2 ** 24, 1], [1, 1], { accumulator: float32 })).toBe(2 ** 24);
  });
  it("rounding up makes every one count twice", () => {
    expect(dot(ones, ones, { accumulator: bfloat16, rounding: "up" })).toBeGreaterThan(4096);
  });
});

describe("what once went wrong", () => {
  it("pairwise, a product may be a midpoint of the accumulator, and what is added to it decides", () => {
    const options = { products: bfloat16, accumulator: float16, order: "pairwise" } as const;
    expect(dot([2 ** -25, 2 ** -80], [1, 1], options)).toBe(2 ** -24);
    expect(dot([3 * 2 ** -25, -(2 ** -80)], [1, 1], options)).toBe(2 ** -24);
  });

  it("the indices of a key end at 2^53, and nothing is computed beyond", () => {
    const key = { seed: 1, index: 2 ** 53 - 3 };
    expect(() => dot([1], [1], { rounding: "stochastic", key })).toThrow(
      "dot: the key's index + the number of roundings must be at most 2^53",
    );
  });
});
