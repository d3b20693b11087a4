import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { availableParallelism } from "node:os";
import { basename, join } from "node:path";
import { writeFileAtomic } from "../results/atomicFile.js";
import { foundFiles } from "../results/datasets/loadDataset.js";
import { projectVersions, sourceCommit } from "../results/manifest.js";
import { type AppendixPage, buildAppendix } from "./appendix.js";
import { findBrowser } from "./browser.js";
import type { Profile } from "./environment.js";
import { executeNotebook, type NotebookReport, writeNotebook } from "./execute.js";
import { type Notebook, parseNotebook } from "./nbformat.js";

/** What `npm start` and `npm run appendix` are asked for. */
export interface SeriesOptions {
  /** The project's folder. */
  readonly root: string;
  readonly profile: Profile;
  /** Folder of the notebooks. */
  readonly notebooks: string;
  /** Gets `appendix/` and `notebooks/`. */
  readonly out: string;
  /** Names of notebooks, without folder and ending; all when empty. */
  readonly only: readonly string[];
  /** Seconds a cell may take. */
  readonly timeLimit: number;
  /** Notebooks executed at once. */
  readonly jobs: number;
  /** Seed in place of each notebook's own. */
  readonly seed?: number;
  /** Execute also what has not changed. */
  readonly force: boolean;
  readonly print: (line: string) => void;
}

interface Executed {
  readonly name: string;
  readonly notebook?: Notebook;
  readonly report?: NotebookReport;
  /** Why there is no executed notebook. */
  readonly problem?: string;
}

/** One notebook at a time per core is enough to hide the compiler's start-up. */
export const defaultJobs = (): number => Math.min(2, availableParallelism());

/**
 * Executes the series of notebooks and builds the appendix from them.
 *
 * Every notebook is tried, whatever becomes of the others. One whose text, library, profile
 * and surroundings are what they were when it last ran through is not executed again.
 *
 * @returns true if all of them ran through
 * @throws RangeError if `only` names a notebook that does not exist
 */
export async function runSeries(options: SeriesOptions): Promise<boolean> {
  const { print, out } = options;
  const began = performance.now();
  const names = selected(options);
  const executedFolder = join(out, "notebooks");
  refuseEarly(options, executedFolder);
  const queue = [...names];
  const done = new Map<string, Executed>();
  const worker = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined; name = queue.shift())
      done.set(name, await one(name, options, executedFolder));
  };
  const atOnce = Math.max(1, Math.min(options.jobs, names.length));
  await Promise.all(Array.from({ length: atOnce }, worker));

  const pages = allNames(options)
    .map((name) => done.get(name) ?? earlier(name, executedFolder))
    .filter((executed) => executed !== undefined)
    .filter(({ name }) => !oddName.test(name))
    .map((executed) => page(executed, options));
  const index = buildAppendix({ pages, outFolder: join(out, "appendix") });
  const failed = names.filter((name) => done.get(name)?.report?.status !== "ok");
  print("");
  for (const name of failed) print(problemReport(done.get(name) as Executed));
  const cells = names.flatMap((name) => done.get(name)?.report?.cells ?? []);
  const ran = cells.filter((cell) => cell.fate === "ok").length;
  print(
    `${names.length - failed.length} of ${names.length} notebooks, ${ran} of ${cells.length} code cells ran through.`,
  );
  const skipped = names.map((name) => done.get(name)?.report?.notes.stills).find(Boolean);
  if (skipped !== undefined) print(`Still pictures were skipped: ${skipped}`);
  print(`Appendix:  ${index}`);
  print(`Notebooks: ${executedFolder}`);
  print(`Took ${((performance.now() - began) / 1000).toFixed(1)} s (${options.profile} profile).`);
  return failed.length === 0;
}

/** Refuses what would only come to light when all the work is done, or undo somebody's. */
function refuseEarly(options: SeriesOptions, executedFolder: string): void {
  findBrowser(); // throws if NH_BROWSER is wrong
  for (const name of ["NH_WORKERS", "NH_SEED"]) {
    const text = process.env[name];
    if (text && !/^\d{1,16}$/.test(text))
      throw new RangeError(`${name} is "${text}", expected a whole number`);
  }
  mkdirSync(executedFolder, { recursive: true });
  if (realpathSync(executedFolder) === realpathSync(options.notebooks))
    throw new RangeError(
      `--out: the executed notebooks would overwrite those of ${options.notebooks}; choose another folder`,
    );
  const probe = join(executedFolder, `.probe-${process.pid}`);
  writeFileAtomic(probe, "");
  rmSync(probe, { force: true });
}

/** Names that a page cannot have on every system, or that the table of contents has. */
const oddName = /[<>:"/\\|?*]|^index$/;

/** The notebooks of the folder; names with a dot in front are somebody else's business. */
const allNames = (options: SeriesOptions): string[] =>
  readdirSync(options.notebooks, { withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".ipynb") && !entry.name.startsWith("."))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => basename(entry.name, ".ipynb"))
    .sort();

