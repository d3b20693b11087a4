import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CellError, OutputEvent } from "../../lib/notebook/cellProtocol.js";
import type { CellOutcome, CellSession as Session } from "../../lib/notebook/cellSession.js";

// A notebook's process is a program of the built library.
const { CellSession } = (await import(
  new URL("../../dist/notebook/cellSession.js", import.meta.url).href
)) as { CellSession: typeof Session };

const outputs: OutputEvent[] = [];
const late: [number, CellError][] = [];
let session: Session;
let cell = 0;

const run = (code: string): Promise<CellOutcome> => session.execute(++cell, code);
const shown = (): string =>
  outputs
    .filter((o) => o.cell === cell)
    .map((o) => (o.type === "stream" ? o.text : String(o.data["text/plain"])))
    .join("");
const later = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Runs code that would never end and interrupts it once it has begun. */
async function interrupted(code: string): Promise<{ outcome: CellOutcome; ms: number }> {
  const running = run(`console.log("begun"); ${code}`);
  while (!shown().includes("begun")) await later(20);
  await later(100);
  const start = performance.now();
  expect(await session.interrupt()).toBe(true);
  const outcome = await running;
  return { outcome, ms: performance.now() - start };
}

beforeAll(async () => {
  session = new CellSession(process.cwd(), {
    onOutput: (event) => outputs.push(event),
    onLateError: (from, error) => late.push([from, error]),
  });
  await session.start();
});
afterAll(() => session.stop());

describe("a cell", () => {
  it("shows its last expression's value, and nothing for undefined", async () => {
    await run("const base = 20; base + 1");
    expect(shown()).toBe("21");
    await run("undefined");
    expect(shown()).toBe("");
  });

  it("waits for a last value that is a promise", async () => {
    await run("new Promise<number>((resolve) => setTimeout(() => resolve(7), 10))");
    expect(shown()).toBe("7");
  });

  it("sees the variables, types and functions of cells before it, and may declare them anew", async () => {
    await run(
      "interface Pair { a: number; b: number }\nconst sum = (p: Pair): number => p.a + p.b;",
    );
    await run("const pair: Pair = { a: 1, b: 2 };\nsum(pair)");
    expect(shown()).toBe("3");
    await run("const pair = 'again';\npair");
    expect(shown()).toBe("'again'");
  });

  it("may use the shorthand of a property for a variable of an earlier cell", async () => {
    await run("const width = 3; let height = 4;");
    await run(
      "const area = ({ width, height }: { width: number; height: number }) => width * height;",
    );
    await run("const depth = 5;\n[{ width, height, depth }, area({ width, height })]");
    expect(shown()).toBe("[ { width: 3, height: 4, depth: 5 }, 12 ]");
    await run(
      "let other: number;\n({ width: other, height } = { width: 7, height: 8 });\n[other, height]",
    );
    expect(shown()).toBe("[ 7, 8 ]");
    await run("height");
    expect(shown()).toBe("8");
  });

  it("may rename what it takes out of a value whose type an earlier cell has made", async () => {
    await run("const parts = 1;\nconst measure = () => ({ parts: [2, 3], rest: { parts: 4 } });");
    await run(
      "const { parts: found, rest: { parts: inner = 0 } } = measure();\n[found, inner, parts]",
    );
    expect(shown()).toBe("[ [ 2, 3 ], 4, 1 ]");
    await run(
      "for (const n of [1]) { const { parts: again } = measure(); console.log(again, n); }",
    );
  });

  it("keeps the order of prints and displays", async () => {
    await run(
      'import { table, markdown } from "numerical-homotopy";\nconsole.log("1"); markdown("2\\n"); console.log("3");',
    );
    expect(shown()).toBe("1\n2\n3\n");
  });
});

