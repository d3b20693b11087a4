/**
 * What a notebook's process and its owner (the Jupyter kernel or the headless executor)
 * say to each other. Every message is a plain value that survives structured cloning.
 */

/** Data of one output, by MIME type; several types are several views of the same thing. */
export type MimeBundle = Record<string, unknown>;

/** An error of a cell, ready to be shown. */
export interface CellError {
  /** The error's name, e.g. `RangeError`, or `TypeScriptError` for code that does not compile. */
  readonly name: string;
  readonly message: string;
  /** Where in the cell's own source, counted from 1, when the stack tells. */
  readonly line?: number;
  readonly column?: number;
  /** The lines around the place, with a marker under it. */
  readonly frame?: string;
  /** Title, code frame and stack, one string a line, without colours. */
  readonly traceback: readonly string[];
}

/** How a cell ended. `interrupted` is an error too: later cells must not run on. */
export type CellStatus = "ok" | "error" | "interrupted";

/** Owner → process. */
export type Request =
  | { type: "execute"; id: number; cell: number; code: string }
  | { type: "complete"; id: number; code: string; cursor: number }
  | { type: "inspect"; id: number; code: string; cursor: number }
  | { type: "isComplete"; id: number; code: string };

/** An output as it appears, named by the number of the cell that made it. */
export type OutputEvent =
  | { type: "stream"; cell: number; name: "stdout" | "stderr"; text: string }
  | { type: "display"; cell: number; data: MimeBundle; displayId?: string; update?: boolean }
  | { type: "result"; cell: number; data: MimeBundle };

/** Process → owner. */
export type Reply =
  | { type: "ready" }
  | OutputEvent
  | { type: "done"; id: number; cell: number; status: CellStatus; error?: CellError }
  /** A rejection or exception that surfaced after its cell had ended. */
  | { type: "late"; cell: number; error: CellError }
  | { type: "answer"; id: number; value: unknown }
  /** A fact about the run that belongs to its provenance, such as the seed. */
  | { type: "note"; name: string; value: string | number }
  | { type: "interruptSeen" };

/** Completion candidates for `code` in [start, end). */
export interface Completion {
  readonly start: number;
  readonly end: number;
  readonly candidates: readonly string[];
}
