import { join } from "node:path";
import { downloadFile } from "./downloadFile.js";
import { fileSize } from "./partFile.js";
import type { PublishedSet } from "./publishedSets.js";
import type { TransferOptions } from "./receive.js";
import { differenceFrom } from "./sha256.js";

/** How {@link downloadDataset} goes about it. */
export interface DownloadOptions extends Pick<TransferOptions, "signal" | "patience"> {
  /** Told of each file's bytes so far and in all. */
  readonly onProgress?: (file: string, received: number, total: number) => void;
}

/**
 * Puts the published files of a data set into a folder of data, as `<folder>/<set>/<file>`; files that
 * are there already are verified.
 *
 * @returns the paths of the files
 * @throws Error if a file cannot be downloaded, or one is there that is not the published one: that is
 *   never overwritten
 *
 * @example
 * await downloadDataset(publishedSet("mnist"), "data");
 */
export async function downloadDataset(
  set: PublishedSet,
  folder: string,
  options: DownloadOptions = {},
): Promise<string[]> {
  const { onProgress, ...transfer } = options;
  const place = join(folder, set.folders[0]);
  const paths: string[] = [];
  for (const file of set.files) {
    const path = join(place, file.name);
    if ((await fileSize(path)) >= 0) {
      const difference = await differenceFrom(file, path);
      if (difference !== undefined)
        throw new RangeError(
          `${path} is not the published file: ${difference}. Remove it, then try again`,
        );
      paths.push(path);
      continue;
    }
    const progress = (received: number, total: number): void =>
      onProgress?.(file.name, received, total);
    paths.push(await downloadFile(file, set.mirrors, place, { ...transfer, onProgress: progress }));
  }
  return paths;
}
