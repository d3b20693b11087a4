import {
  productError,
  quotientResidual,
  squareRootResidual,
  sumError,
} from "../../numerics/errorFree.js";
import { roundToOdd } from "../../numerics/roundToOdd.js";

// The operations on doubles with what they lost: next to the double hi that JavaScript's
// operator gives, a tail with the sign of exact − hi, 0 iff hi is exact. The tail is NaN where
// that cannot be told in doubles: non-finite numbers, and sizes outside 2^±960, where an error
// could underflow or a splitting overflow.

/** Sizes between which errors neither underflow nor overflow. */
const SMALL = 2 ** -960;
export const LARGE: number = 2 ** 960;

/** Tail of s = a + b. Any doubles; NaN if something overflows. */
export const sumTail: (a: number, b: number, s: number) => number = sumError;

/** Tail of p = a·b. */
export function productTail(a: number, b: number, p: number): number {
  const size = Math.abs(p);
  if (size > SMALL && size < LARGE && Math.abs(a) < LARGE && Math.abs(b) < LARGE)
    return productError(a, b, p);
  return p === 0 && (a === 0 || b === 0) ? 0 : NaN;
}

/** Tail of q = a / b. */
export function quotientTail(a: number, b: number, q: number): number {
  const size = Math.abs(a);
  if (!(size > SMALL && size < LARGE && Math.abs(b) < LARGE && Math.abs(q) < LARGE))
    return a === 0 && q === 0 && Math.abs(b) < Infinity ? 0 : NaN;
  const left = quotientResidual(a, b, q);
  return b < 0 ? -left : left;
}

/** Tail of s = √a. */
export function squareRootTail(a: number, s: number): number {
  if (a > SMALL && a < LARGE) return squareRootResidual(a, s);
  return a === 0 ? 0 : NaN;
}

/**
 * a·b + c as [hi, tail], written to `out`: hi = fl(a·b + c), rounded once.
 *
 * With a·b = p + e exactly, the three numbers c, p, e are added to one double and two
 * remainders, and the sum of the remainders is rounded to odd, which keeps its side of every
 * boundary that matters to the last addition.
 *
 * @see Boldo & Melquiond (2008), Emulation of a FMA and correctly rounded sums: proved
 *   algorithms using rounding to odd
 */
export function fusedPair(a: number, b: number, c: number, out: Float64Array): void {
  const p = a * b;
  const e = productTail(a, b, p);
  const upper = c + e;
  const upperTail = sumError(c, e, upper);
  const sum = p + upper;
  const lowerTail = sumError(p, upper, sum);
  const tails = lowerTail + upperTail;
  const rest = sumError(lowerTail, upperTail, tails);
  if (Number.isNaN(rest) || !(Math.abs(c) < LARGE)) {
    out[1] = NaN;
    return;
  }
  const odd = roundToOdd(tails, rest);
  out[0] = sum + odd;
  out[1] = sumError(sum, odd, out[0]);
}
