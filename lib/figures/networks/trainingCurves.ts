import { median } from "simple-statistics";
import { requireList } from "../../landscapes/requireObjective.js";
import { quantile } from "../../numerics/quantile.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { TrainingRow } from "../../training/trainingRun.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import {
  axis,
  decadeAxis,
  type FormatStyle,
  formatStyle,
  layout,
  panelTitle,
  seriesStyle,
} from "../theme.js";

/** The runs of one kind: of one format, or of one setting. */
export interface CurveGroup {
  /** Name in the legend; the format's own unless told, and then its colour too. */
  readonly name?: string;
  /** Name of the format, which decides the colour of a group without a name, or where every group has another. */
  readonly format: string;
  /** `history` of each run. */
  readonly histories: readonly (readonly TrainingRow[])[];
}

/** How {@link trainingCurves} is drawn. */
export interface TrainingCurvesOptions {
  /** Below the loss; `testAccuracy` unless told. */
  readonly measure?: "testAccuracy" | "accuracy" | "gradientNorm" | "lossScale";
  /** One line above the picture. */
  readonly title?: string;
}

const measures = {
  testAccuracy: { heading: "accuracy on the test images", unit: "share right", log: false },
  accuracy: { heading: "accuracy on the training images", unit: "share right", log: false },
  gradientNorm: { heading: "gradient norm, mean over steps", unit: "‖∇L‖ (loss / θ)", log: true },
  lossScale: { heading: "factor of loss scaling", unit: "factor", log: true },
} as const;

/**
 * Training loss and another measure against the epoch: per group the median over its runs as a line,
 * the range of all its runs as a band.
 *
 * @param groups - runs of one group are evaluated at the same epochs
 * @param options - which measure, title
 * @throws RangeError if there is no group, or one without a run or an evaluation
 * @throws TypeError if an option is misspelt, or the measure is none of its words
 *
 * @example
 * trainingCurves([{ format: "float32", histories: [run.history] }]);
 */
