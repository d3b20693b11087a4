import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type ParseArgsConfig, parseArgs } from "node:util";
import { userJupyterFolder, writeKernelspec } from "./notebook/kernelspec.js";
import { openLab } from "./notebook/lab.js";
import { runKernel } from "./notebook/runKernel.js";
import { defaultJobs, runSeries } from "./notebook/series.js";
import { dataFolders } from "./results/datasets/loadDataset.js";
import { describeDatasets, obtainDataset } from "./results/datasets/obtainDataset.js";
import { publishedSet, publishedSets } from "./results/datasets/publishedSets.js";

/**
 * The command line behind the npm scripts. Exit codes: 0 all went well, 1 something failed
 * and was reported, 2 the command was not understood.
 */

const root = join(dirname(fileURLToPath(import.meta.url)), "..");

class UsageError extends Error {}

const seriesHelp = (command: string, about: string): string => `${about}

  npm ${command} -- [options]

  --profile quick|paper   how much is computed: quick in about a minute, paper in full (quick)
  --only NAME             only this notebook, e.g. 12-minima-accessibility; may be repeated
  --seed N                a seed in place of each notebook's own
  --time-limit SECONDS    longest time for one cell (600; paper 3600)
  --jobs N                notebooks executed at once (${defaultJobs()} here)
  --force                 execute also notebooks that have not changed
  --notebooks FOLDER      another folder of notebooks (notebooks)
  --out FOLDER            where the results go (build)
  --data FOLDER           the folder of data sets, in place of NH_DATA
  --help                  this text

Environment: NH_WORKERS (worker threads), NH_DATA (folder of data sets), NH_BROWSER (path of
Chromium, Chrome or Edge), NH_STILLS=0 (no still pictures). See environment.md.`;

const help: Record<string, string> = {
  start: seriesHelp("start", "Executes every notebook and builds the appendix."),
  appendix: seriesHelp("run appendix", "Executes notebooks and builds the appendix."),
  lab: `Opens Jupyter on the notebooks with this project's kernel.

  npm run lab -- [options of jupyter-lab or jupyter-notebook]

  --help                  this text

Uses NH_JUPYTER, a Jupyter on the PATH, or makes one with uv or pip in build/, or with
Debian's packages when root. Listens on 127.0.0.1 only, with Jupyter's token.`,
  data: `Lists the data sets and where they lie, or downloads some.

  npm run data -- [options] [${publishedSets.map(({ name }) => name).join(" | ")}] ...

  --data FOLDER           the folder of data, in place of NH_DATA or data/ of the project
  --help                  this text

A set that is already there is verified. Downloads are checked by SHA-256; one that was
interrupted is taken up where it ended.`,
  kernel: `Makes this project's kernel known to Jupyter and VS Code.

  npm run kernel -- --install [--folder FOLDER]

  --install               write the kernelspec, for this user
  --folder FOLDER         a Jupyter data folder other than the user's own
  --connection FILE       run the kernel (this is how Jupyter calls it)
  --help                  this text`,
};

const overview = `numerical-homotopy: which training paths can a p-bit number format reach?

  npm start               executes all notebooks (quick profile) and builds the appendix
  npm test                runs every check
  npm run lab             opens Jupyter on the notebooks
  npm run appendix        the appendix, with a choice of notebooks and profile
  npm run data            lists the data sets; npm run data -- mnist downloads one
  npm run kernel          makes the kernel known to Jupyter and VS Code

Each takes --help after --, e.g. npm run appendix -- --help`;

function options<T extends ParseArgsConfig["options"]>(
  command: string,
  args: string[],
  config: T,
): Record<string, unknown> {
  return understood(
    command,
    () => parseArgs({ args, options: config, allowPositionals: false }).values,
  );
}

/** What a reader of the command's words makes of them; its error is one of usage. */
function understood<T>(command: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new UsageError(`${command}: ${(error as Error).message}`);
  }
}

function positive(command: string, name: string, text: unknown, otherwise: number): number {
  if (text === undefined) return otherwise;
  const value = Number(text);
  if (!(value > 0))
    throw new UsageError(`${command}: --${name} is "${text}", expected more than 0`);
  return value;
}

function folderNamed(command: string, text: string): string {
  if (text === "") throw new UsageError(`${command}: --out is empty, expected a folder`);
  return resolve(text);
}

function wholeSeed(command: string, text: string): number {
  const seed = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(seed) || seed < 0)
    throw new UsageError(`${command}: --seed is "${text}", expected a whole number from 0`);
  return seed;
}

