import type { CellError, OutputEvent } from "./cellProtocol.js";
import { CellSession, interruptPatience } from "./cellSession.js";
import type { JupyterWire, Message } from "./jupyterWire.js";
import { languageInfo } from "./kernelspec.js";

/** The one thing this kernel needs of a ZeroMQ socket. */
export interface Sender {
  send(frames: Buffer[]): Promise<void>;
}

type Content = Record<string, unknown>;

/** After a failure, how long requests of the same "Run all" may still be on their way. */
const stragglers = 100; // ms
/** Silent requests are numbered from here, out of the way of the cells that count. */
const firstSilent = 1_000_000;

/**
 * The Jupyter kernel: ZeroMQ and the messaging protocol at one side, a notebook's process at
 * the other. It runs no code of the notebook itself, so it answers heartbeats and interrupts
 * whatever a cell does.
 */
export class Kernel {
  readonly #wire: JupyterWire;
  readonly #iopub: Sender;
  readonly #shell: Sender;
  readonly #session: CellSession;
  readonly #queue: Message[] = [];
  #working = false;
  #count = 0;
  #silentCount = 0;
  /** The request that made each cell: late outputs go there. */
  readonly #parents = new Map<number, Message>();
  #running: { cell: number; parent: Message } | undefined;

  constructor(wire: JupyterWire, iopub: Sender, shell: Sender) {
    this.#wire = wire;
    this.#iopub = iopub;
    this.#shell = shell;
    this.#session = new CellSession(process.cwd(), {
      onOutput: (event) => this.#publishOutput(event),
      onLateError: (cell, error) => this.#publishError(error, this.#parents.get(cell)),
    });
    // Loading the compiler takes a second: begin before the first cell is run.
    this.#session.start().catch(() => {});
  }

  /** Shell requests are worked on in the order of their arrival. */
  onShell(message: Message): void {
    this.#queue.push(message);
    if (!this.#working) void this.#work();
  }

  /** Control requests are answered at once, also while a cell runs. */
  async onControl(message: Message, control: Sender): Promise<void> {
    await this.#during(message, async () => {
      switch (message.header.msg_type) {
        case "interrupt_request":
          await this.interrupt();
          return this.#reply(message, { status: "ok" }, control);
        case "shutdown_request":
          await this.#session.stop();
          await this.#reply(message, { status: "ok", restart: message.content.restart }, control);
          break;
        case "kernel_info_request":
          return this.#reply(message, kernelInfo(), control);
      }
    });
    if (message.header.msg_type === "shutdown_request") this.#exit();
  }

  /** Stops the running cell and refuses the ones behind it, or says why it cannot. */
  async interrupt(): Promise<void> {
    const cell = this.#running?.cell ?? this.#count;
    if (await this.#session.interrupt()) return;
    const text =
      `cell [${cell}] did not stop within ${interruptPatience / 1000} s: it is inside a call into the ` +
      "system that cannot be interrupted. It stops when that call returns; to end it now, restart the kernel.\n";
    await this.#publish("stream", { name: "stderr", text }, this.#parents.get(cell));
  }

  async stop(): Promise<void> {
    await this.#session.stop();
  }

  /** Lets the last reply leave before the sockets go. */
  #exit(): void {
    setTimeout(() => process.exit(0), 50);
  }

  async #work(): Promise<void> {
    this.#working = true;
    for (let message = this.#queue.shift(); message; message = this.#queue.shift()) {
      const request = message;
      await this.#during(request, () => this.#answer(request)).catch((error) =>
        console.error(`kernel: ${request.header.msg_type} failed:`, error),
      );
    }
    this.#working = false;
  }

  async #answer(message: Message): Promise<void> {
    const { content } = message;
    const code = String(content.code ?? "");
    switch (message.header.msg_type) {
      case "execute_request":
        return this.#execute(message, code);
      case "kernel_info_request":
        return this.#reply(message, kernelInfo());
      case "complete_request": {
        const cursor = utf16Offset(code, Number(content.cursor_pos));
        const found = await this.#session.complete(code, cursor);
        return this.#reply(message, {
          status: "ok",
          matches: found?.candidates ?? [],
          cursor_start: found ? codePoints(code, found.start) : content.cursor_pos,
          cursor_end: found ? codePoints(code, found.end) : content.cursor_pos,
          metadata: {},
        });
      }
      case "inspect_request": {
        const text = await this.#session.inspect(
          code,
          utf16Offset(code, Number(content.cursor_pos)),
        );
        const data = text === null ? {} : { "text/plain": text };
        return this.#reply(message, { status: "ok", found: text !== null, data, metadata: {} });
      }
      case "is_complete_request": {
        const state = await this.#session.isComplete(code);
        const status = state === null ? "unknown" : state.completed ? "complete" : "incomplete";
        return this.#reply(message, { status, indent: state?.indent ?? "" });
      }
      case "comm_info_request":
        return this.#reply(message, { status: "ok", comms: {} });
      case "history_request":
        return this.#reply(message, { status: "ok", history: [] });
      case "shutdown_request":
        await this.#session.stop();
        await this.#reply(message, { status: "ok", restart: content.restart });
        this.#exit();
    }
  }

  async #execute(message: Message, code: string): Promise<void> {
    const silent = message.content.silent === true;
    if (!silent) this.#count++;
    const counted = { execution_count: this.#count };
    // A silent request has no count; under another cell's number it would take that one's place.
    const cell = silent ? firstSilent + ++this.#silentCount : this.#count;
    this.#parents.set(cell, message);
    this.#running = { cell, parent: message };
    if (!silent) await this.#publish("execute_input", { code, ...counted }, message);
    const { status, error } = await this.#session.execute(cell, code);
    this.#running = undefined;
    if (status === "ok") {
      return this.#reply(message, { status, ...counted, payload: [], user_expressions: {} });
    }
    const shown = errorContent(error);
    await this.#publish("error", shown, message);
    await this.#reply(message, { status: "error", ...counted, ...shown });
    if (message.content.stop_on_error !== false) await this.#refuseRest(cell);
  }

  /** Refuses, out loud, the cells that were asked for together with the one that failed. */
  async #refuseRest(failed: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, stragglers));
    const refused = this.#queue.filter(
      (m) => m.header.msg_type === "execute_request" && m.content.stop_on_error !== false,
    );
    for (const message of refused) {
      this.#queue.splice(this.#queue.indexOf(message), 1);
      const text = `cell [${failed}] failed, so this cell was not run`;
      const shown = errorContent({ name: "NotRun", message: text, traceback: [`NotRun: ${text}`] });
      await this.#during(message, async () => {
        await this.#publish("error", shown, message);
        await this.#reply(message, { status: "error", execution_count: this.#count, ...shown });
      });
    }
  }

  #publishOutput(event: OutputEvent): void {
    const parent = this.#parents.get(event.cell);
    switch (event.type) {
      case "stream":
        void this.#publish("stream", { name: event.name, text: event.text }, parent);
        break;
      case "result": {
        const content = { execution_count: event.cell, data: event.data, metadata: {} };
        void this.#publish("execute_result", content, parent);
        break;
      }
      case "display": {
        const type = event.update ? "update_display_data" : "display_data";
        const transient = event.displayId ? { display_id: event.displayId } : {};
        void this.#publish(type, { data: event.data, metadata: {}, transient }, parent);
      }
    }
  }

  #publishError(error: CellError, parent: Message | undefined): void {
    void this.#publish("error", errorContent(error), parent);
  }

  async #during(message: Message, work: () => Promise<void>): Promise<void> {
    await this.#publish("status", { execution_state: "busy" }, message);
    try {
      await work();
    } finally {
      await this.#publish("status", { execution_state: "idle" }, message);
    }
  }

  #sending: Promise<void> = Promise.resolve();
  /** A ZeroMQ socket takes one message at a time. */
  #publish(type: string, content: Content, parent: Message | undefined): Promise<void> {
    const topic = Buffer.from(type);
    const frames = this.#wire.pack(type, content, parent, [topic]);
    this.#sending = this.#sending.then(() => this.#iopub.send(frames));
    return this.#sending;
  }

  #reply(message: Message, content: Content, socket: Sender = this.#shell): Promise<void> {
    const type = message.header.msg_type.replace(/_request$/, "_reply");
    return socket.send(this.#wire.pack(type, content, message, message.identities));
  }
}

const errorContent = (error: CellError | undefined): Content => ({
  ename: error?.name ?? "Error",
  evalue: error?.message ?? "",
  traceback: error?.traceback ?? [],
});

const kernelInfo = (): Content => ({
  status: "ok",
  protocol_version: "5.3",
  implementation: "numerical-homotopy",
  implementation_version: "0.1.0",
  banner: "TypeScript for numerical-homotopy, on tslab",
  language_info: languageInfo,
  help_links: [],
});

// Jupyter counts code points, JavaScript UTF-16 units.
const utf16Offset = (code: string, points: number): number =>
  Array.from(code).slice(0, points).join("").length;
const codePoints = (code: string, units: number): number => Array.from(code.slice(0, units)).length;
