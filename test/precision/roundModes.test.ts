import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import {
  bfloat16,
  float8_e4m3fn,
  float8_e8m0fnu,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { neighbours } from "../../lib/precision/formats/neighbours.js";
import { ulp } from "../../lib/precision/formats/ulp.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";
import type { RoundingMode } from "../../lib/precision/rounding/rounding.js";
import { rounder, roundTo } from "../../lib/precision/rounding/roundTo.js";
import { anyFormat, anyMode, deterministic, formatAndNumber, near } from "./anyFormat.js";

const runs = { numRuns: 5000 };
const nearest: readonly RoundingMode[] = ["nearest-even", "nearest-away", "nearest-to-zero"];
const mirrored: Partial<Record<RoundingMode, RoundingMode>> = { up: "down", down: "up" };

const inRange = (x: number, format: FloatFormat): boolean =>
  x >= format.lowest && x <= format.maxFinite;
const nearFormat = anyFormat.chain((f) => fc.tuple(fc.constant(f), near(f)));

describe("rounding, in every deterministic mode and format", () => {
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(formatAndNumber, anyMode, ([format, x], rounding) => {
        const once = roundTo(x, format, { rounding });
        expect(roundTo(once, format, { rounding })).toBe(once);
      }),
      runs,
    );
  });
  it("leaves the numbers of the format alone, whatever the mode", () => {
    fc.assert(
      fc.property(nearFormat, anyMode, anyMode, ([format, x], one, other) => {
        const number = roundTo(x, format, { rounding: one });
        expect(roundTo(number, format, { rounding: other })).toBe(number);
      }),
      runs,
    );
  });
  it("never reverses an order, unless it wraps around", () => {
    fc.assert(
      fc.property(
        anyFormat.chain((f) => fc.tuple(fc.constant(f), near(f), near(f))),
        anyMode,
        ([format, x, y], rounding) => {
          fc.pre(format.overflow !== "wrap");
          const [low, high] = [Math.min(x, y), Math.max(x, y)].map((v) =>
            roundTo(v, format, { rounding }),
          );
          expect(low > high).toBe(false); // NaN, the overflow of some formats, has no order
        },
      ),
      runs,
    );
  });
  it("is odd in the formats that are symmetric, up and down changing places", () => {
    fc.assert(
      fc.property(formatAndNumber, anyMode, ([format, x], rounding) => {
        fc.pre(format.lowest === -format.maxFinite);
        const there = roundTo(-x, format, { rounding });
        const back = -roundTo(x, format, { rounding: mirrored[rounding] ?? rounding });
        // a format with one zero has no −0 to give back
        expect(format.zero === "signed" ? there : there + 0).toBe(
          format.zero === "signed" ? back : back + 0,
        );
      }),
      runs,
    );
  });
  it("gives the number itself or one of the two neighbours that enclose it", () => {
    fc.assert(
      fc.property(nearFormat, anyMode, ([format, x], rounding) => {
        fc.pre(inRange(x, format) && format.subnormals !== "flushed");
        const rounded = roundTo(x, format, { rounding });
        const { below, above } = neighbours(x, format);
        expect(x === rounded || below === rounded || above === rounded).toBe(true);
      }),
      runs,
    );
  });
  it("errs by at most half an ulp to the nearest, by less than one otherwise", () => {
    fc.assert(
      fc.property(nearFormat, anyMode, ([format, x], rounding) => {
        fc.pre(inRange(x, format) && format.subnormals !== "flushed");
        const rounded = roundTo(x, format, { rounding });
        const bound = ulp(x, format) * (nearest.includes(rounding) ? 0.5 : 1);
        expect(Math.abs(rounded - x)).toBeLessThanOrEqual(bound);
      }),
      runs,
    );
  });
  it("down, toward zero and up do what they say", () => {
    fc.assert(
      fc.property(nearFormat, ([format, x]) => {
        fc.pre(inRange(x, format) && format.subnormals !== "flushed");
        const by = (rounding: RoundingMode) => roundTo(x, format, { rounding });
        expect(by("down") <= x && x <= by("up")).toBe(true);
        expect(by("toward-zero")).toBe(x < 0 || Object.is(x, -0) ? by("up") : by("down"));
        for (const mode of nearest) expect([by("down"), by("up")]).toContain(by(mode));
      }),
      runs,
    );
  });
  it("to the nearest, the modes differ at ties only, and there as they are called", () => {
    fc.assert(
      fc.property(nearFormat, ([format, x]) => {
        fc.pre(inRange(x, format) && format.subnormals === "kept" && format.zero !== "none");
        const [even, away, toZero] = nearest.map((rounding) => roundTo(x, format, { rounding }));
        if (away !== toZero) {
          expect(x - toZero).toBe(away - x);
          expect(Math.abs(away)).toBeGreaterThan(Math.abs(toZero));
          const unit = ulp(x, format);
          expect(Math.abs(even / unit) % 2).toBe(0);
        } else expect(even).toBe(away);
      }),
      runs,
    );
  });
  it("to odd gives an odd significand whenever something is lost", () => {
    fc.assert(
      fc.property(nearFormat, ([format, x]) => {
        fc.pre(inRange(x, format) && format.subnormals === "kept" && format.zero !== "none");
        const rounded = roundTo(x, format, { rounding: "to-odd" });
        if (rounded !== x) expect(Math.abs(rounded / ulp(x, format)) % 2).toBe(1);
      }),
      runs,
    );
  });
  it("has one result, by roundTo, by a rounder made once, and in an array", () => {
    fc.assert(
      fc.property(formatAndNumber, anyMode, ([format, x], rounding) => {
        const expected = roundTo(x, format, { rounding });
        expect(rounder(format, { rounding })(x)).toBe(expected);
        expect(roundArray(Float64Array.of(x, x), format, { rounding })[1]).toBe(expected);
        if (rounding !== "nearest-even") return;
        expect(roundTo(x, format)).toBe(expected);
        expect(rounder(format)(x)).toBe(expected);
        expect(roundArray(Float64Array.of(x, x), format)[1]).toBe(expected);
      }),
      { numRuns: 20000 },
    );
  });
});

