/**
 * Bound of |s_n − Σp_i| for Kahan's compensated summation of p_1 … p_n, in any rounding.
 *
 * To first order 3u·Σ|p_i|, plus O(n·u²)·Σ|p_i|; (the textbook's 2u is that of s_n − c_n, or of
 * s_n where differences of neighbouring sums are exact). With y_i = fl(p_i − c_(i−1)),
 * s_i = fl(s_(i−1) + y_i) and a_i the error of the latter, the correction is c_i = a_i + d_i, so
 *
 *     s_i − c_i = s_(i−1) − c_(i−1) + p_i + (error of y_i) − d_i
 *
 * and the errors of y_i and d_i add up, but not the a_i. The sizes of all of them are bounded
 * one term after the other with |fl(z) − z| ≤ u|z| + eta: no first-order argument, so it holds
 * where n·u > 1 too.
 *
 * O(n).
 *
 * @param size - bound of |p_i|, i = 0 … n − 1
 * @param eta - absolute error of an addition that underflows
 * @see Higham (2002), Accuracy and Stability of Numerical Algorithms, 2nd edition, §4.3
 */
export function kahanErrorBound(
  n: number,
  size: (i: number) => number,
  u: number,
  eta: number,
): number {
  let drift = 0; // of s − c from Σp
  let correction = 0; // |c|
  let sum = 0; // |s|
  let total = 0; // Σ|p|
  for (let i = 0; i < n; i++) {
    const p = size(i);
    total += p;
    const yError = u * (p + correction) + eta;
    const y = p + correction + yError;
    const a = u * (sum + y) + eta;
    const difference = u * (y + a) + eta; // error of fl(s_i − s_(i−1))
    const last = u * (a + difference) + eta; // error of fl(… − y_i)
    drift += yError + difference + last;
    correction = a + difference + last;
    sum = Math.min(sum + y + a, total + drift + correction);
  }
  return drift + correction;
}
