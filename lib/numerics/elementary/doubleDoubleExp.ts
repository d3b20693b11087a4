import {
  addDoubleDouble,
  type DoubleDouble,
  divideDoubleDouble,
  doubleDouble,
  multiplyDoubleDouble,
} from "../doubleDouble.js";
import { powerOfTwo, scaled } from "./scale.js";

/** ln 2 in three parts, the first two of 40 bits: their products with exponents are exact. */
export const LN2_PARTS: readonly [number, number, number] = [
  0.6931471805592082, 7.371002565161996e-13, 5.8029889835956905e-25,
];
const HALVINGS = 4;

/** 1/n! for n = 0 … 15. */
const RECIPROCAL_FACTORIALS: readonly DoubleDouble[] = reciprocalFactorials(16);

/**
 * e^a of a double-double, relative error below 2·10⁻³¹ where the result is above 10⁻²⁹⁰; below
 * that an absolute error of 10⁻³²³ takes its place, because the second part underflows.
 *
 *     e^a = 2^k·(1 + E(a − k·ln 2)),   k = ⌊a/ln 2 + ½⌋,   E(r) = e^r − 1
 *
 * e^±0 = 1, e^∞ = ∞, e^−∞ = 0, NaN for NaN; ∞ above 709.78, 0 below −745.13. About 1.3 µs.
 *
 * @example
 * expDoubleDouble(doubleDouble(1)); // { hi: 2.718281828459045, lo: 1.4456468917292497e-16 }
 */
export function expDoubleDouble(a: DoubleDouble): DoubleDouble {
  if (!(a.hi < 709.8)) return doubleDouble(a.hi + Infinity); // NaN stays NaN
  if (a.hi < -745.2) return doubleDouble(0);
  const { k, rest } = reduced(a);
  const { hi, lo } = addDoubleDouble(doubleDouble(1), lessOne(rest));
  const high = scaled(hi, lo, k);
  if (!(high >= powerOfTwo(-1022) && high < Infinity)) return doubleDouble(high);
  const most = Math.min(k, 1000);
  return { hi: high, lo: lo * powerOfTwo(most) * powerOfTwo(k - most) };
}

/**
 * tanh a of a double-double, relative error below 4·10⁻³¹.
 *
 *     tanh a = −D/(D + 2),   D = e^(−2a) − 1 for a > 0
 *
 * Odd, bit by bit; ±0 stay, ±1 for ±∞, NaN for NaN. About 1.5 µs.
 *
 * @example
 * tanhDoubleDouble(doubleDouble(0.5)); // { hi: 0.46211715726000974, lo: 2.1916603238260928e-17 }
 */
export function tanhDoubleDouble(a: DoubleDouble): DoubleDouble {
  const { hi, lo } = a;
  if (hi < 0) return negated(tanhDoubleDouble(negated(a)));
  if (hi < powerOfTwo(-54)) return a; // a − a³/3 is a to 2⁻¹⁰⁹
  if (!(hi < 380)) return doubleDouble(hi > 0 ? 1 : NaN);
  const minus = { hi: -hi, lo: -lo };
  let difference: DoubleDouble;
  if (hi < 0.34) {
    const once = lessOne(minus); // (1 + E)² − 1 = E·(2 + E)
    difference = multiplyDoubleDouble(once, addDoubleDouble(once, doubleDouble(2)));
  } else
    difference = addDoubleDouble(
      expDoubleDouble({ hi: 2 * minus.hi, lo: 2 * minus.lo }),
      doubleDouble(-1),
    );
  return divideDoubleDouble(negated(difference), addDoubleDouble(difference, doubleDouble(2)));
}

/** a = k·ln 2 + rest with |rest| ≤ 0.347; absolute error of the rest below 2⁻¹⁰⁷·|rest| + 2⁻¹²². */
function reduced(a: DoubleDouble): { readonly k: number; readonly rest: DoubleDouble } {
  const k = Math.floor(a.hi / LN2_PARTS[0] + 0.5);
  let rest = a;
  for (const part of LN2_PARTS) rest = addDoubleDouble(rest, doubleDouble(-k * part));
  return { k, rest };
}

/**
 * e^r − 1 for |r| ≤ 0.35, relative error below 2⁻¹⁰³: Taylor's polynomial of degree 15 at
 * r/16, then E ↦ E·(2 + E) four times.
 */
export function lessOne(r: DoubleDouble): DoubleDouble {
  const scale = powerOfTwo(-HALVINGS);
  const x = { hi: r.hi * scale, lo: r.lo * scale };
  let sum = RECIPROCAL_FACTORIALS[15];
  for (let n = 14; n >= 1; n--)
    sum = addDoubleDouble(multiplyDoubleDouble(sum, x), RECIPROCAL_FACTORIALS[n]);
  let value = multiplyDoubleDouble(sum, x);
  for (let i = 0; i < HALVINGS; i++)
    value = multiplyDoubleDouble(value, addDoubleDouble(value, doubleDouble(2)));
  return value;
}

/** 1/n! for n = 0 … count − 1. */
export function reciprocalFactorials(count: number): DoubleDouble[] {
  const table = [doubleDouble(1)];
  for (let n = 1; n < count; n++) table.push(divideDoubleDouble(table[n - 1], doubleDouble(n)));
  return table;
}

const negated = ({ hi, lo }: DoubleDouble): DoubleDouble => ({ hi: -hi, lo: -lo });
