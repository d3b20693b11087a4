import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Arithmetic,
  doubleDoubleArithmetic as dd,
  float64Arithmetic,
} from "../../lib/numerics/arithmetic.js";
import type { DoubleDouble } from "../../lib/numerics/doubleDouble.js";

/** x·2^1074 as an integer: exact for every finite double. */
function exact(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const all = bits.getBigUint64(0);
  const exponent = (all >> 52n) & 0x7ffn;
  const fraction = all & 0xfffffffffffffn;
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return x < 0 ? -size : size;
}
const value = (a: DoubleDouble): bigint => exact(a.hi) + exact(a.lo);
const absolute = (a: bigint): bigint => (a < 0n ? -a : a);
const ONE = 1n << 1074n;

/** Whether got differs from top/bottom by at most bound·2^-106 of it. */
function within(got: bigint, top: bigint, bottom: bigint, bound: bigint): boolean {
  const error = absolute(got * bottom - top);
  return error << 106n <= bound * absolute(top);
}

const moderate = fc
  .tuple(
    fc.double({ min: 1, max: 2, noNaN: true }),
    fc.integer({ min: -80, max: 80 }),
    fc.boolean(),
  )
  .map(([m, e, minus]) => (minus ? -m : m) * 2 ** e);
const number: fc.Arbitrary<DoubleDouble> = fc
  .tuple(moderate, moderate, fc.integer({ min: 53, max: 70 }))
  .map(([hi, lo, gap]) => dd.add(dd.from(hi), dd.from((lo / 2 ** 80) * hi * 2 ** -gap)));

describe("doubleDoubleArithmetic", () => {
  it("adds to a relative error of 3u^2", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(within(value(dd.add(a, b)), value(a) + value(b), 1n, 4n)).toBe(true);
        expect(within(value(dd.subtract(a, b)), value(a) - value(b), 1n, 4n)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
  it("keeps the error bound when almost everything cancels", () => {
    fc.assert(
      fc.property(number, fc.integer({ min: -3, max: 3 }), (a, k) => {
        const b = { hi: -a.hi, lo: a.lo + k * 2 ** -55 * a.lo };
        expect(within(value(dd.add(a, b)), value(a) + value(b), 1n, 4n)).toBe(true);
      }),
    );
  });
  it("multiplies to a relative error of 7u^2", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(within(value(dd.multiply(a, b)), value(a) * value(b), ONE, 7n)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
  it("divides to a relative error of 15u^2", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(within(value(dd.divide(a, b)), value(a) * ONE, value(b), 15n)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
  it("takes sum and product of doubles exactly", () => {
    fc.assert(
      fc.property(moderate, moderate, (a, b) => {
        expect(value(dd.add(dd.from(a), dd.from(b)))).toBe(exact(a) + exact(b));
        expect(value(dd.multiply(dd.from(a), dd.from(b))) * ONE).toBe(exact(a) * exact(b));
      }),
    );
  });
  it("keeps the two parts apart: adding lo to hi changes nothing", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        for (const { hi, lo } of [dd.add(a, b), dd.multiply(a, b), dd.divide(a, b)])
          expect(hi + lo).toBe(hi);
      }),
    );
  });
  it("multiplies near the largest double, where splitting would overflow", () => {
    const huge = dd.from(2 ** 1000 * (1 + 2 ** -52));
    const small = dd.from(1 + 2 ** -52);
    const product = exact(huge.hi) * exact(small.hi);
    expect(value(dd.multiply(huge, small)) * ONE).toBe(product);
    expect(value(dd.multiply(small, huge)) * ONE).toBe(product);
    expect(dd.divide(huge, huge)).toEqual(dd.from(1));
  });
  it("has a third in about 32 digits", () => {
    const third = dd.divide(dd.from(1), dd.from(3));
    expect(third).toEqual({ hi: 1 / 3, lo: 1.850371707708594e-17 });
    expect(dd.toNumber(dd.subtract(dd.multiply(third, dd.from(3)), dd.from(1)))).toBeLessThan(
      1e-31,
    );
  });
  it("gives the infinities and NaN that doubles give, without a second part", () => {
    const odd = [NaN, Infinity, -Infinity, 0, -0, 1, -2, 1e308, -1e308];
    const operations = ["add", "subtract", "multiply", "divide"] as const;
    for (const a of odd)
      for (const b of odd)
        for (const operation of operations) {
          const plain = float64Arithmetic[operation](a, b);
          const got = dd[operation](dd.from(a), dd.from(b));
          if (Number.isFinite(plain)) expect(got.hi + 0).toBeCloseTo(plain, 300);
          else expect(got).toEqual({ hi: plain, lo: 0 });
        }
  });
  it("compares by the first part, then by the second; NaN is not less than anything", () => {
    const tiny = { hi: 1, lo: 2 ** -80 };
    expect(dd.less(dd.from(1), tiny)).toBe(true);
    expect(dd.less(tiny, dd.from(1))).toBe(false);
    expect(dd.less(dd.from(NaN), tiny) || dd.less(tiny, dd.from(NaN))).toBe(false);
    expect(dd.negate(tiny)).toEqual({ hi: -1, lo: -(2 ** -80) });
  });
});

describe("Arithmetic", () => {
  it("lets one formula run in doubles and in double-doubles", () => {
    const lost = <T>(a: Arithmetic<T>): number =>
      a.toNumber(a.subtract(a.add(a.from(1), a.from(2 ** -60)), a.from(1)));
    expect(lost(float64Arithmetic)).toBe(0);
    expect(lost(dd)).toBe(2 ** -60);
    expect(float64Arithmetic.less(1, 2)).toBe(true);
    expect(float64Arithmetic.negate(3)).toBe(-3);
  });
});
