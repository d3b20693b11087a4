import { binaryExponent } from "../numerics/binaryExponent.js";

/** What happens between 0 and ±2^minExponent; see {@link FloatFormat}. */
export type Subnormals = "kept" | "flushed" | "rounded";

/** What a number becomes that rounds beyond the largest finite one; see {@link FloatFormat}. */
export type Overflow = "infinity" | "nan" | "saturate" | "wrap";

/**
 * A binary number format, as data (§2.1).
 *
 * Its finite numbers are 0 and ±m·2^(e − p + 1) with p = `significandBits`, an integer
 * significand 2^(p−1) ≤ m < 2^p and `minExponent` ≤ e ≤ `maxExponent`, from `lowest` to
 * `maxFinite`; the subnormal ones, e = `minExponent` and m < 2^(p−1), as `subnormals` says.
 * The unit roundoff is u = 2^−p. A fixed-point format is the case where every number lies in
 * the lowest binades, so that the spacing is the same everywhere ({@link fixedPoint}). Every
 * finite number is a double, and is stored as one.
 *
 * Plain data: a literal or a changed copy `{ ...float16, overflow: "saturate" }` is a format
 * too; {@link floatFormat} fills in what follows from the rest.
 */
export interface FloatFormat {
  /** Identifier, e.g. `bfloat16`: what tables store and `formatNamed` reads. */
  readonly name: string;
  /** For people: legends, captions. */
  readonly label: string;
  /** p, the hidden bit included: 1 … 53. */
  readonly significandBits: number;
  /** 2^minExponent is the smallest normal number. */
  readonly minExponent: number;
  /** Exponent of the highest binade that holds a finite number. */
  readonly maxExponent: number;
  /** The largest finite number. */
  readonly maxFinite: number;
  /** The most negative finite number: −maxFinite, but for two's complement and unsigned formats. */
  readonly lowest: number;
  /**
   * - `kept`: gradual underflow, as IEEE 754 has it;
   * - `flushed`: a result that is subnormal after rounding becomes 0, as hardware does it;
   * - `rounded`: there are none; rounding is to 0 or ±2^minExponent, the spacing there.
   */
  readonly subnormals: Subnormals;
  /** Whether −0 exists beside +0, only one zero, or none. */
  readonly zero: "signed" | "unsigned" | "none";
  /** Whether ±∞ exist. */
  readonly infinities: boolean;
  /** Whether NaN has an encoding. */
  readonly nan: boolean;
  /**
   * What a number becomes that rounds beyond the finite ones, and ±∞ where there is none:
   * ±∞, NaN, the largest finite number of its sign (±∞ too then), or, in a format of equal
   * spacing, the number congruent to it modulo the number of codes.
   */
  readonly overflow: Overflow;
  /** Storage width in bits, where the format has one. */
  readonly bits?: number;
}

/** What {@link floatFormat} needs to be told; the rest follows. */
export interface FloatFormatOptions {
  readonly name: string;
  /** The name unless told. */
  readonly label?: string;
  /** p, the hidden bit included: 1 … 53. */
  readonly significandBits: number;
  /** Any integer ≥ −1022; 1 − maxExponent unless told (IEEE 754's pattern). */
  readonly minExponent?: number;
  /** Any integer from minExponent to 1023. */
  readonly maxExponent: number;
  /** (2 − 2^(1−p))·2^maxExponent unless told. */
  readonly maxFinite?: number;
  /** −maxFinite unless told. */
  readonly lowest?: number;
  /** `kept` unless told. */
  readonly subnormals?: Subnormals;
  /** `signed` unless told. */
  readonly zero?: FloatFormat["zero"];
  /** True unless told. */
  readonly infinities?: boolean;
  /** True unless told. */
  readonly nan?: boolean;
  /** `infinity`, else `nan`, else `saturate`: the first that the format has, unless told. */
  readonly overflow?: Overflow;
  /** None unless told. */
  readonly bits?: number;
}

/**
 * A number format from its parameters; what is left out is as IEEE 754 has it.
 *
 * @param options - see {@link FloatFormatOptions}
 * @throws RangeError if the parameters contradict each other: p outside 1 … 53, an exponent
 *   range that is empty or not a double's, a maxFinite that is no number of that binade, more
 *   numbers than `bits` can tell apart, an overflow the format has no value for
 *
 * @example
 * floatFormat({ name: "e4m2", significandBits: 3, maxExponent: 7 }).maxFinite; // 224
 */
