import { kernelOf } from "../../kernels/residentArray.js";
import type { Clipping } from "../trainingOptions.js";
import type { Numbers, StepArithmetic } from "./stepArithmetic.js";

/** Up to so many numbers, asking for the kernels takes longer than the sum. */
const SHORT = 8;

/**
 * Σ x_i² in float64, plainly, as four sums like those of the layers' kernels: sum r has the
 * i ≡ r (mod 4), ascending; then (s₀ + s₂) + (s₁ + s₃). Relative error ≤ (n/4 + 2)·2⁻⁵³; a number
 * beyond 10¹⁵⁴ counts as infinite.
 *
 * @example
 * squaredNorm(Float64Array.of(3, 4)); // 25
 */
export function squaredNorm(x: Numbers): number {
  const kernels = x.length > SHORT ? kernelOf(x)?.kernels : undefined;
  if (kernels)
    return x.BYTES_PER_ELEMENT === 8
      ? kernels.squaredNorm64(x.byteOffset, x.length)
      : kernels.squaredNorm32(x.byteOffset, x.length);
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    const square = x[i] * x[i];
    if (i % 4 === 0) s0 += square;
    else if (i % 4 === 1) s1 += square;
    else if (i % 4 === 2) s2 += square;
    else s3 += square;
  }
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
