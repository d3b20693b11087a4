import { afterEach, describe, expect, it, vi } from "vitest";
import { kernelOf, residentArray } from "../../lib/kernels/residentArray.js";
import { float16 } from "../../lib/precision/formats/formats.js";
import { roundArray } from "../../lib/precision/rounding/roundArray.js";

describe("An array in the kernels' memory", () => {
  it("is an array of zeros of its type, known to the kernels with its subarrays", () => {
    for (const length of [0, 1, 7, 1000, 40_000, 300_000]) {
      const doubles = residentArray(length);
      expect(doubles).toBeInstanceOf(Float64Array);
      expect(doubles.length).toBe(length);
      expect(doubles.every((x) => x === 0)).toBe(true);
      expect(kernelOf(doubles)).toBeDefined();
      expect(kernelOf(doubles.subarray(length >> 1))).toBe(kernelOf(doubles));
      const singles = residentArray(length, "float32");
      expect(singles).toBeInstanceOf(Float32Array);
      expect(singles.length).toBe(length);
    }
    expect(kernelOf(new Float64Array(3))).toBeUndefined();
    expect(kernelOf(residentArray(3).slice())).toBeUndefined();
  });

  it("stays valid, and apart from the others, however many there are", () => {
    const arrays = Array.from({ length: 300 }, (_, i) => residentArray(1 + ((i * 397) % 5000)));
    arrays.forEach((array, i) => {
      array.fill(i);
    });
    const large = residentArray(1_000_000).fill(-1);
    expect(arrays.every((array, i) => array.length > 0 && array.every((x) => x === i))).toBe(true);
    expect(large.every((x) => x === -1)).toBe(true);
  });

  it("refuses a length that is none, or that no memory holds", () => {
    for (const length of [-1, 1.5, NaN, 2 ** 30, Infinity])
      expect(() => residentArray(length)).toThrow(/^residentArray: length must be an integer >= 0/);
    expect(() => residentArray(1, "float16" as "float32")).toThrow(TypeError);
  });
});

describe("Without WebAssembly", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  const noSimd = {
    Module: class {
      constructor() {
        throw new Error("no SIMD");
      }
    },
  };
  it.each([
    ["no WebAssembly at all", undefined],
    ["one without SIMD", noSimd],
  ])("(%s) arrays are ordinary ones, rounded to the same bits", async (_what, engine) => {
    const numbers = Float64Array.from({ length: 5000 }, (_, i) => Math.tan(i) / 7);
    const options = { rounding: "stochastic", key: { seed: 3, index: 11 } } as const;
    const expected = roundArray(numbers.slice(), float16, options);
    vi.resetModules();
    vi.stubGlobal("WebAssembly", engine);
    const kernelModule = await import("../../lib/kernels/kernelModule.js");
    const resident = await import("../../lib/kernels/residentArray.js");
    const fresh = await import("../../lib/precision/rounding/roundArray.js");
    expect(kernelModule.hasKernels()).toBe(false);
    const array = resident.residentArray(5000);
    expect(resident.kernelOf(array)).toBeUndefined();
    array.set(numbers);
    expect(fresh.roundArray(array, float16, options)).toEqual(expected);
  });
});
