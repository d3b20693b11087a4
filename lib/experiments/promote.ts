import type { Objective } from "../landscapes/objective.js";
import { sourceOf } from "../landscapes/objectiveFrom.js";
import type { MapOptions, Workers } from "../numerics/jobs.js";
import { type EnsembleRun, ensemble } from "../training/ensemble.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { arrival, namedMinima } from "./accessibilityRun.js";

/**
 * The promotion control: where does each run get to when it is continued in the reference
 * format from its end point?
 *
 * The continuation always takes the *main* learning rate and budget, whatever rate the run
 * itself had: it asks in whose basin the end lies, not what another rate would have done.
 *
 * A run that then descends to a minimum had stalled inside that minimum's basin; it had not
 * lost its way to it. Runs that reached a minimum themselves keep it and are not continued;
 * runs with a non-finite end cannot be.
 *
 * @param objective - the landscape of the runs, with known minima
 * @param config - reference format, main learning rate and budget, threshold
 * @param runs - finished runs, in any format
 * @param workers - who runs the continuations
 * @param options - abort signal and progress
 * @returns per run, the name of the minimum reached itself or after promotion, or null
 */
export async function promote(
  objective: Objective,
  config: AccessibilityConfig,
  runs: readonly EnsembleRun[],
  workers: Workers,
  options: MapOptions = {},
): Promise<(string | null)[]> {
  const { formats, learningRate, maxSteps, threshold } = config;
  const minima = namedMinima(objective);
  const promoted = runs.map(({ trajectory }) => arrival(trajectory, minima, threshold).reached);
  const stuck = runs.flatMap(({ trajectory }, k) =>
    promoted[k] === null && trajectory.end.every(Number.isFinite) ? [k] : [],
  );
  const starts = new Float64Array(stuck.length * objective.dimension);
  stuck.forEach((k, i) => {
    starts.set(runs[k].trajectory.end, i * objective.dimension);
  });
  // A run may end outside the domain, where none may start: the continuations know of no domain.
  const landscape = { ...sourceOf(objective), domain: undefined };
  const request = { landscape, learningRate, maxSteps, record: "ends" } as const;
  const again = await ensemble({ ...request, formats: [formats[0]], starts }, workers, options);
  for (const { run, trajectory } of again)
    promoted[stuck[run]] = arrival(trajectory, minima, threshold).reached;
  return promoted;
}
