import { philox4x32 } from "../numerics/philox.js";

/**
 * The random bits of stochastic rounding: for every element index one infinite bit string U,
 * a function of (seed, step, index) and nothing else, so the same in any chunk, worker and
 * path (plain or SIMD).
 *
 * U = 0.b₁b₂b₃… with b₁…b₁₆ from a fast generator, drawn always, and b₁₇… from Philox4x32-10,
 * drawn only when the first ones leave the rounding undecided (once in 65,536 roundings).
 */
export interface StochasticBits {
  /** b₁…b₁₆ of an element, as an integer 0 … 65535. */
  first(index: number): number;
  /** Word n ≥ 0 of the bits after them, 32 each, as an integer 0 … 2³² − 1. */
  further(index: number, n: number): number;
}

/**
 * The three words that key the fast generator for (seed, step) and a block of 2³² words.
 *
 * Word w = ⌊index/2⌋ mod 2³² of block ⌊index/2³³⌋ gives 16 bits to each of two elements, the
 * lower half to the even one: {@link mixedWord}(w, keys).
 */
export function mixingKeys(seed: number, step: number, block: number): Uint32Array {
  return philox4x32(
    [step, Math.floor(step / 2 ** 32), block, 0],
    [seed, Math.floor(seed / 2 ** 32) | 0x40000000],
  );
}

/**
 * A keyed bijection of 32-bit words, each output bit of which depends on every input bit:
 * three rounds of xor-shift and odd multiplication, a key word added before each.
 *
 * Not cryptographic and not a generator of its own: it spreads consecutive indices under
 * keys that come from Philox. The constants are those of Wellons' triple32.
 *
 * @see Wellons (2018), Prospecting for hash functions
 *
 * @example
 * mixedWord(0, mixingKeys(1, 0, 0)); // the bits of elements 0 and 1
 */
export function mixedWord(word: number, keys: Uint32Array): number {
  let w = word ^ keys[0];
  w ^= w >>> 17;
  w = Math.imul(w, 0xed5ad4bb) ^ keys[1];
  w ^= w >>> 11;
  w = Math.imul(w, 0xac4c1b51) ^ keys[2];
  w ^= w >>> 15;
  w = Math.imul(w, 0x31848bab);
  return (w ^ (w >>> 14)) >>> 0;
}

/**
 * The bit strings of one (seed, step).
 *
 * @param seed - safe integer ≥ 0
 * @param step - safe integer ≥ 0: the training step, the epoch, the layer …
 * @throws RangeError if either is not as said
 *
 * @example
 * stochasticBits(1, 0).first(7); // 0 … 65535
 */
export function stochasticBits(seed: number, step: number): StochasticBits {
  for (const [what, n] of [
    ["seed", seed],
    ["step", step],
  ] as const)
    if (!Number.isSafeInteger(n) || n < 0)
      throw new RangeError(`stochasticBits: ${what} must be a safe integer >= 0, got ${n}`);
  let block = 0;
  let keys = mixingKeys(seed, step, 0);
  const out = new Uint32Array(4);
  return {
    first: (index) => {
      const word = Math.floor(index / 2);
      const needed = Math.floor(word / 2 ** 32);
      if (needed !== block) {
        block = needed;
        keys = mixingKeys(seed, step, block);
      }
      const bits = mixedWord(word | 0, keys);
      return index % 2 === 0 ? bits & 0xffff : bits >>> 16;
    },
    further: (index, n) => {
      // Eight quarters of the counter: index, step and the block of four words.
      const counter = [index, Math.floor(index / 2 ** 32), step, Math.floor(step / 2 ** 32)];
      counter[1] |= (n >>> 2) << 21;
      philox4x32(counter, [seed, Math.floor(seed / 2 ** 32) | 0x20000000], out);
      return out[n & 3];
    },
  };
}
