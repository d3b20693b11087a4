/**
 * What a table may hold in one place; `null` is "not measured", NaN is "measured, not a
 * number".
 */
export type Cell = number | string | boolean | null;

/** One observation: a value for every column of its table. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows under named columns: what experiments return, stores keep and figures draw. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly Row[];
}

/**
 * The table of some rows, its columns in the order of the first row unless they are given.
 *
 * @param rows - observations; each must hold exactly the columns
 * @param columns - names and order; needed when there may be no row
 * @throws TypeError as {@link checkTable} does
 *
 * @example
 * tableOf([{ format: "float16", reached: 0.5 }]).columns; // ["format", "reached"]
 */
export function tableOf(
  rows: readonly Row[],
  columns: readonly string[] = Object.keys(rows[0] ?? {}),
): Table {
  const table = { columns, rows };
  checkTable(table, "tableOf");
  return table;
}

/**
 * The rows of several tables with the same columns, one below the other.
 *
 * @throws RangeError if there is no table, or if columns differ in name or order
 *
 * @example
 * stackTables([tableOf([{ p: 8 }]), tableOf([{ p: 11 }])]).rows.length; // 2
 */
export function stackTables(tables: readonly Table[]): Table {
  if (tables.length === 0) throw new RangeError("stackTables: needs at least one table, got none");
  const columns = tables[0].columns;
  for (const [k, table] of tables.entries())
    if (JSON.stringify(table.columns) !== JSON.stringify(columns))
      throw new RangeError(
        `stackTables: table ${k} has the columns [${table.columns}], table 0 has [${columns}]`,
      );
  return { columns, rows: tables.flatMap((table) => table.rows) };
}

/**
 * Refuses a table that could not be written without loss: a column named twice, a row with a
 * missing or an extra cell, a cell that is not a {@link Cell}.
 *
 * @param caller - name of the function that errors are to name
 * @throws TypeError naming the row (from 0) and the column
 */
export function checkTable(table: Table, caller: string): void {
  const names = new Set(table.columns);
  if (names.size !== table.columns.length)
    throw new TypeError(`${caller}: a column is named twice in [${table.columns}]`);
  for (const [i, row] of table.rows.entries()) {
    for (const column of table.columns) {
      const cell = Object.hasOwn(row, column) ? row[column] : undefined;
      const kind = typeof cell;
      if (cell !== null && kind !== "number" && kind !== "string" && kind !== "boolean")
        throw new TypeError(
          `${caller}: row ${i}, column "${column}" is ${kind === "undefined" ? "missing" : `of type ${kind}`}, ` +
            "expected a number, a string, a boolean or null",
        );
    }
    const extra = Object.keys(row).find((name) => !names.has(name));
    if (extra !== undefined)
      throw new TypeError(`${caller}: row ${i} has "${extra}", which is not a column`);
  }
}

export { fromCsv, toCsv } from "./csv.js";
export { fromDataFrame, toDataFrame } from "./dataFrame.js";
