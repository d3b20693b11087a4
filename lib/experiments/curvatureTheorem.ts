import { objectiveFrom } from "../landscapes/objectiveFrom.js";
import type { Job, MapOptions, Workers } from "../numerics/jobs.js";
import { type Row, tableOf } from "../results/table.js";
import { failurePrecision, type RoundingControl, roundingControls } from "./failurePrecision.js";
import { gradientErrorTable } from "./gradientErrorTable.js";
import { predictedBits } from "./predictedBits.js";
import type { TheoremConfig } from "./theoremConfig.js";
import {
  funnelProblems,
  learningRateProblems,
  quadraticProblems,
  type TheoremProblem,
  translationProblems,
} from "./theoremProblems.js";
import { type TheoremEvidence, theoremVerdicts } from "./theoremVerdicts.js";
import type { Verdict } from "./verdict.js";

/** Everything the experiment on the curvature theorem measures. */
export interface TheoremResult extends TheoremEvidence {
  /** The claims, judged: see {@link theoremVerdicts}. */
  readonly verdicts: readonly Verdict[];
}

/**
 * The curvature theorem of §2.2 under test: is κ‖θ‖ε_p a lower bound of the error of a
 * gradient, and does log₂(κ‖θ‖/‖g‖) say at which precision descent fails?
 *
 * - `errors`: measured errors of p-bit gradients in units of κ‖θ‖u ({@link gradientErrorTable});
 * - `thresholds`: per start on random quadratics and curved funnels the failure precision, rounding
 *   to nearest and under three controls ({@link failurePrecision}), beside four predictors from
 *   the float64 path ({@link predictedBits});
 * - `learningRates`: the failure precision at η, η/2, η/4 …;
 * - `translations`: at 1, 2, 4 … times the distance from the origin, all else equal;
 * - `commonRate`: the funnels again at one learning rate, so that only the curvature differs.
 *
 * The problems are made so that every float64 run succeeds; one that does not is an error. The
 * same config gives the same rows for any number of workers.
 *
 * @param config - sizes and seed; `theoremConfigs` has the two in use
 * @param workers - who runs the problems
 * @param options - abort signal; progress in chunks of problems
 *
 * @example
 * const { verdicts } = await curvatureTheorem(theoremConfigs.quick, workers());
 */
export async function curvatureTheorem(
  config: TheoremConfig,
  workers: Workers,
  options: MapOptions = {},
): Promise<TheoremResult> {
  const tables = [
    [...quadraticProblems(config.seed, config.quadratics), ...funnelProblems(config, "own")],
    learningRateProblems(config),
    translationProblems(config),
    funnelProblems(config, "common"),
  ];
  const chunks = tables.flatMap((problems, table) =>
    inChunks(problems).map(
      (chunk): ProblemChunk => ({
        problems: chunk,
        controls: table === 0 ? roundingControls : ["nearest"],
      }),
    ),
  );
  const rows = (await workers.map(measureProblemsJob, chunks, options)).flat();
  const [thresholds, learningRates, translations, commonRate] = tables.map(({ length }) =>
    tableOf(rows.splice(0, length)),
  );
  const errors = gradientErrorTable(config);
  const evidence = { errors, thresholds, learningRates, translations, commonRate };
  return { ...evidence, verdicts: theoremVerdicts(evidence, config) };
}

/** Problems in a chunk: a fixed number, so that chunks do not depend on the number of workers. */
const CHUNK = 4;

/** Problems to be measured together, and under which controls. */
export interface ProblemChunk {
  /** The problems. */
  readonly problems: readonly TheoremProblem[];
  /** The controls. */
  readonly controls: readonly RoundingControl[];
}

/** One row per problem of a chunk; a job, called by {@link curvatureTheorem}. */
export function measureProblems({ problems, controls }: ProblemChunk): Row[] {
  return problems.map((request) => {
    const objective = objectiveFrom(request.landscape);
    const { problem, family, run, stiffness, doublings, learningRate } = request;
    const { succeeds, ...predicted } = predictedBits(objective, request);
    if (!succeeds) throw new RangeError(`measureProblems: ${problem} does not succeed in float64`);
    const bits = controls.map((control) => [
      control,
      failurePrecision(objective, request, control),
    ]);
    const named = { problem, family, run, stiffness, doublings, learningRate };
    return { ...named, ...predicted, ...Object.fromEntries(bits) };
  });
}

/** {@link measureProblems}, as something a worker can find. */
export const measureProblemsJob: Job<ProblemChunk, Row[]> = {
  module: import.meta.url,
  name: "measureProblems",
  run: measureProblems,
};

function inChunks(problems: readonly TheoremProblem[]): TheoremProblem[][] {
  return Array.from({ length: Math.ceil(problems.length / CHUNK) }, (_, i) =>
    problems.slice(i * CHUNK, (i + 1) * CHUNK),
  );
}
