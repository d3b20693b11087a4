import { binaryExponent } from "../../numerics/binaryExponent.js";

/** Significant digits up to which an exact decimal is written out. */
const SHORT = 17;

/**
 * A double as text: its exact decimal where that has at most 17 digits, else as a short
 * significand times a power of two, else the shortest decimal that reads back as x, with "≈".
 *
 * O(1) for ordinary numbers; some microseconds at the ends of the range.
 *
 * @throws TypeError if x is no number
 *
 * @example
 * decimalText(2 ** -24); // "5.9604644775390625e-8"
 * decimalText(2 ** -127); // "2^-127"
 * decimalText(0.1); // "≈0.1"
 */
export function decimalText(x: number): string {
  if (typeof x !== "number")
    throw new TypeError(`decimalText: expected a number, got ${String(x)}`);
  if (Number.isNaN(x)) return "NaN";
  if (Math.abs(x) === Infinity) return x < 0 ? "-∞" : "∞";
  if (x === 0) return Object.is(x, -0) ? "-0" : "0";
  const exact = shortDecimal(x);
  if (exact !== undefined) return exact;
  const exponent = binaryExponent(x);
  // In two steps: 2^exponent is subnormal, and its inverse infinite, at the low end.
  const significand = shortDecimal((x / 2 ** Math.max(exponent, -1022)) * scaleUp(exponent));
  if (significand === undefined) return `≈${x}`;
  if (significand === "1" || significand === "-1")
    return `${significand.replace("1", "")}2^${exponent}`;
  return `${significand}·2^${exponent}`;
}

const scaleUp = (exponent: number): number => 2 ** Math.max(0, -1022 - exponent);

/** The exact decimal, if it is short. */
function shortDecimal(x: number): string | undefined {
  let odd = Math.abs(x);
  let halvings = 0; // odd·2^−halvings = |x| with odd an integer
  const exponent = binaryExponent(x);
  if (exponent > 80 || exponent < -80) return undefined; // over 17 digits at both ends
  while (!Number.isInteger(odd)) {
    odd *= 2;
    halvings++;
  }
  // |x| = odd·5^halvings·10^−halvings
  const digits = (BigInt(odd) * 5n ** BigInt(halvings)).toString();
  const trimmed = digits.replace(/0+$/, "");
  if (trimmed.length > SHORT) return undefined;
  const text = withPoint(trimmed, digits.length - halvings);
  return x < 0 ? `-${text}` : text;
}

/** 0.d₁d₂… × 10^place as people write it. */
function withPoint(digits: string, place: number): string {
  if (place > 21 || place < -5) {
    const rest = digits.length > 1 ? `.${digits.slice(1)}` : "";
    return `${digits[0]}${rest}e${place > 0 ? "+" : ""}${place - 1}`;
  }
  if (place <= 0) return `0.${"0".repeat(-place)}${digits}`;
  if (place >= digits.length) return digits + "0".repeat(place - digits.length);
  return `${digits.slice(0, place)}.${digits.slice(place)}`;
}

/**
 * A distance of 0 … 1 ulp in words: exact where short, else "about", and never "about 0.5" or
 * "about 1" for what only comes close to it.
 *
 * @example
 * ulpsText(0.25); // "0.25 ulp"
 * ulpsText(0.5 + 2 ** -40); // "just over 0.5 ulp"
 */
export function ulpsText(distance: number): string {
  const exact = shortDecimal(distance);
  if (exact !== undefined && exact.length <= 8) return `${exact} ulp`;
  const digits = Number(distance.toPrecision(3));
  if (digits === 0.5) return `just ${distance > 0.5 ? "over" : "under"} 0.5 ulp`;
  if (digits === 1) return "just under 1 ulp";
  return `about ${digits} ulp`;
}
