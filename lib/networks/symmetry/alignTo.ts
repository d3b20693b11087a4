import type { Network } from "../network.js";
import { type Alignment, areAlignable, distanceBetween, unmoved } from "./alignment.js";
import { networkSymmetries, type UnitPart } from "./networkSymmetries.js";
import { settledParts, touchesItself, unitAssignment } from "./unitAssignment.js";
import { composed, movedGroup, requireTheta } from "./unitMoves.js";

/**
 * Brings θ near to a reference by permuting and flipping hidden units and channels.
 *
 * With one hidden layer that is one linear assignment, and exact. With several, the best move of one
 * layer depends on those of its neighbours: layers are moved in turn, each in the best way with the
 * others as they are, until none comes nearer; the distance never grows. This is done from θ as it
 * is, and from θ aligned layer by layer from the input on by the weights that later layers do not
 * touch; the nearer is taken. So a symmetric copy is recovered whole (unless units are equal in
 * these weights), while otherwise the result may be a local minimum: `exact` says so.
 *
 * O(sweeps · Σ over layers (units · parameters of the layer + units³)).
 * With NaN, infinities, or numbers beyond 10¹⁵⁰: distance NaN, θ unmoved, not exact.
 *
 * @param theta - `parameterCount` numbers; not changed
 * @param reference - as many
 * @throws RangeError if a length is wrong
 * @see Ainsworth, Hayase & Srinivasa (2023), Git Re-Basin: merging models modulo permutation
 *   symmetries, ICLR, weight matching
 *
 * @example
 * alignTo(mlp([784, 128, 128, 10]), theta, reference).distance; // at most ‖theta − reference‖
 */
export function alignTo(network: Network, theta: Float64Array, reference: Float64Array): Alignment {
  requireTheta(network, theta, "alignTo");
  requireTheta(network, reference, "alignTo");
  const { groups } = networkSymmetries(network);
  const start = unmoved(groups, theta);
  if (!areAlignable(theta, reference)) return start;
  const single = groups.length === 0 || (groups.length === 1 && !touchesItself(groups[0]));

  const withDistance = (alignment: Omit<Alignment, "distance" | "exact">): Alignment => {
    const distance = distanceBetween(alignment.theta, reference);
    return { ...alignment, distance, exact: single || distance === 0 };
  };
  /** One layer after another is moved to where it is best. */
  const better = (from: Alignment, g: number, parts?: readonly UnitPart[]): Alignment => {
    const move = unitAssignment(groups[g], from.theta, reference, parts);
    return withDistance({
      theta: movedGroup(groups[g], move, from.theta),
      symmetry: from.symmetry.map((each, h) => (h === g ? composed(each, move) : each)),
    });
  };
  const descended = (from: Alignment): Alignment => {
    let best = from;
    for (let before = Infinity; best.distance < before; ) {
      before = best.distance;
      for (let g = 0; g < groups.length; g++) {
        const next = better(best, g);
        if (next.distance < best.distance) best = next;
      }
    }
    return best;
  };

  const asItIs = descended(withDistance(start));
  if (asItIs.exact) return asItIs;
  const fromInput = descended(
    groups.reduce((at, _, g) => better(at, g, settledParts(groups, g)), withDistance(start)),
  );
  return fromInput.distance < asItIs.distance ? fromInput : asItIs;
}
