import { dirname, resolve } from "node:path";
import { writeFileAtomic } from "../results/atomicFile.js";
import type { CellError, MimeBundle, OutputEvent } from "./cellProtocol.js";
import { CellSession } from "./cellSession.js";
import { kernelspecMetadata, languageInfo } from "./kernelspec.js";
import { type CodeCell, type Notebook, type Output, stringifyNotebook } from "./nbformat.js";

/** What became of one code cell. */
export type CellFate = "ok" | "error" | "not run";

/** One code cell of a report. */
export interface CellReport {
  /** The notebook's id of the cell. */
  readonly id: string;
  /** Its place among the code cells, from 1: the execution count. */
  readonly number: number;
  readonly fate: CellFate;
  readonly seconds: number;
  readonly error?: CellError;
}

/** What became of a notebook. */
export interface NotebookReport {
  readonly file: string;
  readonly status: "ok" | "failed";
  readonly seconds: number;
  readonly cells: readonly CellReport[];
  /** What the cells told of the run: its seed. */
  readonly notes: Readonly<Record<string, string | number>>;
}

/** How a notebook is executed. */
export interface ExecuteOptions {
  /** Seconds a cell may take; it is interrupted after that. 600 by default. */
  readonly timeLimit?: number;
  /** Variables added to the environment of the notebook's process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called when a cell begins and when it ends. */
  readonly onCell?: (cell: {
    number: number;
    total: number;
    id: string;
    report?: CellReport;
  }) => void;
}

const defaultTimeLimit = 600; // s
/** What one cell may print before the rest is left out: an endless loop prints for ever. */
const streamLimit = 4_000_000; // characters
/** What a timer can hold: 24 days. */
const longestTimer = 2 ** 31 - 1; // ms
/** After the last cell: time for rejections that are already on their way. */
const grace = 50; // ms

/**
 * Executes a notebook in a process of its own, in Node alone.
 *
 * Cells run from the top; after one that fails none is run, and each says so. The notebook
 * given is not changed.
 *
 * @param notebook - what to execute
 * @param file - its path: imports are resolved from its folder
 * @returns the executed notebook (nbformat 4.5) and what became of every code cell
 */
export async function executeNotebook(
  notebook: Notebook,
  file: string,
  options: ExecuteOptions = {},
): Promise<{ notebook: Notebook; report: NotebookReport }> {
  const { timeLimit = defaultTimeLimit, onCell } = options;
  if (!(timeLimit > 0))
    throw new RangeError(`executeNotebook: timeLimit is ${timeLimit}, expected more than 0 s`);
  const executed: Notebook = structuredClone(notebook);
  executed.metadata = {
    ...executed.metadata,
    kernelspec: { ...kernelspecMetadata },
    language_info: { ...languageInfo },
  };
  const cells = executed.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
  for (const cell of cells) {
    cell.outputs = [];
    cell.execution_count = null;
  }
  const collector = new OutputCollector(cells);
  const late = new Map<number, CellError>();
  const notes: Record<string, string | number> = {};
  const session = new CellSession(
    dirname(resolve(file)),
    {
      onOutput: (event) => collector.add(event),
      onLateError: (cell, error) => {
        if (!late.has(cell)) late.set(cell, error);
      },
      onNote: (name, value) => {
        notes[name] = value;
      },
    },
    options.environment,
  );
  const began = performance.now();
  const reports: CellReport[] = [];
  let failed: number | undefined;
  try {
    for (const [index, cell] of cells.entries()) {
      const number = index + 1;
      const named = { number, id: cell.id };
      if (failed !== undefined) {
        const text = `Not run: cell [${failed}] failed before it.\n`;
        cell.outputs = [{ output_type: "stream", name: "stderr", text }];
        reports.push({ ...named, fate: "not run", seconds: 0 });
        continue;
      }
      onCell?.({ ...named, total: cells.length });
      const start = performance.now();
      const error = await runCell(session, number, cell, timeLimit);
      const seconds = (performance.now() - start) / 1000;
      if (error) cell.outputs.push(errorOutput(error));
      const report: CellReport = error
        ? { ...named, fate: "error", seconds, error }
        : { ...named, fate: "ok", seconds };
      reports.push(report);
      if (index === cells.length - 1) await new Promise((done) => setTimeout(done, grace));
      for (const [source, lateError] of late) {
        const at = reports[source - 1];
        if (at?.fate !== "ok") continue;
        cells[source - 1]?.outputs.push(errorOutput(lateError));
        reports[source - 1] = { ...at, fate: "error", error: lateError };
      }
      failed = reports.find((r) => r.fate === "error")?.number;
      onCell?.({ ...named, total: cells.length, report: reports[index] ?? report });
    }
  } finally {
    await session.stop();
  }
  const status = reports.every((r) => r.fate === "ok") ? "ok" : "failed";
  const seconds = (performance.now() - began) / 1000;
  return { notebook: executed, report: { file, status, seconds, cells: reports, notes } };
}

