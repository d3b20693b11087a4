import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stochasticBits } from "../../lib/kernels/stochasticBits.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e4m3fnuz,
  float8_e5m2,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { exactOperations } from "../../lib/precision/operations/exactOperations.js";
import { exactDouble } from "../../lib/precision/operations/exactValue.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { roundExact } from "../../lib/precision/operations/roundExact.js";
import { roundByDefinition } from "../../lib/precision/rounding/roundByDefinition.js";
import {
  completeRounding,
  type RoundingMode,
  type RoundingOptions,
  roundingModes,
} from "../../lib/precision/rounding/rounding.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { anyFormat } from "./anyFormat.js";
import { exactResult, type OperationName, SearchedFormat } from "./exactReference.js";

const names: readonly OperationName[] = [
  "add",
  "multiply",
  "divide",
  "squareRoot",
  "fusedMultiplyAdd",
];
const deterministic = roundingModes.filter((mode) => !mode.startsWith("stochastic"));

/** Doubles of every size, and near 1, and with few bits, where something cancels or ties. */
const anyOperand = fc.oneof(
  fc.double(),
  fc.double({ min: -4, max: 4 }),
  fc
    .tuple(fc.integer({ min: -255, max: 255 }), fc.integer({ min: -80, max: 80 }))
    .map(([m, e]) => m * 2 ** e),
  fc.constantFrom(0, -0, 1, -1, 5e-324, 2 ** -1022, Number.MAX_VALUE, Infinity, -Infinity, NaN),
);
const anyName = fc.constantFrom(...names);
const anyMode = fc.constantFrom(...roundingModes);
const wideFormat = fc.oneof(
  fc.constantFrom<FloatFormat>(
    ...formats,
    fixedPoint(8, 4),
    fixedPoint(53, 30, { overflow: "wrap" }),
    fixedPoint(24, -40, { overflow: "wrap" }),
    fixedPoint(8, 8, { signed: false }),
    { ...float16, name: "flushed", subnormals: "flushed" },
    { ...float64, name: "flat", subnormals: "rounded" },
    { ...bfloat16, name: "saturating", overflow: "saturate" },
  ),
  fc.integer({ min: 1, max: 53 }).map(significandBits),
  anyFormat,
);
const withKey = (rounding: RoundingMode, index = 0): RoundingOptions =>
  rounding.startsWith("stochastic") ? { rounding, key: { seed: 5, index } } : { rounding };

describe("the naive way, rounding the double result, is wrong", () => {
  const naive = (x: number, format: FloatFormat, rounding: RoundingMode): number =>
    roundTo(x, format, { rounding });
  it.each<[RoundingMode, number, number]>([
    ["up", 1.0078125, 2 ** -60],
    ["down", 0.99609375, -(2 ** -60)],
    ["toward-zero", 0.99609375, -(2 ** -60)],
  ])("in a bfloat16 addition %s of a tiny number to 1", (rounding, right, tiny) => {
    expect(operations(bfloat16, { rounding }).add(1, tiny)).toBe(right);
    expect(naive(1 + tiny, bfloat16, rounding)).toBe(1);
  });
  it("in a float16 addition up of numbers that are doubles", () => {
    expect(operations(float16, { rounding: "up" }).add(1, 2 ** -60)).toBe(1 + 2 ** -10);
    expect(naive(1 + 2 ** -60, float16, "up")).toBe(1);
  });
  it("in a float16 fma up of float16 numbers", () => {
    const { fusedMultiplyAdd } = operations(float16, { rounding: "up" });
    expect(fusedMultiplyAdd(2 ** -24, 2 ** -24, 1024)).toBe(1025);
    expect(naive(2 ** -24 * 2 ** -24 + 1024, float16, "up")).toBe(1024);
  });
  it("in a bfloat16 fma to nearest whose product is a tie", () => {
    const { fusedMultiplyAdd } = operations(bfloat16);
    expect(fusedMultiplyAdd(1.0625, 1.0625, 2 ** -60)).toBe(1.1328125);
    expect(roundTo(1.0625 * 1.0625 + 2 ** -60, bfloat16)).toBe(1.125);
  });
  it("in a float32 fma to nearest whose product is a tie", () => {
    const a = 1 + 2 ** -12;
    expect(operations(float32).fusedMultiplyAdd(a, a, 2 ** -80)).toBe(1 + 2 ** -11 + 2 ** -23);
    expect(Math.fround(a * a + 2 ** -80)).toBe(1 + 2 ** -11);
  });
  it("in a float64 fma to nearest, although p = 53 is the doubles' own precision", () => {
    // 1 + 2^−52 + 2^−53 − 2^−113, a little below the tie
    const [a, b, c] = [1 + 2 ** -30, 2 ** -53 * (1 - 2 ** -30), 1 + 2 ** -52];
    expect(operations(float64).fusedMultiplyAdd(a, b, c)).toBe(1 + 2 ** -52);
    expect(a * b + c).toBe(1 + 2 ** -51);
  });
  it("in a product to nearest in 50 bits, which a double is not twice as wide as", () => {
    const p50 = significandBits(50);
    const [a, b] = [2 - 2 ** -49, 1 + 2 ** -48];
    expect(operations(p50).multiply(a, b)).toBe(2 + 2 ** -48);
    expect(roundTo(a * b, p50)).toBe(2 + 2 ** -47);
  });
  it("in bfloat16 through float32 for one of three doubles at and beside the ties", () => {
    const x = 1 + 2 ** -8 + 2 ** -40;
    expect(roundTo(x, bfloat16)).toBe(1.0078125);
    expect(roundTo(Math.fround(x), bfloat16)).toBe(1);
    let [wrong, all] = [0, 0];
    for (let m = 128; m < 256; m++)
      for (const beside of [-1, 0, 1]) {
        const y = (m + 0.5) / 128 + beside * 2 ** -52;
        if (roundTo(Math.fround(y), bfloat16) !== roundTo(y, bfloat16)) wrong++;
        all++;
      }
    expect([wrong, all]).toEqual([128, 384]);
  });
});

