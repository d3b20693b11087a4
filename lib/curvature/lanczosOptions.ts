import { requireKnown } from "../numerics/requireKnown.js";
import type { SymmetricOperator } from "./operator.js";
import { defaultSymmetryTolerance, requireOperator } from "./symmetry.js";
import { length } from "./vectors.js";

/** What `lanczos` may be told. */
export interface LanczosOptions {
  /** How many of the largest eigenvalues must meet the tolerance; 1 unless told. */
  readonly largest?: number;
  /** How many of the smallest ones; 0 unless told. */
  readonly smallest?: number;
  /** Error bound, relative to the value itself, that is small enough; 10⁻³ unless told. */
  readonly tolerance?: number;
  /**
   * Which bound that is: `gap` (default) the `errorBound`, `residual` the `residual`,
   * `probable` the distance to `probableMaximum` or `probableMinimum` (only for one value at an
   * end, from a random start).
   */
  readonly bound?: "gap" | "residual" | "probable";
  /** Products before which no bound is believed; 8 unless told. */
  readonly minProducts?: number;
  /** Products after which the run ends, ≥ 2; 100 unless told. */
  readonly maxProducts?: number;
  /** Key of the random start; 1 unless told. */
  readonly seed?: number;
  /** Start instead of a random one, a gradient say: n finite numbers, not all 0. */
  readonly start?: Float64Array;
  /** Whether the wanted pairs have their vectors; false unless told. */
  readonly vectors?: boolean;
  /** Probability with which the probable bounds hold; 0.99 unless told. */
  readonly confidence?: number;
  /** Largest |u·Hv − v·Hu| / ‖H‖ that counts as rounding; 10⁻⁸ unless told. */
  readonly symmetryTolerance?: number;
}

const known: readonly (keyof LanczosOptions)[] = [
  "largest",
  "smallest",
  "tolerance",
  "bound",
  "minProducts",
  "maxProducts",
  "seed",
  "start",
  "vectors",
  "confidence",
  "symmetryTolerance",
];

/** The options with their defaults. */
export type LanczosSettings = Required<Omit<LanczosOptions, "start" | "vectors">>;

/**
 * Puts in the defaults.
 *
 * @throws TypeError, RangeError as `lanczos` says
 */
export function lanczosSettings(
  operator: SymmetricOperator,
  options: LanczosOptions,
): LanczosSettings {
  requireKnown(options, known, "option", "lanczos");
  const asked = {
    largest: 1,
    smallest: 0,
    tolerance: 1e-3,
    bound: "gap",
    minProducts: 8,
    maxProducts: 100,
    seed: 1,
    confidence: 0.99,
    symmetryTolerance: defaultSymmetryTolerance,
    ...Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)),
  } as LanczosSettings;
  requireOperator(operator, "lanczos", asked.symmetryTolerance);
  for (const name of ["largest", "smallest"] as const)
    if (!Number.isInteger(asked[name]) || asked[name] < 0)
      throw new RangeError(`lanczos: ${name} must be an integer >= 0, got ${asked[name]}`);
  if (!(asked.tolerance >= 0))
    throw new RangeError(`lanczos: tolerance must be >= 0, got ${asked.tolerance}`);
  for (const [name, least] of [
    ["minProducts", 1],
    ["maxProducts", 2], // a single one shows nothing of the symmetry
  ] as const)
    if (!Number.isInteger(asked[name]) || asked[name] < least)
      throw new RangeError(`lanczos: ${name} must be an integer >= ${least}, got ${asked[name]}`);
  if (!["gap", "residual", "probable"].includes(asked.bound))
    throw new TypeError(
      `lanczos: bound must be "gap", "residual" or "probable", got ${asked.bound}`,
    );
  if (asked.bound === "probable" && (options.start || Math.max(asked.largest, asked.smallest) > 1))
    throw new RangeError(
      `lanczos: the probable bound needs a random start and at most one value at each end, got ${options.start ? "a start" : `${asked.largest} and ${asked.smallest}`}`,
    );
  if (!(asked.confidence > 0 && asked.confidence < 1))
    throw new RangeError(`lanczos: confidence must be in (0, 1), got ${asked.confidence}`);
  if (options.start) requireStart(options.start, operator.dimension);
  return asked;
}

function requireStart(start: Float64Array, n: number): void {
  if (start.length !== n)
    throw new RangeError(`lanczos: start must have ${n} coordinates, got ${start.length}`);
  const size = length(start);
  if (!(size > 0 && size < Infinity))
    throw new RangeError(`lanczos: start must be finite and not 0, got length ${size}`);
}
