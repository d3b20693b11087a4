import { gunzipSync } from "node:zlib";
import { kindOf } from "../../numerics/kindOf.js";

/** Most bytes that a packed file may unpack to. */
const MOST = 2 ** 30;

/**
 * What a file of a data set holds: the bytes themselves, or what is packed in them if they begin as
 * gzip does.
 *
 * @param file - what to call it in errors
 * @param caller - the function to name in errors
 * @throws TypeError if it is no Uint8Array
 * @throws RangeError if it is empty, text (such as a web page saved in its place), damaged or
 *   truncated gzip data, has something after them, or unpacks to more than 1 GiB
 *
 * @example
 * unpacked(readFileSync("train-labels-idx1-ubyte.gz"), "train-labels-idx1-ubyte.gz", "readIdxLabels");
 */
export function unpacked(bytes: Uint8Array, file: string, caller: string): Uint8Array {
  if (!(bytes instanceof Uint8Array))
    throw new TypeError(
      `${caller}: expected the bytes of ${file} as a Uint8Array, got ${kindOf(bytes)}`,
    );
  const content = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzip(bytes, file, caller) : bytes;
  if (content.length === 0)
    throw new RangeError(`${caller}: ${file} is empty, expected a file of a data set`);
  const start = textAtStart(content);
  if (start !== undefined)
    throw new RangeError(
      `${caller}: ${file} is text that begins "${start}", expected a file of a data set; perhaps a web page was saved in its place`,
    );
  return content;
}

function gunzip(bytes: Uint8Array, file: string, caller: string): Uint8Array {
  let result: { readonly buffer: Uint8Array; readonly engine: { readonly bytesWritten: number } };
  try {
    // With `info`, zlib also says how many bytes it has used; Node's types leave that out.
    const options = { maxOutputLength: MOST, info: true };
    result = gunzipSync(bytes, options) as unknown as typeof result;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const what =
      code === "Z_BUF_ERROR"
        ? `ends before its gzip data do, after ${bytes.length} bytes`
        : code === "ERR_BUFFER_TOO_LARGE"
          ? `unpacks to more than ${MOST} bytes`
          : `has damaged gzip data (${message})`;
    throw new RangeError(`${caller}: ${file} ${what}, expected a whole gzip file`);
  }
  const used = result.engine.bytesWritten;
  if (used < bytes.length)
    throw new RangeError(
      `${caller}: ${file} has ${bytes.length - used} bytes after its gzip data, expected none`,
    );
  return result.buffer;
}

/** The first line, if the content begins as text does; images and labels never do. */
function textAtStart(content: Uint8Array): string | undefined {
  const start = content.subarray(0, 16);
  const isText = start.every((byte) => byte === 9 || byte === 10 || byte === 13 || byte >= 0x20);
  // Labels and magic numbers are below 10; a byte-order mark is above.
  if (!isText || start[0] < 10) return undefined;
  const line = new TextDecoder()
    .decode(content.subarray(0, 60))
    .trim()
    .split(/[\r\n]/)[0];
  return line.slice(0, 40);
}
