/** How far some work has got. */
export interface Progress {
  /** What is being done. */
  readonly phase: string;
  readonly done: number;
  readonly total: number;
}

/** Characters of a phase that are kept. */
const LENGTH = 32;

/**
 * Memory through which a worker tells how far it is, while it is too busy for messages.
 *
 * @returns undefined where threads share no memory: a web page that is not cross-origin isolated
 */
export function sharedProgress(): SharedArrayBuffer | undefined {
  if (typeof SharedArrayBuffer === "undefined") return undefined;
  return new SharedArrayBuffer(4 * (4 + LENGTH));
}

/** Writes the latest progress, over the one before. */
export function writeProgress(shared: SharedArrayBuffer, { phase, done, total }: Progress): void {
  const words = new Int32Array(shared);
  // Odd while the rest is being written, so that nobody reads half of it.
  Atomics.add(words, 0, 1);
  Atomics.store(words, 1, done);
  Atomics.store(words, 2, total);
  const length = Math.min(phase.length, LENGTH);
  Atomics.store(words, 3, length);
  for (let k = 0; k < length; k++) Atomics.store(words, 4 + k, phase.charCodeAt(k));
  Atomics.add(words, 0, 1);
}

/** The latest progress; undefined if there is none, or it is just being written. */
export function readProgress(shared: SharedArrayBuffer): Progress | undefined {
  const words = new Int32Array(shared);
  const before = Atomics.load(words, 0);
  if (before === 0 || before % 2 !== 0) return undefined;
  const [done, total] = [Atomics.load(words, 1), Atomics.load(words, 2)];
  const codes = Array.from({ length: Atomics.load(words, 3) }, (_, k) =>
    Atomics.load(words, 4 + k),
  );
  if (Atomics.load(words, 0) !== before) return undefined;
  return { phase: String.fromCharCode(...codes), done, total };
}
