import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  float8_e5m2,
  float8_e8m0fnu,
  float16,
  float64,
} from "../../lib/precision/formats/formats.js";
import { finiteValues, neighbours } from "../../lib/precision/formats/neighbours.js";
import { ulp } from "../../lib/precision/formats/ulp.js";
import { anyFormat, near } from "./anyFormat.js";

describe("ulp", () => {
  it("is the distance to the next number away from zero", () => {
    for (const v of finiteValues(float8_e5m2).filter((x) => x > 0 && x < 57344)) {
      expect(ulp(v, float8_e5m2)).toBe(neighbours(v, float8_e5m2).above - v);
      expect(ulp(-v, float8_e5m2)).toBe(ulp(v, float8_e5m2));
    }
  });
  it("is the smallest number about zero", () => {
    expect(ulp(0, float16)).toBe(2 ** -24);
    expect(ulp(1e-9, float16)).toBe(2 ** -24);
    expect(ulp(1e-9, { ...float16, subnormals: "rounded" })).toBe(2 ** -14);
    expect(ulp(1e-9, { ...float16, subnormals: "flushed" })).toBe(2 ** -14);
    expect(ulp(5e-324, float64)).toBe(5e-324);
    expect(ulp(0, float8_e8m0fnu)).toBe(2 ** -127);
  });
  it("is one and the same in fixed point, and goes on growing beyond the last binade", () => {
    for (const x of [0, 1e-9, 1, -7.99]) expect(ulp(x, fixedPoint(8, 4))).toBe(2 ** -4);
    expect(ulp(1e6, float16)).toBe(2 ** 9);
  });
  it("is a power of two that never grows when |x| shrinks", () => {
    fc.assert(
      fc.property(
        anyFormat.chain((f) => fc.tuple(fc.constant(f), near(f), near(f))),
        ([format, x, y]) => {
          fc.pre(format.subnormals === "kept"); // without, the gap about 0 is a wide one
          const [small, large] = [x, y].map(Math.abs).sort((a, b) => a - b);
          expect(ulp(small, format)).toBeLessThanOrEqual(ulp(large, format));
          expect(Math.log2(ulp(x, format)) % 1).toBeCloseTo(0, 9);
        },
      ),
      { numRuns: 2000 },
    );
  });
  it("of infinity is infinite, of NaN is NaN", () => {
    expect([Infinity, -Infinity, NaN].map((x) => ulp(x, float16))).toEqual([
      Infinity,
      Infinity,
      NaN,
    ]);
  });
  it("refuses a format's name, and a format that contradicts itself", () => {
    expect(() => ulp(1, "float16" as unknown as FloatFormat)).toThrow(
      new TypeError('ulp: format is the text "float16", expected a FloatFormat such as float16'),
    );
    expect(() => ulp(1, { ...float16, significandBits: 0 })).toThrow(
      new RangeError("ulp: format float16: significandBits must be an integer in 1..53, got 0"),
    );
  });
});
