import { linearAssignment } from "../../numerics/linearAssignment.js";
import type { UnitGroup, UnitPart } from "./networkSymmetries.js";
import { negates, type UnitMove } from "./unitMoves.js";

/**
 * The move of one group that brings θ nearest to a reference, all other units staying: a linear
 * assignment of units to places, whose cost is the squared distance at the unit's coordinates under
 * the best of its flips.
 *
 * The squared distance after a move is the sum of these costs (flips of a unit change nothing
 * elsewhere, and the rest of θ does not move), so the least sum is the least distance; unless the
 * group has weights to itself, as a residual block of a single convolution has.
 *
 * O(units² · coordinates of a unit + units³).
 *
 * @param parts - what to compare; all of the group's unless told
 */
export function unitAssignment(
  group: UnitGroup,
  theta: Float64Array,
  reference: Float64Array,
  parts: readonly UnitPart[] = group.parts,
): UnitMove {
  const { units } = group;
  const choices = 1 << group.flips;
  const costs = new Float64Array(units * units);
  const chosen = new Uint32Array(units * units);
  // per set of flips that negate a part: Σ (ref − θ)², Σ (ref + θ)²
  const masks = [...new Set(parts.map(({ flips }) => flips))];
  const sums = new Float64Array(2 * masks.length);
  for (let u = 0; u < units; u++)
    for (let v = 0; v < units; v++) {
      sums.fill(0);
      for (const part of parts) {
        const at = 2 * masks.indexOf(part.flips);
        const from = part.offset + v * part.stride - (part.offset + u * part.stride);
        for (let r = 0; r < part.rows; r++) {
          const first = part.offset + u * part.stride + r * part.rowStride;
          for (let k = first; k < first + part.length; k++) {
            const difference = reference[k] - theta[k + from];
            const sum = reference[k] + theta[k + from];
            sums[at] += difference * difference;
            sums[at + 1] += sum * sum;
          }
        }
      }
      let least = Infinity;
      for (let flips = 0; flips < choices; flips++) {
        let cost = 0;
        for (let m = 0; m < masks.length; m++)
          cost += sums[2 * m + (negates(flips, masks[m]) ? 1 : 0)];
        if (cost < least) {
          least = cost;
          chosen[u * units + v] = flips;
        }
      }
      costs[u * units + v] = least;
    }
  const sources = Uint32Array.from(linearAssignment(costs, units, units));
  return { sources, flips: Uint32Array.from(sources, (v, u) => chosen[u * units + v]) };
}

/** Parts that no later group moves, nor the group itself twice. Parts that overlap start together. */
export function settledParts(groups: readonly UnitGroup[], index: number): UnitPart[] {
  const own = groups[index].parts;
  const later = groups.slice(index + 1).flatMap((group) => group.parts);
  return own.filter(
    (part) => [...own, ...later].filter(({ offset }) => offset === part.offset).length === 1,
  );
}

/** Whether a group has weights from its own units to its own units. */
export const touchesItself = ({ parts }: UnitGroup): boolean =>
  new Set(parts.map(({ offset }) => offset)).size < parts.length;
