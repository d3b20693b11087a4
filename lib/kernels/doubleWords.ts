/** 1 where the upper half of a double is the second of its 32-bit words, as on every usual machine. */
export const UPPER: 0 | 1 = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1 ? 1 : 0;

/**
 * The 32-bit words of an array of doubles: element i has its sign, exponent and upper
 * significand bits in word 2i + UPPER. Shares the array's memory.
 *
 * @example
 * wordsOf(Float64Array.of(1))[UPPER].toString(16); // "3ff00000"
 */
export function wordsOf(array: Float64Array): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, 2 * array.length);
}

const one = new Float64Array(1);
const wordsOfOne: Int32Array = wordsOf(one);

/** The upper word of a double. */
export function upperWord(x: number): number {
  one[0] = x;
  return wordsOfOne[UPPER];
}

/** How many elements the plain kernels take at a time, so that a list of them is short. */
export const BLOCK = 8192;

let every: Uint16Array | undefined;

/** The indices of a block, 0 … BLOCK − 1. */
export function everyIndex(): Uint16Array {
  every ??= Uint16Array.from({ length: BLOCK }, (_, i) => i);
  return every;
}

let some: Uint16Array | undefined;

/** Room for the indices of a block; whoever uses it is done with it before anybody else begins. */
export function indexScratch(): Uint16Array {
  some ??= new Uint16Array(BLOCK);
  return some;
}
