import { type Distances, distanceBetween, type PointCloud } from "../../numerics/distances.js";
import { randomStream } from "../../numerics/random.js";
import type { RipsSource } from "./ripsSource.js";

/** Sizes of a Rips complex, seen from some of its points. */
export interface SampledCounts {
  /** Number of vertices, edges, triangles … of dimension 0 … `maxDimension`: estimates. */
  readonly simplexCounts: Float64Array;
  /** Least distance that reaches all others from a looked-at point: not below the true radius. */
  readonly enclosingRadius: number;
}

/**
 * Estimates how many simplices of each dimension a Rips complex has, without listing them.
 *
 * Random walks up the complex: a point u, a neighbour of it, a common neighbour of both, …, each
 * uniformly among those there are. If c₁, c₂, … are the numbers of choices,
 *
 *     number of k-simplices = n·E[c₁ c₂ … c_k] / (k + 1)!
 *
 * without bias. 256 walks (fewer, at least 16, above 10⁵ points): a tenth off for even clouds,
 * a factor of two where few points hold most simplices.
 *
 * O(walks·n·dim·maxDimension).
 *
 * @param source - checked
 * @param threshold - longest edge; the sampled enclosing radius if undefined
 * @param maxDimension - of the simplices
 */
export function sampledCounts(
  source: RipsSource,
  threshold: number | undefined,
  maxDimension: number,
): SampledCounts {
  const row = rowOf(source);
  const size = "size" in source ? source.size : source.points.length / source.dim;
  const walks = Math.max(16, Math.min(256, Math.floor(3e7 / (size + 1))));
  const { uniform } = randomStream(1, "sampledCounts");
  const start = (walk: number): number => Math.floor(uniform(walk) * size);

  const distances = new Float64Array(size);
  let enclosingRadius = size > 1 ? Infinity : 0;
  for (let walk = 0; walk < walks && size > 1; walk++) {
    row(start(walk), distances);
    let farthest = 0;
    for (let i = 0; i < size; i++) if (distances[i] > farthest) farthest = distances[i];
    if (farthest < enclosingRadius) enclosingRadius = farthest;
  }

  const longest = Math.min(threshold ?? enclosingRadius, Number.MAX_VALUE);
  const simplexCounts = new Float64Array(maxDimension + 1);
  const common = new Uint32Array(size); // neighbours of all vertices of the walk, the first `left`
  let draw = walks;
  for (let walk = 0; walk < walks && size > 0; walk++) {
    for (let i = 0; i < size; i++) common[i] = i;
    let left = size;
    let vertex = start(walk);
    let count = size;
    simplexCounts[0] += count / walks;
    for (let k = 1; k <= maxDimension; k++) {
      row(vertex, distances);
      let kept = 0;
      for (let i = 0; i < left; i++)
        if (common[i] !== vertex && distances[common[i]] <= longest) common[kept++] = common[i];
      left = kept;
      if (left === 0) break;
      count *= left / (k + 1);
      simplexCounts[k] += count / walks;
      vertex = common[Math.floor(uniform(draw++) * left)];
    }
  }
  return { simplexCounts, enclosingRadius };
}

/** Fills an array with the distances of point i to all points. */
type Row = (i: number, out: Float64Array) => void;

function rowOf(source: RipsSource): Row {
  if ("edges" in source) return rowOfGraph(source.size, source.edges, source.lengths);
  return "points" in source ? rowOfCloud(source) : rowOfDistances(source);
}

const rowOfDistances =
  (distances: Distances): Row =>
  (i, out) => {
    for (let j = 0; j < out.length; j++) out[j] = distanceBetween(distances, i, j);
  };

const rowOfCloud =
  ({ points, dim }: PointCloud): Row =>
  (i, out) => {
    for (let j = 0; j < out.length; j++) {
      let sum = 0;
      for (let c = 0; c < dim; c++) {
        const difference = points[i * dim + c] - points[j * dim + c];
        sum += difference * difference;
      }
      out[j] = Math.sqrt(sum);
    }
  };

function rowOfGraph(size: number, edges: Uint32Array, lengths: Float64Array): Row {
  // The edges of vertex v are ordered[first[v]] … ordered[first[v + 1] − 1].
  const first = new Uint32Array(size + 1);
  for (const vertex of edges) first[vertex + 1]++;
  for (let v = 0; v < size; v++) first[v + 1] += first[v];
  const next = first.slice();
  const ordered = new Uint32Array(edges.length);
  for (let end = 0; end < edges.length; end++) ordered[next[edges[end]]++] = end;
  return (i, out) => {
    out.fill(Infinity);
    out[i] = 0;
    for (const end of ordered.subarray(first[i], first[i + 1]))
      out[edges[end ^ 1]] = lengths[end >> 1];
  };
}
