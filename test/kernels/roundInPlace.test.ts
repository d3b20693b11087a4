import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { hasKernels } from "../../lib/kernels/kernelModule.js";
import { residentArray } from "../../lib/kernels/residentArray.js";
import { roundInPlace } from "../../lib/kernels/roundInPlace.js";
import { roundPlainly } from "../../lib/kernels/roundPlainly.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import { bfloat16, float8_e4m3fn, float16, float32 } from "../../lib/precision/formats/formats.js";
import { roundingPlan } from "../../lib/precision/rounding/roundArray.js";
import { roundByDefinition } from "../../lib/precision/rounding/roundByDefinition.js";
import {
  completeRounding,
  type RoundingMode,
  roundingModes,
} from "../../lib/precision/rounding/rounding.js";
import { fitsFloat32, hardNumbers, integers, manyFormats } from "./adversarial.js";

type Numbers = Float64Array | Float32Array;
const indices = [0, 1, 2 ** 33 - 37, 2 ** 33 - 4, 2 ** 40 + 5];

const rounded = (format: FloatFormat, mode: RoundingMode, index: number, randomBits?: number) =>
  completeRounding(
    format,
    { rounding: mode, key: { seed: 7, step: 3, index }, ...(randomBits ? { randomBits } : {}) },
    "test",
  );

/** A copy in the kernels' memory, not at the start of an allocation. */
function residentCopy(array: Numbers, gap: number): Numbers {
  const wide = array instanceof Float64Array;
  const place = wide
    ? residentArray(array.length + gap + 1)
    : residentArray(array.length + gap + 1, "float32");
  place.fill(123.456);
  const inner = place.subarray(gap, gap + array.length);
  inner.set(array);
  return inner;
}

/** Where a path differs from the definition, or touches what is around the array. */
function differences(
  input: Numbers,
  format: FloatFormat,
  mode: RoundingMode,
  index: number,
  randomBits?: number,
): string[] {
  const rounding = rounded(format, mode, index, randomBits);
  const plan = roundingPlan(format, rounding);
  const expected = input.slice();
  input.forEach((x, i) => {
    expected[i] = roundByDefinition(x, format, rounding, index + i);
  });
  const plain = input.slice();
  roundPlainly(plain, plan, index);
  const copied = input.slice();
  roundInPlace(copied, plan, index);
  const resident = residentCopy(input, 1 + (index % 3));
  roundInPlace(resident, plan, index);
  const found: string[] = [];
  for (const [path, got] of Object.entries({ plain, copied, resident }))
    for (let i = 0; i < input.length; i++)
      if (!Object.is(got[i], expected[i]))
        found.push(`${path} ${mode} ${format.name}: ${input[i]} to ${got[i]}, not ${expected[i]}`);
  const around =
    resident instanceof Float64Array
      ? new Float64Array(resident.buffer)
      : new Float32Array(resident.buffer);
  const before = resident.byteOffset / resident.BYTES_PER_ELEMENT;
  const untouched = resident instanceof Float64Array ? 123.456 : Math.fround(123.456);
  for (const at of [before - 1, before + resident.length])
    if (around[at] !== untouched)
      found.push(`${mode} ${format.name}: element ${at - before} changed`);
  return found.slice(0, 5);
}

