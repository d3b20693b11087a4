import {
  addDoubleDouble,
  type DoubleDouble,
  doubleDouble,
  multiplyDoubleDouble,
} from "../doubleDouble.js";
import { LN2_PARTS, lessOne } from "./doubleDoubleExp.js";
import { log } from "./log.js";
import { powerOfTwo } from "./scale.js";

const view = new DataView(new ArrayBuffer(8));

/**
 * ln a of a double-double, relative error below 3·10⁻³¹, also near 1.
 *
 *     ln a = k·ln 2 + y + ln(1 + d),   a = 2^k·m,   y = ln m in doubles,   1 + d = m·e^−y
 *
 * where d, of size 2⁻⁵³, is m·(e^−y − 1) + (m − 1), so that nothing cancels that counts.
 *
 * ln ±0 = −∞, ln 1 = 0, ln ∞ = ∞; NaN below 0 and for NaN. About 1.6 µs.
 *
 * @example
 * logDoubleDouble(doubleDouble(10)); // { hi: 2.302585092994046, lo: -2.1707562233822496e-16 }
 */
export function logDoubleDouble(a: DoubleDouble): DoubleDouble {
  if (!(a.hi > 0 && a.hi < Infinity)) return doubleDouble(log(a.hi));
  const tiny = a.hi < 2.2250738585072014e-308; // 2⁻¹⁰²², the lower part is 0
  view.setFloat64(0, tiny ? a.hi * powerOfTwo(54) : a.hi);
  let k = (view.getUint16(0) >>> 4) - 1023;
  let hi = view.getFloat64(0) * powerOfTwo(-k);
  let lo = a.lo * powerOfTwo(-k);
  if (hi >= 1.4140625) {
    hi *= 0.5;
    lo *= 0.5;
    k++;
  }
  if (tiny) k -= 54;

  const m = { hi, lo };
  const y = log(hi);
  const product = multiplyDoubleDouble(m, lessOne(doubleDouble(-y)));
  const d = addDoubleDouble(product, addDoubleDouble(m, doubleDouble(-1)));
  const curved = -d.hi * d.hi * (0.5 - d.hi / 3); // ln(1 + d) − d to 2⁻¹⁶⁰
  let sum = addDoubleDouble(addDoubleDouble(d, doubleDouble(curved)), doubleDouble(y));
  for (let i = 2; i >= 0; i--) sum = addDoubleDouble(sum, doubleDouble(k * LN2_PARTS[i]));
  return sum;
}
