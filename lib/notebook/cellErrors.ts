import { inspect } from "node:util";
import type { CellCompiler, CellPosition, Diagnostic } from "./cellConverter.js";
import type { CellError } from "./cellProtocol.js";

/** How a stack names the script of a cell, see `scriptName`. */
const cellFrame = /cell\[(\d+)\]:(\d+):(\d+)/;
/** Frames below the cell's own code: tslab, this room, Node. */
const machinery =
  /node_modules\/tslab\/|[/\\]notebook[/\\]cell|node:(internal|vm|events|timers)|<anonymous>$/;
const linesAround = 2;
const longestLine = 160; // characters
const typeErrorName = "TypeScriptError";

/** The cell in whose code an error was made, if its stack says so. */
export function cellOf(thrown: unknown): number | undefined {
  const match = cellFrame.exec(stackOf(thrown));
  return match?.[1] === undefined ? undefined : Number(match[1]);
}

const stackOf = (thrown: unknown): string =>
  thrown instanceof Error || hasStack(thrown) ? String(thrown.stack ?? "") : "";

/** Errors of another realm, or tslab's, need not be `instanceof Error`. */
const hasStack = (value: unknown): value is { stack: unknown } =>
  typeof value === "object" && value !== null && "stack" in value;

/**
 * The lines around a place in a cell, the place marked:
 *
 *       1 | const a = 1;
 *     > 2 | a.b.c;
 *         |     ^
 */
export function codeFrame(source: string, line: number, column: number): string {
  const lines = source.split("\n");
  const first = Math.max(1, line - linesAround);
  const last = Math.min(lines.length, line + linesAround);
  const width = String(last).length;
  const rows: string[] = [];
  for (let n = first; n <= last; n++) {
    const mark = n === line ? ">" : " ";
    // Of a line too long to read, the part around the place.
    const from = Math.max(0, column - 1 - longestLine / 2);
    const text = (lines[n - 1] ?? "").slice(from, from + longestLine);
    rows.push(`${mark} ${String(n).padStart(width)} | ${text}`.trimEnd());
    if (n === line) rows.push(`  ${" ".repeat(width)} | ${" ".repeat(column - 1 - from)}^`);
  }
  return rows.join("\n");
}

/** An exception of a cell, its stack pointing at cells and lines. */
export function thrownError(thrown: unknown, cell: number, compiler: CellCompiler): CellError {
  const isError = thrown instanceof Error || hasStack(thrown);
  const name = isError ? String((thrown as Error).name ?? "Error") : "Thrown";
  const message = isError ? String((thrown as Error).message) : inspect(thrown);
  let place: CellPosition | undefined;
  const stack: string[] = [];
  for (const frame of stackOf(thrown).split("\n")) {
    if (!/^\s+at /.test(frame)) continue;
    const match = cellFrame.exec(frame);
    if (match === null) {
      if (!machinery.test(frame)) stack.push(frame.trim());
      continue;
    }
    const [, n, line, column] = match.map(Number) as [number, number, number, number];
    const origin = compiler.position(n, line, column);
    if (origin === undefined) continue; // tslab's wrapper around the cell
    const where = `cell [${n}], line ${origin.line}, column ${origin.column}`;
    const call = /at (?:async )?([\w.$<> ]+) \(/.exec(frame)?.[1];
    stack.push(call && call !== "eval" ? `at ${call} (${where})` : `at ${where}`);
    // The first frame in the failing cell itself is where the reader should look.
    if (place === undefined || (place.cell !== cell && n === cell)) place = origin;
  }
  const where = place
    ? `cell [${place.cell}], line ${place.line}, column ${place.column}`
    : `cell [${cell}]`;
  return report(name, message, `${name} in ${where}: ${message}`, place, stack, compiler);
}

/** Compiler messages as one error: all of them in the message, the first with its frame. */
export function typeError(
  diagnostics: readonly Diagnostic[],
  cell: number,
  compiler: CellCompiler,
): CellError {
  const lines: string[] = [];
  let previous = "";
  for (const d of diagnostics) {
    const place = `line ${d.start.line + 1}, column ${d.start.character + 1}`;
    const where = d.fileName ? `${d.fileName}, ${place}` : place;
    // A chain of explanations comes as several messages for one place.
    if (where === previous) lines.push(`  ${d.messageText}`);
    else lines.push(`${where}: ${d.messageText} (TS${d.code})`);
    previous = where;
  }
  const message = lines.join("\n");
  const title = `${typeErrorName} in cell [${cell}], ${message}`;
  const own = diagnostics.find((d) => d.fileName === undefined)?.start;
  const place = own && { cell, line: own.line + 1, column: own.character + 1 };
  return report(typeErrorName, message, title, place, [], compiler);
}

/** @param title - name, place and message, as the traceback begins */
function report(
  name: string,
  message: string,
  title: string,
  place: CellPosition | undefined,
  stack: readonly string[],
  compiler: CellCompiler,
): CellError {
  const traceback = [title];
  const source = place && compiler.source(place.cell);
  const frame = place && source !== undefined ? codeFrame(source, place.line, place.column) : "";
  if (frame) traceback.push("", ...frame.split("\n"));
  if (stack.length > 0) traceback.push("", ...stack);
  const error: CellError = { name, message, traceback };
  if (place === undefined) return error;
  return { ...error, line: place.line, column: place.column, ...(frame ? { frame } : {}) };
}
