import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import type { Dataset } from "../../networks/dataset.js";
import { type CifarImages, readCifar10 } from "./cifar.js";
import { readIdxImages, readIdxLabels } from "./idx.js";
import { type DatasetPart, type PublishedSet, publishedSets } from "./publishedSets.js";
import { sha256 } from "./sha256.js";
import { tarMembers } from "./tarMembers.js";
import { unpacked } from "./unpacked.js";

/**
 * A part of a data set from the files that `locateFiles` found.
 *
 * IDX files and CIFAR-10's archive must have the published SHA-256. For CIFAR-10's single batches none is
 * published; they are read, and the source names them.
 *
 * @throws RangeError naming the file, what was got and what was expected
 */
export async function readPart(
  set: PublishedSet,
  part: DatasetPart,
  paths: readonly string[],
): Promise<Dataset> {
  const { name, classes } = set;
  const common = { name, classes, procedural: false };
  const published = `published files, ${part} part`;
  if (set.layout === "idx") {
    const [images, labels] = await Promise.all(
      paths.map(async (path) => unpacked(await readFile(path), path, "loadDataset")),
    );
    const pictures = readIdxImages(images, paths[0]);
    const { count, rows, columns } = pictures;
    const classOf = readIdxLabels(labels, paths[1], classes.length);
    if (classOf.length !== count)
      throw new RangeError(
        `loadDataset: ${paths[1]} has ${classOf.length} labels, expected ${count}, one for each image of ${paths[0]}`,
      );
    requirePublished(set, paths[0], images);
    requirePublished(set, paths[1], labels);
    const shape = [1, rows, columns] as const;
    return { ...common, source: published, images: pictures.images, labels: classOf, shape, count };
  }

  const shape = [3, 32, 32] as const;
  const archive = set.files.some((file) => file.name === basename(paths[0]));
  const batches = archive
    ? await batchesInArchive(set, part, paths[0])
    : await Promise.all(paths.map(async (path) => readCifar10(await readFile(path), path)));
  const joined = joinBatches(batches);
  const names = paths.map((path) => basename(path)).join(", ");
  const source = archive ? published : `${joined.count} images of ${names}, not verified`;
  return { ...common, ...joined, source, shape };
}

function requirePublished(set: PublishedSet, path: string, content: Uint8Array): void {
  const plain = (name: string): string =>
    basename(name).replace(".idx", "-idx").replace(/\.gz$/, "");
  const expected = set.files.find((file) => plain(file.name) === plain(path))?.sha256;
  const got = sha256(content);
  if (got === expected) return;
  const [other] = publishedSets.flatMap(({ name, files }) =>
    files.filter((file) => file.sha256 === got).map((file) => `${file.name} of ${name}`),
  );
  throw new RangeError(
    other === undefined
      ? `loadDataset: ${path} is not the published file of ${set.name}, or damaged: what it holds has the SHA-256 ${got}, expected ${expected}`
      : `loadDataset: ${path} holds ${other}, expected ${plain(path)} of ${set.name}`,
  );
}

async function batchesInArchive(
  set: PublishedSet,
  part: DatasetPart,
  path: string,
): Promise<CifarImages[]> {
  const wanted = part === "train" ? /(^|\/)data_batch_[1-5]\.bin$/ : /(^|\/)test_batch\.bin$/;
  const found = new Map<string, CifarImages>();
  const hash = createHash("sha256");
  try {
    await pipeline(
      createReadStream(path),
      async function* (packed: AsyncIterable<Uint8Array>) {
        for await (const piece of packed) {
          hash.update(piece);
          yield piece;
        }
      },
      createGunzip(),
      async (archive: AsyncIterable<Uint8Array>) => {
        for await (const { name, content } of tarMembers(archive, (n) => wanted.test(n), path))
          found.set(name, readCifar10(content, `${name} in ${path}`));
      },
    );
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith("Z_")) throw error;
    throw new RangeError(
      `loadDataset: ${path} has damaged gzip data (${message}), expected the published archive`,
    );
  }
  const got = hash.digest("hex");
  const expected = set.files.find((file) => file.name === basename(path))?.sha256;
  if (got !== expected)
    throw new RangeError(
      `loadDataset: ${path} is not the published archive of ${set.name}, or damaged: its SHA-256 is ${got}, expected ${expected}`,
    );
  return [...found.keys()].sort().map((name) => found.get(name) as CifarImages);
}

function joinBatches(batches: readonly CifarImages[]): CifarImages {
  if (batches.length === 1) return batches[0];
  const count = batches.reduce((sum, batch) => sum + batch.count, 0);
  const images = new Uint8Array(count * 3072);
  const labels = new Uint8Array(count);
  let first = 0;
  for (const batch of batches) {
    images.set(batch.images, first * 3072);
    labels.set(batch.labels, first);
    first += batch.count;
  }
  return { images, labels, count };
}
