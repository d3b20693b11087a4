import { requireKnown } from "../numerics/requireKnown.js";
import { boundaryDegree, pointsOutward } from "./critical/boundary.js";
import { pointBox, touch } from "./critical/boxes.js";
import { boxSearch } from "./critical/boxSearch.js";
import { type CertifiedCriticalPoint, emptyCollection } from "./critical/collection.js";
import { enclosures } from "./critical/enclosures.js";
import { flatDomain, requireInside } from "./critical/flatDomain.js";
import { inOrder } from "./critical/inOrder.js";
import { newtonTest } from "./critical/newtonTest.js";
import { type Cluster, clusters, type OpenRegion } from "./critical/regions.js";
import { evenStarts } from "./critical/starts.js";
import type { Box, Objective } from "./objective.js";
import { requireObjective } from "./requireObjective.js";

export type { CertifiedCriticalPoint } from "./critical/collection.js";
export type { OpenRegion } from "./critical/regions.js";

/** What may be asked of {@link criticalPoints}. */
export interface CriticalPointOptions {
  /** Where to search; the objective's domain unless told. */
  readonly domain?: Box;
  /** Of the starts; 1 unless told. */
  readonly seed?: number;
  /** Number of starts of Newton's iteration; 32 per variable unless told. */
  readonly starts?: number;
  /** Further starts, in the domain: where critical points are expected. */
  readonly guesses?: readonly (readonly number[])[];
  /** How many boxes the search for the rest may examine; 100,000 unless told, 0 for no search. */
  readonly boxes?: number;
  /** Boxes smaller than this share of the domain's widths are left; 10⁻⁶ unless told. Points in much narrower wells need a smaller one. */
  readonly resolution?: number;
}

/** What is known of the critical points of a loss in a box. */
export interface CriticalPointSearch {
  /** In order of loss, then of coordinates. */
  readonly points: readonly CertifiedCriticalPoint[];
  /** Proved: outside `kinkRegions` the domain holds no critical point but the certified ones. */
  readonly complete: boolean;
  /** What the search left undecided; degenerate points lie there. */
  readonly undecided: readonly OpenRegion[];
  /**
   * Neighbourhoods of kinks (or poles) where 0 lies between the gradients of the two sides:
   * generalised critical points (Clarke's), and what may be hidden beside them.
   */
  readonly kinkRegions: readonly OpenRegion[];
  /** Σ (−1)^index over the certified points. */
  readonly indexSum: number;
  /**
   * Proved: Brouwer degree of ∇L over the domain, which `indexSum` must equal if the search is
   * complete without kink regions. Undefined if not proved, if a kink meets the boundary, and
   * for more than 2 variables unless `outward`.
   */
  readonly boundaryDegree: number | undefined;
  /** Proved: ∇L, as its formula has it, points outward all along the boundary, on both sides of kinks. */
  readonly outward: boolean;
  /** Boxes examined. */
  readonly boxes: number;
  /** How the iterations from the starts ended. */
  readonly starts: Readonly<Record<"converged" | "stalled" | "outside" | "notFinite", number>>;
}

/**
 * The critical points ∇L = 0 of a loss in a box: found by Newton's iteration, proved by interval
 * arithmetic, and where the search succeeds proved to be all.
 *
 * 1. Found: damped Newton from evenly spread starts, repeated with the found points deflated;
 *    polished in double-doubles, so coordinates are right to the last bit or two.
 * 2. Certified: Krawczyk's test proves that exactly one critical point lies within `radius`, and
 *    Gershgorin's circles after a congruence the number of negative eigenvalues of its Hessian.
 * 3. Complete: branch and bound shows that the rest of the domain has none. At kinks the
 *    gradient is enclosed with those of both sides; boxes there that cannot be excluded
 *    are joined to `kinkRegions` (of Two Valleys: a neighbourhood of the ridge point (0, 0)).
 * 4. Topology: the degree of ∇L over the boundary, in intervals. Σ (−1)^index must equal it; it is
 *    1, the box's Euler characteristic, where the gradient points outward.
 *
 * The domain is closed. A point so near to its boundary that it may be inside or outside is
 * listed and marked `onBoundary`; where ∇L is normal to the boundary but not 0 there is no
 * critical point here. Degenerate points, and one point of each continuum, are listed but not
 * certified. All is proved of the formula in real numbers, its constants being doubles.
 *
 * Meant for up to 6 variables or so; the search's cost grows exponentially with them. 10 to
 * 50 µs a box: milliseconds to tenths of a second in all for the classics in two variables,
 * a second or two for Rosenbrock's function in five.
 *
 * @param objective - with derivatives in any arithmetic, as `landscape` and
 *   `landscapeFromFunction` make them
 * @throws TypeError without such derivatives, or for an unknown option
 * @throws RangeError without a domain, for one that is empty, infinite or of another dimension, for
 *   guesses of another dimension or outside, and for counts that are none
 *
 * @example
 * criticalPoints(twoValleys).points.map(({ point }) => point); // [[-1, 0], [1, 0]]
 */
