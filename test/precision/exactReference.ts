import type { FloatFormat } from "../../lib/precision/formats/format.js";
import type { RoundingMode } from "../../lib/precision/rounding/rounding.js";

/** The operations by their definition: fractions of integers, and a search in a list of numbers. */
export type OperationName = "add" | "multiply" | "divide" | "squareRoot" | "fusedMultiplyAdd";

/** sign·n/d, or its square root. */
interface Fraction {
  readonly sign: 1 | -1;
  readonly n: bigint;
  readonly d: bigint;
  readonly root: boolean;
}

function fraction(x: number): { n: bigint; d: bigint } {
  let d = 1n;
  let numerator = x;
  for (; !Number.isInteger(numerator); d *= 2n) numerator *= 2;
  return { n: BigInt(numerator), d };
}

/** The exact result; as a double where it is 0, infinite or NaN. */
export function exactResult(
  op: OperationName,
  mode: RoundingMode,
  [a, b = NaN, c = NaN]: readonly number[],
): Fraction | number {
  const operands = [a, b, c].slice(0, { squareRoot: 1, fusedMultiplyAdd: 3 }[op as string] ?? 2);
  const [x, y, z] = operands.map((v) => fraction(Number.isFinite(v) ? v : 0));
  const made = (n: bigint, d: bigint): Fraction => {
    const negative = n < 0n !== d < 0n;
    const size = (v: bigint): bigint => (v < 0n ? -v : v);
    return { sign: negative ? -1 : 1, n: size(n), d: size(d), root: false };
  };
  if (operands.some(Number.isNaN)) return NaN;
  const finite = operands.every(Number.isFinite);
  // x + (−x) and the sum of two zeros
  const zeroSum = (first: number, second: number): number => {
    if (first === 0 && Object.is(first, second)) return first;
    return mode === "down" ? -0 : 0;
  };
  switch (op) {
    case "add": {
      if (!finite) return a + b;
      const n = x.n * y.d + y.n * x.d;
      return n === 0n ? zeroSum(a, b) : made(n, x.d * y.d);
    }
    case "multiply":
      return !finite || a === 0 || b === 0 ? a * b : made(x.n * y.n, x.d * y.d);
    case "divide":
      return !finite || a === 0 || b === 0 ? a / b : made(x.n * y.d, x.d * y.n);
    case "squareRoot":
      return !finite || a <= 0 ? Math.sqrt(a) : { ...made(x.n, x.d), root: true };
    case "fusedMultiplyAdd": {
      if (!finite) return Number.isFinite(a) && Number.isFinite(b) ? c : a * b + c;
      const n = x.n * y.n * z.d + z.n * x.d * y.d;
      if (n !== 0n) return made(n, x.d * y.d * z.d);
      return zeroSum(a === 0 || b === 0 ? a * b : NaN, c);
    }
  }
}

/** Rounds by searching the format's numbers, for formats of few numbers with p ≥ 2. */
export class SearchedFormat {
  /** Sizes as multiples of the smallest spacing, ascending, far beyond the largest. */
  private readonly sizes: bigint[];
  private readonly unit: number;
  private readonly format: FloatFormat;

  constructor(format: FloatFormat) {
    const { significandBits: p, minExponent, maxExponent, subnormals } = format;
    this.format = format;
    this.unit = 2 ** (minExponent - p + 1);
    const sizes: bigint[] = [];
    const half = 2n ** BigInt(p - 1);
    for (let m = 0n; m < half; m++) if (m === 0n || subnormals !== "rounded") sizes.push(m);
    const wraps = format.overflow === "wrap";
    for (let e = minExponent; e <= maxExponent + (wraps ? 12 : 60); e++)
      for (let m = half; m < 2n * half; m++) {
        const size = m << BigInt(e - minExponent);
        if (!wraps) sizes.push(size);
        else for (let s = size; s < (m + 1n) << BigInt(e - minExponent); s++) sizes.push(s);
      }
    this.sizes = sizes;
  }

  round(x: Fraction | number, mode: RoundingMode, away?: boolean): number {
    if (typeof x === "number") return this.special(x);
    const value = this.signedSize(x, mode, away) * this.unit;
    const { lowest, maxFinite, minExponent, subnormals, zero, overflow } = this.format;
    if (value >= lowest && value <= maxFinite) {
      const flushed = subnormals === "flushed" && Math.abs(value) < 2 ** minExponent;
      if (value !== 0 && !flushed) return value;
      return zero === "signed" ? x.sign * 0 : 0;
    }
    if (value === 0) return lowest; // of a format without zero
    const edge = value > 0 ? maxFinite : lowest;
    if (overflow === "wrap") {
      const period = maxFinite - lowest + this.unit;
      const turns = Math.floor((value - lowest) / period);
      return value - turns * period;
    }
    const inwards = ["toward-zero", "to-odd", value > 0 ? "down" : "up"].includes(mode);
    if (overflow === "saturate" || inwards) return edge;
    return overflow === "nan" ? NaN : value * Infinity;
  }

  /** Rounded as if the range were unbounded. */
  unbounded(x: Fraction, mode: RoundingMode): number {
    return this.signedSize(x, mode) * this.unit;
  }

  /** Whether x = value. */
  equals(x: Fraction, value: number): boolean {
    if (!Number.isFinite(value) || value * x.sign <= 0) return false;
    return this.compareHalves(x, BigInt((2 * Math.abs(value)) / this.unit)) === 0;
  }

  /** Whether |x| < size. */
  isBelow(x: Fraction, size: number): boolean {
    return this.compareHalves(x, BigInt((2 * size) / this.unit)) < 0;
  }

  /** Compares |x|/unit with k/2. */
  private compareHalves({ n, d, root }: Fraction, k: bigint): number {
    const { n: un, d: ud } = fraction(this.unit);
    const left = root ? 4n * n * ud * ud : 2n * n * ud;
    const right = root ? k * k * un * un * d : k * un * d;
    return left < right ? -1 : left > right ? 1 : 0;
  }

  private signedSize(x: Fraction, mode: RoundingMode, drawn?: boolean): number {
    const { sizes } = this;
    let [low, high] = [0, sizes.length - 1]; // sizes[low] ≤ |x| < sizes[high]
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.compareHalves(x, 2n * sizes[middle]) >= 0) low = middle;
      else high = middle;
    }
    const signed = (i: number): number => x.sign * Number(sizes[i]);
    if (this.compareHalves(x, 2n * sizes[low]) === 0) return signed(low);
    const side = this.compareHalves(x, sizes[low] + sizes[high]);
    // The list has 2^(p−1) numbers in every binade: its places are as odd as the significands.
    const shift = this.format.subnormals === "rounded" && low > 0 ? 1 : 0;
    const odd = (low - shift) % 2 === 1;
    const away = {
      "nearest-even": side > 0 || (side === 0 && odd),
      "nearest-away": side >= 0,
      "nearest-to-zero": side > 0,
      "toward-zero": false,
      up: x.sign > 0,
      down: x.sign < 0,
      "to-odd": !odd,
      stochastic: drawn === true,
      "stochastic-equal": drawn === true,
    }[mode];
    return signed(away ? high : low);
  }

  private special(x: number): number {
    const { lowest, maxFinite, infinities, zero, overflow } = this.format;
    if (x === 0) return zero === "signed" ? x : 0;
    if (Number.isNaN(x)) return x;
    if (overflow === "saturate") return x > 0 ? maxFinite : lowest;
    return infinities ? x : NaN;
  }
}
