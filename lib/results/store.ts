import { createHash } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { namesIn, removeStaleTemporaries, writeFileAtomic } from "./atomicFile.js";
import { canonicalJson } from "./canonicalJson.js";
import { type Chunk, type ComputeOptions, computeInChunks } from "./computeInChunks.js";
import type { Manifest } from "./manifest.js";
import { readResultFile, resultFileText } from "./resultFile.js";
import type { Table } from "./table.js";

/** Rows and where they come from. */
export interface Result {
  readonly table: Table;
  readonly manifest: Manifest;
}

/** A folder of results, each under the question it answers. */
export interface Store {
  readonly folder: string;
  /**
   * The result stored for this question, or undefined. A damaged file is refused, reported, and
   * counts as none.
   */
  get(key: unknown): Promise<Result | undefined>;
  /** Stores a result, in place of an earlier one for the same question. */
  put(key: unknown, result: Result): Promise<void>;
  /** The path that a question's result has or would have. */
  pathOf(key: unknown): string;
  /**
   * The stored result if the code that made it is the present one; otherwise computes the
   * chunks, storing each as it is finished, so that a killed run resumes where it was and ends
   * with the same rows.
   */
  compute(key: unknown, chunks: readonly Chunk[], options?: ComputeOptions): Promise<Result>;
}

/** How {@link openStore} treats what it finds. */
export interface StoreOptions {
  /** Told, in one sentence, of every file that is refused; a process warning by default. */
  readonly onRefused?: (message: string) => void;
  /** Age in seconds from which a killed writer's temporary files are removed; 3600 by default. */
  readonly staleAfter?: number;
}

/**
 * A store of results in a folder, keyed by what was asked.
 *
 * A key is plain data (a config object). Its canonical JSON is hashed to the name of one file,
 * which holds a checksum, the key, the manifest and the rows as CSV (see `resultFileText`).
 * Files are written atomically, so processes may be killed at any moment, and several may work
 * on the same key: each writes whole files and, the key being the question, the same rows.
 *
 * The folder is made by the first `put`; reading works in a read-only one.
 *
 * @throws (from `put` and `compute`) Error in one sentence naming the folder, if it cannot be
 *   written; TypeError if the key is not plain data
 *
 * @example
 * const store = await openStore("build/results");
 * const key = { experiment: "accessibility", seed: 1 };
 * const { table } = await store.compute(key, [{ id: "all", run: () => tableOf([{ p: 8 }]) }]);
 */
export async function openStore(folder: string, options: StoreOptions = {}): Promise<Store> {
  const { onRefused = (message) => process.emitWarning(message), staleAfter = 3600 } = options;
  removeStaleTemporaries(folder, staleAfter);
  for (const name of namesIn(folder))
    if (name.endsWith(".parts")) removeStaleTemporaries(join(folder, name), staleAfter);

  const nameOf = (key: unknown): string =>
    createHash("sha256").update(canonicalJson(key, "key")).digest("hex");
  const read = async (path: string, key: unknown): Promise<Result | undefined> => {
    try {
      return readResultFile(await readFile(path, "utf8"), key);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOENT" || code === "ENOTDIR") return undefined;
      onRefused(`${path} is not used: ${(error as Error).message}.`);
      return undefined;
    }
  };
  const write = async (path: string, key: unknown, result: Result): Promise<void> =>
    writeFileAtomic(path, resultFileText(key, result));

  const store: Store = {
    folder,
    pathOf: (key) => join(folder, `${nameOf(key)}.csv`),
    get: async (key) => read(store.pathOf(key), key),
    put: async (key, result) => write(store.pathOf(key), key, result),
    async compute(key, chunks, computeOptions = {}) {
      const parts = join(folder, `${nameOf(key)}.parts`);
      const partKey = (chunk: string): unknown => ({ key, chunk });
      const partPath = (chunk: string): string => join(parts, `${nameOf(partKey(chunk))}.csv`);
      return computeInChunks(key, chunks, computeOptions, {
        get: () => store.get(key),
        put: (result) => store.put(key, result),
        getPart: (chunk) => read(partPath(chunk), partKey(chunk)),
        putPart: (chunk, result) => write(partPath(chunk), partKey(chunk), result),
        removeParts: () => rm(parts, { recursive: true, force: true, maxRetries: 3 }),
      });
    },
  };
  return store;
}

export type { Chunk, ComputeOptions } from "./computeInChunks.js";
