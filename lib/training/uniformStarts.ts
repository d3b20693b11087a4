import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { randomStream } from "../numerics/random.js";

/**
 * Starting points, uniform over an objective's start region.
 *
 * Coordinate d of start i is number i·dim + d of the stream ("starts", seed), so the first n
 * starts are the same whatever `count` is. O(count·dim).
 *
 * @param objective - with a start region, or else a domain
 * @param count - number of starts, an integer ≥ 0
 * @param seed - safe integer ≥ 0
 * @returns count·dim coordinates, start after start
 * @throws TypeError if the objective has neither region nor domain
 * @throws RangeError if the count or the seed is not as said
 *
 * @example
 * uniformStarts(twoValleys, 100, 1).length; // 200
 */
export function uniformStarts(objective: Objective, count: number, seed: number): Float64Array {
  requireObjective(objective, "uniformStarts");
  const region = objective.startRegion ?? objective.domain;
  if (!region)
    throw new TypeError(`uniformStarts: expected a start region, ${objective.name} has none`);
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`uniformStarts: count must be an integer >= 0, got ${count}`);
  const { lower, upper } = region;
  const dim = objective.dimension;
  const random = randomStream(seed, "starts");
  const starts = new Float64Array(count * dim);
  for (let i = 0; i < starts.length; i++) {
    const d = i % dim;
    starts[i] = lower[d] + (upper[d] - lower[d]) * random.uniform(i);
  }
  return starts;
}
