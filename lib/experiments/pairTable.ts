import { newcombePairedInterval } from "../numerics/statistics.js";
import { formatNamed } from "../precision/formats/formats.js";
import type { Row, Table } from "../results/table.js";
import type { AccessibilityConfig } from "./accessibilityConfig.js";
import type { AccessibilityRun } from "./accessibilityRun.js";

/** What distinguishes two runs from the same start. */
type Setting = Pick<AccessibilityRun, "format" | "learningRate" | "rounding">;

/** Two settings to be compared start by start, and the verdict that asks for it. */
interface Comparison {
  readonly comparison: string;
  readonly first: Setting;
  readonly second: Setting;
}

/**
 * Success of the same starts in two settings: the paired comparisons that the verdicts need.
 *
 * Columns: comparison (id of the verdict); format, learningRate, rounding of the first setting;
 * otherFormat, otherLearningRate, otherRounding of the second; both, onlyFirst, onlySecond,
 * neither (starts that reach a minimum in which of the two; counts) and of, their sum;
 * difference, share of the first minus share of the second, with the ends low and high of
 * Newcombe's paired interval at 1 − α/k for the k rows of a comparison. O(rows · runs).
 *
 * - `fewerSucceed`: reference − low format; `learningRate`: η − η/10, each format;
 * - `neverRises`: a format − one with more bits, for neighbours in the order of significand bits
 *   (where several formats have equally many, each with each);
 * - `gradientRounding`, `coarseStorage`: reference − low format with only the gradient, or only
 *   the update, rounded.
 *
 * @param runs - of the experiment; a start counts where both settings have a run
 * @param config - formats, learning rates and confidence of the experiment
 */
export function pairTable(runs: readonly AccessibilityRun[], config: AccessibilityConfig): Table {
  const comparisons = comparisonsOf(config);
  const rows = comparisons.map(({ comparison, first, second }): Row => {
    const success = (wanted: Setting): Map<number, boolean> =>
      new Map(runs.filter((r) => matches(r, wanted)).map((r) => [r.run, r.reached !== null]));
    const other = success(second);
    const pairs = [...success(first)].filter(([run]) => other.has(run));
    const count = (a: boolean, b: boolean): number =>
      pairs.filter(([run, own]) => own === a && other.get(run) === b).length;
    const [both, onlyFirst] = [count(true, true), count(true, false)];
    const [onlySecond, neither] = [count(false, true), count(false, false)];
    const cases = comparisons.filter((c) => c.comparison === comparison).length;
    const confidence = 1 - (1 - config.confidence) / cases;
    const of = pairs.length;
    return {
      comparison,
      ...first,
      otherFormat: second.format,
      otherLearningRate: second.learningRate,
      otherRounding: second.rounding,
      ...{ both, onlyFirst, onlySecond, neither, of },
      difference: of > 0 ? (onlyFirst - onlySecond) / of : null,
      ...newcombePairedInterval(both, onlyFirst, onlySecond, neither, confidence),
    };
  });
  const settings = ["format", "learningRate", "rounding"];
  const others = ["otherFormat", "otherLearningRate", "otherRounding"];
  const counts = ["both", "onlyFirst", "onlySecond", "neither", "of"];
  const columns = ["comparison", ...settings, ...others, ...counts, "difference", "low", "high"];
  return { columns, rows };
}

function matches(run: AccessibilityRun, { format, learningRate, rounding }: Setting): boolean {
  return run.format === format && run.learningRate === learningRate && run.rounding === rounding;
}

function comparisonsOf(config: AccessibilityConfig): Comparison[] {
  const { formats, lowFormat, learningRate, smallLearningRate } = config;
  const main = (format: string): Setting => ({ format, learningRate, rounding: "both" });
  const reference = main(formats[0]);
  const low = main(lowFormat);
  return [
    { comparison: "fewerSucceed", first: reference, second: low },
    ...neighbouring(formats).map(([more, fewer]) => ({
      comparison: "neverRises",
      first: main(fewer),
      second: main(more),
    })),
    ...formats.map((format) => ({
      comparison: "learningRate",
      first: main(format),
      second: { ...main(format), learningRate: smallLearningRate },
    })),
    {
      comparison: "gradientRounding",
      first: reference,
      second: { ...low, rounding: "gradient" },
    },
    { comparison: "coarseStorage", first: reference, second: { ...low, rounding: "update" } },
  ];
}

/** Pairs (more bits, fewer bits) of formats between which no other number of bits lies. */
function neighbouring(formats: readonly string[]): [string, string][] {
  const bits = (format: string): number => formatNamed(format).significandBits;
  const levels = [...new Set(formats.map(bits))].sort((a, b) => b - a);
  const at = (level: number): string[] => formats.filter((format) => bits(format) === level);
  return levels
    .slice(1)
    .flatMap((level, k) =>
      at(levels[k]).flatMap((more) => at(level).map((fewer): [string, string] => [more, fewer])),
    );
}
