import { describe, expect, it } from "vitest";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import {
  float4_e2m1fn,
  float6_e2m3fn,
  float6_e3m2fn,
} from "../../lib/precision/formats/formats.js";
import { finiteValues } from "../../lib/precision/formats/neighbours.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { type RoundingMode, roundingModes } from "../../lib/precision/rounding/rounding.js";
import { exactResult, type OperationName, SearchedFormat } from "./exactReference.js";

const ieee5 = floatFormat({ name: "e3m1", significandBits: 2, maxExponent: 3, bits: 5 });
const small: readonly FloatFormat[] = [
  float4_e2m1fn,
  ieee5,
  { ...ieee5, name: "e3m1 flushed", subnormals: "flushed" },
  { ...ieee5, name: "e3m1 without subnormals", subnormals: "rounded" },
  { ...ieee5, name: "e3m1 saturating", overflow: "saturate" },
  {
    ...ieee5,
    name: "e3m1 of finite numbers",
    infinities: false,
    overflow: "nan",
    zero: "unsigned",
  },
  fixedPoint(5, 2),
  fixedPoint(5, 2, { overflow: "wrap" }),
  fixedPoint(4, 1, { signed: false }),
  fixedPoint(4, 5, { signed: false, overflow: "wrap" }),
  floatFormat({
    name: "only above 0",
    significandBits: 2,
    minExponent: -2,
    maxExponent: 2,
    lowest: 0.25,
    zero: "none",
    subnormals: "rounded",
    infinities: false,
  }),
];
const deterministic = roundingModes.filter((mode) => !mode.startsWith("stochastic"));

/** Every number of the format, −0, ±∞ and NaN where it has them. */
function everyNumber(format: FloatFormat): number[] {
  const values = Array.from(finiteValues(format));
  if (format.zero === "signed") values.push(-0);
  if (format.infinities) values.push(Infinity, -Infinity);
  if (format.nan) values.push(NaN);
  return values;
}

/** The tuples for which the library and the definition differ, and how many were compared. */
function differences(
  format: FloatFormat,
  op: OperationName,
  tuples: Iterable<number[]>,
): { wrong: unknown[]; compared: number } {
  const reference = new SearchedFormat(format);
  const by = deterministic.map((rounding) => operations(format, { rounding }));
  const wrong: unknown[] = [];
  let compared = 0;
  for (const operands of tuples) {
    deterministic.forEach((mode: RoundingMode, i) => {
      const [a, b, c] = operands;
      const got = by[i][op](a, b, c);
      const x = exactResult(op, mode, operands);
      let expected = reference.round(x, mode);
      if (format.zero === "none" && !(typeof x === "number" ? x > 0 : x.sign > 0)) expected = NaN;
      compared++;
      if (!Object.is(got, expected)) wrong.push({ mode, operands, got, expected });
    });
  }
  return { wrong, compared };
}

function* tuples(values: readonly number[], length: number): Generator<number[]> {
  if (length === 0) yield [];
  else for (const v of values) for (const rest of tuples(values, length - 1)) yield [v, ...rest];
}

describe("all operands of a small format, all modes, against fractions of integers", () => {
  describe.each([...small, float6_e2m3fn, float6_e3m2fn])("$name", (format) => {
    it.each([
      ["add", 2],
      ["multiply", 2],
      ["divide", 2],
      ["squareRoot", 1],
    ] as const)("%s", (op, arity) => {
      const values = everyNumber(format);
      const { wrong, compared } = differences(format, op, tuples(values, arity));
      expect(wrong.slice(0, 3)).toEqual([]);
      expect(compared).toBe(values.length ** arity * 7);
    });
  });
  it.each(small)("fusedMultiplyAdd in $name, all triples", (format) => {
    const values = everyNumber(format);
    const { wrong, compared } = differences(format, "fusedMultiplyAdd", tuples(values, 3));
    expect(wrong.slice(0, 3)).toEqual([]);
    expect(compared).toBe(values.length ** 3 * 7);
  });
});