describe("any doubles as operands", () => {
  const searched = [float8_e4m3fn, float8_e5m2, float8_e4m3fnuz, float16].map((format) => ({
    format,
    reference: new SearchedFormat(format),
    by: deterministic.map((rounding) => ({ rounding, ops: operations(format, { rounding }) })),
  }));
  it("round once, as fractions of integers do", () => {
    fc.assert(
      fc.property(anyName, fc.tuple(anyOperand, anyOperand, anyOperand), (op, operands) => {
        for (const { reference, by } of searched)
          for (const { rounding, ops } of by)
            expect(ops[op](...operands)).toBe(
              reference.round(exactResult(op, rounding, operands), rounding),
            );
      }),
      { numRuns: 1500 },
    );
  });
  it("give the same by pairs of doubles as by integers, in every format and mode", () => {
    fc.assert(
      fc.property(
        wideFormat,
        anyMode,
        anyName,
        fc.tuple(anyOperand, anyOperand, anyOperand),
        (format, mode, op, [a, b, c]) => {
          const options = withKey(mode, 3);
          const exact = exactOperations(format, completeRounding(format, options, "test"));
          const expected = {
            add: () => exact.add(a, b),
            multiply: () => exact.multiply(a, b),
            divide: () => exact.divide(a, b),
            squareRoot: () => exact.squareRoot(a),
            fusedMultiplyAdd: () => exact.fusedMultiplyAdd(a, b, c),
          }[op]();
          expect(operations(format, options)[op](a, b, c)).toBe(expected);
        },
      ),
      { numRuns: 20000 },
    );
  });
  it("are the engine's own operators at 53 bits, by integers too", () => {
    const { add, multiply, divide, squareRoot } = exactOperations(
      float64,
      completeRounding(float64, {}, "test"),
    );
    fc.assert(
      fc.property(anyOperand, anyOperand, (a, b) => {
        expect(add(a, b)).toBe(a + b);
        expect(multiply(a, b)).toBe(a * b);
        expect(divide(a, b)).toBe(a / b);
        expect(squareRoot(a)).toBe(Math.sqrt(a));
      }),
      { numRuns: 5000 },
    );
  });
  it("that are exact results round like any double, random bits included", () => {
    fc.assert(
      fc.property(
        wideFormat,
        anyMode,
        fc.double({ noNaN: true, noDefaultInfinity: true }).filter((x) => x !== 0),
        fc.nat(1e6),
        fc.constantFrom(undefined, 1, 8, 20, 64),
        (format, mode, x, index, randomBits) => {
          const options = { ...withKey(mode), ...(randomBits ? { randomBits } : {}) };
          const rounding = completeRounding(format, options, "test");
          expect(roundExact(exactDouble(x), format, rounding, index)).toBe(
            roundByDefinition(x, format, rounding, index),
          );
        },
      ),
      { numRuns: 20000 },
    );
  });
});

