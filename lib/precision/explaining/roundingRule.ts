import type { FloatFormat } from "../formats/format.js";
import { spacing } from "../formats/ulp.js";
import { roundByDefinition } from "../rounding/roundByDefinition.js";
import type { Rounding } from "../rounding/rounding.js";
import { decimalText as text, ulpsText } from "./decimalText.js";
import { overflowRule } from "./overflowRule.js";

/**
 * The rule that decided to what x rounds, as a sentence with the numbers it compared.
 *
 * Written beside {@link roundByDefinition}, case by case; the number itself always comes from
 * there.
 *
 * @example
 * roundingRule(0.1, float8_e4m3fn, completeRounding(float8_e4m3fn, {}, "example"));
 * // "x lies about 0.2 ulp below 0.1015625: nearer than 0.09375."
 */
export function roundingRule(x: number, format: FloatFormat, rounding: Rounding): string {
  const rounded = roundByDefinition(x, format, rounding);
  return exceptional(x, rounded, format, rounding) ?? finite(x, rounded, format, rounding);
}

/** What is decided before any rounding. */
function exceptional(
  x: number,
  rounded: number,
  format: FloatFormat,
  { overflow }: Rounding,
): string | undefined {
  if (Number.isNaN(x))
    return `NaN stays NaN${format.nan ? "" : ", though this format has no code for it"}.`;
  if (format.zero === "none" && x <= 0)
    return overflow === "saturate"
      ? `The format has neither zero nor negative numbers: saturating takes x to the smallest number, ${text(rounded)}.`
      : "The format has neither zero nor negative numbers: x becomes NaN.";
  if (Math.abs(x) === Infinity) {
    if (rounded === x) return "The format has infinities: x is unchanged.";
    if (Number.isNaN(rounded)) return "The format has no infinity: x becomes NaN.";
    return `Saturating takes infinity to the ${endName(x, format)}, ${text(rounded)}.`;
  }
  if (Object.is(x, -0))
    return Object.is(rounded, -0)
      ? "Zero is a number of the format and keeps its sign."
      : "The format has one zero: -0 becomes 0.";
  return rounded === x ? "x is a number of the format: nothing is rounded." : undefined;
}

const endName = (x: number, { lowest, maxFinite }: FloatFormat): string =>
  x > 0 || lowest === -maxFinite ? "largest finite number of its sign" : "lowest number";

/** The numbers between which x lies as if the format had no end, and which it took. */
interface Choice {
  /** The multiple of the spacing nearer to zero, and the one further away; signed. */
  readonly inner: number;
  readonly outer: number;
  /** (|x| − |inner|)/spacing, in (0, 1). */
  readonly fraction: number;
  /** |inner|/spacing: an integer significand. */
  readonly innerInteger: number;
  readonly taken: number;
}

function choose(x: number, format: FloatFormat, rounding: Rounding): Choice {
  const unit = spacing(x, format);
  const t = Math.abs(x) / unit || Number.MIN_VALUE;
  const innerInteger = Math.floor(t);
  const sign = x < 0 ? -1 : 1;
  // A format that wraps keeps its one spacing, however large x is.
  const overflow = rounding.overflow === "wrap" ? "wrap" : "infinity";
  const endless: FloatFormat = {
    ...format,
    maxFinite: Number.MAX_VALUE,
    lowest: -Number.MAX_VALUE,
    subnormals: format.subnormals === "rounded" ? "rounded" : "kept",
    zero: "signed",
    infinities: true,
  };
  return {
    inner: sign * innerInteger * unit,
    outer: sign * (innerInteger + 1) * unit,
    fraction: t - innerInteger,
    innerInteger,
    taken: roundByDefinition(x, endless, { ...rounding, overflow }),
  };
}

/** A finite x that is no number of the format. */
function finite(x: number, rounded: number, format: FloatFormat, rounding: Rounding): string {
  const choice = choose(x, format, rounding);
  const { taken } = choice;
  const size = Math.abs(taken);
  const limit = Math.max(x < 0 ? -format.lowest : format.maxFinite, 0);
  if (format.zero === "none" && size < format.lowest)
    return `x lies below the smallest number, and the format has no zero: to ${text(rounded)}.`;
  if (size > limit) return overflowRule(x, rounded, taken, format, rounding);
  if (taken === 0) return underflow(choice, format, rounding);
  const why = reason(x, choice, format, rounding);
  if (format.subnormals === "flushed" && size < 2 ** format.minExponent)
    return (
      `${taken === x ? "x" : `${why} But ${text(taken)}`} is subnormal, ` +
      `and this format flushes those to zero${signNote(format)}.`
    );
  return why;
}

