// A Python that has PyTorch, kept running: what it is asked, it times itself.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { python } from "./measure.mjs";

/**
 * Starts it; undefined if there is no such Python, or it cannot import torch.
 *
 * `ask(task, more)` resolves to the answer of bench/torchTraining.py.
 */
export async function startTorch() {
  const script = fileURLToPath(new URL("./torchTraining.py", import.meta.url));
  const child = spawn(python, [script], {
    stdio: ["pipe", "pipe", "pipe"],
    env: { ...process.env, OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1" },
  });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  child.stdin.on("error", () => {}); // it has ended: the answer will be missing
  const gone = new Promise((resolve) => {
    child.on("error", resolve);
    child.on("close", resolve);
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async (task, more = {}) => {
    child.stdin.write(`${JSON.stringify({ task, ...more })}\n`);
    const { value } = await Promise.race([lines.next(), gone.then(() => ({}))]);
    if (value === undefined) throw new Error(`torch: no answer to ${task}\n${complaint}`);
    return JSON.parse(value);
  };
  const close = () => child.stdin.end();
  try {
    const { version } = await ask("hello");
    return { ask, close, version };
  } catch {
    return undefined;
  }
}