function selected(options: SeriesOptions): string[] {
  const names = allNames(options);
  const wanted = options.only.map((name) => basename(name, ".ipynb"));
  for (const name of wanted)
    if (!names.includes(name))
      throw new RangeError(`--only: there is no notebook "${name}"; there are ${names.join(", ")}`);
  if (names.length === 0) throw new RangeError(`no notebooks in ${options.notebooks}`);
  return wanted.length > 0 ? names.filter((name) => wanted.includes(name)) : names;
}

async function one(name: string, options: SeriesOptions, folder: string): Promise<Executed> {
  const { print, profile, seed } = options;
  const file = join(options.notebooks, `${name}.ipynb`);
  const target = join(folder, `${name}.ipynb`);
  let notebook: Notebook;
  let key: string;
  try {
    if (oddName.test(name)) throw new RangeError("a page cannot have this name; rename the file");
    const text = readFileSync(file, "utf8");
    notebook = parseNotebook(text, file);
    key = askedFor(text, options);
  } catch (error) {
    const problem = (error as Error).message;
    print(`${name}: ${problem}`);
    return { name, problem };
  }
  const kept = options.force ? undefined : keptFrom(target, key);
  if (kept !== undefined) {
    print(`${name}: unchanged, kept (--force executes it again)`);
    return { name, notebook: kept.notebook, report: kept.report };
  }
  const { notebook: executed, report } = await executeNotebook(notebook, file, {
    timeLimit: options.timeLimit,
    environment: { NH_PROFILE: profile, ...(seed === undefined ? {} : { NH_SEED: String(seed) }) },
    onCell: ({ number, total, id, report: ended }) => {
      if (ended === undefined) return;
      const time = `${ended.seconds.toFixed(1)} s`.padStart(7);
      print(`${name} [${number}/${total}] ${time}  ${ended.fate === "ok" ? "" : "FAILED "}${id}`);
    },
  });
  executed.metadata.numerical_homotopy = { key, report, provenance: provenance(report, options) };
  try {
    writeNotebook(target, executed);
  } catch (error) {
    return { name, problem: (error as Error).message };
  }
  return { name, notebook: executed, report };
}

const provenance = (report: NotebookReport, options: SeriesOptions): Record<string, unknown> => ({
  commit: sourceCommit(options.root),
  versions: projectVersions(),
  profile: options.profile,
  seed: report.notes.seed ?? "none",
  wallSeconds: Number(report.seconds.toFixed(1)),
  executed: new Date().toISOString(),
});

/** Everything that the executed notebook depends on, hashed: data sets that arrive or go, too. */
function askedFor(text: string, options: SeriesOptions): string {
  const built = join(options.root, "dist", ".built");
  const library = existsSync(built) ? readFileSync(built, "utf8") : String(Math.random());
  const seed = String(options.seed ?? process.env.NH_SEED ?? "");
  const stills = process.env.NH_STILLS === "0" ? "" : (findBrowser()?.executable ?? "");
  const parts = [text, library, options.profile, seed, process.version, stills, ...foundFiles()];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}

/** What an earlier run wrote. */
interface ReadBack {
  readonly notebook: Notebook;
  readonly report: NotebookReport;
  readonly key: string;
}

/** A notebook that was not asked for this time, as it was executed before: it keeps its page. */
function earlier(name: string, folder: string): Executed | undefined {
  const read = readExecuted(join(folder, `${name}.ipynb`));
  return read && { name, notebook: read.notebook, report: read.report };
}

/** The notebook executed earlier for the same key, if it ran through. */
function keptFrom(target: string, key: string): ReadBack | undefined {
  const read = readExecuted(target);
  return read?.key === key && read.report.status === "ok" ? read : undefined;
}

/** Undefined if the file is missing, or someone has changed it beyond reading. */
function readExecuted(target: string): ReadBack | undefined {
  if (!existsSync(target)) return undefined;
  try {
    const notebook = parseNotebook(readFileSync(target, "utf8"), target);
    const written = notebook.metadata.numerical_homotopy as Omit<ReadBack, "notebook"> | undefined;
    return written && { notebook, report: written.report, key: written.key };
  } catch {
    return undefined;
  }
}

function page(executed: Executed, options: SeriesOptions): AppendixPage {
  const { name, notebook, report, problem } = executed;
  const kept = notebook?.metadata.numerical_homotopy as
    | { provenance: Record<string, unknown> }
    | undefined;
  return {
    name,
    ...(notebook ? { notebook } : {}),
    status: report?.status ?? "failed",
    ...(problem === undefined ? {} : { problem }),
    provenance: kept?.provenance ?? { profile: options.profile },
  };
}

/** Notebook, cell, message and code frame of what went wrong. */
function problemReport({ name, report, problem }: Executed): string {
  if (report === undefined) return `FAILED ${name}: ${problem}\n`;
  const lines: string[] = [];
  for (const cell of report.cells) {
    if (cell.error === undefined) continue;
    lines.push(`FAILED ${name}, cell [${cell.number}] (id ${cell.id})`);
    lines.push(...cell.error.traceback.map((line) => `    ${line}`));
  }
  const notRun = report.cells.filter((cell) => cell.fate === "not run").map((c) => c.number);
  if (notRun.length > 0) lines.push(`    not run after it: cells ${notRun.join(", ")}`);
  return `${lines.join("\n")}\n`;
}
