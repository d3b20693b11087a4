import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float4_e2m1fn,
  float8_e4m3fn,
  float8_e5m2,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import { type RoundingMode, roundingModes } from "../../lib/precision/rounding/rounding.js";
import {
  type RoundingCounters,
  roundingCounters,
} from "../../lib/precision/rounding/roundingCounters.js";
import { rounder, roundTo } from "../../lib/precision/rounding/roundTo.js";
import { exactResult, type OperationName, SearchedFormat } from "./exactReference.js";

/** What a run counts, zeros left out. */
function counted(run: (counters: RoundingCounters) => void): Partial<RoundingCounters> {
  const counters = roundingCounters();
  run(counters);
  return Object.fromEntries(Object.entries(counters).filter(([, n]) => n !== 0));
}

describe("a counter counts", () => {
  it("nothing but the operation when the result is exact", () => {
    expect(
      counted((counters) => {
        const { add, multiply, divide, squareRoot, fusedMultiplyAdd, from, negate } = operations(
          float16,
          { counters },
        );
        add(1, 2);
        multiply(3, 5);
        divide(1, 4);
        squareRoot(9);
        fusedMultiplyAdd(2, 3, 4);
        from(0.5);
        add(1, -1);
        multiply(0, 5);
        add(Infinity, 1);
        multiply(NaN, 1);
        squareRoot(-0);
        negate(1);
      }),
    ).toEqual({ operations: 11 });
  });
  it("inexact results", () => {
    expect(counted((counters) => operations(float16, { counters }).divide(1, 3))).toEqual({
      operations: 1,
      inexact: 1,
    });
    // a double cannot tell that this is inexact
    expect(counted((counters) => operations(float64, { counters }).multiply(0.1, 0.1))).toEqual({
      operations: 1,
      inexact: 1,
    });
    expect(counted((counters) => operations(float64, { counters }).squareRoot(2))).toEqual({
      operations: 1,
      inexact: 1,
    });
    const fma = (c: number) => (counters: RoundingCounters) =>
      operations(float32, { counters }).fusedMultiplyAdd(1 + 2 ** -12, 1 + 2 ** -12, c);
    expect(counted(fma(2 ** -80))).toEqual({ operations: 1, inexact: 1 });
    expect(counted(fma(-(2 ** -24)))).toEqual({ operations: 1 });
  });
  it("underflow when an inexact result was subnormal before rounding", () => {
    const half = (run: (o: ReturnType<typeof operations>) => unknown) =>
      counted((counters) => run(operations(float16, { counters })));
    expect(half((o) => o.multiply(2 ** -14, 0.5))).toEqual({ operations: 1 });
    expect(half((o) => o.multiply(2 ** -14, 1 - 2 ** -11))).toEqual({
      operations: 1,
      inexact: 1,
      underflow: 1,
    }); // and it rounds to 2^−14, a normal number
    expect(half((o) => o.multiply(2 ** -24, 2 ** -24))).toEqual({
      operations: 1,
      inexact: 1,
      underflow: 1,
    });
    const flushing: FloatFormat = { ...float16, name: "flushing", subnormals: "flushed" };
    expect(
      counted((counters) => operations(flushing, { counters }).multiply(2 ** -14, 0.5)),
    ).toEqual({ operations: 1, inexact: 1, underflow: 1 });
    expect(
      counted((counters) => operations(float64, { counters }).multiply(2 ** -700, 2 ** -700)),
    ).toEqual({ operations: 1, inexact: 1, underflow: 1 });
  });
  it("no underflow in fixed point, which has no normal numbers to leave", () => {
    expect(
      counted((counters) => operations(fixedPoint(8, 4), { counters }).multiply(0.0625, 0.0625)),
    ).toEqual({ operations: 1, inexact: 1 });
  });
  it("overflow by the rounding with unbounded range, whatever the policy", () => {
    const overflow = { operations: 1, inexact: 1, overflow: 1 };
    const add = (format: FloatFormat, a: number, b: number, rounding?: RoundingMode) =>
      counted((counters) => {
        operations(format, { counters, ...(rounding ? { rounding } : {}) }).add(a, b);
      });
    expect(add(float16, 65504, 16)).toEqual(overflow);
    expect(add(float16, 65504, 15)).toEqual({ operations: 1, inexact: 1, lostUpdates: 1 });
    // beyond with the next number, 65536
    expect(add(float16, 65504, 48, "toward-zero")).toEqual({ ...overflow, lostUpdates: 1 });
    expect(add(float16, 65504, 31, "toward-zero")).toEqual({
      operations: 1,
      inexact: 1,
      lostUpdates: 1,
    });
    expect(add(float8_e4m3fn, 448, 256)).toEqual({ ...overflow, invalid: 1 });
    expect(add(float4_e2m1fn, 6, 6)).toEqual({ ...overflow, lostUpdates: 1 });
    expect(add(fixedPoint(8, 4, { overflow: "wrap" }), 7, 7)).toEqual(overflow);
    expect(add(float64, Number.MAX_VALUE, Number.MAX_VALUE, "toward-zero")).toEqual({
      ...overflow,
      lostUpdates: 1,
    });
  });
  it("invalid operations and divisions by 0", () => {
    const divide = (format: FloatFormat, a: number, b: number) =>
      counted((counters) => operations(format, { counters }).divide(a, b));
    expect(divide(float16, 0, 0)).toEqual({ operations: 1, invalid: 1 });
    expect(divide(float16, NaN, 0)).toEqual({ operations: 1 });
    expect(divide(float16, 1, 0)).toEqual({ operations: 1, divisionByZero: 1 });
    expect(divide(float16, Infinity, 0)).toEqual({ operations: 1 });
    expect(divide(float8_e4m3fn, 1, 0)).toEqual({ operations: 1, divisionByZero: 1, invalid: 1 });
    expect(divide(float4_e2m1fn, 1, 0)).toEqual({
      operations: 1,
      divisionByZero: 1,
      inexact: 1,
      overflow: 1,
    });
    const invalid = { operations: 1, invalid: 1 };
    const o = (run: (a: ReturnType<typeof operations>) => unknown) =>
      counted((counters) => run(operations(float16, { counters })));
    expect(o((a) => a.squareRoot(-1))).toEqual(invalid);
    expect(o((a) => a.subtract(Infinity, Infinity))).toEqual(invalid);
    expect(o((a) => a.multiply(0, Infinity))).toEqual(invalid);
    expect(o((a) => a.fusedMultiplyAdd(0, Infinity, 1))).toEqual(invalid);
    expect(o((a) => a.fusedMultiplyAdd(0, Infinity, NaN))).toEqual({ operations: 1 });
    expect(o((a) => a.log(-1))).toEqual(invalid);
    expect(o((a) => a.log(0))).toEqual({ operations: 1, divisionByZero: 1 });
    expect(counted((counters) => rounder(float8_e8m0fnu, { counters })(-1))).toEqual(invalid);
  });
  it("lost updates: θ − ηg = θ though ηg is not 0", () => {
    const lost = (run: (o: ReturnType<typeof operations>) => unknown): number | undefined =>
      counted((counters) => run(operations(bfloat16, { counters }))).lostUpdates;
    expect(lost((o) => o.subtract(1, 2 ** -9))).toBe(1);
    expect(lost((o) => o.add(2 ** -9, 1))).toBe(1);
    expect(lost((o) => o.subtract(1, 2 ** -8))).toBeUndefined();
    expect(lost((o) => o.add(1, 0))).toBeUndefined();
    expect(lost((o) => o.add(0, 0))).toBeUndefined();
    expect(lost((o) => o.add(Infinity, 1))).toBeUndefined();
    expect(lost((o) => o.multiply(1, 1 + 2 ** -9))).toBeUndefined();
  });
});

