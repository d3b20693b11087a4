import type { Row, Table } from "../results/table.js";

/**
 * The rows of a table that agree with `wanted` in every column it names, in their order.
 *
 * @param table - any result table
 * @param wanted - column values; an empty object takes all rows
 *
 * @example
 * rowsWith({ columns: ["p"], rows: [{ p: 4 }, { p: 8 }] }, { p: 8 }); // [{ p: 8 }]
 */
export function rowsWith(table: Table, wanted: Row): Row[] {
  return table.rows.filter((row) =>
    Object.entries(wanted).every(([column, value]) => row[column] === value),
  );
}

/**
 * One column of rows as numbers; null becomes NaN, which Plotly leaves out.
 *
 * @param rows - rows of a result table
 * @param column - the column's name
 * @throws RangeError if a cell holds text
 *
 * @example
 * numbersIn([{ p: 4 }, { p: null }], "p"); // Float64Array [4, NaN]
 */
export function numbersIn(rows: readonly Row[], column: string): Float64Array {
  return Float64Array.from(rows, (row) => {
    const cell = row[column];
    if (typeof cell === "string")
      throw new RangeError(`numbersIn: column ${column} holds "${cell}", expected numbers`);
    return cell === null || cell === undefined ? Number.NaN : Number(cell);
  });
}

/**
 * The distinct values of a column, in the order in which they first appear.
 *
 * @example
 * distinctIn([{ f: "a" }, { f: "b" }, { f: "a" }], "f"); // ["a", "b"]
 */
export function distinctIn(rows: readonly Row[], column: string): string[] {
  return [...new Set(rows.map((row) => String(row[column])))];
}

/**
 * Chosen columns of rows, in the given order, as a table to be shown; "a as b" renames a to b.
 *
 * @param rows - rows of a result table
 * @param columns - names of columns, or "name as label"
 * @throws RangeError if a row lacks a column
 *
 * @example
 * pickColumns([{ p: 4, count: 9 }], ["count as reached", "p"]).rows; // [{ reached: 9, p: 4 }]
 */
export function pickColumns(rows: readonly Row[], columns: readonly string[]): Table {
  const pairs = columns.map((text) => {
    const [name, label = name] = text.split(" as ");
    return { name, label };
  });
  const picked = rows.map((row) =>
    Object.fromEntries(
      pairs.map(({ name, label }) => {
        if (!(name in row))
          throw new RangeError(
            `pickColumns: no column "${name}", expected one of ${Object.keys(row).join(", ")}`,
          );
        return [label, row[name]];
      }),
    ),
  );
  return { columns: pairs.map(({ label }) => label), rows: picked };
}