describe("zeros, infinities and NaN", () => {
  it("x − x is −0 only when rounding down", () => {
    for (const rounding of deterministic) {
      const { add, subtract, fusedMultiplyAdd } = operations(float16, { rounding });
      const zero = rounding === "down" ? -0 : 0;
      expect(subtract(1.5, 1.5)).toBe(zero);
      expect(add(0, -0)).toBe(zero);
      expect(add(-0, -0)).toBe(-0);
      expect(subtract(0, 0)).toBe(zero);
      expect(fusedMultiplyAdd(3, 5, -15)).toBe(zero);
      expect(fusedMultiplyAdd(0, 5, -0)).toBe(zero);
      expect(fusedMultiplyAdd(-0, 5, -0)).toBe(-0);
    }
    const coin = operations(float64, { rounding: "stochastic", key: { seed: 1 } });
    expect(coin.subtract(1, 1)).toBe(0);
  });
  it("products, quotients and roots of zeros have the sign of IEEE 754", () => {
    const { multiply, divide, squareRoot } = operations(float32, { rounding: "up" });
    expect(multiply(-0, 3)).toBe(-0);
    expect(divide(0, -3)).toBe(-0);
    expect(divide(3, -Infinity)).toBe(-0);
    expect(squareRoot(-0)).toBe(-0);
    expect(operations(float8_e4m3fnuz).multiply(-1, 0)).toBe(0);
    expect(operations(float8_e4m3fnuz, { rounding: "down" }).subtract(1, 1)).toBe(0);
  });
  it("a product that a double loses is still above 0", () => {
    const up = operations(significandBits(8), { rounding: "up" });
    expect(up.multiply(2 ** -700, 2 ** -700)).toBe(2 ** -1029);
    expect(up.multiply(2 ** -700, -(2 ** -700))).toBe(-0);
    expect(up.fusedMultiplyAdd(2 ** -700, 2 ** -700, 0)).toBe(2 ** -1029);
  });
  it("a product that a double cannot hold still meets its addend", () => {
    const { fusedMultiplyAdd } = operations(float32);
    expect(fusedMultiplyAdd(2 ** 600, 2 ** 600, -Infinity)).toBe(-Infinity);
    expect(operations(float64).fusedMultiplyAdd(2 ** 600, 2 ** 424, -(2 ** 1023))).toBe(2 ** 1023);
    expect(operations(float32, { rounding: "down" }).multiply(2 ** 600, 2 ** 600)).toBe(
      float32.maxFinite,
    );
  });
  it("overflow is decided on the rounded exact result", () => {
    // 65504 + 16 is the tie of float16's range; a little less stays
    expect(operations(float16).add(65504, 16)).toBe(Infinity);
    expect(operations(float16).fusedMultiplyAdd(-(2 ** -24), 2 ** -24, 65520)).toBe(65504);
    expect(operations(float64).fusedMultiplyAdd(2 ** 500, 2 ** 470, Number.MAX_VALUE)).toBe(
      Infinity,
    );
    expect(operations(float64).fusedMultiplyAdd(2 ** 500, 2 ** 469, Number.MAX_VALUE)).toBe(
      Number.MAX_VALUE,
    );
    expect(operations(float8_e4m3fn).multiply(30, 16)).toBeNaN();
    expect(operations(float8_e4m3fn, { overflow: "saturate" }).multiply(30, 16)).toBe(448);
  });
  it("invalid operations are NaN, divisions by 0 infinite where there is an infinity", () => {
    const half = operations(float16);
    for (const nan of [
      half.subtract(Infinity, Infinity),
      half.multiply(0, Infinity),
      half.divide(0, 0),
      half.divide(Infinity, Infinity),
      half.squareRoot(-1),
      half.fusedMultiplyAdd(0, Infinity, NaN),
      half.fusedMultiplyAdd(Infinity, 1, -Infinity),
      half.add(NaN, 1),
    ])
      expect(nan).toBeNaN();
    expect(half.divide(-1, 0)).toBe(-Infinity);
    expect(half.add(Infinity, -65504)).toBe(Infinity);
    expect(operations(float8_e4m3fn).divide(1, 0)).toBeNaN();
    expect(operations(float8_e4m3fn, { overflow: "saturate" }).divide(-1, 0)).toBe(-448);
    expect(operations(fixedPoint(8, 4)).divide(-1, 0)).toBe(-8);
  });
  it("registers wrap around, products of any size too", () => {
    const wraps = operations(fixedPoint(8, 4, { overflow: "wrap" }));
    expect(wraps.add(7.9375, 0.0625)).toBe(-8);
    expect(wraps.multiply(7.9375, 7.9375)).toBe(-1); // 63.00390625, to 63
    const wide = operations(fixedPoint(53, 0, { overflow: "wrap" }));
    const [a, b] = [2 ** 52 - 1, 2 ** 51 + 1];
    expect(wide.multiply(a, b)).toBe(Number(BigInt.asIntN(53, BigInt(a) * BigInt(b))));
  });
});

