import { exp, expm1, log1p } from "../../numerics/elementary/elementary.js";
import type { RoundingMode } from "../rounding/rounding.js";
import type { Accumulation } from "./accumulation.js";
import { kahanErrorBound } from "./kahanErrorBound.js";
import { isEmbedded, noRounding, type RoundingModel, roundingModel } from "./roundingModel.js";

/** Bounds of |computed − exact| of a dot product, in the units of its terms. */
export interface ErrorBounds {
  /** Holds always; ∞ where overflow cannot be excluded beforehand. */
  readonly bound: number;
  /** Holds except with probability at most `failureProbability`; never above `bound`. */
  readonly probabilisticBound: number;
  /** Bound of the probability of a larger error; 0 where probabilisticBound is `bound` itself. */
  readonly failureProbability: number;
}

/**
 * γ_n = n·u/(1 − n·u), the classical bound of |Π(1 + δ_i)^±1 − 1| for n roundings |δ_i| ≤ u;
 * ∞ from n·u = 1 on.
 *
 * @throws RangeError if n or u is negative or NaN
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, lemma 3.1
 *
 * @example
 * gammaFactor(100, 2 ** -8); // 0.641…
 */
export function gammaFactor(n: number, u: number): number {
  if (!(n >= 0 && u >= 0))
    throw new RangeError(`gammaFactor: n and u must be >= 0, got ${n} and ${u}`);
  return n * u < 1 ? (n * u) / (1 - n * u) : Infinity;
}

/**
 * γ̃_n(λ) = exp(λ·√n·u + n·u²/(1 − u)) − 1, which bounds |Π(1 + δ_i) − 1| for n mean-independent
 * δ_i of mean 0 and size ≤ u, except with probability at most 2·exp(−λ²(1 − u)²/2).
 *
 * @see Higham & Mary (2019), A new approach to probabilistic rounding error analysis, SIAM J.
 *   Sci. Comput. 41(5), theorem 2.4 (independent δ_i); Connolly, Higham & Mary (2021), Stochastic
 *   rounding and its probabilistic backward error analysis, 43(1) (mean-independent ones)
 *
 * @example
 * probabilisticGammaFactor(100, 2 ** -8, 4); // 0.171…
 */
export function probabilisticGammaFactor(n: number, u: number, lambda: number): number {
  return probabilisticFactor([[n, u]], lambda);
}

/** The same for n₁ roundings of size u₁, n₂ of size u₂ …; Hoeffding's inequality adds squares. */
function probabilisticFactor(roundings: [number, number][], lambda: number): number {
  let squares = 0;
  let drift = 0;
  for (const [n, u] of roundings) {
    squares += n * u * u;
    drift += u < 1 ? (n * u * u) / (1 - u) : Infinity;
  }
  return expm1(lambda * Math.sqrt(squares) + drift);
}

/** Sizes that the bounds are made of. */
interface Sizes {
  /** Σ|x_i||y_i|. */
  readonly products: number;
  /** Σ(|x_i| + |y_i|). */
  readonly inputs: number;
  readonly largestInput: number;
  /** max |x_i||y_i| */
  readonly largestProduct: number;
}

/**
 * Bounds of the error of a dot product of n terms, before it is computed; see
 * {@link analyseDot}, which documents them.
 */
export function errorBounds(
  n: number,
  x: ArrayLike<number>,
  xFrom: number,
  y: ArrayLike<number>,
  yFrom: number,
  accumulation: Accumulation,
  lambda: number,
): ErrorBounds {
  const { order, rounding } = accumulation;
  const mode = rounding.rounding ?? "nearest-even";
  const models = modelsOf(accumulation, mode);
  const sizes = sizesOf(n, x, xFrom, y, yFrom);
  if (!(sizes.products < Infinity)) {
    const none = Number.isNaN(sizes.products) ? NaN : Infinity;
    return { bound: none, probabilisticBound: none, failureProbability: 0 };
  }
  const kahanPart =
    order === "kahan"
      ? (u: number, eta: number): number => {
          const { input, product, convert } = models;
          const size = (v: number): number => (1 + input.u) * Math.abs(v) + input.eta;
          const term = (i: number): number =>
            (1 + product.u) * size(x[xFrom + i]) * size(y[yFrom + i]) + product.eta;
          return kahanErrorBound(n, term, u, convert ? eta : models.addEta);
        }
      : undefined;
  const depth = additionsPerTerm(n, accumulation, models.convert);
  const bound = worstCase(n, depth, sizes, models, kahanPart);
  if (!(bound < Infinity) || kahanPart || ["toward-zero", "up", "down"].includes(mode))
    return { bound, probabilisticBound: bound, failureProbability: 0 };

  const { input, product, sum, output } = models;
  const factor = probabilisticFactor(
    [
      [2, input.u],
      [1, product.u],
      [depth, sum.u],
      [1, output.u],
    ],
    lambda,
  );
  const underflow = bound - worstCase(n, depth, sizes, withoutUnderflow(models));
  const probable = sizes.products * factor * SAFETY + Math.max(0, underflow);
  if (!(probable < bound)) return { bound, probabilisticBound: bound, failureProbability: 0 };
  const largest = Math.max(input.u, product.u, sum.u, output.u);
  const failure = 2 * n * exp((-(lambda ** 2) * (1 - largest) ** 2) / 2);
  return { bound, probabilisticBound: probable, failureProbability: Math.min(1, failure) };
}

