import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FixedPointOptions, fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { formatNamed } from "../../lib/precision/formats/formats.js";
import { finiteValues, neighbours } from "../../lib/precision/formats/neighbours.js";
import { ulp } from "../../lib/precision/formats/ulp.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { anyMode } from "./anyFormat.js";

const options: fc.Arbitrary<FixedPointOptions> = fc.record({
  signed: fc.boolean(),
  overflow: fc.constantFrom("saturate", "wrap"),
});

describe("fixed point", () => {
  it("has the integers of its width, times 2^-fraction", () => {
    expect([...finiteValues(fixedPoint(3, 1))]).toEqual([-2, -1.5, -1, -0.5, 0, 0.5, 1, 1.5]);
    expect([...finiteValues(fixedPoint(3, -1, { signed: false }))]).toEqual([
      0, 2, 4, 6, 8, 10, 12, 14,
    ]);
    expect([...finiteValues(fixedPoint(2, 3))]).toEqual([-0.25, -0.125, 0, 0.125]);
    expect(finiteValues(fixedPoint(16, 4)).length).toBe(2 ** 16);
  });
  it("has one spacing, and −0 is not among its numbers", () => {
    for (const x of [0, 0.1, 1, 7.9, -8]) expect(ulp(x, fixedPoint(8, 4))).toBe(2 ** -4);
    for (const x of [-0, -0.01]) expect(roundTo(x, fixedPoint(8, 4))).toBe(0);
    expect(roundTo(-0.01, fixedPoint(8, 4), { rounding: "up" })).toBe(0);
    expect(neighbours(0, fixedPoint(8, 4))).toEqual({ below: -0.0625, above: 0.0625 });
    expect(neighbours(-8, fixedPoint(8, 4))).toEqual({ below: NaN, above: -7.9375 });
    expect(neighbours(7.9375, fixedPoint(8, 4)).above).toBeNaN();
  });
  it("rounds as integers do: the definition in whole numbers", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 20 }),
        fc.integer({ min: -10, max: 20 }),
        options,
        anyMode,
        fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
        fc.integer({ min: 0, max: 26 }),
        (bits, fraction, { signed, overflow }, rounding, n, shift) => {
          // x = n·2^-shift spacings, rounded by integer division alone
          const part = 2n ** BigInt(shift);
          const whole = BigInt(n) / part; // toward zero
          const rest = BigInt(n) % part;
          const away = rest === 0n ? whole : whole + (rest < 0n ? -1n : 1n);
          const twice = (rest < 0n ? -rest : rest) * 2n;
          const [down, up] = rest < 0n ? [away, whole] : [whole, away];
          const nearest = (tie: bigint): bigint =>
            twice === part ? tie : twice < part ? whole : away;
          const k = {
            "nearest-even": () => nearest(whole % 2n === 0n ? whole : away),
            "nearest-away": () => nearest(away),
            "nearest-to-zero": () => nearest(whole),
            "toward-zero": () => whole,
            up: () => up,
            down: () => down,
            "to-odd": () => (whole % 2n === 0n ? away : whole),
          }[rounding as "up"]();
          const width = BigInt(bits);
          const [least, most] = signed
            ? [-(2n ** (width - 1n)), 2n ** (width - 1n) - 1n]
            : [0n, 2n ** width - 1n];
          const kept =
            overflow === "wrap"
              ? signed
                ? BigInt.asIntN(bits, k)
                : BigInt.asUintN(bits, k)
              : k < least
                ? least
                : k > most
                  ? most
                  : k;
          const format = fixedPoint(bits, fraction, { signed, overflow });
          const x = n * 2 ** (-shift - fraction);
          expect(roundTo(x, format, { rounding })).toBe(Number(kept) * 2 ** -fraction);
        },
      ),
      { numRuns: 5000 },
    );
  });
  it("wraps numbers far beyond it by their last bits, as a register does", () => {
    const register = fixedPoint(8, 4, { overflow: "wrap" });
    expect(roundTo(9, register)).toBe(-7);
    expect(roundTo(100.3, register)).toBe(4.3125); // 1605 = 6·256 + 69
    expect(roundTo(2 ** 20 + 0.3, register)).toBe(0.3125);
    expect(roundTo(-(2 ** 20) - 0.3, register)).toBe(-0.3125);
    expect(roundTo(-8.01, register)).toBe(-8);
    expect(roundTo(-8.04, register)).toBe(7.9375);
    expect(roundTo(2 ** 52 + 1, register)).toBe(1);
    for (const huge of [2 ** 53, 1e300, Number.MAX_VALUE, -Number.MAX_VALUE])
      expect(roundTo(huge, register)).toBe(0);
    expect(roundTo(Number.MAX_VALUE, fixedPoint(8, 900, { overflow: "wrap" }))).toBe(0);
    expect(roundTo(3, fixedPoint(8, 4), { overflow: "wrap" })).toBe(3);
    expect(roundTo(100.3, fixedPoint(8, 4), { overflow: "wrap" })).toBe(4.3125);
    expect(roundTo(-1, fixedPoint(8, 0, { signed: false, overflow: "wrap" }))).toBe(255);
  });
  it("saturates at ends that lie differently far from 0; unsigned, negative numbers are 0", () => {
    expect([9, -9, 7.97, Infinity, -Infinity].map((x) => roundTo(x, fixedPoint(8, 4)))).toEqual([
      7.9375, -8, 7.9375, 7.9375, -8,
    ]);
    const unsigned = fixedPoint(8, 4, { signed: false });
    expect([-9, -0.01, -0, 16, -Infinity].map((x) => roundTo(x, unsigned))).toEqual([
      0, 0, 0, 15.9375, 0,
    ]);
  });
  it("has no infinity and no NaN of its own: NaN stays, infinity cannot wrap", () => {
    const register = fixedPoint(8, 4, { overflow: "wrap" });
    expect([NaN, Infinity, -Infinity].map((x) => roundTo(x, register))).toEqual([NaN, NaN, NaN]);
    expect(roundTo(NaN, fixedPoint(8, 4))).toBeNaN();
  });
  it("is found by the name it has", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 53 }),
        fc.integer({ min: -900, max: 900 }),
        options,
        (bits, fraction, more) => {
          const format = fixedPoint(bits, fraction, more);
          expect(formatNamed(format.name)).toEqual(format);
        },
      ),
    );
    expect(formatNamed("ufixed8_-4_wrap")).toEqual(
      fixedPoint(8, -4, { signed: false, overflow: "wrap" }),
    );
  });
  it("refuses widths and fractions it cannot have, and other overflows", () => {
    for (const bits of [1, 54, 2.5, NaN])
      expect(() => fixedPoint(bits, 0)).toThrow(
        new RangeError(`fixedPoint: bits must be an integer in 2..53, got ${bits}`),
      );
    expect(() => fixedPoint("8" as unknown as number, 0)).toThrow('got the text "8"');
    for (const fraction of [901, -901, 0.5, NaN])
      expect(() => fixedPoint(8, fraction)).toThrow(
        new RangeError(`fixedPoint: fraction must be an integer in -900..900, got ${fraction}`),
      );
    expect(() => fixedPoint(8, 4, { overflow: "infinity" as "wrap" })).toThrow(
      new RangeError('fixedPoint: overflow must be "saturate" or "wrap", got the text "infinity"'),
    );
    expect(() => formatNamed("fixed1_0")).toThrow("fixedPoint: bits must be");
  });
});
