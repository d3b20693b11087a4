import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  bitFields,
  decode,
  decodeArray,
  encode,
  encodeArray,
} from "../../lib/precision/codes/encode.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
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
  formats,
  significandBits,
  tf32,
} from "../../lib/precision/formats/formats.js";
import { finiteValues } from "../../lib/precision/formats/neighbours.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const golden = new URL("../fixtures/codes/float16.txt", import.meta.url);
const [digest, ...lines] = readFileSync(golden, "utf8").trim().split("\n");

/** A number as 16 hexadecimal digits, every NaN the same. */
function hexOf(x: number): string {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  return Number.isNaN(x) ? "7ff8000000000000" : view.getBigUint64(0).toString(16).padStart(16, "0");
}

const custom: readonly FloatFormat[] = [
  floatFormat({ name: "e5m6", significandBits: 7, maxExponent: 15, bits: 12 }),
  floatFormat({ name: "p1", significandBits: 1, maxExponent: 7, nan: false, bits: 5 }),
  floatFormat({
    ...{ name: "unsigned e5m3", significandBits: 4, minExponent: -14, maxExponent: 16, bits: 8 },
    ...{ maxFinite: 1.75 * 2 ** 16, lowest: 0, zero: "unsigned", infinities: false },
  }),
  // IEEE P3109's binary8p4: one zero, one NaN in its place, infinities at the ends.
  floatFormat({
    ...{ name: "binary8p4", significandBits: 4, minExponent: -7, maxExponent: 7, bits: 8 },
    ...{ maxFinite: 224, zero: "unsigned" },
  }),
];
const fixed = [
  fixedPoint(8, 4),
  fixedPoint(8, 6),
  fixedPoint(16, -3),
  fixedPoint(5, 9, { signed: false }),
  fixedPoint(8, 4, { overflow: "wrap" }),
];
const small = [...formats, ...custom, ...fixed].filter(({ bits = 64 }) => bits <= 16);

describe("the codes of a format", () => {
  it.each(small)(
    "$name: every one is decoded and encoded again, NaN to the canonical",
    (format) => {
      const bits = format.bits as number;
      const seen = new Set<number>();
      for (let code = 0; code < 2 ** bits; code++) {
        const x = decode(code, format);
        const again = encode(x, format);
        if (Number.isNaN(x)) expect(encode(decode(again, format), format)).toBe(again);
        else if (again !== code) throw new Error(`${code} is ${x}, and that is ${again}`);
        if (Number.isFinite(x)) seen.add(x);
      }
      // 0 and −0 are one key of a set; all other numbers are there once.
      expect(seen.size).toBe(finiteValues(format).length);
      for (const x of finiteValues(format)) expect(seen.has(x)).toBe(true);
    },
  );

  it("of float16 are those of NumPy and of Python's struct, all 65,536", () => {
    const values = decodeArray(
      Uint16Array.from({ length: 65536 }, (_, code) => code),
      float16,
    );
    const bytes = new DataView(new ArrayBuffer(8 * 65536));
    values.forEach((x, i) => {
      bytes.setBigUint64(8 * i, BigInt(`0x${hexOf(x)}`));
    });
    expect(createHash("sha256").update(bytes).digest("hex")).toBe(digest);
    expect(lines.length).toBeGreaterThan(600);
    for (const line of lines) {
      const [code, double] = line.split(" ");
      expect(`${code} ${hexOf(decode(Number.parseInt(code, 16), float16))}`).toBe(
        `${code} ${double}`,
      );
    }
  });

  it("of bfloat16 and tf32 are the upper bits of a binary32, all of them", () => {
    const view = new DataView(new ArrayBuffer(4));
    for (const [format, shift] of [
      [bfloat16, 16],
      [tf32, 13],
    ] as const)
      for (let code = 0; code < 2 ** (32 - shift); code++) {
        view.setUint32(0, code * 2 ** shift);
        const x = view.getFloat32(0);
        const got = decode(code, format);
        if (!Object.is(got, x)) throw new Error(`${format.name} ${code}: ${got}, expected ${x}`);
        if (!Number.isNaN(x) && encode(x, format) !== code) throw new Error(`${code} of ${x}`);
      }
  });

  it("of float32 and float64 are those of the machine", () => {
    const view = new DataView(new ArrayBuffer(8));
    fc.assert(
      fc.property(fc.double(), fc.float(), (x, y) => {
        view.setFloat64(0, x);
        if (!Number.isNaN(x))
          expect(encodeArray(Float64Array.of(x), float64)[0]).toBe(view.getBigUint64(0));
        view.setFloat32(0, y);
        if (!Number.isNaN(y)) expect(encode(y, float32)).toBe(view.getUint32(0));
        expect(decode(encode(y, float32), float32)).toBe(y);
        expect(decodeArray(encodeArray(Float64Array.of(x), float64), float64)[0]).toBe(x);
      }),
      { numRuns: 5000 },
    );
  });
});

