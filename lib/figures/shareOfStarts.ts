import type { Table } from "../results/table.js";
import type { Figure } from "./figure.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, formatStyle, layout, legendEntry, reference } from "./theme.js";

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
    const share = numbersIn(rows, "share");
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
      y: share,
      error_y: {
        type: "data",
        symmetric: false,
        array: numbersIn(rows, "high").map((high, i) => high - share[i]),
        arrayminus: numbersIn(rows, "low").map((low, i) => share[i] - low),
        thickness: 1.6,
        width: 5,
        color: reference,
      },
      marker: {
        size: 11,
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
      yaxis: axis("share of starts (dimensionless)", { range: [-0.04, 1.04] }),
    }),
    caption:
      "Dots are shares of the same starts, bars their 95 % Wilson intervals. In one format the " +
      `share can be near 1 at η = ${learningRates[0]} and near 0 at another learning rate: ` +
      "a low share alone does not say that a minimum is out of reach.",
    alt: `Dot plot of success shares for ${labels.join(", ")} at learning rates ${learningRates.join(", ")}.`,
  };
}
