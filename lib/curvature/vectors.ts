import { cos, log, sin } from "../numerics/elementary/elementary.js";
import { type RandomStream, randomStream } from "../numerics/random.js";

/** Σ u_i·v_i, by a plain sum. */
export function dot(u: Float64Array, v: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < u.length; i++) sum += u[i] * v[i];
  return sum;
}

/** v += factor·u, in place. */
export function addMultiple(v: Float64Array, factor: number, u: Float64Array): void {
  for (let i = 0; i < v.length; i++) v[i] += factor * u[i];
}

/** v /= divisor, in place; returns v. */
export function divideBy(v: Float64Array, divisor: number): Float64Array {
  for (let i = 0; i < v.length; i++) v[i] /= divisor;
  return v;
}

/** ‖v‖₂ for every size of entries; NaN or infinite if one of them is. */
export function length(v: Float64Array): number {
  let largest = 0;
  for (let i = 0; i < v.length; i++) largest = Math.max(largest, Math.abs(v[i]));
  if (largest === 0 || !(largest < Infinity)) return largest;
  // plain where no square leaves the range of normal doubles
  const unit = largest > 1e-140 && largest < 1e140 ? 1 : largest;
  let sum = 0;
  for (let i = 0; i < v.length; i++) sum += (v[i] / unit) * (v[i] / unit);
  return unit * Math.sqrt(sum);
}

/** n signs, each +1 or −1 with probability ½; four words of the stream give 128 of them. */
export function randomSigns(n: number, stream: RandomStream): Float64Array {
  const signs = new Float64Array(n);
  let words: Uint32Array = new Uint32Array(4);
  for (let i = 0; i < n; i++) {
    if (i % 128 === 0) words = stream.bits(i / 128);
    signs[i] = (words[(i >>> 5) & 3] >>> (i & 31)) & 1 ? 1 : -1;
  }
  return signs;
}

/**
 * A vector of length 1 in a direction uniform over the sphere of ℝⁿ: n independent normal
 * numbers (Box & Muller 1958), divided by their length.
 */
export function randomDirection(n: number, stream: RandomStream): Float64Array {
  const v = new Float64Array(n);
  for (let i = 0; i < n; i += 2) {
    const radius = Math.sqrt(-2 * log(1 - stream.uniform(i)));
    const angle = 2 * Math.PI * stream.uniform(i + 1);
    v[i] = radius * cos(angle);
    if (i + 1 < n) v[i + 1] = radius * sin(angle);
  }
  const size = length(v);
  if (size > 0) return divideBy(v, size);
  v[0] = 1; // all numbers 0: has probability 2⁻⁵³ for n = 1
  return v;
}

/** {@link randomDirection} under the key (seed, name). */
export const seededDirection = (n: number, seed: number, name: string): Float64Array =>
  randomDirection(n, randomStream(seed, name));
