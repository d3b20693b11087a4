import { multiplyDoubleDouble } from "../doubleDouble.js";
import { sumError } from "../errorFree.js";
import { powerOfTwo } from "./scale.js";

// π/2 in four parts, of 31, 31, 31 and 53 bits: the products of the first three with
// integers up to 2²² are exact.
const QUARTER_1 = 1.5707963267341256;
const QUARTER_2 = 6.07710050359346e-11;
const QUARTER_3 = 2.9127320548227e-20;
const QUARTER_4 = 1.2706558760139879e-29;
const QUARTER_TURN = { hi: 1.5707963267948966, lo: 6.123233995736766e-17 };
const TURNS = 0.6366197723675814; // 2/π

/** ⌊2^1280·2/π⌋. */
const TWO_OVER_PI: bigint = BigInt(
  `0x${[
    "a2f9836e4e441529fc2757d1f534ddc0db6295993c439041fe5163abdebbc561",
    "b7246e3a424dd2e006492eea09d1921cfe1deb1cb129a73ee88235f52ebb4484",
    "e99c7026b45f7e413991d639835339f49c845f8bbdf9283b1ff897ffde05980f",
    "ef2f118b5a0a6d1f6d367ecf27cb09b74f463f669e5fea2d7527bac7ebe5f17b",
    "3d0739f78a5292ea6bfb5fb11f8d5d0856033046fc7b6babf0cfbc209af4361d",
  ].join("")}`,
);
const FRACTION_BITS = 192;
const ONE: bigint = 1n << 192n;

/**
 * x = (4·m + quarter)·π/2 + r with |r| ≤ π/4 (or a rounding error more), r = out[0] + out[1];
 * returns quarter, 0 … 3. For every finite x ≥ 0, relative error of r < 2⁻⁶⁰ (2⁻¹⁰⁰ above
 * 2²⁰·π).
 *
 * Up to 2²⁰·π by subtracting multiples of the four parts of π/2 (Cody & Waite), of which only
 * the last is not exact: its error is below 2⁻¹²⁴. Above by Payne & Hanek: x·(2/π) in integers
 * modulo 4, to 2⁻¹⁹². No double but 0 comes closer to a multiple of π/2 than 2⁻⁶¹ (the one that
 * does is 6381956970095103·2⁷⁹⁷).
 *
 * @see Muller (2016), Elementary Functions, 3rd edition, chapter 11
 */
export function reduceQuarterTurns(x: number, out: Float64Array): number {
  if (x <= 0.7853981633974483) {
    out[0] = x;
    out[1] = 0;
    return 0;
  }
  if (x >= 3294198) return reduceLarge(x, out);
  const n = Math.floor(x * TURNS + 0.5);
  const a = x - n * QUARTER_1; // exact
  const b = -n * QUARTER_2;
  const s = a + b;
  const c = -n * QUARTER_3;
  const r = s + c;
  const rest = sumError(a, b, s) + sumError(s, c, r) - n * QUARTER_4;
  const sum = r + rest;
  out[0] = sum;
  out[1] = rest - (sum - r);
  return n % 4;
}

/** The same for 2²¹ < x < ∞, where x is an integer times 2⁻³¹ or more. */
function reduceLarge(x: number, out: Float64Array): number {
  let exponent = 0;
  let integer = x;
  while (integer >= 0x20000000000000) {
    integer *= powerOfTwo(-32); // may leave a fraction: put right below
    exponent += 32;
  }
  while (!Number.isInteger(integer)) {
    integer *= 2;
    exponent--;
  }
  // x·2/π in units of 2⁻¹⁹², modulo 4.
  const product = BigInt(integer) * TWO_OVER_PI;
  const units = product >> BigInt(1280 - FRACTION_BITS - exponent);
  const modulo = units & (4n * ONE - 1n);
  const nearest = (modulo + ONE / 2n) / ONE;
  const fraction = modulo - nearest * ONE; // −½ … ½
  // Two doubles: the first 53 bits or so, and what is left.
  const high = Number(fraction);
  const low = Number(fraction - BigInt(high));
  const scale = powerOfTwo(-FRACTION_BITS);
  const r = multiplyDoubleDouble({ hi: high * scale, lo: low * scale }, QUARTER_TURN);
  out[0] = r.hi;
  out[1] = r.lo;
  return Number(nearest % 4n);
}
