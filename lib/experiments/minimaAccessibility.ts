import { landscapeNamed } from "../landscapes/landscapes.js";
import type { MapOptions, Workers } from "../numerics/jobs.js";
import type { Table } from "../results/table.js";
import { ensemble } from "../training/ensemble.js";
import { uniformStarts } from "../training/uniformStarts.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import { type AccessibilityRun, arrival, minimaOf, runTable } from "./accessibilityRun.js";
import {
  minimaTable,
  promotionTable,
  recoveryTable,
  shareTable,
  switchTable,
  thresholdTable,
} from "./accessibilityTables.js";
import { accessibilityVerdicts } from "./accessibilityVerdicts.js";
import { type BasinMap, basinMaps } from "./basinMap.js";
import { promote } from "./promote.js";
import { ridgeControl } from "./ridgeControl.js";
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
  /** Shares under other thresholds: see {@link thresholdTable}. */
  readonly thresholds: Table;
  /** Starts next to the ridge: see {@link ridgeControl}. */
  readonly ridge: Table;
  /** Basins of attraction, one map per format. */
  readonly basins: readonly BasinMap[];
  /** The claims, judged: see {@link accessibilityVerdicts}. */
  readonly verdicts: readonly Verdict[];
}

/**
 * Minima accessibility (§4.3, Experiment 3): which minima does gradient descent reach in which
 * number format, and if it does not, is the minimum unreachable or has the run only stalled?
 *
 * The same uniform starts run in every format at η, η/10 (budget scaled up) and a larger η,
 * and at η with only the gradient or only the update rounded. Each run that reaches no minimum
 * is continued in the reference format (promotion). Nothing is drawn; the same config gives the
 * same bits on any number of workers.
 *
 * Cost: starts · formats · 5 runs, twice if all of them stall, and the maps' gridSide² · formats.
 *
 * @param config - see {@link AccessibilityConfig}; `accessibilityConfigs` has the two in use
 * @param workers - who runs the ensembles
 * @param options - abort signal; progress in parts done, of seven
 * @returns tables, maps and verdicts
 * @throws RangeError if a name is unknown or the landscape has no known minimum
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
  const basins = await basinMaps(objective, config, workers, abort);
  tick();
  const ridge = await ridgeControl(objective, config, workers, abort);
  tick();

  const minima = minimaOf(objective).map(({ name }) => name);
  const pairs = (config.formats.length - 1) * minima.length;
  const shares = shareTable(runs, config);
  const recovery = recoveryTable(runs, minima, config, 1 - (1 - config.confidence) / pairs);
  const switches = switchTable(runs, config);
  return {
    runs: runTable(runs),
    shares,
    minima: minimaTable(runs, minima, config),
    promotion: promotionTable(runs, config),
    recovery,
    switches,
    thresholds: thresholdTable(runs, config),
    ridge,
    basins,
    verdicts: accessibilityVerdicts({ shares, recovery, switches }, config),
  };
}

interface Setting {
  readonly learningRate: number;
  readonly rounding: "both" | "gradient" | "update";
  readonly maxSteps: number;
}

/** The main setting and its controls. */
function settingsOf(config: AccessibilityConfig): Setting[] {
  const { learningRate, smallLearningRate, largeLearningRate, maxSteps } = config;
  // A smaller learning rate gets as many more steps as it takes shorter ones.
  const patience = Math.ceil(maxSteps * (learningRate / smallLearningRate));
  return [
    { learningRate, rounding: "both", maxSteps },
    { learningRate: smallLearningRate, rounding: "both", maxSteps: patience },
    { learningRate: largeLearningRate, rounding: "both", maxSteps },
    { learningRate, rounding: "gradient", maxSteps },
    { learningRate, rounding: "update", maxSteps },
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
  const promoted = await promote(objective, config, ended, workers, options);
  const minima = minimaOf(objective);
  return ended.map(({ run, format, trajectory }, k): AccessibilityRun => {
    const { learningRate, rounding } = setting;
    const [start1, start2] = starts.subarray(2 * run, 2 * run + 2);
    const [end1, end2] = trajectory.end;
    const { basin, excess, reached } = arrival(trajectory, minima, threshold);
    const { status, stepCount: steps } = trajectory;
    const ends = { start1, start2, end1, end2, excess, status, steps, basin, reached };
    return { run, format, learningRate, rounding, ...ends, promoted: promoted[k] };
  });
}
