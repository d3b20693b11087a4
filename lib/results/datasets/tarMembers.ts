/** A file in a tar archive. */
export interface TarMember {
  /** Its path within the archive. */
  readonly name: string;
  readonly content: Uint8Array;
}

const BLOCK = 512;

/**
 * The files of a tar archive (ustar) that are wanted, read as the archive streams by; only one of
 * them is in memory at a time.
 *
 * @param archive - the unpacked archive in pieces of any length
 * @param wanted - whether to keep a file, by its path
 * @param name - what to call the archive in errors
 * @throws RangeError if it ends too early or a header's checksum is wrong
 *
 * @example
 * for await (const { name, content } of tarMembers(stream, (path) => path.endsWith(".bin"))) …
 */
export async function* tarMembers(
  archive: AsyncIterable<Uint8Array>,
  wanted: (path: string) => boolean,
  name = "the archive",
): AsyncGenerator<TarMember> {
  const take = taker(archive, name);
  for (;;) {
    const header = (await take(BLOCK, true)) as Uint8Array;
    if (header.every((byte) => byte === 0)) break; // what follows the files
    requireChecksum(header, name);
    const path = text(header, 345, 155) ? `${text(header, 345, 155)}/` : "";
    const member = path + text(header, 0, 100);
    const size = octal(header, 124, 12);
    const regular = header[156] === 0 || header[156] === 0x30;
    const keep = regular && wanted(member);
    const content = await take(size, keep);
    if (content !== undefined) yield { name: member, content };
    await take((BLOCK - (size % BLOCK)) % BLOCK, false);
  }
  // The rest is read too: a checksum of the archive wants all of it.
  for (;;) if ((await take(BLOCK, false, true)) === undefined) return;
}

/**
 * A function that takes the next bytes of a stream, into an array or away. At the end of the stream
 * it fails, or with `atEnd` gives undefined.
 */
function taker(
  archive: AsyncIterable<Uint8Array>,
  name: string,
): (count: number, keep: boolean, atEnd?: boolean) => Promise<Uint8Array | undefined> {
  const pieces = archive[Symbol.asyncIterator]();
  let piece: Uint8Array = new Uint8Array(0);
  return async (count, keep, atEnd = false) => {
    const taken = new Uint8Array(keep ? count : 0);
    let done = 0;
    while (done < count) {
      if (piece.length === 0) {
        const next = await pieces.next();
        if (next.done && atEnd) return undefined;
        if (next.done)
          throw new RangeError(`tarMembers: ${name} ends within a file, expected more`);
        piece = next.value;
      }
      const now = piece.subarray(0, count - done);
      if (keep) taken.set(now, done);
      done += now.length;
      piece = piece.subarray(now.length);
    }
    return keep || atEnd ? taken : undefined;
  };
}

/** The sum of a header's bytes, its own eight counted as spaces. */
function requireChecksum(header: Uint8Array, name: string): void {
  let sum = 0;
  for (let i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? 0x20 : header[i];
  const stated = octal(header, 148, 8);
  if (sum !== stated)
    throw new RangeError(
      `tarMembers: a header of ${name} has the checksum ${sum}, expected ${stated}: it is no tar archive, or damaged`,
    );
}

/** Text up to the first zero byte. */
function text(header: Uint8Array, at: number, length: number): string {
  const field = header.subarray(at, at + length);
  const end = field.indexOf(0);
  return new TextDecoder().decode(end < 0 ? field : field.subarray(0, end));
}

const octal = (header: Uint8Array, at: number, length: number): number =>
  Number.parseInt(text(header, at, length).trim() || "0", 8);