/** From the tables of the specifications: code ⇒ number. */
const published: readonly [string, FloatFormat, Readonly<Record<string, number>>][] = [
  [
    "OCP OFP8 E4M3",
    float8_e4m3fn,
    {
      ...{ "0 0000 000": 0, "1 0000 000": -0, "0 1111 110": 448, "1 1111 110": -448 },
      ...{ "0 0001 000": 2 ** -6, "0 0000 111": 0.875 * 2 ** -6, "0 0000 001": 2 ** -9 },
      ...{ "0 1111 111": NaN, "1 1111 111": NaN, "0 0111 000": 1 },
    },
  ],
  [
    "OCP OFP8 E5M2",
    float8_e5m2,
    {
      ...{ "0 11111 00": Infinity, "1 11111 00": -Infinity, "0 00000 00": 0, "1 00000 00": -0 },
      ...{ "0 11111 01": NaN, "0 11111 10": NaN, "0 11111 11": NaN, "1 11111 01": NaN },
      ...{ "0 11110 11": 57344, "0 00001 00": 2 ** -14, "0 00000 11": 0.75 * 2 ** -14 },
      ...{ "0 00000 01": 2 ** -16, "1 00000 01": -(2 ** -16) },
    },
  ],
  [
    "OCP MX E3M2",
    float6_e3m2fn,
    {
      ...{ "0 111 11": 28, "1 111 11": -28, "0 001 00": 0.25, "0 000 11": 0.1875 },
      ...{ "0 000 01": 0.0625, "0 000 00": 0, "1 000 00": -0 },
    },
  ],
  [
    "OCP MX E2M3",
    float6_e2m3fn,
    {
      ...{ "0 11 111": 7.5, "1 11 111": -7.5, "0 01 000": 1, "0 00 111": 0.875 },
      ...{ "0 00 001": 0.125, "0 00 000": 0, "1 00 000": -0 },
    },
  ],
  [
    "OCP MX E2M1",
    float4_e2m1fn,
    { "0 11 1": 6, "1 11 1": -6, "0 01 0": 1, "0 00 1": 0.5, "0 00 0": 0, "1 00 0": -0 },
  ],
  [
    "OCP MX INT8",
    fixedPoint(8, 6),
    { "01111111": 1 + 63 / 64, "10000001": -1 - 63 / 64, "01000000": 1, "00000001": 2 ** -6 },
  ],
  [
    "OCP MX E8M0",
    float8_e8m0fnu,
    { "00000000": 2 ** -127, "01111111": 1, "11111110": 2 ** 127, "11111111": NaN },
  ],
  [
    "E4M3 with one zero",
    float8_e4m3fnuz,
    {
      ...{ "0 1111 111": 240, "1 1111 111": -240, "0 0000 000": 0, "1 0000 000": NaN },
      ...{ "0 0001 000": 2 ** -7, "0 0000 001": 2 ** -10, "0 1000 000": 1 },
    },
  ],
  [
    "E5M2 with one zero",
    float8_e5m2fnuz,
    {
      ...{ "0 11111 11": 57344, "0 00000 00": 0, "1 00000 00": NaN, "0 10000 00": 1 },
      ...{ "0 00001 00": 2 ** -15, "0 00000 01": 2 ** -17 },
    },
  ],
  [
    "E4M3 of IEEE 754's pattern",
    float8_e4m3,
    {
      ...{ "0 1110 111": 240, "0 1111 000": Infinity, "1 1111 000": -Infinity },
      ...{ "0 1111 001": NaN, "1 1111 111": NaN, "0 0001 000": 2 ** -6, "0 0000 001": 2 ** -9 },
    },
  ],
  [
    "E3M4 of IEEE 754's pattern",
    float8_e3m4,
    { "0 110 1111": 15.5, "0 111 0000": Infinity, "0 001 0000": 0.25, "0 000 0001": 2 ** -6 },
  ],
  [
    "P3109 binary8p4",
    custom[3],
    {
      ...{ "0 1111 111": Infinity, "1 1111 111": -Infinity, "1 0000 000": NaN },
      ...{ "0 1111 110": 224, "0 1000 000": 1, "0 0000 001": 2 ** -10 },
    },
  ],
];

