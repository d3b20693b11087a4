import { randomStream } from "../../numerics/random.js";
import type { FloatFormat } from "../formats/format.js";
import { ulp } from "../formats/ulp.js";
import type { RoundingMode } from "./rounding.js";
import { rounder } from "./roundTo.js";

/** One bin of a histogram of rounding errors; plain enough to be a row of a result table. */
export type RoundingErrorRow = {
  /** Name of the format. */
  readonly format: string;
  readonly mode: RoundingMode;
  /** Ends of the bin, in ulps. */
  readonly from: number;
  readonly to: number;
  /** Samples whose error lies in [from, to), in the last bin [from, to]. */
  readonly count: number;
  /** Samples of this format and mode whose rounding is finite. */
  readonly of: number;
};

/** What {@link roundingErrors} needs to be told. */
export interface RoundingErrorOptions {
  readonly formats: readonly FloatFormat[];
  readonly modes: readonly RoundingMode[];
  /** Of the samples and of stochastic rounding. */
  readonly seed: number;
  /** Numbers rounded per format and mode, ≥ 1; 100,000 unless told. */
  readonly samples?: number;
  /** Bins per ulp, an integer ≥ 1; 20 unless told. */
  readonly binsPerUlp?: number;
  /** The numbers lie uniformly in [from, to); one binade, [1, 2), unless told. */
  readonly range?: { readonly from: number; readonly to: number };
}

/**
 * Histograms of the rounding error (fl(x) − x)/ulp(x) of uniform random numbers, per format
 * and mode, over [−1, 1] ulp.
 *
 * In one binade the distribution is known: uniform over ±½ to nearest, over [−1, 0] downwards
 * and [0, 1] upwards, triangular over ±1 in stochastic rounding (the density of U − U′), and
 * uniform over ±1 in rounding to odd. Every format and mode sees the same numbers. The error
 * is exact, being a difference of neighbouring numbers of one grid. O(samples) per histogram.
 *
 * @returns rows by format, mode and bin
 * @throws RangeError if a number is not as said or the range is empty
 * @throws TypeError as roundTo
 *
 * @example
 * const rows = roundingErrors({ formats: [float16], modes: ["down"], seed: 1, binsPerUlp: 1 });
 * rows.map(({ count }) => count); // [100000, 0]
 */
export function roundingErrors(options: RoundingErrorOptions): RoundingErrorRow[] {
  const { formats, modes, seed, samples = 100_000, binsPerUlp = 20 } = options;
  const { from = 1, to = 2 } = options.range ?? {};
  for (const [what, n] of Object.entries({ samples, binsPerUlp }))
    if (!Number.isInteger(n) || n < 1)
      throw new RangeError(`roundingErrors: ${what} must be an integer >= 1, got ${n}`);
  if (!(from < to && Number.isFinite(to - from)))
    throw new RangeError(`roundingErrors: needs a range from < to, got ${from} and ${to}`);
  const { uniform } = randomStream(seed, "rounding errors");
  const numbers = Float64Array.from({ length: samples }, (_, i) => from + (to - from) * uniform(i));
  const bins = 2 * binsPerUlp;
  return formats.flatMap((format) =>
    modes.flatMap((mode) => {
      const fl = rounder(format, { rounding: mode, key: { seed } });
      const counts = new Float64Array(bins);
      let of = 0;
      numbers.forEach((x, i) => {
        const error = (fl(x, i) - x) / ulp(x, format);
        if (!(Math.abs(error) <= 1)) return; // overflow, or a number that saturated
        of++;
        counts[Math.min(Math.floor((error + 1) * binsPerUlp), bins - 1)]++;
      });
      return Array.from(counts, (count, k) => ({
        ...{ format: format.name, mode, count, of },
        from: k / binsPerUlp - 1,
        to: (k + 1) / binsPerUlp - 1,
      }));
    }),
  );
}
