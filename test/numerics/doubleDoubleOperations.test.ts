import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { float64Operations } from "../../lib/numerics/arithmetic.js";
import type { DoubleDouble } from "../../lib/numerics/doubleDouble.js";
import { doubleDoubleOperations as dd } from "../../lib/numerics/doubleDoubleOperations.js";

const golden = readFileSync(new URL("../fixtures/doubleDouble/golden.txt", import.meta.url), "utf8")
  .trim()
  .split("\n");
const unary = ["squareRoot", "exp", "log", "sin", "cos", "tanh"] as const;

const bits = new DataView(new ArrayBuffer(8));
function fromHex(text: string): number {
  bits.setBigUint64(0, BigInt(`0x${text.padEnd(16, "0")}`));
  return bits.getFloat64(0);
}

/** |result/exact − 1| for an exact value given as the sum of three doubles. */
function relativeError(result: DoubleDouble, [hi, lo, third]: readonly number[]): number {
  const difference = dd.subtract(result, { hi, lo });
  return Math.abs((difference.hi - third) / hi);
}

describe("agreement with MPFR", () => {
  it.each([
    ["squareRoot", 4e-32, 165],
    ["exp", 2e-31, 164],
    ["log", 3e-31, 170],
    ["sin", 2e-31, 172],
    ["cos", 2e-31, 167],
    ["tanh", 4e-31, 167],
  ] as const)(
    "the relative error of %s is at most %f in every golden value",
    (name, bound, count) => {
      const lines = golden.filter((line) => line.startsWith(`${name} `));
      expect(lines.length).toBe(count);
      let worst = 0;
      for (const line of lines) {
        const [x, low, ...exact] = line.split(" ").slice(1).map(fromHex);
        const error = relativeError(dd[name]({ hi: x, lo: low }), exact);
        worst = Math.max(worst, Number.isNaN(error) ? Infinity : error);
      }
      expect(worst).toBeLessThanOrEqual(bound);
      expect(worst).toBeGreaterThan(1e-33); // the measure itself can see an error
    },
  );
});

describe("beyond golden values", () => {
  it("can tell a wrong thirtieth digit", () => {
    expect(relativeError({ hi: 1, lo: 1e-30 }, [1, 0, 0])).toBeCloseTo(1e-30, 40);
    expect(relativeError({ hi: 1, lo: 1e-30 }, [1, 1e-30, 1e-47])).toBeCloseTo(1e-47, 60);
  });

  it("has the special values of the functions of doubles, without a second part", () => {
    const special = [0, -0, Infinity, -Infinity, NaN, -1, 710, -746, 1e308, -1e308, 5e-324];
    for (const name of unary)
      for (const x of special) {
        const plain = float64Operations[name](x);
        const got = dd[name](dd.from(x));
        if (plain === 0 || !Number.isFinite(plain))
          expect([name, x, got]).toEqual([name, x, { hi: plain, lo: 0 }]);
        else expect(Math.abs(got.hi / plain - 1), `${name}(${x})`).toBeLessThan(2 ** -51);
      }
    expect(dd.exp(dd.from(0))).toEqual({ hi: 1, lo: 0 });
    expect(dd.cos(dd.from(-0))).toEqual({ hi: 1, lo: 0 });
    expect(dd.log(dd.from(1))).toEqual({ hi: 0, lo: 0 });
    expect(dd.squareRoot(dd.from(2 ** 1000))).toEqual({ hi: 2 ** 500, lo: 0 });
  });

  it("chooses as minimum, maximum and absolute value of doubles do, and sees the second part", () => {
    const some = [0, -0, 1, -1, Infinity, -Infinity, NaN];
    for (const a of some) {
      expect(dd.absolute(dd.from(a)).hi).toBe(Math.abs(a));
      for (const b of some) {
        expect(dd.minimum(dd.from(a), dd.from(b)).hi).toBe(Math.min(a, b));
        expect(dd.maximum(dd.from(a), dd.from(b)).hi).toBe(Math.max(a, b));
      }
    }
    const above = { hi: 1, lo: 2 ** -80 };
    expect(dd.maximum(dd.from(1), above)).toBe(above);
    expect(dd.minimum(above, dd.from(1)).lo).toBe(0);
    expect(dd.absolute({ hi: -1, lo: -(2 ** -80) })).toEqual(above);
    expect(dd.whereLess(dd.from(1), above, above, dd.from(0))).toBe(above);
  });

  /** Double-doubles with |a| = 2^least … 2^most and a full second part. */
  const doubleDoubles = (least: number, most: number): fc.Arbitrary<DoubleDouble> =>
    fc
      .tuple(
        fc.double({ min: 1, max: 2, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.integer({ min: least, max: most }),
        fc.boolean(),
      )
      .map(([m, t, e, negative]) => {
        const hi = (negative ? -m : m) * 2 ** e;
        return dd.add(dd.from(hi), dd.from(hi * t * 2 ** -53));
      });
  const near = (a: DoubleDouble, b: DoubleDouble, tolerance: number): void => {
    expect(Math.abs(dd.subtract(a, b).hi)).toBeLessThanOrEqual(tolerance);
  };

  it("is odd, or even, bit by bit", () => {
    fc.assert(
      fc.property(doubleDoubles(-80, 1000), (a) => {
        expect(dd.sin(dd.negate(a))).toEqual(dd.negate(dd.sin(a)));
        expect(dd.tanh(dd.negate(a))).toEqual(dd.negate(dd.tanh(a)));
        expect(dd.cos(dd.negate(a))).toEqual(dd.cos(a));
      }),
    );
  });

  it("satisfies sin² + cos² = 1 and the addition theorem, in 30 digits", () => {
    const one = dd.from(1);
    fc.assert(
      fc.property(doubleDoubles(-40, 1000), (a) => {
        const [s, c] = [dd.sin(a), dd.cos(a)];
        near(dd.add(dd.multiply(s, s), dd.multiply(c, c)), one, 3e-31);
        const twice = dd.sin({ hi: 2 * a.hi, lo: 2 * a.lo });
        near(dd.multiply(dd.from(2), dd.multiply(s, c)), twice, 3e-31);
      }),
    );
  });

  it("inverts exp by log and squares by roots, in 30 digits", () => {
    fc.assert(
      fc.property(doubleDoubles(-40, 8), (a) => {
        // An error of e^a is one of a + error; of a itself it is 4e-32·|a|.
        near(dd.log(dd.exp(a)), a, 3e-31 * Math.max(1, Math.abs(a.hi)));
        const square = dd.multiply(a, a);
        near(dd.squareRoot(square), dd.absolute(a), 2e-31 * Math.abs(a.hi));
      }),
    );
  });

  it("has hi the nearest double of hi + lo in every result", () => {
    fc.assert(
      fc.property(doubleDoubles(-300, 300), (a) => {
        for (const name of unary) {
          const { hi, lo } = dd[name](a);
          expect(hi + lo, `${name}(${a.hi})`).toBe(hi);
        }
      }),
    );
  });
});

it("is pinned", () => {
  const x = dd.divide(dd.from(1), dd.from(3));
  const parts = unary.flatMap((name) => Object.values(dd[name](x)));
  expect(parts).toEqual([
    0.5773502691896257, 3.345028073935634e-17, 1.3956124250860895, 1.4446871884803447e-17,
    -1.0986122886681098, 9.071297235001531e-17, 0.32719469679615226, -1.8145824272594893e-17,
    0.9449569463147377, -3.581052075189009e-17, 0.32151273753163434, 4.170714369679365e-18,
  ]);
});
