import { readFileSync } from "node:fs";
import { JupyterWire, type Message } from "./jupyterWire.js";
import { Kernel } from "./kernel.js";

/** What Jupyter tells a kernel: where to listen, and the key of the signatures. */
interface Connection {
  readonly transport: string;
  readonly ip: string;
  readonly key: string;
  readonly shell_port: number;
  readonly control_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly hb_port: number;
}

/**
 * Runs the Jupyter kernel that a connection file describes, until it is shut down.
 *
 * @param connectionFile - the JSON file that Jupyter hands to a kernel
 */
export async function runKernel(connectionFile: string): Promise<void> {
  const connection: Connection = JSON.parse(readFileSync(connectionFile, "utf8"));
  const zmq = await import("zeromq");
  const wire = new JupyterWire(connection.key);
  const [iopub, shell, control, stdin, heartbeat] = [
    new zmq.Publisher(),
    new zmq.Router(),
    new zmq.Router(),
    new zmq.Router(),
    new zmq.Reply(),
  ];
  const address = (port: number): string => `${connection.transport}://${connection.ip}:${port}`;
  await Promise.all([
    iopub.bind(address(connection.iopub_port)),
    shell.bind(address(connection.shell_port)),
    control.bind(address(connection.control_port)),
    stdin.bind(address(connection.stdin_port)),
    heartbeat.bind(address(connection.hb_port)),
  ]);
  const kernel = new Kernel(wire, iopub, shell);
  const unpack = (frames: Buffer[]): Message | undefined => {
    try {
      return wire.unpack(frames);
    } catch (error) {
      console.error(String(error));
      return undefined;
    }
  };
  process.on("SIGINT", () => void kernel.interrupt());
  process.on("SIGTERM", () => void kernel.stop().then(() => process.exit(0)));
  // A Jupyter that was killed says no good-bye.
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) void kernel.stop().then(() => process.exit(0));
  }, 1000).unref();
  await Promise.all([
    (async () => {
      for await (const frames of heartbeat) await heartbeat.send(frames);
    })(),
    (async () => {
      for await (const frames of control) {
        const message = unpack(frames);
        if (message) void kernel.onControl(message, control);
      }
    })(),
    (async () => {
      for await (const frames of shell) {
        const message = unpack(frames);
        if (message) kernel.onShell(message);
      }
    })(),
  ]);
}
