import { statSync } from "node:fs";
import { join } from "node:path";
import { namesIn } from "../atomicFile.js";
import type { DatasetPart, PublishedSet } from "./publishedSets.js";

/**
 * The files that hold a part of a data set within a folder of data; undefined if they are not all
 * there. Only names are looked at.
 *
 * - IDX: images, then labels; packed or not.
 * - CIFAR-10: the published batches as far as they are there; else the published archive; else any
 *   other `data_batch*.bin`, packed or not, such as a part of a batch.
 *
 * @example
 * locateFiles(publishedSet("mnist"), "train", "data");
 * // data/mnist/train-images-idx3-ubyte.gz, data/mnist/train-labels-idx1-ubyte.gz
 */
export function locateFiles(
  set: PublishedSet,
  part: DatasetPart,
  base: string,
): string[] | undefined {
  for (const within of set.folders) {
    const folder = join(base, within);
    const names = namesIn(folder).filter((name) => isFile(join(folder, name)));
    const found = set.layout === "idx" ? idxNames(names, part) : cifarNames(names, part, set);
    if (found !== undefined) return found.map((name) => join(folder, name));
  }
  return undefined;
}

function idxNames(names: readonly string[], part: DatasetPart): string[] | undefined {
  const prefix = part === "train" ? "train" : "t10k";
  const found = ["images-idx3-ubyte", "labels-idx1-ubyte"].map((rest) => {
    const name = `${prefix}-${rest}`;
    // Some copies have a dot in place of the second hyphen.
    const alike = [name, name.replace("-idx", ".idx")].flatMap((n) => [n, `${n}.gz`]);
    return alike.find((candidate) => names.includes(candidate));
  });
  return found.every((name) => name !== undefined) ? (found as string[]) : undefined;
}

function cifarNames(
  names: readonly string[],
  part: DatasetPart,
  set: PublishedSet,
): string[] | undefined {
  const batches = (stem: RegExp): string[] => {
    const alike = names.filter((name) => stem.test(name.replace(/\.bin(\.gz)?$/, "")));
    // Of a batch that is there packed and unpacked, the latter.
    return alike
      .filter((name) => /\.bin(\.gz)?$/.test(name))
      .filter((name) => !(name.endsWith(".gz") && alike.includes(name.slice(0, -3))))
      .sort();
  };
  const published = batches(part === "train" ? /^data_batch_[1-5]$/ : /^test_batch$/);
  if (published.length > 0) return published;
  const archive = set.files.map((file) => file.name).filter((name) => names.includes(name));
  if (archive.length > 0) return archive;
  const others = part === "train" ? batches(/^data_batch/) : [];
  return others.length > 0 ? others : undefined;
}

const isFile = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
