import { wilsonInterval } from "../numerics/statistics.js";
import type { Row, Table } from "../results/table.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import type { AccessibilityRun } from "./accessibilityRun.js";

/** A share with its Wilson interval, as the last columns of a row: of, share, low, high. */
function shareOf(count: number, of: number, confidence: number): Row {
  const { low, high } = wilsonInterval(count, of, confidence);
  return { count, of, share: of > 0 ? count / of : null, low, high };
}

const shareColumns = ["count", "of", "share", "low", "high"];

/** The runs of the main setting: learning rate η, gradient and update rounded. */
export function mainRuns(
  runs: readonly AccessibilityRun[],
  config: AccessibilityConfig,
): AccessibilityRun[] {
  return runs.filter((r) => r.learningRate === config.learningRate && r.rounding === "both");
}

/** Runs grouped by what distinguishes the settings, in the order in which they first appear. */
function bySetting(runs: readonly AccessibilityRun[]): AccessibilityRun[][] {
  const groups = new Map<string, AccessibilityRun[]>();
  for (const run of runs) {
    const key = `${run.format} ${run.learningRate} ${run.rounding}`;
    const group = groups.get(key);
    if (group) group.push(run);
    else groups.set(key, [run]);
  }
  return [...groups.values()];
}

/**
 * Share of starts that reach a minimum, per setting.
 *
 * Columns: format, learningRate, rounding, the four statuses (counts), minimaReached (how
 * many of the known minima at least one start reached), count, of, share, low, high.
 */
export function shareTable(runs: readonly AccessibilityRun[], config: AccessibilityConfig): Table {
  const statuses = ["converged", "stalled", "diverged", "budget"];
  const rows = bySetting(runs).map((group): Row => {
    const { format, learningRate, rounding } = group[0];
    const reached = group.filter((r) => r.reached !== null);
    const counts = statuses.map((s) => [s, group.filter((r) => r.status === s).length]);
    return {
      format,
      learningRate,
      rounding,
      ...Object.fromEntries(counts),
      minimaReached: new Set(reached.map((r) => r.reached)).size,
      ...shareOf(reached.length, group.length, config.confidence),
    };
  });
  const columns = ["format", "learningRate", "rounding", ...statuses, "minimaReached"];
  return { columns: [...columns, ...shareColumns], rows };
}

/**
 * Share of all starts that reach each minimum, per format, in the main setting.
 *
 * Columns: format, minimum, how ("itself": in that format; "promoted": itself or after
 * being continued in the reference format), count, of, share, low, high.
 */
export function minimaTable(
  runs: readonly AccessibilityRun[],
  minima: readonly string[],
  config: AccessibilityConfig,
): Table {
  const main = mainRuns(runs, config);
  const rows = config.formats.flatMap((format) =>
    minima.flatMap((minimum) =>
      (["itself", "promoted"] as const).map((how): Row => {
        const own = main.filter((r) => r.format === format);
        const hits = own.filter((r) => r[how === "itself" ? "reached" : "promoted"] === minimum);
        return { format, minimum, how, ...shareOf(hits.length, own.length, config.confidence) };
      }),
    ),
  );
  return { columns: ["format", "minimum", "how", ...shareColumns], rows };
}

/**
 * The promotion control: what becomes of the runs that reached no minimum, once continued
 * in the reference format from where they ended?
 *
 * Columns: format, learningRate, notReached (count), sameMinimum (then reached the minimum
 * that the reference run at the same η from the same start reached: it was *stalled*), otherMinimum,
 * noMinimum (counts), and share, low, high of sameMinimum among notReached.
 */
export function promotionTable(
  runs: readonly AccessibilityRun[],
  config: AccessibilityConfig,
): Table {
  const rows = bySetting(runs.filter((r) => r.rounding === "both")).map((group): Row => {
    const { format, learningRate } = group[0];
    const target = referenceMinima(runs, config, learningRate);
    const failed = group.filter((r) => r.reached === null);
    const same = failed.filter((r) => r.promoted !== null && r.promoted === target.get(r.run));
    const none = failed.filter((r) => r.promoted === null);
    const { share, low, high } = shareOf(same.length, failed.length, config.confidence);
    return {
      format,
      learningRate,
      notReached: failed.length,
      sameMinimum: same.length,
      otherMinimum: failed.length - same.length - none.length,
      noMinimum: none.length,
      share,
      low,
      high,
    };
  });
  const columns = ["format", "learningRate", "notReached", "sameMinimum", "otherMinimum"];
  return { columns: [...columns, "noMinimum", "share", "low", "high"], rows };
}

