import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import type { Dataset } from "../../networks/dataset.js";
import { proceduralDigits } from "../../networks/proceduralDigits.js";
import { kindOf } from "../../numerics/kindOf.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { type DownloadOptions, downloadDataset } from "./downloadDataset.js";
import { locateFiles } from "./locateFiles.js";
import {
  type DatasetName,
  type DatasetPart,
  type PublishedSet,
  publishedSet,
  publishedSets,
} from "./publishedSets.js";
import { readPart } from "./readPart.js";

/** Which part of a data set, and how {@link loadDataset} may come by it. */
export interface LoadOptions extends DownloadOptions {
  readonly part: DatasetPart;
  /** A folder of data; the environment variable `NH_DATA` unless told, `data/` of the project if that is not set. */
  readonly folder?: string;
  /** Whether to download what is not found; true unless told. */
  readonly download?: boolean;
  /** Whether procedural digits may stand in for what cannot be had; false unless told. */
  readonly orProcedural?: boolean;
}

/** A data set, and the files that it was read from. */
export interface LoadedDataset extends Dataset {
  /** Full paths; empty for procedural digits. */
  readonly files: readonly string[];
}

/**
 * A part of MNIST, Fashion-MNIST or CIFAR-10.
 *
 * Looked for in the folder given by `folder` or `NH_DATA`, then in `data/` of the project; then downloaded into
 * the first of these, SHA-256 verified. In such a folder files lie in `mnist/`, `fashion-mnist/`, `cifar10/`,
 * or directly; they are the published ones, packed with gzip or not. A file that is there but damaged or
 * altered is refused, not passed over (`readIdxImages` reads any).
 *
 * With `orProcedural`, {@link proceduralDigits} of seed 1 stand in where nothing is found and nothing can be
 * downloaded: images 0 to 59,999 as the training part, the next 10,000 as the test part, `procedural: true`.
 * Their shape is MNIST's, also in place of CIFAR-10: take shapes from the data set.
 *
 * CIFAR-10 may be there in part (one batch, or some records of one): then its training part is what there is.
 *
 * @throws RangeError if there is no such set or part, or a file is damaged or not the published one; Error if
 *   the data are neither found nor downloaded, with the places looked at; TypeError on an unknown option
 *
 * @example
 * const training = await loadDataset("mnist", { part: "train" });
 */
export async function loadDataset(name: DatasetName, options: LoadOptions): Promise<LoadedDataset> {
  const known = ["part", "folder", "download", "orProcedural", "onProgress", "signal", "patience"];
  requireKnown(options, known, "option", "loadDataset");
  if (options.folder !== undefined && typeof options.folder !== "string")
    throw new TypeError(`loadDataset: folder must be a path, got ${kindOf(options.folder)}`);
  let set: PublishedSet;
  try {
    set = publishedSet(name);
  } catch (error) {
    throw new RangeError(`loadDataset: ${(error as Error).message}`);
  }
  return loadPublished(set, options);
}

/** {@link loadDataset} for any set that is described; tests describe small ones. */
export async function loadPublished(
  set: PublishedSet,
  options: LoadOptions,
  folders: readonly string[] = dataFolders(options.folder),
): Promise<LoadedDataset> {
  const { part, folder: _, download = true, orProcedural = false, ...transfer } = options;
  if (part !== "train" && part !== "test")
    throw new RangeError(`loadDataset: part is ${String(part)}, expected train or test`);
  let files = locateIn(folders, set, part);
  let trouble: Error | undefined;
  if (files === undefined && download)
    try {
      await downloadDataset(set, folders[0], transfer);
      files = locateIn(folders, set, part);
    } catch (error) {
      transfer.signal?.throwIfAborted();
      if (error instanceof RangeError) throw error; // a file that is there, but damaged
      trouble = error as Error;
    }
  if (files !== undefined) return { ...(await readPart(set, part, files)), files };
  if (orProcedural) {
    const [first, count] = part === "train" ? [0, 60_000] : [60_000, 10_000];
    return { ...proceduralDigits(count, 1, first), files: [] };
  }
  const places = folders.join(" or ");
  throw new Error(
    `loadDataset: the ${part} part of ${set.name} was not found in ${places}; npm run data -- ${set.name} downloads it.${trouble ? `\n${trouble.message}` : ""}`,
    { cause: trouble },
  );
}

/**
 * Folders of data in the order in which they are searched: the one given, else `NH_DATA`; then `data/`
 * of the project.
 */
export function dataFolders(given?: string): string[] {
  const ofProject = join(fileURLToPath(new URL("../../..", import.meta.url)), "data");
  const first = given || process.env.NH_DATA;
  return [...new Set([...(first ? [resolve(first)] : []), ofProject])];
}

/** All files of published sets that are found, in the order in which they are searched. */
export function foundFiles(): string[] {
  const folders = dataFolders();
  return publishedSets.flatMap((set) =>
    (["train", "test"] as const).flatMap((part) => locateIn(folders, set, part) ?? []),
  );
}

function locateIn(
  folders: readonly string[],
  set: PublishedSet,
  part: DatasetPart,
): string[] | undefined {
  for (const folder of folders) {
    const files = locateFiles(set, part, folder);
    if (files !== undefined) return files;
  }
  return undefined;
}
