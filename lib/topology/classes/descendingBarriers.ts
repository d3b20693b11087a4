import { unionFind } from "../unionFind.js";
import type { BarrierPlane } from "./barrierPlane.js";

/** A value of b at which classes may change as the precision falls below it. */
export interface BarrierEvent {
  /** The value. */
  readonly level: number;
  /** The next smaller value of b, −∞ if there is none: barriers at that precision have b ≥ level. */
  readonly below: number;
  /** A pixel of that value: of the new barrier, the watched one, or one that joins. */
  readonly pixel: number;
}

/** Pixels that matter to {@link descendingBarriers}. */
export interface BarrierWatch {
  /** Barriers that hold one of these are regions. */
  readonly anchors: readonly number[];
  /** Pixels that must not become part of a barrier without an anchor. */
  readonly watched: ReadonlySet<number>;
  /** Pixels that must not become part of any barrier. */
  readonly alwaysWatched: ReadonlySet<number>;
}

/**
 * The values of b, from the largest finite one down, at which
 *
 * - a barrier of {b ≥ level} appears that holds no anchor and does not touch the domain's edge,
 * - a watched pixel becomes a barrier that holds no anchor, or one that is always watched any, or
 * - two barriers with anchors join.
 *
 * At most one event a level, found as they are asked for. O(N log N) for N pixels.
 */
export function* descendingBarriers(
  plane: BarrierPlane,
  { anchors, watched, alwaysWatched }: BarrierWatch,
): Generator<BarrierEvent> {
  const { xs, ys, requiredBits: bits } = plane;
  const [columns, rows] = [xs.length, ys.length];
  const order = Uint32Array.from(bits.keys())
    .filter((k) => !Number.isNaN(bits[k]))
    .sort((k, l) => (bits[k] === bits[l] ? k - l : bits[k] > bits[l] ? -1 : 1));

  const sets = unionFind(bits.length);
  const barrier = Uint8Array.from(bits, (b) => (b < Infinity ? 0 : 1)); // NaN always
  const marked = new Uint8Array(bits.length); // at representatives: 1 old, 2 anchored, 4 at the edge
  const isAnchor = new Uint8Array(bits.length);
  for (const anchor of anchors) isAnchor[anchor] = 2;
  let anchorsJoined = false;
  const join = (pixel: number, other: number): void => {
    const [one, two] = [marked[sets.find(pixel)], marked[sets.find(other)]];
    if (sets.union(pixel, other) && (one & two & 2) !== 0) anchorsJoined = true;
    marked[sets.find(pixel)] = one | two;
  };
  const add = (pixel: number): void => {
    const [column, row] = [pixel % columns, Math.floor(pixel / columns)];
    const edge = column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
    marked[pixel] |= isAnchor[pixel] | (edge ? 4 : 0);
    for (let up = -1; up <= 1; up++)
      for (let across = -1; across <= 1; across++) {
        const [c, r] = [column + across, row + up];
        if (c < 0 || r < 0 || c >= columns || r >= rows) continue;
        const other = r * columns + c;
        if (barrier[other] === 1 && other !== pixel) join(pixel, other);
      }
  };

  for (let pixel = 0; pixel < bits.length; pixel++) if (barrier[pixel] === 1) marked[pixel] = 1;
  for (let pixel = 0; pixel < bits.length; pixel++) if (barrier[pixel] === 1) add(pixel);
  anchorsJoined = false;
  let first = 0;
  while (first < order.length && bits[order[first]] === Infinity) first++;
  while (first < order.length) {
    const level = bits[order[first]];
    let last = first;
    while (last < order.length && bits[order[last]] === level) last++;
    const fresh = order.subarray(first, last);
    for (const pixel of fresh) barrier[pixel] = 1;
    for (const pixel of fresh) add(pixel);
    const event = fresh.find((pixel) => {
      const marks = marked[sets.find(pixel)];
      if (marks === 0 || alwaysWatched.has(pixel)) return true;
      return watched.has(pixel) && (marks & 2) === 0;
    });
    const below = last < order.length ? bits[order[last]] : -Infinity;
    if (event !== undefined || anchorsJoined) yield { level, below, pixel: event ?? fresh[0] };
    anchorsJoined = false;
    for (const pixel of fresh) marked[sets.find(pixel)] |= 1;
    first = last;
  }
}
