import { exactAccumulator } from "../../numerics/exactSum.js";
import {
  type Accumulation,
  type AccumulationOptions,
  completeAccumulation,
} from "./accumulation.js";
import { dot, requireEqualLengths } from "./dot.js";
import { type ErrorBounds, errorBounds } from "./errorBounds.js";
import { type DenseMatrix, type MatrixProductOptions, matrixMultiply } from "./matrixMultiply.js";
import { matrixVector } from "./matrixVector.js";

/** How likely the probabilistic bound may fail. */
export interface AnalysisOptions {
  /** λ > 0: the number of standard deviations, so to speak; 6 unless told. */
  readonly lambda?: number;
}

/** A dot product, what it should have been, and what could be said beforehand. */
export interface DotAnalysis extends ErrorBounds {
  /** As computed. */
  readonly value: number;
  /** Σ x_i·y_i of the inputs as given, rounded once to a double. */
  readonly exact: number;
  /** |value − Σ x_i·y_i|, rounded once to a double. */
  readonly error: number;
}

/** The same for each entry of a matrix product, row by row. */
export interface ProductAnalysis {
  readonly values: Float64Array;
  readonly exact: Float64Array;
  readonly error: Float64Array;
  readonly bound: Float64Array;
  readonly probabilisticBound: Float64Array;
  readonly failureProbability: Float64Array;
}

/**
 * A {@link dot} product with its observed error and the bounds of rounding error analysis.
 *
 * *bound* holds for every input, order, format and mode. With W = Σ|x_i||y_i|, the inputs as
 * given, and no underflow it is
 *
 *     W·((1 + u_inputs)²·(1 + u_products)·(1 + u_accumulator)^m·(1 + u_output) − 1)
 *
 * where m counts the inexact additions that a product goes through: n − 1 sequentially,
 * ⌈log₂ n⌉ pairwise, b + ⌈n/b⌉ − 2 in blocks of b; n − 1 + 1 for `fused` (whose u_products is 0)
 * and, but for `pairwise`, one more where a product is no number of the accumulator. It is at most
 * γ = θ/(1 − θ) with θ the sum of the u's ({@link gammaFactor}), and finite where γ is not. u is
 * 2^−p to nearest and 2^(1−p) in every other mode. Kahan's sum has about 3u_accumulator
 * instead, plus O(n·u²), see `kahanErrorBound`. Underflow is included; where overflow
 * cannot be excluded from the sizes of the inputs alone, the bound is ∞.
 *
 * *probabilisticBound* replaces the bracket by exp(λ·√(Σu²) + Σu²/(1 − u)) − 1, sums over the
 * same roundings: √n instead of n. It fails with probability ≤ 2n·exp(−λ²(1 − u)²/2), u the
 * largest, if rounding errors are mean-independent and of mean 0: a theorem for `stochastic`
 * with all its random bits, a model for the nearest modes, `to-odd`, `stochastic-equal` and few
 * random bits (and a wrong one where the same rounding repeats, as in a sum of equal terms).
 * Where it does not apply (rounding up, down or toward zero, Kahan's order) or does
 * not improve on it, it is `bound` itself.
 *
 * Computed in doubles, with a margin for their rounding. NaN where an input is NaN.
 * O(n), some 100 ns a term.
 *
 * @throws as dot; RangeError if lambda is not > 0
 * @see Higham & Mary (2019), A new approach to probabilistic rounding error analysis, SIAM J.
 *   Sci. Comput. 41(5); Connolly, Higham & Mary (2021), Stochastic rounding and its
 *   probabilistic backward error analysis, SIAM J. Sci. Comput. 43(1)
 *
 * @example
 * const ones = new Float64Array(4096).fill(1);
 * analyseDot(ones, ones, { accumulator: bfloat16 }).error; // 3840
 */
export function analyseDot(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: AccumulationOptions & AnalysisOptions = {},
): DotAnalysis {
  requireEqualLengths(x, y, "analyseDot");
  const accumulation = completeAccumulation(options, "analyseDot");
  const lambda = completeLambda(options, "analyseDot");
  const value = dot(x, y, options);
  return analysis(value, x.length, x, 0, y, accumulation, lambda);
}

/**
 * {@link matrixVector} with the observed error and the bounds of every entry; see
 * {@link analyseDot}.
 *
 * @throws as matrixVector and analyseDot
 *
 * @example
 * const a = { rows: 1, columns: 2, entries: [1, 2 ** -9] };
 * analyseMatrixVector(a, [1, 1], { accumulator: bfloat16 }).error; // [2 ** -9]
 */
export function analyseMatrixVector(
  a: DenseMatrix,
  x: ArrayLike<number>,
  options: MatrixProductOptions & AnalysisOptions = {},
): ProductAnalysis {
  const values = matrixVector(a, x, options);
  const column = { rows: x.length, columns: 1, entries: x };
  return analyses(values, a, column, options, "analyseMatrixVector");
}

/**
 * {@link matrixMultiply} with the observed error and the bounds of every entry; see
 * {@link analyseDot}.
 *
 * @throws as matrixMultiply and analyseDot
 *
 * @example
 * const a = { rows: 1, columns: 2, entries: [1, 2 ** -9] };
 * analyseMatrixMultiply(a, { rows: 2, columns: 1, entries: [1, 1] }, { accumulator: bfloat16 });
 */
export function analyseMatrixMultiply(
  a: DenseMatrix,
  b: DenseMatrix,
  options: MatrixProductOptions & AnalysisOptions = {},
): ProductAnalysis {
  const { entries } = matrixMultiply(a, b, options);
  return analyses(entries, a, b, options, "analyseMatrixMultiply");
}

function analyses(
  values: Float64Array,
  a: DenseMatrix,
  b: DenseMatrix,
  options: MatrixProductOptions & AnalysisOptions,
  caller: string,
): ProductAnalysis {
  const accumulation = completeAccumulation(options, caller);
  const lambda = completeLambda(options, caller);
  const n = a.columns;
  const firstRow = options.rowRange?.from ?? 0;
  const array = (): Float64Array => new Float64Array(values.length);
  const [exact, error, bound] = [array(), array(), array()];
  const [probabilisticBound, failureProbability] = [array(), array()];
  const column = new Float64Array(n);
  for (let j = 0; j < b.columns; j++) {
    for (let i = 0; i < n; i++) column[i] = b.entries[i * b.columns + j];
    for (let k = j, row = firstRow; k < values.length; k += b.columns, row++) {
      const one = analysis(values[k], n, a.entries, row * n, column, accumulation, lambda);
      exact[k] = one.exact;
      error[k] = one.error;
      bound[k] = one.bound;
      probabilisticBound[k] = one.probabilisticBound;
      failureProbability[k] = one.failureProbability;
    }
  }
  return { values, exact, error, bound, probabilisticBound, failureProbability };
}

function analysis(
  value: number,
  n: number,
  x: ArrayLike<number>,
  xFrom: number,
  y: ArrayLike<number>,
  accumulation: Accumulation,
  lambda: number,
): DotAnalysis {
  const sum = exactAccumulator();
  for (let i = 0; i < n; i++) sum.addProduct(x[xFrom + i], y[i]);
  const exact = sum.value();
  sum.add(-value);
  const error = Math.abs(sum.value());
  return { value, exact, error, ...errorBounds(n, x, xFrom, y, 0, accumulation, lambda) };
}

function completeLambda({ lambda = 6 }: AnalysisOptions, caller: string): number {
  if (!(lambda > 0 && lambda < Infinity))
    throw new RangeError(`${caller}: lambda must be > 0 and finite, got ${lambda}`);
  return lambda;
}
