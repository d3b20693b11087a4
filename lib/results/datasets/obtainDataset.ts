import { existsSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";
import { downloadDataset } from "./downloadDataset.js";
import { locateFiles } from "./locateFiles.js";
import type { DatasetPart, PublishedSet } from "./publishedSets.js";
import { readPart } from "./readPart.js";

/** Percent between two lines of progress. */
const STEP = 10;

const parts: readonly DatasetPart[] = ["train", "test"];

/**
 * The data sets in words: what they are, where they lie in the folders of data, licence and citation.
 *
 * @example
 * console.log(describeDatasets(publishedSets, dataFolders()));
 */
export function describeDatasets(
  sets: readonly PublishedSet[],
  folders: readonly string[],
): string {
  const described = sets.map((set) =>
    [
      `${set.name}: ${set.title}, ${set.content}`,
      ...whereabouts(set, folders).map((line) => `  ${line}`),
      `  licence: ${set.licence}`,
      `  cite: ${set.citation}`,
    ].join("\n"),
  );
  const places = folders.map((folder) => folder + (existsSync(folder) ? "" : " (no such folder)"));
  return [`Looked for in ${places.join(", then in ")}`, ...described].join("\n\n");
}

/**
 * Makes sure that a published data set is in one of the folders of data: verifies what is there, or
 * downloads it into the first.
 *
 * @param print - takes a line of text: what is verified, or the progress of the download
 * @throws Error or RangeError, as `downloadDataset` and `loadDataset`
 */
export async function obtainDataset(
  set: PublishedSet,
  folders: readonly string[],
  print: (line: string) => void,
): Promise<void> {
  for (const folder of folders) {
    const found = parts.map((part) => locateFiles(set, part, folder));
    if (found[0] === undefined || found[1] === undefined) continue;
    for (const [k, part] of parts.entries()) {
      const { count, source } = await readPart(set, part, found[k] as string[]);
      print(`${set.name}, ${part} part: ${count} images in ${filesInWords(found[k] ?? [])}`);
      print(`  ${source}`);
    }
    return;
  }
  print(`${set.name}: downloading ${inWords(bytesOf(set))} into ${folders[0]}`);
  let last = "";
  const onProgress = (file: string, received: number, total: number): void => {
    const percent = Math.min(100, Math.floor((100 * received) / total));
    const line = `${file}  ${percent - (percent % STEP)} %`;
    if (line === last) return;
    last = line;
    print(`  ${line}  ${inWords(received)} of ${inWords(total)}`);
  };
  const paths = await downloadDataset(set, folders[0], { onProgress });
  print(`${set.name} is in ${dirname(paths[0])}, SHA-256 verified`);
}

/** Where the parts of a set lie, and what to do if they do not. */
function whereabouts(set: PublishedSet, folders: readonly string[]): string[] {
  const lines = parts.map((part) => {
    for (const folder of folders) {
      const files = locateFiles(set, part, folder);
      if (files !== undefined) return `${part} part: ${filesInWords(files)}`;
    }
    return undefined;
  });
  const found = lines.filter((line) => line !== undefined);
  if (found.length === parts.length) return found;
  const missing = found.length === 0 ? "not here" : "the other part is not here";
  const size = inWords(bytesOf(set));
  return [...found, `${missing}; npm run data -- ${set.name} downloads ${size}`];
}

function filesInWords(files: readonly string[]): string {
  const size = files.reduce((sum, file) => sum + statSync(file).size, 0);
  const names = files.map((file) => basename(file)).join(", ");
  return `${dirname(files[0])} (${names}; ${inWords(size)})`;
}

const bytesOf = (set: PublishedSet): number => set.files.reduce((sum, file) => sum + file.bytes, 0);

const inWords = (bytes: number): string =>
  bytes < 1e5 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
