import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type * as Execute from "../../lib/notebook/execute.js";
import {
  type CodeCell,
  type Notebook,
  type Output,
  parseNotebook,
} from "../../lib/notebook/nbformat.js";
import { findJupyter, findPython, installKernel, requireTool } from "./tools.js";

// A notebook's process is a program of the built library.
const { executeNotebook }: typeof Execute = await import(
  new URL("../../dist/notebook/execute.js", import.meta.url).href
);

const jupyter = findJupyter("nbconvert");
const python = findPython("nbformat");
const folder = mkdtempSync(join(tmpdir(), "nbconvert-"));
const names = readdirSync("notebooks")
  .filter((name) => name.endsWith(".ipynb"))
  .map((name) => basename(name, ".ipynb"));
/** Pictures are compared elsewhere. */
const environment = { NH_STILLS: "0" };

const codeCells = (notebook: Notebook): CodeCell[] =>
  notebook.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

/** What an output says in words and numbers, without what may differ: progress on the way. */
const words = (output: Output): unknown => {
  switch (output.output_type) {
    case "stream":
      return [output.name, output.text];
    case "error":
      return [output.ename, output.evalue];
    default:
      return [output.output_type, output.data["text/plain"]];
  }
};

/** Runs a program to its end. */
const finished = (command: string, args: string[], variables: Record<string, string>) =>
  new Promise<{ code: number | null; text: string }>((resolve) => {
    const child = spawn(command, args, { cwd: folder, env: { ...process.env, ...variables } });
    let text = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        text += chunk;
      });
    child.once("exit", (code) => resolve({ code, text }));
  });

afterAll(() => rmSync(folder, { recursive: true, force: true }));

requireTool("jupyter nbconvert", jupyter && python)("every notebook, executed by Jupyter", () => {
  beforeAll(() => {
    installKernel(folder);
    cpSync("notebooks", folder, { recursive: true });
  });

  it.each(names)(
    "%s runs through, is valid, and says what it says without Jupyter",
    async (name) => {
      const source = join(folder, `${name}.ipynb`);
      const notebook = parseNotebook(readFileSync(source, "utf8"), source);
      const args = [
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        source,
        "--output",
        `${name}.out`,
      ];
      const { code, text } = await finished(jupyter ?? "", args, {
        ...environment,
        JUPYTER_PATH: folder,
      });
      expect(code, text).toBe(0);

      const file = join(folder, `${name}.out.ipynb`);
      const check = `import nbformat; nbformat.validate(nbformat.read(${JSON.stringify(file)}, 4))`;
      const valid = spawnSync(python ?? "", ["-W", "error", "-c", check], { encoding: "utf8" });
      expect(valid.stderr).toBe("");

      const executed = codeCells(parseNotebook(readFileSync(file, "utf8"), file));
      expect(executed.map((cell) => cell.execution_count)).toEqual(executed.map((_, i) => i + 1));
      const outputs = executed.flatMap((cell) => cell.outputs);
      expect(outputs.filter((output) => output.output_type === "error")).toEqual([]);

      const headless = await executeNotebook(notebook, source, { environment });
      expect(headless.report.status).toBe("ok");
      const spoken = (cells: CodeCell[]) => cells.map((cell) => cell.outputs.map(words));
      expect(spoken(executed)).toEqual(spoken(codeCells(headless.notebook)));
    },
    300_000,
  );
});
