/**
 * What happened in a run of rounded operations, counted; plain data that the functions given
 * it as `counters` add to.
 *
 * IEEE 754's exception flags follow: a flag is raised iff its counter is > 0. The five are
 * `invalid`, `divisionByZero`, `overflow`, `underflow` and `inexact`, with tininess detected
 * before rounding.
 */
export interface RoundingCounters {
  /** Results rounded: one for each operation, square root, fma, `from` or array element. */
  operations: number;
  /** The result differs from the exact number; every overflow of a finite number included. */
  inexact: number;
  /**
   * Inexact, and the exact number was subnormal: 0 < |exact| < 2^minExponent. None in a format
   * of equal spacing, which has no range of normal numbers to leave.
   */
  underflow: number;
  /**
   * The number rounded as if the range were unbounded is beyond the format's finite ones,
   * whatever the policy then makes of it; also ±∞ that becomes a finite number.
   */
  overflow: number;
  /** NaN from operands that are not NaN; also where a format overflows to NaN or has no ∞. */
  invalid: number;
  /** A finite number other than 0 divided by 0. */
  divisionByZero: number;
  /**
   * An addition or subtraction of finite numbers that gave one of them back although the other
   * is not 0: θ − ηg = θ. Fused multiply-adds are not counted.
   */
  lostUpdates: number;
}

/**
 * Counters at 0.
 *
 * @example
 * const counters = roundingCounters();
 * operations(float16, { counters }).add(2048, 1); // 2048
 * counters.lostUpdates; // 1
 */
export function roundingCounters(): RoundingCounters {
  return {
    operations: 0,
    inexact: 0,
    underflow: 0,
    overflow: 0,
    invalid: 0,
    divisionByZero: 0,
    lostUpdates: 0,
  };
}
