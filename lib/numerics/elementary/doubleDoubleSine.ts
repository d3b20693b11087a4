import { binaryExponent } from "../binaryExponent.js";
import {
  addDoubleDouble,
  type DoubleDouble,
  doubleDouble,
  multiplyDoubleDouble,
} from "../doubleDouble.js";
import { reciprocalFactorials } from "./doubleDoubleExp.js";
import { powerOfTwo } from "./scale.js";

/** 1/n! for n = 0 … 31. */
const RECIPROCAL_FACTORIALS: readonly DoubleDouble[] = reciprocalFactorials(32);

/** ⌊2^1408·2/π⌋. */
const TWO_OVER_PI: bigint = BigInt(
  `0x${[
    "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561",
    "b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484",
    "e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980f",
    "ef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b",
    "3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc209af4361d",
    "a9e391615ee61b086599855f14a06840",
  ].join("")}`,
);
/** ⌊2^192·π/2⌋. */
const HALF_PI: bigint = BigInt("0x1921fb54442d18469898cc51701b839a252049c1114cf98e8");
const FRACTION_BITS = 320;
const ONE: bigint = 1n << 320n;

/**
 * The sine of a double-double in radians, relative error below 2·10⁻³¹ for every finite angle,
 * however large and however close to a multiple of π.
 *
 * a = n·π/2 + r with |r| ≤ π/4 by integer arithmetic with 1408 bits of 2/π, then Taylor's
 * polynomial of degree 31. ±0 stay; odd, bit by bit; NaN for ±∞ and NaN. About 0.8 µs,
 * 1.5 µs where |a| > π/4.
 *
 * @see Payne & Hanek (1983), Radian reduction for trigonometric functions, SIGNUM Newsletter 18
 *
 * @example
 * sinDoubleDouble(doubleDouble(3)); // { hi: 0.1411200080598672, lo: 8.5772697870175e-18 }
 */
export function sinDoubleDouble(a: DoubleDouble): DoubleDouble {
  if (Math.abs(a.hi) < powerOfTwo(-54)) return a; // a − a³/6 is a to 2⁻¹¹⁰
  if (!Number.isFinite(a.hi)) return doubleDouble(NaN);
  if (a.hi < 0) return negated(sinDoubleDouble(negated(a)));
  const { quarter, rest } = reduced(a);
  const value = quarter % 2 === 0 ? sine(rest) : cosine(rest);
  return quarter >= 2 ? negated(value) : value;
}

/**
 * The cosine of a double-double in radians, as {@link sinDoubleDouble}. Even, bit by bit;
 * cos ±0 = 1.
 *
 * @example
 * cosDoubleDouble(doubleDouble(3)); // { hi: -0.9899924966004454, lo: -4.2060261566099734e-17 }
 */
export function cosDoubleDouble(a: DoubleDouble): DoubleDouble {
  if (!Number.isFinite(a.hi)) return doubleDouble(NaN);
  if (a.hi < 0) return cosDoubleDouble(negated(a));
  const { quarter, rest } = reduced(a);
  const value = quarter % 2 === 0 ? cosine(rest) : sine(rest);
  return quarter === 1 || quarter === 2 ? negated(value) : value;
}

/** a = (4·m + quarter)·π/2 + rest for a ≥ 0; relative error of the rest below 2⁻¹⁰⁵. */
function reduced(a: DoubleDouble): { readonly quarter: number; readonly rest: DoubleDouble } {
  if (a.hi <= 0.7853981633974483) return { quarter: 0, rest: a };
  const turns = quarterTurns(a.hi) + quarterTurns(a.lo);
  const nearest = (turns + ONE / 2n) >> 320n;
  const angle = (turns - nearest * ONE) * HALF_PI; // in units of 2^−(320 + 192)
  const high = Number(angle);
  const low = Number(angle - BigInt(high));
  const scale = powerOfTwo(-FRACTION_BITS - 192);
  return {
    quarter: Number(((nearest % 4n) + 4n) % 4n),
    rest: { hi: high * scale, lo: low * scale },
  };
}

/** x·2/π modulo 4 in units of 2⁻³²⁰, for a finite x; what is below 2⁻⁴⁰⁰ counts as 0. */
function quarterTurns(x: number): bigint {
  const size = Math.abs(x);
  if (size < powerOfTwo(-400)) return 0n;
  const exponent = binaryExponent(size) - 52;
  const product = BigInt(size * powerOfTwo(-exponent)) * TWO_OVER_PI;
  const units = (product >> BigInt(1408 - FRACTION_BITS - exponent)) & (4n * ONE - 1n);
  return x < 0 ? -units : units;
}

/** sin r for |r| ≤ 0.79: r·Σ (−r²)^i/(2i + 1)!. */
function sine(r: DoubleDouble): DoubleDouble {
  return multiplyDoubleDouble(r, alternating(multiplyDoubleDouble(r, r), 1));
}

/** cos r for |r| ≤ 0.79: Σ (−r²)^i/(2i)!. */
function cosine(r: DoubleDouble): DoubleDouble {
  return alternating(multiplyDoubleDouble(r, r), 0);
}

/** Σ (−z)^i/(2i + first)!, i = 0 … 15, by Horner's rule. */
function alternating(z: DoubleDouble, first: number): DoubleDouble {
  const minus = negated(z);
  let sum = RECIPROCAL_FACTORIALS[30 + first];
  for (let n = 28 + first; n >= 0; n -= 2)
    sum = addDoubleDouble(multiplyDoubleDouble(sum, minus), RECIPROCAL_FACTORIALS[n]);
  return sum;
}

const negated = ({ hi, lo }: DoubleDouble): DoubleDouble => ({ hi: -hi, lo: -lo });
