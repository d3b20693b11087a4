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
export function clockWithin(
  p: Float64Array,
  q: Float64Array,
  dim: number,
  leash: number,
): boolean {
  if (p.length !== q.length) return false;
  for (let a = 0; a < p.length; a += dim)
    if (squaredDistance(p, a, q, a, dim) > leash) return false;
  return true;
}