describe("exact operations", () => {
  const { negate, absolute, minimum, maximum, less, equal, compare, toNumber } =
    operations(float16);
  it("minimum and maximum pass NaN on and know −0 < +0", () => {
    expect(minimum(0, -0)).toBe(-0);
    expect(maximum(-0, 0)).toBe(0);
    expect(minimum(NaN, -Infinity)).toBeNaN();
    expect(maximum(Infinity, NaN)).toBeNaN();
    expect(minimum(2, 1)).toBe(1);
  });
  it("comparisons do not distinguish the zeros, nor order NaN", () => {
    expect([less(-0, 0), less(1, 2), less(NaN, 1)]).toEqual([false, true, false]);
    expect([equal(-0, 0), equal(NaN, NaN)]).toEqual([true, false]);
    expect([compare(1, 2), compare(2, 1), compare(-0, 0), compare(1, NaN)]).toEqual([
      -1,
      1,
      0,
      NaN,
    ]);
    expect(toNumber(1.5)).toBe(1.5);
  });
  it("negation changes the sign, of zero where it has one", () => {
    expect(negate(0)).toBe(-0);
    expect(negate(-2)).toBe(2);
    expect(absolute(-0)).toBe(0);
    expect(operations(float8_e4m3fnuz).negate(0)).toBe(0);
  });
  it("−lowest overflows in two's complement", () => {
    for (const member of ["negate", "absolute"] as const) {
      expect(operations(fixedPoint(8, 4))[member](-8)).toBe(7.9375);
      expect(operations(fixedPoint(8, 4, { overflow: "wrap" }))[member](-8)).toBe(-8);
    }
    expect(operations(float8_e8m0fnu).negate(1)).toBeNaN();
  });
});

