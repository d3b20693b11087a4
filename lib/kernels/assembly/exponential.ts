// AssemblyScript. exp of one double, as numerics/elementary/exp.ts has it: for the results that
// are no normal numbers.
import { ROOTS } from "./slots";

/** e^x, whatever x is. */
export function exponential(x: f64): f64 {
  if (!(x <= 709.7827128933841)) return x + Infinity; // NaN stays NaN
  if (x < -745.1332191019412) return 0;
  const n = Math.floor(x * 184.6649652337873 + 0.5);
  const r = x - n * 0.00541521234663378 - n * 1.4907929134926466e-12;
  const p = r * r * (0.5 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
  const whole = <i32>n;
  const at = ROOTS + ((whole & 127) << 4);
  const root = load<f64>(at);
  const w = load<f64>(at, 8) + root * (r + p);
  const hi = root + w;
  return scaled(hi, w - (hi - root), whole >> 7);
}

/** (hi + lo)·2^k rounded once, for hi of size ½ … 2. */
function scaled(hi: f64, lo: f64, k: i32): f64 {
  if (k > 1023) return hi * power(1023) * power(k - 1023);
  if (k >= -1021) return hi * power(k);
  const size = power(k + 1022);
  const high = hi * size;
  if (high >= 1) return high * power(-1022);
  const sum = 1 + high;
  const left = 1 - sum + high + lo * size;
  return (sum + left - 1) * power(-1022);
}

/** 2^n for n of −1022 … 1023. */
function power(n: i32): f64 {
  return reinterpret<f64>(((n as i64) + 1023) << 52);
}
