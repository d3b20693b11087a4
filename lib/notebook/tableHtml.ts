import type { Cell, Table } from "../results/table.js";
import { escapeHtml } from "./escapeHtml.js";

/** How a table is shown. */
export interface TableOptions {
  readonly caption?: string;
  /** Significant digits of numbers that are not whole; 4 by default. */
  readonly digits?: number;
}

/**
 * A cell as a reader wants it: whole numbers below 2⁵³ whole, others to `digits` significant
 * digits; from there on every double is whole, which says nothing.
 */
export function cellText(cell: Cell, digits = 4): string {
  if (cell === null) return "";
  if (typeof cell !== "number" || Number.isSafeInteger(cell) || !Number.isFinite(cell))
    return Object.is(cell, -0) ? "-0" : String(cell);
  // Never through a number here: the largest double, rounded to digits, would be Infinity.
  if (Math.abs(cell) >= 2 ** 53) return cell.toExponential(digits - 1).replace(/\.?0+e/, "e");
  const rounded = Number(cell.toPrecision(digits));
  return Math.abs(cell) < 1e-3 ? rounded.toExponential() : String(rounded);
}

/** The table as escaped HTML: numbers right, words left. */
export function tableHtml(table: Table, options: TableOptions = {}): string {
  const { caption, digits } = options;
  const align = table.columns.map((name) =>
    table.rows.every((row) => row[name] === null || typeof row[name] === "number")
      ? ' style="text-align:right"'
      : ' style="text-align:left"',
  );
  const head = table.columns.map((name, i) => `<th${align[i]}>${escapeHtml(name)}</th>`);
  const body = table.rows.map((row) => {
    const cells = table.columns.map(
      (name, i) => `<td${align[i]}>${escapeHtml(cellText(row[name] ?? null, digits))}</td>`,
    );
    return `<tr>${cells.join("")}</tr>`;
  });
  const title = caption === undefined ? "" : `<caption>${escapeHtml(caption)}</caption>`;
  return `<table class="nh-table">${title}<thead><tr>${head.join("")}</tr></thead><tbody>${body.join("\n")}</tbody></table>`;
}

/** The table as aligned plain text. */
export function tableText(table: Table, options: TableOptions = {}): string {
  const grid = [
    [...table.columns],
    ...table.rows.map((row) => table.columns.map((c) => cellText(row[c] ?? null, options.digits))),
  ];
  const widths = table.columns.map((_, i) => Math.max(...grid.map((row) => row[i]?.length ?? 0)));
  const lines = grid.map((row) => row.map((text, i) => text.padStart(widths[i] ?? 0)).join("  "));
  return options.caption === undefined ? lines.join("\n") : [options.caption, ...lines].join("\n");
}
