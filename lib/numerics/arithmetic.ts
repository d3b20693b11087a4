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
