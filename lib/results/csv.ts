import { type Cell, checkTable, type Table } from "./table.js";

/**
 * CSV text (RFC 4180, UTF-8, lines ending in LF) of a table, from which {@link fromCsv}
 * restores it bit for bit.
 *
 * Numbers are written as JavaScript's shortest text that reads back to the same float64, with
 * `-0`, `NaN`, `Infinity` and `-Infinity`; booleans as `true` and `false`; `null` as an empty
 * field. A string is quoted where it must be and also where it would otherwise be read as one of
 * these, so the string "1" becomes `"1"` with its quotes and the empty string `""`.
 *
 * The text depends on nothing but the table: it is the canonical form that results are hashed in.
 * O(size of the text).
 *
 * @throws TypeError for a table that cannot be written without loss (see {@link checkTable},
 *   and strings with half a surrogate pair, which UTF-8 has no bytes for)
 * @see Shafranovich (2005), RFC 4180
 *
 * @example
 * toCsv({ columns: ["p", "name"], rows: [{ p: 11, name: "half, IEEE" }] });
 * // 'p,name\n11,"half, IEEE"\n'
 */
export function toCsv(table: Table): string {
  checkTable(table, "toCsv");
  if (table.columns.length === 0) {
    if (table.rows.length === 0) return "";
    throw new TypeError(`toCsv: ${table.rows.length} rows, but no column`);
  }
  const lines = [table.columns.map((name) => quoted(name, name === "")).join(",")];
  for (const row of table.rows) lines.push(table.columns.map((name) => field(row[name])).join(","));
  return `${lines.join("\n")}\n`;
}

/**
 * The table in a CSV text: the first line names the columns, every other line is a row.
 *
 * **Typing.** A quoted field is always a string. An unquoted one is, by its text alone (never
 * by its neighbours): `null` if empty; a boolean if `true` or `false`; a number if it is a
 * decimal literal without leading zeros (`-1.5e-3`, `.5`, but not `007`) or `NaN`, `Infinity`,
 * `-Infinity`, `nan`, `inf`, `-inf`; otherwise a string, spaces kept.
 *
 * Lines may end in LF or CRLF, the last one in nothing; a UTF-8 byte order mark is skipped; blank
 * lines are skipped unless there is only one column (there they are a `null`).
 *
 * @throws SyntaxError with line and column (from 1) for a stray or unclosed quote, a lone carriage
 *   return, a row with too few or too many fields, a column name given twice
 * @see Shafranovich (2005), RFC 4180
 *
 * @example
 * fromCsv("p,name\r\n11,half\r\n").rows[0]; // { p: 11, name: "half" }
 */
export function fromCsv(text: string): Table {
  const records = recordsOf(text);
  const header = records.next().value;
  if (!header || isBlank(header)) {
    const more = records.next().value;
    if (more) throw syntaxError("the first line must name the columns", more.line, 1);
    return { columns: [], rows: [] };
  }
  const columns = header.fields.map((f) => f.text);
  const seen = new Set<string>();
  for (const { text: name, column } of header.fields) {
    if (seen.has(name))
      throw syntaxError(`the column name "${name}" is given twice`, header.line, column);
    seen.add(name);
  }
  const rows = [];
  for (const { fields, line } of records) {
    if (columns.length > 1 && isBlank({ fields, line })) continue;
    if (fields.length !== columns.length)
      throw syntaxError(
        `${fields.length} fields where the header has ${columns.length}`,
        line,
        fields[Math.min(fields.length, columns.length + 1) - 1].column,
      );
    // fromEntries makes own properties even of names such as "__proto__".
    rows.push(Object.fromEntries(fields.map((f, j) => [columns[j], cell(f)])));
  }
  return { columns, rows };
}

interface Field {
  readonly text: string;
  readonly quoted: boolean;
  readonly column: number;
}

interface CsvRecord {
  readonly fields: readonly Field[];
  readonly line: number;
}

/** Splits the text into records; quotes are resolved, types are not yet. */
function* recordsOf(text: string): Generator<CsvRecord, undefined> {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  let lineStart = at;
  while (at < text.length) {
    const record = { fields: [] as Field[], line };
    for (let more = true; more; ) {
      const column = at - lineStart + 1;
      const isQuoted = text[at] === '"';
      let value = "";
      if (isQuoted) {
        const [openLine, openColumn] = [line, column];
        for (let open = at + 1; ; ) {
          const close = text.indexOf('"', open);
          if (close < 0) throw syntaxError("this quote is never closed", openLine, openColumn);
          const part = text.slice(open, close);
          value += part;
          for (let k = part.indexOf("\n"); k >= 0; k = part.indexOf("\n", k + 1)) {
            line++;
            lineStart = open + k + 1;
          }
          at = close + 1;
          if (text[at] !== '"') break;
          value += '"'; // a doubled quote stands for one
          open = at + 1;
        }
      } else {
        const start = at;
        while (at < text.length && !',"\r\n'.includes(text[at])) at++;
        value = text.slice(start, at);
      }
      record.fields.push({ text: value, quoted: isQuoted, column });

      const here = at - lineStart + 1;
      more = text[at] === ",";
      if (more) at++;
      else if (at >= text.length) break;
      else if (text[at] === '"') throw syntaxError("a quote inside an unquoted field", line, here);
      else if (text[at] === "\n" || text.startsWith("\r\n", at)) {
        at += text[at] === "\n" ? 1 : 2;
        line++;
        lineStart = at;
      } else if (text[at] === "\r")
        throw syntaxError("a carriage return without a line feed", line, here);
      else throw syntaxError(`"${text[at]}" after a closing quote`, line, here);
    }
    yield record;
  }
  return undefined;
}

function isBlank(record: CsvRecord): boolean {
  const [first] = record.fields;
  return record.fields.length === 1 && first.text === "" && !first.quoted;
}

const numberLiteral = /^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const special = new Map<string, Cell>([
  ["", null],
  ["true", true],
  ["false", false],
  ["NaN", Number.NaN],
  ["nan", Number.NaN],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["inf", Number.POSITIVE_INFINITY],
  ["-Infinity", Number.NEGATIVE_INFINITY],
  ["-inf", Number.NEGATIVE_INFINITY],
]);

/** The typing rule of {@link fromCsv}. */
function cell({ text, quoted }: Pick<Field, "text" | "quoted">): Cell {
  if (quoted) return text;
  const value = special.get(text);
  if (value !== undefined) return value;
  return numberLiteral.test(text) ? Number(text) : text;
}

function field(value: Cell): string {
  if (value === null) return "";
  if (typeof value === "string")
    return quoted(value, cell({ text: value, quoted: false }) !== value);
  return Object.is(value, -0) ? "-0" : String(value);
}

function quoted(text: string, always: boolean): string {
  if (/\p{Surrogate}/u.test(text))
    throw new TypeError(`toCsv: ${JSON.stringify(text)} holds half a surrogate pair`);
  // Spaces at the ends and a byte order mark would be trimmed by other readers.
  const mustQuote = always || /[",\r\n\uFEFF]|^\s|\s$/.test(text);
  return mustQuote ? `"${text.replaceAll('"', '""')}"` : text;
}

function syntaxError(what: string, line: number, column: number): SyntaxError {
  return new SyntaxError(`fromCsv: ${what} (line ${line}, column ${column})`);
}
