import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "../../lib/precision/codes/encode.js";
import { decimalText, ulpsText } from "../../lib/precision/explaining/decimalText.js";
import { explain, explainText } from "../../lib/precision/explaining/explain.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  float4_e2m1fn,
  float8_e4m3fn,
  float8_e4m3fnuz,
  float8_e8m0fnu,
  float16,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { neighbours } from "../../lib/precision/formats/neighbours.js";
import { ulp } from "../../lib/precision/formats/ulp.js";
import { type RoundingOptions, roundingModes } from "../../lib/precision/rounding/rounding.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

const e4m3 = float8_e4m3fn;
const key = { seed: 1, step: 2, index: 3 };
const unsigned = fixedPoint(8, 4, { signed: false });
const wrapping = fixedPoint(8, 4, { overflow: "wrap" });
const flushed: FloatFormat = { ...float16, name: "flushed", subnormals: "flushed" };
const flat: FloatFormat = { ...float16, name: "flat", subnormals: "rounded" };

describe("an explanation", () => {
  it("holds everything about one rounding", () => {
    expect(explain(0.1, e4m3)).toEqual({
      ...{ x: 0.1, format: "float8_e4m3fn", mode: "nearest-even", rounded: 0.1015625 },
      ...{ exact: false, bits: { sign: "0", exponent: "0011", fraction: "101" } },
      ...{ significand: 1.625, exponent: -4, below: 0.09375, above: 0.1015625, ulp: 2 ** -7 },
      errorInUlps: (0.1015625 - 0.1) * 2 ** 7,
      rule: "x lies about 0.2 ulp below 0.1015625: nearer than 0.09375.",
    });
  });

  it("agrees with roundTo, neighbours, ulp and encode, and says something, for any number", () => {
    const any = fc.constantFrom(
      ...formats,
      ...[significandBits(5), significandBits(1), fixedPoint(8, 4), unsigned, wrapping],
      ...[flushed, flat, fixedPoint(12, -5)],
    );
    const x = fc.oneof(
      fc.double(),
      fc.double({ min: -600, max: 600 }),
      fc.constantFrom(0, -0, NaN),
    );
    fc.assert(
      fc.property(any, x, fc.constantFrom(...roundingModes), (format, x, rounding) => {
        const options: RoundingOptions = { rounding, key };
        const e = explain(x, format, options);
        expect(e.rounded).toBe(roundTo(x, format, options));
        expect({ below: e.below, above: e.above }).toEqual(neighbours(x, format));
        expect(e.ulp).toBe(ulp(x, format));
        expect(e.rule).toMatch(/^(x|\|x\||The|NaN|Zero|Saturating) .{5,}\.$/);
        expect(e.rule).not.toMatch(/undefined|about 0 ulp|\.\./);
        if (e.exact && !Number.isNaN(x))
          expect(e.rounded).toBe(x + (e.rounded === 0 ? e.rounded : 0));
        // The sentence names what was taken, but for zeros and what is said in words.
        if (!e.exact && e.rounded !== 0) expect(e.rule).toContain(decimalText(e.rounded));
        if (e.bits && (format.bits as number) <= 53)
          expect(Number.parseInt(e.bits.sign + e.bits.exponent + e.bits.fraction, 2)).toBe(
            encode(e.rounded, format),
          );
        if (Number.isFinite(e.rounded)) expect(e.significand * 2 ** e.exponent).toBe(e.rounded);
        expect(explainText(x, format, options)).toContain(e.rule);
      }),
      { numRuns: 5000 },
    );
  });

  it("has no bits where the format has no codes, or none for the result", () => {
    expect(explain(0.1, significandBits(3)).bits).toBeUndefined();
    expect(explain(0.1, significandBits(3))).toMatchObject({ significand: 1.5, exponent: -4 });
    expect(explain(NaN, float4_e2m1fn).bits).toBeUndefined();
    expect(explain(NaN, float16).bits).toEqual({
      sign: "0",
      exponent: "11111",
      fraction: "1000000000",
    });
    const { bits: _, ...wide } = { ...float16, name: "wide" };
    expect(explain(1, { ...wide, bits: 64 }).bits).toBeUndefined();
  });

  it("writes subnormal numbers below 1 and fixed point as integers", () => {
    expect(explain(2 ** -24, float16)).toMatchObject({ significand: 2 ** -10, exponent: -14 });
    expect(explain(-1.3, fixedPoint(8, 4))).toMatchObject({ significand: -21, exponent: -4 });
    expect(explain(0, float16)).toMatchObject({ significand: 0, errorInUlps: 0, exact: true });
  });

  it("refuses what roundTo refuses, in its own name", () => {
    expect(() => explain(1, "float16" as never)).toThrow(/^explain: /);
    expect(() => explain(1, float16, { rounding: "stochastic" })).toThrow(/^explain: .* key/);
    expect(() => explain(1, e4m3, { overflow: "infinity" })).toThrow(/^explain: /);
  });
});

