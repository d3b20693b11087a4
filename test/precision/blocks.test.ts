import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type BlockFormat,
  bitsPerElement,
  blockFormats,
  mxfp4_e2m1,
  mxfp6_e2m3,
  mxfp6_e3m2,
  mxfp8_e4m3,
  mxfp8_e5m2,
  mxint8,
} from "../../lib/precision/codes/blockFormats.js";
import { roundBlocks, sharedScale } from "../../lib/precision/codes/roundBlocks.js";
import { float16, float32, significandBits } from "../../lib/precision/formats/formats.js";

/** Rounds a copy: the scales and the numbers. */
function rounded(
  values: readonly number[],
  format: BlockFormat,
  options = {},
): { readonly scales: number[]; readonly values: number[] } {
  const array = Float64Array.from(values);
  return { scales: [...roundBlocks(array, format, options)], values: [...array] };
}
const tiny = (format: BlockFormat, blockSize: number): BlockFormat => ({ ...format, blockSize });

/** The numbers ≥ 0 of E exponent and M fraction bits, by code, up to the largest finite one. */
function magnitudes(exponentBits: number, fractionBits: number, largest: number): number[] {
  const bias = 2 ** (exponentBits - 1) - 1;
  const all = Array.from({ length: 2 ** (exponentBits + fractionBits) }, (_, code) => {
    const fraction = (code % 2 ** fractionBits) / 2 ** fractionBits;
    const exponent = Math.floor(code / 2 ** fractionBits);
    return exponent === 0 ? fraction * 2 ** (1 - bias) : (1 + fraction) * 2 ** (exponent - bias);
  });
  return all.filter((x) => x <= largest);
}
/** By name: numbers ≥ 0 by code, whether two's complement, and the largest element's exponent. */
const tables: Readonly<Record<string, { numbers: number[]; emax: number }>> = {
  mxfp8_e5m2: { numbers: magnitudes(5, 2, 57344), emax: 15 },
  mxfp8_e4m3: { numbers: magnitudes(4, 3, 448), emax: 8 },
  mxfp6_e3m2: { numbers: magnitudes(3, 2, 28), emax: 4 },
  mxfp6_e2m3: { numbers: magnitudes(2, 3, 7.5), emax: 2 },
  mxfp4_e2m1: { numbers: [0, 0.5, 1, 1.5, 2, 3, 4, 6], emax: 2 },
  mxint8: { numbers: Array.from({ length: 128 }, (_, k) => k / 64), emax: 0 },
};

/** The definition, by looking at every element number. */
function byDefinition(values: readonly number[], { name, blockSize }: BlockFormat): number[] {
  const { numbers, emax } = tables[name];
  return values.map((v, i) => {
    const from = i - (i % blockSize);
    const sizes = values.slice(from, from + blockSize).map(Math.abs);
    const largest = Math.max(...sizes);
    let exponent = -127;
    while (exponent < 127 && 2 ** (exponent + 1 + emax) <= largest) exponent++;
    const own = name === "mxint8" && v < 0 ? [...numbers, 2] : numbers; // −2 is an element
    const x = Math.min(Math.abs(v) / 2 ** exponent, own[own.length - 1]);
    let best = 0;
    own.forEach((number, code) => {
      const [d, least] = [Math.abs(number - x), Math.abs(own[best] - x)];
      if (d < least || (d === least && code % 2 === 0)) best = code;
    });
    return Math.sign(v) * own[best] * 2 ** exponent;
  });
}

describe("a block format", () => {
  it("takes its element's bits and its share of the scale's", () => {
    const bits = blockFormats.map((format) => [format.name, bitsPerElement(format)]);
    expect(Object.fromEntries(bits)).toEqual({
      ...{ mxfp8_e5m2: 8.25, mxfp8_e4m3: 8.25, mxfp6_e3m2: 6.25, mxfp6_e2m3: 6.25 },
      ...{ mxfp4_e2m1: 4.25, mxint8: 8.25 },
    });
    expect(bitsPerElement(tiny(mxfp4_e2m1, 16))).toBe(4.5);
    expect(() => bitsPerElement({ ...mxint8, element: significandBits(3) })).toThrow(
      "bitsPerElement: mxint8: p3 has no width",
    );
  });

  it("has OCP's blocks of 32 and the largest elements of its tables", () => {
    expect(blockFormats.map(({ blockSize }) => blockSize)).toEqual([32, 32, 32, 32, 32, 32]);
    expect(blockFormats.map(({ element }) => element.maxFinite)).toEqual([
      ...[57344, 448, 28, 7.5, 6, 1 + 63 / 64],
    ]);
  });
});

