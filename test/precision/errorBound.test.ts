import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  analyseDot,
  analyseMatrixMultiply,
  analyseMatrixVector,
} from "../../lib/precision/accumulation/analyseDot.js";
import {
  type AccumulationOptions,
  accumulationOrders,
  dot,
} from "../../lib/precision/accumulation/dot.js";
import {
  gammaFactor,
  probabilisticGammaFactor,
} from "../../lib/precision/accumulation/errorBounds.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float4_e2m1fn,
  float8_e4m3fn,
  float8_e5m2,
  float8_e5m2fnuz,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { roundingModes } from "../../lib/precision/rounding/rounding.js";
import { errorIsWithin } from "./dotReference.js";

const flushed: FloatFormat = { ...float16, name: "float16 flushed", subnormals: "flushed" };
const flat: FloatFormat = { ...float16, name: "float16 flat", subnormals: "rounded" };
const formats = [
  ...[float64, float32, float16, bfloat16, float8_e4m3fn, float8_e5m2, float8_e5m2fnuz],
  ...[float4_e2m1fn, flushed, flat, significandBits(1), significandBits(5)],
  ...[fixedPoint(16, 8), fixedPoint(12, 4, { overflow: "wrap" })],
];
const anyFormat = fc.constantFrom<FloatFormat>(...formats);
const number = fc
  .tuple(
    fc.oneof(fc.integer({ min: -9, max: 9 }), fc.double({ min: -1, max: 1, noNaN: true })),
    fc.oneof(fc.integer({ min: -3, max: 1 }), fc.integer({ min: -12, max: 3 })),
  )
  .map(([m, e]) => m * 2 ** e);
const terms = fc.array(fc.tuple(number, number), { maxLength: 24 });
const anyOptions = fc
  .record({
    inputs: fc.option(anyFormat, { nil: undefined }),
    products: fc.option(anyFormat, { nil: undefined }),
    accumulator: anyFormat,
    output: fc.option(anyFormat, { nil: undefined }),
    order: fc.constantFrom(...accumulationOrders),
    rounding: fc.constantFrom(...roundingModes),
    seed: fc.nat(),
    blockSize: fc.integer({ min: 1, max: 9 }),
  })
  .map(({ seed, blockSize, products, ...rest }): AccumulationOptions => {
    const options = { ...rest, key: { seed } };
    if (options.order === "fused") return options;
    return options.order === "blocked"
      ? { ...options, products, blockSize }
      : { ...options, products };
  });

/** Reproducible numbers in (0, 1) or (−1, 1). */
const spread = (n: number, salt: number, signed: boolean): number[] =>
  Array.from({ length: n }, (_, i) => {
    const u = ((i + 1) * 0.6180339887498949 + salt * 0.7548776662466927) % 1;
    return signed ? 2 * u - 1 : u;
  });

