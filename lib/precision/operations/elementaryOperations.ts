import { cos, exp, log, sin, tanh } from "../../numerics/elementary/elementary.js";
import type { RoundingCounters } from "../rounding/roundingCounters.js";

/** Functions that are rounded well, but not always correctly; see {@link elementaryOperations}. */
export interface ElementaryOperations {
  /** e^a */
  exp(a: number): number;
  /** ln a; −∞ for 0, NaN below. */
  log(a: number): number;
  /** The sine of a radians. */
  sin(a: number): number;
  /** The cosine of a radians. */
  cos(a: number): number;
  /** The hyperbolic tangent. */
  tanh(a: number): number;
}

/**
 * Elementary functions of a number format: the function of doubles, whose error is at most
 * b = 0.53 of a double's ulp, rounded to the format.
 *
 * To the nearest number the error is below 1/2 + b·2^(p − 53) ulp of the format: correctly
 * rounded, but where the exact result is within b·2^(p − 53) ulp of a tie, for about one argument
 * in 2^(53 − p). In the directed modes the error is below 1 + b·2^(p − 53) ulp, and the result may be
 * on the wrong side by b·2^(p − 53) ulp: no rigorous bound. The same bits on every engine.
 *
 * The counters see the function of doubles as if it were exact; log 0 is a division by zero.
 *
 * @param rounded - the operations of the format
 */
export function elementaryOperations(
  { from, multiply }: { from(x: number): number; multiply(a: number, b: number): number },
  counters?: RoundingCounters,
): ElementaryOperations {
  const rounded = (f: (a: number) => number) => (a: number) => {
    const value = f(a);
    if (counters && Number.isNaN(value) && !Number.isNaN(a)) counters.invalid++;
    return from(value);
  };
  const logarithm = rounded(log);
  return {
    exp: (a) => {
      const value = exp(a);
      // e^a is neither 0 nor ∞: a power of two that is as far outside every format goes for it.
      const outside = Number.isFinite(a) && (value === 0 || value === Infinity);
      const side = value === 0 ? 2 ** -600 : 2 ** 600;
      return outside ? multiply(side, side) : from(value);
    },
    log: (a) => {
      if (counters && a === 0) counters.divisionByZero++;
      return logarithm(a);
    },
    sin: rounded(sin),
    cos: rounded(cos),
    tanh: rounded(tanh),
  };
}
