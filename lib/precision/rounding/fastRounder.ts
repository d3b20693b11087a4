import { UPPER, wordsOf } from "../../kernels/doubleWords.js";
import { powersOfTwo } from "../../kernels/powersOfTwo.js";
import type { StochasticBits } from "../../kernels/stochasticBits.js";
import type { FloatFormat } from "../formats/format.js";
import { leastExponent } from "../formats/ulp.js";
import { roundByDefinition } from "./roundByDefinition.js";
import type { Rounding } from "./rounding.js";
import type { Rounder } from "./roundTo.js";

/**
 * One number at a time in any mode, a few nanoseconds each: {@link roundByDefinition} with the
 * powers of two looked up.
 *
 * What is 0, subnormal in a format without subnormals, or beyond the finite numbers goes by
 * the definition, and so does a stochastic rounding that its first 16 random bits leave open.
 */
export function fastRounder(format: FloatFormat, rounding: Rounding): Rounder {
  const { significandBits: p, minExponent, maxFinite, lowest, zero, subnormals } = format;
  const unit = 2 ** leastExponent(format);
  const low = subnormals !== "kept" ? 2 ** minExponent : zero === "signed" ? 0 : unit;
  const high = Math.min(maxFinite, -lowest); // below 0: every number goes by the definition
  const away = choice(rounding);
  const cell = new Float64Array(1);
  const words = wordsOf(cell);
  const powers = powersOfTwo();
  // Exponents are biased as in the encoding; 2^(e − 1023 − p + 1) is the entry e + spacingAt.
  const leastBiased = minExponent + 1023;
  const spacingAt = 1074 - 1023 - p + 1;
  const scaleAt = 1074 + 1023 + p - 1;
  return (x, index = rounding.index) => {
    cell[0] = x;
    const upper = words[UPPER];
    const exponent = Math.max((upper >>> 20) & 0x7ff, leastBiased);
    const size = Math.abs(x);
    // Where the scale is no double the look-up yields NaN, and so does everything after it.
    const t = size * powers[scaleAt - exponent];
    const below = Math.floor(t);
    const fraction = t - below;
    if (fraction >= 0 && size >= low && size <= high && t > 0) {
      if (fraction === 0) return x;
      const up = away(fraction, below, upper < 0, index);
      if (up >= 0) {
        const rounded = (below + up) * powers[exponent + spacingAt];
        return upper < 0 ? -rounded : rounded;
      }
    }
    return roundByDefinition(x, format, rounding, index);
  };
}

/** 1 where 0 < fraction < 1 above an integer goes to the next one, else 0; −1 if undecided. */
type Choice = (fraction: number, below: number, negative: boolean, index: number) => number;

function choice({ mode, randomBits, bits }: Rounding): Choice {
  const random = bits as StochasticBits;
  const cut = 2 ** randomBits;
  switch (mode) {
    case "nearest-even":
      return (fraction, below) => (fraction > 0.5 || (fraction === 0.5 && below % 2 === 1) ? 1 : 0);
    case "nearest-away":
      return (fraction) => (fraction >= 0.5 ? 1 : 0);
    case "nearest-to-zero":
      return (fraction) => (fraction > 0.5 ? 1 : 0);
    case "toward-zero":
      return () => 0;
    case "up":
      return (_fraction, _below, negative) => (negative ? 0 : 1);
    case "down":
      return (_fraction, _below, negative) => (negative ? 1 : 0);
    case "to-odd":
      return (_fraction, below) => (below % 2 === 0 ? 1 : 0);
    case "stochastic":
      return (fraction, _below, _negative, index) => {
        const seen = cut < 2 ** 16 ? Math.floor(fraction * cut) / cut : fraction;
        const sum = Math.floor(seen * 2 ** 16) + random.first(index);
        return sum === 2 ** 16 - 1 ? -1 : sum >= 2 ** 16 ? 1 : 0;
      };
    case "stochastic-equal":
      return (_fraction, _below, _negative, index) => (random.first(index) >= 2 ** 15 ? 1 : 0);
  }
}
