/**
 * Euclidean norm ‖x‖₂ = √(Σ x_i²), by a plain sum.
 *
 * No scaling: Infinity from about ‖x‖ = 10¹⁵⁴ on, 0 below 10⁻¹⁶², NaN if a coordinate is
 * NaN. `Math.hypot` is not used because engines differ in its last bits. O(n).
 *
 * @example
 * norm(Float64Array.of(3, 4)); // 5
 */
export function norm(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  return Math.sqrt(sum);
}
