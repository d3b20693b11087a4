import { describe, expect, it } from "vitest";
import {
  bfloat16,
  float4_e2m1fn,
  float6_e2m3fn,
  float6_e3m2fn,
  float8_e3m4,
  float8_e4m3,
  float8_e4m3fn,
  float8_e4m3fnuz,
  float8_e5m2,
  float8_e5m2fnuz,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  formatNamed,
  formats,
  significandBits,
  tf32,
} from "../../lib/precision/formats/formats.js";
import { finiteValues } from "../../lib/precision/formats/neighbours.js";

describe("formats", () => {
  it("have the constants of their standards: largest, smallest normal, smallest number", () => {
    // the lines of ml_dtypes' finfo, of IEEE 754 and of OCP's specifications
    const constants = formats.map(({ name, maxFinite, minExponent, significandBits: p }) => [
      name,
      maxFinite,
      2 ** minExponent,
      2 ** (minExponent - p + 1),
    ]);
    expect(constants).toEqual([
      ["float64", Number.MAX_VALUE, 2.2250738585072014e-308, Number.MIN_VALUE],
      ["float32", 3.4028234663852886e38, 1.1754943508222875e-38, 1.401298464324817e-45],
      ["tf32", 3.4011621342146535e38, 1.1754943508222875e-38, 1.1479437019748901e-41],
      ["float16", 65504, 0.00006103515625, 2 ** -24],
      ["bfloat16", 3.3895313892515355e38, 1.1754943508222875e-38, 9.183549615799121e-41],
      ["float8_e3m4", 15.5, 0.25, 0.015625],
      ["float8_e4m3fn", 448, 0.015625, 0.001953125],
      ["float8_e4m3", 240, 0.015625, 0.001953125],
      ["float8_e4m3fnuz", 240, 0.0078125, 0.0009765625],
      ["float6_e2m3fn", 7.5, 1, 0.125],
      ["float8_e5m2", 57344, 0.00006103515625, 0.0000152587890625],
      ["float8_e5m2fnuz", 57344, 0.000030517578125, 0.00000762939453125],
      ["float6_e3m2fn", 28, 0.25, 0.0625],
      ["float4_e2m1fn", 6, 1, 0.5],
      ["float8_e8m0fnu", 1.7014118346046923e38, 5.877471754111438e-39, 5.877471754111438e-39],
    ]);
  });
  it("fill their storage: every code is a number, an infinity or NaN, but for NaN's spare ones", () => {
    const spare: Record<string, number> = {}; // codes beyond one of NaN
    for (const format of formats.filter(({ bits = 64 }) => bits <= 16)) {
      const zeros = { signed: 2, unsigned: 1, none: 0 }[format.zero];
      const nonzero = finiteValues(format).filter((v) => v !== 0).length;
      const values = nonzero + zeros + (format.infinities ? 2 : 0) + (format.nan ? 1 : 0);
      spare[format.name] = 2 ** (format.bits as number) - values;
    }
    expect(spare).toEqual({
      float16: 2 * 1023 - 1,
      bfloat16: 2 * 127 - 1,
      float8_e3m4: 2 * 15 - 1,
      float8_e4m3: 2 * 7 - 1,
      float8_e5m2: 2 * 3 - 1,
      float8_e4m3fn: 1,
      float8_e4m3fnuz: 0,
      float8_e5m2fnuz: 0,
      float8_e8m0fnu: 0,
      float6_e2m3fn: 0,
      float6_e3m2fn: 0,
      float4_e2m1fn: 0,
    });
  });
  it("of IEEE 754's pattern are sign, exponent and p - 1 fraction bits wide", () => {
    for (const format of [float64, float32, tf32, float16, bfloat16, float8_e3m4, float8_e5m2]) {
      const { bits, maxExponent, minExponent, significandBits: p } = format;
      // beside the binades' codes one for zero and subnormals, one for infinity and NaN
      expect(1 + Math.log2(maxExponent - minExponent + 3) + p - 1).toBe(bits);
      expect(minExponent).toBe(1 - maxExponent);
    }
  });
  it("overflow to infinity, to NaN without one, and saturate without either", () => {
    for (const { infinities, nan, overflow } of formats)
      expect(overflow).toBe(infinities ? "infinity" : nan ? "nan" : "saturate");
    expect([float8_e4m3fn, float8_e4m3].map((f) => f.overflow)).toEqual(["nan", "infinity"]);
    const saturating = formats.filter((f) => f.overflow === "saturate");
    expect(saturating).toEqual([float6_e2m3fn, float6_e3m2fn, float4_e2m1fn]);
  });
  it("have a zero of either sign, but for the fnuz formats with one and the scale with none", () => {
    const special = formats.filter((f) => f.zero !== "signed").map((f) => [f, f.zero]);
    expect(special).toEqual([
      [float8_e4m3fnuz, "unsigned"],
      [float8_e5m2fnuz, "unsigned"],
      [float8_e8m0fnu, "none"],
    ]);
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
    for (const name of [
      "",
      "float",
      "p0",
      "p54",
      "p08",
      "P8",
      "toString",
      "fixed08_4",
      "fixed8_-0",
      "fixed8",
    ])
      expect(() => formatNamed(name)).toThrow(
        `formatNamed: no format "${name}"; there are float64`,
      );
    for (const p of [0, 54, 1.5, NaN, -1])
      expect(() => significandBits(p)).toThrow(
        `significandBits: p must be an integer in 1..53, got ${p}`,
      );
  });
});
