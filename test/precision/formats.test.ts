import { describe, expect, it } from "vitest";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e5m2,
  float16,
  float32,
  float64,
  formatNamed,
  formats,
  significandBits,
} from "../../lib/precision/formats.js";

describe("formats", () => {
  it("have the constants of their standards", () => {
    expect([float64.maxFinite, float64.minExponent]).toEqual([Number.MAX_VALUE, -1022]);
    expect([float32.maxFinite, float32.minExponent]).toEqual([3.4028234663852886e38, -126]);
    expect([bfloat16.maxFinite, bfloat16.minExponent]).toEqual([3.3895313892515355e38, -126]);
    expect([float16.maxFinite, float16.minExponent]).toEqual([65504, -14]);
    expect([float8_e5m2.maxFinite, float8_e5m2.minExponent]).toEqual([57344, -14]);
    expect([float8_e4m3fn.maxFinite, float8_e4m3fn.minExponent]).toEqual([448, -6]);
  });
  it("fill their storage: sign, exponent and p - 1 fraction bits", () => {
    for (const { bits, maxExponent, minExponent, significandBits: p } of formats) {
      const exponents = maxExponent - minExponent + 1;
      expect(1 + Math.ceil(Math.log2(exponents + 1)) + p - 1).toBe(bits);
    }
  });
  it("are found by name", () => {
    for (const format of formats) expect(formatNamed(format.name)).toBe(format);
    for (let p = 1; p <= 53; p++) expect(formatNamed(`p${p}`)).toEqual(significandBits(p));
  });
  it("are data: they survive structured cloning", () => {
    for (const format of formats) expect(structuredClone(format)).toEqual(format);
  });
  it("of p bits have the range of float64 and no storage width", () => {
    const { name: _n, label: _l, bits: _b, ...same } = float64;
    const { name, label: _, ...data } = significandBits(53);
    expect(name).toBe("p53");
    expect(data).toEqual(same);
    expect(significandBits(1).maxFinite).toBe(2 ** 1023);
  });
  it("that do not exist are refused with the list of those that do", () => {
    for (const name of ["", "float", "p0", "p54", "p08", "P8", "toString"])
      expect(() => formatNamed(name)).toThrow(
        `formatNamed: no format "${name}"; there are float64`,
      );
    for (const p of [0, 54, 1.5, NaN, -1])
      expect(() => significandBits(p)).toThrow(
        `significandBits: p must be an integer in 1..53, got ${p}`,
      );
  });
});
