/**
 * How many of some ascending numbers are < a value: the place of the first that is not. By
 * bisection, O(log n).
 *
 * @example
 * countBelow([1, 2, 2, 3], 2); // 1
 */
export function countBelow(ascending: ArrayLike<number>, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * How many of some ascending numbers are ≤ a value.
 *
 * @example
 * countUpTo([1, 2, 2, 3], 2); // 3
 */
export function countUpTo(ascending: ArrayLike<number>, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