describe("rounding to blocks", () => {
  it("of these numbers is this, worked by hand", () => {
    // ⌊log₂ 7⌋ − 2 = 0: 7 is clipped to 6, 3.3 is nearer to 3, 0.2 is below half of 0.5.
    expect(rounded([1, 3.3, -0.2, 7], mxfp4_e2m1)).toEqual({ scales: [1], values: [1, 3, -0, 6] });
    // ⌊log₂ 100⌋ − 2 = 4: 100/16 = 6.25 is clipped, 30/16 = 1.875 goes to 2, 4/16 ties to 0.
    expect(rounded([100, 30, 4, 12], mxfp4_e2m1)).toEqual({
      ...{ scales: [16], values: [96, 32, 0, 16] },
    });
    // 6 − 8 = −2: 100·4 = 400 lies between 384 and 416, halfway, and 384 = 12·32 is even.
    expect(rounded([100, -0.1], mxfp8_e4m3)).toEqual({ scales: [0.25], values: [96, -0.1015625] });
    // 0 − 0: 1.99 is clipped to 127/64, −1.999 rounds to −2.
    expect(rounded([1.999, -1.999, 1 / 100, 1 / 128], mxint8)).toEqual({
      ...{ scales: [1], values: [127 / 64, -2, 1 / 64, 0] },
    });
    expect(rounded([1e-3, 7.9], mxfp6_e2m3)).toEqual({ scales: [1], values: [0, 7.5] });
    expect(rounded([1, 31], mxfp6_e3m2)).toEqual({ scales: [1], values: [1, 28] });
    expect(rounded([1, 3], mxfp8_e5m2)).toEqual({ scales: [2 ** -14], values: [1, 3] });
  });

  it("agrees with the definition in every format, for every block size", () => {
    const value = fc
      .tuple(fc.double({ min: -2, max: 2, noNaN: true }), fc.integer({ min: -12, max: 12 }))
      .map(([m, e]) => m * 2 ** e);
    const range = fc.constantFrom(0, -140, -125, 118, 125, 300);
    fc.assert(
      fc.property(
        fc.constantFrom(...blockFormats),
        fc.integer({ min: 1, max: 7 }),
        fc.array(fc.oneof(value, fc.integer({ min: -64, max: 64 })), { maxLength: 20 }),
        range,
        (format, blockSize, numbers, exponent) => {
          const scaled = numbers.map((x) => x * 2 ** exponent);
          const small = tiny(format, blockSize);
          // Numbers, not signs of zero: those depend on the element format.
          expect(rounded(scaled, small).values.map((x) => x + 0)).toEqual(
            byDefinition(scaled, small).map((x) => x + 0),
          );
        },
      ),
      { numRuns: 1000 },
    );
  });

  it("gives each block its own scale, the last one also when it is shorter", () => {
    const { scales, values } = rounded([1, 2, 1024, 2048, 3], tiny(mxfp4_e2m1, 2));
    expect(scales).toEqual([0.5, 512, 0.5]);
    expect(values).toEqual([1, 2, 1024, 2048, 3]);
    expect(rounded([], mxfp4_e2m1)).toEqual({ scales: [], values: [] });
    expect(rounded(new Array(33).fill(1), mxfp4_e2m1).scales).toHaveLength(2);
  });

  it("leaves a block of zeros zero, under the smallest scale", () => {
    expect(rounded([0, -0], mxfp4_e2m1)).toEqual({ scales: [2 ** -127], values: [0, -0] });
    expect(rounded([0, -0], mxint8)).toEqual({ scales: [2 ** -127], values: [0, 0] });
  });

  it("makes a block with a NaN or an infinity NaN, and no other block", () => {
    for (const bad of [NaN, Infinity, -Infinity])
      expect(rounded([1, bad, 0, 1, 2, 3], tiny(mxfp8_e5m2, 3))).toEqual({
        ...{ scales: [NaN, 2 ** -14], values: [NaN, NaN, NaN, 1, 2, 3] },
      });
  });

  it("clamps the scale to its format at both ends", () => {
    // The smallest element of e2m1 under the smallest scale is 2^−128.
    expect(rounded([2 ** -128, 2 ** -129, 1.1 * 2 ** -129], mxfp4_e2m1)).toEqual({
      ...{ scales: [2 ** -127], values: [2 ** -128, 0, 2 ** -128] },
    });
    expect(rounded([5e-324], mxfp4_e2m1)).toEqual({ scales: [2 ** -127], values: [0] });
    expect(rounded([1e300, -1e300], mxfp4_e2m1)).toEqual({
      ...{ scales: [2 ** 127], values: [6 * 2 ** 127, -6 * 2 ** 127] },
    });
    // A quotient far below the smallest double still rounds up.
    expect(rounded([1e300, 5e-324], mxfp4_e2m1, { rounding: "up" }).values).toEqual([
      ...[6 * 2 ** 127, 0.5 * 2 ** 127],
    ]);
  });

  it("changes nothing the second time", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...blockFormats),
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 70 }),
        (format, numbers) => {
          const once = rounded(numbers, format);
          // −2 of mxint8 is 2^1, which would call for the next scale.
          if (format === mxint8 && once.values.some((v, i) => v === -2 * once.scales[i >> 5]))
            return;
          expect(rounded(once.values, format)).toEqual(once);
        },
      ),
    );
  });

  it("takes other modes, and random bits by element, not by chunk", () => {
    expect(rounded([1, 0.3], mxfp4_e2m1, { rounding: "up" }).values).toEqual([1, 0.375]);
    expect(rounded([1, 0.3], mxfp4_e2m1, { rounding: "down" }).values).toEqual([1, 0.25]);
    const numbers = Array.from({ length: 4096 }, (_, i) => (i % 32 === 0 ? 4 : 1.2));
    const options = (index: number): object => ({
      rounding: "stochastic",
      key: { seed: 5, index },
    });
    const whole = rounded(numbers, mxfp4_e2m1, options(0)).values;
    const chunks = [0, 1024, 1056].flatMap((from, k, starts) => [
      ...rounded(numbers.slice(from, starts[k + 1]), mxfp4_e2m1, options(from)).values,
    ]);
    expect(chunks).toEqual(whole);
    // 1.2 lies 0.4 of the way from 1 to 1.5.
    const up = whole.filter((x) => x === 1.5).length;
    const n = 31 * 128;
    expect(Math.abs(up - 0.4 * n)).toBeLessThan(4 * Math.sqrt(0.24 * n));
    expect(up + whole.filter((x) => x === 1).length).toBe(n);
  });

  it("saturates unless told otherwise", () => {
    expect(rounded([500], mxfp8_e4m3).values).toEqual([448]);
    expect(rounded([500], mxfp8_e4m3, { overflow: "nan" }).values).toEqual([NaN]);
  });

  it("finds the scale of one block", () => {
    expect(sharedScale(Float64Array.of(0.1, -100), mxfp8_e4m3)).toBe(2 ** -2);
    expect(sharedScale(Float64Array.of(0.999999), mxint8)).toBe(0.5);
    expect(sharedScale(new Float64Array(0), mxint8)).toBe(2 ** -127);
    const halfScale = { ...mxint8, scale: float16 };
    expect(sharedScale(Float64Array.of(1e-20), halfScale)).toBe(2 ** -24);
    expect(sharedScale(Float64Array.of(1e20), halfScale)).toBe(2 ** 15);
  });

  it("refuses what it cannot round, and leaves it as it was", () => {
    const array = Float64Array.of(1.1);
    expect(() => roundBlocks(Float32Array.of(1) as never, mxint8)).toThrow(
      "roundBlocks: array must be a Float64Array, got [object Float32Array]",
    );
    expect(() => roundBlocks(array, "mxint8" as never)).toThrow(
      'roundBlocks: format is the text "mxint8", expected a BlockFormat such as mxfp4_e2m1',
    );
    expect(() => roundBlocks(array, float32 as never)).toThrow(TypeError);
    for (const blockSize of [0, 1.5, NaN])
      expect(() => roundBlocks(array, tiny(mxint8, blockSize))).toThrow(
        `roundBlocks: blockSize must be an integer >= 1, got ${blockSize}`,
      );
    expect(() => roundBlocks(array, mxfp4_e2m1, { rounding: "stochastic" })).toThrow(/key/);
    expect(() => roundBlocks(array, mxfp4_e2m1, { overflow: "nan" })).toThrow(RangeError);
    expect([...array]).toEqual([1.1]);
  });
});
