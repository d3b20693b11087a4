import { comparedBars } from "./comparedBars.js";
import type { Diagram } from "./diagram.js";
import { type Matching, matchingOf } from "./matching.js";
import { narrowestMates } from "./narrowestMates.js";
import { pairDistance } from "./pairDistance.js";

/** What {@link bottleneckDistance} finds. */
export interface Bottleneck {
  /** In the units of the filtration. */
  readonly distance: number;
  /** A matching whose largest distance that is; its other distances are not the least possible. */
  readonly matching: Matching;
  /**
   * The pair of the matching that attains the distance: indices of bars in the two diagrams, −1
   * for the diagonal; undefined if there are no bars.
   */
  readonly pair: readonly [number, number] | undefined;
}

/**
 * Bottleneck distance of two persistence diagrams: the least, over all matchings, of the largest
 * distance between partners,
 *
 *     d_B(D, D′) = min over matchings μ of  max over bars x of  ‖x − μ(x)‖∞
 *
 * A bar may be matched with the diagonal, at |death − birth|/2. This is the distance in which
 * diagrams are stable: for Rips diagrams of two metrics d_B ≤ max|d − d′|.
 *
 * Exact: the result is the distance of some pair of bars, or of a bar and the diagonal, as
 * computed in doubles; there is no tolerance. A bar with an infinite end can only be matched with
 * one that has the same end infinite; of these the other ends are matched in ascending order. If
 * their numbers differ the distance is +∞, and those left over (the last) stand with the
 * diagonal. Bars of superlevel sets (births above deaths) are as good as those of sublevel sets,
 * but are not to be compared with them.
 *
 * A radius r suffices if all bars farther than r from the diagonal can be given partners within
 * r, those of either diagram without regard to the other (Mendelsohn & Dulmage). The least such r is
 * closed in upon by halving the interval that is left, with the next distance
 * that could help as lower and the largest distance of the matching found as upper end.
 * About O(n^1.5 log² n) for bars in general position; O(n) memory.
 *
 * @param a - first diagram, bars in any order
 * @param b - second diagram, of the same dimension
 * @throws RangeError if the dimensions differ, an end is NaN, births and deaths differ in number,
 *   or bars of sublevel and of superlevel sets meet
 * @see Efrat, Itai & Katz (2001), Geometry helps in bottleneck matching and related problems,
 *   Algorithmica 31(1); Kerber, Morozov & Nigmetov (2017), Geometry helps to compare persistence
 *   diagrams, ACM JEA 22
 *
 * @example
 * const a = diagramOf(1, [0, 2], [4, 2.5]);
 * const b = diagramOf(1, [0.5], [4]);
 * bottleneckDistance(a, b); // distance 0.5, pair [0, 0], matching (0, 0), (1, −1)
 */
export function bottleneckDistance(a: Diagram, b: Diagram): Bottleneck {
  const { points, partners } = comparedBars(a, b, "bottleneckDistance");
  const mates = narrowestMates(points[0], points[1]);
  for (let i = 0; i < mates.length; i++)
    if (mates[i] >= 0) partners[points[0].bars[i]] = points[1].bars[mates[i]];
  const { pairs } = matchingOf(partners, b.births.length);
  let [distance, bottleneckPair] = [-1, -1];
  for (let k = 0; 2 * k < pairs.length; k++) {
    const d = pairDistance(a, pairs[2 * k], b, pairs[2 * k + 1], Infinity);
    if (d > distance) [distance, bottleneckPair] = [d, k];
  }
  if (bottleneckPair < 0) return { distance: 0, matching: { pairs }, pair: undefined };
  const pair = [pairs[2 * bottleneckPair], pairs[2 * bottleneckPair + 1]] as const;
  return { distance, matching: { pairs, bottleneckPair }, pair };
}
