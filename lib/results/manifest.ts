import { createHash } from "node:crypto";
import { canonicalJson, type Json } from "./canonicalJson.js";
import { toCsv } from "./csv.js";
import { type Environment, environment } from "./environment.js";
import type { Table } from "./table.js";

/**
 * The provenance of a result: everything that is needed to make it again, and to see that it is
 * the same.
 */
export interface Manifest extends Environment {
  /** What was asked, as data. */
  readonly config: Json;
  /** The seed of all randomness, `null` if there is none. */
  readonly seed: number | null;
  /** When the computation began and ended (ISO 8601, UTC). */
  readonly started: string;
  readonly ended: string;
  /** Seconds of computing; for a resumed run the sum over its parts, without the gaps. */
  readonly wallSeconds: number;
  /** Number of rows. */
  readonly rows: number;
  /**
   * SHA-256 of the rows' canonical CSV: says nothing about time or machine, so same seed, same
   * hash.
   */
  readonly hash: string;
}

/** What {@link startManifest} has to be told. */
export interface ManifestRequest {
  readonly config: unknown;
  readonly seed?: number | null;
  /** Packages whose versions bear on the numbers; ml-matrix and simple-statistics by default. */
  readonly packages?: readonly string[];
}

/**
 * SHA-256 (64 hexadecimal digits) of a table's canonical CSV in UTF-8: equal if and only if
 * columns, their order, rows, their order and every bit of every number are equal.
 *
 * @throws TypeError as `toCsv`
 *
 * @example
 * hashTable(tableOf([{ p: 8 }])) === hashTable(tableOf([{ p: 11 }])); // false
 */
export function hashTable(table: Table): string {
  return createHash("sha256").update(toCsv(table), "utf8").digest("hex");
}

/**
 * Notes the time and the environment; the returned function, given the rows, completes the
 * manifest.
 *
 * @throws TypeError if the config is not plain data (see `canonicalJson`) or the seed is not a
 *   finite number
 *
 * @example
 * const finish = startManifest({ config: { landscape: "twoValleys" }, seed: 1 });
 * const table = tableOf([{ p: 8, reached: 0.5 }]);
 * finish(table).hash === hashTable(table); // true
 */
export function startManifest(request: ManifestRequest): (table: Table) => Manifest {
  const { seed = null, packages } = request;
  if (seed !== null && !Number.isFinite(seed))
    throw new TypeError(`startManifest: seed is ${seed}, expected a finite number or null`);
  const config = JSON.parse(canonicalJson(request.config, "config")) as Json;
  const start = environment(packages);
  const started = new Date();
  const from = performance.now();
  return (table) => ({
    ...start,
    config,
    seed,
    started: started.toISOString(),
    ended: new Date().toISOString(),
    wallSeconds: Math.round(performance.now() - from) / 1000,
    rows: table.rows.length,
    hash: hashTable(table),
  });
}

export { type Environment, environment, projectVersions, sourceCommit } from "./environment.js";
