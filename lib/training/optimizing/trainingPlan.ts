import { requireKnown } from "../../numerics/requireKnown.js";
import { type FloatFormat, requireFormat } from "../../precision/formats/format.js";
import { float32, float64 } from "../../precision/formats/formats.js";
import { leastExponent } from "../../precision/formats/ulp.js";
import {
  completeRounding,
  isStochastic,
  type RoundingMode,
} from "../../precision/rounding/rounding.js";
import type { RoundingLevel } from "../descentOptions.js";
import { requireOptimizer } from "../optimizers.js";
import { requireSchedule, type ScheduleLength } from "../schedules.js";
import type { TrainingOptions } from "../trainingOptions.js";
import { plainCopy } from "./plainData.js";
import { requireClipping, requireLossScaling, requireTolerance } from "./requireLimits.js";

/** {@link TrainingOptions} that were examined, with nothing left open but the data. */
export interface TrainingPlan {
  readonly options: TrainingOptions;
  readonly format: FloatFormat;
  readonly level: RoundingLevel;
  readonly mode: RoundingMode;
  readonly stochastic: boolean;
  readonly seed: number;
  /** Type in which gradients are computed; with a format that is emulated, accumulated. */
  readonly gradientType: NumberType;
  /** Whether that type is all there is to the gradient: the run's format is that type. */
  readonly native: boolean;
  /**
   * How the optimizer computes: every operation in a type (native runs and master weights); in
   * float64, what it stores rounded to the format; every operation rounded to it.
   */
  readonly steps: "native" | "fused" | "scalar";
  /** Type of the arrays that parameters, gradient and optimizer state are kept in. */
  readonly storage: NumberType;
  /** Whether gradients are taken at a rounded copy of the parameters. */
  readonly master: boolean;
  /** Most vertices that are kept. */
  readonly vertexLimit: number;
}

/** A type that numbers are stored in. */
export type NumberType = "float64" | "float32";

const optionNames: readonly (keyof TrainingOptions)[] = [
  ...(["format", "level", "masterWeights", "rounding", "lossScaling", "optimizer"] as const),
  ...(["schedule", "clipping", "batchSize", "epochs", "steps", "seed", "tolerance"] as const),
  ...(["record", "evaluateEvery"] as const),
];

/**
 * Examines the options of a training run and fills in what was not told.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if there is an unknown option, a word that is none, or no format
 * @throws RangeError if a number is out of range, both or neither of `epochs` and `steps` are
 *   given, or float32 master weights could not hold the format's numbers
 *
 * @example
 * trainingPlan(options, "train").level;
 */
export function trainingPlan(options: TrainingOptions, caller: string): TrainingPlan {
  requireKnown(options, optionNames, "option", caller);
  const { format, masterWeights, rounding = "nearest-even", seed } = options;
  requireFormat(format, caller);
  const typed = [float64, float32].some((type) => sameNumbers(type, format));
  const { level = typed ? "operation" : "tensor" } = options;
  if (!["update", "tensor", "operation"].includes(level))
    throw new TypeError(`${caller}: level must be "update", "tensor" or "operation", got ${level}`);
  if (masterWeights !== undefined && masterWeights !== "float64" && masterWeights !== "float32")
    throw new TypeError(
      `${caller}: masterWeights must be "float64" or "float32", got ${masterWeights}`,
    );
  if (masterWeights === "float32" && !fitsFloat32(format))
    throw new RangeError(
      `${caller}: float32 master weights cannot hold every number of ${format.name}, expected "float64"`,
    );
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(`${caller}: seed must be a safe integer >= 0, got ${seed}`);
  const { mode } = completeRounding(format, { rounding, key: { seed } }, caller);
  requireOptimizer(options.optimizer, caller);
  requireSchedule(options.schedule, caller);
  requireLossScaling(options.lossScaling, caller);
  requireClipping(options.clipping, caller);
  requireTolerance(options.tolerance, caller);
  requireCounts(options, caller);

  const nearest = mode === "nearest-even";
  const doubles = nearest && sameNumbers(float64, format);
  const singles = nearest && level === "operation" && sameNumbers(float32, format);
  // Products of two numbers of p ≤ 12 bits are exact in float32's 24: only sums round there.
  const narrow = level === "tensor" && format.significandBits <= 12 && fitsFloat32(format);
  const native = doubles || singles;
  const steps = masterWeights || native ? "native" : level === "operation" ? "scalar" : "fused";
  return {
    options: plainCopy(options),
    format,
    level,
    mode,
    stochastic: isStochastic(mode),
    seed,
    gradientType: singles || narrow ? "float32" : "float64",
    native,
    steps,
    storage: masterWeights ?? (singles ? "float32" : "float64"),
    master: masterWeights !== undefined,
    vertexLimit: vertexLimit(options.record ?? "ends", caller),
  };
}

/** Steps of an epoch and of the run; images of the last batch of an epoch may be fewer. */
export function runLength(
  { epochs, steps }: TrainingOptions,
  stepsPerEpoch: number,
): ScheduleLength {
  return { stepsPerEpoch, totalSteps: steps ?? (epochs ?? 0) * stepsPerEpoch };
}

function requireCounts(options: TrainingOptions, caller: string): void {
  const { batchSize, epochs, steps, evaluateEvery } = options;
  if ((epochs === undefined) === (steps === undefined))
    throw new RangeError(
      `${caller}: expected one of epochs and steps, got ${epochs === undefined ? "neither" : "both"}`,
    );
  const least = { batchSize: 1, epochs: 0, steps: 0, evaluateEvery: 0 };
  for (const [name, n] of Object.entries({ batchSize, epochs, steps, evaluateEvery })) {
    const from = least[name as keyof typeof least];
    if (n !== undefined && !(Number.isSafeInteger(n) && n >= from))
      throw new RangeError(`${caller}: ${name} must be an integer >= ${from}, got ${n}`);
  }
}

function vertexLimit(record: TrainingOptions["record"], caller: string): number {
  if (record === "all") return Infinity;
  if (record === "ends") return 2;
  if (typeof record !== "number")
    throw new TypeError(`${caller}: record must be "all", "ends" or a number, got ${record}`);
  if (!Number.isInteger(record) || record < 2)
    throw new RangeError(`${caller}: record must be an integer >= 2, got ${record}`);
  return record;
}

/** Whether two formats have the same numbers and treat them alike. */
export function sameNumbers(a: FloatFormat, b: FloatFormat): boolean {
  const numbers = ({ name, label, bits, ...rest }: FloatFormat): string =>
    JSON.stringify(Object.entries(rest).sort(([x], [y]) => (x < y ? -1 : 1)));
  return numbers(a) === numbers(b);
}

/** Whether every number of a format is one of float32. */
function fitsFloat32(format: FloatFormat): boolean {
  const { significandBits, maxFinite, lowest } = format;
  return (
    significandBits <= 24 &&
    leastExponent(format) >= -149 &&
    Math.max(maxFinite, -lowest) < 2 ** 128
  );
}
