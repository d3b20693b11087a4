import type { Network } from "../networks/network.js";
import { requireNetwork } from "../networks/requireNetwork.js";
import { networkSymmetries } from "../networks/symmetry/networkSymmetries.js";
import { movedParameters, symmetryElements } from "../networks/symmetry/symmetryElements.js";
import { type Isometry, signedPermutation } from "./isometry.js";

/** Most entries of all matrices together: 1 GiB. */
const MOST_ENTRIES = 2 ** 27;

/**
 * The symmetries of a small network as isometries of its parameter space, the identity first: a
 * group, up to which paths of training are to be compared.
 *
 * O(order · parameters²) time and memory: a matrix for each element.
 *
 * @returns `networkSymmetries(network).order` signed permutations
 * @throws RangeError if there are more than 100,000, or their matrices have more than 2²⁷ entries
 *
 * @example
 * const isometries = networkIsometries(mlp([2, 2, 1])); // 8
 * await distanceMatrix(paths, { isometries });
 */
export function networkIsometries(network: Network): Isometry[] {
  requireNetwork(network, "networkIsometries");
  const symmetries = networkSymmetries(network);
  const count = network.parameterCount;
  const entries = symmetries.order * count * count;
  if (!(entries <= MOST_ENTRIES))
    throw new RangeError(
      `networkIsometries: expected matrices of at most ${MOST_ENTRIES} entries, got ${symmetries.order} of ${count} × ${count}`,
    );
  // Coordinate i of θ = (1, 2, …) is found again by its size.
  const numbered = Float64Array.from({ length: count }, (_, i) => i + 1);
  return symmetryElements(symmetries).map((symmetry) => {
    const [targets, signs] = [new Uint32Array(count), new Int8Array(count)];
    movedParameters(symmetries, symmetry, numbered).forEach((number, target) => {
      const source = Math.abs(number) - 1;
      targets[source] = target;
      signs[source] = Math.sign(number);
    });
    return signedPermutation(targets, signs);
  });
}
