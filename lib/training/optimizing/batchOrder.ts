import { randomStream } from "../../numerics/random.js";

/**
 * The order in which an epoch takes the images: a permutation of 0 … count − 1, each as likely as
 * any other up to 2⁻⁵³·count, made by Fisher and Yates's shuffle from the stream
 * ("batch order", epoch) of the seed. It knows no format, so every format sees the same batches.
 *
 * O(count), some 0.1 µs an image.
 *
 * @param epoch - from 0
 * @see Knuth (1997), The art of computer programming, vol. 2, 3.4.2, algorithm P
 *
 * @example
 * batchOrder(5, 1, 0); // a permutation of 0 … 4
 */
export function batchOrder(count: number, seed: number, epoch: number): Uint32Array {
  const { uniform } = randomStream(seed, "batch order", epoch);
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform(i) * (i + 1));
    const kept = order[i];
    order[i] = order[j];
    order[j] = kept;
  }
  return order;
}
