import type { StochasticBits } from "./stochasticBits.js";

/**
 * Which of the two neighbours a number rounds to.
 *
 * - `nearest-even`, `nearest-away`, `nearest-to-zero`: the nearer; a tie to the even
 *   significand, away from zero, to zero;
 * - `toward-zero`, `up` (to +∞), `down` (to −∞): always that way;
 * - `to-odd`: the one with an odd significand, so that a second rounding to at least two bits
 *   less equals a single one;
 * - `stochastic`: away from zero with probability (|x| − lower)/(upper − lower), exactly;
 * - `stochastic-equal`: either with probability ½.
 */
export type RoundingMode =
  | "nearest-even"
  | "nearest-away"
  | "nearest-to-zero"
  | "toward-zero"
  | "up"
  | "down"
  | "to-odd"
  | "stochastic"
  | "stochastic-equal";

/** All of {@link RoundingMode}, the deterministic ones first; assembly/carefully.ts counts on the places. */
export const roundingModes: readonly RoundingMode[] = [
  "nearest-even",
  "nearest-away",
  "nearest-to-zero",
  "toward-zero",
  "up",
  "down",
  "to-odd",
  "stochastic",
  "stochastic-equal",
];

/**
 * What a rounding kernel needs to know: numbers only, made from a format and options by the
 * room above.
 *
 * For `low` ≤ |x| ≤ `high` the result is the integer to which |x|/s rounds by `mode`, times s,
 * with the sign of x, where s = 2^(max(⌊log₂|x|⌋, minExponent) − significandBits + 1).
 * Everything else, NaN included, is left to `rest`.
 */
export interface RoundingPlan {
  readonly mode: RoundingMode;
  readonly significandBits: number;
  readonly minExponent: number;
  /** 0 if zeros and the smallest numbers follow the rule too. */
  readonly low: number;
  /** No number up to it rounds beyond the format's range; negative if no number follows the rule. */
  readonly high: number;
  /** r, of which the first bits of U are used and the fraction's bits beyond it dropped; ∞ for all. */
  readonly randomBits: number;
  /** Seed and step of the bits of stochastic rounding. */
  readonly seed: number;
  readonly step: number;
  /** The bits themselves, in the stochastic modes. */
  readonly bits?: StochasticBits;
  /** The rounded x, whatever x is: the definition, slow. */
  rest(x: number, index: number): number;
}
