import { binaryExponent } from "../../numerics/binaryExponent.js";
import type { FloatFormat, Overflow } from "./format.js";

/** Formats that were found to be sound: each object is examined once, and frozen. */
const sound = new WeakSet<FloatFormat>();

/**
 * Refuses what is not a format, a format's name above all (`formatNamed` turns one into it),
 * and a format whose parameters contradict each other. Freezes what it lets through: results
 * made with a format must not outlive its meaning.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if `format` is no object with the fields of a format
 * @throws RangeError as {@link floatFormat}
 *
 * @example
 * requireFormat(float16, "round"); // nothing happens
 */
export function requireFormat(format: FloatFormat, caller: string): void {
  if (sound.has(format)) return;
  if (typeof format !== "object" || format === null || !("significandBits" in format))
    throw new TypeError(
      `${caller}: format is ${described(format)}, expected a FloatFormat such as float16`,
    );
  const trouble = contradiction(format);
  if (trouble) {
    const { name = "without a name" } = format;
    throw new RangeError(`${caller}: format ${name}: ${trouble}`);
  }
  sound.add(Object.freeze(format));
}

/** A wrong value, as an error quotes it. */
export function described(value: unknown): string {
  if (typeof value === "string") return `the text "${value}"`;
  if (typeof value === "function") return "a function";
  if (Object.is(value, -0)) return "-0";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The first thing that is wrong with a format, what was got and what was expected. */
function contradiction(format: FloatFormat): string | undefined {
  const { significandBits: p, minExponent, maxExponent, maxFinite, lowest, overflow } = format;
  const whole = (n: number, from: number, to: number): boolean =>
    Number.isInteger(n) && n >= from && n <= to;
  if (!whole(p, 1, 53)) return `significandBits must be an integer in 1..53, got ${described(p)}`;
  if (!whole(maxExponent, -1022, 1023))
    return `maxExponent must be an integer in -1022..1023, got ${described(maxExponent)}`;
  if (!whole(minExponent, -1022, maxExponent))
    return `minExponent must be an integer from -1022 to maxExponent = ${maxExponent}, got ${described(minExponent)}`;
  if (!["kept", "flushed", "rounded"].includes(format.subnormals))
    return `subnormals must be "kept", "flushed" or "rounded", got ${described(format.subnormals)}`;
  if (!["signed", "unsigned", "none"].includes(format.zero))
    return `zero must be "signed", "unsigned" or "none", got ${described(format.zero)}`;
  for (const flag of ["infinities", "nan"] as const)
    if (typeof format[flag] !== "boolean")
      return `${flag} must be true or false, got ${described(format[flag])}`;
  for (const [what, limit] of [
    ["maxFinite", maxFinite],
    ["lowest", lowest],
  ] as const)
    if (!isNumberOf(limit, format))
      return `${what} must be one of its finite numbers (${p} bits, exponent at most ${maxExponent}), got ${described(limit)}`;
  if (!(maxFinite > 0 && lowest < maxFinite))
    return `maxFinite must be > 0 and > lowest, got ${maxFinite} and ${lowest}`;
  if (lowest > 0 !== (format.zero === "none"))
    return `lowest must be > 0 if zero is "none", and only then, got ${lowest} and "${format.zero}"`;
  for (const what of ["name", "label"] as const)
    if (typeof format[what] !== "string" || format[what] === "")
      return `${what} must be a text, got ${described(format[what])}`;
  return overflowTrouble(format, overflow) ?? bitsTrouble(format);
}

/** Whether a limit is 0 or a multiple of its binade's spacing, and no subnormal that is none. */
function isNumberOf(limit: number, format: FloatFormat): boolean {
  if (!Number.isFinite(limit) || Object.is(limit, -0)) return false;
  const exponent = binaryExponent(limit);
  if (limit !== 0 && exponent < format.minExponent && format.subnormals !== "kept") return false;
  const unit = 2 ** (Math.max(exponent, format.minExponent) - format.significandBits + 1);
  return exponent <= format.maxExponent && limit % unit === 0;
}

/** Why a format has no value for an overflow; nothing if it has one. */
export function overflowTrouble(format: FloatFormat, overflow: Overflow): string | undefined {
  switch (overflow) {
    case "saturate":
      return undefined;
    case "infinity":
      return format.infinities ? undefined : "it has no infinity to overflow to";
    case "nan":
      return format.nan ? undefined : "it has no NaN to overflow to";
    case "wrap":
      return wrapTrouble(format);
    default:
      return `overflow must be "infinity", "nan", "saturate" or "wrap", got ${described(overflow)}`;
  }
}

/** Wrapping needs one spacing, from 0 on, and a double for the number of codes times it. */
function wrapTrouble(format: FloatFormat): string | undefined {
  const { minExponent, maxExponent, significandBits, maxFinite, lowest, subnormals } = format;
  if (minExponent !== maxExponent || subnormals !== "kept" || lowest > 0)
    return "only a format of equal spacing with a zero can wrap around";
  const unit = 2 ** (minExponent - significandBits + 1);
  const codes = maxFinite / unit - lowest / unit + 1;
  return codes > 2 ** 53 || codes * unit === Infinity
    ? "it has too many numbers to wrap around, expected at most 2^53 and all of them below 2^1023"
    : undefined;
}

/** Whether so many bits can tell the format's values apart: its numbers, infinities and NaN. */
function bitsTrouble(format: FloatFormat): string | undefined {
  const { bits, significandBits: p, minExponent, maxFinite, lowest, zero } = format;
  if (bits === undefined) return undefined;
  if (!Number.isInteger(bits) || bits < 2 || bits > 64)
    return `bits must be an integer in 2..64, got ${described(bits)}`;
  // Numbers of one sign above 0: whole binades, and the place in the last one.
  const absent = format.subnormals === "kept" ? 0 : 2 ** (p - 1) - 1;
  const upTo = (limit: number): number => {
    if (limit <= 0) return 0;
    const binades = Math.max(0, binaryExponent(limit) - minExponent);
    return (binades + limit / 2 ** (minExponent + binades)) * 2 ** (p - 1) - absent;
  };
  const below = lowest > 0 ? upTo(lowest) - 1 : 0;
  const zeros = { signed: 2, unsigned: 1, none: 0 }[zero];
  const specials = (format.infinities ? 2 : 0) + (format.nan ? 1 : 0);
  const values = upTo(maxFinite) - below + upTo(-lowest) + zeros + specials;
  return values > 2 ** bits ? `its ${values} values do not fit in ${bits} bits` : undefined;
}
