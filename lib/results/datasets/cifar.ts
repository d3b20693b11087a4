import { unpacked } from "./unpacked.js";

/** A label, then 32·32 bytes each of red, green and blue, row by row. */
const PIXELS = 3 * 32 * 32;
const RECORD = 1 + PIXELS;

/** Colour images with their labels. */
export interface CifarImages {
  /** count·3·32·32 values, image after image: red, green, blue, row by row. */
  readonly images: Uint8Array;
  readonly labels: Uint8Array;
  readonly count: number;
}

/**
 * Images of CIFAR-10's binary version, packed with gzip or not: a whole batch or any number of its
 * records of 3,073 bytes.
 *
 * @param file - what to call the bytes in errors
 * @throws RangeError, with what was got and expected, if the bytes are no whole number of records,
 *   damaged, or a label is above 9
 * @see Krizhevsky (2009), Learning multiple layers of features from tiny images
 *
 * @example
 * const { images, labels } = readCifar10(readFileSync("data_batch_1.bin"));
 */
export function readCifar10(bytes: Uint8Array, file = "the file"): CifarImages {
  const content = unpacked(bytes, file, "readCifar10");
  const count = Math.floor(content.length / RECORD);
  if (count * RECORD !== content.length)
    throw new RangeError(
      `readCifar10: ${file} has ${content.length} bytes, expected a multiple of ${RECORD}: it has ${count} whole records, and ${content.length - count * RECORD} bytes more`,
    );
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    labels[n] = content[n * RECORD];
    if (labels[n] > 9)
      throw new RangeError(
        `readCifar10: the label of record ${n} of ${file} is ${labels[n]}, expected 0 to 9`,
      );
    images.set(content.subarray(n * RECORD + 1, (n + 1) * RECORD), n * PIXELS);
  }
  return { images, labels, count };
}
