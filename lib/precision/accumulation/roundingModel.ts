import type { FloatFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";
import type { RoundingMode } from "../rounding/rounding.js";

/** What one rounding may do: fl(z) = z·(1 + δ) + η with |δ| ≤ u, |η| ≤ eta and δ·η = 0. */
export interface RoundingModel {
  /** Relative: 2^−p to nearest, 2^(1−p) in every other mode. */
  readonly u: number;
  /** Absolute, for what underflows. */
  readonly eta: number;
  /** Up to this size nothing overflows, whatever its sign. */
  readonly limit: number;
}

/** No rounding at all. */
export const noRounding: RoundingModel = { u: 0, eta: 0, limit: Infinity };

/**
 * The standard model of rounding to a format, with underflow.
 *
 * eta is half the smallest subnormal to nearest and a whole one otherwise, 2^minExponent in a
 * format that flushes its subnormals; where the format has none, 2^minExponent or half of it.
 *
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd edition, §2.2 and §2.8
 *
 * @example
 * roundingModel(float16, "nearest-even").u; // 2 ** -11
 */
export function roundingModel(format: FloatFormat, mode: RoundingMode): RoundingModel {
  const { significandBits: p, minExponent, maxFinite, lowest, subnormals } = format;
  const share = mode.startsWith("nearest") ? 0.5 : 1;
  const smallestNormal = 2 ** minExponent;
  // Of a format whose smallest subnormal is 2⁻¹⁰⁷⁴ the half is no double: the whole bounds it.
  const spacing = Math.max(share * 2 ** (minExponent - p + 1), Number.MIN_VALUE);
  const eta = {
    kept: spacing,
    flushed: smallestNormal,
    rounded: format.zero === "none" ? smallestNormal : share * smallestNormal,
  }[subnormals];
  return { u: share * 2 ** (1 - p), eta, limit: Math.max(0, Math.min(maxFinite, -lowest)) };
}

/** Whether every finite number of `inner` is one of `outer`. */
export function isEmbedded(inner: FloatFormat, outer: FloatFormat): boolean {
  if (inner === outer) return true;
  return (
    inner.significandBits <= outer.significandBits &&
    leastExponent(inner) >= leastExponent(outer) &&
    outer.subnormals === "kept" &&
    inner.maxFinite <= outer.maxFinite &&
    inner.lowest >= outer.lowest
  );
}
