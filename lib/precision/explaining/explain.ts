import { binaryExponent } from "../../numerics/binaryExponent.js";
import { partsOf } from "../codes/codeParts.js";
import { type BitFields, bitFields } from "../codes/encode.js";
import { layoutOf } from "../codes/encoding.js";
import { type FloatFormat, requireFormat } from "../formats/format.js";
import { neighbours } from "../formats/neighbours.js";
import { leastExponent, ulp } from "../formats/ulp.js";
import { roundByDefinition } from "../rounding/roundByDefinition.js";
import { completeRounding, type RoundingMode, type RoundingOptions } from "../rounding/rounding.js";
import { decimalText } from "./decimalText.js";
import { roundingRule } from "./roundingRule.js";

/** How one number is rounded, see {@link explain}. */
export interface Explanation {
  readonly x: number;
  /** Name of the format. */
  readonly format: string;
  readonly mode: RoundingMode;
  /** fl(x). */
  readonly rounded: number;
  /** Whether fl(x) = x (NaN counts as itself). */
  readonly exact: boolean;
  /** The fields of fl(x)'s code; absent if the format has no codes, or none for fl(x). */
  readonly bits?: BitFields;
  /**
   * fl(x) = significand·2^exponent with 1 ≤ |significand| < 2, below 1 for subnormal numbers;
   * in fixed point an integer significand. NaN where fl(x) is not finite.
   */
  readonly significand: number;
  readonly exponent: number;
  /** The format's numbers next to x on either side, also where x is one itself. */
  readonly below: number;
  readonly above: number;
  /** The spacing of the format's numbers at x. */
  readonly ulp: number;
  /** (fl(x) − x)/ulp; ±∞ where a finite x becomes ±∞, NaN where fl(x) is NaN or x = ±∞ saturates. */
  readonly errorInUlps: number;
  /** Which rule decided, a sentence. */
  readonly rule: string;
}

/**
 * How a number is rounded to a format: the result, its bits, its neighbours, the error, and
 * the rule that decided.
 *
 * O(1), some microseconds: for looking at single numbers.
 *
 * @param options - as of {@link roundTo}
 * @throws as roundTo
 *
 * @example
 * explain(0.1, float8_e4m3fn).rule;
 * // "x lies about 0.2 ulp below 0.1015625: nearer than 0.09375."
 */
export function explain(
  x: number,
  format: FloatFormat,
  options: RoundingOptions = {},
): Explanation {
  requireFormat(format, "explain");
  const rounding = completeRounding(format, options, "explain");
  const rounded = roundByDefinition(x, format, rounding);
  const unit = ulp(x, format);
  const exact = rounded === x || Number.isNaN(x);
  const encoding = layoutOf(format);
  const hasCode = typeof encoding !== "string" && partsOf(rounded, encoding) !== undefined;
  return {
    x,
    format: format.name,
    mode: rounding.mode,
    rounded,
    exact,
    ...(hasCode ? { bits: bitFields(rounded, format) } : {}),
    ...decomposed(rounded, format),
    ...neighbours(x, format),
    ulp: unit,
    errorInUlps: rounded === x ? 0 : (rounded - x) / unit,
    rule: roundingRule(x, format, rounding),
  };
}

/** A number as significand and exponent. */
function decomposed(
  value: number,
  format: FloatFormat,
): { readonly significand: number; readonly exponent: number } {
  if (!Number.isFinite(value)) return { significand: NaN, exponent: NaN };
  const { minExponent, maxExponent } = format;
  const exponent =
    minExponent === maxExponent
      ? leastExponent(format)
      : Math.max(binaryExponent(value), minExponent);
  return { significand: value / 2 ** exponent, exponent };
}

/**
 * {@link explain} as plain text of several lines, for a notebook's output.
 *
 * Numbers are exact decimals where these are short, see {@link decimalText}.
 *
 * @throws as explain
 *
 * @example
 * explainText(0.1, float8_e4m3fn);
 * // x ≈ 0.1 in 8-bit (e4m3fn), nearest-even
 * //   rounded  0.1015625 = 1.625 · 2^-4
 * //   bits     0 0011 101  (sign, exponent, fraction) …
 */
export function explainText(x: number, format: FloatFormat, options: RoundingOptions = {}): string {
  const e = explain(x, format, options);
  const fields = (["sign", "exponent", "fraction"] as const).filter((field) => e.bits?.[field]);
  const rows: [string, string][] = [["rounded", decimalText(e.rounded)]];
  if (e.significand !== 0 && Number.isFinite(e.significand))
    rows[0][1] += ` = ${decimalText(e.significand)} · 2^${e.exponent}`;
  if (fields.length > 0)
    rows.push(["bits", `${fields.map((f) => e.bits?.[f]).join(" ")}  (${fields.join(", ")})`]);
  rows.push(
    ["below", Number.isNaN(e.below) ? "none" : decimalText(e.below)],
    ["above", Number.isNaN(e.above) ? "none" : decimalText(e.above)],
    ["ulp", decimalText(e.ulp)],
    ["error", errorText(e)],
    ["rule", e.rule],
  );
  const lines = rows.map(([name, value]) => `  ${name.padEnd(8)} ${value}`);
  const argument = `= ${decimalText(x)}`.replace("= ≈", "≈ ");
  return [`x ${argument} in ${format.label}, ${e.mode}`, ...lines].join("\n");
}

function errorText({ exact, errorInUlps }: Explanation): string {
  if (exact) return "none, exact";
  if (!Number.isFinite(errorInUlps)) return "not finite";
  return `${errorInUlps > 0 ? "+" : ""}${Number(errorInUlps.toPrecision(4))} ulp`;
}
