import { canonicalJson } from "./canonicalJson.js";
import { type Environment, environment } from "./environment.js";
import { type Manifest, startManifest } from "./manifest.js";
import type { Result } from "./store.js";
import { stackTables, type Table } from "./table.js";

/** A part of a computation that is stored on its own. */
export interface Chunk {
  /**
   * Says what the chunk covers, e.g. "float16, starts 0 to 99": a resumed run takes the chunk
   * with the same id.
   */
  readonly id: string;
  /** Computes its rows; must not depend on other chunks. */
  readonly run: (signal?: AbortSignal) => Promise<Table> | Table;
}

/** What a computation may be told. */
export interface ComputeOptions {
  /** Recorded in the manifest. */
  readonly seed?: number | null;
  /**
   * Packages whose versions are recorded in the manifest, and must be the same for results to
   * be reused.
   */
  readonly packages?: readonly string[];
  /** How many chunks are worked on at once, 1 by default (a chunk may itself use workers). */
  readonly atOnce?: number;
  /** Stops before the next chunk, and is handed to the chunks; those finished are kept. */
  readonly signal?: AbortSignal;
  /** Called with the number of chunks done, those found finished included, and their total. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Where the result and its parts are kept. */
export interface Shelf {
  get(): Promise<Result | undefined>;
  put(result: Result): Promise<void>;
  getPart(chunk: string): Promise<Result | undefined>;
  putPart(chunk: string, result: Result): Promise<void>;
  removeParts(): Promise<void>;
}

/**
 * The rows of all chunks, in the order of the chunks, from the shelf where they are there and
 * made by the present code, computed and put there where not.
 *
 * @throws RangeError for no chunk, an id given twice, `atOnce` < 1, or chunks with different
 *   columns; whatever a chunk throws (the others that were running are waited for and kept)
 */
export async function computeInChunks(
  key: unknown,
  chunks: readonly Chunk[],
  options: ComputeOptions,
  shelf: Shelf,
): Promise<Result> {
  const { seed = null, packages, atOnce = 1, signal, onProgress } = options;
  checkChunks(chunks, atOnce);
  const now = environment(packages);
  const usable = (found: Result | undefined): Result | undefined =>
    found && sameCode(found.manifest, now) ? found : undefined;

  signal?.throwIfAborted();
  const stored = usable(await shelf.get());
  if (stored) {
    // A run killed between storing the whole and removing its parts leaves them behind; where
    // they cannot be removed they do no harm.
    await shelf.removeParts().catch(() => {});
    return stored;
  }

  const parts: Result[] = new Array(chunks.length);
  let done = 0;
  const obtain = async (i: number): Promise<void> => {
    const { id, run } = chunks[i];
    let part = usable(await shelf.getPart(id));
    if (!part) {
      signal?.throwIfAborted();
      const finish = startManifest({ config: key, seed, packages });
      const table = await run(signal);
      part = { table, manifest: finish(table) };
      await shelf.putPart(id, part);
    }
    parts[i] = part;
    onProgress?.(++done, chunks.length);
  };
  await inLanes(chunks.length, atOnce, obtain);

  const table = stackTables(parts.map((part) => part.table));
  const manifests = parts.map((part) => part.manifest);
  const result = {
    table,
    manifest: joined(manifests, startManifest({ config: key, seed, packages })(table)),
  };
  await shelf.put(result);
  await shelf.removeParts();
  return result;
}

/**
 * Runs task(0) … task(n − 1), `width` at once; after a failure starts no more, waits, and
 * rethrows it.
 */
async function inLanes(
  n: number,
  width: number,
  task: (i: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    try {
      while (next < n) await task(next++);
    } catch (error) {
      next = n;
      throw error;
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(width, n) }, lane));
  const failed = ends.find((end) => end.status === "rejected");
  if (failed) throw failed.reason;
}

/** Time of the whole: from the first start to the last end, the seconds of the parts added up. */
function joined(parts: readonly Manifest[], whole: Manifest): Manifest {
  const seconds = parts.reduce((sum, part) => sum + part.wallSeconds, 0);
  return {
    ...whole,
    started: parts.map((part) => part.started).sort()[0],
    ended: parts.map((part) => part.ended).sort()[parts.length - 1],
    wallSeconds: Math.round(seconds * 1000) / 1000,
  };
}

function sameCode(a: Environment, b: Environment): boolean {
  return a.code === b.code && canonicalJson(a.versions) === canonicalJson(b.versions);
}

function checkChunks(chunks: readonly Chunk[], atOnce: number): void {
  if (chunks.length === 0) throw new RangeError("compute: needs at least one chunk, got none");
  if (!(Number.isInteger(atOnce) && atOnce >= 1))
    throw new RangeError(`compute: atOnce is ${atOnce}, expected a whole number of at least 1`);
  const ids = new Set<string>();
  for (const { id } of chunks) {
    if (ids.has(id)) throw new RangeError(`compute: the chunk id "${id}" is given twice`);
    ids.add(id);
  }
}
