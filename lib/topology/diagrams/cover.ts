import type { BarPoints } from "./comparedBars.js";
import {
  allPoints,
  findWithin,
  nearestPoint,
  type PointsLeft,
  type PointTree,
  pointTree,
  removePoint,
  restorePoints,
} from "./pointTree.js";

/** One of the two diagrams while they are being matched. */
export interface Side {
  readonly points: BarPoints;
  /** Partner of each bar among those of the other side, or −1. */
  readonly mates: Int32Array;
  readonly tree: PointTree;
  /** Bars not yet reached by the search under way. */
  readonly unseen: PointsLeft;
  /** Bars without partner, while the other side is being covered. */
  readonly free: PointsLeft;
}

/** A diagram's bars, none with a partner. O(n log n). */
export function sideOf(points: BarPoints): Side {
  const tree = pointTree(points.births, points.deaths);
  const mates = new Int32Array(points.bars.length).fill(-1);
  return { points, mates, tree, unseen: allPoints(tree), free: allPoints(tree) };
}

/**
 * Gives every bar of `side` that is farther than `radius` from the diagonal a partner within
 * `radius`, if all can have one; no such bar of the other side loses its partner.
 *
 * Augmenting paths, found depth first: from a bar in need over a bar within reach to that bar's
 * partner and on, until a bar without partner is found, or a partner that may go to the diagonal.
 * In a round no bar of the other side is seen twice, so a round costs O(n) look-ups in the tree;
 * a few rounds suffice in practice, n in the worst case.
 *
 * @returns −1 if all have partners. If not, a radius that is needed: the bars reached from one in
 *   need have more need than partners, and this is the least distance from them to the diagonal
 *   or to a bar not reached
 */
export function cover(side: Side, other: Side, radius: number): number {
  const { births, deaths, halves } = side.points;
  restorePoints(other.tree, other.free, other.mates);
  let pending: number[] = [];
  for (let i = 0; i < halves.length; i++)
    if (halves[i] > radius && side.mates[i] < 0) pending.push(i);
  const path = new Int32Array(halves.length);
  while (pending.length > 0) {
    restorePoints(other.tree, other.unseen);
    const waiting: number[] = [];
    for (const root of pending) {
      if (augmented(side, other, radius, root, path)) continue;
      if (root === pending[0]) return neededRadius();
      waiting.push(root);
    }
    pending = waiting;
  }
  return -1;

  /** Of the bars reached from pending[0], with which a round just began. */
  function neededRadius(): number {
    let needed = Infinity;
    const reach = (i: number): void => {
      needed = Math.min(needed, halves[i]);
      const j = nearestPoint(other.tree, other.unseen, births[i], deaths[i], needed);
      if (j >= 0) needed = distanceToBar(side, i, other, j);
    };
    reach(pending[0]);
    for (let j = 0; j < other.mates.length; j++)
      if (!other.unseen.there[other.tree.positions[j]]) reach(other.mates[j]);
    return needed;
  }
}

/** Distance of bar i of one side from bar j of the other. */
export function distanceToBar(
  { points }: Side,
  i: number,
  { points: others }: Side,
  j: number,
): number {
  return Math.max(
    Math.abs(points.births[i] - others.births[j]),
    Math.abs(points.deaths[i] - others.deaths[j]),
  );
}

/** Whether `root` could be given a partner by a path over bars not yet seen in this round. */
function augmented(
  side: Side,
  other: Side,
  radius: number,
  root: number,
  path: Int32Array,
): boolean {
  const { births, deaths, halves } = side.points;
  let depth = 0;
  path[depth++] = root;
  let fresh = true;
  while (depth > 0) {
    const i = path[depth - 1];
    if (fresh) {
      const free = findWithin(other.tree, other.free, births[i], deaths[i], radius);
      if (free >= 0) {
        removePoint(other.tree, other.free, free);
        removePoint(other.tree, other.unseen, free);
        rematch(side, other, path, depth, free);
        return true;
      }
    }
    const j = findWithin(other.tree, other.unseen, births[i], deaths[i], radius);
    fresh = j >= 0;
    if (!fresh) {
      depth--;
      continue;
    }
    removePoint(other.tree, other.unseen, j);
    const next = other.mates[j];
    if (halves[next] <= radius) {
      side.mates[next] = -1;
      rematch(side, other, path, depth, j);
      return true;
    }
    path[depth++] = next;
  }
  return false;
}

/** Gives `last` to the end of the path; each bar's former partner goes to the bar before it. */
function rematch(side: Side, other: Side, path: Int32Array, depth: number, last: number): void {
  let partner = last;
  for (let k = depth - 1; k >= 0; k--) {
    const former = side.mates[path[k]];
    side.mates[path[k]] = partner;
    other.mates[partner] = path[k];
    partner = former;
  }
}
