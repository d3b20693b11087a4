import { Session } from "node:inspector";
import { Socket } from "node:net";
import { parentPort, workerData } from "node:worker_threads";

/**
 * Watches the interrupt pipe beside the thread that runs the cells.
 *
 * Each interrupt is the number of the cell meant, 4 bytes. The main thread is asked first, which
 * lets waiting code end in order. If it does not answer it is inside code that does not yield, of
 * the cell or left behind by an earlier one: a signal then ends a cell's own synchronous code
 * (tslab runs it so that a signal breaks it), and if that was not it, V8 is told to terminate
 * whatever runs. A call into the system that blocks heeds neither.
 */
const interruptPipe = 4;
const patience = 200; // ms before each harder step
/** What the main thread says it does between cells. */
const noCell = 0;

const port = parentPort;
if (port === null) throw new Error("interruptWatchdog: runs as a worker thread only");
const runningCell: Int32Array = workerData;

let waiting: NodeJS.Timeout | undefined;
let wanted = noCell;
port.on("message", () => {
  clearTimeout(waiting);
  waiting = undefined;
});

const pipe = new Socket({ fd: interruptPipe, readable: true, writable: false });
pipe.on("error", () => {});
// The owner is gone, perhaps killed; the main thread may be in a loop that never learns of it.
pipe.on("close", () => process.kill(process.pid, "SIGKILL"));
pipe.on("data", (numbers: Buffer) => {
  const cell = numbers.readInt32LE(numbers.length - Int32Array.BYTES_PER_ELEMENT);
  if (waiting !== undefined && cell === wanted) return; // an impatient reader
  clearTimeout(waiting);
  wanted = cell;
  port.postMessage(cell);
  // Windows knows no such signal: there it would end the process.
  const signal = (): void => {
    if (process.platform !== "win32") process.kill(process.pid, "SIGINT");
  };
  const steps = [signal, terminate];
  const insist = (): void => {
    const state = Atomics.load(runningCell, 0);
    if (state === cell || state === noCell) steps.shift()?.();
    waiting = steps.length > 0 ? setTimeout(insist, patience) : undefined;
  };
  waiting = setTimeout(insist, patience);
});

function terminate(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
