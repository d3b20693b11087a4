import type { ScalarOperations } from "../../numerics/arithmetic.js";

/** The constants of formulas, as doubles. */
export const formulaConstants: ReadonlyMap<string, number> = new Map([
  ["pi", Math.PI],
  ["π", Math.PI],
  ["e", Math.E],
  ["tau", 2 * Math.PI],
]);

/** A function that formulas may call. */
export interface FormulaFunction {
  /** Fewest and most arguments. */
  readonly counts: readonly [least: number, most: number];
  /** Its operations, in the order in which they are done. */
  readonly apply: <T>(a: ScalarOperations<T>, args: readonly T[]) => T;
}

const unary = (apply: <T>(a: ScalarOperations<T>, x: T) => T): FormulaFunction => ({
  counts: [1, 1],
  apply: (a, [x]) => apply(a, x),
});

const logarithm = <T>(a: ScalarOperations<T>, x: T, base: T): T => {
  const numerator = a.log(x);
  return a.divide(numerator, a.log(base));
};

const cosh = <T>(a: ScalarOperations<T>, x: T): T => {
  const growing = a.exp(x);
  return a.divide(a.add(growing, a.exp(a.negate(x))), a.from(2));
};

// By tanh, whose derivative is finite everywhere: 1/(1 + exp(−x)) has ∞·0 in it far to the left.
const logistic: FormulaFunction = unary((a, x) => {
  const two = a.from(2);
  return a.divide(a.add(a.from(1), a.tanh(a.divide(x, two))), two);
});

/** The functions of formulas but for pow, which looks at its exponent. */
export const formulaFunctions: ReadonlyMap<string, FormulaFunction> = new Map([
  ["abs", unary((a, x) => a.absolute(x))],
  ["cos", unary((a, x) => a.cos(x))],
  ["cosh", unary(cosh)],
  ["cube", unary((a, x) => integerPower(a, x, 3))],
  ["exp", unary((a, x) => a.exp(x))],
  ["ln", unary((a, x) => a.log(x))],
  [
    "log",
    {
      counts: [1, 2],
      apply: (a, [x, ...base]) => (base.length ? logarithm(a, x, base[0]) : a.log(x)),
    },
  ],
  ["log10", unary((a, x) => logarithm(a, x, a.from(10)))],
  ["log2", unary((a, x) => logarithm(a, x, a.from(2)))],
  ["logistic", logistic],
  ["max", { counts: [2, Infinity], apply: (a, args) => args.reduce((x, y) => a.maximum(x, y)) }],
  ["min", { counts: [2, Infinity], apply: (a, args) => args.reduce((x, y) => a.minimum(x, y)) }],
  ["relu", unary((a, x) => a.maximum(a.from(0), x))],
  ["sigmoid", logistic],
  ["sin", unary((a, x) => a.sin(x))],
  [
    "sinh",
    unary((a, x) => {
      const tangent = a.tanh(x); // times cosh x: no cancellation near 0
      return a.multiply(tangent, cosh(a, x));
    }),
  ],
  ["sqrt", unary((a, x) => a.squareRoot(x))],
  ["square", unary((a, x) => a.multiply(x, x))],
  [
    "tan",
    unary((a, x) => {
      const sine = a.sin(x);
      return a.divide(sine, a.cos(x));
    }),
  ],
  ["tanh", unary((a, x) => a.tanh(x))],
] satisfies readonly (readonly [string, FormulaFunction])[]);

/** The largest size of a constant exponent: x^10000 is 17 products, x^1e300 would be a thousand. */
export const largestPower = 10_000;

/**
 * x^y for an exponent that may be known to be constant; see `landscape` for the operations.
 *
 * @param exponent - y as a value of the arithmetic
 * @param constant - y as a double where it contains no variable, else undefined
 * @param natural - whether x is the constant e
 */
export function power<T>(
  a: ScalarOperations<T>,
  x: T,
  exponent: T,
  constant: number | undefined,
  natural: boolean,
): T {
  if (natural) return a.exp(exponent);
  if (constant === undefined || !Number.isInteger(2 * constant))
    return a.exp(a.multiply(exponent, a.log(x)));
  const size = Math.abs(constant);
  const whole = Math.floor(size);
  const root = whole < size ? a.squareRoot(x) : undefined;
  const rest = whole > 0 || root === undefined ? integerPower(a, x, whole) : undefined;
  const result = root === undefined ? rest : rest === undefined ? root : a.multiply(rest, root);
  return constant < 0 ? a.divide(a.from(1), result as T) : (result as T);
}

/** x^n, n ≥ 0, by the binary digits of n from the second highest on: square, and times x if 1. */
function integerPower<T>(a: ScalarOperations<T>, x: T, n: number): T {
  if (n === 0) return a.from(1);
  const digits = n.toString(2);
  let result = x;
  for (let i = 1; i < digits.length; i++) {
    result = a.multiply(result, result);
    if (digits[i] === "1") result = a.multiply(result, x);
  }
  return result;
}
