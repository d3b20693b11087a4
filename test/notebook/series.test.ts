import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CodeCell, type Notebook, parseNotebook } from "../../lib/notebook/nbformat.js";

/** The command line of the built library on folders of planted notebooks. */
const folder = mkdtempSync(join(tmpdir(), "series-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const notebook = (...cells: string[]): string =>
  JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "markdown", id: "title", metadata: {}, source: "# A planted notebook" },
      ...cells.map((source, i) => ({
        cell_type: "code",
        id: `cell-${i + 1}`,
        metadata: {},
        execution_count: null,
        outputs: [],
        source,
      })),
    ],
  });

function plant(name: string, files: Record<string, string>): string {
  const place = join(folder, name);
  mkdirSync(place);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(place, file), text);
  return place;
}

const environment = { ...process.env, NH_STILLS: "0" };
const cli = ["--disable-warning=ExperimentalWarning", "dist/cli.js"];

interface Ran {
  readonly code: number | null;
  readonly text: string;
  readonly out: string;
}

function series(place: string, ...options: string[]): Ran {
  const out = join(place, "out");
  const args = [...cli, "appendix", "--notebooks", place, "--out", out, ...options];
  const result = spawnSync(process.execPath, args, { encoding: "utf8", env: environment });
  return { code: result.status, text: result.stdout + result.stderr, out };
}

const executed = (ran: Ran, name: string): Notebook => {
  const file = join(ran.out, "notebooks", `${name}.ipynb`);
  return parseNotebook(readFileSync(file, "utf8"), file);
};
const hashOf = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value)).digest("hex");
const codeCells = (from: Notebook): CodeCell[] =>
  from.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");

describe("a notebook that fails", () => {
  let ran: Ran;
  const planted: Record<string, [string, RegExp]> = {
    throw: ["const f = (): never => { throw new Error('planted') };\nf();", /Error .*planted/],
    type: ["const n: number = 1;\nconst t: string = n;", /TypeScriptError .*line 2, column 7/],
    assert: [
      'import assert from "node:assert";\nassert.equal(1, 2, "unequal");',
      /AssertionError .*unequal/,
    ],
    reject: ["Promise.reject(new RangeError('rejected'));", /RangeError .*rejected/],
    loop: ["for (;;) {}", /TimeLimitExceeded .*time limit of 3 s/],
    wait: ["await new Promise(() => {});", /TimeLimitExceeded .*time limit of 3 s/],
    exit: ["process.exit(0);", /ProcessEnded .*exited with code 0/],
    late: [
      "setTimeout(() => Promise.reject(new Error('late')), 30);\nawait new Promise((r) => setTimeout(r, 200));",
      /Error .*late/,
    ],
  };

  beforeAll(() => {
    const files: Record<string, string> = {
      "zz-good.ipynb": notebook("1 + 1"),
      "broken.ipynb": '{\n"cells": [',
    };
    for (const [name, [code]] of Object.entries(planted))
      files[`${name}.ipynb`] = notebook(
        "const before = 1;",
        code,
        "console.log('must not run')",
        "2",
      );
    ran = series(plant("failing", files), "--time-limit", "3");
  }, 180_000);

  it.each(Object.keys(planted))(
    "%s: names notebook, cell and message, and runs nothing after it",
    (name) => {
      const message = planted[name]?.[1] as RegExp;
      expect(ran.text).toMatch(
        new RegExp(`FAILED ${name}, cell \\[2\\] \\(id cell-2\\)\\n\\s+${message.source}`),
      );
      const cells = codeCells(executed(ran, name));
      expect(cells.map((cell) => cell.execution_count)).toEqual([1, 2, null, null]);
      expect(cells[1]?.outputs.at(-1)).toMatchObject({ output_type: "error" });
      for (const cell of cells.slice(2))
        expect(cell.outputs).toEqual([
          { output_type: "stream", name: "stderr", text: "Not run: cell [2] failed before it.\n" },
        ]);
      expect(ran.text).toContain("not run after it: cells 3, 4");
    },
  );

  it("shows the code around the error", () => {
    expect(ran.text).toContain("> 2 | const t: string = n;");
  });

  it("does not keep the others from being executed, and the exit code is 1", () => {
    expect(ran.code).toBe(1);
    expect(codeCells(executed(ran, "zz-good"))[0]?.outputs).toMatchObject([
      { output_type: "execute_result", data: { "text/plain": "2" } },
    ]);
    expect(ran.text).toMatch(/1 of 10 notebooks, 9 of 33 code cells ran through\./);
  });

  it("that is no JSON is named with the line, and has a page that says so", () => {
    expect(ran.text).toMatch(/FAILED broken: .*broken\.ipynb: broken JSON in line 2/);
    expect(readFileSync(join(ran.out, "appendix", "broken.html"), "utf8")).toContain("broken JSON");
  });

  it("is executed again next time, while one that ran through is kept", () => {
    const again = series(join(folder, "failing"), "--only", "throw", "--only", "zz-good");
    expect(again.text).toContain("zz-good: unchanged, kept");
    expect(again.text).toMatch(/throw \[2\/4\].*FAILED/);
    expect(again.code).toBe(1);
  });
});

