import { describe, expect, it } from "vitest";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import {
  type FloatFormat,
  type FloatFormatOptions,
  floatFormat,
  requireFormat,
} from "../../lib/precision/formats/format.js";
import { float8_e8m0fnu, float16, formats } from "../../lib/precision/formats/formats.js";
import { finiteValues } from "../../lib/precision/formats/neighbours.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const base: FloatFormatOptions = { name: "f", significandBits: 4, maxExponent: 7 };
const made = (more: Partial<FloatFormatOptions>) => (): FloatFormat =>
  floatFormat({ ...base, ...more });

describe("floatFormat", () => {
  it("fills in what IEEE 754 has", () => {
    expect(floatFormat(base)).toEqual({
      name: "f",
      label: "f",
      significandBits: 4,
      minExponent: -6,
      maxExponent: 7,
      maxFinite: 240,
      lowest: -240,
      subnormals: "kept",
      zero: "signed",
      infinities: true,
      nan: true,
      overflow: "infinity",
    });
  });
  it("overflows to what the format has", () => {
    expect(floatFormat({ ...base, infinities: false }).overflow).toBe("nan");
    expect(floatFormat({ ...base, infinities: false, nan: false }).overflow).toBe("saturate");
    expect(floatFormat({ ...base, overflow: "saturate" }).overflow).toBe("saturate");
  });
  it("gives a format for any range, both ends free, and any largest number in it", () => {
    const range = { minExponent: 10, maxExponent: 11, maxFinite: 2 ** 11 * 1.25 };
    const format = floatFormat({ ...base, ...range, significandBits: 3 });
    expect([...finiteValues(format, { from: 0 })]).toEqual([
      0, 256, 512, 768, 1024, 1280, 1536, 1792, 2048, 2560,
    ]);
    expect(roundTo(1100, format)).toBe(1024);
    expect(roundTo(2815.9, format)).toBe(2560);
    expect(roundTo(2816, format)).toBe(Infinity); // a tie between 5·512 and the 6·512 it has not
  });
  it("accepts every named format again, as a literal too", () => {
    for (const format of formats) {
      expect(floatFormat(format)).toEqual(format);
      expect(() => requireFormat({ ...format, name: "copy" }, "test")).not.toThrow();
    }
  });
  it.each<[string, Partial<FloatFormatOptions>, string]>([
    ["p = 0", { significandBits: 0 }, "significandBits must be an integer in 1..53, got 0"],
    ["p = 54", { significandBits: 54 }, "significandBits must be an integer in 1..53, got 54"],
    ["p = 2.5", { significandBits: 2.5 }, "significandBits must be an integer in 1..53, got 2.5"],
    ["p = NaN", { significandBits: NaN }, "significandBits must be an integer in 1..53, got NaN"],
    [
      "an exponent range that is empty",
      { minExponent: 8 },
      "minExponent must be an integer from -1022 to maxExponent = 7, got 8",
    ],
    [
      "an exponent below a double's",
      { minExponent: -1023 },
      "minExponent must be an integer from -1022 to maxExponent = 7, got -1023",
    ],
    [
      "an exponent above a double's",
      { maxExponent: 1024 },
      "maxExponent must be an integer in -1022..1023, got 1024",
    ],
    [
      "an exponent that is no integer",
      { minExponent: -6.5 },
      "minExponent must be an integer from -1022 to maxExponent = 7, got -6.5",
    ],
    [
      "a largest number of too many bits",
      { maxFinite: 241 },
      "maxFinite must be one of its finite numbers (4 bits, exponent at most 7), got 241",
    ],
    [
      "a largest number of too large an exponent",
      { maxFinite: 256 },
      "maxFinite must be one of its finite numbers (4 bits, exponent at most 7), got 256",
    ],
    [
      "an infinite largest number",
      { maxFinite: Infinity },
      "maxFinite must be one of its finite numbers (4 bits, exponent at most 7), got Infinity",
    ],
    [
      "a lowest number between two",
      { lowest: -17 },
      "lowest must be one of its finite numbers (4 bits, exponent at most 7), got -17",
    ],
    [
      "a lowest number −0",
      { lowest: -0 },
      "lowest must be one of its finite numbers (4 bits, exponent at most 7), got -0",
    ],
    [
      "a subnormal limit without subnormals",
      { maxFinite: 2 ** -7, subnormals: "flushed" },
      `maxFinite must be one of its finite numbers (4 bits, exponent at most 7), got ${2 ** -7}`,
    ],
    [
      "nothing above 0",
      { maxFinite: 0, lowest: -1 },
      "maxFinite must be > 0 and > lowest, got 0 and -1",
    ],
    [
      "a lowest number above a zero",
      { lowest: 1 },
      'lowest must be > 0 if zero is "none", and only then, got 1 and "signed"',
    ],
    [
      "negative numbers without a zero",
      { zero: "none" },
      'lowest must be > 0 if zero is "none", and only then, got -240 and "none"',
    ],
    ["too few bits", { bits: 7 }, "its 243 values do not fit in 7 bits"],
    [
      "too few bits by one value",
      { ...fixedPoint(8, 4), bits: 7 },
      "its 256 values do not fit in 7 bits",
    ],
    ["bits that are no integer", { bits: 8.5 }, "bits must be an integer in 2..64, got 8.5"],
    ["too many bits", { bits: 65 }, "bits must be an integer in 2..64, got 65"],
    [
      "overflow to an infinity it lacks",
      { infinities: false, overflow: "infinity" },
      "it has no infinity to overflow to",
    ],
    ["overflow to a NaN it lacks", { nan: false, overflow: "nan" }, "it has no NaN to overflow to"],
    [
      "wrapping with several spacings",
      { overflow: "wrap" },
      "only a format of equal spacing with a zero can wrap around",
    ],
    [
      "wrapping without the numbers about 0",
      { overflow: "wrap", minExponent: 7, subnormals: "rounded" },
      "only a format of equal spacing with a zero can wrap around",
    ],
    [
      "wrapping more numbers than doubles count",
      { overflow: "wrap", significandBits: 53, minExponent: 7 },
      "it has too many numbers to wrap around, expected at most 2^53 and all of them below 2^1023",
    ],
    [
      "an overflow nobody knows",
      { overflow: "clip" as "wrap" },
      'overflow must be "infinity", "nan", "saturate" or "wrap", got the text "clip"',
    ],
    [
      "subnormals nobody knows",
      { subnormals: true as unknown as "kept" },
      'subnormals must be "kept", "flushed" or "rounded", got true',
    ],
    [
      "a zero nobody knows",
      { zero: "two" as "none" },
      'zero must be "signed", "unsigned" or "none", got the text "two"',
    ],
    [
      "a flag that is none",
      { nan: "yes" as unknown as boolean },
      'nan must be true or false, got the text "yes"',
    ],
  ])("refuses %s, saying what was got and what was expected", (_, more, text) => {
    expect(made(more)).toThrow(new RangeError(`floatFormat: format ${more.name ?? "f"}: ${text}`));
  });
  it("refuses what are no parameters at all", () => {
    for (const [wrong, text] of [
      [undefined, "undefined"],
      ["float16", 'the text "float16"'],
    ])
      expect(() => floatFormat(wrong as unknown as FloatFormatOptions)).toThrow(
        new TypeError(
          'floatFormat: options must be an object such as { name: "e4m2", significandBits: 3, ' +
            `maxExponent: 7 }, got ${text}`,
        ),
      );
    expect(() => floatFormat({} as FloatFormatOptions)).toThrow(
      new RangeError(
        "floatFormat: format without a name: significandBits must be an integer in 1..53, got undefined",
      ),
    );
  });
  it("counts codes exactly: the named formats fit in their bits, and none of 8 or less in fewer", () => {
    for (const format of formats) {
      const { bits = 64, name } = format;
      if (bits > 8) continue;
      expect(() => floatFormat({ ...format, bits: bits - 1 }), name).toThrow(
        "values do not fit in",
      );
    }
    expect(() => floatFormat({ ...float8_e8m0fnu, bits: 7 })).toThrow(
      "floatFormat: format float8_e8m0fnu: its 256 values do not fit in 7 bits",
    );
    expect(() => floatFormat({ ...float16, subnormals: "flushed", bits: 15 })).toThrow(
      "its 61445 values do not fit in 15 bits",
    );
  });
});

describe("requireFormat", () => {
  it("names the caller and what was got", () => {
    for (const [wrong, text] of [
      ["float16", 'the text "float16"'],
      [undefined, "undefined"],
      [{ name: "x" }, '{"name":"x"}'],
      [[16], "[16]"],
    ])
      expect(() => requireFormat(wrong as unknown as FloatFormat, "caller")).toThrow(
        new TypeError(`caller: format is ${text}, expected a FloatFormat such as float16`),
      );
  });
});
