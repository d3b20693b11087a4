import type { Table } from "../results/table.js";
import type { Figure } from "./figure.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, formatStyle, layout } from "./theme.js";

/**
 * Share of starts that end in another valley than the reference run, against the distance of
 * the start from the ridge.
 *
 * @param ridge - columns format, distance (dimensionless, a power of two), share, low, high
 *
 * @example
 * switchNearRidge(result.ridge).layout.height; // 420
 */
export function switchNearRidge(ridge: Table): Figure {
  const formats = distinctIn(ridge.rows, "format");
  const exponents = [...new Set(ridge.rows.map((row) => Math.log2(Number(row.distance))))];
  const shown = exponents.filter((e) => Number.isInteger(e) && e % 2 === 0);
  const data = formats.map((format) => {
    const rows = rowsWith(ridge, { format });
    const { label, color, dash, symbol, width } = formatStyle(format);
    const share = numbersIn(rows, "share");
    return {
      type: "scatter",
      mode: "lines+markers",
      name: label,
      x: numbersIn(rows, "distance"),
      y: share,
      error_y: {
        type: "data",
        symmetric: false,
        array: numbersIn(rows, "high").map((high, i) => high - share[i]),
        arrayminus: numbersIn(rows, "low").map((low, i) => share[i] - low),
        color,
        thickness: 0.8,
        width: 2,
      },
      line: { color, dash, width: Math.min(width, 3) },
      marker: { color, symbol, size: 7 },
      hovertemplate: "distance %{x:.2e}<br>share %{y:.3f}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data,
    layout: layout("Where a coarse format changes the valley", 420, {
      xaxis: axis("distance |θ₁| of the start from the ridge (dimensionless)", {
        type: "log",
        tickvals: shown.map((e) => 2 ** e),
        ticktext: shown.map((e) => `2<sup>−${Math.abs(e)}</sup>`),
      }),
      yaxis: axis("share of starts in the other valley", { range: [-0.03, 0.83] }),
    }),
    caption:
      "Starts nearer to the ridge than half the smallest number of a format round to θ₁ = 0, lose " +
      "their sign and all roll to the same side: half of them had started on the other. Farther " +
      "out no format changes any start's valley. Bars: 95 % Wilson intervals.",
    alt: `Share of starts that change the valley against distance from the ridge for ${formats.map((f) => formatStyle(f).label).join(", ")}.`,
  };
}
