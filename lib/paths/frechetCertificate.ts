import { squaredDistance } from "./vertexDistance.js";

/** The larger of the squared distances of first and of last vertices: every coupling has both. */
export function squaredEnds(p: Float64Array, q: Float64Array, dim: number): number {
  return Math.max(
    squaredDistance(p, 0, q, 0, dim),
    squaredDistance(p, p.length - dim, q, q.length - dim, dim),
  );
}

/**
 * Whether the coupling of a shared clock, vertex t with vertex t, stays within a squared leash. If
 * it stays within the distance of the ends, that is the Fréchet distance. False if there are not as
 * many vertices. O(m·dim).
 */
export function clockWithin(p: Float64Array, q: Float64Array, dim: number, leash: number): boolean {
  if (p.length !== q.length) return false;
  for (let a = 0; a < p.length; a += dim)
    if (squaredDistance(p, a, q, a, dim) > leash) return false;
  return true;
}

/**
 * The pair of vertices i·n + j at which the coupling is tightest that always goes on to the nearest
 * next pair, from the beginning (`step` 1) or from the end back (−1). O((m + n)·dim).
 */
export function tightestOfNearest(
  p: Float64Array,
  q: Float64Array,
  dim: number,
  step: 1 | -1,
): number {
  const [m, n] = [p.length / dim, q.length / dim];
  const [lastI, lastJ] = step === 1 ? [m - 1, n - 1] : [0, 0];
  let i = m - 1 - lastI;
  let j = n - 1 - lastJ;
  let tightest = i * n + j;
  let square = squaredDistance(p, i * dim, q, j * dim, dim);
  while (i !== lastI || j !== lastJ) {
    if (i === lastI) j += step;
    else if (j === lastJ) i += step;
    else {
      const both = squaredDistance(p, (i + step) * dim, q, (j + step) * dim, dim);
      const first = squaredDistance(p, (i + step) * dim, q, j * dim, dim);
      const second = squaredDistance(p, i * dim, q, (j + step) * dim, dim);
      const straight = both <= first && both <= second;
      if (straight || first <= second) i += step;
      if (straight || first > second) j += step;
    }
    const here = squaredDistance(p, i * dim, q, j * dim, dim);
    if (here > square) {
      square = here;
      tightest = i * n + j;
    }
  }
  return tightest;
}

/**
 * Whether a wall goes through a pair of vertices: pairs at least as far apart, side by side, from
 * the edge of the table where q begins or p ends to that where p begins or q ends. No coupling gets
 * round it, so none is shorter; a coupling whose tightest pair has a wall is the best.
 *
 * Built from the pair to either edge, always on to the farther of the two next pairs, and given up
 * where both are nearer: not every wall is found. O((m + n)·dim).
 */
export function walled(p: Float64Array, q: Float64Array, dim: number, pair: number): boolean {
  const [lastI, lastJ] = [p.length / dim - 1, q.length / dim - 1];
  const [startI, startJ] = [Math.floor(pair / (lastJ + 1)), pair % (lastJ + 1)];
  const square = squaredDistance(p, startI * dim, q, startJ * dim, dim);
  for (const step of [1, -1]) {
    const [edgeI, edgeJ] = step === 1 ? [lastI, 0] : [0, lastJ];
    let i = startI;
    let j = startJ;
    while (i !== edgeI && j !== edgeJ) {
      const first = squaredDistance(p, (i + step) * dim, q, j * dim, dim);
      const second = squaredDistance(p, i * dim, q, (j - step) * dim, dim);
      if (!(Math.max(first, second) >= square)) return false;
      if (first >= second) i += step;
      else j -= step;
    }
  }
  return true;
}
