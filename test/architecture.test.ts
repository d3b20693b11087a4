import { readdirSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

/** Each room imports only from rooms above it; files in lib itself (index.ts, cli.ts) from all. */
const rooms = [
  "numerics",
  "kernels",
  "precision",
  "landscapes",
  "networks",
  "curvature",
  "training",
  "paths",
  "topology",
  "results",
  "experiments",
  "figures",
  "notebook",
];
/** Rooms that run unchanged in a browser. */
const browserRooms = [...rooms.slice(0, rooms.indexOf("results")), "figures"];
/** Packages that only the notebook room knows. */
const notebookPackages = ["tslab", "zeromq", "playwright-core"];
const nodeGlobals = ["process", "Buffer", "__dirname", "__filename", "require", "setImmediate"];
const longest = 300;

/** Path relative to lib, with "/" ⇒ source. */
type Sources = Readonly<Record<string, string>>;

/** Everything in which the sources break the rules of the house, one sentence each. */
function violations(sources: Sources): string[] {
  return Object.keys(sources).flatMap((path) => [
    ...nameAndLength(path, sources[path]),
    ...importsBelow(path, sources[path]),
    ...(browserRooms.includes(roomOf(path)) ? browserTrouble(path, sources) : []),
  ]);
}

const roomOf = (path: string): string =>
  path.includes("/") ? path.slice(0, path.indexOf("/")) : "";

function nameAndLength(path: string, source: string): string[] {
  const found: string[] = [];
  if (!/^[a-z][a-zA-Z0-9]*(\.test)?\.ts$/.test(basename(path)))
    found.push(`${path} is not named in camelCase`);
  if (path.includes("/") && !rooms.includes(roomOf(path)))
    found.push(`${path} is in no known room`);
  const lines = source.trimEnd().split("\n").length;
  // The reason stands in a comment at the top that mentions the number of lines.
  const top = source.match(/^\s*(\/\*[\s\S]*?\*\/|(\/\/.*\n)+)/)?.[0] ?? "";
  if (lines > longest && !/\blines\b/.test(top))
    found.push(`${path} has ${lines} lines and no comment at its top says why`);
  return found;
}

function importsBelow(path: string, source: string): string[] {
  const room = roomOf(path);
  return importsOf(path, source).flatMap(({ target }) => {
    const name = packageOf(target);
    if (name !== undefined)
      return notebookPackages.includes(name) && room !== "notebook"
        ? [`${path} imports ${name}, which only the notebook room knows`]
        : [];
    const other = resolved(path, target);
    if (other.startsWith("..")) return [`${path} imports ${target}, which is outside lib`];
    if (room === "") return [];
    if (roomOf(other) === "") return [`${path} imports ${other}, which is below all rooms`];
    return rooms.indexOf(roomOf(other)) > rooms.indexOf(room)
      ? [`${path} imports ${other}, which is in a room below`]
      : [];
  });
}

/** What keeps a file of a browser room, or any file it draws in, from running in a browser. */
function browserTrouble(path: string, sources: Sources): string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  const visit = (file: string, way: string): void => {
    if (seen.has(file) || sources[file] === undefined) return;
    seen.add(file);
    for (const name of globalsOf(file, sources[file])) found.push(`${way} uses ${name}`);
    for (const { target, typeOnly } of importsOf(file, sources[file])) {
      const name = packageOf(target);
      // A file's own imports are judged even if only for types, what it draws in only if it runs.
      if (typeOnly && (name === undefined || file !== path)) continue;
      if (name === undefined) visit(resolved(file, target), `${way} → ${resolved(file, target)}`);
      else if (target.startsWith("node:") || builtinModules.includes(name))
        found.push(`${way} imports ${target}`);
    }
  };
  visit(path, path);
  return found;
}

interface Import {
  readonly target: string;
  /** Erased when compiled: `import type …`, or every name in braces marked so. */
  readonly typeOnly: boolean;
}

