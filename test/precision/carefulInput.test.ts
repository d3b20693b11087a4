import { describe, expect, it } from "vitest";
import { dot } from "../../lib/precision/accumulation/dot.js";
import { gammaFactor } from "../../lib/precision/accumulation/errorBounds.js";
import { mxfp4_e2m1 } from "../../lib/precision/codes/blockFormats.js";
import { roundBlocks } from "../../lib/precision/codes/roundBlocks.js";
import { decimalText } from "../../lib/precision/explaining/decimalText.js";
import { fixedPoint } from "../../lib/precision/formats/fixedPoint.js";
import { type FloatFormat, floatFormat } from "../../lib/precision/formats/format.js";
import { bfloat16, float16 } from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import { roundingCounters } from "../../lib/precision/rounding/roundingCounters.js";
import { rounder, roundTo } from "../../lib/precision/rounding/roundTo.js";

const never = undefined as never;

describe("input that once was taken for something else", () => {
  it("no format is no format in the very first call, too", () => {
    expect(() => roundTo(1, never)).toThrow("roundTo: format is undefined, expected a FloatFormat");
  });

  it("a format is frozen when it is first used, so that it cannot change under its results", () => {
    const format = { ...float16, name: "mine" };
    expect(roundTo(0.1, format)).toBe(roundTo(0.1, float16));
    expect(() => {
      (format as { significandBits: number }).significandBits = 3;
    }).toThrow(TypeError);
    expect(Object.isFrozen(bfloat16)).toBe(true);
    expect(Object.isFrozen(floatFormat({ name: "f", significandBits: 3, maxExponent: 3 }))).toBe(
      true,
    );
  });

  it("stochastic rounding stops where the indices end, before anything is changed", () => {
    const options = { rounding: "stochastic", key: { seed: 1, index: 2 ** 53 - 3 } } as const;
    const trouble = /the key's index \+ the number of roundings must be at most 2\^53/;
    const array = Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5);
    const before = array.slice();
    const counters = roundingCounters();
    expect(() => roundArray(array, float16, { ...options, counters })).toThrow(trouble);
    expect(() => roundArray(array, float16, options)).toThrow(trouble);
    expect(() => roundBlocks(array, mxfp4_e2m1, options)).toThrow(trouble);
    expect(array).toEqual(before);
    const { add } = operations(float16, options);
    for (let k = 0; k < 3; k++) add(1, 0.0001);
    expect(() => add(1, 0.0001)).toThrow("operations: the key's indices have come to an end");
  });

  it("counters are what roundingCounters makes", () => {
    for (const wrong of [5, null, {}, Object.freeze(roundingCounters())])
      expect(() => rounder(float16, { counters: wrong as never })).toThrow(
        /^rounder: counters must be made by roundingCounters\(\)/,
      );
  });

  it("a misspelt option is no option", () => {
    const wrong = (options: object) => options as never;
    expect(() => roundTo(1, float16, wrong({ mode: "up" }))).toThrow(
      'roundTo: there is no option "mode", expected one of rounding, overflow, key,',
    );
    const key = { seed: 1, stp: 2 };
    expect(() => rounder(float16, wrong({ rounding: "stochastic", key }))).toThrow(
      'rounder: there is no key part "stp", expected one of seed, step, index',
    );
    expect(() => dot([1], [1], wrong({ accumulater: float16 }))).toThrow(
      'dot: there is no option "accumulater"',
    );
    expect(() => dot([1], [1], wrong(null as never))).toThrow(TypeError);
    expect(() => fixedPoint(8, 4, wrong({ overflw: "wrap" }))).toThrow('no option "overflw"');
    const shape = { name: "f", significandBits: 3, maxExponent: 3 };
    expect(() => floatFormat(wrong({ ...shape, sbnormals: "flushed" }))).toThrow(
      'floatFormat: there is no parameter "sbnormals"',
    );
  });

  it("refuses the rest in words", () => {
    for (const wrong of [null, undefined, {}, [], "abc"])
      expect(() => decimalText(wrong as never)).toThrow("decimalText: expected a number, got");
    expect(() => gammaFactor(NaN, 1)).toThrow("gammaFactor: n and u must be >= 0, got NaN and 1");
    expect(() => fixedPoint(8, 4, { signed: "no" as never })).toThrow(
      "fixedPoint: signed must be true or false, got no",
    );
    const nameless = { ...float16, name: 5 } as unknown as FloatFormat;
    expect(() => roundTo(1, nameless)).toThrow("name must be a text, got 5");
  });
});