describe("the bound", () => {
  it("holds in every format, order and mode", () => {
    let finite = 0;
    let all = 0;
    fc.assert(
      fc.property(terms, anyOptions, (list, options) => {
        const x = list.map(([a]) => a);
        const y = list.map(([, b]) => b);
        const { value, bound, error, probabilisticBound } = analyseDot(x, y, options);
        all++;
        expect(probabilisticBound).toBeLessThanOrEqual(bound);
        if (bound === Infinity) return;
        finite++;
        expect(Number.isFinite(value)).toBe(true);
        expect(errorIsWithin(value, x, y, bound)).toBe(true);
        expect(error).toBeLessThanOrEqual(bound);
      }),
      { numRuns: 5000 },
    );
    expect(finite / all).toBeGreaterThan(0.5); // so that it says something
  });

  const u = 2 ** -8;
  it.each<[string, AccumulationOptions, number]>([
    ["sequential", {}, (1 + u) ** 100 - 1],
    ["pairwise", { order: "pairwise" }, (1 + u) ** 8 - 1],
    ["blocked", { order: "blocked", blockSize: 10 }, (1 + u) ** 19 - 1],
    ["fused", { order: "fused" }, (1 + u) ** 100 - 1],
    ["directed", { rounding: "up" }, (1 + 2 * u) ** 100 - 1],
    [
      "with inputs and output",
      { inputs: float16, output: float16 },
      (1 + u) ** 100 * (1 + u / 8) ** 3 - 1,
    ],
    ["exact products", { products: float32 }, (1 + u) ** 100 * (1 + 2 ** -24) - 1],
  ])("of %s sums is the product of its 1 + u, for 100 terms", (_, options, factor) => {
    const x = spread(100, 1, true);
    const y = spread(100, 2, true).map((v) => v + 3); // no underflow
    const sizes = x.reduce((s, v, i) => s + Math.abs(v * y[i]), 0);
    const { bound } = analyseDot(x, y, { accumulator: bfloat16, ...options });
    expect(bound / sizes / factor).toBeGreaterThan(1 - 1e-9);
    expect(bound / sizes / factor).toBeLessThan(1 + 1e-5);
  });
  it("of Kahan's sum is about 4u with the products' rounding, whatever n is", () => {
    const x = spread(1000, 1, false);
    const ones = x.map(() => 1);
    const sizes = x.reduce((s, v) => s + v, 0);
    const { bound } = analyseDot(x, ones, { accumulator: float32, order: "kahan" });
    expect(bound / sizes / 2 ** -24).toBeGreaterThan(3.9);
    expect(bound / sizes / 2 ** -24).toBeLessThan(4.01);
  });
  it("is at most γ_n", () => {
    const x = spread(50, 3, false);
    const sizes = x.reduce((s, v) => s + v * v, 0);
    const { bound } = analyseDot(x, x, { accumulator: bfloat16 });
    expect(bound).toBeLessThan(gammaFactor(50, 2 ** -8) * sizes);
    expect(gammaFactor(256, 2 ** -8)).toBe(Infinity);
  });
  it("counts underflow", () => {
    const { value, error, bound } = analyseDot([2 ** -13], [2 ** -13], { accumulator: float16 });
    expect([value, error]).toEqual([0, 2 ** -26]);
    expect(bound).toBeGreaterThanOrEqual(2 ** -26);
    expect(bound).toBeLessThan(2 ** -23);
  });
  it("is ∞ where overflow is possible, and NaN for NaN", () => {
    expect(analyseDot([300], [300], { accumulator: float16 }).bound).toBe(Infinity);
    expect(analyseDot([300], [300], { accumulator: float16, overflow: "saturate" })).toEqual({
      value: 65504,
      exact: 90000,
      error: 24496,
      bound: Infinity,
      probabilisticBound: Infinity,
      failureProbability: 0,
    });
    expect(analyseDot([Infinity], [1]).bound).toBe(Infinity);
    expect(analyseDot([NaN], [1]).bound).toBe(NaN);
    expect(analyseDot([NaN], [1]).error).toBe(NaN);
  });
  it("is 0 for nothing", () => {
    const { value, exact, error, bound } = analyseDot([], [], { accumulator: bfloat16 });
    expect([value, exact, error]).toEqual([0, 0, 0]);
    expect(bound).toBeLessThan(1e-37);
  });
});

describe("the observed error", () => {
  it("is measured against the exact sum of exact products", () => {
    const x = [1e200, 1, 1e-200, -1e200];
    const y = [1e100, 1, 1e-100, 1e100];
    const { value, exact, error } = analyseDot(x, y, { accumulator: float64 });
    expect([value, exact, error]).toEqual([0, 1, 1]);
  });
});

