/**
 * A binary floating-point format, as data (§2.1).
 *
 * Its finite numbers are 0 and ±m·2^(e − p + 1) with p = `significandBits`, an integer
 * significand 2^(p−1) ≤ m < 2^p and `minExponent` ≤ e ≤ `maxExponent`, up to `maxFinite`; with
 * `subnormals` also those with e = `minExponent` and m < 2^(p−1). The unit roundoff is
 * u = 2^−p. Both signs of zero exist. Every finite number must be a double, so that an
 * emulated number is stored as one.
 */
export interface FloatFormat {
  /** Identifier, e.g. `bfloat16`: what tables store and `formatNamed` reads. */
  readonly name: string;
  /** For people: legends, captions. */
  readonly label: string;
  /** p, the hidden bit included. */
  readonly significandBits: number;
  /** 2^minExponent is the smallest normal number. */
  readonly minExponent: number;
  /** Exponent of the highest binade that holds a finite number. */
  readonly maxExponent: number;
  /** The largest finite number. */
  readonly maxFinite: number;
  /** Whether 0 and ±2^minExponent have numbers between them (gradual underflow). */
  readonly subnormals: boolean;
  /** Whether ±∞ exist. */
  readonly infinities: boolean;
  /** Whether NaN has an encoding. */
  readonly nan: boolean;
  /** What a number becomes that rounds beyond maxFinite, and ±∞ where there is none. */
  readonly overflow: "infinity" | "nan" | "saturate";
  /** Storage width, where the format has one. */
  readonly bits?: number;
}

/**
 * Refuses what is not a format, above all a format's name: `formatNamed` turns one into it.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if `format` has no whole number of significand bits from 1 to 53
 *
 * @example
 * requireFormat(float16, "round"); // nothing happens
 */
export function requireFormat(format: FloatFormat, caller: string): void {
  const p = typeof format === "object" ? format?.significandBits : undefined;
  if (p === undefined || !(Number.isInteger(p) && p >= 1 && p <= 53))
    throw new TypeError(
      `${caller}: format is ${described(format)}, expected a FloatFormat such as float16`,
    );
}

const described = (value: unknown): string =>
  typeof value === "string" ? `the text "${value}"` : (JSON.stringify(value) ?? String(value));
