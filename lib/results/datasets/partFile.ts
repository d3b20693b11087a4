import { randomBytes } from "node:crypto";
import { open, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { namesIn } from "../atomicFile.js";

/**
 * Takes what an earlier, unfinished download of a file left beside it, or an empty file.
 *
 * The file's name is given an ending with this process in it, `.<process>-<chance>.part`: two downloads at once
 * never write to one file. What a process that no longer runs has left is taken by renaming it,
 * which only one of several can do; of several left ones the longest is taken, others are removed.
 *
 * @param path - where the download is to end up
 * @returns the path of the part
 */
export async function claimPart(path: string): Promise<string> {
  const folder = dirname(path);
  const own = `${path}.${process.pid}-${randomBytes(4).toString("hex")}.part`;
  const left = namesIn(folder).filter((name) => isLeft(name, basename(path)));
  const sized = await Promise.all(
    left.map(async (name) => ({
      from: join(folder, name),
      size: await fileSize(join(folder, name)),
    })),
  );
  sized.sort((a, b) => b.size - a.size);
  let claimed = false;
  for (const { from } of sized)
    if (claimed) await rm(from, { force: true });
    else claimed = await renamed(from, own);
  if (!claimed) await (await open(own, "wx")).close();
  return own;
}

/** Leaves a part for a later download, or nothing if it is empty or has been moved away. */
export async function releasePart(part: string, path: string): Promise<void> {
  if ((await fileSize(part)) > 0) await renamed(part, `${path}.part`);
  else await rm(part, { force: true });
}

/** Length of a file in bytes, −1 if there is none. */
export async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return -1;
  }
}

/** Whether this is a part of the file that nobody is writing. */
function isLeft(name: string, file: string): boolean {
  if (!name.startsWith(`${file}.`) || !name.endsWith(".part")) return false;
  const middle = name.slice(file.length + 1, -".part".length);
  if (name === `${file}.part`) return true;
  const owner = /^(\d+)-[0-9a-f]{8}$/.exec(middle);
  return owner !== null && !isRunning(Number(owner[1]));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Whether the file was there to be renamed. */
async function renamed(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
