import type { Row } from "../results/table.js";
import { numbersIn } from "./rows.js";
import { reference } from "./theme.js";

/**
 * Plotly's error bars from the interval of a share: from `low` to `high`, the mark at `share`.
 *
 * @param rows - rows with numeric columns share, low, high
 * @param more - whatever else, merged over the defaults
 * @throws RangeError if a cell holds text
 *
 * @example
 * intervalBars([{ share: 0.5, low: 0.25, high: 1 }]); // array: [0.5], arrayminus: [0.25], …
 */
export function intervalBars(
  rows: readonly Row[],
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  const [share, low, high] = ["share", "low", "high"].map((column) => numbersIn(rows, column));
  return {
    type: "data",
    symmetric: false,
    array: high.map((value, i) => value - share[i]),
    arrayminus: low.map((value, i) => share[i] - value),
    thickness: 1.6,
    width: 5,
    color: reference,
    ...more,
  };
}
