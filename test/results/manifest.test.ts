import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { canonicalJson } from "../../lib/results/canonicalJson.js";
import { fingerprintOf } from "../../lib/results/codeFingerprint.js";
import { commitOf } from "../../lib/results/environment.js";
import {
  hashTable,
  projectVersions,
  sourceCommit,
  startManifest,
} from "../../lib/results/manifest.js";
import { tableOf } from "../../lib/results/table.js";

const scratch = mkdtempSync(join(tmpdir(), "manifest-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

describe("hashTable", () => {
  it("is the SHA-256 of the CSV text, pinned: a change would disown every stored result", () => {
    expect(hashTable(tableOf([{ p: 11, name: "half", x: -0, y: NaN, z: null }]))).toBe(
      "37b2005ae6a5893c2167b1399a68b946040a81d2bc1db7828f3d86e524f235b5",
    );
  });

  it("tells apart tables that differ in one bit, in the order of rows, or in a type", () => {
    const hashes = [
      tableOf([{ x: 0.1 + 0.2 }, { x: 1 }]),
      tableOf([{ x: 0.3 }, { x: 1 }]),
      tableOf([{ x: 1 }, { x: 0.3 }]),
      tableOf([{ x: "0.3" }, { x: 1 }]),
      tableOf([{ x: 0.3 }, { x: -0 }]),
      tableOf([{ x: 0.3 }, { x: 0 }]),
    ].map(hashTable);
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});

describe("startManifest", () => {
  const table = tableOf([{ p: 8, reached: 0.5 }]);

  it("says what was asked, by which code, where and when", async () => {
    const finish = startManifest({ config: { b: [1], a: "x" }, seed: 7, packages: ["ml-matrix"] });
    await new Promise((resolve) => setTimeout(resolve, 20));
    const manifest = finish(table);
    expect(manifest).toMatchObject({
      config: { a: "x", b: [1] },
      seed: 7,
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      rows: 1,
      hash: hashTable(table),
    });
    expect(Object.keys(manifest.versions)).toEqual(["numerical-homotopy", "ml-matrix"]);
    expect(manifest.versions["ml-matrix"]).toMatch(/^\d+\.\d+\.\d+/);
    expect(manifest.code).toMatch(/^[0-9a-f]{64}$/);
    expect(manifest.wallSeconds).toBeGreaterThanOrEqual(0.015);
    expect(Date.parse(manifest.ended)).toBeGreaterThanOrEqual(Date.parse(manifest.started));
    expect(manifest.started).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
  });

  it("has the same hash for the same rows, however long they took", () => {
    const [a, b] = [startManifest({ config: 1 }), startManifest({ config: 2 })];
    expect(a(table).hash).toBe(b(table).hash);
  });

  it("survives JSON", () => {
    const manifest = startManifest({ config: { seed: 1 } })(table);
    expect(JSON.parse(JSON.stringify(manifest))).toEqual(manifest);
  });

  it("refuses a config that is not plain data, naming the place, and a seed that is no number", () => {
    expect(() => startManifest({ config: { rates: [1, NaN] } })).toThrow("config.rates[1] is NaN");
    expect(() => startManifest({ config: { run: () => 1 } })).toThrow("config.run is of type");
    expect(() => startManifest({ config: { day: new Date() } })).toThrow("config.day is a Date");
    expect(() => startManifest({ config: null, seed: NaN })).toThrow("seed is NaN");
  });
});

describe("commitOf", () => {
  it("is unknown without a repository, and in a folder inside another project's", () => {
    expect(commitOf(scratch)).toEqual({ commit: "unknown", dirty: false });
    execFileSync("git", ["init", "-q", scratch]);
    mkdirSync(join(scratch, "inner"));
    expect(commitOf(join(scratch, "inner")).commit).toBe("unknown");
  });

  it("names the commit, and says whether files differ from it", () => {
    const who = [
      "-c",
      "user.name=n",
      "-c",
      "user.email=e@example.org",
      "-c",
      "commit.gpgsign=false",
    ];
    execFileSync("git", ["-C", scratch, ...who, "commit", "-q", "--allow-empty", "-m", "first"]);
    const { commit, dirty } = commitOf(scratch);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(dirty).toBe(false);
    expect(sourceCommit(scratch)).toBe(commit);
    writeFileSync(join(scratch, "new.txt"), "");
    expect(commitOf(scratch)).toEqual({ commit, dirty: true });
    expect(sourceCommit(scratch)).toBe(`${commit}+changes`);
  });
});

describe("projectVersions", () => {
  it("names the library first, and a package that is not installed as unknown", () => {
    const versions = projectVersions(["no-such-package", "ml-matrix"]);
    expect(Object.keys(versions)).toEqual(["numerical-homotopy", "ml-matrix", "no-such-package"]);
    expect(versions["no-such-package"]).toBe("unknown");
    expect(versions["numerical-homotopy"]).toMatch(/^\d/);
  });
});

describe("fingerprintOf", () => {
  it("changes with the code that computes, not with figures, types or notes", () => {
    const write = (name: string, text: string): string => {
      mkdirSync(join(scratch, name, ".."), { recursive: true });
      writeFileSync(join(scratch, name), text);
      return fingerprintOf(scratch);
    };
    const first = write("paths/path.js", "1");
    expect(write("figures/figure.js", "1")).toBe(first);
    expect(write("paths/path.d.ts", "1")).toBe(first);
    expect(write("paths/notes.md", "1")).toBe(first);
    const second = write("paths/path.js", "2");
    expect(second).not.toBe(first);
    expect(write("training/deep/er.js", "1")).not.toBe(second);
  });
});

describe("canonicalJson", () => {
  it("does not depend on the order of keys, at any depth", () => {
    const a = { seed: 1, deep: { y: [1, { d: 4, c: 3 }], x: undefined } };
    const b = { deep: { y: [1, { c: 3, d: 4 }] }, seed: 1 };
    expect(canonicalJson(a)).toBe('{"deep":{"y":[1,{"c":3,"d":4}]},"seed":1}');
    expect(canonicalJson(b)).toBe(canonicalJson(a));
  });

  it.each([[Infinity], [1n], [undefined], [[undefined]], [new Map()], [Float64Array.of(1)]])(
    "refuses %s, which JSON has no word for",
    (value) => {
      expect(() => canonicalJson(value)).toThrow(TypeError);
    },
  );
});
