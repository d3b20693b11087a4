import type { Distances } from "../../numerics/distances.js";
import { requireDistances } from "../../numerics/requireDistances.js";
import { unionFind } from "../../numerics/unionFind.js";

/**
 * A hierarchy of n things: n − 1 merges, the nearest first. Nodes 0 … n − 1 are the things,
 * node n + k is what merge k makes.
 */
export interface Linkage {
  /** n. */
  readonly size: number;
  /** 2(n − 1) nodes: merge k joins pairs[2k] < pairs[2k + 1]. */
  readonly pairs: Uint32Array;
  /** n − 1 distances, ascending; +∞ where no finite chain joins the two. */
  readonly heights: Float64Array;
  /** 2(n − 1) things: links[2k] and links[2k + 1] are as far apart as heights[k]: a minimum spanning tree. */
  readonly links: Uint32Array;
}

/**
 * Single linkage: the merges of the sets of things that chains of hops ≤ δ connect, as δ grows.
 *
 * The heights are the lengths of a minimum spanning tree and the finite deaths of the Rips
 * filtration in dimension 0, those at 0 included. Equal to SciPy's `linkage(…, "single")`.
 *
 * Ties: the tree grows from thing 0 by the nearest thing outside, the one of smallest index
 * among equals; merges of equal height keep that order. Heights and classes do not depend on it,
 * `pairs` and `links` do.
 *
 * O(n²) time, O(n) memory beside the distances. Nothing to merge for 0 or 1 things.
 *
 * @param distances - n(n − 1)/2 distances ≥ 0; +∞ is one
 * @throws TypeError if there are no values
 * @throws RangeError if a distance is negative or NaN, or their number does not fit the size
 * @see Gower & Ross (1969), Minimum spanning trees and single linkage cluster analysis,
 *   Applied Statistics 18(1)
 *
 * @example
 * const { heights } = singleLinkage({ size: 3, values: Float64Array.of(1, 5, 4) });
 * [...heights]; // [1, 4]
 */
export function singleLinkage(distances: Distances): Linkage {
  const size = requireDistances(distances, "singleLinkage");
  const { values } = distances;
  const merges = Math.max(0, size - 1);

  const gap = new Float64Array(size).fill(Infinity); // to the tree so far
  const nearest = new Uint32Array(size); // in the tree
  const outside = new Uint32Array(merges).map((_, k) => k + 1);
  const lengths = new Float64Array(merges);
  const edges = new Uint32Array(2 * merges);
  let last = 0;
  for (let k = 0; k < merges; k++) {
    let best = 0;
    for (let m = 0; m < merges - k; m++) {
      const i = outside[m];
      const distance = values[i > last ? (i * (i - 1)) / 2 + last : (last * (last - 1)) / 2 + i];
      if (distance < gap[i]) {
        gap[i] = distance;
        nearest[i] = last;
      }
      if (gap[i] < gap[outside[best]]) best = m;
    }
    last = outside[best];
    outside.copyWithin(best, best + 1, merges - k); // keeps the others in order
    lengths[k] = gap[last];
    edges[2 * k] = nearest[last];
    edges[2 * k + 1] = last;
  }
  return { size, ...merged(size, lengths, edges) };
}

/** The tree's edges in order of length, and the node that each of their ends belongs to by then. */
function merged(
  size: number,
  lengths: Float64Array,
  edges: Uint32Array,
): Pick<Linkage, "pairs" | "heights" | "links"> {
  const order = Array.from(lengths.keys()).sort((a, b) =>
    lengths[a] === lengths[b] ? a - b : lengths[a] - lengths[b],
  );
  const sets = unionFind(size);
  const node = new Uint32Array(size).map((_, i) => i); // of a set, at its representative
  const [pairs, links] = [new Uint32Array(edges.length), new Uint32Array(edges.length)];
  for (const [k, edge] of order.entries()) {
    const ends = edges.subarray(2 * edge, 2 * edge + 2);
    links.set(ends, 2 * k);
    const [a, b] = [node[sets.find(ends[0])], node[sets.find(ends[1])]];
    pairs[2 * k] = Math.min(a, b);
    pairs[2 * k + 1] = Math.max(a, b);
    sets.union(ends[0], ends[1]);
    node[sets.find(ends[0])] = size + k;
  }
  return { pairs, links, heights: Float64Array.from(order, (edge) => lengths[edge]) };
}
