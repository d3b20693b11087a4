import { mkdir, rename, truncate } from "node:fs/promises";
import { join } from "node:path";
import { claimPart, fileSize, releasePart } from "./partFile.js";
import type { PublishedFile } from "./publishedSets.js";
import { reasonOf, receive, type TransferOptions } from "./receive.js";
import { differenceFrom } from "./sha256.js";

/** Most times that one mirror is asked again after it broke off. */
const ATTEMPTS = 5;

/**
 * Downloads a published file into a folder.
 *
 * The bytes go to a file that ends in `.part` beside the place; it gets the file's name once its
 * SHA-256 is the published one. Whatever is interrupted is taken up where it ended, in this download or
 * a later one. Mirrors are asked in turn. Wrong content is removed.
 *
 * @param mirrors - addresses of folders that hold the file
 * @param folder - is made if it is missing
 * @returns the file's path
 * @throws Error with the reason for every mirror, if none gave the file; the system's own error, if the
 *   folder cannot be written; the signal's reason, if it was aborted
 *
 * @example
 * const { files, mirrors } = publishedSet("mnist");
 * await downloadFile(files[1], mirrors, "data/mnist");
 */
export async function downloadFile(
  file: PublishedFile,
  mirrors: readonly string[],
  folder: string,
  options: TransferOptions = {},
): Promise<string> {
  const path = join(folder, file.name);
  await mkdir(folder, { recursive: true });
  const part = await claimPart(path);
  const troubles: string[] = [];
  try {
    for (const mirror of mirrors) {
      const url = new URL(file.name, mirror);
      try {
        await fromMirror(url, part, file, options);
        await rename(part, path);
        return path;
      } catch (error) {
        options.signal?.throwIfAborted();
        if (isOfTheDisk(error)) throw error;
        troubles.push(`${url.href}: ${reasonOf(error)}`);
      }
    }
  } finally {
    await releasePart(part, path);
  }
  const reasons = troubles.map((trouble) => `\n  ${trouble}`).join("");
  throw new Error(
    `${file.name} could not be downloaded; it may be put into ${folder} by hand.${reasons}`,
    { cause: troubles },
  );
}

/** Fills the part with the verified content; what is wrong does not stay in it. */
async function fromMirror(
  url: URL,
  part: string,
  file: PublishedFile,
  options: TransferOptions,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const before = await fileSize(part);
    try {
      await receive(url, part, file.bytes, options);
    } catch (error) {
      // A connection that broke off is worth another try if it brought something, or lost what was begun.
      const changed = (await fileSize(part)) !== before;
      const hopeless = options.signal?.aborted || isOfTheDisk(error);
      if (hopeless || !changed || attempt === ATTEMPTS) throw error;
      continue;
    }
    const difference = await differenceFrom(file, part);
    if (difference === undefined) return;
    await truncate(part, 0);
    // The beginning may have come from another mirror, or from an older version of the file.
    if (before <= 0 || attempt === ATTEMPTS) throw new Error(difference);
  }
}

/** Whether the system reported it of a file; the network's errors are the causes of others. */
const isOfTheDisk = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException).syscall !== undefined;
