import { unionFind } from "../../numerics/unionFind.js";

/**
 * Which points of a grid start a component that later merges into an older one, as the points
 * appear one after the other, and which points merge them: the persistence pairs of dimension 0
 * by the elder rule.
 *
 * O(n·k·log n) for k neighbours, in practice O(n·k).
 *
 * @param order - positions in a padded grid in the order of their appearance
 * @param size - of the padded grid
 * @param neighbours - offsets of what hangs together
 * @param outside - whether all that is not in `order` is there from the start, as one component
 * @returns places in `order`, two a pair: of the point that started a component, and of the later
 *   one that merged it; points that join a component on appearing make no pair
 *
 * @example
 * mergePairs(Uint32Array.of(1, 3, 2), 5, [-1, 1], false); // 1, 2: point 3 merges at point 2
 */
export function mergePairs(
  order: Uint32Array,
  size: number,
  neighbours: ArrayLike<number>,
  outside: boolean,
): Uint32Array {
  // Ages from 1; the outside has age 0, or one that never comes.
  const count = order.length;
  const age = new Int32Array(size).fill(outside ? 0 : count + 1);
  for (let k = 0; k < count; k++) age[order[k]] = k + 1;
  const { find, union } = unionFind(count + 1);
  const pairs: number[] = [];
  for (let now = 1; now <= count; now++) {
    const at = order[now - 1];
    let root = now;
    for (let i = 0; i < neighbours.length; i++) {
      const neighbour = age[at + neighbours[i]];
      if (neighbour >= now) continue;
      const other = find(neighbour);
      if (other === root) continue;
      const younger = Math.max(other, root);
      union(other, root);
      root = Math.min(other, root);
      if (younger !== now) pairs.push(younger - 1, now - 1);
    }
  }
  return Uint32Array.from(pairs);
}
