import { binaryExponent } from "../../numerics/binaryExponent.js";
import { type FloatFormat, requireFormat } from "./format.js";
import { gap } from "./ulp.js";

/** The two numbers of a format that enclose a number strictly. */
export interface Neighbours {
  /** The largest number of the format < x. */
  readonly below: number;
  /** The smallest number of the format > x. */
  readonly above: number;
}

/**
 * The format's numbers next to x: the largest one < x and the smallest one > x.
 *
 * Both strictly, also when x is a number of the format itself. Past maxFinite comes ∞ (before
 * `lowest` −∞) in a format with infinities, and NaN, "there is none", in one without and past
 * ∞. Both are NaN for x = NaN. The neighbour 0 is always +0. O(1).
 *
 * @throws TypeError if `format` is not a format (its name, say); RangeError if it contradicts itself
 *
 * @example
 * neighbours(1, float8_e4m3fn); // { below: 0.9375, above: 1.125 }
 */
export function neighbours(x: number, format: FloatFormat): Neighbours {
  requireFormat(format, "neighbours");
  const mirrored = above(-x, { ...format, maxFinite: -format.lowest, lowest: -format.maxFinite });
  return { below: mirrored === 0 ? 0 : -mirrored, above: above(x, format) };
}

/** The smallest number of the format > x. */
function above(x: number, format: FloatFormat): number {
  const { maxFinite, lowest, infinities } = format;
  if (Number.isNaN(x) || x === Infinity) return NaN;
  if (x >= maxFinite) return infinities ? Infinity : NaN;
  if (x < lowest) return lowest;
  const unit = gap(x, format);
  // The quotient is exact, but where it underflows (a spacing above 1).
  const t = x / unit || (x < 0 ? -Number.MIN_VALUE : 0);
  let next = (Math.floor(t) + 1) * unit;
  // Going towards zero out of a binade, the numbers are half as far apart: −2^e is followed
  // by −2^e + unit/2.
  const exponent = binaryExponent(x);
  if (x === -(2 ** exponent) && exponent > format.minExponent) next = x + unit / 2;
  if (format.subnormals !== "kept" && Math.abs(next) < 2 ** format.minExponent) return 0;
  return next === 0 ? 0 : next;
}

/** How many numbers {@link finiteValues} lists at most. */
const LISTABLE = 2 ** 22;

/**
 * All finite numbers of a format in a closed interval, ascending; 0 once, as +0.
 *
 * O(count) time and memory.
 *
 * @param range - from and to, the whole format unless told; empty when from > to
 * @throws RangeError if a bound is NaN, or if there are more than 2²² numbers
 * @throws as neighbours, of the format
 *
 * @example
 * finiteValues(float8_e5m2, { from: 1, to: 2 }); // [1, 1.25, 1.5, 1.75, 2]
 */
export function finiteValues(
  format: FloatFormat,
  range: { readonly from?: number; readonly to?: number } = {},
): Float64Array {
  requireFormat(format, "finiteValues");
  const { from = format.lowest, to = format.maxFinite } = range;
  if (Number.isNaN(from) || Number.isNaN(to))
    throw new RangeError(`finiteValues: from and to must be numbers, got ${from} and ${to}`);
  const first = Math.max(from, format.lowest);
  const last = Math.min(to, format.maxFinite);
  const about = rank(last, format) - rank(first, format);
  if (about > LISTABLE)
    throw new RangeError(
      `finiteValues: ${format.name} has about ${about.toExponential(1)} numbers from ${from} to ${to}, ` +
        `expected at most ${LISTABLE}`,
    );
  const values: number[] = [];
  // first itself belongs to the list iff it is what follows the number below it
  let value = neighbours(neighbours(first, format).below, format).above;
  if (Number.isNaN(value) || first === format.lowest) value = format.lowest;
  if (value < first) value = neighbours(first, format).above;
  for (; value <= last; value = above(value, format)) values.push(value);
  return Float64Array.from(values);
}

/** Place of x among the format's numbers counted from 0, negative for negative x. */
function rank(x: number, { minExponent, significandBits, subnormals }: FloatFormat): number {
  const perBinade = 2 ** (significandBits - 1);
  const binades = Math.max(0, binaryExponent(x) - minExponent);
  const place = (binades + Math.abs(x) / 2 ** (minExponent + binades)) * perBinade;
  const present = subnormals === "kept" ? place : Math.max(0, place - perBinade + 1);
  return x < 0 ? -present : present;
}