describe("stochastic operations", () => {
  it("take one index each, so the same calls give the same bits", () => {
    const key = { seed: 3, step: 2, index: 10 };
    const run = (): number[] => {
      const a = operations(bfloat16, { rounding: "stochastic", key });
      const sums = [a.from(0.1), a.add(1, 1), a.subtract(1, 0.001)];
      const products = [a.multiply(1.1, 1.3), a.divide(1, 3), a.fusedMultiplyAdd(1.1, 1.3, 0.7)];
      return [...sums, ...products, a.squareRoot(2), a.exp(1)];
    };
    expect(run()).toEqual(run());
    const a = operations(bfloat16, { rounding: "stochastic", key });
    a.negate(1);
    for (let index = 10; index < 200; index++)
      expect(a.add(1, 0.003)).toBe(
        roundTo(1.003, bfloat16, { rounding: "stochastic", key: { ...key, index } }),
      );
  });
  it("are pinned", () => {
    const { divide } = operations(bfloat16, { rounding: "stochastic", key: { seed: 1 } });
    expect(Array.from({ length: 12 }, () => (divide(1, 3) > 1 / 3 ? 1 : 0)).join("")).toBe(
      "111111000011",
    );
  });
  it("compare a fraction without a last bit with the random bits exactly", () => {
    // 1/3 and √2 at p = 8: fractions of the spacing, cut to 80 bits
    const thirds = ((1n << 88n) / 3n) << 1n; // 1/3 = 2^−9 · (171 − 1/3)
    const bits = stochasticBits(9, 0);
    // The fast way rarely needs more bits than a double has; the slow one makes them all.
    const byIntegers = exactOperations(
      significandBits(8),
      completeRounding(significandBits(8), { rounding: "stochastic", key: { seed: 9 } }, "test"),
    );
    const at = (index: number) =>
      operations(significandBits(8), { rounding: "stochastic", key: { seed: 9, index } });
    const third = thirds % (1n << 80n);
    const two = 1709679290002018430137083n; // ⌊√2·2^80⌋
    const root = (two << 7n) % (1n << 80n);
    // Once in 65536 indices the first 16 digits of fraction and random bits add up to all ones.
    const open = (fraction: bigint) => (index: number) =>
      Number(fraction >> 64n) + bits.first(index) === 2 ** 16 - 1;
    const all = Array.from({ length: 1_000_000 }, (_, index) => index);
    const indices = [...all.slice(0, 2000), ...all.filter(open(third)), ...all.filter(open(root))];
    expect(indices.length).toBeGreaterThan(2015);
    for (const index of indices) {
      const u =
        (BigInt(bits.first(index)) << 64n) |
        (BigInt(bits.further(index, 0)) << 32n) |
        BigInt(bits.further(index, 1));
      const quotient = (third + u) >> 80n ? 171 / 512 : 170 / 512;
      expect(at(index).divide(1, 3)).toBe(quotient);
      expect(byIntegers.divide(1, 3, index)).toBe(quotient);
      const squareRoot = (root + u) >> 80n ? 182 / 128 : 181 / 128;
      expect(at(index).squareRoot(2)).toBe(squareRoot);
      expect(byIntegers.squareRoot(2, index)).toBe(squareRoot);
    }
  });
  it("round up as often as the exact fraction says, within 4σ", () => {
    const n = 100_000;
    const a = operations(float16, { rounding: "stochastic", key: { seed: 11 } });
    const b = operations(float16, { rounding: "stochastic-equal", key: { seed: 11 } });
    let [third, tiny, equal] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      if (a.divide(1, 3) > 1 / 3) third++;
      if (a.add(1, 2 ** -13) > 1) tiny++;
      if (b.add(1, 2 ** -60) > 1) equal++;
    }
    // 1/3 = 2^−12·1365⅓
    for (const [count, p] of [
      [third, 1 / 3],
      [tiny, 1 / 8],
      [equal, 1 / 2],
    ])
      expect(Math.abs(count - n * p)).toBeLessThan(4 * Math.sqrt(n * p * (1 - p)));
  });
  it("never go up for a fraction that r random bits cannot see", () => {
    const key = { seed: 2 };
    const { add } = operations(float16, { rounding: "stochastic", randomBits: 4, key });
    for (let i = 0; i < 2000; i++) expect(add(1, 2 ** -15)).toBe(1);
  });
});

describe("elementary functions", () => {
  it("round the function of doubles", () => {
    const { exp, log, sin, cos, tanh } = operations(float16);
    expect(exp(1)).toBe(2.71875);
    expect(log(2)).toBe(0.693359375);
    expect(sin(1)).toBe(0.84130859375);
    expect(cos(1)).toBe(0.54052734375);
    expect(tanh(1)).toBe(0.76171875);
    expect([exp(0), log(1), sin(-0), cos(0), tanh(-0)]).toEqual([1, 0, -0, 1, -0]);
    expect([exp(-Infinity), exp(Infinity), log(0), log(-1), sin(Infinity)]).toEqual([
      0,
      Infinity,
      -Infinity,
      NaN,
      NaN,
    ]);
  });
  it("e^a is neither 0 nor infinite, however far outside", () => {
    expect(operations(float64, { rounding: "toward-zero" }).exp(1e300)).toBe(Number.MAX_VALUE);
    expect(operations(float16, { rounding: "down" }).exp(1e300)).toBe(65504);
    expect(operations(float16, { rounding: "up" }).exp(-1e300)).toBe(2 ** -24);
    expect(operations(float16).exp(-1e300)).toBe(0);
    expect(operations(float16).exp(1e300)).toBe(Infinity);
  });
});

describe("bad input", () => {
  it("is refused", () => {
    expect(() => operations("float16" as never)).toThrow(
      /operations: format is the text "float16"/,
    );
    expect(() => operations(float16, { rounding: "stochastic" })).toThrow(/operations: .*key/);
    expect(() => operations(float8_e4m3fn, { overflow: "infinity" })).toThrow(RangeError);
  });
});
