import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { KernelClient } from "./kernelClient.js";
import { findPython, installKernel, requireTool } from "./tools.js";

const python = findPython("jupyter_client");
const withJupyter = requireTool("Python with jupyter_client", python);
const folder = mkdtempSync(join(tmpdir(), "kernel-"));
const startKernel = () =>
  KernelClient.start(python ?? "", { JUPYTER_PATH: folder, NH_STILLS: "0" }, folder);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

withJupyter("the kernel, asked by Jupyter's client", () => {
  let kernel: KernelClient;
  beforeAll(async () => {
    installKernel(folder);
    kernel = await startKernel();
  });
  afterAll(() => kernel?.close());

  /** Where each cell's count is the one before plus one. */
  let count = 0;
  const run = (code: string) => {
    count++;
    return kernel.execute(code);
  };
  /** Starts a cell that prints "begun", interrupts it, and tells how it went. */
  async function interrupted(code: string) {
    const begun = kernel.text("begun");
    const cell = run(code);
    await begun;
    const at = performance.now();
    await kernel.interrupt();
    const answer = await cell;
    return { ...answer, stoppedAfter: performance.now() - at };
  }

  it("counts cells, repeats their source and sends the last expression's value as a result", async () => {
    await run("const six = 6;");
    const { reply, outputs } = await run("console.log('seven');\nsix * 7");
    expect(reply).toMatchObject({ status: "ok", execution_count: 2 });
    expect(outputs.map(({ type }) => type)).toEqual(["execute_input", "stream", "execute_result"]);
    expect(outputs[0].content).toEqual({
      code: "console.log('seven');\nsix * 7",
      execution_count: 2,
    });
    expect(outputs[1].content).toEqual({ name: "stdout", text: "seven\n" });
    expect(outputs[2].content).toMatchObject({ execution_count: 2, data: { "text/plain": "42" } });
  });

  it("does not count a silent cell, and gives none of its number to another", async () => {
    const silent = await kernel.execute("six + 1", { silent: true });
    expect(silent.reply.status).toBe("ok");
    const { reply } = await run("six");
    expect(reply.execution_count).toBe(count);
  });

  it("points at the line of an exception, also of a function made in an earlier cell", async () => {
    await run("function far(x: number): number {\n  throw new RangeError('too far: ' + x);\n}");
    const made = count;
    const { reply, outputs } = await run("six;\nfar(3);");
    const error = outputs.at(-1)?.content;
    expect(outputs.at(-1)?.type).toBe("error");
    expect(error).toMatchObject({ ename: "RangeError", evalue: "too far: 3" });
    expect(reply).toMatchObject({ status: "error", execution_count: count, ...error });
    expect(error.traceback[0]).toBe(`RangeError in cell [${count}], line 2, column 1: too far: 3`);
    expect(error.traceback).toContain("> 2 | far(3);");
    expect(error.traceback.join("\n")).toMatch(
      new RegExp(`at .*far \\(cell \\[${made}\\], line 2, column 9\\)`),
    );
    expect(error.traceback.join("\n")).not.toMatch(/node_modules|node:/);
  });

  it("says line and column of a type error, and runs nothing of that cell", async () => {
    const { outputs } = await run("console.log('never');\nconst wrong: string = six;");
    expect(outputs.map(({ type }) => type)).toEqual(["execute_input", "error"]);
    const { ename, evalue, traceback } = outputs[1].content;
    expect(ename).toBe("TypeScriptError");
    expect(evalue).toMatch(/^line 2, column 7: Type 'number' is not assignable to type 'string'/);
    expect(traceback).toContain("> 2 | const wrong: string = six;");
  });

  it("refuses the cells behind a failing one out loud, and runs the next that is asked for", async () => {
    const first = count + 1;
    const cells = ["1", "throw new Error('second')", "3", "4", "five()"];
    const answers = await Promise.all(cells.map((code) => kernel.execute(code)));
    count += 2;
    expect(answers.map(({ reply }) => reply.status)).toEqual(["ok", ...Array(4).fill("error")]);
    expect(answers[1].outputs.at(-1)?.content).toMatchObject({ ename: "Error", evalue: "second" });
    for (const { reply, outputs } of answers.slice(2)) {
      expect(outputs.map(({ type }) => type)).toEqual(["error"]);
      expect(outputs[0].content).toMatchObject({
        ename: "NotRun",
        evalue: `cell [${first + 1}] failed, so this cell was not run`,
      });
      expect(reply.ename).toBe("NotRun");
    }
    const next = await run("six");
    expect(next.reply).toMatchObject({ status: "ok", execution_count: first + 2 });
  });

  it("goes on after a failing cell when the client does not want to stop", async () => {
    const options = { stop_on_error: false };
    const cells = ["throw new Error('first')", "six"].map((code) => kernel.execute(code, options));
    count += 2;
    expect((await Promise.all(cells)).map(({ reply }) => reply.status)).toEqual(["error", "ok"]);
  });

  it("sends the views of a figure in one output: Plotly's data as base64, HTML, text", async () => {
    const { outputs } = await run(
      'import { float16, float8_e4m3fn, formats, numberLine, show } from "numerical-homotopy";\n' +
        "show(numberLine([float8_e4m3fn, float16], formats));",
    );
    const figures = outputs.filter(
      ({ type, content }) =>
        type === "display_data" && "application/vnd.plotly.v1+json" in content.data,
    );
    expect(figures).toHaveLength(1);
    const { data } = figures[0].content;
    expect(Object.keys(data)).toEqual([
      "application/vnd.plotly.v1+json",
      "text/html",
      "text/plain",
    ]);
    expect(JSON.stringify(data["application/vnd.plotly.v1+json"])).toContain('"bdata"');
    expect(data["text/html"]).toContain("<figcaption");
    expect(data["text/plain"]).toMatch(/^Figure: /);
  });

  it("updates a progress bar in place", async () => {
    const { outputs } = await run(
      'import { progress } from "numerical-homotopy";\nprogress(5, "steps").done();',
    );
    const [bar, update] = outputs.slice(1);
    expect([bar.type, update.type]).toEqual(["display_data", "update_display_data"]);
    expect(update.content.transient).toEqual(bar.content.transient);
    expect(update.content.data["text/plain"]).toBe("steps: 5 of 5");
  });

  it.each([
    ["an endless loop", "console.log('begun'); while (true) {}"],
    ["an endless loop after an await", "await null; console.log('begun'); while (true) {}"],
    [
      "an endless loop in a timer",
      "await new Promise(() => setTimeout(() => { console.log('begun'); while (true) {} }, 0));",
    ],
    ["a promise that nobody keeps", "console.log('begun'); await new Promise(() => {});"],
    [
      "work in the workers",
      'import { ensemble, twoValleys, uniformStarts, workers } from "numerical-homotopy";\n' +
        "console.log('begun');\n" +
        "await ensemble({ landscape: 'twoValleys', formats: ['float64', 'p53'], learningRate: 1e-9,\n" +
        "  starts: uniformStarts(twoValleys, 500, 1), maxSteps: 1e7 }, workers());",
    ],
  ])("stops %s within two seconds and keeps the variables", async (_, code) => {
    const { reply, outputs, stoppedAfter } = await interrupted(code);
    expect(outputs.at(-1)?.content).toMatchObject({ ename: "Interrupted" });
    expect(reply.status).toBe("error");
    expect(stoppedAfter).toBeLessThan(2000);
    const after = await run("six");
    expect(after.outputs.at(-1)?.content.data).toEqual({ "text/plain": "6" });
  });

  it("has fresh workers after an interrupt ended the old ones", async () => {
    const { outputs } = await run(
      'import { ensemble, twoValleys, uniformStarts, workers } from "numerical-homotopy";\n' +
        "(await ensemble({ landscape: 'twoValleys', formats: ['float16'], learningRate: 0.05,\n" +
        "  starts: uniformStarts(twoValleys, 40, 1), maxSteps: 100 }, workers())).length",
    );
    expect(outputs.at(-1)?.content.data).toEqual({ "text/plain": "40" });
  });

  it("refuses the cells that wait behind an interrupted one", async () => {
    const begun = kernel.text("begun");
    const cells = ["console.log('begun'); while (true) {}", "six"].map((code) =>
      kernel.execute(code),
    );
    count++;
    await begun;
    await kernel.interrupt();
    const [stopped, refused] = await Promise.all(cells);
    expect([stopped.reply.ename, refused.reply.ename]).toEqual(["Interrupted", "NotRun"]);
  });

  it("stops what a cell left behind, between cells and while the next one waits for it", async () => {
    for (const waits of [false, true]) {
      const begun = kernel.text("behind");
      await run("setTimeout(() => { console.log('behind'); while (true) {} }, 400); void 0;");
      await begun;
      const next = waits ? run("six") : undefined;
      await kernel.interrupt();
      await next; // interrupted too, unless the interrupt came first
      expect((await run("six")).outputs.at(-1)?.content.data).toEqual({ "text/plain": "6" });
    }
  });

  it("takes an interrupt between cells for nothing", async () => {
    await kernel.interrupt();
    expect((await run("six")).reply.status).toBe("ok");
  });

  it("says that a blocking call into the system cannot be interrupted", async () => {
    await run('import { execSync } from "node:child_process";');
    const said = kernel.text("cannot be interrupted");
    const { stoppedAfter } = await interrupted("console.log('begun'); execSync('sleep 3');");
    expect((await said).content.name).toBe("stderr");
    expect(stoppedAfter).toBeGreaterThan(1000);
    expect((await run("six")).reply.status).toBe("ok");
  });

  it("outlives a rejected promise and reports it at its cell", async () => {
    const { reply, outputs } = await run("void Promise.reject(new Error('nobody listens'));\nsix");
    expect(outputs.at(-1)?.content).toMatchObject({ ename: "Error", evalue: "nobody listens" });
    expect(reply.status).toBe("error");
    expect((await run("six")).reply.status).toBe("ok");
  });

  it("outlives an exception that comes after its cell has ended and names that cell", async () => {
    const late = kernel.text("came late");
    const { reply } = await run(
      "setTimeout(() => {\n  throw new Error('came late');\n}, 300); void 0;",
    );
    expect(reply.status).toBe("ok");
    const { type, content } = await late;
    expect(type).toBe("error");
    expect(content.traceback[0]).toBe(`Error in cell [${count}], line 2, column 9: came late`);
    expect((await run("six")).reply.status).toBe("ok");
  });

  it("completes names of cells and of the library, counting code points as Jupyter does", async () => {
    await run('import { descend } from "numerical-homotopy";');
    const complete = async (before: string, after = "") => {
      const content = { code: before + after, cursor_pos: Array.from(before).length };
      return (await kernel.request("complete_request", content)).reply;
    };
    expect(await complete("si", " + 1")).toMatchObject({ cursor_start: 0, cursor_end: 2 });
    expect((await complete("si")).matches).toContain("six");
    expect((await complete("import { desc", ' } from "numerical-homotopy"')).matches).toContain(
      "descend",
    );
    const clef = await complete('const 𝜃 = "𝄞"; six.toFi', "; // 𝜃");
    expect(clef).toMatchObject({ status: "ok", cursor_start: 19, cursor_end: 23 });
    expect(clef.matches).toContain("toFixed");
    expect((await complete("const = (")).status).toBe("ok");
  });

  it("shows signature and documentation of a library's function at the cursor", async () => {
    const inspect = async (code: string, cursor_pos: number) =>
      (await kernel.request("inspect_request", { code, cursor_pos, detail_level: 0 })).reply;
    const found = await inspect('"𝜃𝄞"; descend', 9);
    expect(found).toMatchObject({ status: "ok", found: true });
    expect(found.data["text/plain"]).toMatch(/descend\(objective: Objective/);
    expect(found.data["text/plain"]).toMatch(/gradient descent/i);
    expect(await inspect("   ", 1)).toMatchObject({ status: "ok", found: false });
  });

  it("tells a whole cell from one that goes on", async () => {
    const state = async (code: string) =>
      (await kernel.request("is_complete_request", { code })).reply.status;
    expect(await state("six;")).toBe("complete");
    expect(await state("function f() {")).toBe("incomplete");
  });

  it("is not disturbed when a package that a cell has imported is written anew, as a build does", async () => {
    const pair = join(folder, "node_modules", "pair");
    const install = () => {
      rmSync(pair, { recursive: true, force: true });
      mkdirSync(pair, { recursive: true });
      writeFileSync(join(pair, "index.js"), "exports.one = 1;");
      writeFileSync(join(pair, "index.d.ts"), "export * from './one';");
      writeFileSync(join(pair, "one.d.ts"), "export declare const one: number;");
    };
    install();
    await run('import { one } from "pair";');
    const before = kernel.messages.length;
    install();
    await run("await new Promise((resolve) => setTimeout(resolve, 500));");
    expect((await run("one + 1")).outputs.at(-1)?.content.data).toEqual({ "text/plain": "2" });
    const since = kernel.messages.slice(before);
    expect(since.filter(({ type }) => type === "error")).toEqual([]);
  });

  it("says so when a cell ends its process, and goes on with a fresh one", async () => {
    const { reply, outputs } = await run("process.exit(3);");
    expect(outputs.at(-1)?.content).toMatchObject({
      ename: "ProcessEnded",
      evalue: "the notebook's process exited with code 3",
    });
    expect(reply.status).toBe("error");
    expect((await run("1 + 1")).outputs.at(-1)?.content.data).toEqual({ "text/plain": "2" });
    expect((await run("six")).reply.ename).toBe("TypeScriptError");
  });
});
