import type { Box, Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { sortedQuantile } from "../numerics/quantile.js";
import { randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { isStochastic, type RoundingMode } from "../precision/rounding/rounding.js";
import { errorMeter } from "./gradientError.js";

/** What {@link gradientErrorSample} measures. */
export interface GradientErrorSampleOptions {
  readonly format: FloatFormat;
  /** Number of points, ≥ 1. */
  readonly count: number;
  /** Safe integer ≥ 0; names the points, and the random bits of a stochastic mode. */
  readonly seed: number;
  /** Where the points are drawn; the start region, or else the domain, unless told. */
  readonly region?: Box;
  /** Points of the format's grid (each the rounded one of a drawn point), or any doubles (`free`). */
  readonly points: "representable" | "free";
  /** Whether only θ is rounded, or every operation of the gradient as well. */
  readonly level: "theta-only" | "operation";
  /** Rounding mode; `nearest-even` unless told. */
  readonly rounding?: RoundingMode;
}

/** The distribution of ρ over a sample of points. */
export interface GradientErrorSample {
  /** ρ per point, in the order of the draws; NaN where δg and bound are both 0. */
  readonly ratios: Float64Array;
  /** δg per point. */
  readonly errors: Float64Array;
  /** The points, count·n coordinates. */
  readonly points: Float64Array;
  /** Of the ratios that are numbers; NaN if none is. */
  readonly quantiles: {
    readonly least: number;
    /** 5 % of the ratios are at most this. */
    readonly lower: number;
    readonly median: number;
    /** 95 % are at most this. */
    readonly upper: number;
    readonly largest: number;
  };
  /** Share of the ratios, NaN left out, that are at least 1: where the proposal's bound is one from below. */
  readonly shareAtLeastOne: number;
}

/**
 * The distribution of ρ over points drawn uniformly from a box; see `gradientError`.
 *
 * Coordinate d of point i is number i·n + d of the stream ("gradientError", seed). O(count)
 * gradients.
 *
 * @throws as `gradientError`; TypeError if a word is none of those above
 * @throws RangeError if there is no region, the count is no integer ≥ 1, the seed no safe integer ≥ 0
 *
 * @example
 * const options = { format: float16, count: 1000, seed: 1, points: "free", level: "theta-only" };
 * gradientErrorSample(twoValleys, options).quantiles.median; // about 0.4
 */
export function gradientErrorSample(
  objective: Objective,
  options: GradientErrorSampleOptions,
): GradientErrorSample {
  const { lower, upper } = examined(objective, options);
  const { format, count, seed, points: kind, level, rounding } = options;
  const key = rounding && isStochastic(rounding) ? { seed } : undefined;
  const measure = errorMeter(objective, format, { rounding, key }, "gradientErrorSample");
  const dim = objective.dimension;
  const random = randomStream(seed, "gradientError");
  const points = new Float64Array(count * dim);
  const [ratios, errors] = [new Float64Array(count), new Float64Array(count)];
  for (let i = 0; i < count; i++) {
    const drawn = Float64Array.from(
      { length: dim },
      (_, d) => lower[d] + (upper[d] - lower[d]) * random.uniform(i * dim + d),
    );
    const theta = kind === "representable" ? measure.round(drawn) : drawn;
    points.set(theta, i * dim);
    const { thetaPart, error, bound } = measure(theta);
    errors[i] = level === "theta-only" ? thetaPart : error;
    ratios[i] = errors[i] / bound;
  }
  const sorted = ratios.filter((ratio) => !Number.isNaN(ratio)).sort();
  return {
    ratios,
    errors,
    points,
    quantiles: {
      least: sortedQuantile(sorted, 0),
      lower: sortedQuantile(sorted, 0.05),
      median: sortedQuantile(sorted, 0.5),
      upper: sortedQuantile(sorted, 0.95),
      largest: sortedQuantile(sorted, 1),
    },
    shareAtLeastOne: sorted.filter((ratio) => ratio >= 1).length / sorted.length,
  };
}

/** The region of a sample whose options were examined. */
function examined(objective: Objective, options: GradientErrorSampleOptions): Box {
  const known = ["format", "count", "seed", "region", "points", "level", "rounding"];
  requireKnown(options, known, "option", "gradientErrorSample");
  requireObjective(objective, "gradientErrorSample");
  const { count, points, level } = options;
  const region = options.region ?? objective.startRegion ?? objective.domain;
  if (!region)
    throw new RangeError(`gradientErrorSample: expected a region, ${objective.name} has none`);
  if (region.lower.length !== objective.dimension)
    throw new RangeError(
      `gradientErrorSample: expected a region of ${objective.dimension} dimensions, got ${region.lower.length}`,
    );
  if (!Number.isSafeInteger(count) || count < 1)
    throw new RangeError(`gradientErrorSample: count must be an integer >= 1, got ${count}`);
  if (points !== "representable" && points !== "free")
    throw new TypeError(
      `gradientErrorSample: points must be "representable" or "free", got ${points}`,
    );
  if (level !== "theta-only" && level !== "operation")
    throw new TypeError(
      `gradientErrorSample: level must be "theta-only" or "operation", got ${level}`,
    );
  return region;
}
