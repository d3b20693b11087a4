import { philox4x32 } from "./philox.js";

/**
 * One named sequence of random numbers with free access: element `index` depends on nothing
 * but the seed, the stream's name and `index`, so a result cannot depend on the order, the
 * chunks or the worker in which its numbers were drawn.
 */
export interface RandomStream {
  /** Block `index` (0 … 2⁵³ − 1) of four independent 32-bit words, in a new array. */
  bits(index: number): Uint32Array;
  /** Number `index` (0 … 2⁵³ − 1), uniform over the multiples of 2⁻⁵³ in [0, 1). */
  uniform(index: number): number;
}

/**
 * Keyed, counter-based random stream: Philox4x32-10.
 *
 * Block i of a stream is `philox4x32([i mod 2³², ⌊i / 2³²⌋, a, b], [seed mod 2³², ⌊seed / 2³²⌋])`
 * where the 64 bits (a, b) are the stream's name:
 *
 * - a number n: (n mod 2³², ⌊n / 2³²⌋), so b < 2²¹;
 * - a string: (FNV-1a hash of its UTF-16 code units, 2³¹ + length), so b ≥ 2³¹;
 * - each number m of `more` then renames the stream: (a, b) becomes the first two words of
 *   block m of the stream (a, b) under the key with bit 31 of its upper word set.
 *
 * What can collide. Blocks of one stream, streams named by numbers, and a number with a
 * string: never, because Philox is a bijection and the names differ. Two strings: only when
 * they have equal length and equal FNV-1a hash (2⁻³² for a pair; a project has some dozen
 * names, all in its source). Streams renamed by `more`: 2⁻⁶⁴ for a pair, 3·10⁻⁸ among a
 * million streams. No naming block is ever an output block: a seed's key has no bit 31.
 *
 * The block's upper 27 bits of word 0 and 26 bits of word 1 make `uniform`. O(1) a number.
 *
 * @param seed - safe integer ≥ 0
 * @param stream - name of the sequence: what the numbers are for
 * @param more - safe integers ≥ 0 that tell apart the streams of one name (a run, an epoch …)
 * @throws RangeError if a number, or later an index, is not a safe integer ≥ 0
 * @see Salmon, Moraes, Dror & Shaw (2011), Parallel random numbers: as easy as 1, 2, 3, SC '11
 *
 * @example
 * const starts = randomStream(1, "starts");
 * starts.uniform(0); // the same on every machine
 * randomStream(1, "noise", 7).uniform(0); // noise of run 7
 */
export function randomStream(
  seed: number,
  stream: number | string,
  ...more: number[]
): RandomStream {
  requireIndex(seed, "seed");
  const key = Uint32Array.of(seed, upperWord(seed));
  let name = streamName(stream);
  const namingKey = [key[0], key[1] | 0x80000000];
  for (const m of more) {
    requireIndex(m, "every further key");
    name = philox4x32([m, upperWord(m), name[0], name[1]], namingKey).subarray(0, 2);
  }

  const counter = Uint32Array.of(0, 0, name[0], name[1]);
  const block = new Uint32Array(4);
  const fill = (index: number, out: Uint32Array): Uint32Array => {
    requireIndex(index, "index");
    counter[0] = index; // storing to a Uint32Array takes the value modulo 2³²
    counter[1] = upperWord(index);
    return philox4x32(counter, key, out);
  };
  return {
    bits: (index) => fill(index, new Uint32Array(4)),
    uniform: (index) => {
      const [w0, w1] = fill(index, block);
      return ((w0 >>> 5) * 0x4000000 + (w1 >>> 6)) * 2 ** -53;
    },
  };
}

/** The 64 bits, as two words, that a number or a string gives a stream. */
function streamName(stream: number | string): Uint32Array {
  if (typeof stream === "number") {
    requireIndex(stream, "a stream given as a number");
    return Uint32Array.of(stream, upperWord(stream));
  }
  let hash = 0x811c9dc5;
  for (let i = 0; i < stream.length; i++) hash = Math.imul(hash ^ stream.charCodeAt(i), 0x01000193);
  return Uint32Array.of(hash, 0x80000000 | stream.length);
}

/** Bits 32 … 52 of a safe integer ≥ 0. */
function upperWord(n: number): number {
  return Math.floor(n / 0x100000000);
}

function requireIndex(n: number, what: string): void {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new RangeError(`randomStream: ${what} must be a safe integer >= 0, got ${n}`);
}