describe("the layout is derived and agrees with what is published", () => {
  it.each(published)("%s", (_, format, table) => {
    for (const [text, x] of Object.entries(table)) {
      const code = Number.parseInt(text.replaceAll(" ", ""), 2);
      expect([text, decode(code, format)]).toEqual([text, x]);
      if (Number.isNaN(x)) continue;
      expect([text, encode(x, format)]).toEqual([text, code]);
      const { sign, exponent, fraction } = bitFields(x, format);
      if (text.includes(" ")) expect(`${sign} ${exponent} ${fraction}`).toBe(text);
      else expect(sign + exponent + fraction).toBe(text);
    }
  });

  it("gives the quiet, positive NaN, or the only one", () => {
    const codes = [float16, float32, bfloat16, float8_e5m2, float8_e4m3fn, float8_e4m3fnuz].map(
      (format) => encode(NaN, format),
    );
    expect(codes).toEqual([0x7e00, 0x7fc00000, 0x7fc0, 0x7e, 0x7f, 0x80]);
    expect(encodeArray(Float64Array.of(NaN), float64)[0]).toBe(0x7ff8000000000000n);
  });

  it("writes fields that are the code in base 2 side by side, at 64 bits too", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        const { sign, exponent, fraction } = bitFields(x, float64);
        expect([sign.length, exponent.length, fraction.length]).toEqual([1, 11, 52]);
        const [code] = encodeArray(Float64Array.of(x), float64);
        expect(BigInt(`0b${sign}${exponent}${fraction}`)).toBe(code);
      }),
    );
    expect(bitFields(-0.75, fixedPoint(4, 2))).toEqual({
      sign: "1",
      exponent: "",
      fraction: "101",
    });
    expect(bitFields(3, fixedPoint(4, 1, { signed: false }))).toEqual({
      ...{ sign: "", exponent: "", fraction: "0110" },
    });
  });
});

describe("encoding refuses", () => {
  it("what is no number of the format, saying to what it would round", () => {
    expect(() => encode(0.1, float8_e4m3fn)).toThrow(
      /^encode: 0.1 is no number of float8_e4m3fn; round it first: roundTo gives 0.1015625$/,
    );
    expect(() => encode(Infinity, float8_e4m3fn)).toThrow("roundTo gives NaN");
    expect(() => encode(-1e-9, float16)).toThrow("roundTo gives -0");
    expect(() => encode(NaN, float4_e2m1fn)).toThrow(
      "encode: NaN is no number of float4_e2m1fn; and rounding gives none",
    );
    expect(() => encode(0, float8_e8m0fnu)).toThrow("0 is no number of float8_e8m0fnu");
    expect(() => encode(8, fixedPoint(8, 4))).toThrow("roundTo gives 7.9375");
    expect(() => encode(65536, float16)).toThrow(RangeError);
    expect(() => encodeArray(Float64Array.of(1, 0.3), float16)).toThrow(
      /^encodeArray: 0.3 is no number of float16 in element 1; /,
    );
  });

  it("whatever rounding would change, and nothing else", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...small),
        fc.oneof(
          fc.double(),
          fc.double({ min: -20, max: 20 }),
          fc.integer().map((n) => n / 64),
        ),
        (format, x) => {
          const rounded = roundTo(x, format);
          const fits = rounded === x || (Number.isNaN(x) && format.nan);
          if (fits) expect(decode(encode(x, format), format)).toBe(rounded);
          else expect(() => encode(x, format)).toThrow(RangeError);
        },
      ),
      { numRuns: 5000 },
    );
  });

  it("codes that are none", () => {
    for (const code of [-1, 256, 0.5, NaN, Infinity])
      expect(() => decode(code, float8_e5m2)).toThrow(
        `decode: a code of float8_e5m2 is an integer in 0..255, got ${code}`,
      );
    expect(() => decodeArray(Uint8Array.of(3, 64), float6_e2m3fn)).toThrow(
      "decodeArray: a code of float6_e2m3fn has 6 bits, got 64 in element 1",
    );
  });

  it("single codes of more than 53 bits, and formats without codes", () => {
    expect(() => encode(1, float64)).toThrow(/^encode: codes of 64 bits .* encodeArray/);
    expect(() => decode(1, float64)).toThrow(/^decode: codes of 64 bits .* decodeArray/);
    expect(() => encode(1, significandBits(8))).toThrow("encode: p8 has no codes");
    expect(() => encode(1, "float16" as never)).toThrow(TypeError);
  });

  it("formats whose numbers do not fit their bits", () => {
    const crowded = { significandBits: 4, minExponent: -6, maxExponent: 8, maxFinite: 480 };
    const off = { infinities: false, nan: true, zero: "signed", bits: 8 } as const;
    expect(() => encode(1, { ...float8_e4m3fn, ...crowded, ...off })).toThrow(RangeError);
    const wide = floatFormat({ name: "wide", significandBits: 2, maxExponent: 1, bits: 64 });
    expect(() => encodeArray(Float64Array.of(1), wide)).toThrow(
      "encodeArray: wide cannot be laid out in 64 bits: 1 for the sign and 1 for the fraction " +
        "leave 62 for the exponent, expected 1..32",
    );
    const oneSided = { ...float16, name: "one-sided", lowest: 0, zero: "unsigned" } as const;
    expect(() => encode(1, oneSided)).toThrow("without a sign bit, -Infinity has no code");
    const signless = { ...float8_e4m3fn, name: "signless", lowest: 0 };
    expect(() => encode(0, signless)).toThrow("without a sign bit, -0 has no code");
    const unsignedFraction = fixedPoint(8, 0, { signed: false });
    expect(() => encode(1, { ...unsignedFraction, lowest: -1 })).toThrow(RangeError);
  });

  it("codes that stand for nothing in a format that leaves some unused", () => {
    const short = floatFormat({ ...float8_e4m3, name: "short", maxFinite: 224 });
    expect(decode(0x76, short)).toBe(224);
    expect(() => decode(0x77, short)).toThrow("decode: the code 119 stands for no number of short");
  });
});