describe("an error", () => {
  it("names the cell, the line and the column, also through a function of another cell", async () => {
    await run(
      "// a comment\n\nfunction boom(x: number): never {\n  throw new RangeError('bad ' + x);\n}",
    );
    const made = cell;
    const { status, error } = await run("const y = 1;\n\n  boom(y);");
    expect(status).toBe("error");
    expect(error).toMatchObject({ name: "RangeError", message: "bad 1", line: 3, column: 3 });
    expect(error?.traceback.join("\n")).toContain(`boom (cell [${made}], line 4, column 9)`);
    expect(error?.frame).toBe("  1 | const y = 1;\n  2 |\n> 3 |   boom(y);\n    |   ^");
  });

  it("is right behind an await, and in an import's line", async () => {
    const waited = await run("await null;\nconst nothing: any = null;\nnothing.field;");
    expect(waited.error).toMatchObject({ name: "TypeError", line: 3, column: 9 });
    const missing = await run('import { none } from "./no-such-file";');
    expect(missing.error).toMatchObject({ name: "TypeScriptError", line: 1 });
  });

  it("of types carries message, line and column, and nothing of the cell runs", async () => {
    const { error } = await run("console.log('ran');\nconst n: number = 'text';");
    expect(error).toMatchObject({ name: "TypeScriptError", line: 2, column: 7 });
    expect(error?.message).toBe(
      "line 2, column 7: Type 'string' is not assignable to type 'number'. (TS2322)",
    );
    expect(shown()).toBe("");
  });

  it("may be any thrown value", async () => {
    expect((await run("throw 'only text'")).error).toMatchObject({
      name: "Thrown",
      message: "'only text'",
    });
    expect((await run("throw undefined")).error).toMatchObject({ name: "Thrown" });
    expect((await run("throw null")).status).toBe("error");
  });

  it("in a rejected promise nobody waits for belongs to its cell", async () => {
    const { status, error } = await run("Promise.reject(new Error('alone'));\n1");
    expect(status).toBe("error");
    expect(error).toMatchObject({ message: "alone", line: 1 });
  });

  it("that comes after its cell has ended is reported with that cell and kills nothing", async () => {
    await run("setTimeout(() => { throw new Error('too late') }, 50);\n0");
    const thrower = cell;
    await run("await new Promise((r) => setTimeout(r, 200)); 'alive'");
    expect(shown()).toBe("'alive'");
    expect(late).toHaveLength(1);
    expect(late[0]?.[0]).toBe(thrower);
    expect(late[0]?.[1]).toMatchObject({ message: "too late", line: 1 });
  });
});

describe("an interrupt", () => {
  it.each([
    ["a loop", "while (true) {}"],
    ["a loop behind an await", "await null; while (true) {}"],
    ["a loop behind a timer", "await new Promise((r) => setTimeout(r, 5)); while (true) {}"],
    ["a loop in a callback", "await new Promise(() => setTimeout(() => { while (true) {} }, 5))"],
    ["a loop that catches everything", "while (true) { try { while (true) {} } catch {} }"],
    ["a promise that never settles", "await new Promise(() => {})"],
  ])("stops %s, and the variables survive", async (_, code) => {
    await run("const kept = 40 + 2;");
    const { outcome, ms } = await interrupted(code);
    expect(outcome).toMatchObject({ status: "interrupted", error: { name: "Interrupted" } });
    expect(ms).toBeLessThan(5000); // measured: under 1 s on a quiet machine
    await run("await new Promise((r) => setTimeout(r, 5)); kept");
    expect(shown()).toBe("42");
  });

  it("says so when a call into the system cannot be stopped", async () => {
    const running = run('import { execSync } from "node:child_process";\nexecSync("sleep 2"); 1');
    await later(500);
    expect(await session.interrupt()).toBe(false);
    expect((await running).status).toBe("interrupted");
  });

  it("between cells does nothing", async () => {
    expect(await session.interrupt()).toBe(true);
    await run("'still here'");
    expect(shown()).toBe("'still here'");
  });
});

describe("the process", () => {
  it("that a cell ends is reported and started anew", async () => {
    await run("const lost = 1;");
    const { error, processEnded } = await run("process.exit(3)");
    expect(processEnded).toBe(true);
    expect(error).toMatchObject({ name: "ProcessEnded" });
    expect(error?.message).toContain("exited with code 3");
    expect((await run("lost")).error?.name).toBe("TypeScriptError");
  });

  it("completes names and tells their types", async () => {
    const code = 'import { descend } from "numerical-homotopy";\ndesc';
    const completion = await session.complete(code, code.length);
    expect(completion?.candidates).toContain("descend");
    expect(code.slice(completion?.start, completion?.end)).toBe("desc");
    const text = await session.inspect("const half: number = 0.5;\nhalf", 28);
    expect(text).toContain("const half: number");
    expect(await session.isComplete("for (;;) {")).toMatchObject({ completed: false });
  });
});
