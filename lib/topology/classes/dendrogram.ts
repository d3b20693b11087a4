import type { Linkage } from "./singleLinkage.js";

/**
 * The order of the things in which a dendrogram has no crossing: of the two sides of a merge,
 * the one with the smaller first index is left. O(n).
 *
 * @returns n indices, the leftmost first
 *
 * @example
 * const linkage = singleLinkage({ size: 3, values: Float64Array.of(5, 1, 4) });
 * dendrogramOrder(linkage); // [0, 2, 1]
 */
export function dendrogramOrder(linkage: Pick<Linkage, "size" | "pairs">): Uint32Array {
  const { size, pairs } = linkage;
  const nodes = size + pairs.length / 2;
  const smallest = new Uint32Array(nodes);
  const children = new Uint32Array(2 * nodes); // left, right
  for (let node = 0; node < nodes; node++) {
    if (node < size) {
      smallest[node] = node;
      continue;
    }
    const [a, b] = pairs.subarray(2 * (node - size));
    const [left, right] = smallest[a] < smallest[b] ? [a, b] : [b, a];
    children.set([left, right], 2 * node);
    smallest[node] = smallest[left];
  }
  const order = new Uint32Array(size);
  const waiting = nodes > 0 ? [nodes - 1] : [];
  for (let place = 0; waiting.length > 0; ) {
    const node = waiting.pop() as number;
    if (node < size) order[place++] = node;
    else waiting.push(children[2 * node + 1], children[2 * node]);
  }
  return order;
}

/** A dendrogram as brackets of four points, one per finite merge: up, across and down again. */
export interface DendrogramLines {
  /** The things from left to right; order[k] stands at k. */
  readonly order: Uint32Array;
  /** 4 places a bracket: left foot, left top, right top, right foot; things stand at 0 … n − 1. */
  readonly x: Float64Array;
  /** 4 heights a bracket, in the units of the distances; the tops are those of the merge. */
  readonly y: Float64Array;
}

/**
 * The lines of a dendrogram. Bracket k is merge k; merges at +∞ come last and are left out, so
 * that things which nothing connects are several trees. O(n).
 *
 * @example
 * const { x, y } = dendrogramLines(singleLinkage({ size: 2, values: Float64Array.of(3) }));
 * [...x]; // [0, 0, 1, 1]
 * [...y]; // [0, 3, 3, 0]
 */
export function dendrogramLines(
  linkage: Pick<Linkage, "size" | "pairs" | "heights">,
): DendrogramLines {
  const { size, pairs, heights } = linkage;
  const order = dendrogramOrder(linkage);
  const place = new Float64Array(size + heights.length);
  order.forEach((thing, k) => {
    place[thing] = k;
  });
  const top = (node: number): number => (node < size ? 0 : heights[node - size]);
  const finite = heights.filter((height) => height < Infinity).length;
  const [x, y] = [new Float64Array(4 * finite), new Float64Array(4 * finite)];
  for (let k = 0; k < finite; k++) {
    const [a, b] = pairs.subarray(2 * k);
    const [left, right] = place[a] < place[b] ? [a, b] : [b, a];
    x.set([place[left], place[left], place[right], place[right]], 4 * k);
    y.set([top(left), heights[k], heights[k], top(right)], 4 * k);
    place[size + k] = (place[left] + place[right]) / 2;
  }
  return { order, x, y };
}
