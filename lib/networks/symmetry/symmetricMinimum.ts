import type { Network } from "../network.js";
import { type Alignment, areAlignable, distanceBetween, unmoved } from "./alignment.js";
import { networkSymmetries } from "./networkSymmetries.js";
import { movedParameters } from "./symmetryElements.js";
import { touchesItself, unitAssignment } from "./unitAssignment.js";
import { movedGroup, requireTheta, type UnitMove, unitMoves } from "./unitMoves.js";

export type { Alignment } from "./alignment.js";

/** Most moves of the other groups that are tried. */
const MOST_TRIALS = 100_000;

/**
 * The image of θ nearest to a reference: the exact minimum over all symmetries S of the network,
 *
 *     min over S of  ‖Sθ − reference‖₂,
 *
 * a metric on orbits: what is left when hidden units have no names. One group of units is settled by
 * a linear assignment (`unitAssignment`), which alone is enough for one hidden layer of any
 * width; with several, all moves of the others are tried.
 *
 * O(units² · parameters/units + units³) for one hidden layer, times the number of moves of the others.
 * With NaN, infinities, or numbers beyond 10¹⁵⁰: distance NaN, θ unmoved, not exact.
 *
 * @param theta - `parameterCount` numbers; not changed
 * @param reference - as many
 * @throws RangeError if a length is wrong, or there are more than 100,000 moves to be tried: `alignTo`
 *   is for these
 *
 * @example
 * symmetricMinimum(mlp([2, 2, 1]), theta, other).distance;
 */
export function symmetricMinimum(
  network: Network,
  theta: Float64Array,
  reference: Float64Array,
): Alignment {
  requireTheta(network, theta, "symmetricMinimum");
  requireTheta(network, reference, "symmetricMinimum");
  const symmetries = networkSymmetries(network);
  const { groups } = symmetries;
  if (!areAlignable(theta, reference)) return unmoved(groups, theta);

  let assigned = -1;
  groups.forEach((group, g) => {
    if (!touchesItself(group) && !(assigned >= 0 && group.order <= groups[assigned].order))
      assigned = g;
  });
  const trials = groups.reduce(
    (count, { order }, g) => (g === assigned ? count : count * order),
    1,
  );
  if (!(trials <= MOST_TRIALS))
    throw new RangeError(
      `symmetricMinimum: expected at most ${MOST_TRIALS} moves of all groups but one, got ${trials}; alignTo approximates`,
    );

  const order = groups.map((_, g) => g).filter((g) => g !== assigned);
  if (assigned >= 0) order.push(assigned);
  let best = unmoved(groups, theta);
  const symmetry: UnitMove[] = [...best.symmetry];
  let least = Infinity;
  const settle = (done: number, image: Float64Array): void => {
    if (done === order.length) {
      const distance = distanceBetween(image, reference);
      if (!(distance < least)) return;
      least = distance;
      best = { theta: image, distance, exact: true, symmetry: [...symmetry] };
      return;
    }
    const g = order[done];
    const group = groups[g];
    const moves = g === assigned ? [unitAssignment(group, image, reference)] : unitMoves(group);
    for (const move of moves) {
      symmetry[g] = move;
      settle(done + 1, movedGroup(group, move, image));
    }
  };
  settle(0, theta);
  return { ...best, theta: movedParameters(symmetries, best.symmetry, theta) };
}