export function criticalPoints(
  objective: Objective,
  options: CriticalPointOptions = {},
): CriticalPointSearch {
  requireObjective(objective, "criticalPoints");
  const names = ["domain", "seed", "starts", "guesses", "boxes", "resolution"];
  requireKnown(options, names, "option", "criticalPoints");
  const n = objective.dimension;
  const { seed = 1, starts: count = 32 * n, guesses = [] } = options;
  const { boxes: budget = 100_000, resolution = 1e-6 } = options;
  const domain = flatDomain(options.domain ?? objective.domain, objective);
  requireCount("starts", count);
  requireCount("boxes", budget);
  if (!(resolution > 0 && resolution < 1))
    throw new RangeError(`criticalPoints: resolution must be in (0, 1), got ${resolution}`);
  if (!Array.isArray(guesses))
    throw new TypeError(`criticalPoints: expected guesses as a list, got ${String(guesses)}`);
  for (const guess of guesses) requireInside(guess, domain);

  const enclosed = enclosures(objective);
  const test = newtonTest(enclosed);
  const found = emptyCollection(objective, enclosed, domain);
  const outcomes = { converged: 0, stalled: 0, outside: 0, notFinite: 0 };
  const given = guesses.map((guess) => Float64Array.from(guess));
  for (const start of [...given, ...evenStarts(domain, count, seed)]) {
    const { status } = found.seek(start, false);
    outcomes[status]++;
    // A continuum of critical points never comes to an end.
    for (let k = 0; status === "converged" && k < 8 && found.uncertified.length < 2 * n; k++)
      if (!found.seek(start, true).isNew) break;
  }
  const discover = (place: Float64Array): void => {
    found.seek(place, false);
  };
  const search =
    budget === 0
      ? { left: [{ box: domain, rough: false }], examined: 0 }
      : boxSearch(domain, test, found.covers, discover, budget, resolution);

  const slack = Float64Array.from(
    { length: n },
    (_, i) => ((domain[2 * i + 1] - domain[2 * i]) * resolution) / 4,
  );
  const open = clusters(search.left, slack);
  const undecided = open.filter(({ rough }) => !rough).map(({ region }) => region);
  const kinkRegions = open.filter(({ rough }) => rough).map(({ region }) => region);
  const { certified, uncertified } = found;
  const listed = budget > 0 ? onePerCluster(uncertified, open, slack) : uncertified;
  return {
    points: inOrder([...certified, ...listed]),
    complete: undecided.length === 0,
    undecided,
    kinkRegions,
    indexSum: certified.reduce((sum, { morseIndex }) => sum + (morseIndex % 2 === 0 ? 1 : -1), 0),
    boundaryDegree: boundaryDegree(domain, test),
    outward: pointsOutward(domain, test),
    boxes: search.examined,
    starts: outcomes,
  };
}

/** Of the points in each cluster of open boxes that with the least residual; others are disproved. */
function onePerCluster(
  points: readonly CertifiedCriticalPoint[],
  open: readonly Cluster[],
  slack: Float64Array,
): CertifiedCriticalPoint[] {
  return open.flatMap(({ parts }) => {
    const inside = points.filter(({ point }) => {
      const box = pointBox(Float64Array.from(point));
      return parts.some((part) => touch(box, part, slack));
    });
    return inside.sort((a, b) => a.residual - b.residual).slice(0, 1);
  });
}

function requireCount(name: string, count: number): void {
  if (!Number.isSafeInteger(count) || count < 0)
    throw new RangeError(`criticalPoints: ${name} must be an integer >= 0, got ${count}`);
}
