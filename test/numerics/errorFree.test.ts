import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  productError,
  quotientResidual,
  squareRootResidual,
  sumError,
} from "../../lib/numerics/errorFree.js";
import { nextDouble, roundToOdd } from "../../lib/numerics/roundToOdd.js";

/** x·2^1074·2^1074, an integer for every finite double and every product of two. */
const SHIFT = 1n << 1074n;
function integer(x: number): bigint {
  let [numerator, shift] = [x, 0n];
  for (; !Number.isInteger(numerator); shift++) numerator *= 2;
  return (BigInt(numerator) << 1074n) >> shift;
}

const moderate = fc
  .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -200, max: 200 }))
  .map(([m, e]) => m * 2 ** e)
  .filter((x) => Math.abs(x) > 2 ** -300);
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });

describe("the error of an operation on doubles", () => {
  it("of a sum is exact for all doubles that do not overflow", () => {
    fc.assert(
      fc.property(finite, fc.oneof(finite, moderate), (a, b) => {
        const s = a + b;
        fc.pre(Math.abs(s) < 2 ** 1023);
        expect(integer(s) + integer(sumError(a, b, s))).toBe(integer(a) + integer(b));
      }),
    );
    expect(sumError(Number.MAX_VALUE, Number.MAX_VALUE, Infinity)).toBeNaN();
    expect(sumError(Infinity, 1, Infinity)).toBeNaN();
  });
  it("of a product is exact away from the ends of the range", () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        const p = a * b;
        expect((integer(p) + integer(productError(a, b, p))) * SHIFT).toBe(integer(a) * integer(b));
      }),
    );
  });
  it("of a quotient is a remainder that is a double", () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        const q = a / b;
        expect(integer(q) * integer(b) + integer(quotientResidual(a, b, q)) * SHIFT).toBe(
          integer(a) * SHIFT,
        );
      }),
    );
    expect(quotientResidual(1, 3, 1 / 3)).toBe(2 ** -54);
    expect(quotientResidual(6, 3, 2)).toBe(0);
  });
  it("of a square root is a remainder that is a double", () => {
    fc.assert(
      fc.property(moderate, (x) => {
        const a = Math.abs(x);
        const s = Math.sqrt(a);
        expect(integer(s) ** 2n + integer(squareRootResidual(a, s)) * SHIFT).toBe(
          integer(a) * SHIFT,
        );
      }),
    );
    expect(squareRootResidual(2, Math.SQRT2)).toBeLessThan(0);
  });
});

describe("the next double", () => {
  it("is one unit in the last place away, over binades and from normal to subnormal", () => {
    expect(nextDouble(1, 1)).toBe(1 + 2 ** -52);
    expect(nextDouble(1, -1)).toBe(1 - 2 ** -53);
    expect(nextDouble(-1, -1)).toBe(-1 - 2 ** -52);
    expect(nextDouble(-1, 1e-300)).toBe(-1 + 2 ** -53);
    expect(nextDouble(1 + 2 ** -20, -1)).toBe(1 + 2 ** -20 - 2 ** -52); // a borrow of the upper word
    expect(nextDouble(1 + 2 ** -20 - 2 ** -52, 1)).toBe(1 + 2 ** -20); // a carry into it
    expect(nextDouble(2 ** -1022, -1)).toBe(2 ** -1022 - 2 ** -1074);
    expect(nextDouble(2 ** -1074, -1)).toBe(0);
    expect(nextDouble(-(2 ** -1074), 1)).toBe(-0);
    expect(nextDouble(Number.MAX_VALUE, 1)).toBe(Infinity);
  });
  it("leaves nothing in between", () => {
    fc.assert(
      fc.property(finite, fc.constantFrom(1, -1), (x, side) => {
        fc.pre(x !== 0);
        const next = nextDouble(x, side);
        expect((next - x) * side).toBeGreaterThan(0);
        const middle = x / 2 + next / 2;
        if (Math.abs(x) > 1e-300 && Number.isFinite(next)) expect([x, next]).toContain(middle);
      }),
    );
  });
});

describe("rounding to odd", () => {
  it("keeps what is exact, and an odd significand", () => {
    expect(roundToOdd(1, 0)).toBe(1);
    expect(roundToOdd(0, 0)).toBe(0);
    expect(roundToOdd(1 + 2 ** -52, 2 ** -80)).toBe(1 + 2 ** -52);
    expect(roundToOdd(1 + 2 ** -52, -(2 ** -80))).toBe(1 + 2 ** -52);
  });
  it("leaves an even one, to the side of the rest", () => {
    expect(roundToOdd(1, 2 ** -80)).toBe(1 + 2 ** -52);
    expect(roundToOdd(1, -(2 ** -80))).toBe(1 - 2 ** -53);
    expect(roundToOdd(-1, 2 ** -80)).toBe(-1 + 2 ** -53);
    expect(roundToOdd(-1, -(2 ** -80))).toBe(-1 - 2 ** -52);
  });
});
