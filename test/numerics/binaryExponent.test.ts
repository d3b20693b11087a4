import { expect, it } from "vitest";
import { binaryExponent } from "../../lib/numerics/binaryExponent.js";

it("is the exponent of every power of two, and of the double just below the next", () => {
  for (let e = -1074; e <= 1023; e++) {
    expect(binaryExponent(2 ** e)).toBe(e);
    expect(binaryExponent(-(2 ** e))).toBe(e);
    const last = e < -1021 ? 2 ** (e + 1) - 2 ** -1074 : 2 ** e * (2 - 2 ** -52);
    if (e < 1023) expect(binaryExponent(last)).toBe(e);
  }
  expect(binaryExponent(Number.MAX_VALUE)).toBe(1023);
});

it("has no finite exponent for zero, infinity and NaN", () => {
  expect([0, -0, Infinity, -Infinity, NaN].map(binaryExponent)).toEqual([
    -Infinity,
    -Infinity,
    Infinity,
    Infinity,
    NaN,
  ]);
});
