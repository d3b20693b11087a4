import { binaryExponent } from "../numerics/binaryExponent.js";

/**
 * The largest precision p at which x − step rounds back to x:
 *
 *     log₂(2^⌊log₂|x|⌋ / |step|)   from   |step| ≤ ulp(x)/2 = 2^(⌊log₂|x|⌋ − p)
 *
 * with an unbounded exponent range, whatever the neighbour on the other side of a power of two.
 * ∞ for a step of 0, whatever x is; otherwise −∞ for x = 0, which every step leaves.
 *
 * @example
 * stuckBits(1.5, 2 ** -8); // 8
 */
export function stuckBits(x: number, step: number): number {
  if (step === 0) return Infinity;
  return binaryExponent(x) - Math.log2(Math.abs(step));
}

/**
 * The largest precision at which a coordinate is stuck that carries the remaining distance to a
 * target: the maximum of {@link stuckBits} over the coordinates i with
 *
 *     |θ_i − θ*_i| ≥ share · max_j |θ_j − θ*_j|
 *
 * −∞ at the target itself, where nothing remains; NaN if a coordinate is.
 *
 * @param theta - n parameters
 * @param target - θ*, n numbers
 * @param stuck - stuck bits of the n coordinates
 * @param share - 0 < share ≤ 1
 *
 * @example
 * partialStuckBits([2, 1.1], [1, 1], [5, 9], 0.5); // 5: the second coordinate has arrived
 */
export function partialStuckBits(
  theta: ArrayLike<number>,
  target: ArrayLike<number>,
  stuck: ArrayLike<number>,
  share: number,
): number {
  let largest = 0;
  for (let i = 0; i < theta.length; i++)
    largest = Math.max(largest, Math.abs(theta[i] - target[i]));
  if (Number.isNaN(largest)) return NaN;
  let bits = -Infinity;
  for (let i = 0; i < theta.length && largest > 0; i++)
    if (Math.abs(theta[i] - target[i]) >= share * largest) bits = Math.max(bits, stuck[i]);
  return bits;
}
