import type { UnitGroup } from "./networkSymmetries.js";
import type { NetworkSymmetry } from "./symmetryElements.js";
import { identityMove } from "./unitMoves.js";

/** θ brought near to a reference by a symmetry of the network. */
export interface Alignment {
  /** The image of θ. */
  readonly theta: Float64Array;
  /** Its Euclidean distance from the reference; NaN if a number of either is not finite, or huge. */
  readonly distance: number;
  /** Whether no symmetry of `networkSymmetries` brings it nearer (up to the rounding of sums). */
  readonly exact: boolean;
  /** The symmetry, for `movedParameters` and `movedState`. */
  readonly symmetry: NetworkSymmetry;
}

/** Whether distances of the two, and their flips, are finite. */
export function areAlignable(theta: Float64Array, reference: Float64Array): boolean {
  const zero = new Float64Array(theta.length);
  return [theta, reference].every((point) => distanceBetween(point, zero) < 1e150);
}

/** What comes of parameters that are not finite. */
export const unmoved = (groups: readonly UnitGroup[], theta: Float64Array): Alignment => ({
  theta: theta.slice(),
  distance: NaN,
  exact: false,
  symmetry: groups.map(({ units }) => identityMove(units)),
});

/** ‖a − b‖₂, NaN if a number is not finite or the sum overflows. */
export function distanceBetween(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) * (a[i] - b[i]);
  return sum < Infinity ? Math.sqrt(sum) : NaN;
}
