import {
  type Arithmetic,
  doubleDoubleArithmetic,
  float64Arithmetic,
} from "../numerics/arithmetic.js";
import type { FloatFormat } from "./formats/format.js";
import { operations } from "./operations/operations.js";
import type { RoundingOptions } from "./rounding/rounding.js";

/** A computation written once for every arithmetic: inputs to outputs. */
export type Program = <T>(arithmetic: Arithmetic<T>, inputs: readonly T[]) => readonly T[];

/** A computation in a number format, and the same in its twin of higher precision. */
export interface Shadow {
  /** Outputs, every operation rounded to the format. */
  readonly values: Float64Array;
  /** Outputs of the twin, as the nearest doubles. */
  readonly twin: Float64Array;
  /** value − twin per output; the subtraction is the twin's, so it holds beyond float64. */
  readonly errors: Float64Array;
  /** log₂(max|twin| / max|error|), how many bits are right; ∞ without errors, NaN if all is 0. */
  readonly correctBits: number;
}

/**
 * Runs a computation in a number format, every operation correctly rounded, beside its twin:
 * the same computation from the same inputs in float64 for formats of at most 25 bits, in
 * double-double (106 bits) for finer ones, float64 among them.
 *
 * The inputs are rounded to the format first and the twin starts from the rounded ones, so
 * the difference is what the computation's own roundings did. Comparisons may fall out
 * differently in the two; that is part of the difference.
 *
 * The cost of the program, some ten times over, and once more in the twin.
 *
 * @param inputs - doubles; not changed
 * @param options - how the emulated run rounds
 * @throws as {@link operations}
 *
 * @example
 * const hypotenuse: Program = (a, [x, y]) => [a.add(a.multiply(x, x), a.multiply(y, y))];
 * shadow(hypotenuse, [1.1, 0.3], float8_e4m3fn).errors; // [0.01171875]
 */
export function shadow(
  program: Program,
  inputs: ArrayLike<number>,
  format: FloatFormat,
  options: RoundingOptions = {},
): Shadow {
  const emulated = operations(format, options);
  const rounded = Array.from(inputs, (x) => emulated.from(x));
  const values = Float64Array.from(program(emulated, rounded), emulated.toNumber);
  return format.significandBits <= 25
    ? besideTwin(values, program, rounded, float64Arithmetic)
    : besideTwin(values, program, rounded, doubleDoubleArithmetic);
}

function besideTwin<T>(
  values: Float64Array,
  program: Program,
  inputs: readonly number[],
  arithmetic: Arithmetic<T>,
): Shadow {
  const { from, subtract, toNumber } = arithmetic;
  const exact = program(arithmetic, inputs.map(from));
  const twin = Float64Array.from(exact, toNumber);
  const errors = values.map((value, i) => toNumber(subtract(from(value), exact[i])));
  const largest = (array: Float64Array): number =>
    array.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const correctBits = Math.log2(largest(twin) / largest(errors));
  return { values, twin, errors, correctBits };
}
