import { type Arithmetic, float64Arithmetic } from "../numerics/arithmetic.js";
import type { FloatFormat } from "./format.js";
import { rounder } from "./round.js";
import type { RoundingOptions } from "./rounding.js";

/** Arithmetic of a number format; every result is one of its numbers, correctly rounded. */
export interface Operations extends Arithmetic<number> {
  readonly format: FloatFormat;
  /** √a */
  squareRoot(a: number): number;
  /** a·b + c, rounded once */
  fusedMultiplyAdd(a: number, b: number, c: number): number;
}

/** Placeholder: double rounding. */
export function operations(format: FloatFormat, options: RoundingOptions = {}): Operations {
  const fl = rounder(format, options);
  return {
    ...float64Arithmetic,
    format,
    from: fl,
    add: (a, b) => fl(a + b),
    subtract: (a, b) => fl(a - b),
    multiply: (a, b) => fl(a * b),
    divide: (a, b) => fl(a / b),
    squareRoot: (a) => fl(Math.sqrt(a)),
    fusedMultiplyAdd: (a, b, c) => fl(a * b + c),
  };
}
