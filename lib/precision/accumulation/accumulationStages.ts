import type { FloatFormat } from "../formats/format.js";
import { countedOperations } from "../operations/countedOperations.js";
import { fastOperations, holdsAllDoubles } from "../operations/fastOperations.js";
import type { RoundedOperations } from "../operations/roundedOperations.js";
import { completeRounding, type RoundingOptions } from "../rounding/rounding.js";
import { rounder } from "../rounding/roundTo.js";
import type { AccumulationOrder } from "./accumulation.js";
import { isEmbedded } from "./roundingModel.js";

/** The rounded operations of a dot product's stages; `index` names a rounding's random bits. */
export interface AccumulationStages {
  /** Rounds an input; the identity where inputs are taken as they are. */
  input(x: number, index: number): number;
  /** A product, in its format. */
  multiply(a: number, b: number, index: number): number;
  /** A sum, in the accumulator's format. */
  add(a: number, b: number, index: number): number;
  /** a·b + c, in the accumulator's format. */
  fusedMultiplyAdd(a: number, b: number, c: number, index: number): number;
  /** The result in its format; the identity where it is the accumulator's. */
  output(x: number, index: number): number;
  /** `multiply` without a call, if it is an operation on doubles and one rounding. */
  readonly product?: DirectRounding;
  /** `add` likewise. */
  readonly sum?: DirectRounding;
}

/**
 * Rounding to nearest-even that loops can do themselves: for low ≤ |x| ≤ high it is c − (c − x)
 * with c = splitter·x (Veltkamp's splitting, as in {@link rounder}), else `rest`.
 */
export interface DirectRounding {
  readonly splitter: number;
  readonly low: number;
  readonly high: number;
  rest(x: number): number;
}

/** Formats of the stages; inputs and output may be left as they are. */
export interface StageFormats {
  readonly inputs?: FloatFormat;
  readonly products: FloatFormat;
  readonly accumulator: FloatFormat;
  readonly output?: FloatFormat;
}

/**
 * The operations of each stage, correctly rounded: by {@link operations}' own means, or by an
 * operation on doubles and one rounding where that is known to be the same.
 */
export function accumulationStages(
  formats: StageFormats,
  order: AccumulationOrder,
  options: RoundingOptions,
): AccumulationStages {
  const { inputs, products, accumulator, output } = formats;
  const product = indexedOperations(products, options);
  const sum = products === accumulator ? product : indexedOperations(accumulator, options);
  const plainProduct =
    !options.counters &&
    ((isFloat64(products) && isPlain(products, options)) ||
      (inputs !== undefined && productIsExact(inputs)));
  // Pairwise, two products meet, and one that is no number of the accumulator may be a midpoint.
  const plainSum =
    additionIsInnocuous(products, accumulator, options) &&
    (order !== "pairwise" || isEmbedded(products, accumulator));
  return {
    input: inputs ? indexedOperations(inputs, options).from : (x) => x,
    multiply: plainProduct ? plainMultiply(products, options) : product.multiply,
    add: plainSum ? plainAdd(accumulator, options) : sum.add,
    fusedMultiplyAdd: sum.fusedMultiplyAdd,
    output: output ? indexedOperations(output, options).from : (x) => x,
    ...(plainProduct && isPlain(products, options) ? { product: direct(products) } : {}),
    ...(plainSum && isPlain(accumulator, options) ? { sum: direct(accumulator) } : {}),
  };
}

const isPlain = (format: FloatFormat, { rounding, overflow }: RoundingOptions): boolean =>
  (rounding ?? "nearest-even") === "nearest-even" &&
  (overflow ?? format.overflow) === format.overflow;

function direct(format: FloatFormat): DirectRounding {
  const { significandBits: p, minExponent, maxFinite, lowest } = format;
  return {
    splitter: 2 ** (53 - p) + 1,
    low: 2 ** minExponent,
    // Above 2^(1022 − (53 − p)) the product with the splitter could overflow.
    high: Math.min(maxFinite, -lowest, 2 ** (969 + p)),
    rest: rounder(format),
  };
}

/** As {@link operations}, with the index of each rounding given by the caller. */
function indexedOperations(format: FloatFormat, options: RoundingOptions): RoundedOperations {
  const { counters, ...plain } = options;
  const rounding = completeRounding(format, options, "operations");
  const fast = fastOperations(format, rounding, rounder(format, plain));
  return counters ? countedOperations(format, rounding, fast, counters) : fast;
}

/** Whether the format is float64, by whatever name. */
const isFloat64 = (format: FloatFormat): boolean =>
  format.overflow === "infinity" && holdsAllDoubles(format);

/** Whether the product of two numbers of the format is a double. */
const productIsExact = ({ significandBits: p, minExponent, maxExponent }: FloatFormat): boolean =>
  p <= 26 && minExponent - p + 1 >= -537 && maxExponent <= 510;

function plainMultiply(
  format: FloatFormat,
  options: RoundingOptions,
): AccumulationStages["multiply"] {
  const fl = rounder(format, options);
  return (a, b, index) => fl(a * b, index);
}

/**
 * Whether fl(a + b) of doubles, a of the accumulator's format and b of it too or a product, is
 * the sum rounded once to nearest.
 *
 * The double sum is inexact only if one summand is 2²⁷ times the other. Then the larger one, of
 * at most the accumulator's p bits, is a number of its format or beyond it, and the sum is next
 * to that number: rounding it to a double leaves it away from every midpoint. (Not so in the
 * directed modes, to which the least excess over a number matters.)
 */
function additionIsInnocuous(
  products: FloatFormat,
  accumulator: FloatFormat,
  options: RoundingOptions,
): boolean {
  if (isFloat64(accumulator)) return !options.counters && isPlain(accumulator, options);
  const p = accumulator.significandBits;
  const { rounding = "nearest-even", overflow = accumulator.overflow, counters } = options;
  return (
    rounding.startsWith("nearest") &&
    !counters &&
    p <= 25 &&
    products.significandBits <= p &&
    [products, accumulator].every((f) => f.minExponent >= -500 && f.maxExponent <= 500) &&
    overflow !== "wrap" &&
    accumulator.zero !== "none"
  );
}

function plainAdd(format: FloatFormat, options: RoundingOptions): AccumulationStages["add"] {
  const fl = rounder(format, options);
  return (a, b) => fl(a + b);
}
