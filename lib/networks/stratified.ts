import { requireList } from "../landscapes/requireObjective.js";
import { randomStream } from "../numerics/random.js";
import { classCounts, type Dataset, imagesAt, requireDataset } from "./dataset.js";

/**
 * A random part of a data set with, as nearly as possible, equally many images of every class.
 *
 * In rounds, each class gives one of its images, chosen at random, until there are enough. The last
 * round may not reach every class; which classes come first in a round is random too. A class that
 * has no more images is passed over. So counts of classes differ by at most 1, unless a class is
 * exhausted. The images are in a random order, classes mixed.
 *
 * Nested: with one seed, a smaller subset is a part of a larger one. Everything is keyed by the
 * seed and the place of an image. O(n log n).
 *
 * @param count - number of images, 0 … count of the data set
 * @param seed - whole number from 0
 * @throws RangeError if there are not so many images, or an argument is no whole number from 0
 *
 * @example
 * stratifiedSubset(await loadDataset("mnist", { part: "train" }), 1000, 1); // 100 of each digit
 */
export function stratifiedSubset(dataset: Dataset, count: number, seed: number): Dataset {
  requireDataset(dataset, "stratifiedSubset");
  requireWhole("stratifiedSubset", "count", count, dataset.count);
  requireWhole("stratifiedSubset", "seed", seed);
  const order = randomOrder(dataset, seed);
  const chosen = sortedBy(order.places, (at) => order.rank[at], order.turn).slice(0, count);
  const subset = imagesAt(dataset, mixed(chosen, order.key), dataset.source);
  const counts = classCounts(subset);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  const each = least === most ? `${least}` : `${least} to ${most}`;
  const text = `${count} of ${dataset.count} images, ${each} of each class, seed ${seed}`;
  return { ...subset, source: `${dataset.source}; ${text}` };
}

/**
 * Parts of a data set that have no image in common, each with the classes in the same proportions as
 * the whole, up to rounding; for a set that has no test part.
 *
 * Within each class the images are put in a random order; the image with rank r of the n of its class
 * stands at (r + ½)/n, and the parts are taken one after the other along this line. Images that
 * the counts leave over are in no part. The images of a part are in a random order.
 *
 * @param counts - number of images of each part; their sum is at most the data set's count
 * @param seed - whole number from 0
 * @throws RangeError if there are not so many images, or a number is no whole number from 0;
 *   TypeError if the counts are no list
 *
 * @example
 * const [training, test] = splitDataset(cifar, [3000, 1000], 1);
 */
export function splitDataset(dataset: Dataset, counts: readonly number[], seed: number): Dataset[] {
  requireDataset(dataset, "splitDataset");
  requireWhole("splitDataset", "seed", seed);
  requireList(counts, "counts", "splitDataset");
  let sum = 0;
  for (const count of counts) {
    requireWhole("splitDataset", "every count", count);
    sum += count;
  }
  requireWhole("splitDataset", "the sum of the counts", sum, dataset.count);

  const { places, rank, turn, key, sizes } = randomOrder(dataset, seed);
  const line = sortedBy(places, (at) => (rank[at] + 0.5) / sizes[dataset.labels[at]], turn);
  let first = 0;
  return counts.map((count, part) => {
    const chosen = line.slice(first, first + count);
    first += count;
    const text = `part ${part + 1} of a split into ${counts.join(" + ")} images, seed ${seed}`;
    return imagesAt(dataset, mixed(chosen, key), `${dataset.source}; ${text}`);
  });
}

interface RandomOrder {
  /** 0 … count − 1. */
  readonly places: Uint32Array;
  /** The random number of each image; images are ordered by it, ties by place. */
  readonly key: Float64Array;
  /** How many images of its class come before an image. */
  readonly rank: Uint32Array;
  /** The random number of an image's class. */
  readonly turn: (at: number) => number;
  /** Number of images of each class. */
  readonly sizes: Uint32Array;
}

function randomOrder({ labels, count, classes }: Dataset, seed: number): RandomOrder {
  const places = Uint32Array.from({ length: count }, (_, at) => at);
  const images = randomStream(seed, "order of images");
  const key = Float64Array.from(places, (at) => images.uniform(at));
  const turns = randomStream(seed, "order of classes");
  const classKey = Float64Array.from(classes, (_, label) => turns.uniform(label));
  const sizes = new Uint32Array(classes.length);
  const rank = new Uint32Array(count);
  for (const at of mixed(places, key)) rank[at] = sizes[labels[at]]++;
  return { places, key, rank, turn: (at) => classKey[labels[at]], sizes };
}

/** Places by a number, equal ones by their class's turn, then by place. */
function sortedBy(
  places: Uint32Array,
  value: (at: number) => number,
  turn: (at: number) => number,
): Uint32Array {
  return places.slice().sort((a, b) => value(a) - value(b) || turn(a) - turn(b) || a - b);
}

const mixed = (places: Uint32Array, key: Float64Array): Uint32Array =>
  places.slice().sort((a, b) => key[a] - key[b] || a - b);

function requireWhole(caller: string, name: string, value: number, most = Infinity): void {
  if (Number.isSafeInteger(value) && value >= 0 && value <= most) return;
  const range = most < Infinity ? ` to ${most}, the number of images` : "";
  throw new RangeError(`${caller}: ${name} is ${value}, expected a whole number from 0${range}`);
}
