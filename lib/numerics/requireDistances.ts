import type { Distances } from "./distances.js";
import { kindOf } from "./kindOf.js";

/**
 * Refuses what is no strict lower triangle of numbers, whatever these are; returns n.
 *
 * @throws TypeError naming the caller if the numbers are not in a Float64Array
 * @throws RangeError naming the caller if they are not n(n − 1)/2
 */
export function requireTriangle(distances: Distances, caller: string): number {
  const { size, values } = distances ?? {};
  if (!Number.isInteger(size) || size < 0)
    throw new RangeError(`${caller}: expected a whole size >= 0, got ${size}`);
  if (!(values instanceof Float64Array))
    throw new TypeError(`${caller}: expected distances in a Float64Array, got ${kindOf(values)}`);
  if (values.length !== (size * (size - 1)) / 2)
    throw new RangeError(
      `${caller}: expected ${(size * (size - 1)) / 2} distances for ${size} points, got ${values.length}`,
    );
  return size;
}

/** {@link requireTriangle}, and every number ≥ 0; +∞ is one. */
export function requireDistances(distances: Distances, caller: string): number {
  const size = requireTriangle(distances, caller);
  const { values } = distances;
  for (let k = 0; k < values.length; k++)
    if (!(values[k] >= 0))
      throw new RangeError(`${caller}: expected distances >= 0, got ${values[k]} ${pairOf(k)}`);
  return size;
}

/** Between which points a distance is, for errors: "between points 2 and 1". */
export function pairOf(index: number): string {
  const i = Math.floor((1 + Math.sqrt(1 + 8 * index)) / 2);
  return `between points ${i} and ${index - (i * (i - 1)) / 2}`;
}
