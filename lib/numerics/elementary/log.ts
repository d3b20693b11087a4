import {
  addDoubleDouble,
  type DoubleDouble,
  divideDoubleDouble,
  doubleDouble,
  multiplyDoubleDouble,
} from "../doubleDouble.js";
import { sumError } from "../errorFree.js";
import { powerOfTwo } from "./scale.js";

const FIRST = 90;
const LAST = 182;
/** For j = FIRST … LAST: 128/j to 11 bits after the point, then minus its logarithm, hi and lo. */
export const TABLE: Float64Array = reciprocalsAndLogarithms();

// ln 2 in two parts, the first of 42 bits: its products with exponents are exact.
const LN2_HIGH = 0.6931471805598903;
const LN2_LOW = 5.497923018708371e-14;

const view = new DataView(new ArrayBuffer(8));
const parts = new Float64Array(2);

/**
 * The natural logarithm, ln x, to 0.501 ulp, with the same bits on every engine.
 *
 *     ln x = k·ln 2 − ln c + ln(1 + r),   x = 2^k·m,   r = c·m − 1
 *
 * where √½ ≤ m < √2 and c is 1/m to 7 bits, written in 12, so that r is the exact sum of two
 * doubles; ln c comes from a table of double-doubles (made when this module is loaded, by the
 * series of artanh), ln(1 + r) from Taylor's polynomial of degree 10, its first two terms in
 * doubled precision. Near 1 c is 1 and ln c is 0: nothing cancels.
 *
 * ln ±0 = −∞, ln 1 = +0, ln ∞ = ∞; NaN for x < 0 and NaN. About 20 ns.
 *
 * @see Tang (1990), Table-driven implementation of the logarithm function in IEEE
 *   floating-point arithmetic, ACM TOMS 16(4)
 *
 * @example
 * log(10); // 2.302585092994046
 */
export function log(x: number): number {
  if (!(x > 0 && x < Infinity)) return x === 0 ? -Infinity : x > 0 ? x : NaN;
  logarithm(x, 0, parts);
  return parts[0];
}

/**
 * ln(1 + x) to 0.501 ulp without forming 1 + x, with the same bits on every engine.
 *
 * ±0 stays, ln(1 − 1) = −∞, ∞ for ∞; NaN for x < −1 and NaN. About 20 ns.
 *
 * @example
 * log1p(1e-20); // 1e-20
 */
export function log1p(x: number): number {
  if (!(x > -1 && x < Infinity)) return x === -1 ? -Infinity : x > 0 ? x : NaN;
  if (Math.abs(x) < powerOfTwo(-54)) return x;
  const s = 1 + x;
  logarithm(s, sumError(1, x, s), parts);
  return parts[0];
}

/**
 * ln(x + low) as out[0] + out[1] with relative error < 2⁻⁶⁷, for 0 < x < ∞ and
 * |low| ≤ ulp(x)/2.
 */
export function logarithm(x: number, low: number, out: Float64Array): void {
  const tiny = x < 2.2250738585072014e-308; // 2⁻¹⁰²²
  const normal = tiny ? x * 0x40000000000000 : x;
  view.setFloat64(0, normal, true);
  let k = (view.getInt32(4, true) >>> 20) - 1023;
  let m = normal * powerOfTwo(-k); // exact
  if (tiny) k -= 54;
  if (m >= 1.4140625) {
    m *= 0.5;
    k++;
  }
  const j = 3 * (Math.floor(m * 128 + 0.5) - FIRST);
  const c = TABLE[j];

  // r + rLow = c·m − 1 + c·low/2^k, the first two terms exactly.
  const mHigh = m + 0x6000000 - 0x6000000; // to a multiple of 2⁻²⁶
  const a = mHigh * c - 1;
  const b = (m - mHigh) * c;
  let r = a + b;
  let rLow = sumError(a, b, r);
  if (low !== 0) {
    const first = r;
    const second = rLow + low * powerOfTwo(-k) * c;
    r = first + second;
    rLow = sumError(first, second, r);
  }

  // r² = head² + (r − head)·(r + head), head a multiple of 2⁻³³ of 26 bits.
  const head = r + 0xc0000 - 0xc0000;
  const half = -0.5 * head * head; // exact
  const halfLow = -0.5 * (r - head) * (r + head);
  const cubic =
    r *
    r *
    r *
    (1 / 3 -
      r * (1 / 4 - r * (1 / 5 - r * (1 / 6 - r * (1 / 7 - r * (1 / 8 - r * (1 / 9 - r * 0.1)))))));

  // k·ln 2 − ln c + r − r²/2, every addition with its error: the first summand is the larger
  // one, or 0.
  const p = k * LN2_HIGH;
  const ln = TABLE[j + 1];
  const s1 = p + ln;
  const s2 = s1 + r;
  const s3 = s2 + half;
  const errors = ln - (s1 - p) + (r - (s2 - s1)) + (half - (s3 - s2));
  const rest = errors + (k * LN2_LOW + TABLE[j + 2] + (rLow - r * rLow + halfLow + cubic));
  const sum = s3 + rest;
  out[0] = sum;
  out[1] = rest - (sum - s3);
}

/** The table; the logarithms by ln c = 2·artanh((c − 1)/(c + 1)) = 2·Σ z^(2i+1)/(2i + 1). */
function reciprocalsAndLogarithms(): Float64Array {
  const table = new Float64Array(3 * (LAST - FIRST + 1));
  const coefficients = Array.from({ length: 23 }, (_, i) =>
    divideDoubleDouble(doubleDouble(1), doubleDouble(2 * i + 1)),
  );
  for (let j = FIRST; j <= LAST; j++) {
    const c = Math.floor((2048 * 128) / j + 0.5) / 2048;
    const z = divideDoubleDouble(doubleDouble(c - 1), doubleDouble(c + 1));
    const zz = multiplyDoubleDouble(z, z);
    let sum: DoubleDouble = doubleDouble(0);
    for (let i = 22; i >= 0; i--)
      sum = addDoubleDouble(multiplyDoubleDouble(sum, zz), coefficients[i]);
    const logarithm = multiplyDoubleDouble(sum, z);
    table[3 * (j - FIRST)] = c;
    table[3 * (j - FIRST) + 1] = -2 * logarithm.hi + 0; // no −0
    table[3 * (j - FIRST) + 2] = -2 * logarithm.lo + 0;
  }
  return table;
}