/** Writes an executed notebook so that a reader never meets half of it. */
export function writeNotebook(path: string, notebook: Notebook): void {
  writeFileAtomic(path, stringifyNotebook(notebook));
}

async function runCell(
  session: CellSession,
  number: number,
  cell: CodeCell,
  timeLimit: number,
): Promise<CellError | undefined> {
  let timedOut = false;
  await session.start().catch(() => {}); // the limit is the cell's, not the compiler's
  const timer = setTimeout(
    async () => {
      timedOut = true;
      if (!(await session.interrupt())) await session.stop("the cell could not be interrupted");
    },
    Math.min(timeLimit * 1000, longestTimer),
  );
  const source = Array.isArray(cell.source) ? cell.source.join("") : cell.source;
  const outcome = await session.execute(number, source);
  clearTimeout(timer);
  cell.execution_count = number;
  if (outcome.status === "ok") return undefined;
  const error = outcome.error ?? { name: "Error", message: "", traceback: [] };
  if (!timedOut) return error;
  const message = `the cell took longer than its time limit of ${timeLimit} s`;
  const traceback = [`TimeLimitExceeded in cell [${number}]: ${message}`];
  return { name: "TimeLimitExceeded", message, traceback };
}

const errorOutput = (error: CellError): Output => ({
  output_type: "error",
  ename: error.name,
  evalue: error.message,
  traceback: [...error.traceback],
});

/** Puts output events into the cells that made them, as nbformat wants them. */
class OutputCollector {
  readonly #cells: readonly CodeCell[];
  readonly #shown = new Map<string, { data: MimeBundle }>();
  readonly #streamed = new Map<number, number>();

  constructor(cells: readonly CodeCell[]) {
    this.#cells = cells;
  }

  add(event: OutputEvent): void {
    const outputs = this.#cells[event.cell - 1]?.outputs;
    if (outputs === undefined) return;
    if (event.type === "stream") this.#addStream(event, outputs);
    else if (event.type === "result") {
      const count = { execution_count: event.cell };
      outputs.push({ output_type: "execute_result", ...count, data: event.data, metadata: {} });
    } else {
      const { displayId, update, data } = event;
      const shown = displayId === undefined ? undefined : this.#shown.get(displayId);
      if (update && shown) {
        shown.data = data;
        return;
      }
      const output = { output_type: "display_data" as const, data, metadata: {} };
      if (displayId !== undefined) this.#shown.set(displayId, output);
      outputs.push(output);
    }
  }

  #addStream(event: OutputEvent & { type: "stream" }, outputs: Output[]): void {
    const before = this.#streamed.get(event.cell) ?? 0;
    if (before > streamLimit) return;
    this.#streamed.set(event.cell, before + event.text.length);
    const full = before + event.text.length > streamLimit;
    const text = full
      ? `${event.text.slice(0, streamLimit - before)}\n… output left out beyond ${streamLimit} characters\n`
      : event.text;
    const last = outputs.at(-1);
    if (last?.output_type === "stream" && last.name === event.name)
      last.text = `${last.text}${text}`;
    else outputs.push({ output_type: "stream", name: event.name, text });
  }
}
