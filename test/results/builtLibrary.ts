import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The library as JavaScript, for what needs real modules: worker threads and child processes. */
export interface BuiltLibrary {
  readonly folder: string;
  /** URL of a built module, e.g. `url("results/store.js")`. */
  url(module: string): string;
  /** Writes a module beside the library and returns its URL. */
  module(name: string, source: string): string;
  remove(): void;
}

/**
 * Translates lib file by file, without type checking (about a second), into a fresh folder under
 * build/, inside the project so that packages are found. Tests that start threads or processes use
 * it, since those know nothing of vitest's translation, and dist/ may be missing or out of date.
 */
export function buildLibrary(): BuiltLibrary {
  mkdirSync(join(root, "build"), { recursive: true });
  const folder = mkdtempSync(join(root, "build", "test-library-"));
  const write = (name: string, source: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), source);
  };
  for (const name of readdirSync(join(root, "lib"), { recursive: true }) as string[])
    if (name.endsWith(".ts")) {
      const source = readFileSync(join(root, "lib", name), "utf8");
      const { outputText } = ts.transpileModule(source, {
        compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
        fileName: name,
      });
      write(name.replace(/\.ts$/, ".js"), outputText);
    }
  const url = (module: string): string => pathToFileURL(join(folder, module)).href;
  return {
    folder,
    url,
    module: (name, source) => {
      write(name, source);
      return url(name);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
