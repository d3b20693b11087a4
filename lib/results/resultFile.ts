import { createHash } from "node:crypto";
import { canonicalJson } from "./canonicalJson.js";
import { fromCsv, toCsv } from "./csv.js";
import { hashTable, type Manifest } from "./manifest.js";
import type { Result } from "./store.js";

const head = "# numerical-homotopy result 1 sha256 ";

/**
 * The text of a result file: two comment lines, then the rows as CSV, so that other programs
 * read it too (pandas: `read_csv(path, skiprows=2)`).
 *
 *     # numerical-homotopy result 1 sha256 <of everything after this line>
 *     # {"key":…,"manifest":…}
 *     p,reached
 *     8,0.5
 */
export function resultFileText(key: unknown, { table, manifest }: Result): string {
  const question = canonicalJson(key, "key");
  const origin = canonicalJson(manifest, "manifest");
  const rest = `# {"key":${question},"manifest":${origin}}\n${toCsv(table)}`;
  return `${head}${sha256(rest)}\n${rest}`;
}

/**
 * The result in a file's text, after checking that it is whole and answers this question.
 *
 * @throws Error saying what is wrong, without a full stop: not a result file, truncated or
 *   altered, another question
 */
export function readResultFile(text: string, key: unknown): Result {
  const first = text.indexOf("\n");
  const second = text.indexOf("\n", first + 1);
  if (!text.startsWith(head)) throw new Error("it is empty or not a result file");
  if (second < 0 || text.slice(head.length, first) !== sha256(text.slice(first + 1)))
    throw new Error("it is truncated or was altered, its checksum does not fit");
  const { key: storedKey, manifest } = JSON.parse(text.slice(first + 3, second)) as {
    key: unknown;
    manifest: Manifest;
  };
  if (canonicalJson(storedKey) !== canonicalJson(key))
    throw new Error("it answers another question, perhaps it was renamed");
  const table = fromCsv(text.slice(second + 1));
  if (hashTable(table) !== manifest.hash)
    throw new Error("its manifest belongs to other rows, their hash differs");
  return { table, manifest };
}

function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}
