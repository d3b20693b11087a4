import { unionFind } from "../../numerics/unionFind.js";
import { touch } from "./boxes.js";
import type { LeftBox } from "./boxSearch.js";

/** A part of the domain about which the search proved nothing. */
export interface OpenRegion {
  /** The least coordinates of its points. */
  readonly lower: readonly number[];
  /** The largest coordinates. */
  readonly upper: readonly number[];
  /** Of how many boxes it is made; it need not fill its bounds. */
  readonly boxes: number;
}

/** A connected set of boxes. */
export interface Cluster {
  /** Its bounds. */
  readonly region: OpenRegion;
  /** Whether every box of it may hold a kink or a pole. */
  readonly rough: boolean;
  /** The boxes. */
  readonly parts: readonly Float64Array[];
}

/**
 * Joins boxes that touch (or come nearer than `slack`), in the order of their lower corners.
 * Sweeps along the coordinate of largest extent.
 */
export function clusters(left: readonly LeftBox[], slack: Float64Array): Cluster[] {
  const n = slack.length;
  let axis = 0;
  let longest = -1;
  for (let i = 0; i < n; i++) {
    const extent =
      (extreme(left, (b) => b[2 * i + 1]) + extreme(left, (b) => -b[2 * i])) / slack[i];
    if (extent > longest) [axis, longest] = [i, extent];
  }
  const boxes = [...left].sort((a, b) => a.box[2 * axis] - b.box[2 * axis]);
  const sets = unionFind(boxes.length);
  let active: number[] = [];
  boxes.forEach(({ box }, k) => {
    active = active.filter(
      (other) => boxes[other].box[2 * axis + 1] + slack[axis] >= box[2 * axis],
    );
    for (const other of active) if (touch(box, boxes[other].box, slack)) sets.union(other, k);
    active.push(k);
  });

  const members = new Map<number, LeftBox[]>();
  boxes.forEach((box, k) => {
    const root = sets.find(k);
    const known = members.get(root);
    if (known) known.push(box);
    else members.set(root, [box]);
  });
  return [...members.values()]
    .map((of) => ({
      region: {
        lower: Array.from({ length: n }, (_, i) => extreme(of, (b) => -b[2 * i])).map((x) => -x),
        upper: Array.from({ length: n }, (_, i) => extreme(of, (b) => b[2 * i + 1])),
        boxes: of.length,
      },
      rough: of.every(({ rough }) => rough),
      parts: of.map(({ box }) => box),
    }))
    .sort((a, b) => lexicographic(a.region.lower, b.region.lower));
}

/** The largest value of `of` over the boxes; −∞ of none. */
function extreme(boxes: readonly LeftBox[], of: (box: Float64Array) => number): number {
  return boxes.reduce((most, { box }) => Math.max(most, of(box)), -Infinity);
}

/** Order of points: by the first coordinate in which they differ. */
export function lexicographic(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i] - b[i];
  return 0;
}
