import type { Box, Objective } from "../objective.js";
import { requireList } from "../requireObjective.js";

/** The bounds [l₀, u₀, l₁, u₁ …] of the box to search, checked. */
export function flatDomain(box: Box | undefined, { name, dimension: n }: Objective): Float64Array {
  if (!box)
    throw new RangeError(`criticalPoints: expected a domain, ${name} has none and none was given`);
  const { lower, upper } = box;
  requireList(lower, "domain.lower", "criticalPoints");
  requireList(upper, "domain.upper", "criticalPoints");
  if (lower.length !== n || upper.length !== n)
    throw new RangeError(
      `criticalPoints: expected a domain of ${n} dimensions, got ${lower.length} and ${upper.length} bounds`,
    );
  lower.forEach((least, i) => {
    if (!(least < upper[i] && upper[i] - least < Infinity))
      throw new RangeError(
        `criticalPoints: expected finite bounds in order, got ${least} and ${upper[i]} at ${i}`,
      );
  });
  return Float64Array.from({ length: 2 * n }, (_, i) => (i & 1 ? upper : lower)[i >> 1]);
}

/** Checks a start given by the caller. */
export function requireInside(point: readonly number[], domain: Float64Array): void {
  requireList(point, "a guess", "criticalPoints");
  if (point.length !== domain.length / 2)
    throw new RangeError(
      `criticalPoints: expected guesses of ${domain.length / 2} coordinates, got ${point.length}`,
    );
  point.forEach((x, i) => {
    if (!(x >= domain[2 * i] && x <= domain[2 * i + 1]))
      throw new RangeError(
        `criticalPoints: expected guesses in the domain, got coordinate ${i} = ${x}`,
      );
  });
}
