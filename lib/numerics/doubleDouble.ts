import { productError as plainProductError, sumError } from "./errorFree.js";

/**
 * A number carried as the unevaluated sum hi + lo of two doubles, |lo| ≤ ulp(hi)/2: about 106
 * significand bits over the exponent range of a double. A non-finite hi has lo = 0.
 */
export interface DoubleDouble {
  /** The sum, rounded to a double. */
  readonly hi: number;
  /** What that rounding lost. */
  readonly lo: number;
}

/** The double x as a double-double: x + 0. */
export function doubleDouble(x: number): DoubleDouble {
  return { hi: x, lo: 0 };
}

/**
 * Sum of two double-doubles, relative error ≤ 3u²/(1 − 4u) with u = 2⁻⁵³, in 20 operations.
 *
 * @see Joldes, Muller & Popescu (2017), Tight and rigorous error bounds for basic building
 *   blocks of double-word arithmetic, ACM TOMS 44(2): AccurateDWPlusDW
 *
 * @example
 * addDoubleDouble(doubleDouble(1), doubleDouble(2 ** -80)); // { hi: 1, lo: 2 ** -80 }
 */
export function addDoubleDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const s = a.hi + b.hi;
  const t = a.lo + b.lo;
  const c = sumError(a.hi, b.hi, s) + t;
  const v = s + c;
  const w = sumError(a.lo, b.lo, t) + (c - (v - s));
  return normalised(v, w, s);
}

/** Difference a − b, as {@link addDoubleDouble}. */
export function subtractDoubleDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  return addDoubleDouble(a, negateDoubleDouble(b));
}

/** −a, exactly. */
export function negateDoubleDouble(a: DoubleDouble): DoubleDouble {
  return { hi: -a.hi, lo: -a.lo };
}

/**
 * Product of two double-doubles, relative error ≤ 7u² while no part underflows (|a·b| above
 * 10⁻²⁹⁰ or so) and |a·b| is below the largest double.
 *
 * @see Joldes, Muller & Popescu (2017), DWTimesDW1; Dekker (1971) for the exact product
 *
 * @example
 * multiplyDoubleDouble(doubleDouble(0.1), doubleDouble(10)); // { hi: 1, lo: 5.55…e-17 }
 */
export function multiplyDoubleDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const p = a.hi * b.hi;
  const e = productError(a.hi, b.hi, p) + (a.hi * b.lo + a.lo * b.hi);
  return normalised(p, e, p);
}

/**
 * Quotient of two double-doubles, relative error ≤ 15u² under the conditions of
 * {@link multiplyDoubleDouble}. Division by zero gives what division of doubles gives.
 *
 * @see Joldes, Muller & Popescu (2017), DWDivDW2
 *
 * @example
 * divideDoubleDouble(doubleDouble(1), doubleDouble(3)); // { hi: 0.333…, lo: 1.85…e-17 }
 */
export function divideDoubleDouble(a: DoubleDouble, b: DoubleDouble): DoubleDouble {
  const q = a.hi / b.hi;
  if (!Number.isFinite(q) || !Number.isFinite(b.hi)) return { hi: q, lo: 0 };
  // r = q·b in double-double; what is left of a gives the second digit of the quotient.
  const p = q * b.hi;
  const r = normalised(p, productError(q, b.hi, p) + q * b.lo, p);
  const left = a.hi - r.hi + (a.lo - r.lo);
  return normalised(q, left / b.hi, q);
}

/** Whether a < b; false when either is NaN. */
export function lessDoubleDouble(a: DoubleDouble, b: DoubleDouble): boolean {
  return a.hi < b.hi || (a.hi === b.hi && a.lo < b.lo);
}

/**
 * a·b − p exactly, for p = fl(a·b), unless the error is below the smallest double; 0 when p is
 * not finite.
 */
function productError(a: number, b: number, p: number): number {
  if (!Number.isFinite(p)) return 0;
  // The splitting would overflow above 2⁹⁹⁶: scaled by powers of two, nothing is lost.
  if (Math.abs(a) > 2 ** 990) return productError(a * 2 ** -60, b, p * 2 ** -60) * 2 ** 60;
  if (Math.abs(b) > 2 ** 990) return productError(a, b * 2 ** -60, p * 2 ** -60) * 2 ** 60;
  return plainProductError(a, b, p);
}

/** hi + lo with |lo| ≤ ulp/2, for |lo| ≤ |hi|; `plain`, the result in doubles, when not finite. */
function normalised(hi: number, lo: number, plain: number): DoubleDouble {
  const sum = hi + lo;
  if (!Number.isFinite(sum)) return { hi: Number.isFinite(plain) ? sum : plain, lo: 0 };
  return { hi: sum, lo: lo - (sum - hi) };
}
