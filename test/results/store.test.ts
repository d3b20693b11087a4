import { type ChildProcess, spawn } from "node:child_process";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startManifest } from "../../lib/results/manifest.js";
import { type Chunk, openStore, type Store } from "../../lib/results/store.js";
import { type Table, tableOf, toCsv } from "../../lib/results/table.js";
import { type BuiltLibrary, buildLibrary } from "./builtLibrary.js";

let built: BuiltLibrary;
beforeAll(() => {
  built = buildLibrary();
});
afterAll(() => built.remove());

let folder: string;
let refused: string[];
let store: Store;
const made: string[] = [];
beforeEach(async () => {
  folder = fs.mkdtempSync(join(tmpdir(), "store-"));
  made.push(folder);
  refused = [];
  store = await openStore(folder, { onRefused: (message) => refused.push(message) });
});
afterAll(() => {
  for (const path of made) fs.rmSync(path, { recursive: true, force: true });
});

const result = (table: Table) => ({ table, manifest: startManifest({ config: null })(table) });
const small = tableOf([
  { p: 8, note: "two\nlines", x: -0 },
  { p: 11, note: null, x: NaN },
]);

describe("openStore", () => {
  it("gives back what was put, by the question and not by the order of its keys", async () => {
    const stored = result(small);
    await store.put({ seed: 1, format: "float16" }, stored);
    expect(await store.get({ format: "float16", seed: 1 })).toStrictEqual(stored);
    expect(await store.get({ format: "float16", seed: 2 })).toBeUndefined();
    expect(refused).toEqual([]);
  });

  it("keeps a text file that other programs can read", async () => {
    await store.put("key", result(small));
    const lines = fs.readFileSync(store.pathOf("key"), "utf8").split("\n");
    expect(lines[0]).toMatch(/^# numerical-homotopy result 1 sha256 [0-9a-f]{64}$/);
    expect(lines[1]).toMatch(/^# \{"key":"key","manifest":\{/);
    expect(lines.slice(2).join("\n")).toBe(toCsv(small));
  });

  it("refuses a file cut off at any length, or with any byte altered, and says so", async () => {
    await store.put("key", result(small));
    const path = store.pathOf("key");
    const whole = fs.readFileSync(path);
    for (let length = 0; length < whole.length; length += 7) {
      fs.writeFileSync(path, whole.subarray(0, length));
      expect(await store.get("key")).toBeUndefined();
      const altered = Buffer.from(whole);
      altered[length] ^= 1;
      fs.writeFileSync(path, altered);
      expect(await store.get("key")).toBeUndefined();
    }
    expect(refused).toHaveLength(2 * Math.ceil(whole.length / 7));
    for (const message of refused) expect(message).toContain(`${path} is not used: it `);
    fs.writeFileSync(path, whole);
    expect((await store.get("key"))?.table).toStrictEqual(small);
  });

  it("refuses a whole file under another question's name", async () => {
    await store.put("a", result(small));
    fs.renameSync(store.pathOf("a"), store.pathOf("b"));
    expect(await store.get("b")).toBeUndefined();
    expect(refused[0]).toContain("answers another question");
  });

  it("removes what killed writers left once it is old, and nothing else", async () => {
    const old = join(folder, ".x.csv.0123456789ab.tmp");
    const young = join(folder, ".y.csv.0123456789ab.tmp");
    const other = join(folder, ".notes.tmp");
    for (const path of [old, young, other]) fs.writeFileSync(path, "half");
    for (const path of [old, other]) fs.utimesSync(path, 0, 0);
    await openStore(folder);
    expect([old, young, other].map((path) => fs.existsSync(path))).toEqual([false, true, true]);
  });

  it("names the folder, in one sentence, when it is a file or its parent is", async () => {
    const file = join(folder, "file");
    fs.writeFileSync(file, "");
    const s = await openStore(file);
    expect(await s.get("key")).toBeUndefined();
    await expect(s.put("key", result(small))).rejects.toThrow(
      `cannot write in the folder "${file}": it is a file, not a folder`,
    );
    const inside = join(file, "deeper");
    await expect((await openStore(inside)).put("key", result(small))).rejects.toThrow(
      `cannot write in the folder "${inside}": a part of the path is a file`,
    );
  });

  it("reads in a read-only folder, and names it when told to write there", async () => {
    await store.put("key", result(small));
    fs.chmodSync(folder, 0o555);
    const output = await run(
      `const { openStore } = await import(${JSON.stringify(built.url("results/store.js"))});
       if (process.getuid?.() === 0) process.setuid(65534); // root may write anywhere
       const store = await openStore(process.argv[2]);
       const stored = await store.get("key");
       console.log(stored.table.rows.length);
       await store.put("other", stored).catch((error) => console.log(error.message));`,
    ).output;
    fs.chmodSync(folder, 0o755);
    expect(output).toBe(`2\ncannot write in the folder "${folder}": permission denied\n`);
  });

  it("never shows a part of a result, however often its writer is killed", async () => {
    // Each table is ten thousand rows of one number, so a mixture or a part would be seen.
    const script = `
      import { openStore } from ${JSON.stringify(built.url("results/store.js"))};
      import { hashTable } from ${JSON.stringify(built.url("results/manifest.js"))};
      const store = await openStore(process.argv[2]);
      console.log("ready");
      for (let i = Number(process.argv[3]); ; i++) {
        const table = { columns: ["i"], rows: Array.from({ length: 10000 }, () => ({ i })) };
        await store.put({ key: i % 3 }, { table, manifest: { hash: hashTable(table) } });
      }`;
    let found = 0;
    for (let round = 0; round < 12; round++) {
      // Two writers at once on the same keys, killed at different moments.
      const writers = [run(script, "0"), run(script, "1000")];
      await Promise.all(writers.map((writer) => writer.ready));
      for (const [k, writer] of writers.entries()) {
        await new Promise((resolve) => setTimeout(resolve, 7 * round + 11 * k));
        writer.child.kill("SIGKILL");
        await writer.output;
      }
      for (const key of [0, 1, 2]) {
        const stored = await store.get({ key });
        if (!stored) continue;
        found++;
        expect(new Set(stored.table.rows.map((row) => row.i)).size).toBe(1);
        expect(stored.table.rows).toHaveLength(10_000);
      }
    }
    expect(refused).toEqual([]);
    expect(found).toBeGreaterThan(10);
    for (const name of fs.readdirSync(folder)) expect(name).toMatch(/^[0-9a-f]{64}\.csv$|\.tmp$/);
    await openStore(folder, { staleAfter: 0 });
    expect(fs.readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });
});

describe("store.compute", () => {
  const counted = (ran: string[], ids = ["a", "b", "c"]): Chunk[] =>
    ids.map((id) => ({
      id,
      run: () => {
        ran.push(id);
        return tableOf([{ id, x: 1 / id.charCodeAt(0) }]);
      },
    }));

  it("computes once, in the order of the chunks, and leaves only the result behind", async () => {
    const ran: string[] = [];
    const seen: number[] = [];
    const options = { seed: 3, onProgress: (done: number) => void seen.push(done) };
    const first = await store.compute("key", counted(ran), options);
    expect(first.table.rows.map((row) => row.id)).toEqual(["a", "b", "c"]);
    expect(first.manifest).toMatchObject({ config: "key", seed: 3, rows: 3 });
    expect(seen).toEqual([1, 2, 3]);
    expect(await store.compute("key", counted(ran))).toStrictEqual(first);
    expect(ran).toEqual(["a", "b", "c"]);
    expect(fs.readdirSync(folder)).toHaveLength(1);
  });

  it("keeps the chunks that were finished when one fails, and does only the others next time", async () => {
    const ran: string[] = [];
    const failing = counted(ran);
    failing[2] = { id: "c", run: () => Promise.reject(new Error("no c")) };
    await expect(store.compute("key", failing)).rejects.toThrow("no c");
    const { table } = await store.compute("key", counted(ran));
    expect(ran).toEqual(["a", "b", "c"]);
    expect(table.rows).toHaveLength(3);
  });

  it("has the same rows with one and with three chunks at once", async () => {
    const one = await store.compute("one", counted([]));
    const three = await store.compute("three", counted([]), { atOnce: 3 });
    expect(three.manifest.hash).toBe(one.manifest.hash);
  });

  it("computes again what other code has made", async () => {
    const ran: string[] = [];
    const stored = await store.compute("key", counted(ran));
    await store.put("key", { ...stored, manifest: { ...stored.manifest, code: "other" } });
    await store.compute("key", counted(ran));
    expect(ran).toHaveLength(6);
    await store.compute("key", counted(ran), { packages: ["simple-statistics"] });
    expect(ran).toHaveLength(9);
  });

  it("stops before the next chunk when the signal is aborted, and keeps the earlier ones", async () => {
    const stop = new AbortController();
    const ran: string[] = [];
    const onProgress = () => stop.abort(new Error("enough"));
    const aborted = store.compute("key", counted(ran), { signal: stop.signal, onProgress });
    await expect(aborted).rejects.toThrow("enough");
    await store.compute("key", counted(ran));
    expect(ran).toEqual(["a", "b", "c"]);
  });

  it("refuses no chunks, an id given twice, and chunks with different columns", async () => {
    await expect(store.compute("k", [])).rejects.toThrow("at least one chunk");
    await expect(store.compute("k", counted([], ["a", "a"]))).rejects.toThrow('"a" is given twice');
    const odd = [...counted([]), { id: "d", run: () => tableOf([{ q: 1 }]) }];
    await expect(store.compute("k", odd)).rejects.toThrow("table 3 has the columns [q]");
    await expect(store.compute("k", counted([]), { atOnce: 0 })).rejects.toThrow("atOnce is 0");
  });

  it("ends with the same bytes when it is killed again and again, losing only the chunk it was at", async () => {
    const script = `
      import { appendFileSync } from "node:fs";
      import { openStore } from ${JSON.stringify(built.url("results/store.js"))};
      const store = await openStore(process.argv[2]);
      console.log("ready");
      const chunks = Array.from({ length: 25 }, (_, k) => ({ id: "chunk " + k, run: async () => {
        appendFileSync(process.argv[3], k + "\\n");
        await new Promise((resolve) => setTimeout(resolve, 8));
        return { columns: ["k", "x"], rows: Array.from({ length: 50 }, (_, i) => ({ k, x: Math.sin(50 * k + i) })) };
      }}));
      await store.compute({ study: "killed" }, chunks);
      console.log("done");`;
    const rowsOf = (path: string): string =>
      fs.readFileSync(path, "utf8").split("\n").slice(2).join("\n");
    const log = join(folder, "log");
    const undisturbed = join(folder, "undisturbed");
    await run(script, join(folder, "log0"), undisturbed).output;

    const disturbed = join(folder, "disturbed");
    let kills = 0;
    // On a slow disk a chunk may need longer than a writer lives: the next one lives twice as long.
    let patience = 1;
    let reached = "";
    for (;;) {
      const writer = run(script, log, disturbed);
      await writer.ready;
      const delay = patience * (30 + 17 * (kills % 4));
      const timer = setTimeout(() => writer.child.kill("SIGKILL"), delay);
      const output = await writer.output;
      clearTimeout(timer);
      if (output.includes("done")) break;
      kills++;
      const last = fs.existsSync(log)
        ? (fs.readFileSync(log, "utf8").split("\n").at(-2) ?? "")
        : "";
      patience = last === reached ? 2 * patience : 1;
      reached = last;
    }
    expect(kills).toBeGreaterThan(2);
    const [name] = fs.readdirSync(undisturbed);
    expect(rowsOf(join(disturbed, name))).toBe(rowsOf(join(undisturbed, name)));
    const computed = fs.readFileSync(log, "utf8").trim().split("\n").length;
    expect(computed).toBeLessThanOrEqual(25 + kills);
    expect(fs.readdirSync(disturbed).filter((n) => !n.endsWith(".tmp"))).toEqual([name]);
  });

  it("gives both processes that compute the same key at once the whole result", async () => {
    const script = `
      import { openStore } from ${JSON.stringify(built.url("results/store.js"))};
      const store = await openStore(process.argv[2], { onRefused: (m) => { throw new Error(m); } });
      console.log("ready");
      const chunks = Array.from({ length: 30 }, (_, k) => ({ id: "" + k, run: () => ({ columns: ["k"], rows: [{ k }] }) }));
      const { table } = await store.compute("both", chunks);
      console.log(table.rows.length);`;
    const outputs = await Promise.all([1, 2, 3].map(() => run(script, "").output));
    expect(outputs).toEqual(Array(3).fill("ready\n30\n"));
    expect(fs.readdirSync(folder)).toHaveLength(1);
  });
});

interface Running {
  readonly child: ChildProcess;
  /** When it has printed something. */
  readonly ready: Promise<unknown>;
  /** All it has printed, when it has ended in whatever way; errors are printed too. */
  readonly output: Promise<string>;
}

let scripts = 0;

/** Starts a script (as a module beside the built library) with the store's folder and an argument. */
function run(source: string, argument = "", where: string = folder): Running {
  const script = fileURLToPath(built.module(`script${scripts++}.mjs`, source));
  const child = spawn(process.execPath, [script, where, argument]);
  let text = "";
  const ready = new Promise((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (part: string) => {
        text += part;
        resolve(undefined);
      });
    child.on("close", resolve);
  });
  return { child, ready, output: new Promise((resolve) => child.on("close", () => resolve(text))) };
}