/** Minimum that the reference format reaches at a learning rate (the main one unless told), by start. */
export function referenceMinima(
  runs: readonly AccessibilityRun[],
  config: AccessibilityConfig,
  learningRate: number = config.learningRate,
): Map<number, string | null> {
  const reference = mainRuns(runs, { ...config, learningRate });
  const own = reference.filter((r) => r.format === config.formats[0]);
  return new Map(own.map((r) => [r.run, r.reached]));
}

/**
 * Switched starts: the format's run ends in another minimum's basin than the reference run
 * at the same η from the same start. After promotion, so that a stalled run is not called switched.
 *
 * Columns: format, learningRate, farthest (largest distance |θ₁| of a switched start from the
 * ridge, null if none switched), count, of (starts where both have a basin), share, low, high.
 */
export function switchTable(runs: readonly AccessibilityRun[], config: AccessibilityConfig): Table {
  const rows = bySetting(runs.filter((r) => r.rounding === "both")).map((group): Row => {
    const { format, learningRate } = group[0];
    const target = referenceMinima(runs, config, learningRate);
    const known = group.filter((r) => r.promoted !== null && target.get(r.run) != null);
    const switched = known.filter((r) => r.promoted !== target.get(r.run));
    const distances = switched.map((r) => Math.abs(r.start1));
    const farthest = distances.length > 0 ? Math.max(...distances) : null;
    const share = shareOf(switched.length, known.length, config.confidence);
    return { format, learningRate, farthest, ...share };
  });
  return { columns: ["format", "learningRate", "farthest", ...shareColumns], rows };
}

/**
 * How the share of starts that reach a minimum depends on the threshold, at each learning rate.
 *
 * Columns: format, learningRate, threshold (loss units), count, of, share, low, high.
 */
export function thresholdTable(
  runs: readonly AccessibilityRun[],
  config: AccessibilityConfig,
  thresholds: readonly number[] = config.thresholds,
): Table {
  const rows = bySetting(runs.filter((r) => r.rounding === "both")).flatMap((group) =>
    thresholds.map((threshold): Row => {
      const { format, learningRate } = group[0];
      const below = group.filter((r) => r.excess < threshold).length;
      return {
        format,
        learningRate,
        threshold,
        ...shareOf(below, group.length, config.confidence),
      };
    }),
  );
  return { columns: ["format", "learningRate", "threshold", ...shareColumns], rows };
}

/**
 * Lost or recovered? Of the starts whose reference run reaches a minimum at the main η, per
 * format: direct (the format reaches it itself at the main η), anyRate (itself at one of the
 * tested learning rates), promoted (its end point leads there in the reference format at the
 * main η, after a run at some tested rate), missed (the format itself reaches it at no tested
 * rate, of − anyRate) and lost: missed, and promoted at no rate either. Only a lost start says
 * "unreachable"; that none is missed says more: the format gets there without any help.
 *
 * Columns: format, minimum, direct, anyRate, promoted, missed (counts), then count (lost), of,
 * share, and the Wilson interval low, high of the lost ones at 1 − α/k for k rows (Bonferroni).
 */
export function recoveryTable(
  runs: readonly AccessibilityRun[],
  minima: readonly string[],
  config: AccessibilityConfig,
): Table {
  const target = referenceMinima(runs, config);
  const both = runs.filter((r) => r.rounding === "both");
  const formats = config.formats.slice(1);
  const confidence = 1 - (1 - config.confidence) / (formats.length * minima.length);
  const rows = formats.flatMap((format) =>
    minima.map((minimum): Row => {
      const own = both.filter((r) => r.format === format && target.get(r.run) === minimum);
      const distinct = (keep: (r: AccessibilityRun) => boolean): number =>
        new Set(own.filter(keep).map((r) => r.run)).size;
      const starts = distinct(() => true);
      const recovered = distinct((r) => r.reached === minimum || r.promoted === minimum);
      const anyRate = distinct((r) => r.reached === minimum);
      return {
        format,
        minimum,
        direct: distinct((r) => r.reached === minimum && r.learningRate === config.learningRate),
        anyRate,
        promoted: distinct((r) => r.promoted === minimum),
        missed: starts - anyRate,
        ...shareOf(starts - recovered, starts, confidence),
      };
    }),
  );
  const columns = ["format", "minimum", "direct", "anyRate", "promoted", "missed"];
  return { columns: [...columns, ...shareColumns], rows };
}
