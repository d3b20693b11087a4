import { knownMinima, nearestPoint } from "../landscapes/minima.js";
import type { Objective } from "../landscapes/objective.js";
import type { Table } from "../results/table.js";
import type { Trajectory } from "../training/descent.js";

/** One run of the minima-accessibility experiment: a row of its table of runs. */
export type AccessibilityRun = {
  /** Which start (index from 0); the same index is the same start in every format. */
  readonly run: number;
  /** Number format of the run. */
  readonly format: string;
  /** η (dimensionless). */
  readonly learningRate: number;
  /** What was rounded: "both", "gradient" or "update". */
  readonly rounding: "both" | "gradient" | "update";
  /** θ₁ of the start (dimensionless). */
  readonly start1: number;
  /** θ₂ of the start. */
  readonly start2: number;
  /** θ₁ of the end. */
  readonly end1: number;
  /** θ₂ of the end. */
  readonly end2: number;
  /** Final loss above that of the nearest minimum (loss units). */
  readonly excess: number;
  /** How the run ended: converged, stalled, diverged or budget. */
  readonly status: string;
  /** Steps taken (count). */
  readonly steps: number;
  /** Nearest minimum to the end, by name. */
  readonly basin: string | null;
  /** That minimum if the run reached it, else null. */
  readonly reached: string | null;
  /**
   * Minimum reached itself or, if none, when the run is continued in the reference format at the
   * main η; null if none, and where only one of the two roundings was done: not measured there.
   */
  readonly promoted: string | null;
};

/** The runs as a {@link Table}, columns in the order of {@link AccessibilityRun}. */
export function runTable(runs: readonly AccessibilityRun[]): Table {
  const columns = ["run", "format", "learningRate", "rounding", "start1", "start2", "end1", "end2"];
  return {
    columns: [...columns, "excess", "status", "steps", "basin", "reached", "promoted"],
    rows: runs,
  };
}

/** A minimum that a run can reach. */
export interface NamedMinimum {
  /** Its name in tables and legends. */
  readonly name: string;
  /** Where it is. */
  readonly point: readonly number[];
  /** Loss there (loss units). */
  readonly loss: number;
}

/**
 * The known minima of a landscape, named.
 *
 * @param objective - a landscape with critical points; minima are those of Morse index 0
 * @throws RangeError if the landscape knows no minimum
 */
export function namedMinima(objective: Objective): NamedMinimum[] {
  const minima = knownMinima(objective);
  if (minima.length < 1)
    throw new RangeError(
      `namedMinima: ${objective.name} has no known minimum, expected at least 1`,
    );
  return minima.map(({ name, point, loss }, k) => ({
    name: name ?? `minimum ${k + 1}`,
    point,
    loss,
  }));
}

/** Where a run ended: the nearest minimum, the loss above it, and whether that counts as reached. */
export interface Arrival {
  /** Name of the nearest minimum, null if the end is not finite. */
  readonly basin: string | null;
  /** Final loss above that minimum (loss units), NaN if there is none. */
  readonly excess: number;
  /** Name of that minimum if the excess is below the threshold, else null. */
  readonly reached: string | null;
}

/**
 * Where a run ended.
 *
 * A run has *reached* minimum m iff m is the minimum nearest to its end (Euclidean; the first one
 * of a tie) and its final loss exceeds that of m by less than the threshold. The status plays no part: a run that stalls close enough has arrived.
 *
 * @param trajectory - a finished run; an end that is not finite, or whose square is not, has no basin
 * @param minima - from {@link namedMinima}
 * @param threshold - in loss units
 */
export function arrival(
  trajectory: Pick<Trajectory, "end" | "loss">,
  minima: readonly NamedMinimum[],
  threshold: number,
): Arrival {
  const points = minima.map(({ point }) => point);
  const nearest = minima[nearestPoint(points, trajectory.end)];
  if (!nearest) return { basin: null, excess: Number.NaN, reached: null };
  const excess = trajectory.loss - nearest.loss;
  return { basin: nearest.name, excess, reached: excess < threshold ? nearest.name : null };
}
