/** 2⁻¹⁰⁷⁴ … 2¹⁰²³, made by doubling: engines may differ in the last bit of 2 ** n. */
const POWERS = new Float64Array(2098);
for (let i = 0, power = Number.MIN_VALUE; i < 2098; i++, power *= 2) POWERS[i] = power;

/**
 * 2^n for an integer n of −1074 … 1023.
 *
 * @example
 * powerOfTwo(-3); // 0.125
 */
export function powerOfTwo(n: number): number {
  return POWERS[n + 1074];
}

/**
 * (hi + lo)·2^k rounded once, also where the result is subnormal or overflows.
 *
 * hi is of size ½ … 2 and |lo| ≤ ulp(hi)/2, so that hi alone is the rounded sum of a normal
 * result. Below 2⁻¹⁰²² the sum is rounded to a multiple of 2⁻¹⁰⁷⁴ by an addition to 1: there
 * the spacing of the doubles, 2⁻⁵², stands to 1 as 2⁻¹⁰⁷⁴ to 2⁻¹⁰²².
 *
 * @param k - integer, −2000 … 2000
 */
export function scaled(hi: number, lo: number, k: number): number {
  if (k > 1023) return hi * POWERS[2097] * POWERS[Math.min(k, 2046) - 1023 + 1074];
  if (k >= -1021) return hi * POWERS[k + 1074];
  if (k < -1080) return hi * 0;
  const size = POWERS[k + 1022 + 1074];
  const high = hi * size;
  if (Math.abs(high) >= 1) return high * POWERS[-1022 + 1074];
  const one = hi < 0 ? -1 : 1;
  const sum = one + high;
  const left = one - sum + high + lo * size;
  const rounded = (sum + left - one) * POWERS[-1022 + 1074];
  return rounded === 0 ? 0 * one : rounded;
}