describe("the rule that decided", () => {
  it.each<[number, FloatFormat, RoundingOptions, string]>([
    [1, e4m3, {}, "x is a number of the format: nothing is rounded."],
    [1.03125, e4m3, {}, "x lies 0.25 ulp above 1: nearer than 1.125."],
    [-1.03125, e4m3, {}, "x lies 0.25 ulp below -1: nearer than -1.125."],
    [
      1.0625,
      ...[e4m3, {}],
      "x lies halfway between 1 and 1.125, a tie: the even significand wins (8, not 9): 1.",
    ],
    [
      3,
      ...[significandBits(1), {}],
      "x lies halfway between 2 and 4, a tie: the even significand wins (2, not 1): 4.",
    ],
    [
      -1.0625,
      ...[e4m3, { rounding: "nearest-away" }],
      "x lies halfway between -1 and -1.125, a tie: away from zero: -1.125.",
    ],
    [
      1.0625,
      ...[e4m3, { rounding: "nearest-to-zero" }],
      "x lies halfway between 1 and 1.125, a tie: towards zero: 1.",
    ],
    [
      1.06251,
      ...[e4m3, { rounding: "toward-zero" }],
      "x lies between 1 and 1.125: rounding toward zero takes 1.",
    ],
    [
      -1.06251,
      ...[e4m3, { rounding: "up" }],
      "x lies between -1 and -1.125: rounding up takes the larger one, -1.",
    ],
    [
      1.06251,
      ...[e4m3, { rounding: "down" }],
      "x lies between 1 and 1.125: rounding down takes the smaller one, 1.",
    ],
    [
      1.03,
      ...[e4m3, { rounding: "to-odd" }],
      "x lies between 1 and 1.125: rounding to odd takes the one with an odd significand (9, not 8), 1.125.",
    ],
    [
      2 ** -26,
      ...[float16, {}],
      "|x| is below half the smallest subnormal number, 5.9604644775390625e-8: to zero, keeping the sign.",
    ],
    [
      -(2 ** -25),
      ...[float16, {}],
      "|x| is half the smallest subnormal number, 5.9604644775390625e-8, a tie: zero is even, keeping the sign.",
    ],
    [0.01, ...[fixedPoint(8, 4), {}], "|x| is below half the smallest number, 0.0625: to zero."],
    [
      -(2 ** -26),
      ...[float16, { rounding: "up" }],
      "x lies between 0 and -5.9604644775390625e-8: rounding up takes the larger one, -0, keeping the sign.",
    ],
    [
      2 ** -20,
      ...[flushed, {}],
      "x is subnormal, and this format flushes those to zero, keeping the sign.",
    ],
    [
      2 ** -16,
      ...[flat, {}],
      "|x| is below half the smallest number, 0.00006103515625: to zero, keeping the sign.",
    ],
    [
      470,
      ...[e4m3, {}],
      "x lies more than half an ulp past the largest finite number, 448: overflow gives NaN here.",
    ],
    [
      464,
      ...[e4m3, {}],
      "x lies halfway between 448 and 480 (past the format's end), a tie: the even significand wins (14, not 15): 448.",
    ],
    [456, e4m3, {}, "x lies 0.25 ulp above 448: nearer than 480 (past the format's end)."],
    [
      -65520,
      ...[float16, {}],
      "x lies half an ulp past the largest finite number of its sign, -65504, a tie that goes to -65536: overflow gives -∞ here.",
    ],
    [
      470,
      ...[e4m3, { overflow: "saturate" }],
      "x lies more than half an ulp past the largest finite number, 448: saturating gives 448 here.",
    ],
    [
      500,
      ...[e4m3, { rounding: "toward-zero" }],
      "x lies past the largest finite number, 448: rounding toward zero stops there.",
    ],
    [
      500,
      ...[e4m3, { rounding: "up" }],
      "x lies past the largest finite number, 448, and rounding up would take 512: overflow gives NaN here.",
    ],
    [
      500,
      ...[e4m3, { rounding: "to-odd" }],
      "x lies past the largest finite number, 448: rounding to odd stops there.",
    ],
    [
      -9,
      ...[fixedPoint(8, 4), {}],
      "x lies more than half an ulp past the lowest number, -8: saturating gives -8 here.",
    ],
    [
      -0.3,
      ...[unsigned, {}],
      "x lies more than half an ulp past the lowest number, 0: saturating gives 0 here.",
    ],
    [
      9.03,
      ...[wrapping, {}],
      "x rounds to 9, past the largest finite number, 7.9375: it wraps around to -7.",
    ],
    [
      // Seventeen codes beyond the end: the spacing stays what it is.
      1025.06,
      ...[wrapping, {}],
      "x rounds to 1025.0625, past the largest finite number, 7.9375: it wraps around to 1.0625.",
    ],
    [NaN, float16, {}, "NaN stays NaN."],
    [NaN, float4_e2m1fn, {}, "NaN stays NaN, though this format has no code for it."],
    [Infinity, float16, {}, "The format has infinities: x is unchanged."],
    [Infinity, e4m3, {}, "The format has no infinity: x becomes NaN."],
    [
      -Infinity,
      ...[float4_e2m1fn, {}],
      "Saturating takes infinity to the largest finite number of its sign, -6.",
    ],
    [-0, e4m3, {}, "Zero is a number of the format and keeps its sign."],
    [-0, float8_e4m3fnuz, {}, "The format has one zero: -0 becomes 0."],
    [0, float8_e8m0fnu, {}, "The format has neither zero nor negative numbers: x becomes NaN."],
    [
      -3,
      ...[float8_e8m0fnu, { overflow: "saturate" }],
      "The format has neither zero nor negative numbers: saturating takes x to the smallest number, 2^-127.",
    ],
    [
      2 ** -140,
      ...[float8_e8m0fnu, {}],
      "x lies below the smallest number, and the format has no zero: to 2^-127.",
    ],
  ] as never)("%s in %o", (x, format, options, rule) => {
    expect(explain(x, format, options).rule).toBe(rule);
  });

  it("of stochastic rounding is the probability and what the bits of the key took", () => {
    const { rounded, rule } = explain(1.03125, e4m3, { rounding: "stochastic", key });
    expect(rule).toBe(
      "x lies 0.25 ulp past 1 on the way to 1.125: it goes there with probability 0.25, " +
        `and the random bits of seed 1, step 2, index 3 took ${rounded}.`,
    );
    const cut = explain(1.04, e4m3, { rounding: "stochastic", randomBits: 2, key });
    expect(cut.rule).toContain("with probability 0.25 (the fraction cut to 2 bits), and");
    const equal = explain(1.04, e4m3, { rounding: "stochastic-equal", key });
    expect(equal.rule).toMatch(
      /^x lies between 1 and 1.125: each has probability 0.5, and .* took/,
    );
    const past = explain(500, e4m3, { rounding: "stochastic-equal", key: { seed: 1 } });
    expect(past.rule).toMatch(
      /past the largest finite number, 448, and the random bits would take/,
    );
  });
});

