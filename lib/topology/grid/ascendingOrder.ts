/** Bits of a digit: three make a word, two words a float64. */
const DIGIT = 11;
const MASK = (1 << DIGIT) - 1;

/**
 * The indices of numbers in ascending order of their values, equal ones in order of their index.
 *
 * Radix sort: a float64 without its sign orders as its bits do, so negative numbers get all bits
 * flipped and others the sign only. O(n), for large n several times faster than a sort by
 * comparison.
 *
 * @param values - ±∞ allowed; no NaN and no −0, which would come before 0
 *
 * @example
 * ascendingOrder(Float64Array.of(2, -1, 2)); // 1, 0, 2
 */
export function ascendingOrder(values: Float64Array): Uint32Array {
  const count = values.length;
  const keys = new Uint32Array(values.slice().buffer);
  const littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0];
  const [low, high] = littleEndian ? [0, 1] : [1, 0];
  for (let i = 0; i < 2 * count; i += 2) {
    const negative = keys[i + high] >>> 31;
    keys[i + high] ^= negative ? 0xffffffff : 0x80000000;
    if (negative) keys[i + low] ^= 0xffffffff;
  }
  let order = new Uint32Array(count);
  let next = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (const word of [low, high])
    for (const shift of [0, DIGIT, 2 * DIGIT])
      if (sortByDigit(keys, word, shift, order, next)) [order, next] = [next, order];
  return order;
}

/** Writes `order` into `next`, stably sorted by one digit; false if all have the same. */
function sortByDigit(
  keys: Uint32Array,
  word: number,
  shift: number,
  order: Uint32Array,
  next: Uint32Array,
): boolean {
  const starts = new Uint32Array(MASK + 1);
  for (let i = word; i < keys.length; i += 2) starts[(keys[i] >>> shift) & MASK]++;
  if (starts[(keys[word] >>> shift) & MASK] === order.length) return false;
  let sum = 0;
  for (let digit = 0; digit <= MASK; digit++) {
    const here = starts[digit];
    starts[digit] = sum;
    sum += here;
  }
  for (let k = 0; k < order.length; k++) {
    const i = order[k];
    next[starts[(keys[2 * i + word] >>> shift) & MASK]++] = i;
  }
  return true;
}
