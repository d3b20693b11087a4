import type { Table } from "../results/table.js";
import type { Figure } from "./figure.js";
import { intervalBars } from "./intervalBars.js";
import { distinctIn, numbersIn, rowsWith } from "./rows.js";
import { axis, formatStyle, layout, legendEntry, reference } from "./theme.js";

/**
 * Share of starts that reach each single minimum, per format: filled dots for the format
 * itself, open ones after promotion, one panel per minimum.
 *
 * @param minima - columns format, minimum, how ("itself" | "promoted"), count, of, share, low, high
 *
 * @example
 * shareOfMinima(result.minima).data.length; // 4 for two minima, and 2 legend entries
 */
export function shareOfMinima(minima: Table): Figure {
  const formats = distinctIn(minima.rows, "format");
  const names = distinctIn(minima.rows, "minimum");
  const labels = formats.map((format) => formatStyle(format).label);
  const data = names.flatMap((minimum, panel) =>
    ["itself", "promoted"].map((how, k) => {
      const rows = formats.flatMap((format) => rowsWith(minima, { format, minimum, how }));
      const color = rows.map((row) => formatStyle(String(row.format)).color);
      return {
        type: "scatter",
        mode: "markers",
        name: how === "itself" ? "reached in the format itself" : "reached after promotion",
        showlegend: false,
        xaxis: panel === 0 ? "x" : `x${panel + 1}`,
        x: numbersIn(rows, "share"),
        y: rows.map((row) => formats.indexOf(String(row.format)) + (k === 0 ? -0.13 : 0.13)),
        error_x: intervalBars(rows, { width: 4 }),
        marker: {
          size: 8,
          color: k === 0 ? color : "#ffffff",
          symbol: k === 0 ? "circle" : "diamond",
          line: { width: 2, color },
        },
        text: rows.map((row) => `${row.count} of ${row.of}`),
        hovertemplate: "%{text}<br>share %{x:.3f}<extra></extra>",
      };
    }),
  );
  const line = { width: 2, color: reference };
  const legend = [
    legendEntry("reached in the format itself", { color: reference, symbol: "circle", line }),
    legendEntry("reached after promotion", { color: "#ffffff", symbol: "diamond", line }),
  ];
  const gap = 0.06;
  const width = (1 - gap * (names.length - 1)) / names.length;
  const panels = names.map((minimum, i) => {
    const range = [-0.03, Math.min(1.03, 1.4 / names.length)];
    const domain = [i * (width + gap), i * (width + gap) + width];
    return [
      i === 0 ? "xaxis" : `xaxis${i + 1}`,
      axis(`share of starts at “${minimum}”`, { domain, range }),
    ];
  });
  return {
    data: [...data, ...legend],
    layout: layout("Share of starts per minimum", 400, {
      ...Object.fromEntries(panels),
      yaxis: axis("number format", {
        tickvals: formats.map((_, i) => i),
        ticktext: labels,
        range: [formats.length - 0.5, -0.5],
      }),
    }),
    caption:
      "Each panel is one minimum. Where the filled dot lies left of the open one, runs stopped on " +
      "the way and were brought there by promotion. Where the open dots of all formats agree, no " +
      "format has lost part of that minimum's basin to the other. Bars: Wilson intervals.",
    alt: `Two-panel dot plot: share of starts per minimum (${names.join(", ")}) for ${labels.join(", ")}.`,
  };
}
