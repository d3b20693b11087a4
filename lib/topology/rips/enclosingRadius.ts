import type { Distances } from "../../numerics/distances.js";
import type { WeightedGraph } from "./weightedGraph.js";

/**
 * Enclosing radius: the least r such that some point is within r of all others,
 *
 *     r = minᵢ maxⱼ d(i, j)
 *
 * From r on the Rips complex is a cone over that point: no class of dimension ≥ 1 lives there,
 * and one component. So a filtration cut at r has the same bars as the whole one.
 *
 * +∞ if every point has another to which there is no edge. 0 for at most one point.
 *
 * O(n²), or O(n + m) for a graph of m edges.
 *
 * @param source - distances, or a graph whose missing edges are infinitely long; not looked
 *   through for errors
 * @returns r, in the units of the distances
 *
 * @example
 * enclosingRadius({ size: 3, values: Float64Array.of(1, 2, 1) }); // 1, from the middle point
 */
export function enclosingRadius(source: Distances | WeightedGraph): number {
  const { size } = source;
  if (size <= 1) return 0;
  const farthest = new Float64Array(size);
  if ("edges" in source) {
    const { edges, lengths } = source;
    const degree = new Uint32Array(size);
    for (let k = 0; k < lengths.length; k++)
      for (const vertex of [edges[2 * k], edges[2 * k + 1]]) {
        degree[vertex]++;
        farthest[vertex] = Math.max(farthest[vertex], lengths[k]);
      }
    return farthest.reduce((r, f, i) => (degree[i] === size - 1 && f < r ? f : r), Infinity);
  }
  const { values } = source;
  for (let i = 1, k = 0; i < size; i++) {
    let most = 0;
    for (let j = 0; j < i; j++, k++) {
      const d = values[k];
      if (d > most) most = d;
      if (d > farthest[j]) farthest[j] = d;
    }
    farthest[i] = most;
  }
  return farthest.reduce((r, f) => Math.min(r, f), Infinity);
}