/** What a function finds in a source, kept: a file is met again by way of every file that draws it in. */
function once<T>(find: (path: string, source: string) => T): (path: string, source: string) => T {
  const known = new Map<string, T>();
  return (path, source) => {
    const found = known.get(source) ?? find(path, source);
    known.set(source, found);
    return found;
  };
}

/** Imports, re-exports, dynamic imports and import types of a file. */
const importsOf = once((path, source): Import[] => {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (node && ts.isStringLiteralLike(node)) found.push({ target: node.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, importErased(node.importClause));
    else if (ts.isExportDeclaration(node)) {
      const names = node.exportClause && ts.isNamedExports(node.exportClause);
      const all =
        names && (node.exportClause as ts.NamedExports).elements.every((e) => e.isTypeOnly);
      add(node.moduleSpecifier, node.isTypeOnly || Boolean(all));
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
});

function importErased(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const names = clause.namedBindings;
  const elements = names && ts.isNamedImports(names) ? names.elements : undefined;
  return !clause.name && Boolean(elements?.length && elements.every((e) => e.isTypeOnly));
}

/** Node's globals that a file uses as such (not as a property, and not if it declares the name itself). */
const globalsOf = once((path, source): string[] => {
  const file = ts.createSourceFile(path, source, ts.ScriptTarget.ES2022, true);
  const used = new Set<string>();
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && nodeGlobals.includes(node.text)) {
      const { parent } = node;
      const isName =
        (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent)) &&
        parent.name === node;
      const isMember = ts.isPropertySignature(parent) || ts.isMethodSignature(parent);
      if ((ts.isVariableDeclaration(parent) || ts.isParameter(parent)) && parent.name === node)
        declared.add(node.text);
      else if (!isName && !isMember) used.add(node.text);
      const { text } = node;
      if (
        isName &&
        ts.isPropertyAccessExpression(parent) &&
        parent.expression.getText() === "globalThis"
      )
        used.add(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return [...used].filter((name) => !declared.has(name));
});

/** The package or Node module that a target names; undefined for a relative path. */
function packageOf(target: string): string | undefined {
  if (/^\.{1,2}(\/|$)/.test(target)) return undefined;
  const parts = target.replace(/^node:/, "").split("/");
  return target.startsWith("@") ? parts.slice(0, 2).join("/") : parts[0];
}

const resolved = (from: string, target: string): string =>
  join(dirname(from), target).replaceAll("\\", "/").replace(/\.js$/, ".ts");

/** The TypeScript files of lib; setup.cjs and the stand-ins under stubs/ are plain JavaScript outside the rooms. */
function librarySources(): Sources {
  const lib = fileURLToPath(new URL("../lib", import.meta.url));
  const names = (readdirSync(lib, { recursive: true }) as string[]).filter((n) =>
    n.endsWith(".ts"),
  );
  return Object.fromEntries(
    names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(lib, name), "utf8")]),
  );
}

describe("The library", () => {
  const sources = librarySources();

  it("keeps the order of its rooms, runs in a browser down to topology and in figures, and its files are short and well named", () => {
    expect(Object.keys(sources).length).toBeGreaterThan(5);
    expect(violations(sources)).toEqual([]);
  });

  it("has files that are mostly between 35 and 120 lines long", () => {
    const lengths = Object.values(sources).map((source) => source.trimEnd().split("\n").length);
    const median = lengths.sort((a, b) => a - b)[lengths.length >> 1];
    expect(median).toBeGreaterThanOrEqual(20);
    expect(median).toBeLessThanOrEqual(120);
  });
});