describe("the counts agree with the definition", () => {
  const names: OperationName[] = ["add", "multiply", "divide", "squareRoot", "fusedMultiplyAdd"];
  const tested: readonly FloatFormat[] = [
    float8_e4m3fn,
    float8_e5m2,
    float16,
    { ...float8_e5m2, name: "saturating", overflow: "saturate" },
    { ...float8_e5m2, name: "flushed", subnormals: "flushed" },
    fixedPoint(6, 2),
  ];
  const references = new Map(tested.map((format) => [format, new SearchedFormat(format)]));
  const modes = roundingModes.filter((mode) => !mode.startsWith("stochastic"));
  const operand = fc.oneof(
    fc.double({ noNaN: true }),
    fc.double({ min: -8, max: 8, noNaN: true }),
    fc
      .tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -20, max: 16 }))
      .map(([m, e]) => m * 2 ** e),
  );
  it("inexact, underflow and overflow of any doubles", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...tested),
        fc.constantFrom(...modes),
        fc.constantFrom(...names),
        fc.tuple(operand, operand, operand),
        (format, mode, op, operands) => {
          const x = exactResult(op, mode, operands);
          fc.pre(typeof x !== "number");
          const reference = references.get(format) as SearchedFormat;
          const result = reference.round(x, mode);
          const unbounded = reference.unbounded(x, mode);
          const inexact = !reference.equals(x, result);
          const tiny = reference.isBelow(x, 2 ** format.minExponent);
          const expected = {
            inexact: inexact ? 1 : 0,
            underflow: inexact && tiny && format.minExponent < format.maxExponent ? 1 : 0,
            overflow: unbounded > format.maxFinite || unbounded < format.lowest ? 1 : 0,
            invalid: Number.isNaN(result) ? 1 : 0,
          };
          const counters = roundingCounters();
          const got = operations(format, { rounding: mode, counters })[op](...operands);
          expect(got).toBe(result);
          expect(counters).toMatchObject({ ...expected, operations: 1, divisionByZero: 0 });
        },
      ),
      { numRuns: 6000 },
    );
  });
});

