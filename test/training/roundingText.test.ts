import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import {
  float8_e4m3fn,
  float8_e4m3fnuz,
  float8_e5m2,
  float16,
  float32,
  formatNamed,
  formats,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { rounder } from "../../lib/precision/rounding/roundTo.js";
import {
  nearestEvenText,
  operationText,
  roundingTemporaries,
} from "../../lib/training/roundingText.js";

const odd: FloatFormat[] = [
  floatFormat({ name: "flushed", significandBits: 5, maxExponent: 5, subnormals: "flushed" }),
  floatFormat({ name: "rounded", significandBits: 5, maxExponent: 5, subnormals: "rounded" }),
  floatFormat({ name: "p25", significandBits: 25, maxExponent: 127 }),
  floatFormat({ name: "p26", significandBits: 26, maxExponent: 127 }),
  floatFormat({ name: "narrow", significandBits: 25, minExponent: -2, maxExponent: 1 }),
  floatFormat({ name: "wide", significandBits: 9, maxExponent: 1023 }),
  floatFormat({ name: "edge", significandBits: 25, minExponent: -487, maxExponent: 510 }),
  floatFormat({ name: "high", significandBits: 4, minExponent: 1, maxExponent: 4 }),
  { ...float32, name: "saturating32", overflow: "saturate" },
  ...["fixed8_4", "fixed8_4_wrap", "ufixed8_4", "fixed16_12", "fixed24_12"].map(formatNamed),
];
const anyFormat = fc.oneof(
  fc.constantFrom(...formats, ...odd),
  fc.integer({ min: 1, max: 53 }).map(significandBits),
);

/** The text of an expression as a function of a and b. */
function compiled(
  text: string,
  scope: Readonly<Record<string, unknown>>,
): (a: number, b: number) => number {
  const body = `return (a, b) => { ${roundingTemporaries} return ${text}; };`;
  return new Function(...Object.keys(scope), body)(...Object.values(scope));
}

const binary = ["add", "subtract", "multiply", "divide"] as const;
const unary = ["squareRoot", "negate", "absolute", "exp", "tanh"] as const;

/** Each operation as text, beside the operation itself. */
function pairsOf(format: FloatFormat) {
  const own = operations(format);
  const text = operationText(format, true);
  const scope: Record<string, unknown> = { fl: rounder(format) };
  for (const [name, member] of Object.entries(own)) scope[`fl_${name}`] = member;
  return [
    ...binary.map((name) => ({
      name,
      text: compiled(text(name, ["a", "b"]), scope),
      operation: own[name],
    })),
    ...unary.map((name) => ({
      name,
      text: compiled(text(name, ["a"]), scope),
      operation: own[name] as (a: number, b: number) => number,
    })),
  ];
}

describe("rounding as text", () => {
  it("is the rounder, for every format and every double", () => {
    fc.assert(
      fc.property(anyFormat, fc.double(), fc.integer({ min: -60, max: 60 }), (format, x, scale) => {
        const fl = rounder(format);
        const text = compiled(nearestEvenText(format)("a"), { fl });
        const least = 2 ** format.minExponent;
        const values = [x, x * 2 ** -1000 * 2 ** scale * 2 ** 900, least, least / 2, -least / 4];
        const ties = values.flatMap((y) => [fl(y), fl(y) * (1 + 2 ** -format.significandBits)]);
        for (const y of [...values, ...ties, 0, -0, NaN, Infinity, -Infinity, format.maxFinite])
          expect(text(y, 0)).toBe(fl(y));
      }),
      { numRuns: 2000 },
    );
  });
});

describe("operations as text", () => {
  it("are the correctly rounded ones, for all operands of 8 bits", () => {
    for (const format of [float8_e4m3fn, float8_e5m2, float8_e4m3fnuz, odd[0], odd[1], odd[7]]) {
      const numbers = [NaN, Infinity, -Infinity, 0, -0];
      const unit = 2 ** (format.minExponent - format.significandBits + 1);
      for (let n = 1; n < 2 ** format.significandBits; n++)
        for (let e = 0; n * unit * 2 ** e <= format.maxFinite; e++)
          numbers.push(n * unit * 2 ** e, -n * unit * 2 ** e);
      const held = [...new Set(numbers)].filter((x) => Object.is(rounder(format)(x), x));
      let wrong = 0;
      for (const { text, operation } of pairsOf(format))
        for (const a of held)
          for (const b of held) if (!Object.is(text(a, b), operation(a, b))) wrong++;
      expect(wrong, format.name).toBe(0);
      expect(held.length).toBeGreaterThan(50);
    }
  });
  it("are the correctly rounded ones, near ties too, up to 25 bits, and calls beyond", () => {
    const significand = fc.oneof(
      fc.double({ min: 1, max: 2, noNaN: true }),
      fc.integer({ min: 0, max: 30 }).map((n) => 1 + n * 2 ** -24),
      fc.integer({ min: 0, max: 30 }).map((n) => 2 - n * 2 ** -24),
    );
    const operand = fc.record({
      significand,
      place: fc.double({ min: 0, max: 1, noNaN: true }),
      near: fc.boolean(),
      negative: fc.boolean(),
    });
    fc.assert(
      fc.property(anyFormat, operand, operand, (format, a, b) => {
        const fl = rounder(format);
        const { minExponent, maxExponent, significandBits: p } = format;
        const [from, to] = [minExponent - p, maxExponent + 1];
        const value = ({ significand: s, place, near, negative }: typeof a): number => {
          const spread = near ? -30 + 60 * place : from + (to - from) * place;
          const exponent = Math.min(to, Math.max(from, Math.round(spread)));
          return fl(s * 2 ** Math.max(-1074, exponent) * (negative ? -1 : 1));
        };
        const [x, y] = [value(a), value(b)];
        for (const { name, text, operation } of pairsOf(format))
          expect(text(x, y), `${format.name}: ${name} of ${x} and ${y}`).toBe(operation(x, y));
      }),
      { numRuns: 3000 },
    );
  });
  it("are inlined where that is proved, and only there", () => {
    const inlined = (format: FloatFormat): boolean =>
      !operationText(format, true)("add", ["a", "b"]).startsWith("fl_");
    for (const format of [float8_e4m3fn, float16, float32, odd[2]])
      expect(inlined(format), format.name).toBe(true);
    const low = floatFormat({ name: "low", significandBits: 8, minExponent: -510, maxExponent: 9 });
    for (const format of [low, significandBits(8), odd[3], odd[5], formatNamed("fixed8_4_wrap")])
      expect(inlined(format), format.name).toBe(false);
    expect(operationText(float16, false)("add", ["a", "b"])).toBe("fl_add(a, b)");
  });
});
