import type { residentArray } from "../../kernels/residentArray.js";
import { roundInPlace } from "../../kernels/roundInPlace.js";
import type { RoundingPlan } from "../../kernels/roundingPlan.js";
import { type FloatFormat, requireFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";
import { countedRounder } from "./countedRounder.js";
import { roundByDefinition } from "./roundByDefinition.js";
import {
  completeRounding,
  type Rounding,
  type RoundingOptions,
  requireIndices,
} from "./rounding.js";
import type { Rounder } from "./roundTo.js";

/**
 * Rounds every element of `array` in place: element i becomes {@link roundTo}(element, format,
 * options), in the stochastic modes with the key's index + i. So an array rounded in chunks,
 * each with its own first index, is the same as the array rounded at once.
 *
 * About a nanosecond an element; half of it in a {@link residentArray}, where nothing is copied.
 *
 * @returns `array` itself
 * @throws RangeError if a Float32Array could not hold the format's numbers
 * @throws as roundTo, and a TypeError if `array` is neither a Float64Array nor a Float32Array
 *
 * @example
 * roundArray(Float64Array.of(0.1, 0.2), float16); // [0.0999755859375, 0.199951171875]
 */
export function roundArray<A extends Float64Array | Float32Array>(
  array: A,
  format: FloatFormat,
  options: RoundingOptions = {},
): A {
  requireFormat(format, "roundArray");
  if (array instanceof Float32Array) requireFitsFloat32(format);
  else if (!(array instanceof Float64Array))
    throw new TypeError(
      `roundArray: array must be a Float64Array or a Float32Array, got ${Object.prototype.toString.call(array)}`,
    );
  const rounding = completeRounding(format, options, "roundArray");
  requireIndices(rounding, array.length, "roundArray");
  if (options.counters) {
    const fl: Rounder = (x, index) => roundByDefinition(x, format, rounding, index);
    const counted = countedRounder(fl, format, rounding, options.counters);
    for (let i = 0; i < array.length; i++) array[i] = counted(array[i], rounding.index + i);
    return array;
  }
  roundInPlace(array, roundingPlan(format, rounding), rounding.index);
  return array;
}

/** Every number of the format must be one of float32, or storing it would round again. */
function requireFitsFloat32(format: FloatFormat): void {
  const { significandBits: p, maxFinite, lowest } = format;
  const smallest = leastExponent(format); // without subnormals too, the spacing of normal numbers
  if (p > 24 || smallest < -149 || Math.max(maxFinite, -lowest) >= 2 ** 128)
    throw new RangeError(
      `roundArray: a Float32Array cannot hold every number of ${format.name} ` +
        `(${p} bits, multiples of 2^${smallest}, up to ${maxFinite}), expected a Float64Array`,
    );
}

/**
 * A format and a rounding, as the kernels want them.
 *
 * @example
 * const rounding = completeRounding(float16, {}, "here");
 * roundInPlace(array, roundingPlan(float16, rounding), 0);
 */
export function roundingPlan(format: FloatFormat, rounding: Rounding): RoundingPlan {
  const { significandBits, minExponent, maxFinite, lowest, zero, subnormals } = format;
  const { mode, randomBits, seed, step, bits } = rounding;
  const smallest = zero === "signed" ? 0 : 2 ** leastExponent(format);
  return {
    mode,
    significandBits,
    minExponent,
    low: subnormals === "kept" ? smallest : 2 ** minExponent,
    high: zero === "none" || lowest >= 0 ? -1 : Math.min(maxFinite, -lowest),
    randomBits,
    seed,
    step,
    ...(bits ? { bits } : {}),
    rest: (x, index) => roundByDefinition(x, format, rounding, index),
  };
}
