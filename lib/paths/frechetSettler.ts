import { discreteFrechet } from "./discreteFrechet.js";
import { clockWithin, squaredEnds, tightestOfNearest, walled } from "./frechetCertificate.js";
import { programmeSpace, squaredByProgramme } from "./frechetProgramme.js";
import { searchSpace, squaredBySearch } from "./frechetSearch.js";
import type { Path } from "./path.js";
import { squaredDistance } from "./vertexDistance.js";

/** How often a distance was found by what. */
export interface Settled {
  /**
   * Bounds: a coupling found without search that needs no more leash than the end points, or whose
   * tightest pair no coupling can get round.
   */
  certificate: number;
  /** The search from both ends for a coupling within a leash that no coupling can avoid. */
  decision: number;
  /** The dynamic programme. */
  programme: number;
}

/** A path with what is known about it beforehand. */
export interface KnownPath extends Path {
  /** All coordinates are finite. */
  readonly finite: boolean;
  /** The points without those that repeat the one before: resting costs nothing. */
  readonly moving: Float64Array;
}

/** Looks a path over. O(m·dim). */
export function knownPath({ points, dim }: Path): KnownPath {
  let finite = true;
  for (let k = 0; k < points.length; k++) if (!Number.isFinite(points[k])) finite = false;
  let kept = points;
  let length = Math.min(dim, points.length);
  for (let a = dim; a < points.length; a += dim) {
    let k = 0;
    while (k < dim && points[a + k] === points[a - dim + k]) k++;
    if (k === dim) {
      if (kept === points) kept = points.slice();
      continue;
    }
    if (kept !== points) kept.copyWithin(length, a, a + dim);
    length += dim;
  }
  const moving = kept === points ? points : kept.slice(0, length);
  return { points, dim, finite, moving };
}

/** Squares of distances between these are above all that underflowed, below all that overflowed. */
const [LEAST, GREATEST] = [2 ** -900, 2 ** 1000];
/** The search needs a byte for each pair of vertices, and its heaps have 32-bit indices. */
const MOST_CELLS = 2 ** 28;

/**
 * `discreteFrechet` for many pairs of paths, bit for bit, by the cheapest proof: a certificate, a
 * search, the dynamic programme. Compares squares and takes one root: a root of rounded squares
 * sorts as they do. Where squares may have left the range, or coordinates are not finite,
 * `discreteFrechet` itself.
 *
 * The paths have vertices, all in one ℝ^dim. `settled` counts.
 */
export function frechetSettler(settled: Settled): (p: KnownPath, q: KnownPath) => number {
  let [rows, columns] = [0, 0];
  let search = searchSpace(0, 0, 1);
  let programme = programmeSpace(0, 0, 1);

  const squared = (known: KnownPath, other: KnownPath): number => {
    const { dim, moving: p } = known;
    const { moving: q } = other;
    const ends = squaredEnds(p, q, dim);
    if (clockWithin(known.points, other.points, dim, ends)) {
      settled.certificate++;
      return ends;
    }
    const [m, n] = [p.length / dim, q.length / dim];
    const searched = m * n <= MOST_CELLS;
    if (searched && (m > rows || n > columns)) {
      [rows, columns] = [Math.max(rows, m), Math.max(columns, n)];
      if (rows * columns > MOST_CELLS) [rows, columns] = [m, n];
      search = searchSpace(rows, columns, dim);
      programme = programmeSpace(rows, columns, dim);
    }
    const found = searched ? squaredBySearch(p, q, dim, ends, search) : -1;
    if (found >= 0) {
      settled.decision++;
      return found;
    }
    for (const step of [1, -1] as const) {
      const pair = tightestOfNearest(p, q, dim, step);
      if (!walled(p, q, dim, pair)) continue;
      settled.certificate++;
      const j = pair % (q.length / dim);
      const i = (pair - j) / (q.length / dim);
      return squaredDistance(p, i * dim, q, j * dim, dim);
    }
    settled.programme++;
    return squaredByProgramme(p, q, dim, programme);
  };

  return (p, q) => {
    if (!p.finite || !q.finite) {
      settled.programme++;
      return discreteFrechet(p, q);
    }
    const square = squared(p, q);
    if (square > LEAST && square < GREATEST) return Math.sqrt(square);
    // Most often 0: two runs of a short format that are the same all along.
    return same(p.moving, q.moving) ? 0 : discreteFrechet(p, q);
  };
}

function same(p: Float64Array, q: Float64Array): boolean {
  if (p.length !== q.length) return false;
  for (let k = 0; k < p.length; k++) if (p[k] !== q[k]) return false;
  return true;
}
