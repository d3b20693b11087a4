import type { Clipping } from "../trainingOptions.js";
import type { Numbers, StepArithmetic } from "./stepArithmetic.js";

/**
 * Σ x_i² in float64, plainly, as four sums like those of the layers' kernels: sum r has the
 * i ≡ r (mod 4), ascending; then (s₀ + s₂) + (s₁ + s₃). Relative error ≤ (n/4 + 2)·2⁻⁵³; a number
 * beyond 10¹⁵⁴ counts as infinite.
 *
 * @example
 * squaredNorm(Float64Array.of(3, 4)); // 25
 */
export function squaredNorm(x: Numbers): number {
  // The same loop twice: a loop that meets arrays of both types is several times slower.
  return x instanceof Float64Array ? squaredNormOfDoubles(x) : squaredNormOfSingles(x);
}

function squaredNormOfDoubles(x: Float64Array): number {
  const whole = x.length - (x.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i] * x[i];
    s1 += x[i + 1] * x[i + 1];
    s2 += x[i + 2] * x[i + 2];
    s3 += x[i + 3] * x[i + 3];
  }
  if (whole < x.length) s0 += x[whole] * x[whole];
  if (whole + 1 < x.length) s1 += x[whole + 1] * x[whole + 1];
  if (whole + 2 < x.length) s2 += x[whole + 2] * x[whole + 2];
  return s0 + s2 + (s1 + s3);
}

function squaredNormOfSingles(x: Float32Array): number {
  const whole = x.length - (x.length % 4);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += x[i] * x[i];
    s1 += x[i + 1] * x[i + 1];
    s2 += x[i + 2] * x[i + 2];
    s3 += x[i + 3] * x[i + 3];
  }
  if (whole < x.length) s0 += x[whole] * x[whole];
  if (whole + 1 < x.length) s1 += x[whole + 1] * x[whole + 1];
  if (whole + 2 < x.length) s2 += x[whole + 2] * x[whole + 2];
  return s0 + s2 + (s1 + s3);
}

/**
 * Limits a gradient, in place. By norm: g ← g·(limit/‖g‖) where ‖g‖ > limit, the factor in float64
 * and rounded to the arithmetic once. By value: each coordinate to ±limit, the limit rounded likewise.
 *
 * @param norm - ‖g‖
 */
export function clip(
  gradient: Numbers,
  norm: number,
  clipping: Clipping,
  arithmetic: StepArithmetic,
): void {
  if (clipping.kind === "norm") {
    if (norm > clipping.limit) arithmetic.multiply(gradient, clipping.limit / norm);
    return;
  }
  const limit = arithmetic.scalar(clipping.limit);
  for (let i = 0; i < gradient.length; i++)
    gradient[i] = Math.max(-limit, Math.min(limit, gradient[i]));
}
