import Module from "node:module";
import { Worker } from "node:worker_threads";
import { stopAllWorkers } from "../results/workerPool.js";
import { createCellCompiler } from "./cellConverter.js";
import { cellOf, thrownError, typeError } from "./cellErrors.js";
import type {
  CellError,
  CellStatus,
  MimeBundle,
  OutputEvent,
  Reply,
  Request,
} from "./cellProtocol.js";
import { valueBundle } from "./display.js";
import { useOutputSink } from "./outputSink.js";

/**
 * The process of one notebook: runs its cells, one at a time, for the owner at the other
 * end of the channel (`CellSession`). It never ends on an error of a cell.
 *
 * An interrupt arrives on a pipe of its own, read by a watchdog thread, because a loop that
 * never yields would never read the channel. The watchdog first asks; if the main thread
 * does not answer it has V8 terminate whatever runs there.
 */

// The channel is not the cells': they must not speak in this process's name.
const send = process.send?.bind(process);
process.send = undefined;
const post = (reply: Reply): void => {
  if (process.connected) send?.(reply);
  else process.exit(0); // without its owner this process has no one to work for
};

/** Thrown into a cell's wait when the reader interrupts it. */
class Interrupted extends Error {
  override readonly name = "Interrupted";
}

interface Running {
  readonly cell: number;
  fail(reason: unknown): void;
}

let running: Running | undefined;
/** The number of the running cell, or one of the next two: what the watchdog sees of this thread. */
const runningCell = new Int32Array(new SharedArrayBuffer(4));
const noCell = 0;
const notNow = -1;
let lastCell = 0;
/** A cell that was interrupted before its request arrived here. */
let cancelledCell = 0;
const ownerOfOutput = (): number => running?.cell ?? lastCell;

// Outputs leave in the order in which cells made them, also when a picture takes a while.
let pending = 0;
let tail: Promise<void> = Promise.resolve();
function emit(event: OutputEvent | Promise<OutputEvent>): void {
  if (pending === 0 && !(event instanceof Promise)) {
    post(event);
    return;
  }
  pending++;
  const before = tail;
  tail = Promise.resolve(event)
    .then(async (ready) => {
      await before;
      post(ready);
    })
    .catch(async (reason) => {
      await before;
      const cell = ownerOfOutput();
      post({ type: "stream", cell, name: "stderr", text: `output lost: ${String(reason)}\n` });
    })
    .finally(() => {
      pending--;
    });
}

useOutputSink({
  display(data, options = {}) {
    const cell = ownerOfOutput();
    const wrap = (bundle: MimeBundle): OutputEvent => ({
      type: "display",
      cell,
      data: bundle,
      ...options,
    });
    emit(data instanceof Promise ? data.then(wrap) : wrap(data));
  },
  note: (name, value) => post({ type: "note", name, value }),
});

for (const name of ["stdout", "stderr"] as const) {
  process[name].write = ((chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString("utf8");
    const cell = ownerOfOutput();
    emit({ type: "stream", cell, name, text });
    const written = rest.find((argument) => typeof argument === "function");
    if (written !== undefined) queueMicrotask(written as () => void);
    return true;
  }) as typeof process.stdout.write;
}

// What tslab's executor reports of the running cell: its last value, or what went wrong.
let lastValue: { value: unknown } | undefined;
let failure: { thrown: unknown } | undefined;
const reported = (): { thrown: unknown } | undefined => failure;
/**
 * Does work that would be left broken for good if it were cut short: the compiler's state, a
 * module half loaded. The watchdog waits until it is done; both take a second at most.
 */
function whole<T>(work: () => T): T {
  const state = Atomics.exchange(runningCell, 0, notNow);
  try {
    return work();
  } finally {
    Atomics.store(runningCell, 0, state);
  }
}
const tslabConsole = {
  log(value: unknown): void {
    lastValue = { value };
  },
  error(...values: unknown[]): void {
    // Compiler messages come as a format string; they are taken from the converter instead.
    if (compiler.diagnostics().length === 0) failure = { thrown: values[0] };
    Atomics.store(runningCell, 0, notNow); // what is left of this cell is the report
  },
};
const compiler = createCellCompiler(process.cwd(), tslabConsole, whole);
// Every `require` of a cell ends here.
const loader = Module as unknown as { _load(...request: unknown[]): unknown };
const load = loader._load;
loader._load = (...request) => whole(() => load.apply(loader, request));

