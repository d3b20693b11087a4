import { requireKnown } from "../numerics/requireKnown.js";
import type { Path } from "./path.js";
import { requireFinitePath, requirePath } from "./requirePath.js";
import { vertexDistance } from "./vertexDistance.js";

/** What {@link resample} is told. */
export interface ResampleOptions {
  /** Number n of vertices of the result, ≥ 2. */
  readonly vertices: number;
  /** In which measure they are equally spaced: along the edges, or by vertex number. */
  readonly by: "arcLength" | "clock";
}

/** A path with other vertices, and how far it is from the first. */
export interface ResampledPath {
  readonly path: Path;
  /** The discrete Fréchet distance of the two paths is at most this, in the units of θ. */
  readonly distanceBound: number;
}

/**
 * Another number of vertices along the same edges, the first and the last being kept.
 *
 * With `by: "arcLength"` vertex k lies k/(n − 1) of the length along the edges, with `"clock"` at
 * vertex number k(m − 1)/(n − 1), straight between neighbours; n = m by clock changes nothing.
 *
 * **What it does to the discrete Fréchet distance.** Let two walkers go along the edges side by
 * side and mark for each path p and p′ the vertex that is nearest along the edges. The marks go
 * forward vertex by vertex, so they are a coupling, and the largest distance that they see is at
 * least d_F(p, p′). It is at most half the longest edge of p and half the longest way between
 * neighbours of p′ together, for no mark is further than that from the walkers. Of that and of a
 * second coupling, which always takes the step to the smallest distance, `distanceBound` is the
 * better. By the triangle inequality
 *
 *     |d_F(p, q) − d_F(p′, q′)| ≤ bound(p) + bound(q)
 *
 * A sum over vertices, as dynamic time warping is, has no such bound.
 *
 * A vertex repeated takes no way, so `"arcLength"` forgets a stay that `"clock"` keeps. A path of
 * one vertex, or of length 0, becomes n copies; bound 0. O((m + n)·dim).
 *
 * @param path - m ≥ 1 finite vertices
 * @param options - n and the measure
 * @throws RangeError if a coordinate or the length is not finite, the path is empty, or n is no
 *   integer ≥ 2
 * @throws TypeError if the measure or an option is unknown
 *
 * @example
 * const corner = { points: Float64Array.of(0, 0, 1, 0, 1, 3), dim: 2 };
 * resample(corner, { vertices: 3, by: "arcLength" });
 * // path (0, 0), (1, 1), (1, 3), distanceBound 1
 */
export function resample(path: Path, options: ResampleOptions): ResampledPath {
  requireKnown(options, ["vertices", "by"], "option", "resample");
  const { vertices, by } = options;
  if (!Number.isInteger(vertices) || vertices < 2)
    throw new RangeError(`resample: vertices must be an integer >= 2, got ${vertices}`);
  if (by !== "arcLength" && by !== "clock")
    throw new TypeError(`resample: expected by "arcLength" or "clock", got ${String(by)}`);
  const count = requireFinitePath(path, "resample");
  const { points, dim } = path;
  const ways = arcLengths(path);
  const total = ways[count - 1];
  if (!(total < Infinity)) throw new RangeError(`resample: expected a finite length, got ${total}`);

  const resampled = new Float64Array(vertices * dim);
  const newWays = new Float64Array(vertices);
  let edge = 0;
  for (let k = 0; k < vertices; k++) {
    let share: number;
    if (by === "clock") {
      const clock = (k * (count - 1)) / (vertices - 1);
      edge = Math.min(Math.floor(clock), count - 1);
      share = clock - edge;
    } else {
      const way = total * (k / (vertices - 1)); // total · k may be beyond the doubles
      while (edge + 1 < count && ways[edge + 1] <= way) edge++;
      share = edge + 1 < count ? (way - ways[edge]) / (ways[edge + 1] - ways[edge]) : 0;
    }
    // the last vertex exactly, though the last way may be rounded
    if (k === vertices - 1) [edge, share] = [count - 1, 0];
    const next = Math.min(edge + 1, count - 1);
    for (let i = 0; i < dim; i++) {
      const here = points[edge * dim + i];
      resampled[k * dim + i] = share === 0 ? here : here + share * (points[next * dim + i] - here);
    }
    newWays[k] = ways[edge] + share * (ways[next] - ways[edge]);
  }
  const result = { points: resampled, dim };
  return { path: result, distanceBound: couplingBound(path, ways, result, newWays) };
}

/**
 * Every k-th vertex, 0, k, 2k, …, and the last.
 *
 * The bound is that of {@link resample}; NaN if a coordinate or the length is not finite, for
 * vertices are only chosen here and a diverged path is thinned like any other. O(m·dim).
 *
 * @param path - m ≥ 1 vertices
 * @param every - k, an integer ≥ 1
 * @throws RangeError if the path is empty or k is no integer ≥ 1
 *
 * @example
 * const line = { points: Float64Array.of(0, 1, 2, 3), dim: 1 };
 * thin(line, 2); // path 0, 2, 3, distanceBound 1
 */
export function thin(path: Path, every: number): ResampledPath {
  const count = requirePath(path, "thin");
  if (!Number.isInteger(every) || every < 1)
    throw new RangeError(`thin: expected every k-th vertex with k an integer >= 1, got ${every}`);
  const kept: number[] = [];
  for (let i = 0; i < count - 1; i += every) kept.push(i);
  kept.push(count - 1);
  const { points, dim } = path;
  const thinned = new Float64Array(kept.length * dim);
  kept.forEach((i, k) => {
    thinned.set(points.subarray(i * dim, (i + 1) * dim), k * dim);
  });
  const result = { points: thinned, dim };
  const ways = arcLengths(path);
  const newWays = Float64Array.from(kept, (i) => ways[i]);
  const finite = ways[count - 1] < Infinity; // false for NaN
  return {
    path: result,
    distanceBound: finite ? couplingBound(path, ways, result, newWays) : NaN,
  };
}

/** Length of the way along the edges from the first vertex to each. */
function arcLengths(path: Path): Float64Array {
  const ways = new Float64Array(path.points.length / path.dim);
  for (let i = 1; i < ways.length; i++)
    ways[i] = ways[i - 1] + vertexDistance(path, i - 1, path, i);
  return ways;
}

/** The smaller of the largest distances of the two walks. */
function couplingBound(p: Path, pWays: Float64Array, q: Path, qWays: Float64Array): number {
  const [m, n] = [pWays.length, qWays.length];
  const turn = (ways: Float64Array, i: number): number =>
    i + 1 < ways.length ? ways[i] / 2 + ways[i + 1] / 2 : Infinity;
  let marked = 0;
  for (let i = 0, j = 0; i + 1 < m || j + 1 < n; ) {
    const [pTurn, qTurn] = [turn(pWays, i), turn(qWays, j)];
    if (pTurn <= qTurn) i++;
    if (qTurn <= pTurn) j++;
    marked = Math.max(marked, vertexDistance(p, i, q, j));
  }
  let greedy = 0;
  for (let i = 0, j = 0; i + 1 < m || j + 1 < n; ) {
    const both = i + 1 < m && j + 1 < n ? vertexDistance(p, i + 1, q, j + 1) : Infinity;
    const first = i + 1 < m ? vertexDistance(p, i + 1, q, j) : Infinity;
    const second = j + 1 < n ? vertexDistance(p, i, q, j + 1) : Infinity;
    const next = Math.min(both, first, second);
    const together = both === next;
    if (together || first === next) i++;
    if (together || first !== next) j++;
    greedy = Math.max(greedy, next);
  }
  return Math.min(marked, greedy);
}