describe("the command line", () => {
  it("answers --help everywhere and refuses what it does not know, with exit code 2", () => {
    for (const command of ["start", "appendix", "lab", "kernel"]) {
      const result = spawnSync(process.execPath, [...cli, command, "--help"], { encoding: "utf8" });
      expect(result.status).toBe(0);
      expect(result.stdout).toContain("--help");
    }
    for (const wrong of [
      ["fly"],
      ["appendix", "--profile", "huge"],
      ["start", "--jobs", "0"],
      ["start", "--nope"],
      ["kernel"],
    ]) {
      const result = spawnSync(process.execPath, [...cli, ...wrong], { encoding: "utf8" });
      expect(result.status, wrong.join(" ")).toBe(2);
      expect(result.stderr).toMatch(/^numerical-homotopy: /);
    }
  });

  it("refuses a notebook that is not there, an empty folder and a missing one in a sentence", () => {
    const place = plant("one", { "a.ipynb": notebook("1") });
    expect(series(place, "--only", "b").text).toBe(
      'numerical-homotopy: --only: there is no notebook "b"; there are a\n',
    );
    expect(series(plant("none", {})).text).toMatch(
      /^numerical-homotopy: no notebooks in .*none\n$/,
    );
    expect(series(join(folder, "nowhere")).text).toMatch(
      /^numerical-homotopy: there is no .*nowhere\n$/,
    );
  });
});

describe("what would go wrong late", () => {
  it("is refused before anything runs: results in the notebooks' own folder, bad variables", () => {
    const place = join(folder, "own", "notebooks");
    mkdirSync(place, { recursive: true });
    const file = join(place, "a.ipynb");
    writeFileSync(file, notebook("1"));
    const args = [...cli, "appendix", "--notebooks", place, "--out", join(folder, "own")];
    const result = spawnSync(process.execPath, args, { encoding: "utf8", env: environment });
    expect(result.status).toBe(1);
    expect(result.stderr).toMatch(/^numerical-homotopy: --out: .* would overwrite .*\n$/);
    expect(readFileSync(file, "utf8")).toBe(notebook("1"));
    const env = { ...environment, NH_WORKERS: "many" };
    const wrong = spawnSync(process.execPath, [...cli, "start"], { encoding: "utf8", env });
    expect(wrong.stderr).toBe(
      'numerical-homotopy: NH_WORKERS is "many", expected a whole number\n',
    );
  });

  it("costs one notebook only: names no page can have, and cells that speak out of turn", () => {
    const place = plant("odd", {
      "good.ipynb": notebook("1"),
      "._good.ipynb": "what macOS leaves beside a file",
      "index.ipynb": notebook("1"),
      "forged.ipynb": notebook(
        "(process as any).send?.(null); (process as any).send?.({ type: 'done', id: 1, status: 'ok' });\nthrow new Error('real');",
      ),
    });
    mkdirSync(join(place, "folder.ipynb"));
    const ran = series(place, "--jobs", "1000000", "--time-limit", "1e300");
    expect(ran.code).toBe(1);
    expect(ran.text).toContain("FAILED index: a page cannot have this name; rename the file");
    expect(ran.text).toMatch(/FAILED forged, cell \[1\][\s\S]*Error .*real/);
    expect(ran.text).toContain("1 of 3 notebooks, 1 of 2 code cells ran through.");
    expect(existsSync(join(ran.out, "appendix", "good.html"))).toBe(true);
  });
});

