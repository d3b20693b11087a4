import { createRequire } from "node:module";
import type { DataFrame } from "danfojs-node";
import { type Cell, checkTable, type Row, type Table } from "./table.js";

/**
 * The table as a danfojs DataFrame, for grouping, joining and describing.
 *
 * Cells are kept as they are; danfojs calls a column `int32` if it holds integers only,
 * `float32` if it holds other numbers or is partly empty (its name for them: the values stay
 * float64), `boolean`, or else `string`. danfojs is loaded at the first call (about half a
 * second), not with the library.
 *
 * @throws TypeError for a table with missing cells (see {@link checkTable}) or with a column whose
 *   name danfojs needs for itself, such as "shape" or "values"
 *
 * @example
 * const frame = toDataFrame(tableOf([{ p: 8, steps: 40 }, { p: 11, steps: 60 }]));
 * frame["steps"].mean(); // 50
 */
export function toDataFrame(table: Table): DataFrame {
  checkTable(table, "toDataFrame");
  const danfo = loadDanfo();
  const empty = new danfo.DataFrame([]);
  const taken = table.columns.find((name) => isAttribute(empty, name));
  if (taken !== undefined)
    throw new TypeError(`toDataFrame: danfojs needs the name "${taken}" itself, rename the column`);
  return new danfo.DataFrame(
    table.rows.map((row) => table.columns.map((name) => row[name])),
    { columns: [...table.columns], dtypes: table.columns.map((name) => dtype(table.rows, name)) },
  );
}

/**
 * The rows of a danfojs DataFrame; its index is dropped, `undefined` becomes `null`.
 *
 * @throws TypeError for cells that a table cannot hold, such as dates
 *
 * @example
 * fromDataFrame(toDataFrame(table)); // equals table
 */
export function fromDataFrame(frame: DataFrame): Table {
  const columns = frame.columns.map(String);
  const values = frame.values as unknown[][];
  const table = {
    columns,
    rows: values.map((cells) =>
      Object.fromEntries(columns.map((name, j) => [name, (cells[j] ?? null) as Cell])),
    ),
  };
  checkTable(table, "fromDataFrame");
  return table;
}

type Danfo = typeof import("danfojs-node");

function loadDanfo(): Danfo {
  return createRequire(import.meta.url)("danfojs-node") as Danfo;
}

/**
 * danfojs defines a property per column, which would hide `frame.shape` and its like from
 * danfojs itself.
 */
function isAttribute(frame: DataFrame, name: string): boolean {
  if (Object.hasOwn(frame, name)) return true;
  for (let proto = Object.getPrototypeOf(frame); proto; proto = Object.getPrototypeOf(proto))
    if (Object.getOwnPropertyDescriptor(proto, name)?.get) return true;
  return false;
}

function dtype(rows: readonly Row[], column: string): string {
  const cells = rows.map((row) => row[column]);
  const filled = cells.filter((cell) => cell !== null);
  if (filled.length > 0 && filled.every((cell) => typeof cell === "boolean")) return "boolean";
  if (!filled.every((cell) => typeof cell === "number")) return "string";
  return cells.length > 0 && cells.every(Number.isInteger) ? "int32" : "float32";
}