describe("formats embedded in each other", () => {
  const wider = fc.tuple(nearFormat, fc.integer({ min: 0, max: 53 })).map(([[format, x], q]) => ({
    format,
    x,
    wide: significandBits(Math.max(q, format.significandBits)),
  }));
  it("commute in the directed modes: rounding to the wide one first changes nothing", () => {
    fc.assert(
      fc.property(wider, ({ format, x, wide }) => {
        // or the wide one would overflow itself, or give the zero that a scale has not
        fc.pre(Math.abs(x) < 2 ** 1023 && format.zero !== "none");
        for (const rounding of ["down", "up", "toward-zero"] as const)
          expect(roundTo(roundTo(x, wide, { rounding }), format, { rounding })).toBe(
            roundTo(x, format, { rounding }),
          );
      }),
      runs,
    );
  });
  it("commute in every mode if the wide one, of two bits more, is rounded to odd", () => {
    fc.assert(
      fc.property(wider, anyMode, ({ format, x, wide }, rounding) => {
        fc.pre(wide.significandBits >= format.significandBits + 2);
        const first = roundTo(x, wide, { rounding: "to-odd" });
        expect(roundTo(first, format, { rounding })).toBe(roundTo(x, format, { rounding }));
      }),
      runs,
    );
  });
  it("do not commute to the nearest: double rounding turns a near tie into a tie", () => {
    const x = 1 + 2 ** -8 + 2 ** -30;
    expect(roundTo(x, bfloat16)).toBe(1 + 2 ** -7);
    expect(roundTo(roundTo(x, float32), bfloat16)).toBe(1);
    expect(roundTo(roundTo(x, float32, { rounding: "to-odd" }), bfloat16)).toBe(1 + 2 ** -7);
  });
});

describe("special values", () => {
  it("NaN stays NaN, and numbers of float64 stay, in every mode", () => {
    fc.assert(
      fc.property(anyFormat, anyMode, fc.double(), (format, rounding, x) => {
        expect(roundTo(NaN, format, { rounding })).toBeNaN();
        expect(roundTo(x, float64, { rounding })).toBe(x);
      }),
    );
  });
  it("a signalling NaN becomes a quiet one or stays: NaN in every array", () => {
    const words = BigUint64Array.of(0x7ff0000000000001n, 0xfff8000000000123n);
    for (const rounding of deterministic) {
      const array = new Float64Array(words.slice().buffer);
      expect([...roundArray(array, float16, { rounding })]).toEqual([NaN, NaN]);
    }
  });
  it("infinities stay, overflow to NaN, or stop at the end when saturating", () => {
    for (const rounding of deterministic) {
      const both = (format: FloatFormat, more = {}) =>
        [Infinity, -Infinity].map((x) => roundTo(x, format, { rounding, ...more }));
      expect(both(float16)).toEqual([Infinity, -Infinity]);
      expect(both(float16, { overflow: "nan" })).toEqual([Infinity, -Infinity]);
      expect(both(float16, { overflow: "saturate" })).toEqual([65504, -65504]);
      expect(both(float8_e4m3fn)).toEqual([NaN, NaN]);
      expect(both(float8_e4m3fn, { overflow: "saturate" })).toEqual([448, -448]);
    }
  });
  it("a format without zero and sign has NaN or its smallest number for them", () => {
    for (const rounding of deterministic) {
      const by = (x: number, more = {}) => roundTo(x, float8_e8m0fnu, { rounding, ...more });
      for (const x of [0, -0, -1, -1e-300, -Infinity]) {
        expect(by(x)).toBeNaN();
        expect(by(x, { overflow: "saturate" })).toBe(2 ** -127);
      }
      expect([by(5e-324), by(2 ** -127), by(2 ** -126)]).toEqual([2 ** -127, 2 ** -127, 2 ** -126]);
    }
  });
  it("flushing comes after rounding, in the directed modes too, and keeps the sign", () => {
    const flushed: FloatFormat = { ...float16, name: "flushed", subnormals: "flushed" };
    const least = 2 ** -14;
    for (const rounding of deterministic) {
      expect(roundTo(least * 0.75, flushed, { rounding })).toBe(0);
      expect(roundTo(-least * 0.75, flushed, { rounding })).toBe(-0);
    }
    const almost = least * (1 - 2 ** -13); // rounds up to the smallest normal number, or not
    expect(roundTo(almost, flushed)).toBe(least);
    expect(roundTo(almost, flushed, { rounding: "toward-zero" })).toBe(0);
    expect(rounder(flushed)(least * 0.75)).toBe(0);
  });
  it("one bit: a tie lies at 1.5·2^e and goes up to the even significand 2, or as the mode says", () => {
    const by = (rounding: RoundingMode) => roundTo(1.5, significandBits(1), { rounding });
    expect(deterministic.map(by)).toEqual([2, 2, 1, 1, 2, 1, 1]);
  });
});
