import { describe, expect, it } from "vitest";
import type { Arithmetic } from "../../lib/numerics/arithmetic.js";
import { float8_e4m3fn, float32, float64 } from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";
import { type Program, shadow } from "../../lib/precision/shadow.js";

const hypotenuse: Program = (a, [x, y]) => [a.add(a.multiply(x, x), a.multiply(y, y))];
/** (x + 1) − x: 1, but for cancellation. */
const cancelling: Program = <T>(a: Arithmetic<T>, [x]: readonly T[]): T[] => [
  a.subtract(a.add(x, a.from(1)), x),
];

describe("shadow", () => {
  it("starts both from the rounded inputs and reports what the roundings did", () => {
    const [x, y] = [1.1, 0.3].map((v) => roundTo(v, float8_e4m3fn));
    const { values, twin, errors } = shadow(hypotenuse, [1.1, 0.3], float8_e4m3fn);
    expect(twin[0]).toBe(x * x + y * y);
    const squares = [x * x, y * y].map((v) => roundTo(v, float8_e4m3fn));
    expect(values[0]).toBe(roundTo(squares[0] + squares[1], float8_e4m3fn));
    expect(errors[0]).toBe(values[0] - twin[0]);
  });

  it("sees in double-double what float64 loses", () => {
    const { values, twin, errors, correctBits } = shadow(cancelling, [2 ** 60], float64);
    expect([values[0], twin[0], errors[0], correctBits]).toEqual([0, 1, -1, 0]);
    // 2⁵³ + 1 is a tie in float64, and 2⁻⁵² is invisible beside a twin of float64
    const { errors: fine } = shadow(hypotenuse, [1 + 2 ** -52, 0], float64);
    expect(fine[0]).toBe(-(2 ** -104));
  });

  it("finds no error where nothing was rounded", () => {
    const { errors, correctBits } = shadow(hypotenuse, [3, 4], float32);
    expect(errors[0]).toBe(0);
    expect(correctBits).toBe(Infinity);
  });

  it("has no outputs for a program without", () => {
    expect(shadow(() => [], [1, 2], float32).values.length).toBe(0);
  });
});