describe("the text", () => {
  it("has a line for each part", () => {
    expect(explainText(0.1, e4m3)).toBe(
      [
        "x ≈ 0.1 in 8-bit (e4m3fn), nearest-even",
        "  rounded  0.1015625 = 1.625 · 2^-4",
        "  bits     0 0011 101  (sign, exponent, fraction)",
        "  below    0.09375",
        "  above    0.1015625",
        "  ulp      0.0078125",
        "  error    +0.2 ulp",
        "  rule     x lies about 0.2 ulp below 0.1015625: nearer than 0.09375.",
      ].join("\n"),
    );
    const six = explainText(6, float4_e2m1fn);
    expect(six).toContain("x = 6 in");
    expect(six).toContain("above    none");
    expect(six).toContain("error    none, exact");
    expect(explainText(-1.25, fixedPoint(8, 4))).toContain("bits     1 1101100  (sign, fraction)");
    expect(explainText(1e9, float16)).toContain("error    not finite");
  });

  it("writes a decimal only if it is exact, else a power of two, else ≈", () => {
    expect(decimalText(2 ** -24)).toBe("5.9604644775390625e-8");
    expect(decimalText(2 ** -127)).toBe("2^-127");
    expect(decimalText(-1.5 * 2 ** -130)).toBe("-1.5·2^-130");
    expect(decimalText(1.75 * 2 ** 1023)).toBe("1.75·2^1023");
    expect(decimalText(5e-324)).toBe("2^-1074");
    expect(decimalText(1.5 * 2 ** -1060)).toBe("1.5·2^-1060");
    expect(decimalText(0.1)).toBe("≈0.1");
    expect(decimalText(1e22)).toBe("1e+22");
    expect(decimalText(123456)).toBe("123456");
    expect(decimalText(-0)).toBe("-0");
    expect([NaN, Infinity, -Infinity].map(decimalText)).toEqual(["NaN", "∞", "-∞"]);
  });

  it("gives decimals that read back as the number, and are exact at every length", () => {
    fc.assert(
      fc.property(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.integer({ min: -60, max: 60 }),
        fc.integer(),
        (x, e, m) => {
          for (const value of [x, m * 2 ** e]) {
            const text = decimalText(value);
            const [head, power] = text.replace("≈", "").split("·2^");
            const plain = /^(-?)2\^(.*)$/.exec(text);
            const read = plain
              ? Number(`${plain[1]}1`) * 2 ** Number(plain[2])
              : Number(head) * 2 ** Number(power ?? 0);
            expect(read).toBe(value);
            if (text.startsWith("≈") || text.includes("^")) continue;
            // Exact: mantissa and exponent of the decimal give m·2^e as integers.
            const [digits, tens = "0"] = text.split("e");
            const [whole, part = ""] = digits.split(".");
            const shift = Number(tens) - part.length;
            const [up, down] = [
              10n ** BigInt(Math.max(shift, 0)),
              10n ** BigInt(Math.max(-shift, 0)),
            ];
            const scaled = BigInt(whole + part) * up * 2n ** 200n;
            const [lo, hi] = [value * 2 ** 100, 2n ** 100n];
            if (Number.isInteger(lo)) expect(scaled).toBe(BigInt(lo) * hi * down);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("never says about 0.5 or about 1 of what only comes close", () => {
    expect(
      [0.25, 0.8, 0.5 + 2 ** -40, 0.5 - 2 ** -40, 1 - 2 ** -40, 2 ** -60].map(ulpsText),
    ).toEqual([
      ...["0.25 ulp", "about 0.8 ulp", "just over 0.5 ulp", "just under 0.5 ulp"],
      ...["just under 1 ulp", "about 8.67e-19 ulp"],
    ]);
  });
});
