import type { Distances } from "../../numerics/distances.js";
import { linkageOf } from "./metricClasses.js";
import type { Linkage } from "./singleLinkage.js";

/** Why two things are in one metric class, or what would join them. */
export interface WitnessChain {
  /** Whether they are in one class at δ. */
  readonly joined: boolean;
  /** i = k₀, k₁, …, k_m = j. */
  readonly chain: Uint32Array;
  /** The m distances along the chain. */
  readonly hops: Float64Array;
  /** The largest of them, 0 if i = j: they are in one class at δ exactly if δ is larger. */
  readonly height: number;
  /** Which hop that is, the first among equals; −1 if i = j. */
  readonly bottleneck: number;
}

/**
 * The chain from i to j whose largest hop is smallest: the witness of a metric class.
 *
 * It runs along the minimum spanning tree, so no chain has a smaller largest hop, though others
 * may have fewer hops. If that hop is < δ the two are in one class and the chain shows it; else
 * it is the hop that keeps them apart, and the smallest distance beyond which δ joins them: +∞
 * if nothing does. O(n) from a linkage, O(n²) from distances.
 *
 * @param source - distances or their single linkage
 * @param delta - δ of `metricClasses`; +∞ unless told
 * @throws RangeError if i or j is no index, or δ is NaN
 *
 * @example
 * const { chain, height } = witnessChain({ size: 3, values: Float64Array.of(1, 5, 4) }, 0, 2);
 * [...chain]; // [0, 1, 2]
 * height; // 4
 */
export function witnessChain(
  source: Distances | Linkage,
  i: number,
  j: number,
  delta: number = Infinity,
): WitnessChain {
  const { size, links, heights } = linkageOf(source);
  for (const index of [i, j])
    if (!Number.isInteger(index) || index < 0 || index >= size)
      throw new RangeError(`witnessChain: expected indices below ${size}, got ${index}`);
  if (Number.isNaN(delta)) throw new RangeError("witnessChain: expected a number delta, got NaN");

  const parent = parentsFrom(j, size, links); // the way to j
  const chain = [i];
  const hops: number[] = [];
  for (let k = i; k !== j; ) {
    const edge = parent[k];
    hops.push(heights[edge]);
    k = links[2 * edge] === k ? links[2 * edge + 1] : links[2 * edge];
    chain.push(k);
  }
  const height = hops.reduce((largest, hop) => Math.max(largest, hop), 0);
  return {
    joined: i === j || height < delta,
    chain: Uint32Array.from(chain),
    hops: Float64Array.from(hops),
    height,
    bottleneck: hops.indexOf(height),
  };
}

/** For every node of the tree the edge that leads on to the root. */
function parentsFrom(root: number, size: number, links: Uint32Array): Int32Array {
  const touching: number[][] = Array.from({ length: size }, () => []);
  for (let end = 0; end < links.length; end++) touching[links[end]].push(end);
  const parent = new Int32Array(size).fill(-1);
  const reached = [root];
  for (const node of reached)
    for (const end of touching[node])
      if (parent[node] !== end >> 1) {
        const next = links[end ^ 1];
        parent[next] = end >> 1;
        reached.push(next);
      }
  return parent;
}
