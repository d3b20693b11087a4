import { productError, quotientResidual, sumError } from "../errorFree.js";
import { exponential } from "./exp.js";
import { powerOfTwo, scaled } from "./scale.js";

const parts = new Float64Array(2);

/**
 * e^x − 1 to 0.54 ulp without cancellation, with the same bits on every engine.
 *
 * For |x| < 1/8 Taylor's polynomial of degree 12, else from e^x in doubled precision. ±0
 * stays, ∞ for ∞ and above 709.7827128933841, −1 for −∞ and below −37.5, NaN for NaN.
 * About 15 ns.
 *
 * @example
 * expm1(1e-20); // 1e-20
 */
export function expm1(x: number): number {
  if (Math.abs(x) < powerOfTwo(-54)) return x;
  if (!(x <= 709.7827128933841)) return x + Infinity; // NaN stays NaN
  if (x < -37.5) return -1;
  if (x > 60) {
    const k = exponential(x, 0, parts);
    return scaled(parts[0], parts[1], k);
  }
  exponentialLessOne(x, parts);
  return parts[0];
}

/**
 * The hyperbolic tangent to 0.53 ulp, with the same bits on every engine.
 *
 * For |x| < 1/8 Taylor's polynomial of degree 17, else
 *
 *     tanh x = (e^(2x) − 1)/(e^(2x) + 1)
 *
 * in doubled precision. tanh ±0 = ±0, tanh(−x) = −tanh x exactly, ±1 from |x| = 19.07 on,
 * NaN for NaN. About 20 ns.
 *
 * @example
 * tanh(0.5); // 0.46211715726000974
 */
export function tanh(x: number): number {
  const size = Math.abs(x);
  if (size < powerOfTwo(-28)) return x; // x − x³/3 rounds to x
  if (size < 0.125) {
    const z = x * x;
    return x + x * z * tangentTail(z);
  }
  if (!(size < 19.07)) return x < 0 ? -1 : x > 0 ? 1 : NaN;
  exponentialLessOne(2 * size, parts);
  const high = parts[0];
  const low = parts[1];
  const denominator = high + 2;
  const value = quotient(high, low, denominator, sumError(high, 2, denominator) + low);
  return x < 0 ? -value : value;
}

/**
 * The logistic function 1/(1 + e^−x) to 0.52 ulp, with the same bits on every engine.
 *
 * 0 for −∞ and below −745.14 (subnormal before that), 1 for ∞ and above 36.8, NaN for NaN.
 * About 20 ns.
 *
 * @example
 * sigmoid(0); // 0.5
 */
export function sigmoid(x: number): number {
  if (!(x < 40)) return x > 0 ? 1 : NaN;
  if (x < -745.2) return 0;
  if (x < -44) {
    // 1 + e^−x is e^−x to 2⁻⁶³
    const k = exponential(x, 0, parts);
    return scaled(parts[0], parts[1], k);
  }
  const k = exponential(-x, 0, parts);
  const size = powerOfTwo(k);
  const high = parts[0] * size;
  const sum = 1 + high;
  return quotient(1, 0, sum, sumError(1, high, sum) + parts[1] * size);
}

/** e^x − 1 as out[0] + out[1] for 2⁻⁵⁴ ≤ |x| ≤ 60, relative error < 2⁻⁵⁷. */
function exponentialLessOne(x: number, out: Float64Array): void {
  if (Math.abs(x) < 0.125) {
    const half = 0.5 * x * x;
    const tail = x * x * x * exponentialTail(x);
    const sum = x + half;
    const rest = sumError(x, half, sum) + (0.5 * productError(x, x, x * x) + tail);
    out[0] = sum + rest;
    out[1] = rest - (out[0] - sum);
    return;
  }
  const k = exponential(x, 0, out);
  const size = powerOfTwo(k);
  const high = out[0] * size;
  const sum = high - 1;
  const rest = sumError(high, -1, sum) + out[1] * size;
  out[0] = sum + rest;
  out[1] = rest - (out[0] - sum);
}

/** (a + aLow)/(b + bLow), rounded once. */
function quotient(a: number, aLow: number, b: number, bLow: number): number {
  const q = a / b;
  return q + (quotientResidual(a, b, q) + (aLow - q * bLow)) / b;
}

/** (e^x − 1 − x − x²/2)/x³, |x| < 1/8: Σ x^n/(n + 3)!. */
const exponentialTail = (x: number): number => {
  let sum = 1;
  for (let n = 12; n > 3; n--) sum = 1 + (x * sum) / n;
  return sum / 6;
};

/** (tanh x − x)/x³ of z = x², |x| < 1/8: Taylor's coefficients, from Bernoulli's numbers. */
const tangentTail = (z: number): number =>
  -1 / 3 +
  z *
    (2 / 15 +
      z *
        (-17 / 315 +
          z *
            (62 / 2835 +
              z *
                (-1382 / 155925 +
                  z *
                    (21844 / 6081075 + z * (-929569 / 638512875 + z * (6404582 / 10854718875)))))));
