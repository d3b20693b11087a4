import { requireList } from "../landscapes/requireObjective.js";
import { rankCorrelation } from "../numerics/rankCorrelation.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Row } from "../results/table.js";
import type { Figure } from "./figure.js";
import { distinctIn, numbersIn } from "./rows.js";
import {
  axis,
  type FormatStyle,
  formatStyle,
  layout,
  panelTitle,
  reference,
  seriesStyle,
} from "./theme.js";

/** A column of predictions and its name. */
export interface Predictor {
  /** The column with the predicted bits. */
  readonly column: string;
  /** Name above the panel. */
  readonly name: string;
}

/** What {@link predictorScatter} draws. */
export interface PredictorScatterOptions {
  /** One panel each. */
  readonly predictors: readonly Predictor[];
  /** Column with the measured bits; `measured` unless told. */
  readonly measured?: string;
  /** Column whose values are told apart by colour and marker; none unless told. */
  readonly series?: string;
  /** One line above the picture. */
  readonly title?: string;
}

/** Panels side by side. */
const across = 2;

/**
 * Measured failure precision against what predictors say, one panel per predictor, with the
 * diagonal and Spearman's rank correlation.
 *
 * On the diagonal prediction and measurement agree; above it more bits were needed than
 * predicted, below it the predictor forbids precisions that pass.
 *
 * @param rows - one per problem; bits as numbers, null where there is none
 * @param options - the columns
 * @throws RangeError if there is no predictor, or a column holds text
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const rows = [{ measured: 4, condition: 5.1 }, { measured: 6, condition: 6.9 }];
 * predictorScatter(rows, { predictors: [{ column: "condition", name: "gradient condition" }] });
 */
export function predictorScatter(rows: readonly Row[], options: PredictorScatterOptions): Figure {
  const known = ["predictors", "measured", "series", "title"];
  requireList(rows, "rows", "predictorScatter");
  requireKnown(options, known, "option", "predictorScatter");
  const {
    predictors,
    measured = "measured",
    series,
    title = "Predicted and measured precision",
  } = options;
  requireList(predictors, "predictors", "predictorScatter");
  if (predictors.length < 1)
    throw new RangeError("predictorScatter: expected at least 1 predictor, got 0");
  const names = series === undefined ? [""] : distinctIn(rows, series);
  const truth = numbersIn(rows, measured);
  const columns = Math.min(across, predictors.length);
  const lines = Math.ceil(predictors.length / columns);
  const panels = predictors.map(({ column, name }, k) => {
    const predicted = numbersIn(rows, column);
    const pairs = [...truth.keys()].filter(
      (i) => Number.isFinite(truth[i]) && Number.isFinite(predicted[i]),
    );
    const of = (column: Float64Array): number[] => pairs.map((i) => column[i]);
    return {
      name,
      predicted,
      id: k === 0 ? "" : String(k + 1),
      x: share(k % columns, columns, 0.12),
      y: share(lines - 1 - Math.floor(k / columns), lines, 0.17 / Math.max(1, lines - 1)),
      first: k % columns === 0,
      lowest: k + columns >= predictors.length,
      count: pairs.length,
      correlation: rankCorrelation(of(predicted), of(truth)),
    };
  });
  const range = commonRange([truth, ...panels.map(({ predicted }) => predicted)]);
  const text = (value: number): string =>
    Number.isNaN(value) ? "not defined" : value.toFixed(2).replace("-", "−");
  return {
    data: panels.flatMap(({ predicted, id }) =>
      names.map((name, k) => {
        const own = [...truth.keys()].filter(
          (i) => series === undefined || String(rows[i][series]) === name,
        );
        const { label, color, symbol } = styleOf(name, k);
        return {
          type: "scatter",
          mode: "markers",
          name: label || "problems",
          legendgroup: name,
          showlegend: id === "" && series !== undefined,
          x: own.map((i) => predicted[i]),
          y: own.map((i) => truth[i]),
          xaxis: `x${id}`,
          yaxis: `y${id}`,
          marker: { color, symbol, size: 7, opacity: 0.6, line: { color: "#ffffff", width: 0.5 } },
          hovertemplate:
            "predicted %{x:.2f}<br>measured %{y:.2f} bits<extra>%{fullData.name}</extra>",
        };
      }),
    ),
    layout: layout(title, 120 + 320 * lines, {
      ...Object.fromEntries(
        panels.flatMap(({ id, x, y, first, lowest }) => [
          [
            `xaxis${id}`,
            axis(lowest ? "predicted p (bits)" : "", { domain: x, anchor: `y${id}`, range }),
          ],
          [
            `yaxis${id}`,
            axis(first ? "measured p (bits)" : "", { domain: y, anchor: `x${id}`, range }),
          ],
        ]),
      ),
      shapes: panels.map(({ id }) => ({
        type: "line",
        xref: `x${id}`,
        yref: `y${id}`,
        ...{ x0: range[0], y0: range[0], x1: range[1], y1: range[1] },
        layer: "below",
        line: { color: reference, width: 1.5, dash: "dash" },
      })),
      annotations: panels.map(({ name, correlation, x, y }) =>
        panelTitle(`<b>${name}</b><br>rank correlation ${text(correlation)}`, x, y[1]),
      ),
      margin: { l: 64, r: 24, t: 120, b: 60 },
      legend: { ...(layout("", 0).legend as object), y: 1 + 0.14 / lines },
    }),
    caption:
      "Each mark is one problem; on the dashed diagonal prediction and measurement agree, below it " +
      "the predictor asks for more bits than are needed, above it for fewer. Spearman's rank " +
      `correlations: ${panels.map(({ name, correlation, count }) => `${name} ${text(correlation)} (${count} problems)`).join(", ")}.`,
    alt: `Measured against predicted precision in bits, one panel each for ${predictors.map(({ name }) => name).join(", ")}, with the diagonal.`,
  };
}

/** A format's own style where the series is named after one. */
function styleOf(name: string, k: number): FormatStyle {
  const own = formatStyle(name);
  return own.label === name ? seriesStyle(k, name) : own;
}

/** The i-th of n equal intervals of [0, 1] with gaps between them. */
function share(i: number, n: number, gap: number): [number, number] {
  const width = (1 - gap * (n - 1)) / n;
  return [i * (width + gap), i * (width + gap) + width];
}

/** One range for all axes, so that the diagonal is one. */
function commonRange(columns: readonly Float64Array[]): [number, number] {
  const finite = columns.flatMap((column) => [...column].filter(Number.isFinite));
  if (finite.length < 1) return [0, 1];
  const low = finite.reduce((a, b) => Math.min(a, b));
  const high = finite.reduce((a, b) => Math.max(a, b));
  const margin = Math.max(0.5, 0.05 * (high - low));
  return [low - margin, high + margin];
}
