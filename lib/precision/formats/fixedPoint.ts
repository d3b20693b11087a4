import { requireKnown } from "../../numerics/requireKnown.js";
import { described, type FloatFormat, floatFormat } from "./format.js";

/** What {@link fixedPoint} can be told besides its width. */
export interface FixedPointOptions {
  /** Two's complement (default) or unsigned. */
  readonly signed?: boolean;
  /** `saturate` (default) or `wrap`, as an integer register does. */
  readonly overflow?: "saturate" | "wrap";
}

/**
 * Fixed point: the numbers k·2^−fraction with k an integer of `bits` bits.
 *
 * Two's complement unless told, so k = −2^(bits−1) … 2^(bits−1) − 1. The spacing 2^−fraction
 * is the same everywhere; there is one zero, no infinity and no NaN. Named `fixed8_4` for
 * 8 bits of which 4 are the fraction; `ufixed…` if unsigned, `…_wrap` if it wraps around.
 *
 * @param bits - width, 2 … 53
 * @param fraction - bits after the point, any integer of −900 … 900; may exceed `bits`
 * @throws RangeError if a number is not as said
 *
 * @example
 * roundTo(3.1416, fixedPoint(8, 4)); // 3.125
 * roundTo(9, fixedPoint(8, 4)); // 7.9375
 * roundTo(9, fixedPoint(8, 4, { overflow: "wrap" })); // -7
 */
export function fixedPoint(
  bits: number,
  fraction: number,
  options: FixedPointOptions = {},
): FloatFormat {
  requireKnown(options, ["signed", "overflow"], "option", "fixedPoint");
  const { signed = true, overflow = "saturate" } = options;
  if (!Number.isInteger(bits) || bits < 2 || bits > 53)
    throw new RangeError(`fixedPoint: bits must be an integer in 2..53, got ${described(bits)}`);
  if (!Number.isInteger(fraction) || Math.abs(fraction) > 900)
    throw new RangeError(
      `fixedPoint: fraction must be an integer in -900..900, got ${described(fraction)}`,
    );
  if (typeof signed !== "boolean")
    throw new RangeError(`fixedPoint: signed must be true or false, got ${signed}`);
  if (overflow !== "saturate" && overflow !== "wrap")
    throw new RangeError(
      `fixedPoint: overflow must be "saturate" or "wrap", got ${described(overflow)}`,
    );
  const unit = 2 ** -fraction;
  const top = signed ? 2 ** (bits - 1) : 2 ** bits;
  const exponent = bits - 1 - fraction;
  return floatFormat({
    name: `${signed ? "" : "u"}fixed${bits}_${fraction}${overflow === "wrap" ? "_wrap" : ""}`,
    label: `${bits}-bit fixed point (${fraction} after the point)`,
    significandBits: bits,
    minExponent: exponent,
    maxExponent: exponent,
    maxFinite: (top - 1) * unit,
    lowest: signed ? -top * unit : 0,
    zero: "unsigned",
    infinities: false,
    nan: false,
    overflow,
    bits,
  });
}
