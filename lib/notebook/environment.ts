import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type WorkerPool, workerPool } from "../results/workerPool.js";
import { outputSink } from "./outputSink.js";

/** How much a notebook computes: `quick` shows everything small, `paper` is the full study. */
export type Profile = "quick" | "paper";

/**
 * The profile this notebook runs in: the environment variable `NH_PROFILE`, `quick` without it.
 *
 * @throws RangeError if `NH_PROFILE` is neither `quick` nor `paper`
 *
 * @example
 * const runs = profile() === "paper" ? 1000 : 100;
 */
export function profile(): Profile {
  const name = process.env.NH_PROFILE || "quick";
  if (name !== "quick" && name !== "paper")
    throw new RangeError(`profile: NH_PROFILE is "${name}", expected "quick" or "paper"`);
  return name;
}

/**
 * The seed of this run: the environment variable `NH_SEED` (`--seed` of `npm start`), else the
 * notebook's own. It is noted in the run's provenance.
 *
 * @param own - the notebook's seed, a whole number from 0
 * @throws RangeError if the seed is not a whole number from 0 to 2⁵³ − 1
 *
 * @example
 * const starts = uniformStarts(twoValleys, 100, runSeed(1));
 */
export function runSeed(own: number): number {
  const seed = process.env.NH_SEED ? Number(process.env.NH_SEED) : own;
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new RangeError(
      `runSeed: got ${process.env.NH_SEED || own}, expected a whole number from 0`,
    );
  outputSink().note("seed", seed);
  return seed;
}

let pool: WorkerPool | undefined;

/**
 * The worker threads shared by this notebook's cells, one per core (`NH_WORKERS` changes that).
 * Interrupting a cell ends the work they do for it.
 *
 * @example
 * const runs = await ensemble(request, workers());
 */
export function workers(): WorkerPool {
  pool ??= workerPool();
  return pool;
}

/**
 * Where notebooks keep their results: the environment variable `NH_RESULTS`, else
 * `build/results` of the project, whatever folder the notebook stands in.
 *
 * @example
 * const store = await openStore(resultsFolder());
 */
export function resultsFolder(): string {
  const project = fileURLToPath(new URL("../..", import.meta.url));
  return process.env.NH_RESULTS || join(project, "build", "results");
}
