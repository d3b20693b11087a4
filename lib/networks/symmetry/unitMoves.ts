import type { Network } from "../network.js";
import { requireNetwork } from "../requireNetwork.js";
import type { UnitGroup, UnitPart } from "./networkSymmetries.js";

/** What becomes of the units of one group: place u takes unit sources[u], flipped by flips[u]. */
export interface UnitMove {
  /** Each of 0 … units − 1 once. */
  readonly sources: Uint32Array;
  /** Bit g of flips[u]: whether flip g is done. */
  readonly flips: Uint32Array;
}

/** Moves units of an array of parameters, or of running statistics, in place. */
export function moveUnits(
  parts: readonly UnitPart[],
  { sources, flips }: UnitMove,
  image: Float64Array,
): void {
  // A part at a time: a weight from a group to itself is moved as a row, then as a column.
  for (const part of parts) {
    const { offset, stride, rows, rowStride, length } = part;
    const size = (sources.length - 1) * stride + (rows - 1) * rowStride + length;
    const before = image.slice(offset, offset + size);
    for (let u = 0; u < sources.length; u++) {
      const negative = negates(flips[u], part.flips);
      const [to, from] = [offset + u * stride, sources[u] * stride];
      for (let r = 0; r < rows; r++)
        for (let k = r * rowStride; k < r * rowStride + length; k++)
          image[to + k] = negative ? -before[from + k] : before[from + k];
    }
  }
}

/** θ with one group moved. */
export function movedGroup(group: UnitGroup, by: UnitMove, theta: Float64Array): Float64Array {
  const image = theta.slice();
  moveUnits(group.parts, by, image);
  return image;
}

/** The move that does `first`, then `second`. */
export function composed(first: UnitMove, second: UnitMove): UnitMove {
  return {
    sources: second.sources.map((place) => first.sources[place]),
    flips: second.flips.map((flips, u) => flips ^ first.flips[second.sources[u]]),
  };
}

/** The move that leaves all units where they are. */
export const identityMove = (units: number): UnitMove => ({
  sources: Uint32Array.from({ length: units }, (_, u) => u),
  flips: new Uint32Array(units),
});

/** All moves of one group, of at most 2³⁰ flips. */
export function unitMoves({ units, flips }: UnitGroup): UnitMove[] {
  let orders: number[][] = [[]];
  for (let place = 0; place < units; place++)
    orders = orders.flatMap((order) => {
      const rest = Array.from({ length: units }, (_, u) => u).filter((u) => !order.includes(u));
      return rest.map((u) => [...order, u]);
    });
  const choices = 1 << flips;
  const signs = Array.from({ length: 1 << (flips * units) }, (_, code) =>
    Uint32Array.from({ length: units }, (_, u) => (code >> (flips * u)) & (choices - 1)),
  );
  return orders.flatMap((order) =>
    signs.map((each) => ({ sources: Uint32Array.from(order), flips: each })),
  );
}

/** Whether the bits that are set in both are odd in number: then the two negate. */
export function negates(flips: number, mask: number): boolean {
  let odd = false;
  for (let both = flips & mask; both > 0; both >>= 1) odd = odd !== ((both & 1) === 1);
  return odd;
}

/** Refuses what is no network, and a θ of another length than its own. */
export function requireTheta(network: Network, theta: Float64Array, caller: string): void {
  requireNetwork(network, caller);
  if (!(theta instanceof Float64Array) || theta.length !== network.parameterCount)
    throw new RangeError(
      `${caller}: expected a Float64Array of ${network.parameterCount} parameters, got ${theta?.length}`,
    );
}
