import type { MimeBundle } from "./cellProtocol.js";

/** How an output is placed: with a `displayId` it can be replaced later by `update`. */
export interface DisplayOptions {
  readonly displayId?: string;
  readonly update?: boolean;
}

/** Where the outputs of a running cell go. */
export interface OutputSink {
  /** Appends an output; one that is still being made keeps its place. */
  display(data: MimeBundle | Promise<MimeBundle>, options?: DisplayOptions): void;
  /** Adds a fact to the provenance of the run. */
  note(name: string, value: string | number): void;
}

/** Outside a notebook (a script, a test) the plain-text view goes to the console. */
const consoleSink: OutputSink = {
  display(data) {
    Promise.resolve(data).then((bundle) => console.log(String(bundle["text/plain"] ?? "")));
  },
  note() {},
};

let sink: OutputSink = consoleSink;

/** The sink of the notebook this process runs. */
export const outputSink = (): OutputSink => sink;

/** Set once, by a notebook's process. */
export function useOutputSink(next: OutputSink): void {
  sink = next;
}