describe("killed at any moment", () => {
  it("leaves no half-written notebook or page", async () => {
    const slow = "await new Promise((r) => setTimeout(r, 150));";
    const place = plant("killed", {
      "a.ipynb": notebook(...Array(4).fill(slow)),
      "b.ipynb": notebook("1"),
    });
    const out = join(place, "out");
    for (const wait of [300, 900, 1500, 2100, 2700]) {
      const args = [...cli, "appendix", "--force", "--notebooks", place, "--out", out];
      const child = spawn(process.execPath, args, { env: environment, stdio: "ignore" });
      await new Promise((resolve) => setTimeout(resolve, wait));
      child.kill("SIGKILL");
      await new Promise((resolve) => child.once("exit", resolve));
      for (const sub of ["notebooks", "appendix"]) {
        if (!existsSync(join(out, sub))) continue;
        for (const file of readdirSync(join(out, sub))) {
          if (file.startsWith(".")) continue; // a writer's temporary file: no reader takes it
          const text = readFileSync(join(out, sub, file), "utf8");
          if (file.endsWith(".ipynb")) parseNotebook(text, file);
          else expect(text.trimEnd().endsWith("</html>"), file).toBe(true);
        }
      }
    }
    const after = series(place);
    expect(after.code).toBe(0);
  }, 120_000);

  it.runIf(existsSync("/proc"))(
    "ends the notebook's process too, even one in an endless loop or just starting",
    async () => {
      const tell =
        'import { writeFileSync } from "node:fs";\nwriteFileSync("pid", String(process.pid));';
      const place = plant("orphans", { "loop.ipynb": notebook(tell, "for (;;) {}") });
      const processes = (): string[] =>
        readdirSync("/proc")
          .filter((name) => /^\d+$/.test(name))
          .filter((pid) => {
            try {
              return readlinkSync(`/proc/${pid}/cwd`) === place;
            } catch {
              return false; // ended meanwhile
            }
          });
      const args = [...cli, "appendix", "--notebooks", place, "--out", join(place, "out")];
      for (const begun of [() => processes().length > 0, () => existsSync(join(place, "pid"))]) {
        const child = spawn(process.execPath, args, { env: environment, stdio: "ignore" });
        await expect.poll(begun, { timeout: 30_000 }).toBe(true);
        child.kill("SIGKILL");
        await new Promise((resolve) => child.once("exit", resolve));
        await expect.poll(() => processes(), { timeout: 10_000 }).toEqual([]);
      }
    },
    120_000,
  );
});

describe("the project's notebooks", () => {
  it("give the same numbers twice, with one and with two workers", () => {
    const place = join(folder, "same");
    cpSync("notebooks", place, { recursive: true });
    const numbers = (workers: string): string[] => {
      const out = join(place, `out-${workers}`);
      const args = [...cli, "appendix", "--force", "--notebooks", place, "--out", out];
      const env = { ...environment, NH_WORKERS: workers };
      const result = spawnSync(process.execPath, args, { encoding: "utf8", env });
      expect(result.status, result.stdout + result.stderr).toBe(0);
      return readdirSync(join(out, "notebooks"))
        .filter((file) => file.endsWith(".ipynb"))
        .sort()
        .flatMap((file) =>
          codeCells(parseNotebook(readFileSync(join(out, "notebooks", file), "utf8"), file)).map(
            (cell, i) => `${file} [${i + 1}] ${hashOf(cell.outputs)}`,
          ),
        );
    };
    const one = numbers("1");
    expect(one.length).toBeGreaterThan(10);
    // Everything the cells made, figures included: without stills nothing depends on a machine.
    expect(numbers("2")).toEqual(one);
    const file = join(place, "out-1", "notebooks", "12-minima-accessibility.ipynb");
    const outputs = JSON.stringify(parseNotebook(readFileSync(file, "utf8"), file));
    const [, rows, hash] = /(\d+) rows, SHA-256 `(\w+)`/.exec(outputs) ?? [];
    expect(readFileSync("REPRODUCE.md", "utf8")).toContain(`quick ${rows} ${hash}\n`);
  }, 600_000);
});
