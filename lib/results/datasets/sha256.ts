import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { PublishedFile } from "./publishedSets.js";

/** SHA-256 of some bytes, in hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

/**
 * What is wrong with a file that should be a published one: its SHA-256, or that its gzip data are
 * damaged; undefined if nothing is. Reads it as a stream.
 *
 * @example
 * await differenceFrom(publishedSet("mnist").files[0], "data/mnist/train-images-idx3-ubyte.gz");
 */
export async function differenceFrom(
  file: PublishedFile,
  path: string,
): Promise<string | undefined> {
  const hash = createHash("sha256");
  const source = createReadStream(path);
  try {
    if (file.unpacked && (await beginsAsGzip(path))) await pipeline(source, createGunzip(), hash);
    else await pipeline(source, hash);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    return `its gzip data are damaged (${message})`;
  }
  const got = hash.digest("hex");
  return got === file.sha256 ? undefined : `its SHA-256 is ${got}, expected ${file.sha256}`;
}

async function beginsAsGzip(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer } = await handle.read(new Uint8Array(2), 0, 2, 0);
    return buffer[0] === 0x1f && buffer[1] === 0x8b;
  } finally {
    await handle.close();
  }
}
