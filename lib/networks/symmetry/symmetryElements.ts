import { kindOf } from "../../numerics/kindOf.js";
import type { Network } from "../network.js";
import { type NetworkSymmetries, networkSymmetries } from "./networkSymmetries.js";
import { moveUnits, requireTheta, type UnitMove, unitMoves } from "./unitMoves.js";

export type { UnitMove } from "./unitMoves.js";

/** A symmetry of a network: a move for each of its groups. */
export type NetworkSymmetry = readonly UnitMove[];

/** Most elements that are listed. */
const MOST_ELEMENTS = 100_000;

/**
 * All symmetries, the identity first: the first group's moves outermost, of each permutation
 * (lexicographic) all flips.
 *
 * O(order · units).
 *
 * @throws RangeError if there are more than 100,000
 *
 * @example
 * symmetryElements(networkSymmetries(mlp([2, 2, 1]))).length; // 8
 */
export function symmetryElements(symmetries: NetworkSymmetries): NetworkSymmetry[] {
  requireSymmetries(symmetries, "symmetryElements");
  const { groups, order } = symmetries;
  if (!(order <= MOST_ELEMENTS))
    throw new RangeError(
      `symmetryElements: expected at most ${MOST_ELEMENTS} symmetries, got ${order}`,
    );
  return groups.reduce<UnitMove[][]>(
    (begun, group) => begun.flatMap((moves) => unitMoves(group).map((move) => [...moves, move])),
    [[]],
  );
}

/**
 * The images of θ under all symmetries, θ itself first; one for each, though some may be equal.
 *
 * @param theta - `parameterCount` numbers
 * @throws RangeError if θ has another length, or there are more than 100,000 symmetries
 *
 * @example
 * symmetryOrbit(mlp([2, 2, 1]), theta).length; // 8
 */
export function symmetryOrbit(network: Network, theta: Float64Array): Float64Array[] {
  requireTheta(network, theta, "symmetryOrbit");
  const symmetries = networkSymmetries(network);
  return symmetryElements(symmetries).map((symmetry) =>
    movedParameters(symmetries, symmetry, theta),
  );
}

/**
 * The image of θ under a symmetry: coordinates change places and signs, bit for bit.
 *
 * O(parameters).
 *
 * @param theta - not changed
 * @throws RangeError if the symmetry has not a move for each group, or θ another length
 *
 * @example
 * const symmetries = networkSymmetries(network);
 * symmetryElements(symmetries).map((symmetry) => movedParameters(symmetries, symmetry, theta));
 */
export function movedParameters(
  symmetries: NetworkSymmetries,
  symmetry: NetworkSymmetry,
  theta: Float64Array,
): Float64Array {
  requireSymmetry(symmetries, symmetry, theta, "parameterCount", "movedParameters");
  const image = theta.slice();
  symmetries.groups.forEach(({ parts }, g) => {
    moveUnits(parts, symmetry[g], image);
  });
  return image;
}

/**
 * The running statistics that go with {@link movedParameters} in evaluation: means and variances
 * change places with their channels, means change signs.
 *
 * @param state - `stateCount` numbers; not changed
 * @throws RangeError if the symmetry has not a move for each group, or the state another length
 *
 * @example
 * movedState(symmetries, symmetry, machine.state);
 */
export function movedState(
  symmetries: NetworkSymmetries,
  symmetry: NetworkSymmetry,
  state: Float64Array,
): Float64Array {
  requireSymmetry(symmetries, symmetry, state, "stateCount", "movedState");
  const image = state.slice();
  symmetries.groups.forEach(({ state: parts }, g) => {
    moveUnits(parts, symmetry[g], image);
  });
  return image;
}

function requireSymmetries(symmetries: NetworkSymmetries, caller: string): void {
  if (!Array.isArray(symmetries?.groups))
    throw new TypeError(`${caller}: expected symmetries of a network, got ${kindOf(symmetries)}`);
}

function requireSymmetry(
  symmetries: NetworkSymmetries,
  symmetry: NetworkSymmetry,
  values: Float64Array,
  count: "parameterCount" | "stateCount",
  caller: string,
): void {
  requireSymmetries(symmetries, caller);
  const { groups, [count]: expected } = symmetries;
  if (!(values instanceof Float64Array) || values.length !== expected)
    throw new RangeError(
      `${caller}: expected a Float64Array of ${expected} numbers, got ${values?.length ?? kindOf(values)}`,
    );
  const moved = Array.isArray(symmetry) ? symmetry.map((move) => move?.sources?.length) : undefined;
  const units = groups.map((group) => group.units);
  if (moved?.join() !== units.join())
    throw new RangeError(
      `${caller}: expected moves of ${units.join(", ") || "no"} units, got ${moved ? moved.join(", ") || "none" : kindOf(symmetry)}`,
    );
}