/** Rejections surface once the microtasks are done: one turn of the event loop later. */
const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function runCell(
  cell: number,
  code: string,
): Promise<{ status: CellStatus; error?: CellError }> {
  lastValue = undefined;
  failure = undefined;
  lastCell = cell;
  compiler.begin(cell, code);
  let fail: (reason: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  running = { cell, fail };
  Atomics.store(runningCell, 0, cell);
  try {
    if (cell === cancelledCell) throw new Interrupted("the cell was interrupted");
    const finish = async (): Promise<boolean> => {
      const ok = await compiler.executor.execute(code);
      if (!ok) return false;
      if (lastValue !== undefined) {
        const value = await lastValue.value;
        if (value !== undefined) await emitValue(cell, value);
      }
      await nextTurn();
      await nextTurn();
      return true;
    };
    // In a microtask of its own: an interrupt that terminates it must not take this wait along.
    const finished = Promise.resolve().then(finish);
    if (await Promise.race([finished, failed])) return { status: "ok" };
    const messages = compiler.diagnostics();
    if (messages.length > 0) return { status: "error", error: typeError(messages, cell, compiler) };
    const thrown = reported()?.thrown;
    if ((thrown as NodeJS.ErrnoException)?.code !== "ERR_SCRIPT_EXECUTION_INTERRUPTED")
      return { status: "error", error: thrownError(thrown, cell, compiler) };
    throw new Interrupted("the cell was interrupted");
  } catch (thrown) {
    const status = thrown instanceof Interrupted ? "interrupted" : "error";
    return { status, error: thrownError(thrown, cell, compiler) };
  } finally {
    running = undefined;
    Atomics.store(runningCell, 0, noCell);
    await tail;
  }
}

async function emitValue(cell: number, value: unknown): Promise<void> {
  const data = await valueBundle(value);
  emit({ type: "result", cell, data });
}

function surfaced(thrown: unknown): void {
  const cell = cellOf(thrown) ?? ownerOfOutput();
  if (running?.cell === cell) running.fail(thrown);
  else post({ type: "late", cell, error: thrownError(thrown, cell, compiler) });
}
process.on("uncaughtException", surfaced);
process.on("unhandledRejection", surfaced);
// The terminal's Ctrl-C reaches every process of the group; only the owner decides.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));

const watchdog = new Worker(new URL("./interruptWatchdog.js", import.meta.url), {
  workerData: runningCell,
});
watchdog.unref();
watchdog.on("message", (cell: number) => {
  watchdog.postMessage("seen");
  post({ type: "interruptSeen" });
  if (running?.cell !== cell) {
    if (cell !== lastCell) cancelledCell = cell;
    return; // it ended in the meantime, or is yet to come
  }
  stopAllWorkers();
  running.fail(new Interrupted("the cell was interrupted"));
  compiler.executor.interrupt();
});

async function answer(request: Request): Promise<void> {
  const { id } = request;
  switch (request.type) {
    case "execute": {
      const outcome = await runCell(request.cell, request.code);
      post({ type: "done", id, cell: request.cell, ...outcome });
      return;
    }
    case "complete": {
      const found = whole(() => compiler.executor.complete(request.code, request.cursor));
      post({ type: "answer", id, value: found });
      return;
    }
    case "inspect": {
      const found = whole(() => compiler.executor.inspect(request.code, request.cursor));
      post({ type: "answer", id, value: found ? compiler.describe(found) : null });
      return;
    }
    case "isComplete":
      post({ type: "answer", id, value: whole(() => compiler.isComplete(request.code)) });
  }
}

process.on("message", (request: Request) => {
  answer(request).catch((thrown) => {
    // Completion of half-typed code may trip the compiler; the owner must not wait for ever.
    post({ type: "answer", id: request.id, value: null });
    surfaced(thrown);
  });
});

watchdog.once("online", () => post({ type: "ready" }));
