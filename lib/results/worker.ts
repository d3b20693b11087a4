/** One call of a job, as it is sent to a thread. */
export interface WorkerTask {
  readonly module: string;
  readonly name: string;
  readonly input: unknown;
}

// process.exit would end the thread without a word, and its caller would wait for ever. So in a
// job it throws; Node itself calls it, too, after an uncaught exception, and then it must exit.
const exit = process.exit;
let uncaught = false;
process.on("uncaughtExceptionMonitor", () => {
  uncaught = true;
});
process.exit = (code) => {
  if (uncaught) return exit(code);
  throw new Error(`a job called process.exit(${code ?? ""})`);
};

/**
 * What a thread of the worker pool does: imports the job's module and calls the job.
 *
 * @returns the job's output
 * @throws Error if the module has no such function; whatever the job throws, always as an Error
 *   (a thrown `null` would pass for success on the way back)
 */
export default async function work({ module, name, input }: WorkerTask): Promise<unknown> {
  try {
    const job = ((await import(module)) as Record<string, unknown>)[name];
    if (typeof job !== "function")
      throw new TypeError(`worker: ${module} exports no function "${name}" (got ${typeof job})`);
    return await job(input);
  } catch (error) {
    if (error instanceof Error) throw error;
    throw new Error(`the job "${name}" threw ${String(error)}, which is not an Error`);
  }
}