export function floatFormat(options: FloatFormatOptions): FloatFormat {
  const { name, significandBits, maxExponent, infinities = true, nan = true } = options;
  const maxFinite = options.maxFinite ?? (2 - 2 ** (1 - significandBits)) * 2 ** maxExponent;
  const format: FloatFormat = {
    name,
    label: options.label ?? name,
    significandBits,
    minExponent: options.minExponent ?? 1 - maxExponent,
    maxExponent,
    maxFinite,
    lowest: options.lowest ?? -maxFinite,
    subnormals: options.subnormals ?? "kept",
    zero: options.zero ?? "signed",
    infinities,
    nan,
    overflow: options.overflow ?? (infinities ? "infinity" : nan ? "nan" : "saturate"),
    ...(options.bits === undefined ? {} : { bits: options.bits }),
  };
  requireFormat(format, "floatFormat");
  return format;
}

/** Formats that were found to be sound: each object is examined once. */
const sound = new WeakSet<FloatFormat>();

/**
 * Refuses what is not a format, a format's name above all (`formatNamed` turns one into it),
 * and a format whose parameters contradict each other.
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
  if (trouble) throw new RangeError(`${caller}: format ${format.name}: ${trouble}`);
  sound.add(format);
}

const described = (value: unknown): string =>
  typeof value === "string" ? `the text "${value}"` : (JSON.stringify(value) ?? String(value));

/** The first thing that is wrong with a format, what was got and what was expected. */
function contradiction(format: FloatFormat): string | undefined {
  const { significandBits: p, minExponent, maxExponent, maxFinite, lowest, overflow } = format;
  const whole = (n: number, from: number, to: number): boolean =>
    Number.isInteger(n) && n >= from && n <= to;
  if (!whole(p, 1, 53)) return `significandBits must be an integer in 1..53, got ${p}`;
  if (!whole(maxExponent, -1022, 1023))
    return `maxExponent must be an integer in -1022..1023, got ${maxExponent}`;
  if (!whole(minExponent, -1022, maxExponent))
    return `minExponent must be an integer from -1022 to maxExponent = ${maxExponent}, got ${minExponent}`;
  const unit = 2 ** (minExponent - p + 1);
  if (format.subnormals === "kept" && unit === 0)
    return `its smallest number 2^${minExponent - p + 1} is not a double`;
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
      return `${what} must be a finite number of ${p} bits with an exponent of at most ${maxExponent}, got ${limit}`;
  if (!(maxFinite > 0 && lowest < maxFinite))
    return `maxFinite must be > 0 and > lowest, got ${maxFinite} and ${lowest}`;
  if (overflow === "infinity" && !format.infinities) return "it has no infinity to overflow to";
  if (overflow === "nan" && !format.nan) return "it has no NaN to overflow to";
  if (overflow === "wrap" && minExponent !== maxExponent)
    return "only a format of equal spacing can wrap around";
  if (!["infinity", "nan", "saturate", "wrap"].includes(overflow))
    return `overflow must be "infinity", "nan", "saturate" or "wrap", got ${described(overflow)}`;
  return bitsTrouble(format);
}

/** Whether a limit is 0 or a multiple of its binade's spacing. */
function isNumberOf(limit: number, format: FloatFormat): boolean {
  if (!Number.isFinite(limit)) return false;
  const exponent = binaryExponent(limit);
  const unit = 2 ** (Math.max(exponent, format.minExponent) - format.significandBits + 1);
  return exponent <= format.maxExponent && limit % unit === 0;
}

/** Whether so many bits can tell the format's numbers apart. */
function bitsTrouble(format: FloatFormat): string | undefined {
  const { bits, significandBits: p, minExponent, maxFinite, lowest } = format;
  if (bits === undefined) return undefined;
  if (!Number.isInteger(bits) || bits < 2 || bits > 64)
    return `bits must be an integer in 2..64, got ${bits}`;
  // Finite numbers above 0: whole binades, and the place in the last one.
  const upTo = (limit: number): number => {
    if (limit <= 0) return 0;
    const binades = Math.max(0, binaryExponent(limit) - minExponent);
    return (binades + limit / 2 ** (minExponent + binades)) * 2 ** (p - 1);
  };
  const codes = upTo(maxFinite) + upTo(-lowest);
  return codes > 2 ** bits ? `its ${codes} numbers do not fit in ${bits} bits` : undefined;
}
