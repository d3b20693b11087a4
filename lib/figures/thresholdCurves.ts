import type { Table } from "../results/table.js";
import type { Figure } from "./figure.js";
import { scientific } from "./powerText.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, decadeAxis, formatStyle, layout, reference } from "./theme.js";

/**
 * Share of starts that count as successful, against the loss threshold that defines success.
 *
 * @param thresholds - columns format, learningRate, threshold (loss units), share
 * @param chosen - the learning rate to draw and the threshold that was fixed beforehand
 *
 * @example
 * thresholdCurves(result.thresholds, { learningRate: 0.05, threshold: 1e-2 }).data.length; // one per format
 */
export function thresholdCurves(
  thresholds: Table,
  chosen: { readonly learningRate: number; readonly threshold: number },
): Figure {
  const { learningRate, threshold } = chosen;
  const formats = distinctIn(thresholds.rows, "format");
  const data = formats.map((format, k) => {
    const rows = rowsWith(thresholds, { format, learningRate });
    const { label, color, dash, symbol, width } = formatStyle(format);
    return {
      type: "scatter",
      mode: "lines+markers",
      name: label,
      x: numbersIn(rows, "threshold"),
      y: numbersIn(rows, "share"),
      line: { color, dash, width, shape: "hv" },
      // A few markers per curve, staggered, so that they tell the curves apart without crowding.
      marker: { color, symbol, size: 8, maxdisplayed: 9 + k },
      hovertemplate: "threshold %{x:.1e}<br>share %{y:.3f}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data,
    layout: layout(`What counts as reached: share against threshold, η = ${learningRate}`, 430, {
      xaxis: decadeAxis("loss threshold (loss units)", { dtick: 1 }),
      yaxis: axis("share of starts (dimensionless)", { range: [-0.04, 1.04] }),
      shapes: [
        {
          type: "line",
          x0: threshold,
          x1: threshold,
          y0: 0,
          y1: 1,
          yref: "paper",
          line: { color: reference, width: 1.5, dash: "dot" },
        },
      ],
      annotations: [
        {
          x: Math.log10(threshold),
          y: 0.5,
          yref: "paper",
          text: "fixed beforehand",
          textangle: -90,
          xshift: -9,
          showarrow: false,
          font: { size: 12, color: reference },
        },
      ],
    }),
    caption:
      `${climbs(thresholds, formats, learningRate)} The dotted line is the threshold used ` +
      "everywhere else: read every share together with its threshold.",
    alt: `Success share against loss threshold, one curve each for ${formats.map((f) => formatStyle(f).label).join(", ")}.`,
  };
}

/** Between which thresholds each curve climbs from under a tenth to over nine tenths. */
function climbs(thresholds: Table, formats: readonly string[], learningRate: number): string {
  const climbing: string[] = [];
  const above: string[] = [];
  const other: string[] = [];
  for (const format of formats) {
    const rows = rowsWith(thresholds, { format, learningRate });
    const share = numbersIn(rows, "share");
    const { label } = formatStyle(format);
    const low = share.reduce((last, value, i) => (value < 0.1 ? i : last), -1);
    const high = share.findIndex((value) => value > 0.9);
    if (share.every((value) => value > 0.9)) above.push(label);
    else if (low < 0 || high < low) other.push(label);
    else {
      const [from, to] = [low, high].map((i) => scientific(Number(rows[i].threshold)));
      climbing.push(`${label} between ${from} and ${to}`);
    }
  }
  const sentences: string[] = [];
  if (climbing.length > 0)
    sentences.push(
      `The share climbs from under 10 % to over 90 % where a format's runs stop: ${climbing.join(", ")}.`,
    );
  if (above.length > 0) sentences.push(`Over 90 % at every threshold shown: ${above.join(", ")}.`);
  if (other.length > 0) sentences.push(`No such climb in the range shown: ${other.join(", ")}.`);
  return sentences.join(" ");
}
