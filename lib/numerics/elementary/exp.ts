import {
  addDoubleDouble,
  type DoubleDouble,
  divideDoubleDouble,
  doubleDouble,
  multiplyDoubleDouble,
  subtractDoubleDouble,
} from "../doubleDouble.js";
import { scaled } from "./scale.js";

/** 2^(j/128) for j = 0 … 127, as hi and lo in turns. */
export const ROOTS: Float64Array = rootsOfTwo();

// ln 2 / 128 = STEP_HIGH + STEP_LOW to 85 bits; the first part has 32 bits, so that its products
// with integers below 2²¹ are exact.
const STEPS = 184.6649652337873; // 128 / ln 2
const STEP_HIGH = 0.00541521234663378;
const STEP_LOW = 1.4907929134926466e-12;

const parts = new Float64Array(2);

/**
 * The exponential function, e^x, to 0.51 ulp, with the same bits on every engine.
 *
 *     e^x = 2^(n/128)·e^r,   n = ⌊128·x/ln 2 + ½⌋,   |r| ≤ ln 2/256
 *
 * with 2^(n/128) from a table of double-doubles (made when this module is loaded, by square
 * roots) and Taylor's polynomial of degree 6 for e^r − 1. Its coefficients are 1/n!, its
 * truncation below 2⁻⁷⁰.
 *
 * e^±0 = 1, e^∞ = ∞, e^−∞ = 0, NaN for NaN. Above 709.7827128933841 it is ∞; below
 * −708.3964 the result is subnormal, rounded once, and below −745.1332191019412 it is 0.
 * About 10 ns.
 *
 * @see Tang (1989), Table-driven implementation of the exponential function in IEEE
 *   floating-point arithmetic, ACM TOMS 15(2)
 *
 * @example
 * exp(1); // 2.718281828459045
 */
export function exp(x: number): number {
  if (!(x <= 709.7827128933841)) return x + Infinity; // NaN stays NaN
  if (x < -745.1332191019412) return 0;
  const k = exponential(x, 0, parts);
  return scaled(parts[0], parts[1], k);
}

/**
 * e^(x + low) as (out[0] + out[1])·2^k with relative error < 2⁻⁶⁰; returns k.
 *
 * |x| < 800 and |low| ≤ 2⁻⁴⁰. out[0] is of size 0.99 … 2.
 */
export function exponential(x: number, low: number, out: Float64Array): number {
  const n = Math.floor(x * STEPS + 0.5);
  const r = x - n * STEP_HIGH - (n * STEP_LOW - low); // the first difference is exact
  const p = r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))));
  const k = Math.floor(n / 128);
  const j = 2 * (n - 128 * k);
  const root = ROOTS[j];
  const w = ROOTS[j + 1] + root * (r + p);
  const hi = root + w;
  out[0] = hi;
  out[1] = w - (hi - root);
  return k;
}

/** 2^(j/128): the products of the square roots 2^(1/2), 2^(1/4) … 2^(1/128) that make up j/128. */
function rootsOfTwo(): Float64Array {
  const roots: DoubleDouble[] = [];
  let root = doubleDouble(2);
  for (let i = 0; i < 7; i++) {
    root = squareRoot(root);
    roots.push(root);
  }
  const table = new Float64Array(256);
  for (let j = 0; j < 128; j++) {
    let product = doubleDouble(1);
    for (let i = 0; i < 7; i++)
      if (j & (64 >> i)) product = multiplyDoubleDouble(product, roots[i]);
    table[2 * j] = product.hi;
    table[2 * j + 1] = product.lo;
  }
  return table;
}

/** √a, by one step of Newton's iteration from the double √a. */
function squareRoot(a: DoubleDouble): DoubleDouble {
  const s = doubleDouble(Math.sqrt(a.hi));
  const defect = subtractDoubleDouble(a, multiplyDoubleDouble(s, s));
  return addDoubleDouble(s, divideDoubleDouble(defect, doubleDouble(2 * s.hi)));
}
