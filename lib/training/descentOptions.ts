import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { type FloatFormat, requireFormat } from "../precision/formats/format.js";
import {
  completeRounding,
  isStochastic,
  type RandomKey,
  type RoundingMode,
  type RoundingOptions,
  requireIndices,
} from "../precision/rounding/rounding.js";
import { type Rounder, rounder } from "../precision/rounding/roundTo.js";

/** At which level a run rounds: see {@link DescentOptions}. */
export type RoundingLevel = "update" | "tensor" | "operation";

/** What `descend` needs to be told; `descend` says what the levels are. */
export interface DescentOptions {
  /** Number format of the path. */
  readonly format: FloatFormat;
  /** η > 0. */
  readonly learningRate: number;
  /** Steps after which the run ends with status `budget`. */
  readonly maxSteps: number;
  /** Gradient norm, in float64, that counts as zero; 10⁻⁶ unless told. */
  readonly gradientTolerance?: number;
  /** What is rounded: the two results of a step (`update`, default), each `tensor`, each `operation`. */
  readonly level?: RoundingLevel;
  /** Which part of a step is rounded, its gradient or its update; `both` unless told. */
  readonly rounded?: "both" | "gradient" | "update";
  /** Rounding mode; `nearest-even` unless told. */
  readonly rounding?: RoundingMode;
  /** Names the random bits of a stochastic mode, which needs it. */
  readonly key?: RandomKey;
  /** Which vertices are kept: `all` (default), the two `ends`, or at most so many (≥ 2). */
  readonly record?: "all" | "ends" | number;
  /**
   * Whether Δ(γ) is summed (default) or left NaN, which saves its cost: little for formats of
   * at most 25 bits, a gradient in double-double each step for finer ones.
   */
  readonly intrinsicError?: boolean;
}

/** The names of {@link DescentOptions}. */
export const descentOptionNames: readonly (keyof DescentOptions)[] = [
  ...(["format", "learningRate", "maxSteps", "gradientTolerance", "level", "rounded"] as const),
  ...(["rounding", "key", "record", "intrinsicError"] as const),
];

/** {@link DescentOptions} that were examined, with nothing left open. */
export interface DescentPlan {
  readonly format: FloatFormat;
  readonly learningRate: number;
  readonly maxSteps: number;
  readonly gradientTolerance: number;
  readonly level: RoundingLevel;
  readonly rounded: "both" | "gradient" | "update";
  /** Mode and key, as `rounder` and `operations` take them. */
  readonly rounding: RoundingOptions;
  readonly stochastic: boolean;
  /**
   * Rounds what a run is given: start, learning rate, constants of the loss. By the run's mode;
   * in the stochastic modes to the nearest number, since what is drawn once for a whole run
   * would not average out.
   */
  readonly given: Rounder;
  /** Most vertices that are kept, ≥ 2. */
  readonly vertexLimit: number;
  readonly intrinsicError: boolean;
}

/**
 * Examines the options of a run and fills in what was not told.
 *
 * @param objective - what is minimised
 * @param options - see {@link DescentOptions}
 * @param caller - the function to name in the error
 * @throws TypeError if there is an unknown option, a word that is none, no format, or no key for
 *   a stochastic mode
 * @throws RangeError if a number is out of range
 *
 * @example
 * completeDescent(twoValleys, { format: float16, learningRate: 0.1, maxSteps: 9 }, "here").level;
 */
export function completeDescent(
  objective: Objective,
  options: DescentOptions,
  caller: string,
): DescentPlan {
  requireObjective(objective, caller);
  requireKnown(options, descentOptionNames, "option", caller);
  const { format, learningRate, maxSteps, gradientTolerance = 1e-6, key } = options;
  const { level = "update", rounded = "both", rounding = "nearest-even" } = options;
  const { record = "all", intrinsicError = true } = options;
  requireFormat(format, caller);
  if (!(Number.isFinite(learningRate) && learningRate > 0))
    throw new RangeError(`${caller}: learningRate must be finite and > 0, got ${learningRate}`);
  if (!Number.isSafeInteger(maxSteps) || maxSteps < 0)
    throw new RangeError(`${caller}: maxSteps must be an integer >= 0, got ${maxSteps}`);
  if (!(gradientTolerance >= 0))
    throw new RangeError(`${caller}: gradientTolerance must be >= 0, got ${gradientTolerance}`);
  if (!["update", "tensor", "operation"].includes(level))
    throw new TypeError(`${caller}: level must be "update", "tensor" or "operation", got ${level}`);
  if (!["both", "gradient", "update"].includes(rounded))
    throw new TypeError(
      `${caller}: rounded must be "both", "gradient" or "update", got ${rounded}`,
    );
  if (typeof intrinsicError !== "boolean")
    throw new TypeError(`${caller}: intrinsicError must be true or false, got ${intrinsicError}`);
  if (level !== "update" && !objective.gradientOver)
    throw new TypeError(
      `${caller}: level "${level}" needs an objective with gradientOver, ${objective.name} has none`,
    );
  const complete = completeRounding(
    format,
    key === undefined ? { rounding } : { rounding, key },
    caller,
  );
  const stochastic = isStochastic(complete.mode);
  if (level === "update") requireIndices(complete, 2 * objective.dimension * maxSteps, caller);
  const { mode, seed, step, index } = complete;
  const nearest = stochastic || mode === "nearest-even";
  return {
    format,
    learningRate,
    maxSteps,
    gradientTolerance,
    level,
    rounded,
    rounding: stochastic ? { rounding: mode, key: { seed, step, index } } : { rounding: mode },
    stochastic,
    given: nearest ? nearestRounder(format) : rounder(format, { rounding: mode }),
    vertexLimit: vertexLimit(record, caller),
    intrinsicError,
  };
}

const nearestRounders = new WeakMap<FloatFormat, Rounder>();

/** `rounder(format)`, made once: examined formats are frozen. */
export function nearestRounder(format: FloatFormat): Rounder {
  const known = nearestRounders.get(format) ?? rounder(format);
  nearestRounders.set(format, known);
  return known;
}

function vertexLimit(record: DescentOptions["record"], caller: string): number {
  if (record === "all") return Infinity;
  if (record === "ends") return 2;
  if (typeof record !== "number")
    throw new TypeError(`${caller}: record must be "all", "ends" or a number, got ${record}`);
  if (!Number.isInteger(record) || record < 2)
    throw new RangeError(`${caller}: record must be an integer >= 2, got ${record}`);
  return record;
}

/**
 * Refuses a start that is no point of the objective's domain.
 *
 * @param caller - the function to name in the error
 * @throws RangeError if it has another dimension, is not finite, or lies outside the domain
 *
 * @example
 * requireStart(twoValleys, Float64Array.of(0, 0), "here"); // nothing happens
 */
export function requireStart(objective: Objective, start: Float64Array, caller: string): void {
  const { dimension, domain, name } = objective;
  requireList(start, "a start", caller);
  if (start.length !== dimension)
    throw new RangeError(
      `${caller}: start must have ${dimension} coordinates, got ${start.length}`,
    );
  const wrong = start.findIndex((x) => !Number.isFinite(x));
  if (wrong >= 0)
    throw new RangeError(`${caller}: start must be finite, got ${start[wrong]} at ${wrong}`);
  if (!domain) return;
  const { lower, upper } = domain;
  for (let i = 0; i < dimension; i++)
    if (!(start[i] >= lower[i] && start[i] <= upper[i]))
      throw new RangeError(
        `${caller}: start[${i}] must be in [${lower[i]}, ${upper[i]}], the domain of ${name}, got ${start[i]}`,
      );
}
