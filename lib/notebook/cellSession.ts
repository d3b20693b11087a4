import { type ChildProcess, fork } from "node:child_process";
import { delimiter, dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import type {
  CellError,
  CellStatus,
  Completion,
  OutputEvent,
  Reply,
  Request,
} from "./cellProtocol.js";

/** What a session tells its owner besides answers. */
export interface SessionListener {
  onOutput(event: OutputEvent): void;
  /** A rejection or exception of a cell that had already ended. */
  onLateError(cell: number, error: CellError): void;
  /** A fact for the provenance, told by a cell. */
  onNote?(name: string, value: string | number): void;
}

/** How a cell ended, and whether its process outlived it. */
export interface CellOutcome {
  readonly status: CellStatus;
  readonly error?: CellError;
  /** True if the process ended with the cell: all variables are gone. */
  readonly processEnded: boolean;
}

const here = dirname(fileURLToPath(import.meta.url));
const nodeModules = join(here, "..", "..", "node_modules");
const interruptPipe = 4;
/** Beyond this an interrupt has failed and the owner is told so. */
export const interruptPatience = 1000; // ms

type RequestBody = Request extends infer R ? (R extends Request ? Omit<R, "id"> : never) : never;

/**
 * One notebook's process and the conversation with it. Used alike by the Jupyter kernel and
 * by the headless executor, so that a notebook behaves the same in both.
 *
 * The process is started at the first need and again after it has ended (a crash, an exit
 * in a cell): the owner stays alive and says what happened.
 */
export class CellSession {
  readonly #folder: string;
  readonly #listener: SessionListener;
  readonly #environment: Readonly<Record<string, string>>;
  #child: ChildProcess | undefined;
  #ready: Promise<void> = Promise.resolve();
  #nextId = 1;
  readonly #waiting = new Map<number, (reply: Reply | undefined) => void>();
  #lastWords = "";
  #interruptSeen = true;
  #executing: number | undefined;

  /**
   * @param folder - working directory, from which the notebook's imports are resolved
   * @param environment - variables added to this process's own
   */
  constructor(
    folder: string,
    listener: SessionListener,
    environment: Readonly<Record<string, string>> = {},
  ) {
    this.#folder = folder;
    this.#listener = listener;
    this.#environment = environment;
  }

  /** Starts the process if there is none; resolves when it takes requests. */
  async start(): Promise<void> {
    if (this.#child === undefined) this.#launch();
    await this.#ready;
  }

  /** Runs one cell to its end. */
  async execute(cell: number, code: string): Promise<CellOutcome> {
    this.#executing = cell;
    const reply = await this.#ask({ type: "execute", cell, code });
    this.#executing = undefined;
    if (reply?.type === "done") {
      const { status, error } = reply;
      return { status, ...(error ? { error } : {}), processEnded: false };
    }
    const message = this.#lastWords || "the notebook's process ended";
    const error: CellError = {
      name: "ProcessEnded",
      message,
      traceback: [`ProcessEnded in cell [${cell}]: ${message}`, "Its variables are gone."],
    };
    return { status: "error", error, processEnded: true };
  }

  /** Candidates at `cursor`, or null when there are none or the process is busy ending. */
  async complete(code: string, cursor: number): Promise<Completion | null> {
    return (await this.#value({ type: "complete", code, cursor })) as Completion | null;
  }

  /** Type and documentation of the name at `cursor` as text, or null. */
  async inspect(code: string, cursor: number): Promise<string | null> {
    return (await this.#value({ type: "inspect", code, cursor })) as string | null;
  }

  /** Whether `code` is a whole cell or goes on in the next line. */
  async isComplete(code: string): Promise<{ completed: boolean; indent?: string } | null> {
    const value = await this.#value({ type: "isComplete", code });
    return value as { completed: boolean; indent?: string } | null;
  }

  /**
   * Interrupts the running cell, or what an earlier cell left running.
   *
   * @returns whether the process reacted within a second; if not, the cell is inside a call
   * into the system that nothing but the end of the process can stop
   */
  async interrupt(): Promise<boolean> {
    const [child, cell] = [this.#child, this.#executing ?? 0];
    if (child === undefined) return true;
    // Before it is ready the process cannot react, and need not: the cell has not begun.
    await this.#ready.catch(() => {});
    this.#interruptSeen = false;
    (child.stdio[interruptPipe] as Writable).write(Buffer.from(Int32Array.of(cell).buffer));
    const deadline = Date.now() + interruptPatience;
    while (!this.#interruptSeen && Date.now() < deadline && this.#child === child)
      await new Promise((resolve) => setTimeout(resolve, 20));
    return this.#interruptSeen || this.#child !== child;
  }

  /** Ends the process at once, with what is running in it. */
  async stop(why = "the session was stopped"): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    this.#lastWords = why;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await ended;
  }

  #launch(): void {
    const environment = { ...process.env, ...this.#environment };
    const nodePath = [nodeModules, environment.NODE_PATH].filter(Boolean).join(delimiter);
    const child = fork(join(here, "cellProcess.js"), [], {
      cwd: this.#folder,
      env: { ...environment, NODE_PATH: nodePath },
      serialization: "advanced",
      stdio: ["ignore", "pipe", "pipe", "ipc", "pipe"],
      // The library is an ES module that tslab's cells `require`: works, and needs no remark.
      // An interrupted loop may leave Node's async-hook stack unbalanced, which is no reason to abort.
      execArgv: ["--disable-warning=ExperimentalWarning", "--no-force-async-hooks-checks"],
    });
    this.#child = child;
    this.#lastWords = "";
    // What is written past the cells' own channel: only a dying process does that.
    let tail = "";
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (chunk: Buffer) => {
        tail = (tail + chunk.toString()).slice(-2000);
      });
    child.stdio[interruptPipe]?.on("error", () => {});
    this.#ready = new Promise((resolve, reject) => {
      child.on("message", (reply: Reply | null) => {
        if (typeof reply !== "object" || reply === null) return;
        if (reply.type === "ready") resolve();
        else this.#hear(reply);
      });
      child.once("error", (error) => reject(error));
      child.once("exit", (code, signal) => {
        this.#child = undefined;
        const how = signal ? `was ended by ${signal}` : `exited with code ${code}`;
        if (!this.#lastWords) this.#lastWords = `the notebook's process ${how}${lastLineOf(tail)}`;
        reject(new Error(this.#lastWords));
        for (const settle of this.#waiting.values()) settle(undefined);
        this.#waiting.clear();
      });
    });
    this.#ready.catch(() => {});
  }

  #hear(reply: Reply): void {
    switch (reply.type) {
      case "stream":
      case "display":
      case "result":
        this.#listener.onOutput(reply);
        break;
      case "late":
        this.#listener.onLateError(reply.cell, reply.error);
        break;
      case "note":
        this.#listener.onNote?.(reply.name, reply.value);
        break;
      case "interruptSeen":
        this.#interruptSeen = true;
        break;
      case "done":
      case "answer": {
        const settle = this.#waiting.get(reply.id);
        this.#waiting.delete(reply.id);
        settle?.(reply);
      }
    }
  }

  /** The reply to a request; undefined if the process ended before it gave one. */
  async #ask(body: RequestBody): Promise<Reply | undefined> {
    try {
      await this.start();
    } catch {
      return undefined;
    }
    const id = this.#nextId++;
    return await new Promise((settle) => {
      this.#waiting.set(id, settle);
      this.#child?.send({ ...body, id } as Request);
    });
  }

  async #value(body: RequestBody): Promise<unknown> {
    const reply = await this.#ask(body);
    return reply?.type === "answer" ? reply.value : null;
  }
}

const lastLineOf = (text: string): string => {
  const fatal = /FATAL ERROR: .*/.exec(text)?.[0];
  return fatal ? `: ${fatal}` : "";
};
