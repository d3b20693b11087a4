import { requireList } from "../../landscapes/requireObjective.js";
import type { Row, Table } from "../../results/table.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { distinctIn } from "../rows.js";
import { axis, formatStyle, ink, layout } from "../theme.js";

/** Alternating light and dark, each with a pattern of its own: apart in grey too. */
const looks: readonly { readonly color: string; readonly shape: string }[] = [
  { color: "#2f6f8f", shape: "" },
  { color: "#9fc6d8", shape: "/" },
  { color: "#e8b04b", shape: "" },
  { color: "#b5651d", shape: "\\" },
  { color: "#d9d9d9", shape: "." },
  { color: "#8a8a8a", shape: "x" },
  { color: "#5b4a82", shape: "-" },
  { color: "#c9b8e0", shape: "|" },
];

/** Smaller shares have their number in the caption. */
const LEAST = 0.03;

/**
 * How runs ended, per format: one bar per format, divided into its outcomes.
 *
 * @param counts - columns format, outcome, count; outcomes are drawn in the order of the rows
 * @param title - one line above the picture
 * @throws RangeError if there are no rows, or more than eight outcomes
 *
 * @example
 * const rows = [{ format: "float64", outcome: "OR, AND", count: 3 }];
 * outcomeShares({ columns: ["format", "outcome", "count"], rows }).data.length; // 1
 */
export function outcomeShares(counts: Table, title = "How the runs ended"): Figure {
  requireList(counts?.rows, "rows of a table", "outcomeShares");
  const formats = distinctIn(counts.rows, "format");
  const outcomes = distinctIn(counts.rows, "outcome");
  if (counts.rows.length < 1 || outcomes.length > looks.length)
    throw new RangeError(
      `outcomeShares: expected 1 to ${looks.length} outcomes, got ${outcomes.length}`,
    );
  const count = (format: string, outcome: string): number =>
    counts.rows
      .filter((row: Row) => row.format === format && row.outcome === outcome)
      .reduce((sum, row) => sum + Number(row.count), 0);
  const totals = formats.map((format) =>
    outcomes.reduce((sum, outcome) => sum + count(format, outcome), 0),
  );
  const narrow = formats.flatMap((format, i) =>
    outcomes.flatMap((outcome) => {
      const own = count(format, outcome);
      const label = `${own} ${outcome} in ${formatStyle(format).label}`;
      return own > 0 && own / totals[i] < LEAST ? [label] : [];
    }),
  );
  const top = legendMargin(outcomes.length);
  return {
    data: outcomes.map((outcome, k) => {
      const own = formats.map((format) => count(format, outcome));
      const { color, shape } = looks[k];
      return {
        ...{ type: "bar", orientation: "h", name: outcome },
        y: formats.map((format) => formatStyle(format).label),
        x: own.map((value, i) => value / totals[i]),
        text: own.map((value, i) => (value / totals[i] >= LEAST ? String(value) : "")),
        ...{ textposition: "inside", insidetextanchor: "middle", textangle: 0 },
        insidetextfont: { color: isDark(k) ? "#ffffff" : ink, size: 12 },
        constraintext: "none",
        marker: {
          color,
          line: { color: "#ffffff", width: 1.2 },
          pattern: { shape, size: 6, solidity: 0.18, bgcolor: color, fgcolor: "#ffffff" },
        },
        customdata: own,
        hovertemplate: `%{customdata} runs: ${outcome}<extra>%{y}</extra>`,
      };
    }),
    layout: layout(title, top + 76 + 44 * formats.length, {
      barmode: "stack",
      bargap: 0.3,
      xaxis: axis("share of runs (dimensionless)", { range: [0, 1], dtick: 0.2 }),
      yaxis: axis("", { autorange: "reversed", ticks: "", showgrid: false }),
      margin: { l: 90, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle({ itemwidth: 30, traceorder: "normal" }),
    }),
    caption: paragraph([
      `Numbers are runs: ${formats.map((format, i) => `${totals[i]} in ${formatStyle(format).label}`).join(", ")}.`,
      narrow.length > 0 ? `Too narrow for a number: ${narrow.join(", ")}.` : "",
      "All formats have the same starts.",
    ]),
    alt: `Stacked bars of outcomes (${outcomes.join(", ")}) for ${formats.map((format) => formatStyle(format).label).join(", ")}.`,
  };
}

const isDark = (k: number): boolean => [0, 3, 5, 6].includes(k);
