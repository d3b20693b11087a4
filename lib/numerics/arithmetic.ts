import {
  addDoubleDouble,
  type DoubleDouble,
  divideDoubleDouble,
  doubleDouble,
  lessDoubleDouble,
  multiplyDoubleDouble,
  negateDoubleDouble,
  subtractDoubleDouble,
} from "./doubleDouble.js";
import { cos, exp, log, sin, tanh } from "./elementary/elementary.js";

/**
 * The field operations on some representation T of real numbers, so that a formula is written
 * once and evaluated in doubles, in double-doubles, in intervals, in an emulated format …
 *
 * @example
 * const square = <T>(a: Arithmetic<T>, x: T): T => a.multiply(x, x);
 * square(float64Arithmetic, 3); // 9
 */
export interface Arithmetic<T> {
  /** The double x, exactly. */
  from(x: number): T;
  /** a + b */
  add(a: T, b: T): T;
  /** a − b */
  subtract(a: T, b: T): T;
  /** a·b */
  multiply(a: T, b: T): T;
  /** a / b */
  divide(a: T, b: T): T;
  /** −a */
  negate(a: T): T;
  /** Whether a < b; false when either is NaN. */
  less(a: T, b: T): boolean;
  /** The nearest double. */
  toNumber(a: T): number;
}

/**
 * Arithmetic and the elementary functions that a loss may be made of, on a representation T of
 * real numbers. All results are numbers of T; the comparison of `whereLess` has no other use
 * than to choose, so that a computation is the same list of operations for every input.
 *
 * @example
 * const relu = <T>(a: ScalarOperations<T>, x: T): T => a.maximum(x, a.from(0));
 * relu(float64Operations, -3); // 0
 */
export interface ScalarOperations<T> extends Arithmetic<T> {
  /** √a, NaN below 0. */
  squareRoot(a: T): T;
  /** |a| */
  absolute(a: T): T;
  /** The smaller one; NaN if either is. */
  minimum(a: T, b: T): T;
  /** The larger one; NaN if either is. */
  maximum(a: T, b: T): T;
  /** e^a */
  exp(a: T): T;
  /** ln a; −∞ for 0, NaN below. */
  log(a: T): T;
  /** The sine of a radians. */
  sin(a: T): T;
  /** The cosine of a radians. */
  cos(a: T): T;
  /** The hyperbolic tangent. */
  tanh(a: T): T;
  /** `below` where a < b, else `otherwise` (also when a or b is NaN). */
  whereLess(a: T, b: T, below: T, otherwise: T): T;
}

/** Arithmetic of doubles: JavaScript's own operators. */
export const float64Arithmetic: Arithmetic<number> = {
  from: (x) => x,
  add: (a, b) => a + b,
  subtract: (a, b) => a - b,
  multiply: (a, b) => a * b,
  divide: (a, b) => a / b,
  negate: (a) => -a,
  less: (a, b) => a < b,
  toNumber: (a) => a,
};

/**
 * Operations on doubles: JavaScript's own, and the project's elementary functions, which have
 * the same bits on every engine.
 */
export const float64Operations: ScalarOperations<number> = {
  ...float64Arithmetic,
  squareRoot: Math.sqrt,
  absolute: Math.abs,
  minimum: Math.min,
  maximum: Math.max,
  exp,
  log,
  sin,
  cos,
  tanh,
  whereLess: (a, b, below, otherwise) => (a < b ? below : otherwise),
};

/**
 * Operations on numbers of float32, held as doubles: each result is that of `float64Operations`,
 * rounded to float32.
 *
 * For +, −, ×, ÷ and √ this is the exact result rounded once: 53 bits are more than twice 24 and
 * two, so that the first rounding never decides the second. Elementary functions are the exact
 * result rounded once in all but some 10⁻⁹ of cases.
 *
 * @see Figueroa (1995), When is double rounding innocuous?, SIGNUM Newsletter 30(3)
 *
 * @example
 * float32Operations.add(1, 2 ** -24); // 1
 */
export const float32Operations: ScalarOperations<number> = {
  ...float64Operations,
  from: Math.fround,
  add: (a, b) => Math.fround(a + b),
  subtract: (a, b) => Math.fround(a - b),
  multiply: (a, b) => Math.fround(a * b),
  divide: (a, b) => Math.fround(a / b),
  squareRoot: (a) => Math.fround(Math.sqrt(a)),
  exp: (a) => Math.fround(exp(a)),
  log: (a) => Math.fround(log(a)),
  sin: (a) => Math.fround(sin(a)),
  cos: (a) => Math.fround(cos(a)),
  tanh: (a) => Math.fround(tanh(a)),
};

/** Arithmetic of double-doubles, about 32 decimal digits. */
export const doubleDoubleArithmetic: Arithmetic<DoubleDouble> = {
  from: doubleDouble,
  add: addDoubleDouble,
  subtract: subtractDoubleDouble,
  multiply: multiplyDoubleDouble,
  divide: divideDoubleDouble,
  negate: negateDoubleDouble,
  less: lessDoubleDouble,
  toNumber: (a) => a.hi,
};
