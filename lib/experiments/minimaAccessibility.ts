import { landscapeNamed } from "../landscapes/landscapes.js";
import type { Objective } from "../landscapes/objective.js";
import type { MapOptions, Workers } from "../numerics/jobs.js";
import type { Table } from "../results/table.js";
import { ensemble } from "../training/ensemble.js";
import { uniformStarts } from "../training/uniformStarts.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { type AccessibilityRun, arrival, namedMinima, runTable } from "./accessibilityRun.js";
import {
  minimaTable,
  promotionTable,
  recoveryTable,
  shareTable,
  switchTable,
  thresholdTable,
} from "./accessibilityTables.js";
import { accessibilityVerdicts } from "./accessibilityVerdicts.js";
import { pairTable } from "./pairTable.js";
import { promote } from "./promote.js";
import { type PromotedBasins, promotedBasins } from "./promotedBasins.js";
import { requireRidgeStarts, ridgeControl } from "./ridgeControl.js";
import type { Verdict } from "./verdict.js";

/** Everything the minima-accessibility experiment measures; every table's columns are documented where it is made. */
export interface AccessibilityResult {
  /** One row per run: see {@link AccessibilityRun}. */
  readonly runs: Table;
  /** Success shares per setting: see {@link shareTable}. */
  readonly shares: Table;
  /** Shares per single minimum: see {@link minimaTable}. */
  readonly minima: Table;
  /** What becomes of the unsuccessful runs: see {@link promotionTable}. */
  readonly promotion: Table;
  /** Lost or recovered: see {@link recoveryTable}. */
  readonly recovery: Table;
  /** Starts that end in another basin: see {@link switchTable}. */
  readonly switches: Table;
  /** Success of the same starts in two settings: see {@link pairTable}. */
  readonly pairs: Table;
  /** Shares under other thresholds: see {@link thresholdTable}. */
  readonly thresholds: Table;
  /** Starts next to the ridge: see {@link ridgeControl}. */
  readonly ridge: Table;
  /** Basins of attraction, one map per format. */
  readonly basins: readonly PromotedBasins[];
  /** The claims, judged: see {@link accessibilityVerdicts}. */
  readonly verdicts: readonly Verdict[];
}

/**
 * Minima accessibility (§4.3, Experiment 3): which minima does gradient descent reach in which
 * number format, and if it does not, is the minimum unreachable or has the run only stalled?
 *
 * The same uniform starts run in every format at η, η/10 (budget scaled up) and a larger η,
 * and at η with only the gradient or only the update rounded. Where both are rounded, each run that
 * reaches no minimum is continued in the reference format at η (promotion). Nothing is drawn; the same config gives the
 * same bits on any number of workers.
 *
 * The landscape has two parameters and a ridge θ₁ = 0 between its minima: `start1`, the ridge
 * control and the column farthest of {@link switchTable} mean that.
 *
 * Cost in runs: formats · (5 · starts + gridSide² + distances · ridgeStarts), and one more for
 * each run outside the two one-rounding settings that reaches no minimum. In steps: a run takes
 * at most maxSteps, those at η/10 at most maxSteps · η / smallLearningRate, ten times as many in
 * the configs in use.
 *
 * @param config - see {@link AccessibilityConfig}; `accessibilityConfigs` has the two in use
 * @param workers - who runs the ensembles
 * @param options - abort signal; progress in parts done, of seven
 * @returns tables, maps and verdicts
 * @throws RangeError if a name is unknown, the landscape is not a plane with known minima on
 *   both sides of θ₁ = 0, a domain and a start region, or ridgeStarts is not even; before any run
 *
 * @example
 * const result = await minimaAccessibility(accessibilityConfigs.quick, workers());
 * result.verdicts[0].verdict; // "not supported"
 */
