import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScalarOperations } from "../../lib/numerics/arithmetic.js";
import {
  around,
  contains,
  interval,
  midpoint,
  type RealInterval,
} from "../../lib/numerics/interval.js";
import { squareInto } from "../../lib/numerics/intervalInto.js";
import { intervalOperations } from "../../lib/numerics/intervalOperations.js";

const a = intervalOperations;
const bits = new DataView(new ArrayBuffer(8));

/** Place of a double among all doubles, 0 for 0. */
function place(x: number): bigint {
  bits.setFloat64(0, Math.abs(x));
  return x < 0 ? -bits.getBigUint64(0) : bits.getBigUint64(0);
}
const steps = (x: number, y: number): number => Number(place(y) - place(x));

/** A rational number n/d, d > 0. */
type Rational = readonly [bigint, bigint];
function exactly(x: number): Rational {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0) & 0x7fffffffffffffffn;
  const exponent = Number(word >> 52n);
  const fraction = word & 0xfffffffffffffn;
  const significand = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  const power = Math.max(exponent, 1) - 1075;
  const signed = x < 0 ? -significand : significand;
  return power >= 0 ? [signed << BigInt(power), 1n] : [signed, 1n << BigInt(-power)];
}
/** Whether x ≤ y; x or y may be infinite doubles. */
function atMost(x: number | Rational, y: number | Rational): boolean {
  if (x === -Infinity || y === Infinity) return true;
  if (x === Infinity || y === -Infinity) return false;
  const [p, q] = typeof x === "number" ? exactly(x) : x;
  const [r, s] = typeof y === "number" ? exactly(y) : y;
  return p * s <= r * q;
}
const rational = {
  add: ([p, q]: Rational, [r, s]: Rational): Rational => [p * s + r * q, q * s],
  subtract: ([p, q]: Rational, [r, s]: Rational): Rational => [p * s - r * q, q * s],
  multiply: ([p, q]: Rational, [r, s]: Rational): Rational => [p * r, q * s],
  divide: ([p, q]: Rational, [r, s]: Rational): Rational =>
    r < 0n ? [-p * s, -q * r] : [p * s, q * r],
};
const names = ["add", "subtract", "multiply", "divide"] as const;

const anyDouble = fc.double({ noNaN: true, noDefaultInfinity: true });
const tame = fc.double({ min: -8, max: 8, noNaN: true });
const few = fc.integer({ min: -3, max: 3 });
const number = fc.oneof(anyDouble, tame, few);
const intervals = fc
  .tuple(number, number)
  .map(([x, y]) => interval(Math.min(x, y), Math.max(x, y)));
/** An interval and a double in it. */
const inside = fc.tuple(intervals, fc.double({ min: 0, max: 1, noNaN: true })).map(([box, t]) => {
  const x = Math.min(box.upper, Math.max(box.lower, box.lower * (1 - t) + box.upper * t));
  return [box, x] as const;
});

