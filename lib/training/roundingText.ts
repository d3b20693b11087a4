import { float64Text, numberText, type OperationText } from "../landscapes/expression/tapeCode.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { leastExponent } from "../precision/formats/ulp.js";

/** From the text of a number the text of its rounding. */
export type RoundingText = (expression: string) => string;

/** The variables that {@link nearestEvenText} assigns to; `let` them where it is used. */
export const roundingTemporaries = "let x, s, c;";

/**
 * Rounding to the nearest number of a format, ties to even, as the text of an expression: what
 * `rounder(format)` does, and why, with the constants written out. Where neither Veltkamp's
 * splitting nor the sum with a constant applies, it calls `fl`, which must be that rounder.
 */
export function nearestEvenText(format: FloatFormat): RoundingText {
  const { significandBits: p, minExponent, maxFinite, lowest, subnormals, zero } = format;
  if (isIeee(format, 53, 1023)) return (expression) => expression;
  if (isIeee(format, 24, 127)) return (expression) => `Math.fround(${expression})`;
  if (lowest > -maxFinite) return (expression) => `fl(${expression})`;
  const smallestNormal = 2 ** minExponent;
  const unit = subnormals === "rounded" ? smallestNormal : 2 ** leastExponent(format);
  const shift = numberText(1.5 * 2 ** 52 * unit);
  const limit = Math.min(maxFinite, 2 ** (1022 - (53 - p)));
  const shiftable = smallestNormal <= 2 ** 51 * unit && 1.5 * 2 ** 52 * unit < Infinity;
  const normal = numberText(smallestNormal);
  const vanishes = subnormals === "flushed" ? `c === 0 || Math.abs(c) < ${normal}` : "c === 0";
  const small = `(c = x + ${shift} - ${shift}, ${vanishes} ? ${zero === "signed" ? "0 * x" : "0"} : c)`;
  const below = shiftable
    ? `s < ${numberText(Math.min(limit, smallestNormal))} ? ${small} : fl(x)`
    : "fl(x)";
  return (expression) =>
    `(x = ${expression}, s = Math.abs(x), s >= ${normal} && s <= ${numberText(limit)}` +
    ` ? (c = ${numberText(2 ** (53 - p) + 1)} * x, c - (c - x)) : ${below})`;
}

/** Whether a format is IEEE 754's with so many bits and such a largest exponent. */
const isIeee = (format: FloatFormat, significandBits: number, maxExponent: number): boolean =>
  format.significandBits === significandBits &&
  format.maxExponent === maxExponent &&
  format.minExponent === 1 - maxExponent &&
  format.maxFinite === (2 - 2 ** (1 - significandBits)) * 2 ** maxExponent &&
  format.lowest === -format.maxFinite &&
  format.subnormals === "kept" &&
  format.zero === "signed" &&
  format.infinities &&
  format.overflow === "infinity";

/**
 * Operations of a format as text, for operands that are numbers of the format: calls of
 * `fl_add`, `fl_exp` …, which must be the members of `operations(format)`, or, to the nearest
 * number of a short format, the operation on doubles and one rounding of its result.
 *
 * That is no double rounding at p ≤ 25, with r a midpoint of two numbers of the format, so that
 * r has at most p + 1 bits: a product of two numbers is a double. A quotient ≠ r differs from r
 * by more than 2^(−2p − 1), relatively, because a and r·b are integers below 2^(2p + 1) in a
 * common unit; a root by more than 2^(−2p − 3), because a and r² are integers below 2^(2p + 2): both
 * more than a double's rounding can move it. A sum that is no double has one term below 2⁻²⁸ of
 * the other, less than the distance of that one, a number of the format, from any r. Subnormal
 * numbers only make the midpoints shorter. Products and quotients must stay within the normal
 * doubles, and a format that wraps has no midpoints to speak of.
 *
 * @param nearestEven - whether the mode is nearest-even with the format's own overflow
 * @see Figueroa (1995), When is double rounding innocuous?, ACM SIGNUM Newsletter 30(3)
 */
export function operationText(format: FloatFormat, nearestEven: boolean): OperationText {
  const symmetric = format.lowest === -format.maxFinite && format.zero !== "none";
  const round = nearestEven && isInnocuous(format) ? nearestEvenText(format) : undefined;
  return (operation, operands) => {
    const plain = float64Text(operation, operands);
    const call = `fl_${operation}(${operands.join(", ")})`;
    switch (operation) {
      case "minimum":
      case "maximum":
      case "whereLess":
        return plain;
      case "negate":
        if (!symmetric) return call;
        return format.zero === "signed" ? plain : `${operands[0]} === 0 ? 0 : ${plain}`;
      case "absolute":
        return symmetric ? plain : call;
      case "add":
      case "subtract":
      case "multiply":
      case "divide":
      case "squareRoot":
        return round ? round(plain) : call;
      default:
        return call;
    }
  };
}

/** Whether rounding a result of doubles once more is the correctly rounded operation. */
function isInnocuous(format: FloatFormat): boolean {
  if (isIeee(format, 53, 1023)) return true;
  const [least, beyond] = [leastExponent(format), format.maxExponent + 1];
  return (
    format.significandBits <= 25 &&
    format.overflow !== "wrap" &&
    2 * least >= -1022 &&
    2 * beyond <= 1023 &&
    beyond - least <= 1022
  );
}
