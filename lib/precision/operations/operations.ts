import type { ScalarOperations } from "../../numerics/arithmetic.js";
import { type FloatFormat, requireFormat } from "../formats/format.js";
import { fastRounder } from "../rounding/fastRounder.js";
import { completeRounding, isStochastic, type RoundingOptions } from "../rounding/rounding.js";
import { rounder } from "../rounding/roundTo.js";
import { countedOperations } from "./countedOperations.js";
import { elementaryOperations } from "./elementaryOperations.js";
import { fastOperations } from "./fastOperations.js";
import type { RoundedOperations } from "./roundedOperations.js";

/**
 * Arithmetic of a number format; see {@link operations}. The members use no `this`: they can be
 * taken out, `const { add, multiply } = operations(float16)`.
 */
export interface Operations extends ScalarOperations<number> {
  readonly format: FloatFormat;
  /** The double x, rounded to the format. */
  from(x: number): number;
  /** √a, −0 for −0, NaN below. */
  squareRoot(a: number): number;
  /** a·b + c, rounded once */
  fusedMultiplyAdd(a: number, b: number, c: number): number;
  /** |a|, exactly; of two's complement's lowest number it overflows, as −a does. */
  absolute(a: number): number;
  /** IEEE 754-2019's minimum: NaN if either is, and −0 < +0. */
  minimum(a: number, b: number): number;
  /** IEEE 754-2019's maximum: NaN if either is, and −0 < +0. */
  maximum(a: number, b: number): number;
  /** Whether a = b: −0 equals +0, NaN nothing. */
  equal(a: number, b: number): boolean;
  /** −1, 0 or 1 for a < b, a = b or a > b; NaN when either is NaN. */
  compare(a: number, b: number): number;
}

/**
 * The operations of a number format, every result correctly rounded: fl(a ∘ b) is the exact
 * a ∘ b rounded once, as {@link roundTo} rounds, in every mode and every format of p ≤ 53 bits.
 *
 * - *No double rounding.* The operands may be any doubles. An operation on doubles is followed
 *   by the error it made, known exactly (TwoSum, TwoProduct, remainders); the two are rounded
 *   together. Where doubles cannot do it, integers of any length do.
 * - *Overflow* is decided on the rounded exact result, *subnormals* too.
 * - *Signs of zero* as IEEE 754 §6.3: x + (−x) and a·b − a·b are +0, rounding `down` −0; formats
 *   with one zero have +0.
 * - *Invalid* operations give NaN: ∞ − ∞, 0·∞, 0/0, ∞/∞, √ of negative numbers. x/0 = ±∞, and
 *   what the format makes of ±∞.
 * - *Negation, absolute value, minimum, maximum, comparisons* are exact for numbers of the
 *   format; only −a and |a| of a two's complement format's lowest number overflow.
 * - *Elementary functions*: `elementaryOperations`.
 * - *Stochastic modes*: each call of from, add, subtract, multiply, divide, squareRoot,
 *   fusedMultiplyAdd and an elementary function takes the next element index of the key,
 *   whether it needs random bits or not, so the same calls from the same key give the same
 *   bits. The probability of rounding away is the exact fraction, also of quotients and roots,
 *   whose fraction has no last bit: as many of its bits are made as the comparison with the
 *   random ones needs.
 * - *Counters*: with `options.counters` every rounded operation is counted in them, at about
 *   twice the cost; without, nothing is added to the operations.
 *
 * To the nearest number some five nanoseconds for + and ×, ten to thirty for ÷, √ and fma; up
 * to twice that in the other modes. Where integers are needed, a microsecond or two: beyond
 * 2^±960, and at p = 52 or 53 for many inexact results to nearest and stochastic ones. float64
 * itself to the nearest-even number is JavaScript's operators.
 *
 * @throws as {@link rounder}
 * @see Boldo & Melquiond (2008), Emulation of a FMA and correctly rounded sums: proved
 *   algorithms using rounding to odd, IEEE Transactions on Computers 57(4)
 *
 * @example
 * const half = operations(float16, { rounding: "up" });
 * half.add(1, 2 ** -60); // 1.0009765625: the double 1 + 2 ** -60 is 1, and so would be its rounding
 */
export function operations(format: FloatFormat, options: RoundingOptions = {}): Operations {
  requireFormat(format, "operations");
  const { counters, ...plainOptions } = options;
  const rounding = completeRounding(format, options, "operations");
  const usual = rounding.mode === "nearest-even" && rounding.overflow === format.overflow;
  const round = usual ? rounder(format, plainOptions) : fastRounder(format, rounding);
  const fast = fastOperations(format, rounding, round);
  const rounded = counters ? countedOperations(format, rounding, fast, counters) : fast;
  const symmetric = format.lowest === -format.maxFinite && format.zero !== "none";
  const signed = format.zero === "signed";
  // −a and |a| are numbers of the format or overflow; neither takes random bits.
  const exact = isStochastic(rounding.mode) ? "nearest-even" : rounding.mode;
  const fl = rounder(format, { rounding: exact, overflow: rounding.overflow });
  const members = isStochastic(rounding.mode)
    ? numbered(rounded, rounding.index)
    : unnumbered(rounded);
  return {
    format,
    ...members,
    ...elementaryOperations(members, counters),
    negate: !symmetric ? (a) => fl(-a) : signed ? (a) => -a : (a) => (a === 0 ? 0 : -a),
    absolute: symmetric ? Math.abs : (a) => fl(Math.abs(a)),
    minimum: (a, b) => Math.min(a, b),
    maximum: (a, b) => Math.max(a, b),
    less: (a, b) => a < b,
    whereLess: (a, b, below, otherwise) => (a < b ? below : otherwise),
    equal: (a, b) => a === b,
    compare: (a, b) => (a < b ? -1 : a > b ? 1 : a === b ? 0 : NaN),
    toNumber: (a) => a,
  };
}

type Rounded = Pick<
  Operations,
  "from" | "add" | "subtract" | "multiply" | "divide" | "squareRoot" | "fusedMultiplyAdd"
>;

/** For the modes that take no random bits. */
function unnumbered({ add, ...others }: RoundedOperations): Rounded {
  return { add, subtract: (a, b) => add(a, -b), ...others };
}

/** Each call with the next index. */
function numbered(rounded: RoundedOperations, first: number): Rounded {
  let taken = first;
  const next = (): number => {
    if (taken > Number.MAX_SAFE_INTEGER)
      throw new RangeError("operations: the key's indices have come to an end at 2^53");
    return taken++;
  };
  return {
    from: (x) => rounded.from(x, next()),
    add: (a, b) => rounded.add(a, b, next()),
    subtract: (a, b) => rounded.add(a, -b, next()),
    multiply: (a, b) => rounded.multiply(a, b, next()),
    divide: (a, b) => rounded.divide(a, b, next()),
    squareRoot: (a) => rounded.squareRoot(a, next()),
    fusedMultiplyAdd: (a, b, c) => rounded.fusedMultiplyAdd(a, b, c, next()),
  };
}
