import type { Path } from "./path.js";
import { requirePath } from "./requirePath.js";

/**
 * Σ_k (p_k − q_k)², summed in the order of the coordinates, of the vertices that begin at `a` in p
 * and at `b` in q: the inner loop of all path distances. Swapping the vertices changes no bit.
 */
export function squaredDistance(
  p: Float64Array,
  a: number,
  q: Float64Array,
  b: number,
  dim: number,
): number {
  const first = p[a] - q[b];
  const second = dim > 1 ? p[a + 1] - q[b + 1] : 0;
  let sum = first * first + second * second;
  let k = 2;
  for (; k + 3 < dim; k += 4) {
    const d0 = p[a + k] - q[b + k];
    const d1 = p[a + k + 1] - q[b + k + 1];
    const d2 = p[a + k + 2] - q[b + k + 2];
    const d3 = p[a + k + 3] - q[b + k + 3];
    sum = sum + d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
  }
  for (; k < dim; k++) {
    const difference = p[a + k] - q[b + k];
    sum += difference * difference;
  }
  return sum;
}

/** Sums of squares between these are used as they are: no square that matters left the range. */
const [LEAST, GREATEST] = [2 ** -960, Infinity];

/** Whether the root of a sum of squares is the distance. */
export function inRange(sum: number): boolean {
  return sum > LEAST && sum < GREATEST;
}

/**
 * Euclidean distance ‖p_i − q_j‖₂ of two vertices, as all path distances have it.
 *
 *     √(Σ_k (p_ik − q_jk)²),  the sum in the order of the coordinates
 *
 * each operation rounded to float64. Where the sum leaves the range of float64 the differences are
 * first multiplied by a power of two, so coordinates of 10²⁰⁰ or 10⁻²⁰⁰ lose nothing. Equal
 * coordinates differ by 0, two infinities too, so that what diverged the same way is in the same
 * place; an infinite coordinate is infinitely far from every other. NaN if a coordinate is NaN.
 * O(dim).
 *
 * @example
 * const p = { points: Float64Array.of(3 * 2 ** 700, 4 * 2 ** 700), dim: 2 };
 * vertexDistance(p, 0, { points: Float64Array.of(0, 0), dim: 2 }, 0); // 5 * 2 ** 700
 */
export function vertexDistance(p: Path, i: number, q: Path, j: number): number {
  const { dim } = p;
  const sum = squaredDistance(p.points, i * dim, q.points, j * dim, dim);
  return inRange(sum) ? Math.sqrt(sum) : scaledDistance(p, i, q, j);
}

/** {@link vertexDistance} for every size of differences. */
function scaledDistance(p: Path, i: number, q: Path, j: number): number {
  const { dim } = p;
  const summed = (scale: number): number => {
    let sum = 0;
    for (let k = 0; k < dim; k++) {
      const [x, y] = [p.points[i * dim + k], q.points[j * dim + k]];
      const difference = x === y ? 0 : (x - y) * scale;
      sum += difference * difference;
    }
    return sum;
  };
  const sum = summed(1);
  if (inRange(sum)) return Math.sqrt(sum);
  const scale = sum > LEAST ? 2 ** -600 : 2 ** 600;
  return Math.sqrt(summed(scale)) / scale;
}

/**
 * Numbers of vertices of two paths that a distance is asked of.
 *
 * @throws TypeError or RangeError naming `caller` if one is no path (see `requirePath`), or the
 *   dimensions differ
 */
export function comparedCounts(p: Path, q: Path, caller: string): [m: number, n: number] {
  const counts: [number, number] = [requirePath(p, caller), requirePath(q, caller)];
  if (p.dim !== q.dim) throw new RangeError(`${caller}: dimensions differ, ${p.dim} and ${q.dim}`);
  return counts;
}

/** Whether a coordinate is NaN: then every distance from the path is. */
export function hasNaN({ points }: Path): boolean {
  for (let k = 0; k < points.length; k++) if (Number.isNaN(points[k])) return true;
  return false;
}
