import { randomBytes } from "node:crypto";
import * as fs from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Writes a file so that, whatever is killed and whenever, readers see the old content or the new
 * one, never a part.
 *
 * The bytes go to a temporary file in the same folder, are flushed to the disk, and the file is
 * renamed. The folder is made if it is missing. Several processes may write the same path: the
 * last one wins.
 *
 * @throws Error in one sentence that names the folder, if it cannot be written
 *
 * @example
 * writeFileAtomic("build/rows.csv", toCsv(table));
 */
export function writeFileAtomic(path: string, content: string | Uint8Array): void {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`);
  try {
    const file = openNew(temporary, folder);
    try {
      fs.writeFileSync(file, content);
      fs.fsyncSync(file);
    } finally {
      fs.closeSync(file);
    }
    fs.renameSync(temporary, path);
  } catch (error) {
    removeIfPossible(temporary);
    throw cannotWrite(folder, error as NodeJS.ErrnoException);
  }
  flushFolder(folder);
}

/**
 * Removes what killed writers of {@link writeFileAtomic} left in a folder: temporary files not
 * touched for some seconds (an hour by default; a living writer's are younger).
 *
 * @returns how many files were removed; 0 for a folder that is missing or cannot be written
 */
export function removeStaleTemporaries(folder: string, olderThan = 3600): number {
  let removed = 0;
  for (const name of namesIn(folder)) {
    if (!/^\..*\.[0-9a-f]{12}\.tmp$/.test(name)) continue;
    const path = join(folder, name);
    // Its writer may just have renamed it.
    const status = fs.statSync(path, { throwIfNoEntry: false });
    const age = status === undefined ? -1 : (Date.now() - status.mtimeMs) / 1000;
    if (age >= olderThan && removeIfPossible(path)) removed++;
  }
  return removed;
}

/**
 * Opens a file that must not exist, in a folder that is made now, or again if another process
 * removes it.
 */
function openNew(path: string, folder: string): number {
  for (let attempt = 1; ; attempt++) {
    try {
      fs.mkdirSync(folder, { recursive: true });
      return fs.openSync(path, "wx");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || attempt === 3) throw error;
    }
  }
}

/** What a folder holds; nothing, if it is missing, no folder, or cannot be read. */
export function namesIn(folder: string): string[] {
  try {
    return fs.readdirSync(folder);
  } catch {
    return [];
  }
}

function removeIfPossible(path: string): boolean {
  try {
    fs.unlinkSync(path);
    return true;
  } catch {
    return false; // gone already, or not ours to remove
  }
}

/** Makes the rename itself durable, where the system lets folders be flushed (Windows does not). */
function flushFolder(folder: string): void {
  try {
    const handle = fs.openSync(folder, "r");
    try {
      fs.fsyncSync(handle);
    } finally {
      fs.closeSync(handle);
    }
  } catch {
    // The file is complete either way; only a power cut could undo the rename.
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the device",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "it is a file, not a folder",
};

function cannotWrite(folder: string, error: NodeJS.ErrnoException): Error {
  const reason = reasons[error.code ?? ""] ?? error.message;
  return new Error(`cannot write in the folder "${folder}": ${reason}`, { cause: error });
}
