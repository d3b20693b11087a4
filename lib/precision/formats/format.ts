import { requireKnown } from "../../numerics/requireKnown.js";
import { described, requireFormat } from "./requireFormat.js";

export { described, overflowTrouble, requireFormat } from "./requireFormat.js";

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
 * too, frozen when it is first used; {@link floatFormat} fills in what follows from the rest.
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
   * spacing, what a register of its width keeps: the multiple of the spacing to which it
   * rounds, modulo the number of codes (of ±∞ nothing: NaN).
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

/** The names of these. */
const parameters: readonly string[] = [
  ...["name", "label", "significandBits", "minExponent", "maxExponent", "maxFinite", "lowest"],
  ...["subnormals", "zero", "infinities", "nan", "overflow", "bits"],
];

/**
 * A number format from its parameters; what is left out is as IEEE 754 has it.
 *
 * @param options - see {@link FloatFormatOptions}
 * @throws TypeError if `options` is no object, or has a parameter that no format has
 * @throws RangeError if the parameters contradict each other: p outside 1 … 53, an exponent
 *   range that is empty or not a double's, a maxFinite or lowest that is no number of the
 *   format, more values than `bits` can tell apart, an overflow the format has no value for
 *
 * @example
 * floatFormat({ name: "e4m2", significandBits: 3, maxExponent: 7 }).maxFinite; // 224
 */
export function floatFormat(options: FloatFormatOptions): FloatFormat {
  if (typeof options !== "object" || options === null)
    throw new TypeError(
      `floatFormat: options must be an object such as { name: "e4m2", significandBits: 3, maxExponent: 7 }, ` +
        `got ${described(options)}`,
    );
  requireKnown(options, parameters, "parameter", "floatFormat");
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
