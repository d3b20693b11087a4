import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FloatFormat } from "../../lib/precision/format.js";
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
import { roundArray, rounder, roundTo } from "../../lib/precision/round.js";

const golden = new URL("../fixtures/precision/", import.meta.url);
const anyDouble = fc.double();
const anyFormat = fc.oneof(
  fc.constantFrom(...formats),
  fc.integer({ min: 1, max: 53 }).map(significandBits),
);
/** A double at a place where this format has something to decide. */
const near = (format: FloatFormat): fc.Arbitrary<number> =>
  fc
    .tuple(
      fc.double({ min: -2, max: 2, noNaN: true }),
      fc.integer({ min: format.minExponent - format.significandBits - 2, max: format.maxExponent }),
    )
    .map(([m, e]) => m * 2 ** Math.max(e, -1074));
const formatAndNumber = anyFormat.chain((format) =>
  fc.tuple(fc.constant(format), fc.oneof(near(format), anyDouble)),
);

const noSubnormals: FloatFormat = { ...float16, name: "float16 flat", subnormals: "rounded" };
const saturating: FloatFormat = {
  ...float8_e4m3fn,
  name: "e4m3 saturating",
  overflow: "saturate",
};

/** The double written as hexadecimal digits of its bits, trailing zeros left out. */
function fromHex(text: string): number {
  if (text === "nan") return NaN;
  const bits = new DataView(new ArrayBuffer(8));
  bits.setBigUint64(0, BigInt(`0x${text.padEnd(16, "0")}`));
  return bits.getFloat64(0);
}

describe("agreement with MPFR", () => {
  const files = readdirSync(golden).filter((file) => file.endsWith(".txt"));
  it("is tested in sixteen formats", () => {
    expect(files.length).toBe(16);
  });
  it.each(files)("every golden rounding of %s", (file) => {
    const format = formatNamed(file.replace(".txt", ""));
    const fl = rounder(format);
    const wrong: unknown[] = [];
    const lines = readFileSync(new URL(file, golden), "utf8").trim().split("\n");
    for (const line of lines) {
      const [x, expected] = line.split(" ").map(fromHex);
      for (const got of [roundTo(x, format), fl(x)])
        if (!Object.is(got, expected)) wrong.push({ x, expected, got });
    }
    expect(wrong).toEqual([]);
    expect(lines.length).toBeGreaterThan(100);
  });
});

describe("rounding to nearest", () => {
  it("is one function in two writings: the definition and the fast one have the same bits", () => {
    fc.assert(
      fc.property(formatAndNumber, ([format, x]) => {
        expect(rounder(format)(x)).toBe(roundTo(x, format));
      }),
      { numRuns: 20000 },
    );
  });
  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(formatAndNumber, ([format, x]) => {
        const once = roundTo(x, format);
        expect(roundTo(once, format)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });
  it("never reverses an order", () => {
    fc.assert(
      fc.property(
        anyFormat.chain((f) => fc.tuple(fc.constant(f), near(f), near(f))),
        ([format, x, y]) => {
          const [low, high] = [Math.min(x, y), Math.max(x, y)].map((v) => roundTo(v, format));
          expect(low > high).toBe(false); // NaN, the overflow of some formats, has no order
        },
      ),
      { numRuns: 2000 },
    );
  });
  it("is odd, sign of zero included", () => {
    fc.assert(
      fc.property(formatAndNumber, ([format, x]) => {
        expect(roundTo(-x, format)).toBe(-roundTo(x, format));
      }),
      { numRuns: 2000 },
    );
  });
  it("errs by at most the unit roundoff 2^-p of a normal number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 53 }), fc.double({ noNaN: true }), (p, x) => {
        fc.pre(Math.abs(x) >= 2 ** -1022 && Math.abs(x) < 2 ** 1023);
        expect(Math.abs(roundTo(x, significandBits(p)) - x)).toBeLessThanOrEqual(
          2 ** -p * Math.abs(x),
        );
      }),
      { numRuns: 2000 },
    );
  });
  it("is Math.fround in float32, and nothing in float64", () => {
    fc.assert(
      fc.property(anyDouble, (x) => {
        expect(roundTo(x, float32)).toBe(Math.fround(x));
        expect(roundTo(x, float64)).toBe(x);
        expect(roundTo(x, significandBits(53))).toBe(x);
      }),
      { numRuns: 5000 },
    );
    expect(rounder(float32)).toBe(Math.fround);
  });
});

