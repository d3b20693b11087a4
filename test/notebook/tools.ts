import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { findBrowser } from "../../lib/notebook/browser.js";

/** What the checks of this folder need besides Node, and how its absence is told. */

/** The built command line: kernels are started from it, as Jupyter does. */
export const commandLine: string = resolve("dist", "cli.js");

const answers = (command: string, args: readonly string[]): string | undefined => {
  const probe = spawnSync(command, args, { encoding: "utf8", timeout: 60_000 });
  return probe.status === 0 ? probe.stdout.trim() : undefined;
};

/** The system's own program if there is one: Debian's Jupyter needs Debian's Python. */
const program = (name: string): string => {
  const ofTheSystem = join("/usr/bin", name);
  return existsSync(ofTheSystem) ? ofTheSystem : name;
};

/** A Python that has these packages, or undefined. */
export function findPython(...packages: string[]): string | undefined {
  const candidates = [program("python3"), "python3"];
  return candidates.find(
    (python) => answers(python, ["-c", `import ${packages.join(", ")}`]) !== undefined,
  );
}

/** A `jupyter` that has this subcommand, or undefined. */
export function findJupyter(subcommand: string): string | undefined {
  const candidates = [program("jupyter"), "jupyter"];
  return candidates.find((jupyter) => answers(jupyter, [subcommand, "--version"]) !== undefined);
}

/** A `jupyter` with the classic Notebook (version 6 or older), whose page these tests know. */
export function findClassicNotebook(): string | undefined {
  const candidates = [program("jupyter"), "jupyter"];
  return candidates.find(
    (jupyter) => Number.parseInt(answers(jupyter, ["notebook", "--version"]) ?? "99", 10) < 7,
  );
}

/** The path of a Chromium, Chrome or Edge, or undefined. */
export const findBrowserProgram = (): string | undefined => findBrowser()?.executable;

/** Writes the kernelspec into a Jupyter data folder, as a reader does it. */
export function installKernel(folder: string): void {
  const args = [commandLine, "kernel", "--install", "--folder", folder];
  const made = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (made.status !== 0) throw new Error(`installKernel: ${made.stderr}`);
}

/** `describe` or a stand-in for it, see {@link requireTool}. */
export type Suite = (title: string, checks: () => void) => void;

/**
 * `describe` for checks that need a tool. Without the tool they are skipped by name, the title
 * saying what is missing; with `CI` set that is a failure instead.
 *
 * @param name - what is needed, in words that end "no … was found"
 * @param found - the tool; undefined or null if there is none
 */
export function requireTool(name: string, found: unknown): Suite {
  if (found !== undefined && found !== null) return describe;
  if (process.env.CI)
    return (title) =>
      describe(title, () => {
        it(`needs ${name}`, () => expect.fail(`no ${name} was found, and CI is set`));
      });
  return (title, checks) => describe.skipIf(true)(`${title} (no ${name} was found)`, checks);
}
