const view = new DataView(new ArrayBuffer(8));

/**
 * The exponent e of a double: 2^e ≤ |x| < 2^(e+1), exactly ⌊log₂|x|⌋.
 *
 * Read from the bits, because `Math.log2` rounds up just below a power of two. Subnormal
 * doubles included. −∞ for 0, ∞ for ±∞, NaN for NaN. O(1).
 *
 * @example
 * binaryExponent(0.1); // -4
 */
export function binaryExponent(x: number): number {
  view.setFloat64(0, x);
  const biased = (view.getUint16(0) >>> 4) & 0x7ff;
  if (biased === 0x7ff) return Math.abs(x);
  if (biased > 0) return biased - 1023;
  return x === 0 ? -Infinity : binaryExponent(x * 2 ** 54) - 54;
}