describe("the ends of a format", () => {
  it("float16 overflows from 65520 on, a tie with the number that does not exist", () => {
    expect(roundTo(65519.99, float16)).toBe(65504);
    expect(roundTo(65520, float16)).toBe(Infinity);
    expect(roundTo(-65520, float16)).toBe(-Infinity);
  });
  it("float8_e4m3fn takes 464 to 448, more to NaN, and has no infinity", () => {
    expect(roundTo(464, float8_e4m3fn)).toBe(448);
    expect(roundTo(464.0000001, float8_e4m3fn)).toBeNaN();
    expect(roundTo(Infinity, float8_e4m3fn)).toBeNaN();
    expect(rounder(float8_e4m3fn)(-Infinity)).toBeNaN();
  });
  it("float8_e5m2 reaches 57344 and overflows from 61440 on", () => {
    expect(roundTo(61439, float8_e5m2)).toBe(57344);
    expect(roundTo(61440, float8_e5m2)).toBe(Infinity);
  });
  it("bfloat16 has float32's range with 8 of its 24 bits", () => {
    expect(roundTo(3.39e38, bfloat16)).toBe(2 ** 128 - 2 ** 120);
    expect(roundTo(3.4e38, bfloat16)).toBe(Infinity);
    expect(roundTo(2 ** -149, bfloat16)).toBe(0);
    expect(roundTo(2 ** -133, bfloat16)).toBe(2 ** -133);
  });
  it("saturation stays at the largest number, also from infinity; NaN stays NaN", () => {
    for (const fl of [(x: number) => roundTo(x, saturating), rounder(saturating)])
      expect([500, -1e300, Infinity, -Infinity, NaN].map(fl)).toEqual([448, -448, 448, -448, NaN]);
  });
  it("without subnormals, what is below the smallest number goes to the nearer end, ties to 0", () => {
    const least = 2 ** -14;
    for (const fl of [(x: number) => roundTo(x, noSubnormals), rounder(noSubnormals)]) {
      expect(fl(least * 0.5)).toBe(0);
      expect(fl(-least * 0.5)).toBe(-0);
      expect(fl(least * 0.5000001)).toBe(least);
      expect(fl(least * (1 + 2 ** -10))).toBe(least * (1 + 2 ** -10));
    }
  });
  it("keeps the sign of what becomes zero", () => {
    for (const fl of [(x: number) => roundTo(x, float16), rounder(float16)])
      expect([0, -0, 1e-30, -1e-30].map(fl)).toEqual([0, -0, 0, -0]);
  });
  it("one bit leaves the powers of two, and a tie goes up", () => {
    expect([1, 1.4, 1.5, 1.6, 3, 6].map(rounder(significandBits(1)))).toEqual([1, 1, 2, 2, 4, 8]);
  });
});

describe("roundArray", () => {
  it("rounds in place and returns the array", () => {
    const array = Float64Array.of(0.1, -0.1, NaN, 1e9);
    expect(roundArray(array, float16)).toBe(array);
    expect([...array]).toEqual([0.0999755859375, -0.0999755859375, NaN, Infinity]);
    expect(roundArray(new Float64Array(0), float16).length).toBe(0);
  });
});

it("refuses a format's name, and what is no format, in words that name the function", () => {
  for (const wrong of ["float16", undefined, null, {}, { significandBits: 0 }]) {
    const format = wrong as unknown as typeof float16;
    expect(() => rounder(format)).toThrow(/^rounder: format is .*, expected a FloatFormat/);
    expect(() => roundTo(1, format)).toThrow(/^roundTo: format is .*, expected a FloatFormat/);
  }
});
