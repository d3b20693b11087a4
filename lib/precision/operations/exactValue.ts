import { binaryExponent } from "../../numerics/binaryExponent.js";

/**
 * A real number x ≠ 0 of which any number of bits can be asked: what an operation would give
 * with unbounded precision and range.
 */
export interface ExactValue {
  readonly sign: 1 | -1;
  /** ⌊log₂|x|⌋ */
  readonly exponent: number;
  /** ⌊|x|·2^k⌋ */
  floor(k: number): bigint;
  /** Whether |x|·2^k is an integer. */
  isWhole(k: number): boolean;
}

/** A finite double as m·2^e with an integer m. */
interface Scaled {
  readonly m: bigint;
  readonly e: number;
}

function scaled(x: number): Scaled {
  const e = Math.max(binaryExponent(x), -1022) - 52;
  // In two steps, because 2^−e need not be a double.
  return { m: BigInt(x * 2 ** (-e >> 1) * 2 ** (-e - (-e >> 1))), e };
}

const absolute = (m: bigint): bigint => (m < 0n ? -m : m);
const signOf = (m: bigint): 1 | -1 => (m < 0n ? -1 : 1);
const bitLength = (m: bigint): number => m.toString(2).length;
const shifted = (m: bigint, k: number): bigint => (k < 0 ? m >> BigInt(-k) : m << BigInt(k));

/** m·2^e for m ≠ 0. */
function dyadic(m: bigint, e: number): ExactValue {
  const size = absolute(m);
  return {
    sign: signOf(m),
    exponent: bitLength(size) - 1 + e,
    floor: (k) => shifted(size, e + k),
    isWhole: (k) => e + k >= 0 || shifted(shifted(size, e + k), -e - k) === size,
  };
}

/** A finite double ≠ 0, exactly. */
export const exactDouble = (x: number): ExactValue => {
  const { m, e } = scaled(x);
  return dyadic(m, e);
};

/**
 * a·b + c exactly; undefined when it is 0.
 *
 * The integers have up to 4,200 bits when the exponents of a·b and c are far apart.
 *
 * @param a - finite; b and c too
 */
export function exactFusedMultiplyAdd(a: number, b: number, c: number): ExactValue | undefined {
  const [x, y, z] = [scaled(a), scaled(b), scaled(c)];
  const product = { m: x.m * y.m, e: x.e + y.e };
  const e = product.m === 0n ? z.e : z.m === 0n ? product.e : Math.min(product.e, z.e);
  const sum =
    (product.m === 0n ? 0n : shifted(product.m, product.e - e)) +
    (z.m === 0n ? 0n : shifted(z.m, z.e - e));
  return sum === 0n ? undefined : dyadic(sum, e);
}

/** a / b exactly, for finite doubles ≠ 0. */
export function exactQuotient(a: number, b: number): ExactValue {
  const [x, y] = [scaled(a), scaled(b)];
  const [n, d] = [absolute(x.m), absolute(y.m)];
  const e = x.e - y.e;
  // |a / b|·2^k = n·2^(e + k) / d
  const divide = (k: number): [bigint, bigint] =>
    e + k >= 0 ? [n << BigInt(e + k), d] : [n, d << BigInt(-e - k)];
  const floor = (k: number): bigint => {
    const [top, bottom] = divide(k);
    return top / bottom;
  };
  const about = bitLength(n) - bitLength(d) + e; // the exponent, or one more
  return {
    sign: signOf(x.m) === signOf(y.m) ? 1 : -1,
    exponent: floor(-about) === 0n ? about - 1 : about,
    floor,
    isWhole: (k) => {
      const [top, bottom] = divide(k);
      return top % bottom === 0n;
    },
  };
}

/** √a exactly, for a finite double > 0. */
export function exactSquareRoot(a: number): ExactValue {
  const { m, e } = scaled(a);
  // √(m·2^e)·2^k = √(m·2^(e + 2k)); a shift to the right cuts bits that the root's floor ignores.
  const floor = (k: number): bigint => integerSquareRoot(shifted(m, e + 2 * k));
  return {
    sign: 1,
    exponent: Math.floor((bitLength(m) - 1 + e) / 2),
    floor,
    isWhole: (k) => {
      const square = shifted(m, e + 2 * k);
      const cut = e + 2 * k < 0 && shifted(square, -e - 2 * k) !== m;
      return !cut && floor(k) ** 2n === square;
    },
  };
}

/** ⌊√n⌋ by Newton's iteration from above. */
function integerSquareRoot(n: bigint): bigint {
  if (n < 2n) return n;
  let root = 1n << BigInt((bitLength(n) + 1) >> 1);
  for (;;) {
    const next = (root + n / root) >> 1n;
    if (next >= root) return root;
    root = next;
  }
}
