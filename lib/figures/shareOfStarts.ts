import type { Row, Table } from "../results/table.js";
import type { Figure } from "./figure.js";
import { intervalBars } from "./intervalBars.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, formatStyle, gridline, layout, legendEntry, reference } from "./theme.js";

/**
 * Share of starts that reach a minimum, per format and learning rate: dots with intervals.
 *
 * @param shares - columns format, learningRate, rounding, count, of, share, low, high (shares in [0, 1])
 * @param learningRates - which learning rates to draw; the first one filled, the others open
 *
 * @example
 * shareOfStarts(result.shares, [0.05, 0.005]).layout.height; // 420
 */
export function shareOfStarts(shares: Table, learningRates: readonly number[]): Figure {
  const formats = distinctIn(shares.rows, "format");
  const labels = formats.map((format) => formatStyle(format).label);
  const symbols = ["circle", "square", "diamond"];
  const spread = 0.24;
  const data = learningRates.map((learningRate, k) => {
    const rows = formats.flatMap((format) =>
      rowsWith(shares, { format, learningRate, rounding: "both" }),
    );
    const styles = rows.map((row) => formatStyle(String(row.format)));
    return {
      type: "scatter",
      mode: "markers",
      name: `η = ${learningRate}`,
      showlegend: false,
      x: rows.map(
        (row) =>
          formats.indexOf(String(row.format)) + spread * (k - (learningRates.length - 1) / 2),
      ),
      y: numbersIn(rows, "share"),
      error_y: intervalBars(rows),
      marker: {
        size: 7,
        color: styles.map(({ color }) => (k === 0 ? color : "#ffffff")),
        symbol: symbols[k % symbols.length],
        line: { width: 2, color: styles.map(({ color }) => color) },
      },
      text: rows.map((row) => `${row.count} of ${row.of}`),
      hovertemplate: "%{text}<br>share %{y:.3f}<extra></extra>",
    };
  });
  const legend = learningRates.map((learningRate, k) =>
    legendEntry(`η = ${learningRate}`, {
      color: k === 0 ? reference : "#ffffff",
      symbol: symbols[k % symbols.length],
      line: { width: 2, color: reference },
    }),
  );
  return {
    data: [...data, ...legend],
    layout: layout("Share of starts that reach a minimum", 420, {
      xaxis: axis("number format", {
        tickvals: formats.map((_, i) => i),
        ticktext: labels,
        range: [-0.6, formats.length - 0.4],
        showgrid: false,
      }),
      yaxis: axis("share of starts (dimensionless)", {
        range: [-0.04, 1.04],
        dtick: 0.2,
        showgrid: false,
      }),
      // Grid lines between 0 and 1 only: on 0 and 1 they would run through most of the marks.
      shapes: [0.2, 0.4, 0.6, 0.8].map((y) => ({
        type: "line",
        layer: "below",
        xref: "paper",
        x0: 0,
        x1: 1,
        y0: y,
        y1: y,
        line: { color: gridline, width: 1 },
      })),
    }),
    caption:
      `Dots are shares of the same starts, bars their Wilson intervals. ${widest(shares, formats, learningRates)}` +
      "A low share at one learning rate does not say that a minimum is out of reach.",
    alt: `Dot plot of success shares for ${labels.join(", ")} at learning rates ${learningRates.join(", ")}.`,
  };
}

/** The format whose share depends most on the learning rate, with its numbers, as a sentence. */
function widest(
  shares: Table,
  formats: readonly string[],
  learningRates: readonly number[],
): string {
  const spans = formats.flatMap((format) => {
    const rows = learningRates
      .flatMap((learningRate) => rowsWith(shares, { format, learningRate, rounding: "both" }))
      .sort((a, b) => Number(a.share) - Number(b.share));
    const [least, most] = [rows[0], rows[rows.length - 1]];
    return rows.length > 1
      ? [{ format, least, most, span: Number(most.share) - Number(least.share) }]
      : [];
  });
  if (spans.length < 1) return "";
  const { format, least, most } = spans.reduce((a, b) => (b.span > a.span ? b : a));
  const text = ({ count, of, learningRate }: Row): string =>
    `${count} of ${of} at η = ${learningRate}`;
  return `In ${formatStyle(format).label} they range from ${text(least)} to ${text(most)}. `;
}