describe("inclusion", () => {
  it("holds for + − × ÷ of any numbers in the operands, against exact fractions", () => {
    for (const name of names)
      fc.assert(
        fc.property(inside, inside, ([A, x], [B, y]) => {
          fc.pre(name !== "divide" || y !== 0);
          const result = a[name](A, B);
          fc.pre(name !== "divide" || B.lower !== 0 || B.upper !== 0);
          const exact = rational[name](exactly(x), exactly(y));
          expect(atMost(result.lower, exact)).toBe(true);
          expect(atMost(exact, result.upper)).toBe(true);
        }),
        { numRuns: 2000 },
      );
  });
  it("is sharp: of two numbers the bounds are the neighbouring doubles, or the exact result", () => {
    const medium = fc.oneof(
      tame.filter((x) => x === 0 || Math.abs(x) > 1e-100),
      few,
    );
    for (const name of names)
      fc.assert(
        fc.property(medium, medium, (x, y) => {
          fc.pre(name !== "divide" || y !== 0);
          const { lower, upper } = a[name](interval(x), interval(y));
          const exact = rational[name](exactly(x), exactly(y));
          expect(steps(lower, upper)).toBe(atMost(exact, lower) ? 0 : 1);
        }),
        { numRuns: 1000 },
      );
  });
  it("holds for roots and squares, whose bounds bracket the operand when squared", () => {
    const out = new Float64Array(2);
    fc.assert(
      fc.property(anyDouble.map(Math.abs), tame, (x, y) => {
        const { lower, upper } = a.squareRoot(interval(x));
        const square = (z: number): Rational => rational.multiply(exactly(z), exactly(z));
        expect(atMost(square(lower), x) && atMost(x, square(upper))).toBe(true);
        if (x > 1e-280 && x < 1e290) expect(steps(lower, upper)).toBeLessThanOrEqual(1);
        squareInto(out, 0, -Math.abs(y), Math.abs(y) / 2, 0, 0);
        expect(out[0]).toBe(0);
        expect(atMost(square(y), out[1])).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
  it.each(["exp", "log", "sin", "cos", "tanh"] as const)(
    "holds for %s at every golden value of MPFR, to at most five doubles",
    (name) => {
      const file = new URL(`../fixtures/elementary/${name}.txt`, import.meta.url);
      const lines = readFileSync(file, "utf8").trim().split("\n");
      const fromHex = (text: string): number => {
        bits.setBigUint64(0, BigInt(`0x${text.padEnd(16, "0")}`));
        return bits.getFloat64(0);
      };
      let checked = 0;
      for (const line of lines) {
        const [xText, towardsZero, fraction] = line.split(" ");
        const x = fromHex(xText);
        if (Number.isNaN(x) || Math.abs(x) > 1e9) continue;
        const near = fromHex(towardsZero); // the exact value lies here or up to one ulp further out
        const result = a[name](interval(x));
        expect(contains(result, near)).toBe(true);
        bits.setBigUint64(0, (place(Math.abs(near)) + 1n) as bigint);
        const far = (near < 0 ? -1 : 1) * bits.getFloat64(0);
        if (fraction !== "000") expect(contains(result, far) || Math.abs(far) > 1e308).toBe(true);
        if (Math.abs(Math.log10(Math.abs(far))) < 300)
          expect(steps(result.lower, result.upper)).toBeLessThanOrEqual(5);
        checked++;
      }
      expect(checked).toBeGreaterThan(100);
    },
  );
  it("holds for sine and cosine over intervals, and reaches ±1 only at a crest or a trough", () => {
    const angle = fc.oneof(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.integer({ min: -9, max: 9 }).map((k) => (k * Math.PI) / 2),
    );
    fc.assert(
      fc.property(angle, fc.double({ min: 0, max: 9, noNaN: true }), (from, width) => {
        const box = interval(from, from + width);
        for (const [name, f, phase] of [
          ["sin", Math.sin, Math.PI / 2],
          ["cos", Math.cos, 0],
        ] as const) {
          const { lower, upper } = a[name](box);
          const values = Array.from({ length: 201 }, (_, i) => f(from + (width * i) / 200));
          // A crest that the samples missed is at phase + 2πk.
          const crest = Math.ceil((from - phase) / (2 * Math.PI) - 1e-12) * 2 * Math.PI + phase;
          const trough =
            Math.ceil((from - phase - Math.PI) / (2 * Math.PI) - 1e-12) * 2 * Math.PI +
            phase +
            Math.PI;
          const highest = crest <= from + width + 1e-12 ? 1 : Math.max(values[0], values[200]);
          const lowest = trough <= from + width + 1e-12 ? -1 : Math.min(values[0], values[200]);
          expect(Math.abs(upper - highest)).toBeLessThan(1e-14);
          expect(Math.abs(lower - lowest)).toBeLessThan(1e-14);
          expect(lower - 1e-15 <= Math.min(...values)).toBe(true);
          expect(Math.max(...values) <= upper + 1e-15).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
    expect(a.sin(interval(1, 1e300))).toEqual({ lower: -1, upper: 1 });
  });
  it("holds for monotonic functions and choices over intervals", () => {
    const tameInside = inside.filter(([box]) => Math.abs(box.lower) < 9 && Math.abs(box.upper) < 9);
    fc.assert(
      fc.property(tameInside, tameInside, ([A, x], [B, y]) => {
        const cases: [RealInterval, number, number][] = [
          [a.exp(A), Math.exp(x), 1e-15],
          [a.tanh(A), Math.tanh(x), 1e-15],
          [a.absolute(A), Math.abs(x), 0],
          [a.minimum(A, B), Math.min(x, y), 0],
          [a.maximum(A, B), Math.max(x, y), 0],
          [a.negate(A), -x, 0],
          [a.whereLess(A, B, interval(3), interval(5)), x < y ? 3 : 5, 0],
          [a.whereLess(A, B, A, B), Math.min(x, y), 0],
        ];
        for (const [{ lower, upper }, value, slack] of cases) {
          const room = slack * Math.abs(value);
          expect(lower - room <= value && value <= upper + room).toBe(true);
        }
        if (a.less(A, B)) expect(x).toBeLessThan(y);
      }),
      { numRuns: 1000 },
    );
  });
});

describe("special intervals", () => {
  const same = (x: RealInterval, lower: number, upper: number): void => {
    expect([x.lower + 0, x.upper + 0]).toEqual([lower, upper]);
  };
  it("division by an interval with 0 is unbounded, by 0 alone undefined", () => {
    same(a.divide(interval(1), interval(0, 1)), 1, Infinity);
    same(a.divide(interval(1), interval(-1, 0)), -Infinity, -1);
    same(a.divide(interval(-4, -2), interval(0, 2)), -Infinity, -1);
    same(a.divide(interval(1), interval(-1, 1)), -Infinity, Infinity);
    same(a.divide(interval(-1, 1), interval(0, 1)), -Infinity, Infinity);
    same(a.divide(interval(1), interval(0)), NaN, NaN);
    same(a.divide(interval(1), { lower: 2, upper: Infinity }), 0, 0.5);
  });
  it("roots and logarithms of partly negative intervals are undefined", () => {
    same(a.squareRoot(interval(-1, 4)), NaN, NaN);
    same(a.log(interval(-1, 1)), NaN, NaN);
    same(a.log(interval(0, 1)), -Infinity, 0);
    same(a.log(interval(0)), NaN, NaN);
    same(a.squareRoot(interval(0, 4)), 0, 2);
  });
  it("undefined stays undefined, whatever is done to it, and chooses nothing", () => {
    const undefinedOne = a.from(NaN);
    same(a.from(Infinity), NaN, NaN);
    const one = interval(1);
    for (const name of ["add", "subtract", "multiply", "divide", "minimum", "maximum"] as const)
      for (const other of [one, interval(0), interval(-1, 1), interval(-2, -1)]) {
        same(a[name](undefinedOne, other), NaN, NaN);
        same(a[name](other, undefinedOne), NaN, NaN);
      }
    for (const name of [
      "negate",
      "squareRoot",
      "absolute",
      "exp",
      "log",
      "sin",
      "cos",
      "tanh",
    ] as const)
      same(a[name](undefinedOne), NaN, NaN);
    same(a.whereLess(undefinedOne, one, interval(2), interval(3)), 2, 3);
    expect(a.less(undefinedOne, one) || a.less(one, undefinedOne)).toBe(false);
  });
  it("what overflows ends at the largest double, what underflows keeps its sign", () => {
    const largest = Number.MAX_VALUE;
    same(a.add(interval(largest), interval(largest)), largest, Infinity);
    same(a.multiply(interval(-largest), interval(2)), -Infinity, -largest);
    same(a.exp(interval(1000)), largest, Infinity);
    same(a.exp(interval(-1000)), 0, 1e-323);
    same(a.multiply(interval(5e-324), interval(0.25)), 0, 5e-324);
    same(a.multiply({ lower: -Infinity, upper: Infinity }, interval(0)), 0, 0);
    same(a.multiply({ lower: 1, upper: Infinity }, interval(-2, 3)), -Infinity, Infinity);
    same(a.divide({ lower: -Infinity, upper: -1 }, { lower: 1, upper: Infinity }), -Infinity, 0);
  });
  it("exact results have no width", () => {
    same(a.exp(interval(0)), 1, 1);
    same(a.log(interval(1)), 0, 0);
    same(a.sin(interval(0)), 0, 0);
    same(a.tanh(interval(0)), 0, 0);
    same(a.squareRoot(interval(9)), 3, 3);
    same(a.subtract(interval(0.5), interval(0.25)), 0.25, 0.25);
  });
  it("midpoints lie inside", () => {
    fc.assert(
      fc.property(intervals, (box) => {
        expect(contains(box, midpoint(box))).toBe(true);
      }),
    );
    expect(a.toNumber(interval(1, 2))).toBe(1.5);
    expect(midpoint({ lower: -Infinity, upper: Infinity })).toBe(0);
    expect(midpoint({ lower: 3, upper: Infinity })).toBe(Number.MAX_VALUE);
    expect(midpoint({ lower: -Infinity, upper: 3 })).toBe(-Number.MAX_VALUE);
    expect(midpoint(interval(0.1))).toBe(0.1);
  });
  it("an interval reaches as far as it was told to, and refuses bounds out of order", () => {
    const box = around(0.1, 0.3);
    expect(atMost(box.lower, rational.subtract(exactly(0.1), exactly(0.3)))).toBe(true);
    expect(atMost(rational.add(exactly(0.1), exactly(0.3)), box.upper)).toBe(true);
    expect(() => interval(2, 1)).toThrow("interval: expected real bounds in order, got 2 and 1");
    expect(() => interval(NaN)).toThrow(RangeError);
    expect(() => interval(Infinity)).toThrow(RangeError);
  });
});

it("a formula written once encloses its own values in doubles", () => {
  const f = <T>(s: ScalarOperations<T>, x: T, y: T): T =>
    s.divide(
      s.subtract(s.exp(s.sin(x)), s.multiply(y, s.tanh(y))),
      s.add(s.from(1.5), s.cos(s.absolute(s.add(x, y)))),
    );
  const value = (x: number, y: number): number =>
    (Math.exp(Math.sin(x)) - y * Math.tanh(y)) / (1.5 + Math.cos(Math.abs(x + y)));
  fc.assert(
    fc.property(tame, tame, fc.double({ min: 0, max: 0.1, noNaN: true }), (x, y, r) => {
      const { lower, upper } = f(a, around(x, r), around(y, r));
      for (const [p, q] of [
        [x, y],
        [x + r, y - r],
        [x - r / 2, y + r / 3],
      ]) {
        expect(lower - 1e-13).toBeLessThanOrEqual(value(p, q));
        expect(upper + 1e-13).toBeGreaterThanOrEqual(value(p, q));
      }
    }),
    { numRuns: 500 },
  );
});