/** Covers the rounding of the bounds themselves, which are doubles. */
const SAFETY = 1 + 2 ** -30;

interface Models {
  readonly input: RoundingModel;
  readonly product: RoundingModel;
  readonly sum: RoundingModel;
  readonly output: RoundingModel;
  /** Whether a product need not be a number of the accumulator. */
  readonly convert: boolean;
  /** eta of an addition: 0 where every sum that is subnormal is exact. */
  readonly addEta: number;
}

function modelsOf(accumulation: Accumulation, mode: RoundingMode): Models {
  const { inputs, products, accumulator, output, order } = accumulation;
  const sum = roundingModel(accumulator, mode);
  const fused = order === "fused";
  const convert = fused || !isEmbedded(products, accumulator);
  return {
    input: inputs ? roundingModel(inputs, mode) : noRounding,
    product: fused ? noRounding : roundingModel(products, mode),
    sum,
    output: output ? roundingModel(output, mode) : noRounding,
    convert,
    addEta: convert || accumulator.subnormals !== "kept" ? sum.eta : 0,
  };
}

const withoutUnderflow = (models: Models): Models => ({
  input: { ...models.input, eta: 0 },
  product: { ...models.product, eta: 0 },
  sum: { ...models.sum, eta: 0 },
  output: { ...models.output, eta: 0 },
  convert: models.convert,
  addEta: 0,
});

/** How many inexact additions a product goes through at most. 0 + p is exact but for `convert`. */
function additionsPerTerm(n: number, accumulation: Accumulation, convert: boolean): number {
  if (n === 0) return 0;
  const { order, blockSize } = accumulation;
  const first = convert ? 1 : 0;
  if (order === "pairwise") {
    let levels = 0;
    for (let terms = n; terms > 1; terms = Math.ceil(terms / 2)) levels++;
    return n === 1 ? first : levels;
  }
  if (order === "blocked") {
    const size = Math.min(n, blockSize);
    return size - 1 + first + Math.ceil(n / blockSize) - 1;
  }
  return n - 1 + first;
}

function sizesOf(
  n: number,
  x: ArrayLike<number>,
  xFrom: number,
  y: ArrayLike<number>,
  yFrom: number,
): Sizes {
  let products = 0;
  let inputs = 0;
  let largestInput = 0;
  let largestProduct = 0;
  for (let i = 0; i < n; i++) {
    const a = Math.abs(x[xFrom + i]);
    const b = Math.abs(y[yFrom + i]);
    let product = a * b;
    if (product < 1e-290 && a > 0 && b > 0) product += Number.MIN_VALUE; // may have underflowed
    products += product;
    inputs += a + b;
    largestInput = Math.max(largestInput, a, b);
    largestProduct = Math.max(largestProduct, product);
  }
  const up = SAFETY + n * 2 ** -52; // n additions, rounded
  return { products: products * up, inputs: inputs * up, largestInput, largestProduct };
}

/** Stage by stage: what a stage adds, and what it makes of the error so far. */
function worstCase(
  n: number,
  depth: number,
  sizes: Sizes,
  { input, product, sum, output, addEta }: Models,
  kahan?: (u: number, eta: number) => number,
): number {
  const { products: w, inputs, largestInput, largestProduct } = sizes;
  const inputError =
    w * (2 * input.u + input.u ** 2) + input.eta * (1 + input.u) * inputs + n * input.eta ** 2;
  const productError = inputError + product.u * (w + inputError) + n * product.eta;
  let sumError: number;
  if (kahan) sumError = productError + kahan(sum.u, sum.eta);
  else {
    const growth = expm1(depth * log1p(sum.u));
    sumError = productError + growth * (w + productError) + 2 * n * addEta * (1 + growth);
  }
  const bound = (sumError + output.u * (w + sumError) + output.eta) * SAFETY;

  // Nothing may overflow: neither an input, a product, a partial sum nor the result.
  const inputLimit = (1 + input.u) * largestInput + input.eta;
  const overflows =
    inputLimit > input.limit ||
    largestProduct + productError > product.limit ||
    (w + sumError) * (kahan ? 1 + 4 * sum.u : 1) > sum.limit ||
    w + bound > output.limit;
  return overflows ? Infinity : bound;
}