export async function minimaAccessibility(
  config: AccessibilityConfig,
  workers: Workers,
  options: MapOptions = {},
): Promise<AccessibilityResult> {
  const objective = landscapeNamed(config.landscape);
  requireRidge(objective);
  requireRidgeStarts(config);
  const { signal, onProgress } = options;
  const settings = settingsOf(config);
  let done = 0;
  const tick = (): void => onProgress?.(++done, settings.length + 2);
  const abort: MapOptions = signal ? { signal } : {};

  const runs: AccessibilityRun[] = [];
  for (const setting of settings) {
    runs.push(...(await runsAt(setting, config, workers, abort)));
    tick();
  }
  const basins = await promotedBasins(objective, config, workers, abort);
  tick();
  const ridge = await ridgeControl(objective, config, workers, abort);
  tick();

  const minima = namedMinima(objective).map(({ name }) => name);
  const recovery = recoveryTable(runs, minima, config);
  const switches = switchTable(runs, config);
  const pairs = pairTable(runs, config);
  return {
    runs: runTable(runs),
    shares: shareTable(runs, config),
    minima: minimaTable(runs, minima, config),
    promotion: promotionTable(runs, config),
    recovery,
    switches,
    pairs,
    thresholds: thresholdTable(runs, config),
    ridge,
    basins,
    verdicts: accessibilityVerdicts({ recovery, switches, pairs }, config),
  };
}

/** Refuses a landscape that the tables' columns would not fit. */
function requireRidge(objective: Objective): void {
  const { name, dimension, domain, startRegion } = objective;
  const refuse = (got: string): never => {
    throw new RangeError(
      `minimaAccessibility: ${name} has ${got}, expected 2 parameters, a domain, a start region ` +
        "and known minima on both sides of the ridge θ₁ = 0",
    );
  };
  if (dimension !== 2) refuse(`${dimension} parameters`);
  if (!domain) refuse("no domain");
  if (!startRegion) refuse("no start region");
  const sides = namedMinima(objective).map(({ point }) => Math.sign(point[0]));
  if (!sides.includes(-1) || !sides.includes(1) || sides.includes(0))
    refuse(
      `minima at θ₁ = ${namedMinima(objective)
        .map(({ point }) => point[0])
        .join(", ")}`,
    );
}

interface Setting {
  readonly learningRate: number;
  readonly rounded: "both" | "gradient" | "update";
  readonly maxSteps: number;
}

/** The main setting and its controls. */
function settingsOf(config: AccessibilityConfig): Setting[] {
  const { learningRate, smallLearningRate, largeLearningRate, maxSteps } = config;
  // A smaller learning rate gets as many more steps as it takes shorter ones.
  const patience = Math.ceil(maxSteps * (learningRate / smallLearningRate));
  return [
    { learningRate, rounded: "both", maxSteps },
    { learningRate: smallLearningRate, rounded: "both", maxSteps: patience },
    { learningRate: largeLearningRate, rounded: "both", maxSteps },
    { learningRate, rounded: "gradient", maxSteps },
    { learningRate, rounded: "update", maxSteps },
  ];
}

async function runsAt(
  setting: Setting,
  config: AccessibilityConfig,
  workers: Workers,
  options: MapOptions,
): Promise<AccessibilityRun[]> {
  const { landscape, formats, seed, threshold } = config;
  const objective = landscapeNamed(landscape);
  const starts = uniformStarts(objective, config.starts, seed);
  const request = { landscape, formats, starts, record: "ends", ...setting } as const;
  const ended = await ensemble(request, workers, options);
  const promoted =
    setting.rounded === "both"
      ? await promote(objective, config, ended, workers, options)
      : ended.map(() => null);
  const minima = namedMinima(objective);
  return ended.map(({ run, format, trajectory }, k): AccessibilityRun => {
    const { learningRate, rounded } = setting;
    const [start1, start2] = starts.subarray(2 * run, 2 * run + 2);
    const [end1, end2] = trajectory.end;
    const { basin, excess, reached } = arrival(trajectory, minima, threshold);
    const { status, stepCount: steps } = trajectory;
    const ends = { start1, start2, end1, end2, excess, status, steps, basin, reached };
    return { run, format, learningRate, rounding: rounded, ...ends, promoted: promoted[k] };
  });
}
