/**
 * Jupyter notebooks as data (nbformat 4.5). In memory every multi-line text is one string;
 * the arrays of lines of the file format appear only while reading and writing.
 *
 * @see https://nbformat.readthedocs.io/en/latest/format_description.html
 */

/** Text that a stream carried. */
export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

/** Something shown, in one view per MIME type. */
export interface DisplayOutput {
  output_type: "display_data";
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: "execute_result";
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
  execution_count: number | null;
}

/** What a cell failed with. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** One output of a code cell. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

/** Prose. */
export interface MarkdownCell {
  cell_type: "markdown";
  id: string;
  metadata: Record<string, unknown>;
  source: string;
  /** Pictures named `attachment:name` in the source: name → MIME type → base64. */
  attachments?: Record<string, Record<string, unknown>>;
}

/** Text that is neither prose nor run. */
export interface RawCell {
  cell_type: "raw";
  id: string;
  metadata: Record<string, unknown>;
  source: string;
}

/** Code, and what came of it. */
export interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: Record<string, unknown>;
  source: string;
  execution_count: number | null;
  outputs: Output[];
}

/** A cell of any kind. */
export type NotebookCell = MarkdownCell | CodeCell | RawCell;

/** A whole notebook. */
export interface Notebook {
  cells: NotebookCell[];
  metadata: Record<string, unknown>;
  nbformat: 4;
  nbformat_minor: number;
}

/** The tags a cell carries, such as `raises-exception`. */
export function cellTags(cell: NotebookCell): readonly string[] {
  const tags = cell.metadata.tags;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === "string") : [];
}

export { parseNotebook } from "./readNotebook.js";
export { stringifyNotebook } from "./stringifyNotebook.js";