describe("counting changes no result", () => {
  const anyFormat = fc.constantFrom<FloatFormat>(
    float16,
    float32,
    float64,
    float8_e4m3fn,
    float8_e8m0fnu,
    significandBits(52),
    fixedPoint(8, 4),
    fixedPoint(8, 4, { overflow: "wrap" }),
  );
  const anyMode = fc.constantFrom(...roundingModes);
  it("of operations, in any mode, stochastic draws included", () => {
    fc.assert(
      fc.property(anyFormat, anyMode, fc.double(), fc.double(), (format, rounding, a, b) => {
        const key = rounding.startsWith("stochastic") ? { key: { seed: 4 } } : {};
        const plain = operations(format, { rounding, ...key });
        const counting = operations(format, { rounding, ...key, counters: roundingCounters() });
        for (const op of ["add", "subtract", "multiply", "divide"] as const)
          expect(counting[op](a, b)).toBe(plain[op](a, b));
        expect(counting.squareRoot(a)).toBe(plain.squareRoot(a));
        expect(counting.fusedMultiplyAdd(a, b, a)).toBe(plain.fusedMultiplyAdd(a, b, a));
        expect(counting.from(a)).toBe(plain.from(a));
      }),
      { numRuns: 3000 },
    );
  });
  it("of rounders, of roundTo and of arrays, which count alike", () => {
    fc.assert(
      fc.property(anyFormat, anyMode, fc.array(fc.double()), (format, rounding, values) => {
        const key = rounding.startsWith("stochastic") ? { key: { seed: 4, index: 7 } } : {};
        const options = { rounding, ...key };
        const [c1, c2, c3] = [roundingCounters(), roundingCounters(), roundingCounters()];
        const plain = roundArray(Float64Array.from(values), format, options);
        expect(roundArray(Float64Array.from(values), format, { ...options, counters: c1 })).toEqual(
          plain,
        );
        const fl = rounder(format, { ...options, counters: c2 });
        expect(Float64Array.from(values, (x, i) => fl(x, 7 + i))).toEqual(plain);
        expect(c2).toEqual(c1);
        if (!key.key) for (const x of values) roundTo(x, format, { ...options, counters: c3 });
        if (!key.key) expect(c3).toEqual(c1);
        expect(c1.operations).toBe(values.length);
      }),
      { numRuns: 1000 },
    );
  });
  it("of an array in float32 storage", () => {
    const counters = roundingCounters();
    expect(roundArray(Float32Array.of(0.1, 1, 70000), float16, { counters })).toEqual(
      Float32Array.of(0.0999755859375, 1, Infinity),
    );
    expect(counters).toMatchObject({ operations: 3, inexact: 2, overflow: 1 });
  });
});