describe("the probabilistic bound", () => {
  it("is Higham and Mary's", () => {
    const [n, u, lambda] = [100, 2 ** -8, 4];
    const expected = Math.exp(lambda * Math.sqrt(n) * u + (n * u * u) / (1 - u)) - 1;
    expect(probabilisticGammaFactor(n, u, lambda)).toBeCloseTo(expected, 14);
    const x = spread(100, 1, false).map((v) => v + 1);
    const sizes = x.reduce((s, v) => s + v * v, 0);
    const options = {
      accumulator: bfloat16,
      rounding: "stochastic",
      key: { seed: 1 },
      lambda,
    } as const;
    const { probabilisticBound, failureProbability } = analyseDot(x, x, options);
    const stochastic = Math.exp(lambda * Math.sqrt(n) * 2 * u + (n * 4 * u * u) / (1 - 2 * u)) - 1;
    expect(probabilisticBound / sizes / stochastic).toBeCloseTo(1, 5);
    expect(failureProbability).toBeCloseTo(200 * Math.exp((-16 * (1 - 2 * u) ** 2) / 2), 12);
  });
  it("holds under stochastic rounding in at least 1 − failure of the trials", () => {
    const n = 200;
    const [x, y] = [spread(n, 1, true), spread(n, 2, true)];
    const trials = 1000;
    for (const lambda of [1, 3.6]) {
      let failures = 0;
      let promised = 0;
      for (let seed = 0; seed < trials; seed++) {
        const options = {
          accumulator: bfloat16,
          rounding: "stochastic",
          key: { seed },
          lambda,
        } as const;
        const { error, probabilisticBound, failureProbability, bound } = analyseDot(x, y, options);
        expect(probabilisticBound).toBeLessThan(bound / 2);
        if (error > probabilisticBound) failures++;
        promised = failureProbability;
      }
      expect(failures / trials).toBeLessThanOrEqual(promised);
    }
  });
  it("is a model only for the nearest number: lost updates break it", () => {
    const ones = new Float64Array(4096).fill(1);
    const { error, probabilisticBound, bound } = analyseDot(ones, ones, { accumulator: float16 });
    expect(error).toBe(2048);
    expect(probabilisticBound).toBeLessThan(1000);
    expect(bound).toBeGreaterThan(2048);
  });
  it("is the sure bound where errors have a direction", () => {
    const x = spread(500, 1, false);
    for (const rounding of ["up", "down", "toward-zero"] as const) {
      const { bound, probabilisticBound } = analyseDot(x, x, { accumulator: bfloat16, rounding });
      expect(probabilisticBound).toBe(bound);
    }
    // … with good reason: the nearest mode's √n is not enough there.
    const model = analyseDot(x, x, { accumulator: float16, lambda: 3 }).probabilisticBound;
    expect(analyseDot(x, x, { accumulator: float16, rounding: "down" }).error).toBeGreaterThan(
      model / 2,
    );
  });
});

describe("Kahan's correction", () => {
  it("beats the plain sum in bfloat16: the 4096 ones", () => {
    const ones = new Float64Array(4096).fill(1);
    const error = (order: "sequential" | "kahan"): number =>
      analyseDot(ones, ones, { accumulator: bfloat16, order }).error;
    expect([error("sequential"), error("kahan")]).toEqual([3840, 0]);
  });
  it("beats it on the first 2000 tenths too", () => {
    const tenths = new Float64Array(2000).fill(0.1);
    const ones = new Float64Array(2000).fill(1);
    const plain = dot(tenths, ones, { accumulator: bfloat16 });
    const kahan = dot(tenths, ones, { accumulator: bfloat16, order: "kahan" });
    expect(plain).toBe(32);
    expect(Math.abs(kahan - 200)).toBeLessThan(1);
  });
});

describe("matrix products", () => {
  const a = { rows: 3, columns: 40, entries: spread(120, 1, true) };
  const b = { rows: 40, columns: 2, entries: spread(80, 2, true) };
  it("have the analysis of every entry", () => {
    const options = { inputs: float16, accumulator: bfloat16, output: float32 } as const;
    const all = analyseMatrixMultiply(a, b, options);
    const last = analyseMatrixMultiply(a, b, { ...options, rowRange: { from: 2, to: 3 } });
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 2; j++) {
        const column = Array.from({ length: 40 }, (_, l) => b.entries[2 * l + j]);
        const one = analyseDot(a.entries.slice(40 * i, 40 * i + 40), column, options);
        const k = 2 * i + j;
        expect(all.values[k]).toBe(one.value);
        for (const name of [
          "exact",
          "error",
          "bound",
          "probabilisticBound",
          "failureProbability",
        ] as const) {
          expect(all[name][k]).toBe(one[name]);
          if (i === 2) expect(last[name][j]).toBe(one[name]);
        }
      }
    const x = b.entries.slice(0, 40);
    const vector = analyseMatrixVector(a, x, options);
    expect(vector.exact[1]).toBe(analyseDot(a.entries.slice(40, 80), x, options).exact);
  });
  it("refuse a λ that is not > 0", () => {
    expect(() => analyseMatrixMultiply(a, b, { lambda: 0 })).toThrow(
      /lambda must be > 0 and finite, got 0/,
    );
    expect(() => analyseDot([1], [1, 2])).toThrow(/analyseDot: lengths differ, 1 and 2/);
  });
});
