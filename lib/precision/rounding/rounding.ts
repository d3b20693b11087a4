import { type RoundingMode, roundingModes } from "../../kernels/roundingPlan.js";
import { type StochasticBits, stochasticBits } from "../../kernels/stochasticBits.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { described, type FloatFormat, type Overflow, overflowTrouble } from "../formats/format.js";
import type { RoundingCounters } from "./roundingCounters.js";

export { type RoundingMode, roundingModes } from "../../kernels/roundingPlan.js";

/** What names the random bits of stochastic rounding: the same key gives the same bits. */
export interface RandomKey {
  /** Safe integer ≥ 0. */
  readonly seed: number;
  /** Safe integer ≥ 0, e.g. the training step; 0 unless told. */
  readonly step?: number;
  /** Index of the (first) element, a safe integer ≥ 0; 0 unless told. */
  readonly index?: number;
}

/** How to round; nearest-even with the format's own overflow unless told. */
export interface RoundingOptions {
  readonly rounding?: RoundingMode;
  /** Instead of the format's: one that the format has a value for. */
  readonly overflow?: Overflow;
  /** Needed by the stochastic modes, and only by them. */
  readonly key?: RandomKey;
  /**
   * r of `stochastic`: the fraction is cut to r bits and r random bits are added to it, as
   * hardware does. P(away) is then a multiple of 2^−r. 1 … 64; all bits, exactly, unless told.
   */
  readonly randomBits?: number;
  /** Where to count what happens ({@link RoundingCounters}); nothing is counted unless given. */
  readonly counters?: RoundingCounters;
}

/** A {@link RoundingOptions} that was examined, with nothing left open. */
export interface Rounding {
  readonly mode: RoundingMode;
  readonly overflow: Overflow;
  readonly randomBits: number;
  readonly seed: number;
  readonly step: number;
  readonly index: number;
  /** In the stochastic modes. */
  readonly bits?: StochasticBits;
}

/**
 * Examines how to round to a format and fills in what was not told.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if the options are no object, the mode is unknown, or stochastic without a key
 * @throws RangeError if the format has no value for the overflow, or a number is out of range
 *
 * @example
 * completeRounding(float16, { rounding: "up" }, "round").overflow; // "infinity"
 */
export function completeRounding(
  format: FloatFormat,
  options: RoundingOptions,
  caller: string,
): Rounding {
  if (typeof options !== "object" || options === null)
    throw new TypeError(
      `${caller}: options must be an object such as { rounding: "up" }, got ${described(options)}`,
    );
  requireKnown(options, roundingOptions, "option", caller);
  const { rounding: mode = "nearest-even", overflow = format.overflow, key } = options;
  const { randomBits = Infinity } = options;
  if (!roundingModes.includes(mode))
    throw new TypeError(
      `${caller}: rounding must be one of ${roundingModes.join(", ")}, got ${described(mode)}`,
    );
  const trouble = overflowTrouble(format, overflow);
  if (trouble) throw new RangeError(`${caller}: format ${format.name}: ${trouble}`);
  if (
    randomBits !== Infinity &&
    !(Number.isInteger(randomBits) && randomBits >= 1 && randomBits <= 64)
  )
    throw new RangeError(
      `${caller}: randomBits must be an integer in 1..64, got ${described(randomBits)}`,
    );
  requireCounters(options.counters, caller);
  const stochastic = isStochastic(mode);
  if (key === undefined ? stochastic : typeof key !== "object" || key === null)
    throw new TypeError(
      `${caller}: ${mode} rounding needs a key such as { seed: 1, step: 0, index: 0 }, got ${described(key)}`,
    );
  const { seed, step, index } = completeKey(key ?? { seed: 0 }, caller);
  const complete = { mode, overflow, randomBits, seed, step, index };
  return stochastic ? { ...complete, bits: stochasticBits(seed, step) } : complete;
}

/**
 * A key with nothing left open.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it has another part
 * @throws RangeError if a part is no safe integer ≥ 0
 *
 * @example
 * completeKey({ seed: 1 }, "roundTo"); // { seed: 1, step: 0, index: 0 }
 */
export function completeKey(key: RandomKey, caller: string): Required<RandomKey> {
  requireKnown(key, ["seed", "step", "index"], "key part", caller);
  const { seed, step = 0, index = 0 } = key;
  const complete = { seed, step, index };
  for (const [what, n] of Object.entries(complete))
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(
        `${caller}: the key's ${what} must be a safe integer >= 0, got ${described(n)}`,
      );
  return complete;
}

/**
 * Refuses a run of roundings whose indices would pass 2⁵³, in the modes that use them.
 *
 * @param count - how many indices are needed from the key's on
 * @param caller - the function to name in the error
 * @throws RangeError if there are fewer
 *
 * @example
 * requireIndices(completeRounding(float16, {}, "here"), 1000, "here"); // nothing happens
 */
export function requireIndices(
  { mode, index }: Pick<Rounding, "mode" | "index">,
  count: number,
  caller: string,
): void {
  if (isStochastic(mode) && count > 2 ** 53 - index)
    throw new RangeError(
      `${caller}: the key's index + the number of roundings must be at most 2^53, got ${index} + ${count}`,
    );
}

function requireCounters(counters: RoundingCounters | undefined, caller: string): void {
  if (counters === undefined) return;
  if (typeof counters?.operations !== "number" || Object.isFrozen(counters))
    throw new TypeError(
      `${caller}: counters must be made by roundingCounters() and not be frozen, got ${described(counters)}`,
    );
}

/** The names of {@link RoundingOptions}. */
export const roundingOptions: readonly string[] = [
  "rounding",
  "overflow",
  "key",
  "randomBits",
  "counters",
];

/** Whether a mode draws random bits. */
export const isStochastic = (mode: RoundingMode): boolean =>
  mode === "stochastic" || mode === "stochastic-equal";