async function series(command: string, args: string[]): Promise<number> {
  // A reader that closes the pipe (`| head`) has seen enough. Not for the kernel: it shares
  // Jupyter's output, and touching that would make it non-blocking for Jupyter too.
  process.stdout.on("error", () => process.exit(1));
  const given = options(command, args, {
    profile: { type: "string", default: "quick" },
    only: { type: "string", multiple: true, default: [] },
    seed: { type: "string" },
    "time-limit": { type: "string" },
    jobs: { type: "string" },
    force: { type: "boolean", default: false },
    notebooks: { type: "string", default: join(root, "notebooks") },
    out: { type: "string", default: join(root, "build") },
    data: { type: "string", default: process.env.NH_DATA ?? "" },
  });
  const { profile } = given;
  if (profile !== "quick" && profile !== "paper")
    throw new UsageError(`${command}: --profile is "${profile}", expected quick or paper`);
  // Cells run in other folders than this one, so they are given the full path.
  if (given.data !== "") process.env.NH_DATA = resolve(given.data as string);
  const ok = await runSeries({
    root,
    profile,
    notebooks: resolve(given.notebooks as string),
    out: folderNamed(command, given.out as string),
    only: given.only as string[],
    timeLimit: positive(
      command,
      "time-limit",
      given["time-limit"],
      profile === "paper" ? 3600 : 600,
    ),
    ...(given.seed === undefined ? {} : { seed: wholeSeed(command, given.seed as string) }),
    jobs: Math.ceil(positive(command, "jobs", given.jobs, defaultJobs())),
    force: given.force as boolean,
    print: (line) => console.log(line),
  });
  return ok ? 0 : 1;
}

async function data(args: string[]): Promise<number> {
  const { values, positionals } = understood("data", () =>
    parseArgs({ args, options: { data: { type: "string" } }, allowPositionals: true }),
  );
  if (values.data === "") throw new UsageError("data: --data is empty, expected a folder");
  const folders = dataFolders(values.data);
  // All names are looked at before the first download.
  const sets = understood("data", () => positionals.map(publishedSet));
  if (sets.length === 0) console.log(describeDatasets(publishedSets, folders));
  for (const set of sets) await obtainDataset(set, folders, (line) => console.log(line));
  return 0;
}

async function kernel(args: string[]): Promise<number> {
  const given = options("kernel", args, {
    connection: { type: "string" },
    install: { type: "boolean" },
    folder: { type: "string" },
  });
  if (typeof given.connection === "string") {
    await runKernel(given.connection);
    return 0;
  }
  if (!given.install)
    throw new UsageError("kernel: nothing to do; --install writes the kernelspec");
  const folder = typeof given.folder === "string" ? resolve(given.folder) : userJupyterFolder();
  console.log(`Kernelspec written to ${writeKernelspec(folder, join(root, "dist", "cli.js"))}`);
  return 0;
}

async function main(command: string | undefined, args: string[]): Promise<number> {
  if (command === undefined || command === "--help" || command === "help") {
    console.log(overview);
    return 0;
  }
  const text = help[command];
  if (text === undefined) throw new UsageError(`there is no command "${command}"\n\n${overview}`);
  if (args.includes("--help") || args.includes("-h")) {
    console.log(text);
    return 0;
  }
  switch (command) {
    case "lab":
      return openLab(root, args);
    case "data":
      return data(args);
    case "kernel":
      return kernel(args);
    default:
      return series(command, args);
  }
}

/** Errors of the system that mean one thing to a reader. */
function sentence(error: NodeJS.ErrnoException): string {
  const path = error.path ?? "a file";
  if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM")
    return `cannot write to ${path}: it is read-only`;
  if (error.code === "ENOSPC") return `the disk is full (writing ${path})`;
  if (error.code === "ENOTDIR" || error.code === "EEXIST" || error.code === "EISDIR")
    return `${path}: a folder was expected where a file is, or the other way round`;
  if (error.code === "ENOENT") return `there is no ${path}`;
  // Errors of the system and of bad input explain themselves; anything else is a defect here.
  const expected = error.code !== undefined || error instanceof RangeError || "cause" in error;
  return expected ? error.message : (error.stack ?? String(error));
}

// Whoever started this may be killed without a word: then nobody waits for the results.
const starter = process.ppid;
setInterval(() => {
  if (process.ppid !== starter) process.exit(143);
}, 500).unref();

main(process.argv[2], process.argv.slice(3)).then(
  (code) => process.exit(code),
  (error) => {
    console.error(
      `numerical-homotopy: ${error instanceof UsageError ? error.message : sentence(error)}`,
    );
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
