import {
  addDoubleDouble,
  type DoubleDouble,
  divideDoubleDouble,
  doubleDouble,
  multiplyDoubleDouble,
} from "../doubleDouble.js";
import { reduceQuarterTurns } from "./reduceQuarterTurns.js";
import { powerOfTwo } from "./scale.js";

/**
 * For c = j/64, j = 0 … 51, six numbers: sin c as 26 bits, what is left of its double, what is
 * left of the double-double; the same of cos c.
 */
const TABLE: Float64Array = sinesAndCosines();

const turned = new Float64Array(2);

/**
 * The sine of x in radians to 0.52 ulp for every double, with the same bits on every engine.
 *
 * x = n·π/2 + r with |r| ≤ π/4 in doubled precision, see `reduceQuarterTurns`. For
 * |r| < 1/8 Taylor's polynomial of degree 13; else r = c + t with c a multiple of 1/64 and
 *
 *     sin r = sin c·cos t + cos c·sin t
 *
 * with sin c, cos c from a table of double-doubles (made when this module is loaded, by
 * Taylor's series) and polynomials for sin t and cos t − 1.
 *
 * The reduced argument's low part counts to first order. sin ±0 = ±0; sin(−x) = −sin x exactly;
 * NaN for ±∞ and NaN. About 15 ns up to |x| = 2²⁰·π, some microseconds above.
 *
 * @see Gal & Bachelis (1991), An accurate elementary mathematical library for the IEEE
 *   floating point standard, ACM TOMS 17(1), for the tables
 *
 * @example
 * sin(3); // 0.1411200080598672
 */
export function sin(x: number): number {
  const size = Math.abs(x);
  if (size < powerOfTwo(-27)) return x; // x − x³/6 rounds to x
  if (!(size < Infinity)) return NaN;
  const quarter = reduceQuarterTurns(size, turned);
  const value = quarter % 2 === 0 ? sine(turned[0], turned[1]) : cosine(turned[0], turned[1]);
  return quarter >= 2 !== x < 0 ? -value : value;
}

/**
 * The cosine of x in radians to 0.52 ulp for every double, with the same bits on every engine.
 *
 * As {@link sin}. cos(−x) = cos x exactly; cos ±0 = 1; NaN for ±∞ and NaN.
 *
 * @example
 * cos(3); // -0.9899924966004454
 */
export function cos(x: number): number {
  const size = Math.abs(x);
  if (!(size < Infinity)) return NaN;
  const quarter = reduceQuarterTurns(size, turned);
  const value = quarter % 2 === 0 ? cosine(turned[0], turned[1]) : sine(turned[0], turned[1]);
  return quarter === 1 || quarter === 2 ? -value : value;
}

/** sin(r + low) for |r| ≤ 0.79. */
function sine(r: number, low: number): number {
  if (r < 0) return -sine(-r, -low);
  if (r < 0.125) {
    const z = r * r;
    return r + (low + r * z * sineTail(z));
  }
  const j = Math.floor(r * 64 + 0.5);
  const t = r - j / 64; // exact
  const tHigh = t + 0x60000 - 0x60000; // to a multiple of 2⁻³⁴
  const i = 6 * j;
  const z = t * t;
  const s = TABLE[i] + TABLE[i + 1]; // exact
  const c = TABLE[i + 3] + TABLE[i + 4];
  const product = TABLE[i + 3] * tHigh; // exact: 26 and 27 bits
  const sum = s + product;
  const error = product - (sum - s); // exact: s is the larger
  const small = t - tHigh + low + t * z * sineTail(z); // sin t − tHigh
  const rest = c * small + TABLE[i + 4] * tHigh + s * z * cosineTail(z);
  return sum + (error + (TABLE[i + 2] + rest));
}

/** cos(r + low) for |r| ≤ 0.79. */
function cosine(r: number, low: number): number {
  if (r < 0) return cosine(-r, -low);
  const j = Math.floor(r * 64 + 0.5);
  const t = r - j / 64; // exact
  const tHigh = t + 0x60000 - 0x60000; // to a multiple of 2⁻³⁴
  const i = 6 * j;
  const z = t * t;
  const s = TABLE[i] + TABLE[i + 1]; // exact
  const c = TABLE[i + 3] + TABLE[i + 4];
  const product = -TABLE[i] * tHigh; // exact: 26 and 27 bits
  const sum = c + product;
  const error = product - (sum - c); // exact: c is the larger
  const small = t - tHigh + low + t * z * sineTail(z); // sin t − tHigh
  const rest = c * z * cosineTail(z) - (s * small + TABLE[i + 1] * tHigh);
  return sum + (error + (TABLE[i + 5] + rest));
}

/** (sin t − t)/t³ of z = t², |t| < 1/8. */
const sineTail = (z: number): number =>
  -1 / 6 +
  z * (1 / 120 - z * (1 / 5040 - z * (1 / 362880 - z * (1 / 39916800 - z * (1 / 6227020800)))));

/** (cos t − 1)/t² of z = t², |t| ≤ 1/128. */
const cosineTail = (z: number): number => -0.5 + z * (1 / 24 - z * (1 / 720 - z * (1 / 40320)));

function sinesAndCosines(): Float64Array {
  const table = new Float64Array(6 * 52);
  for (let j = 0; j < 52; j++) {
    const c = doubleDouble(j / 64);
    const square = multiplyDoubleDouble(c, c);
    // The series Σ (−c²)^i/(2i + first)! by Horner's rule.
    const series = (first: number): DoubleDouble => {
      let sum = doubleDouble(1);
      for (let n = first + 24; n > first; n -= 2) {
        const ratio = divideDoubleDouble(square, doubleDouble(-n * (n - 1)));
        sum = addDoubleDouble(doubleDouble(1), multiplyDoubleDouble(sum, ratio));
      }
      return sum;
    };
    write(table, 6 * j, multiplyDoubleDouble(c, series(1)));
    write(table, 6 * j + 3, series(0));
  }
  return table;
}

function write(table: Float64Array, at: number, value: DoubleDouble): void {
  const high = value.hi + 0x6000000 - 0x6000000; // to a multiple of 2⁻²⁶
  table[at] = high;
  table[at + 1] = value.hi - high;
  table[at + 2] = value.lo;
}
