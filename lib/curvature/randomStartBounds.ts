import { exp, log } from "../numerics/elementary/elementary.js";
import type { KrylovSpace } from "./krylov.js";
import { roundingOf } from "./ritz.js";

/**
 * A number that λ_max(H) exceeds only with probability 1 − c, over the random start v of a
 * Lanczos run. Nothing is assumed of the spectrum.
 *
 * v_(j+1) = p_j(H)·v for the orthonormal polynomials p_j of the run. If x is an eigenvector of
 * λ_max, then x·v_(j+1) = p_j(λ_max)·(x·v), and Bessel's inequality says
 *
 *     (x·v)² · Σ_(j≤k) p_j(λ_max)² ≤ 1.
 *
 * Above the largest Ritz value every p_j grows. A λ_max far above it would need a tiny |x·v|,
 * and P(|x·v| ≤ d) ≤ d·√(2n/π) for a uniform direction v. So the λ with Σ p_j(λ)² = 1/d²,
 * d = (1 − c)·√(π/2n), is returned. The event depends on v alone: the bound holds with the
 * same probability for all k at once, so also when k is chosen by looking at the results.
 *
 * 60·k operations after k products.
 *
 * @param space - a run from `randomDirection`
 * @param extreme - its largest Ritz value, or the smallest with `sign` −1
 * @param sign - 1 for a bound above λ_max, −1 for one below λ_min
 * @see van Dorsselaer, Hochstenbach & van der Vorst (2000), Computing probabilistic bounds for
 *   extreme eigenvalues of symmetric matrices with the Lanczos method, SIAM J. Matrix Anal. 22
 */
export function probableEnd(
  space: KrylovSpace,
  extreme: number,
  sign: 1 | -1,
  confidence: number,
): number {
  const n = space.vectors[0].length;
  const least = (1 - confidence) * Math.sqrt(Math.PI / (2 * n));
  const reached = (distance: number): boolean =>
    !(squaredPolynomials(space, extreme + sign * distance) < 1 / (least * least));
  const rounding = space.defect + roundingOf(space);
  let low = 0;
  let high = rounding || Number.MIN_VALUE;
  while (!reached(high)) [low, high] = [high, 2 * high];
  for (let i = 0; i < 40; i++) {
    const middle = low + (high - low) / 2;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return extreme + sign * (high + rounding);
}

/** Σ_(j=0)^k p_j(λ)², from β_j p_j = (λ − α_j) p_(j−1) − β_(j−1) p_(j−2), p_0 = 1. */
function squaredPolynomials(space: KrylovSpace, lambda: number): number {
  let [before, p, sum] = [0, 1, 1];
  for (let j = 0; j < space.diagonal.length; j++) {
    const coupling = j > 0 ? space.offDiagonal[j - 1] : 0;
    [before, p] = [
      p,
      ((lambda - space.diagonal[j]) * p - coupling * before) / space.offDiagonal[j],
    ];
    sum += p * p;
  }
  return sum;
}

/**
 * What theory promises before a run: after k products from a random start the largest Ritz
 * value θ satisfies
 *
 *     λ_max − θ ≤ ε·(λ_max − λ_min)   with probability ≥ c,   1.648·√n·e^(−√ε(2k − 1)) = 1 − c
 *
 * for every symmetric matrix of n rows. Solved for ε; 1 where it says nothing.
 *
 * @param n - rows, ≥ 1
 * @param k - products, ≥ 1
 * @param confidence - c in (0, 1), 0.99 unless told
 * @throws RangeError if an argument is not as said
 * @see Kuczyński & Woźniakowski (1992), Estimating the largest eigenvalue by the power and
 *   Lanczos algorithms with a random start, SIAM J. Matrix Anal. Appl. 13, theorem 4.2
 *
 * @example
 * randomStartAccuracy(6000, 50); // 0.00912…
 */
export function randomStartAccuracy(n: number, k: number, confidence = 0.99): number {
  requireCounts(n, k, "randomStartAccuracy");
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`randomStartAccuracy: confidence must be in (0, 1), got ${confidence}`);
  const root = log((1.648 * Math.sqrt(n)) / (1 - confidence)) / (2 * k - 1);
  return Math.min(1, root * root);
}

/**
 * The probability that theory allows for λ_max − θ > ε·(λ_max − λ_min) after k products from a
 * random start; see {@link randomStartAccuracy}.
 *
 * @param n - rows, ≥ 1
 * @param k - products, ≥ 1
 * @param epsilon - ε ≥ 0
 * @throws RangeError if an argument is not as said
 *
 * @example
 * randomStartFailure(6000, 50, 0.01); // 0.0064…
 */
export function randomStartFailure(n: number, k: number, epsilon: number): number {
  requireCounts(n, k, "randomStartFailure");
  if (!(epsilon >= 0))
    throw new RangeError(`randomStartFailure: epsilon must be >= 0, got ${epsilon}`);
  return Math.min(1, 1.648 * Math.sqrt(n) * exp(-Math.sqrt(epsilon) * (2 * k - 1)));
}

function requireCounts(n: number, k: number, caller: string): void {
  for (const [name, value] of [
    ["n", n],
    ["k", k],
  ] as const)
    if (!Number.isInteger(value) || value < 1)
      throw new RangeError(`${caller}: ${name} must be an integer >= 1, got ${value}`);
}