const signNote = ({ zero }: FloatFormat): string => (zero === "signed" ? ", keeping the sign" : "");

/** Why one of the two numbers was taken. */
function reason(x: number, choice: Choice, format: FloatFormat, rounding: Rounding): string {
  const { inner, outer, fraction, innerInteger, taken } = choice;
  const [a, b] = [named(inner, format), named(outer, format)];
  const between = `x lies between ${a} and ${b}`;
  const integerOf = (value: number): number => innerInteger + (value === inner ? 0 : 1);
  const other = taken === inner ? outer : inner;
  switch (rounding.mode) {
    case "nearest-even":
    case "nearest-away":
    case "nearest-to-zero": {
      if (fraction === 0.5) {
        const winner = {
          "nearest-even": `the even significand wins (${integerOf(taken)}, not ${integerOf(other)})`,
          "nearest-away": "away from zero",
          "nearest-to-zero": "towards zero",
        }[rounding.mode];
        return `x lies halfway between ${a} and ${b}, a tie: ${winner}: ${text(taken)}.`;
      }
      const distance = fraction < 0.5 ? fraction : 1 - fraction; // exact
      const side = x > taken ? "above" : "below";
      const further = fraction < 0.5 ? b : a;
      return `x lies ${ulpsText(distance)} ${side} ${named(taken, format)}: nearer than ${further}.`;
    }
    case "toward-zero":
      return `${between}: rounding toward zero takes ${text(taken)}.`;
    case "up":
      return `${between}: rounding up takes the larger one, ${text(taken)}.`;
    case "down":
      return `${between}: rounding down takes the smaller one, ${text(taken)}.`;
    case "to-odd":
      return `${between}: rounding to odd takes the one with an odd significand (${integerOf(taken)}, not ${integerOf(other)}), ${text(taken)}.`;
    default:
      return drawn(a, b, choice, rounding);
  }
}

/** What the random bits decided. */
function drawn(
  a: string,
  b: string,
  { fraction, taken }: Choice,
  { mode, randomBits, seed, step, index }: Rounding,
): string {
  const bits = `the random bits of seed ${seed}, step ${step}, index ${index} took ${text(taken)}`;
  if (mode === "stochastic-equal")
    return `x lies between ${a} and ${b}: each has probability 0.5, and ${bits}.`;
  const cut = Math.floor(fraction * 2 ** randomBits) / 2 ** randomBits;
  const chance =
    randomBits < Infinity
      ? `${text(cut)} (the fraction cut to ${randomBits} bits)`
      : ulpsText(fraction).replace(" ulp", "");
  return `x lies ${ulpsText(fraction)} past ${a} on the way to ${b}: it goes there with probability ${chance}, and ${bits}.`;
}

/** A neighbour, marked where the format ends before it. */
function named(value: number, { lowest, maxFinite }: FloatFormat): string {
  const outside = value < Math.min(lowest, 0) || value > maxFinite;
  return `${text(value + 0)}${outside ? " (past the format's end)" : ""}`; // 0, not −0
}

/** x rounds to zero. */
function underflow(choice: Choice, format: FloatFormat, rounding: Rounding): string {
  const { outer, fraction } = choice;
  const gradual = format.subnormals === "kept" && format.minExponent < format.maxExponent;
  const what = format.subnormals === "flushed" ? "spacing there" : "smallest number";
  const smallest = `the ${gradual ? "smallest subnormal number" : what}, ${text(Math.abs(outer))}`;
  const sign = signNote(format);
  if (!rounding.mode.startsWith("nearest"))
    return `${reason(0, choice, format, rounding).replace(/\.$/, "")}${sign}.`;
  if (fraction < 0.5) return `|x| is below half ${smallest}: to zero${sign}.`;
  const winner = rounding.mode === "nearest-even" ? "zero is even" : "towards zero";
  return `|x| is half ${smallest}, a tie: ${winner}${sign}.`;
}
