import type { Notebook, NotebookCell, Output } from "./nbformat.js";

/**
 * A notebook as the text of its file, the way Jupyter writes it: keys in a fixed order, one
 * space of indent, multi-line text as a list of lines, a newline at the end. The same
 * notebook always gives the same bytes.
 *
 * @example
 * stringifyNotebook({ cells: [], metadata: {}, nbformat: 4, nbformat_minor: 5 });
 */
export function stringifyNotebook(notebook: Notebook): string {
  const file = byName({ ...notebook, cells: notebook.cells.map(cellFields) });
  return `${JSON.stringify(file, null, 1)}\n`;
}

function cellFields(cell: NotebookCell): Record<string, unknown> {
  const source = lines(cell.source);
  if (cell.cell_type !== "code") return byName({ ...cell, source });
  return byName({ ...cell, source, outputs: cell.outputs.map(outputFields) });
}

function outputFields(output: Output): Record<string, unknown> {
  if (output.output_type === "stream") return byName({ ...output, text: lines(output.text) });
  if (output.output_type === "error") return byName(output);
  const data = Object.fromEntries(
    Object.entries(output.data).map(([mime, view]) => [
      mime,
      typeof view === "string" && isText(mime) ? lines(view) : view,
    ]),
  );
  return byName({ ...output, data });
}

/** Jupyter splits text, and leaves pictures in base64 whole. */
const isText = (mime: string): boolean =>
  mime.startsWith("text/") || mime === "image/svg+xml" || mime === "application/javascript";

/** Lines, each with the newline that ends it. */
const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];

/** The same fields in the order of their names. */
function byName(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1)));
}
