import { kindOf } from "../../numerics/kindOf.js";
import { unpacked } from "./unpacked.js";

/** Images of one grey value per pixel. */
export interface IdxImages {
  /** count·rows·columns grey values, image after image, row by row. */
  readonly images: Uint8Array;
  readonly count: number;
  readonly rows: number;
  readonly columns: number;
}

const IMAGES = 2051;
const LABELS = 2049;
const contents: Readonly<Record<number, string>> = { [IMAGES]: "images", [LABELS]: "labels" };

/**
 * Images in MNIST's IDX format, packed with gzip or not.
 *
 * Four big-endian numbers of 32 bits, namely 2051, count, rows and columns; then a byte per pixel.
 *
 * @param file - what to call the bytes in errors
 * @throws RangeError, with what was got and expected, if the bytes are truncated, too long, damaged,
 *   or anything else than images
 * @see LeCun, Cortes & Burges, The MNIST database of handwritten digits
 *
 * @example
 * const { images, count } = readIdxImages(readFileSync("train-images-idx3-ubyte.gz"));
 */
export function readIdxImages(bytes: Uint8Array, file = "the file"): IdxImages {
  const content = unpacked(bytes, file, "readIdxImages");
  const [count, rows, columns] = header(content, IMAGES, 3, file, "readIdxImages");
  if (rows === 0 || columns === 0)
    throw new RangeError(
      `readIdxImages: ${file} has images of ${rows}×${columns} pixels, expected at least 1×1`,
    );
  const what = `${count} images of ${rows}×${columns}`;
  requireLength(content, 16 + count * rows * columns, what, file, "readIdxImages");
  return { images: content.subarray(16), count, rows, columns };
}

/**
 * Labels in MNIST's IDX format, packed with gzip or not.
 *
 * Two big-endian numbers of 32 bits, namely 2049 and the count; then a byte per label.
 *
 * @param file - what to call the bytes in errors
 * @param classes - labels are below this; 10 unless told
 * @throws RangeError, with what was got and expected, if the bytes are truncated, too long, damaged,
 *   anything else than labels, or a label is too large
 *
 * @example
 * readIdxLabels(readFileSync("train-labels-idx1-ubyte.gz")); // 5, 0, 4, 1, 9, …
 */
export function readIdxLabels(bytes: Uint8Array, file = "the file", classes = 10): Uint8Array {
  if (!Number.isSafeInteger(classes) || classes < 1)
    throw new RangeError(`readIdxLabels: classes must be an integer >= 1, got ${kindOf(classes)}`);
  const content = unpacked(bytes, file, "readIdxLabels");
  const [count] = header(content, LABELS, 1, file, "readIdxLabels");
  requireLength(content, 8 + count, `${count} labels`, file, "readIdxLabels");
  const labels = content.subarray(8);
  const wrong = labels.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new RangeError(
      `readIdxLabels: label ${wrong} of ${file} is ${labels[wrong]}, expected 0 to ${classes - 1}`,
    );
  return labels;
}

/** The sizes after the magic number. */
function header(
  content: Uint8Array,
  magic: number,
  sizes: number,
  file: string,
  caller: string,
): number[] {
  const length = 4 + 4 * sizes;
  const view = new DataView(content.buffer, content.byteOffset, content.length);
  const got = content.length < 4 ? undefined : view.getUint32(0);
  if (got !== undefined && got !== magic)
    throw new RangeError(
      `${caller}: ${file} begins with the number ${got}${contents[got] ? ` (${contents[got]})` : ""}, expected ${magic} (${contents[magic]})`,
    );
  if (content.length < length)
    throw new RangeError(
      `${caller}: ${file} has ${content.length} bytes, expected a header of ${length}`,
    );
  return Array.from({ length: sizes }, (_, k) => view.getUint32(4 + 4 * k));
}

function requireLength(
  content: Uint8Array,
  expected: number,
  what: string,
  file: string,
  caller: string,
): void {
  if (content.length === expected) return;
  const how = content.length < expected ? "is truncated" : "is too long";
  throw new RangeError(
    `${caller}: ${file} ${how}: got ${content.length} bytes, expected ${expected} for ${what}`,
  );
}
