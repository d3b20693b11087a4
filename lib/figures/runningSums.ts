import type { Row } from "../results/table.js";
import type { Figure } from "./figure.js";
import { distinctIn, numbersIn } from "./rows.js";
import { axis, formatStyle, layout } from "./theme.js";

/**
 * Sums that grow one small term at a time, in several formats and roundings: where a line
 * turns flat, updates are lost.
 *
 * @param rows - columns run (name of the line), format, dash (Plotly's, to tell apart two runs
 *   of one format; empty for the format's own), step, sum
 *
 * @example
 * runningSums([{ run: "float64", format: "float64", dash: "", step: 0, sum: 1 }]).data.length; // 1
 */
export function runningSums(rows: readonly Row[]): Figure {
  const runs = distinctIn(rows, "run");
  const ends: string[] = [];
  const data = runs.map((run) => {
    const own = rows.filter((row) => row.run === run);
    const { color, dash, width } = formatStyle(String(own[0].format));
    const sums = numbersIn(own, "sum");
    ends.push(`${run} at ${Number(sums[sums.length - 1].toPrecision(4))}`);
    return {
      type: "scatter",
      mode: "lines",
      name: run,
      x: numbersIn(own, "step"),
      y: sums,
      line: { color, dash: own[0].dash || dash, width: Math.min(width, 3.5), shape: "hv" },
      hovertemplate: "after %{x} terms: %{y}<extra>%{fullData.name}</extra>",
    };
  });
  return {
    data,
    layout: layout("A sum that grows by small terms", 420, {
      xaxis: axis("terms added (count)"),
      yaxis: axis("sum (dimensionless)"),
    }),
    caption:
      "A flat line has lost every later term: each is at most half a gap of the sum it should " +
      `raise. At the end: ${ends.join("; ")}.`,
    alt: `Running sums against the number of terms, one line each for ${runs.join(", ")}.`,
  };
}
