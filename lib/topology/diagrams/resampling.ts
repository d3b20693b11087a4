import type { Distances } from "../../numerics/distances.js";
import { checkSource } from "../rips/ripsSource.js";

/**
 * The least of the values that at least the given share of them does not exceed; NaN of none.
 *
 * @example
 * coveringValue(Float64Array.of(4, 1, 3, 2), 0.75); // 3
 */
export function coveringValue(values: Float64Array, share: number): number {
  // A product such as 100·0.55 lies a little above the whole number that is meant.
  return values.slice().sort()[Math.max(0, Math.ceil(share * values.length - 1e-9) - 1)] ?? NaN;
}

/**
 * Checks what all resampling of points is told.
 *
 * @throws TypeError naming the caller if these are no distances
 * @throws RangeError naming the caller if there is no point, a number is out of range, or the
 *   distances are not n(n − 1)/2 numbers ≥ 0
 */
export function requireResampling(
  distances: Distances,
  replicas: number,
  confidence: number,
  caller: string,
): void {
  if (typeof distances !== "object" || distances === null || !("values" in distances))
    throw new TypeError(`${caller}: expected distances { size, values }`);
  const { size } = distances;
  if (!(size >= 1)) throw new RangeError(`${caller}: needs at least 1 point, got ${size}`);
  if (!Number.isSafeInteger(replicas) || replicas < 1)
    throw new RangeError(`${caller}: replicas must be an integer >= 1, got ${replicas}`);
  if (!(confidence > 0 && confidence < 1))
    throw new RangeError(`${caller}: confidence must be in (0, 1), got ${confidence}`);
  checkSource(distances, caller);
}
