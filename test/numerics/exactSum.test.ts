import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compensatedSum } from "../../lib/numerics/compensatedSum.js";
import { exactAccumulator, exactDot, exactSum } from "../../lib/numerics/exactSum.js";

const bits = new DataView(new ArrayBuffer(8));

/** x·2^1074, an integer. */
function integer(x: number): bigint {
  bits.setFloat64(0, Math.abs(x));
  const all = bits.getBigUint64(0);
  const exponent = all >> 52n;
  const fraction = all & ((1n << 52n) - 1n);
  const size = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return x < 0 ? -size : size;
}

/** The double nearest to n·2^−scale, ties to even, by trying the two around it. */
function nearest(n: bigint, scale: bigint): number {
  const size = n < 0n ? -n : n;
  // All doubles in order are the bit patterns in order: bisect for the last one ≤ size.
  const ofBits = (pattern: bigint): bigint => {
    bits.setBigUint64(0, pattern);
    return integer(bits.getFloat64(0)) << (scale - 1074n);
  };
  let low = 0n;
  let high = 0x7ff0000000000000n; // 2^1024, in its place
  while (high - low > 1n) {
    const middle = (low + high) >> 1n;
    if (ofBits(middle) <= size) low = middle;
    else high = middle;
  }
  const twice = 2n * size - ofBits(low) - ofBits(high);
  const chosen = twice > 0n || (twice === 0n && (low & 1n) === 1n) ? high : low;
  bits.setBigUint64(0, chosen);
  const value = bits.getFloat64(0);
  return n < 0n ? -value : value;
}

const sumByDefinition = (values: number[]): number =>
  nearest(
    values.reduce((sum, x) => sum + integer(x), 0n),
    1074n,
  );
const dotByDefinition = (x: number[], y: number[]): number =>
  nearest(
    x.reduce((sum, value, i) => sum + integer(value) * integer(y[i]), 0n),
    2148n,
  );

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Numbers that cancel: of few sizes, with tiny ones between. */
const cancelling = fc
  .tuple(fc.integer({ min: -9, max: 9 }), fc.constantFrom(-1074, -1022, -53, 0, 53, 54, 600, 1019))
  .map(([m, e]) => m * 2 ** e);
const numbers = fc.array(fc.oneof(finite, cancelling, cancelling), { maxLength: 12 });

describe("the exact sum", () => {
  it("agrees with integers of any length", () => {
    fc.assert(
      fc.property(numbers, (values) => {
        expect(exactSum(values)).toBe(sumByDefinition(values));
      }),
      { numRuns: 2000 },
    );
  });
  it("survives cancellation, overflow on the way and underflow", () => {
    expect(exactSum([1e100, 1, -1e100])).toBe(1);
    expect(exactSum([Number.MAX_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE])).toBe(
      Number.MAX_VALUE,
    );
    expect(exactSum([5e-324, 1, -1])).toBe(5e-324);
    expect(exactSum([1, 2 ** -53, 5e-324])).toBe(1 + 2 ** -52); // no tie
    expect(exactSum([1, 2 ** -53])).toBe(1); // a tie
    expect(exactSum([1 + 2 ** -52, 2 ** -53])).toBe(1 + 2 ** -51); // the other tie
    expect(exactSum([Number.MAX_VALUE, 2 ** 970])).toBe(Infinity); // a tie, beyond the doubles
    expect(exactSum([Number.MAX_VALUE, 2 ** 970, -5e-324])).toBe(Number.MAX_VALUE);
  });
  it("is +0 for nothing and for zeros, and carries NaN and ∞", () => {
    expect(exactSum([])).toBe(0);
    expect(exactSum([-0, -0])).toBe(0);
    expect(exactSum([1, -1])).toBe(0);
    expect(exactSum([1, NaN])).toBe(NaN);
    expect(exactSum([Infinity, 1])).toBe(Infinity);
    expect(exactSum([-Infinity, 1, -Infinity])).toBe(-Infinity);
    expect(exactSum([Infinity, -Infinity])).toBe(NaN);
  });
  it("stays exact when its limbs carry over after many additions", () => {
    const sum = exactAccumulator();
    const n = 1_200_000;
    for (let i = 0; i < n; i++) sum.add(1 - 2 ** -53);
    for (let i = 0; i < n; i++) sum.add(-1);
    expect(sum.value()).toBe(-n * 2 ** -53);
    sum.add(5e-324); // a value does not end the sum
    sum.add(n * 2 ** -53);
    expect(sum.value()).toBe(5e-324);
    sum.clear();
    expect(sum.value()).toBe(0);
  });
});

describe("the exact dot product", () => {
  it("agrees with integers of any length", () => {
    const pairs = fc.array(fc.tuple(fc.oneof(finite, cancelling), fc.oneof(finite, cancelling)), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(pairs, (list) => {
        const x = list.map(([a]) => a);
        const y = list.map(([, b]) => b);
        expect(exactDot(x, y)).toBe(dotByDefinition(x, y));
      }),
      { numRuns: 2000 },
    );
  });
  it("holds products beyond and below the doubles", () => {
    expect(exactDot([1e200, 3, 1e200], [1e200, 1, -1e200])).toBe(3);
    expect(exactDot([5e-324, 1], [5e-324, 1])).toBe(1);
    expect(exactDot([5e-324, 1, -1], [0.5, 1, 1])).toBe(0); // 2⁻¹⁰⁷⁵: a tie, to even
    expect(exactDot([5e-324, 5e-324], [0.5, 5e-324])).toBe(5e-324); // just above it
    expect(exactDot([0, 1], [Infinity, 1])).toBe(NaN);
  });
  it("refuses different lengths", () => {
    expect(() => exactDot([1], [1, 2])).toThrow(
      new RangeError("exactDot: lengths differ, 1 and 2"),
    );
  });
});

describe("the compensated sum", () => {
  it("is nearly the exact one", () => {
    const moderate = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(moderate, (values) => {
        const exact = exactSum(values);
        const sizes = exactSum(values.map(Math.abs));
        const gamma = values.length * 2 ** -53 * 1.01;
        // Both are rounded: beside a tie they may go to its two sides, u·|Σ| each.
        expect(Math.abs(compensatedSum(values) - exact)).toBeLessThanOrEqual(
          2 * 2 ** -53 * Math.abs(exact) * 1.01 + gamma ** 2 * sizes,
        );
      }),
    );
  });
  it("sees what a plain sum loses", () => {
    expect(compensatedSum([1, 1e100, 1, -1e100])).toBe(2);
    expect(compensatedSum([])).toBe(0);
    expect(compensatedSum([1, Infinity])).toBe(Infinity);
    expect(compensatedSum([1, NaN])).toBe(NaN);
  });
});