describe("arrays of codes", () => {
  it("are as narrow as the format's bits allow", () => {
    const one = Float64Array.of(1);
    expect(encodeArray(one, float4_e2m1fn)).toEqual(Uint8Array.of(2));
    expect(encodeArray(one, float16)).toEqual(Uint16Array.of(0x3c00));
    expect(encodeArray(one, tf32)).toEqual(Uint32Array.of(0x1fc00));
    expect(encodeArray(one, float64)).toEqual(BigUint64Array.of(0x3ff0000000000000n));
    expect(encodeArray(one, fixedPoint(53, 0))).toEqual(BigUint64Array.of(1n));
    expect(encodeArray(new Float64Array(0), float16)).toEqual(new Uint16Array(0));
    expect(encodeArray(Float32Array.of(-2), float8_e4m3fn)).toEqual(Uint8Array.of(0xc0));
  });

  it("are typed arrays, nothing else", () => {
    expect(() => decodeArray(Float64Array.of(1.5) as never, float16)).toThrow(
      /^decodeArray: codes must be one of Uint8Array, .*, got Float64Array$/,
    );
    expect(() => encodeArray([1] as never, float16)).toThrow(
      "encodeArray: values must be one of Float64Array, Float32Array, got Array",
    );
  });

  it("agree with single codes", () => {
    for (const format of [...small, tf32, float32, fixedPoint(40, 7)]) {
      const values = Float64Array.from({ length: 200 }, (_, i) =>
        roundTo((format.lowest >= 0 ? 1 : (-1) ** i) * 1.37 ** ((i % 40) - 20), format),
      );
      const codes = encodeArray(values, format);
      expect([...codes].map(Number)).toEqual([...values].map((x) => encode(x, format)));
      expect(decodeArray(codes, format)).toEqual(values);
    }
  });

  it("refuse meaningless codes in long arrays too, and only those", () => {
    const short = floatFormat({ ...float8_e4m3, name: "short", maxFinite: 224 });
    const codes = new Uint8Array(1000).fill(0x76);
    expect(decodeArray(codes, short)).toEqual(new Float64Array(1000).fill(224));
    codes[999] = 0x77;
    expect(() => decodeArray(codes, short)).toThrow(
      "decodeArray: the code 119 stands for no number of short in element 999",
    );
    codes[999] = 0x7c;
    expect(decodeArray(codes, short)[999]).toBe(NaN);
  });

  it("read −0 as 0 where there is one zero, and flushed subnormals as zeros", () => {
    expect(encode(-0, float8_e4m3fnuz)).toBe(0);
    expect(encode(-0, fixedPoint(8, 4))).toBe(0);
    const flushed: FloatFormat = { ...float16, name: "flushed", subnormals: "flushed" };
    expect(decode(0x8001, flushed)).toBe(-0);
    expect(() => encode(2 ** -24, flushed)).toThrow(RangeError);
    const none: FloatFormat = { ...float16, name: "none", subnormals: "rounded" };
    expect(() => decode(1, none)).toThrow("stands for no number");
  });
});