describe("The checker", () => {
  const clean: Sources = {
    "numerics/vector.ts": "export const one: number = 1;",
    "results/table.ts": 'import "node:fs";\nexport interface Table {}\nexport const t: number = 1;',
    "results/csv.ts": 'export { t } from "./table.js";',
    "notebook/kernel.ts": 'import "zeromq";\nimport { one } from "../numerics/vector.js";',
    "index.ts": 'export * from "./numerics/vector.js";\nexport * from "./notebook/kernel.js";',
  };
  const added = (path: string, source: string): string[] =>
    violations({ ...clean, [path]: source });

  it("finds nothing wrong with a clean house", () => {
    expect(violations(clean)).toEqual([]);
    expect(added("paths/path.ts", 'import type { A } from "../numerics/vector.js";')).toEqual([]);
    expect(added("paths/path.ts", 'import EVD from "ml-matrix";')).toEqual([]);
    expect(added("figures/a.ts", 'import type { Table } from "../results/table.js";')).toEqual([]);
    expect(added("figures/a.ts", 'import { type Table } from "../results/table.js";')).toEqual([]);
    expect(added("paths/a.ts", "const o = { process: 1 }; o.process; // process, Buffer")).toEqual(
      [],
    );
    expect(added("paths/a.ts", "export const f = (process: number): number => process;")).toEqual(
      [],
    );
    expect(added("paths/long.ts", `/* Tables of 400 lines. */\n${"//\n".repeat(400)}`)).toEqual([]);
  });

  it.each([
    [
      "import from a room below",
      "paths/a.ts",
      'import { t } from "../results/csv.js";',
      /paths\/a\.ts imports results\/csv\.ts, which is in a room below/,
    ],
    [
      "type import from a room below",
      "paths/a.ts",
      'import type { t } from "../results/csv.js";',
      /in a room below/,
    ],
    [
      "re-export from a room below",
      "numerics/a.ts",
      'export * from "../notebook/kernel.js";',
      /in a room below/,
    ],
    [
      "dynamic import from a room below",
      "paths/a.ts",
      'await import("../notebook/kernel.js");',
      /in a room below/,
    ],
    [
      "import type expression",
      "paths/a.ts",
      'type K = typeof import("../notebook/kernel.js");',
      /in a room below/,
    ],
    ["import of index.ts", "notebook/a.ts", 'import "../index.js";', /below all rooms/],
    ["import from outside lib", "paths/a.ts", 'import "../../test/x.js";', /outside lib/],
    ["unknown room", "misc/a.ts", "", /in no known room/],
    [
      "node: in a browser room",
      "paths/a.ts",
      'import { join } from "node:path";',
      /paths\/a\.ts imports node:path/,
    ],
    [
      "a bare Node module",
      "topology/a.ts",
      'import fs from "fs/promises";',
      /imports fs\/promises/,
    ],
    [
      "node: for types only",
      "paths/a.ts",
      'import type { Worker } from "node:worker_threads";',
      /imports node:worker_threads/,
    ],
    ["node: in figures", "figures/a.ts", 'const fs = await import("node:fs");', /imports node:fs/],
    [
      "node: by way of another room",
      "figures/a.ts",
      'import { t } from "../results/csv.js";',
      /figures\/a\.ts → results\/csv\.ts → results\/table\.ts imports node:fs/,
    ],
    ["process", "numerics/a.ts", "export const e = process.env.HOME;", /uses process/],
    [
      "process of globalThis",
      "numerics/a.ts",
      "export const e = globalThis.process;",
      /uses process/,
    ],
    ["Buffer", "figures/a.ts", "export const b: unknown = Buffer.from([1]);", /uses Buffer/],
    [
      "tslab outside notebook",
      "results/a.ts",
      'import * as tslab from "tslab";',
      /tslab, which only the notebook/,
    ],
    [
      "a part of tslab",
      "cli.ts",
      'import "tslab/dist/executor.js";',
      /tslab, which only the notebook/,
    ],
    [
      "playwright-core in figures",
      "figures/a.ts",
      'import "playwright-core";',
      /playwright-core, which only/,
    ],
    ["a long file", "paths/long.ts", `/** A path. */\n${"//\n".repeat(300)}`, /has 301 lines/],
    ["a name in kebab-case", "paths/discrete-frechet.ts", "", /not named in camelCase/],
    ["a name with a capital", "paths/Path.ts", "", /not named in camelCase/],
  ])("notices %s", (_what, path, source, message) => {
    expect(added(path, source).join("\n")).toMatch(message);
  });
});