describe("Rounding an array: plain, copied through the kernels and in their memory", () => {
  it("uses SIMD on this engine", () => {
    expect(hasKernels()).toBe(true);
  });

  it.each(roundingModes)("%s has the bits of the definition in every format", (mode) => {
    for (const [k, format] of manyFormats.entries()) {
      const index = mode.startsWith("stochastic") ? indices[k % indices.length] : 0;
      const numbers = hardNumbers(format);
      expect(differences(Float64Array.from(numbers), format, mode, index)).toEqual([]);
      if (fitsFloat32(format))
        expect(differences(Float32Array.from(numbers), format, mode, index)).toEqual([]);
    }
  });

  it.each([1, 3, 8, 15, 16, 17, 24, 40, 63, 64])("stochastic with %i random bits too", (bits) => {
    for (const [k, format] of manyFormats.entries()) {
      const index = indices[(k + bits) % indices.length];
      const numbers = hardNumbers(format, 20);
      expect(differences(Float64Array.from(numbers), format, "stochastic", index, bits)).toEqual(
        [],
      );
      if (fitsFloat32(format))
        expect(differences(Float32Array.from(numbers), format, "stochastic", index, bits)).toEqual(
          [],
        );
    }
  });

  it.each(roundingModes)(
    "%s does so for every length, with little or much that is unusual",
    (mode) => {
      const below = integers(9);
      for (const length of [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 127, 128, 131, 2047, 2049, 8200,
      ])
        for (const share of [0, 0.02, 0.5]) {
          const numbers = Array.from({ length }, () => {
            const normal = (below(2 ** 31) / 2 ** 30 - 1) * 3;
            if (below(1000) >= 1000 * share) return normal;
            return [0, -0, NaN, Infinity, 1e300, -1e6, 1e-9, -3e-3, 1e-300][below(9)];
          });
          for (const format of [float16, float8_e4m3fn]) {
            expect(differences(Float64Array.from(numbers), format, mode, length % 5)).toEqual([]);
            expect(differences(Float32Array.from(numbers), format, mode, length % 5)).toEqual([]);
          }
        }
    },
  );

  it("decides stochastic rounding by the further bits where the first 16 are open", () => {
    // Numbers whose fraction is just what the first bits of their index leave open.
    const rounding = rounded(float16, "stochastic", 0);
    const fractions = Float64Array.from({ length: 64 }, (_, i) => {
      const first = rounding.bits?.first(i) ?? 0;
      return 1 + 2 ** -10 * ((65535 - first + (i % 7) / 7) / 65536);
    });
    expect(differences(fractions, float16, "stochastic", 0)).toEqual([]);
    const away = fractions.map((x, i) => roundByDefinition(x, float16, rounding, i));
    expect(new Set(away)).toEqual(new Set([1, 1 + 2 ** -10]));
  });
});

describe("Stochastic rounding of an array", () => {
  const sample = Float64Array.from({ length: 1000 }, (_, i) => ((i * 7919) % 2003) / 997 - 1);
  const chunked = (
    from: readonly number[],
    copy: (a: Float64Array) => Float64Array,
    start: number,
  ) => {
    const rounding = rounded(bfloat16, "stochastic", start);
    const plan = roundingPlan(bfloat16, rounding);
    const out = copy(sample);
    from.forEach((first, k) => {
      roundInPlace(out.subarray(first, from[k + 1] ?? out.length), plan, start + first);
    });
    return out;
  };

  it.each(indices)("has the same bits in any chunks from index %d on", (start) => {
    const whole = chunked([0], (a) => a.slice(), start);
    const resident = (a: Float64Array): Float64Array => {
      const place = residentArray(a.length);
      place.set(a);
      return place;
    };
    for (const cuts of [
      [0, 1],
      [0, 500],
      [0, 3, 4, 130, 131, 777],
      [0, 37, 38, 999],
    ]) {
      expect(chunked(cuts, (a) => a.slice(), start)).toEqual(whole);
      expect(chunked(cuts, resident, start)).toEqual(whole);
    }
    expect(chunked([0], (a) => a.slice(), start + 1)).not.toEqual(whole);
  });

  it("never changes: hashes of a rounded array", () => {
    const hash = (format: FloatFormat, mode: RoundingMode): string => {
      const out = sample.slice();
      roundInPlace(out, roundingPlan(format, rounded(format, mode, 5)), 5);
      return createHash("sha256").update(new Uint8Array(out.buffer)).digest("hex").slice(0, 16);
    };
    expect([float16, bfloat16, float8_e4m3fn, float32].map((f) => hash(f, "stochastic"))).toEqual([
      "3a65c02155630c49",
      "2daa47bd09e03aec",
      "28eba7acfa6bfe7c",
      "eede280208d578d8",
    ]);
    expect([hash(float16, "stochastic-equal"), hash(float16, "nearest-even")]).toEqual([
      "4fe062a5b545544c",
      "a3cbeb0f50e7f1c5",
    ]);
  });
});
