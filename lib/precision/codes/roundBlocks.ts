import { binaryExponent } from "../../numerics/binaryExponent.js";
import type { FloatFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";
import { completeRounding, type RoundingOptions, requireIndices } from "../rounding/rounding.js";
import { rounder } from "../rounding/roundTo.js";
import { type BlockFormat, requireBlockFormat } from "./blockFormats.js";

/**
 * Rounds an array in place to a block format: each run of blockSize numbers gets a scale
 *
 *     X = 2^(⌊log₂ max|v_i|⌋ − e)   with e = ⌊log₂ of the element format's largest number⌋,
 *
 * clamped to the powers of two of the scale's format, and v_i becomes X·fl(v_i / X), fl being
 * the rounding to the element format, saturating. So the largest number of a block lands in
 * the top binade of the elements, and is clipped if it lies beyond their largest. The last
 * block may be shorter.
 *
 * What the specification leaves open, and what is done here:
 *
 * - a block of zeros has the smallest scale (the limit of the formula) and stays zero;
 * - a block that holds a NaN or an infinity has the scale NaN, which makes all of it NaN;
 * - rounding is to nearest even unless `options` say otherwise; element i of the array draws
 *   the stochastic bits of the key's index + i. Chunks of whole blocks, each with its own first
 *   index, give what the whole array gives.
 *
 * O(n), tens of nanoseconds an element.
 *
 * @param options - as of roundTo; `overflow` is "saturate" unless told
 * @returns the scales, one per block
 * @throws TypeError if `array` is no Float64Array or `format` no block format
 * @throws RangeError if the block format or the options contradict themselves
 * @see OCP Microscaling Formats (MX) Specification, version 1.0 (2023)
 *
 * @example
 * const v = Float64Array.of(1, 3.3, -0.2, 7);
 * roundBlocks(v, mxfp4_e2m1); // scales [1]
 * v; // [1, 3, -0, 6]
 */
export function roundBlocks(
  array: Float64Array,
  format: BlockFormat,
  options: RoundingOptions = {},
): Float64Array {
  requireBlockFormat(format, "roundBlocks");
  if (!(array instanceof Float64Array))
    throw new TypeError(
      `roundBlocks: array must be a Float64Array, got ${Object.prototype.toString.call(array)}`,
    );
  const { element, blockSize } = format;
  const saturating: FloatFormat = { ...element, overflow: "saturate" };
  const rounding = completeRounding(saturating, options, "roundBlocks");
  requireIndices(rounding, array.length, "roundBlocks");
  const fl = rounder(saturating, options);
  const first = rounding.index;
  const scales = new Float64Array(Math.ceil(array.length / blockSize));
  for (let block = 0; block < scales.length; block++) {
    const from = block * blockSize;
    const to = Math.min(from + blockSize, array.length);
    const scale = sharedScale(array.subarray(from, to), format);
    scales[block] = scale;
    for (let i = from; i < to; i++) {
      // The quotient is exact unless it underflows; then only its sign and being ≠ 0 count.
      const v = array[i];
      const quotient = v / scale || (v === 0 ? v : Math.sign(v) * Number.MIN_VALUE);
      array[i] = scale * fl(quotient, first + i);
    }
  }
  return scales;
}

/**
 * The scale of a block of numbers as {@link roundBlocks} chooses it; NaN for a block with a NaN
 * or an infinity. O(n).
 *
 * @throws as roundBlocks
 *
 * @example
 * sharedScale(Float64Array.of(0.1, -100), mxfp8_e4m3); // 2 ** -2
 */
export function sharedScale(block: Float64Array, format: BlockFormat): number {
  requireBlockFormat(format, "sharedScale");
  let largest = 0;
  for (const v of block) largest = Math.max(largest, Math.abs(v)); // NaN stays
  if (!Number.isFinite(largest)) return NaN;
  const { element, scale } = format;
  const wanted = binaryExponent(largest) - binaryExponent(element.maxFinite);
  return 2 ** Math.min(Math.max(wanted, lowestPower(scale)), binaryExponent(scale.maxFinite));
}

/** Exponent of a format's smallest power of two. */
const lowestPower = (format: FloatFormat): number =>
  format.subnormals === "kept" ? leastExponent(format) : format.minExponent;
