import { described, type FloatFormat, requireFormat } from "../formats/format.js";
import { float64 } from "../formats/formats.js";
import { spacing } from "../formats/ulp.js";
import { countedRounder } from "./countedRounder.js";
import { fastRounder } from "./fastRounder.js";
import { roundByDefinition } from "./roundByDefinition.js";
import { completeRounding, type RoundingOptions } from "./rounding.js";

/**
 * The number of a format to which x rounds: fl(x) of §2.1; the nearest one, ties to the even
 * significand, unless `options` say otherwise.
 *
 * - −0 and numbers that round to zero keep their sign where the format has two zeros;
 * - overflow is decided after rounding as if the exponent were unbounded (IEEE 754 §4.3.1):
 *   float16 takes 65519.99 to 65504 and 65520 to ∞; float8_e4m3fn takes 464 to 448 and what
 *   is beyond to NaN. Rounding `toward-zero` and `to-odd`, or `up` and `down` on the far
 *   side, stops at the largest finite number;
 * - ±∞ stays where the format has infinities, otherwise it overflows; `saturate` takes it to
 *   the largest finite number in every format (as OCP's saturating conversions do);
 * - NaN stays NaN, also in a format that could not store it;
 * - subnormal results, zeros and negative numbers: as the format says, see {@link FloatFormat}.
 *   Without a zero (float8_e8m0fnu), 0 and what is negative become NaN, when saturating the
 *   smallest number; what is positive and below the smallest number becomes it.
 *
 * The argument is a double: rounding a value that was itself rounded to double first is
 * double rounding. Stochastic rounding draws the bits that its key names, no others. O(1),
 * a few nanoseconds without options. With them a third of a microsecond, in the stochastic modes
 * one or two, for they are examined at every call; {@link rounder} examines them once for many
 * numbers, {@link roundArray} rounds whole arrays.
 *
 * @throws TypeError if `format` is not a format (its name, say), the mode is unknown, or a
 *   stochastic mode has no key
 * @throws RangeError if the format contradicts itself or has no value for `overflow`
 *
 * @example
 * roundTo(0.1, float8_e4m3fn); // 0.1015625
 * roundTo(0.1, float8_e4m3fn, { rounding: "down" }); // 0.09375
 * roundTo(1000, float8_e4m3fn, { overflow: "saturate" }); // 448
 */
export function roundTo(x: number, format: FloatFormat, options?: RoundingOptions): number {
  if (options === undefined) {
    if (format !== lastFormat) {
      lastRounder = nearestEvenRounder(format, "roundTo");
      lastFormat = format;
    }
    return lastRounder(x);
  }
  requireFormat(format, "roundTo");
  const rounding = completeRounding(format, options, "roundTo");
  return options.counters ? rounder(format, options)(x) : roundByDefinition(x, format, rounding);
}

/** The rounder of the last call without options: runs of calls mostly have one format. */
let lastFormat: FloatFormat = float64;
let lastRounder: (x: number) => number = (x) => x;

/** x ↦ fl(x); the stochastic modes take the element's index, the key's unless told. */
export type Rounder = (x: number, index?: number) => number;

/**
 * The function x ↦ {@link roundTo}(x, format, options), made once and fast: a few nanoseconds
 * a call to the nearest number, some ten to thirty in the other modes. float64 is the identity, float32 is `Math.fround`.
 *
 * @throws as roundTo
 *
 * @example
 * const fl = rounder(significandBits(8));
 * fl(1 + 2 ** -8); // 1
 * const coin = rounder(significandBits(8), { rounding: "stochastic", key: { seed: 1 } });
 * coin(1 + 2 ** -9, 5); // 1, or 1 + 2 ** -7 for one index of four
 */
export function rounder(format: FloatFormat, options: RoundingOptions = {}): Rounder {
  requireFormat(format, "rounder");
  const rounding = completeRounding(format, options, "rounder");
  if (options.counters) {
    const { counters, ...others } = options;
    return countedRounder(rounder(format, others), format, rounding, counters);
  }
  if (rounding.mode === "nearest-even" && rounding.overflow === format.overflow)
    return nearestEvenRounder(format, "rounder");
  const fast = fastRounder(format, rounding);
  if (!rounding.bits) return (x) => fast(x);
  return (x, index = rounding.index) => {
    if (!Number.isSafeInteger(index) || index < 0)
      throw new RangeError(`rounder: index must be a safe integer >= 0, got ${described(index)}`);
    return fast(x, index);
  };
}

/**
 * Nearest-even with the format's own overflow.
 *
 * For normal numbers it is Veltkamp's splitting, c − (c − x) with c = fl((2^(53−p) + 1)·x),
 * which is ties-to-even: at a tie c is an even multiple of the target's ulp, because fl is
 * ties-to-even, and c − x is rounded to an even multiple again. Below the smallest normal
 * number, where the spacing is constant, adding and subtracting 1.5·2⁵² spacings rounds if at
 * most 2⁵¹ of them are there: the sum then stays in one binade of doubles.
 * What is beyond the format's finite numbers goes by the definition.
 */
function nearestEvenRounder(format: FloatFormat, caller: string): (x: number) => number {
  requireFormat(format, caller);
  const { significandBits: p, minExponent, maxExponent, maxFinite, lowest } = format;
  const rounding = completeRounding(format, {}, caller);
  const rest = (x: number): number => roundByDefinition(x, format, rounding);
  if (format.subnormals === "kept" && format.zero === "signed" && format.infinities) {
    if (p === 53 && minExponent === -1022 && maxExponent === 1023 && isIeee(format))
      return (x) => x;
    if (p === 24 && minExponent === -126 && maxExponent === 127 && isIeee(format))
      return Math.fround;
  }
  if (lowest > -maxFinite) return rest;
  const smallestNormal = 2 ** minExponent;
  const unit = spacing(0, format);
  const shift = 1.5 * 2 ** 52 * unit;
  const splitter = 2 ** (53 - p) + 1;
  // Above the limit the product with the splitter could overflow.
  const limit = Math.min(maxFinite, 2 ** (1022 - (53 - p)));
  const shiftable = smallestNormal <= 2 ** 51 * unit && shift < Infinity;
  const subnormalLimit = shiftable ? Math.min(limit, smallestNormal) : -1;
  const signed = format.zero === "signed";
  const flushed = format.subnormals === "flushed";

  return (x) => {
    const size = Math.abs(x);
    if (size >= smallestNormal && size <= limit) {
      const c = splitter * x;
      return c - (c - x);
    }
    if (size < smallestNormal && size <= subnormalLimit) {
      const rounded = x + shift - shift;
      if (rounded === 0 || (flushed && Math.abs(rounded) < smallestNormal))
        return signed ? 0 * x : 0; // the sum forgets the sign of zero
      return rounded;
    }
    return rest(x);
  };
}

/** Whether nothing but IEEE 754's pattern is left: overflow to ∞ past a full top binade. */
const isIeee = ({ overflow, maxFinite, maxExponent, significandBits: p }: FloatFormat): boolean =>
  overflow === "infinity" && maxFinite === (2 - 2 ** (1 - p)) * 2 ** maxExponent;
