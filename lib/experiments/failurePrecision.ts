import type { Objective } from "../landscapes/objective.js";
import type { ObjectiveSource } from "../landscapes/objectiveFrom.js";
import { significandBits } from "../precision/formats/formats.js";
import { type DescentOptions, descend } from "../training/descent.js";

/** How the steps of a sweep are rounded: as §2.1 says, or with one thing changed. */
export type RoundingControl = "nearest" | "stochastic" | "masterWeights" | "exactGradient";

/**
 * The controls of {@link failurePrecision}: everything rounded to nearest; everything rounded
 * stochastically; only the gradient rounded, parameters in float64 (master weights); only the
 * parameters rounded.
 */
export const roundingControls: readonly RoundingControl[] = [
  "nearest",
  "stochastic",
  "masterWeights",
  "exactGradient",
];

/** One start that is to be run at many precisions. */
export interface SweepRequest {
  /** What is minimised. */
  readonly landscape: ObjectiveSource;
  /** Where the runs start. */
  readonly start: readonly number[];
  /** η. */
  readonly learningRate: number;
  /** Budget of each run. */
  readonly maxSteps: number;
  /** A run has succeeded when its float64 gradient norm is at most this. */
  readonly gradientTolerance: number;
  /** Key of stochastic rounding. */
  readonly seed: number;
}

/** Precisions of the sweep: float64's exponent range, so that nothing but p changes. */
export const sweepBits = { least: 2, most: 32 } as const;

/**
 * The failure precision of a start: the least p such that descent succeeds with p bits and with
 * every finer precision of the sweep, p = 2 … 32 significand bits in float64's exponent range.
 *
 * 2 means that it never fails, 33 that it fails at 32 bits too. Success is status `converged`
 * within the budget. At most 31 runs of {@link descend}.
 *
 * @param objective - L
 * @param request - start, learning rate, budget, tolerance, seed
 * @param control - what is rounded, and how
 *
 * @example
 * failurePrecision(twoValleys, request, "nearest");
 */
export function failurePrecision(
  objective: Objective,
  request: SweepRequest,
  control: RoundingControl,
): number {
  const { start, learningRate, maxSteps, gradientTolerance, seed } = request;
  const from = Float64Array.from(start);
  const shared = { learningRate, maxSteps, gradientTolerance, record: "ends" } as const;
  for (let p: number = sweepBits.most; p >= sweepBits.least; p--) {
    const options: DescentOptions = {
      ...shared,
      ...controlOptions(control, seed, p),
      format: significandBits(p),
      intrinsicError: false,
    };
    if (descend(objective, from, options).status !== "converged") return p + 1;
  }
  return sweepBits.least;
}

function controlOptions(
  control: RoundingControl,
  seed: number,
  bits: number,
): Partial<DescentOptions> {
  switch (control) {
    case "nearest":
      return {};
    case "stochastic":
      return { rounding: "stochastic", key: { seed: 64 * seed + bits } };
    case "masterWeights":
      return { rounded: "gradient" };
    case "exactGradient":
      return { rounded: "update" };
  }
}
