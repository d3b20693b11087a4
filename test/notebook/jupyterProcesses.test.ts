import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { KernelClient, processesBelow, stillRunning } from "./kernelClient.js";
import { findPython, installKernel, requireTool } from "./tools.js";

const python = findPython("jupyter_client");
const withJupyter = requireTool("Python with jupyter_client", python);
const folder = mkdtempSync(join(tmpdir(), "kernel-"));

/** Waits until none of these processes runs; those that do after the time given. */
async function ended(pids: readonly number[], milliseconds: number): Promise<number[]> {
  const deadline = Date.now() + milliseconds;
  let left = stillRunning(pids);
  while (left.length > 0 && Date.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    left = stillRunning(pids);
  }
  return left;
}

withJupyter("the kernel's processes", () => {
  const figure =
    'import { ensemble, float16, formats, numberLine, show, twoValleys, uniformStarts, workers } from "numerical-homotopy";\n' +
    "await ensemble({ landscape: 'twoValleys', formats: ['float16'], learningRate: 0.05,\n" +
    "  starts: uniformStarts(twoValleys, 40, 1), maxSteps: 10 }, workers());\n" +
    "show(numberLine([float16], formats));";
  const kernels: KernelClient[] = [];
  /** A kernel that has drawn a picture, used its workers, and runs an endless cell. */
  async function busyKernel() {
    installKernel(folder);
    const kernel = await KernelClient.start(python ?? "", { JUPYTER_PATH: folder }, folder);
    kernels.push(kernel);
    expect((await kernel.execute(figure)).reply.status).toBe("ok");
    const begun = kernel.text("begun");
    void kernel.execute("console.log('begun'); while (true) {}");
    await begun;
    const processes = [kernel.pid, ...processesBelow(kernel.pid)];
    expect(processes.length).toBeGreaterThan(1);
    return { kernel, processes };
  }
  afterAll(async () => {
    await Promise.all(kernels.map((kernel) => kernel.close()));
    rmSync(folder, { recursive: true, force: true });
  });

  it("are all gone after a shutdown, also in the middle of an endless cell", async () => {
    const { kernel, processes } = await busyKernel();
    expect(await kernel.shutDown()).toBeLessThan(4);
    expect(await ended(processes, 3000)).toEqual([]);
  });

  it("leave none behind when the kernel itself is killed", async () => {
    const { kernel, processes } = await busyKernel();
    process.kill(kernel.pid, "SIGKILL");
    const left = await ended(processes, 3000);
    for (const pid of left) process.kill(pid, "SIGKILL");
    expect(left).toEqual([]);
  });

  it("are interrupted, not broken, while a first cell is still compiled or loads the library", async () => {
    installKernel(folder);
    const fresh = await KernelClient.start(python ?? "", { JUPYTER_PATH: folder }, folder);
    kernels.push(fresh);
    const library = 'import { float16, ulp } from "numerical-homotopy";';
    for (const milliseconds of [0, 400]) {
      // Requests and interrupts come by two ways: one sent later may arrive before.
      const begun = fresh.message(
        ({ parentType, content }) =>
          parentType === "execute_request" && content.execution_state === "busy",
      );
      const cell = fresh.execute(`${library} while (true) {}`);
      await begun;
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      await fresh.interrupt();
      expect((await cell).reply.ename).toBe("Interrupted");
    }
    const { outputs } = await fresh.execute(`${library} ulp(1, float16)`);
    expect(outputs.at(-1)?.content.data).toEqual({ "text/plain": String(2 ** -10) });
  });
});
