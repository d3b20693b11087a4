import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { significandBits } from "../../lib/precision/formats/formats.js";
import { fastRounder } from "../../lib/precision/rounding/fastRounder.js";
import { roundByDefinition } from "../../lib/precision/rounding/roundByDefinition.js";
import { completeRounding, roundingModes } from "../../lib/precision/rounding/rounding.js";
import { anyFormat, near } from "./anyFormat.js";

describe("the fast rounder of one number", () => {
  it("has the bits of the definition in every format and mode, random ones included", () => {
    fc.assert(
      fc.property(
        anyFormat.chain((format) =>
          fc.tuple(fc.constant(format), fc.oneof(near(format), fc.double())),
        ),
        fc.constantFrom(...roundingModes),
        fc.constantFrom(undefined, 1, 5, 15, 16, 17, 64),
        fc.nat(2 ** 40),
        ([format, x], rounding, randomBits, index) => {
          const options = { rounding, key: { seed: 3 }, ...(randomBits ? { randomBits } : {}) };
          const complete = completeRounding(format, options, "test");
          expect(fastRounder(format, complete)(x, index)).toBe(
            roundByDefinition(x, format, complete, index),
          );
        },
      ),
      { numRuns: 30000 },
    );
  });
  it("takes the key's index unless told, and looks further when 16 random bits decide nothing", () => {
    const format = significandBits(8);
    const key = { seed: 1, index: 40 };
    const rounding = completeRounding(format, { rounding: "stochastic", key }, "test");
    const fl = fastRounder(format, rounding);
    expect(fl(1.3)).toBe(roundByDefinition(1.3, format, rounding));
    // a fraction whose digit sum with the first 16 bits is all ones
    const index = 7;
    const first = rounding.bits?.first(index) as number;
    for (const beyond of [0, 0.25, 0.5, 0.999]) {
      const x = 1 + (2 ** 16 - 1 - first + beyond) / 2 ** 23;
      expect(fl(x, index)).toBe(roundByDefinition(x, format, rounding, index));
    }
  });
});
