import type { AccumulationOptions } from "../../lib/precision/accumulation/dot.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import { float64 } from "../../lib/precision/formats/formats.js";

/** n·2^e, exactly. */
type Dyadic = [n: bigint, e: number];

const bits = new DataView(new ArrayBuffer(8));

function dyadic(x: number): Dyadic {
  bits.setFloat64(0, Math.abs(x));
  const all = bits.getBigUint64(0);
  const exponent = Number(all >> 52n);
  const fraction = all & 0xfffffffffffffn;
  const n = exponent === 0 ? fraction : fraction | 0x10000000000000n;
  return [x < 0 ? -n : n, Math.max(exponent, 1) - 1075];
}

const plus = ([a, e]: Dyadic, [b, f]: Dyadic): Dyadic => {
  const low = Math.min(e, f);
  return [(a << BigInt(e - low)) + (b << BigInt(f - low)), low];
};
const times = ([a, e]: Dyadic, [b, f]: Dyadic): Dyadic => [a * b, e + f];

/** A dyadic number rounded to a format with gradual underflow; ±0 is not told apart. */
function rounded([n, e]: Dyadic, format: FloatFormat, mode: string): number {
  if (n === 0n) return 0;
  const negative = n < 0n;
  const size = negative ? -n : n;
  const { significandBits: p, minExponent, maxFinite } = format;
  const exponent = size.toString(2).length - 1 + e;
  const unit = Math.max(exponent, minExponent) - p + 1;
  const drop = BigInt(unit - e);
  let whole = drop > 0n ? size >> drop : size << -drop;
  const rest = drop > 0n ? size - (whole << drop) : 0n;
  const twice = drop > 0n ? 2n * rest - (1n << drop) : -1n;
  const odd = (whole & 1n) === 1n;
  const away = {
    "nearest-even": twice > 0n || (twice === 0n && odd),
    "nearest-away": twice >= 0n,
    "nearest-to-zero": twice > 0n,
    "toward-zero": false,
    up: !negative,
    down: negative,
    "to-odd": !odd,
  }[mode] as boolean;
  if (rest > 0n && away) whole++;
  const value = Number(whole) * 2 ** Math.max(unit, -1000) * 2 ** (unit - Math.max(unit, -1000));
  if (value <= maxFinite) return negative ? -value : value;
  const inward = ["toward-zero", "to-odd", negative ? "up" : "down"].includes(mode);
  const beyond = inward ? maxFinite : Infinity;
  return negative ? -beyond : beyond;
}

/**
 * A dot product by its definition in integers of any length, for formats with gradual underflow
 * and infinities in the deterministic modes; results that are not finite are the doubles'.
 */
export function dotByDefinition(x: number[], y: number[], options: AccumulationOptions): number {
  const { inputs, accumulator = float64, output, order = "sequential" } = options;
  const { products = accumulator, rounding = "nearest-even", blockSize = 0 } = options;
  const fl = (value: number, format?: FloatFormat): number =>
    format && Number.isFinite(value) ? rounded(dyadic(value), format, rounding) : value;
  const add = (a: number, b: number): number =>
    Number.isFinite(a + b) || (Number.isFinite(a) && Number.isFinite(b))
      ? rounded(plus(dyadic(a), dyadic(b)), accumulator, rounding)
      : a + b;
  const fma = (a: number, b: number, c: number, format: FloatFormat): number =>
    [a, b, c].every(Number.isFinite)
      ? rounded(plus(times(dyadic(a), dyadic(b)), dyadic(c)), format, rounding)
      : a * b + c;
  const a = x.map((v) => fl(v, inputs));
  const b = y.map((v) => fl(v, inputs));
  if (order === "fused")
    return fl(
      a.reduce((s, v, i) => fma(v, b[i], s, accumulator), 0),
      output,
    );
  const terms = a.map((v, i) => fma(v, b[i], 0, products));
  const total = (list: number[]): number => list.reduce(add, 0);
  const halves = (list: number[]): number => {
    if (list.length === 1) return list[0];
    const middle = Math.ceil(list.length / 2);
    return add(halves(list.slice(0, middle)), halves(list.slice(middle)));
  };
  const compensated = (list: number[]): number => {
    let [sum, correction] = [0, 0];
    for (const term of list) {
      const part = add(term, -correction);
      const next = add(sum, part);
      correction = add(add(next, -sum), -part);
      sum = next;
    }
    return sum;
  };
  const blocks = (list: number[]): number => {
    const sums: number[] = [];
    for (let i = 0; i < list.length; i += blockSize) sums.push(total(list.slice(i, i + blockSize)));
    return total(sums);
  };
  const sum = {
    sequential: total,
    pairwise: (list: number[]) => (list.length < 2 ? total(list) : halves(list)),
    kahan: compensated,
    blocked: blocks,
  }[order];
  return fl(sum(terms), output);
}

/** The exact |value − Σ x_i·y_i| ≤ bound, in integers. */
export function errorIsWithin(value: number, x: number[], y: number[], bound: number): boolean {
  const exact = x.reduce<Dyadic>((s, v, i) => plus(s, times(dyadic(v), dyadic(y[i]))), [0n, 0]);
  const [n, e] = plus(exact, dyadic(-value));
  const [left] = plus(dyadic(bound), [n < 0n ? n : -n, e]);
  return left >= 0n;
}
