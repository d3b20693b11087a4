import { createHash } from "node:crypto";
import type { Notebook, NotebookCell, Output } from "./nbformat.js";

type Fields = Record<string, unknown>;

/**
 * Reads a notebook of nbformat 4, any minor version, as nbformat 4.5.
 *
 * A cell without a valid id of its own gets one made of its place and content, so that the
 * same file always gives the same ids. Fields this project does not use are kept.
 *
 * @param text - the file's content
 * @param path - its name, for the error
 * @throws SyntaxError with one sentence that names the file, the place and the problem
 *
 * @example
 * parseNotebook('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "a.ipynb");
 */
export function parseNotebook(text: string, path: string): Notebook {
  const fail = (problem: string): never => {
    throw new SyntaxError(`parseNotebook: ${path}: ${problem}`);
  };
  const notebook = parseJson(text.replace(/^\uFEFF/, ""), fail);
  if (!isFields(notebook)) return fail(`got ${kind(notebook)}, expected a notebook object`);
  if (notebook.nbformat !== 4)
    fail(
      `nbformat is ${JSON.stringify(notebook.nbformat)}, expected 4 (open and save it in Jupyter)`,
    );
  if (!Array.isArray(notebook.cells))
    return fail(`cells is ${kind(notebook.cells)}, expected a list`);
  const metadata = notebook.metadata ?? {};
  if (!isFields(metadata)) return fail(`metadata is ${kind(metadata)}, expected an object`);
  const ids = new Set<string>();
  const cells = notebook.cells.map((cell: unknown, index) =>
    readCell(cell, index, ids, (problem) => fail(`cell ${index + 1}: ${problem}`)),
  );
  const minor = typeof notebook.nbformat_minor === "number" ? notebook.nbformat_minor : 5;
  return { ...notebook, cells, metadata, nbformat: 4, nbformat_minor: Math.max(minor, 5) };
}

function parseJson(text: string, fail: (problem: string) => never): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") return fail("the file is empty, expected a notebook");
    const { message } = error as Error;
    const line = text.slice(0, errorPosition(message, text)).split("\n").length;
    const what = message.replace(/( in JSON)? at position[\s\S]*|, *(\.\.\.)?"[\s\S]*/, "");
    return fail(`broken JSON in line ${line} (${what})`);
  }
}

/** Where the JSON is broken: V8 tells the position or quotes ten characters either side. */
function errorPosition(message: string, text: string): number {
  const position = /position (\d+)/.exec(message)?.[1];
  if (position !== undefined) return Number(position);
  const [, dots, quoted] = /, (\.\.\.)?"([\s\S]*)"(\.\.\.)? is not valid JSON$/.exec(message) ?? [];
  if (quoted === undefined) return text.length;
  return Math.max(0, text.indexOf(quoted)) + (dots ? 10 : 0);
}

function readCell(
  cell: unknown,
  index: number,
  ids: Set<string>,
  fail: (problem: string) => never,
): NotebookCell {
  if (!isFields(cell)) return fail(`got ${kind(cell)}, expected an object`);
  const type = cell.cell_type;
  if (type !== "markdown" && type !== "code" && type !== "raw")
    return fail(`cell_type is ${JSON.stringify(type)}, expected "markdown", "code" or "raw"`);
  const source = joined(cell.source);
  if (source === null) return fail(`source is ${kind(cell.source)}, expected text`);
  const metadata = cell.metadata ?? {};
  if (!isFields(metadata)) return fail(`metadata is ${kind(metadata)}, expected an object`);
  const id = cellId(cell.id, `${index}\n${type}\n${source}`, ids);
  if (type !== "code") return { ...cell, cell_type: type, id, metadata, source } as NotebookCell;
  if (!Array.isArray(cell.outputs ?? []))
    return fail(`outputs is ${kind(cell.outputs)}, expected a list`);
  const outputs = ((cell.outputs ?? []) as unknown[]).map((output) => readOutput(output, fail));
  const count = typeof cell.execution_count === "number" ? cell.execution_count : null;
  return { ...cell, cell_type: type, id, metadata, source, execution_count: count, outputs };
}

/** The cell's own id if nbformat allows it and it is not taken, else one made of the content. */
function cellId(own: unknown, content: string, taken: Set<string>): string {
  let id = typeof own === "string" && /^[a-zA-Z0-9_-]{1,64}$/.test(own) ? own : "";
  for (let salt = 0; id === "" || taken.has(id); salt++)
    id = createHash("sha256").update(`${salt}\n${content}`).digest("hex").slice(0, 12);
  taken.add(id);
  return id;
}

function readOutput(output: unknown, fail: (problem: string) => never): Output {
  if (!isFields(output)) return fail(`an output is ${kind(output)}, expected an object`);
  switch (output.output_type) {
    case "stream": {
      const name = output.name === "stderr" ? "stderr" : "stdout";
      return { output_type: "stream", name, text: joined(output.text) ?? "" };
    }
    case "error": {
      const lines = Array.isArray(output.traceback) ? output.traceback.map(String) : [];
      const [ename, evalue] = [String(output.ename ?? ""), String(output.evalue ?? "")];
      return { output_type: "error", ename, evalue, traceback: lines };
    }
    case "display_data":
    case "execute_result": {
      if (!isFields(output.data))
        return fail(`an output's data is ${kind(output.data)}, expected an object`);
      const data = Object.fromEntries(
        Object.entries(output.data).map(([mime, view]) => [
          mime,
          isJson(mime) ? view : (joined(view) ?? view),
        ]),
      );
      const metadata = isFields(output.metadata) ? output.metadata : {};
      if (output.output_type === "display_data")
        return { output_type: "display_data", data, metadata };
      const count = typeof output.execution_count === "number" ? output.execution_count : null;
      return { output_type: "execute_result", data, metadata, execution_count: count };
    }
    default:
      return fail(
        `output_type is ${JSON.stringify(output.output_type)}, which nbformat 4 does not know`,
      );
  }
}

const isJson = (mime: string): boolean => /^application\/(.*\+)?json$/.test(mime);

/** Text as the file holds it, one string or a list of lines; null if it is neither. */
function joined(text: unknown): string | null {
  if (typeof text === "string") return text;
  if (Array.isArray(text) && text.every((line) => typeof line === "string")) return text.join("");
  return null;
}

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function kind(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
