import type { Objective } from "./objective.js";
import { twoValleys } from "./twoValleys.js";

/** The built-in landscapes. */
export const landscapes: readonly Objective[] = [twoValleys];

/**
 * The built-in landscape of a given name: functions cannot be sent to a worker, names can.
 *
 * @throws RangeError if there is none, with the names that exist
 *
 * @example
 * landscapeNamed("twoValleys").dimension; // 2
 */
export function landscapeNamed(name: string): Objective {
  const landscape = landscapes.find((l) => l.name === name);
  if (landscape) return landscape;
  const known = landscapes.map((l) => l.name).join(", ");
  throw new RangeError(`landscapeNamed: no landscape "${name}"; there is ${known}`);
}