export function trainingCurves(
  groups: readonly CurveGroup[],
  options: TrainingCurvesOptions = {},
): Figure {
  requireList(groups, "groups", "trainingCurves");
  requireKnown(options, ["measure", "title"], "option", "trainingCurves");
  const { measure = "testAccuracy", title = "Training" } = options;
  const shown = measures[measure];
  if (shown === undefined)
    throw new TypeError(
      `trainingCurves: expected measure ${Object.keys(measures).join(", ")}, got ${String(measure)}`,
    );
  if (groups.length < 1) throw new RangeError("trainingCurves: expected at least 1 group, got 0");
  for (const { format, histories } of groups)
    if (histories.length < 1 || histories.some((history) => history.length < 1))
      throw new RangeError(
        `trainingCurves: expected runs with at least 1 evaluation, a run in ${format} has none`,
      );
  const alone = new Set(groups.map(({ format }) => format)).size === groups.length;
  const styles = groups.map(({ format, name }, k) =>
    seriesStyle(
      k,
      name ?? formatStyle(format).label,
      alone || name === undefined ? format : undefined,
    ),
  );
  const data = groups.flatMap((group, k) => [
    ...curve(group, styles[k], k, "loss", ""),
    ...curve(group, styles[k], k, measure, "2"),
  ]);
  const dead = groups.flatMap(({ histories }, k) => {
    const count = histories.filter((history) => !Number.isFinite(lastOf(history).loss)).length;
    return count > 0 ? [`${count} of ${histories.length} in ${styles[k].label}`] : [];
  });
  const many = groups.some(({ histories }) => histories.length > 1);
  return {
    data,
    layout: layout(title, 510 + legendMargin(groups.length), {
      xaxis: axis("", { anchor: "y", showticklabels: false }),
      xaxis2: axis("epoch (passes over the training images)", { anchor: "y2", matches: "x" }),
      yaxis: decadeAxis("training loss", { domain: [0.56, 1], anchor: "x", ...ticksOf(groups) }),
      yaxis2: (shown.log ? decadeAxis : axis)(shown.unit, {
        ...{ domain: [0, 0.44], anchor: "x2", nticks: 6 },
      }),
      annotations: [
        panelTitle("loss of all training images", [0, 1], 1),
        panelTitle(shown.heading, [0, 1], 0.44),
      ],
      margin: { l: 72, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle({ itemwidth: 30, y: 1.05 }),
    }),
    caption: paragraph([
      many
        ? "A line is the median over runs that differ in their start and in the order of the images; the band holds all of them."
        : "One run a line.",
      endsText(groups, styles, measure),
      dead.length > 0 ? `Diverged: ${dead.join(", ")}; a diverged run has no more values.` : "",
    ]),
    alt: `Training loss and ${shown.heading} against the epoch for ${styles.map(({ label }) => label).join(", ")}.`,
  };
}

type Measure = keyof typeof measures;

const lastOf = (history: readonly TrainingRow[]): TrainingRow => history[history.length - 1];

/** Values of one column at each epoch, over the runs, those that are not finite left out. */
function columnsOf(
  { histories }: CurveGroup,
  column: Measure | "loss",
): { epochs: Float64Array; at: Float64Array[] } {
  const longest = histories.reduce((a, b) => (b.length > a.length ? b : a));
  return {
    epochs: Float64Array.from(longest, ({ epoch }) => epoch),
    at: longest.map((_, i) =>
      Float64Array.from(histories.flatMap((history) => history[i]?.[column] ?? [])).filter(
        Number.isFinite,
      ),
    ),
  };
}

/** Ticks at 1, 2 and 5 over a few decades; Plotly's own would crowd there. */
function ticksOf(groups: readonly CurveGroup[]): Record<string, unknown> {
  const losses = groups
    .flatMap(({ histories }) => histories.flatMap((history) => history.map(({ loss }) => loss)))
    .filter((loss) => loss > 0 && loss < Infinity);
  const most = losses.reduce((a, b) => Math.max(a, b), 0);
  const least = losses.reduce((a, b) => Math.min(a, b), Infinity);
  return most < 1000 * least ? { dtick: "D2" } : { nticks: 6 };
}

function curve(
  group: CurveGroup,
  { label, color, dash, width, symbol }: FormatStyle,
  k: number,
  column: Measure | "loss",
  id: string,
): Record<string, unknown>[] {
  const { epochs, at } = columnsOf(group, column);
  const over = (statistic: (values: number[]) => number): Float64Array =>
    Float64Array.from(at, (v) => (v.length > 0 ? statistic(Array.from(v)) : Number.NaN));
  const place = { xaxis: `x${id}`, yaxis: `y${id}`, legendgroup: `${k}` };
  const known = [...epochs.keys()].filter((i) => at[i].length > 0);
  const round = [...known, ...known.slice().reverse()];
  const [low, high] = [over((v) => quantile(v, 0)), over((v) => quantile(v, 1))];
  const band = {
    ...{ type: "scatter", mode: "lines", showlegend: false, hoverinfo: "skip", ...place },
    x: round.map((i) => epochs[i]),
    y: round.map((i, j) => (j < known.length ? low : high)[i]),
    ...{ fill: "toself", fillcolor: `${color}2b`, line: { width: 0 } },
  };
  return [
    ...(group.histories.length > 1 && known.length > 0 ? [band] : []),
    {
      ...{ type: "scatter", mode: "lines+markers", name: label, showlegend: id === "", ...place },
      ...{ x: epochs, y: over(median), line: { color, dash, width: Math.min(width, 3.5) } },
      marker: { color, symbol, size: 6 },
      hovertemplate: "epoch %{x}: %{y:.4g}<extra>%{fullData.name}</extra>",
    },
  ];
}

function endsText(
  groups: readonly CurveGroup[],
  styles: readonly FormatStyle[],
  measure: Measure,
): string {
  if (!measure.toLowerCase().includes("accuracy")) return "";
  const ends = groups.flatMap((group, k) => {
    const last = group.histories.map((history) => lastOf(history)[measure]);
    const finite = last.filter(Number.isFinite);
    if (finite.length < 1) return [];
    return [`${styles[k].label} ${(100 * median(finite)).toFixed(1)} %`];
  });
  return ends.length > 0 ? `At the end (median): ${ends.join(", ")}.` : "";
}
