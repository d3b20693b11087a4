import { productError, quotientResidual, squareRootResidual, sumError } from "./errorFree.js";

/**
 * Bounds of the results of + × / √ on doubles: the largest double not above, or the smallest
 * not below the exact result (directed rounding). Where the error of the rounded result cannot
 * be computed (products below 10⁻²⁸⁹, factors above 10²⁹⁸), a double further out at most.
 *
 * The bounds of what overflows are the largest double and infinity. An infinite operand is a
 * bound of an unbounded set: 0·∞ is 0.
 */

const LARGEST = Number.MAX_VALUE;
const HUGE = 2 ** 990;
const TINY = 2 ** -960;
const HALF_ULP = 2 ** -53 * (1 + 2 ** -52);

/**
 * A double above x, the next one (or the second next, for sizes near 10⁻³⁰⁷).
 *
 * ∞ for ∞ and the largest double; −∞ and NaN stay.
 *
 * @see Rump, Zimmermann, Boldo & Melquiond (2009), Computing predecessor and successor in
 *   rounding to nearest, BIT 49
 *
 * @example
 * above(1); // 1.0000000000000002
 */
export function above(x: number): number {
  return x === -Infinity ? x : x + (HALF_ULP * Math.abs(x) + Number.MIN_VALUE);
}

/** A double below x; as {@link above}. */
export function below(x: number): number {
  return x === Infinity ? x : x - (HALF_ULP * Math.abs(x) + Number.MIN_VALUE);
}

/** The largest double ≤ a + b, neither being +∞. */
export function sumBelow(a: number, b: number): number {
  const s = a + b;
  const e = sumError(a, b, s);
  if (e >= 0) return s;
  if (e < 0) return below(s);
  return s === Infinity ? LARGEST : s;
}

/** The smallest double ≥ a + b, neither being −∞. */
export function sumAbove(a: number, b: number): number {
  return -sumBelow(-a, -b);
}

/** A double ≤ a·b, the largest one if nothing underflows. */
export function productBelow(a: number, b: number): number {
  const p = a * b;
  const size = Math.abs(p);
  if (size > TINY && size < HUGE && Math.abs(a) < HUGE && Math.abs(b) < HUGE)
    return productError(a, b, p) < 0 ? below(p) : p;
  if (a === 0 || b === 0) return Number.isNaN(a) || Number.isNaN(b) ? NaN : 0;
  return outward(p, a < 0 === b < 0);
}

/** A double ≥ a·b, the smallest one if nothing underflows. */
export function productAbove(a: number, b: number): number {
  return -productBelow(-a, b);
}

/** A double ≤ a/b for b ≠ 0, the largest one if nothing underflows. */
export function quotientBelow(a: number, b: number): number {
  const q = a / b;
  const size = Math.abs(a);
  if (size > TINY && size < HUGE && Math.abs(q) < HUGE && Math.abs(b) < HUGE) {
    const residual = quotientResidual(a, b, q);
    return b < 0 === residual < 0 || residual === 0 ? q : below(q);
  }
  if (a === 0) return Number.isNaN(b) ? NaN : 0;
  return outward(q, a < 0 === b < 0);
}

/** A double ≥ a/b for b ≠ 0, the smallest one if nothing underflows. */
export function quotientAbove(a: number, b: number): number {
  return -quotientBelow(-a, b);
}

/** A double ≤ √a for a ≥ 0, the largest one for a of 10⁻²⁸⁹ … 10²⁹⁸. */
export function rootBelow(a: number): number {
  const s = Math.sqrt(a);
  if (a > TINY && a < HUGE) return squareRootResidual(a, s) < 0 ? below(s) : s;
  return a === 0 ? 0 : a === Infinity ? s : Math.max(0, below(s));
}

/** A double ≥ √a for a ≥ 0, the smallest one for a of 10⁻²⁸⁹ … 10²⁹⁸. */
export function rootAbove(a: number): number {
  const s = Math.sqrt(a);
  if (a > TINY && a < HUGE) return squareRootResidual(a, s) > 0 ? above(s) : s;
  return a === 0 ? 0 : above(s);
}

/** A lower bound of what was rounded to `value` and has the given sign. */
function outward(value: number, positive: boolean): number {
  if (!positive) return below(value);
  return value === Infinity ? LARGEST : Math.max(0, below(value));
}
