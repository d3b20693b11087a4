import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { kernelName } from "../../lib/notebook/kernelspec.js";

/** The kernel seen through Jupyter's own client: kernelClient.py, spoken to from here. */

/** A message of the kernel. */
export interface KernelMessage {
  readonly channel: "iopub" | "shell" | "control";
  readonly type: string;
  /** The request it answers. */
  readonly parent: string;
  readonly parentType: string;
  // biome-ignore lint/suspicious/noExplicitAny: the protocol's content, asserted by the tests
  readonly content: any;
}

/** Everything that came of one request. */
export interface Answer {
  readonly reply: KernelMessage["content"];
  /** Without the changes of the kernel's state. */
  readonly outputs: readonly KernelMessage[];
  /** Milliseconds until the reply. */
  readonly took: number;
}

const outputTypes = new Set(["stream", "error", "execute_result", "display_data"]);

interface Waiting {
  readonly matches: (message: KernelMessage) => boolean;
  readonly resolve: (message: KernelMessage) => void;
}

/** One kernel, started from the kernelspec in a Jupyter data folder. */
export class KernelClient {
  readonly messages: KernelMessage[] = [];
  /** The kernel's process. */
  pid = 0;
  readonly #child: ChildProcess;
  readonly #waiting = new Set<Waiting>();
  readonly #events: ((event: Record<string, unknown>) => void)[] = [];
  #count = 0;

  private constructor(child: ChildProcess) {
    this.#child = child;
  }

  /** @param environment - variables of the kernel's process; `JUPYTER_PATH` names the data folder */
  static async start(
    python: string,
    environment: Record<string, string>,
    folder: string,
  ): Promise<KernelClient> {
    const script = fileURLToPath(new URL("kernelClient.py", import.meta.url));
    const child = spawn(python, [script, kernelName], {
      cwd: folder,
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    const client = new KernelClient(child);
    const started = client.#event();
    const ended = new Promise<never>((_, reject) =>
      child.once("exit", (code) => reject(new Error(`kernelClient.py ended with code ${code}`))),
    );
    ended.catch(() => {});
    createInterface({ input: child.stdout as NodeJS.ReadableStream }).on("line", (line) =>
      client.#hear(JSON.parse(line)),
    );
    client.pid = Number((await Promise.race([started, ended])).pid);
    return client;
  }

  /** Sends a request and waits for its reply and all of its outputs. */
  async request(type: string, content: Record<string, unknown>): Promise<Answer> {
    const id = `request-${++this.#count}`;
    const began = performance.now();
    const replied = this.message(({ channel, parent }) => channel === "shell" && parent === id);
    const idle = this.message(
      (m) => m.parent === id && m.type === "status" && m.content.execution_state === "idle",
    );
    this.#tell({ do: "send", channel: "shell", type, content, id });
    const reply = (await replied).content;
    const took = performance.now() - began;
    await idle;
    const outputs = this.messages.filter(
      (m) => m.parent === id && m.channel === "iopub" && m.type !== "status",
    );
    return { reply, outputs, took };
  }

  /** Runs a cell. */
  execute(code: string, options: Record<string, unknown> = {}): Promise<Answer> {
    const content = { code, silent: false, store_history: true, user_expressions: {} };
    return this.request("execute_request", { ...content, stop_on_error: true, ...options });
  }

  /** The next message that matches; one that came before does not count. */
  message(matches: (message: KernelMessage) => boolean): Promise<KernelMessage> {
    return new Promise((resolve) => this.#waiting.add({ matches, resolve }));
  }

  /** The next output that contains a text. */
  text(part: string): Promise<KernelMessage> {
    return this.message(
      ({ type, content }) => outputTypes.has(type) && JSON.stringify(content).includes(part),
    );
  }

  /** Interrupts as Jupyter's stop button does, and waits until the kernel has dealt with it. */
  async interrupt(): Promise<void> {
    const sent = this.#event();
    const dealtWith = this.message(
      ({ parentType, content }) =>
        parentType === "interrupt_request" && content.execution_state === "idle",
    );
    this.#tell({ do: "interrupt" });
    await sent;
    await dealtWith;
  }

  /** Shuts the kernel down as Jupyter does; how many seconds that took. */
  async shutDown(): Promise<number> {
    const done = this.#event();
    this.#tell({ do: "shutdown" });
    return Number((await done).seconds);
  }

  /** Ends the client, and with it the kernel. */
  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.stdin?.end();
    await ended;
  }

  #tell(request: Record<string, unknown>): void {
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
  }

  #event(): Promise<Record<string, unknown>> {
    return new Promise((resolve) => this.#events.push(resolve));
  }

  #hear(line: Record<string, unknown>): void {
    if ("event" in line) {
      this.#events.shift()?.(line);
      return;
    }
    const message = line as unknown as KernelMessage;
    this.messages.push(message);
    for (const waiting of [...this.#waiting]) {
      if (!waiting.matches(message)) continue;
      this.#waiting.delete(waiting);
      waiting.resolve(message);
    }
  }
}

/** The processes below `pid`, children of children included. */
export function processesBelow(pid: number): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,ppid="], { encoding: "utf8" });
  const pairs = stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = [pid];
  for (const parent of below)
    below.push(...pairs.filter(([, ppid]) => ppid === parent).map(([child]) => child));
  return below.slice(1);
}

/** Which of these processes still run; a zombie does not. */
export function stillRunning(pids: readonly number[]): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-o", "pid=,stat="], { encoding: "utf8" });
  const running = new Set(
    stdout
      .trim()
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter(([, state]) => !state.startsWith("Z"))
      .map(([pid]) => Number(pid)),
  );
  return pids.filter((pid) => running.has(pid));
}
