import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The rooms whose code decides what the rows of a result are; figures and notebooks only show
 * them.
 */
const rooms = [
  "numerics",
  "kernels",
  "precision",
  "landscapes",
  "networks",
  "curvature",
  "training",
  "paths",
  "topology",
  "results",
  "experiments",
];

let known: string | undefined;

/**
 * SHA-256 of the library's own code that computes results: names and contents of all its files,
 * in order.
 *
 * A commit id says less: it changes with every word of a document, and stays the same while a
 * working copy is edited. Results and half-finished runs are reused only if this fingerprint is
 * the present one. Read once per process, since a running process does not notice changed
 * files; a few milliseconds.
 *
 * @example
 * codeFingerprint(); // "9f3c…", 64 hexadecimal digits
 */
export function codeFingerprint(): string {
  known ??= fingerprintOf(fileURLToPath(new URL("..", import.meta.url)));
  return known;
}

/** The fingerprint of the rooms found in `folder`, which is lib (sources) or dist (built). */
export function fingerprintOf(folder: string): string {
  const hash = createHash("sha256");
  for (const room of rooms) for (const path of codeFiles(folder, room)) addFile(path);
  return hash.digest("hex");

  function addFile(path: string): void {
    const content = readFileSync(join(folder, path));
    hash.update(`${path}\n${content.length}\n`).update(content);
  }
}

/** Code files below `folder/path` in a fixed order, named relative to `folder` with "/". */
function codeFiles(folder: string, path: string): string[] {
  let entries: { readonly name: string; isDirectory(): boolean }[];
  try {
    entries = readdirSync(join(folder, path), { withFileTypes: true });
  } catch {
    return []; // a room that does not exist (yet)
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const below = `${path}/${entry.name}`;
      if (entry.isDirectory()) return codeFiles(folder, below);
      return /(?<!\.d)\.(js|ts|mjs|cjs|wasm)$/.test(entry.name) ? [below] : [];
    });
}
