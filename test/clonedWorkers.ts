import type { Job, MapOptions, Workers } from "../lib/numerics/jobs.js";

/** `size` workers on other threads, as far as one can tell: everything is cloned, the last is done first. */
export const clonedWorkers = (size: number): Workers => ({
  size,
  async map<Input, Output>(
    job: Job<Input, Output>,
    inputs: readonly Input[],
    options: MapOptions = {},
  ): Promise<Output[]> {
    const module = await import(job.module);
    const outputs = new Array<Output>(inputs.length);
    for (let i = inputs.length - 1; i >= 0; i--) {
      options.signal?.throwIfAborted();
      outputs[i] = structuredClone(await module[job.name](structuredClone(inputs[i])));
      options.onProgress?.(inputs.length - i, inputs.length);
    }
    return outputs;
  },
});
