/**
 * Work that can be done on any thread.
 *
 * A job is a named export of a module: a worker thread (Node) or a web worker
 * (browser) imports the module and calls the export, so inputs and outputs must
 * survive structured cloning. Rooms that have heavy work export jobs and accept a
 * {@link Workers}; who owns the threads is none of their business.
 */
export interface Job<Input, Output> {
  /** `import.meta.url` of the module that exports the job's function. */
  readonly module: string;
  /** Name of that export. */
  readonly name: string;
  /** The function itself, called directly when there are no threads. */
  readonly run: (input: Input) => Output | Promise<Output>;
}

/** What a caller of {@link Workers.map} may ask for. */
export interface MapOptions {
  /** Aborts the whole map: it rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each finished input with the number done and the total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Something that runs jobs: this thread, a pool of worker threads, web workers. */
export interface Workers {
  /** How many inputs are worked on at once. */
  readonly size: number;
  /** Outputs in the order of `inputs`, whatever the order of completion. */
  map<Input, Output>(
    job: Job<Input, Output>,
    inputs: readonly Input[],
    options?: MapOptions,
  ): Promise<Output[]>;
}

/**
 * Runs jobs one after the other on the calling thread, yielding to the event loop between them.
 *
 * @example
 * const square = { module: import.meta.url, name: "square", run: (x: number) => x * x };
 * await inThisThread.map(square, [1, 2, 3]); // [1, 4, 9]
 */
export const inThisThread: Workers = {
  size: 1,
  async map<Input, Output>(
    job: Job<Input, Output>,
    inputs: readonly Input[],
    options: MapOptions = {},
  ): Promise<Output[]> {
    const outputs: Output[] = [];
    for (const input of inputs) {
      options.signal?.throwIfAborted();
      outputs.push(await job.run(input));
      options.onProgress?.(outputs.length, inputs.length);
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    return outputs;
  },
};
