import type { BarPoints } from "./comparedBars.js";
import { cover, distanceToBar, type Side, sideOf } from "./cover.js";
import { nearestPoint, removePoint, restorePoints } from "./pointTree.js";

/**
 * For each bar of the first diagram a partner among those of the second, or −1 for the diagonal,
 * with the largest distance as small as can be; see `bottleneckDistance`.
 */
export function narrowestMates(a: BarPoints, b: BarPoints): Int32Array {
  const sides = [sideOf(a), sideOf(b)] as const;
  const [first, second] = sides;
  // A bar needs at least the distance to the nearest bar or the diagonal, at most the latter.
  let [low, high] = [0, 0];
  for (const side of sides) {
    const other = side === first ? second : first;
    const { births, deaths, halves } = side.points;
    for (let i = 0; i < halves.length; i++) {
      high = Math.max(high, halves[i]);
      if (halves[i] <= low) continue;
      const nearest = nearestPoint(other.tree, other.unseen, births[i], deaths[i], halves[i]);
      low = Math.max(low, nearest < 0 ? halves[i] : distanceToBar(side, i, other, nearest));
    }
  }
  let best = first.mates.slice();
  for (let radius = low; low < high; radius = between(low, high)) {
    for (let i = 0; i < first.mates.length; i++) {
      const j = first.mates[i];
      if (j < 0 || distanceToBar(first, i, second, j) <= radius) continue;
      first.mates[i] = -1;
      second.mates[j] = -1;
    }
    let needed = cover(first, second, radius);
    if (needed < 0) needed = cover(second, first, radius);
    if (needed >= 0) {
      low = needed;
      continue;
    }
    best = first.mates.slice();
    high = largestDistance(first, second);
  }
  first.mates.set(best);
  second.mates.fill(-1);
  for (let i = 0; i < best.length; i++) if (best[i] >= 0) second.mates[best[i]] = i;
  pairUp(first, second);
  return first.mates;
}

/** A number in [low, high): in the middle, of the exponents if they differ much. */
function between(low: number, high: number): number {
  const middle = high > 4 * low ? Math.sqrt(low) * Math.sqrt(high) : low + (high - low) / 2;
  return middle < high ? middle : low;
}

/** Of the matching as it stands, bars without partner going to the diagonal. */
function largestDistance(first: Side, second: Side): number {
  let largest = 0;
  for (const { mates, points } of [first, second])
    for (let i = 0; i < mates.length; i++)
      if (mates[i] < 0) largest = Math.max(largest, points.halves[i]);
  for (let i = 0; i < first.mates.length; i++)
    if (first.mates[i] >= 0)
      largest = Math.max(largest, distanceToBar(first, i, second, first.mates[i]));
  return largest;
}

/**
 * Saves bars from the diagonal that did not need a partner: longest first, each takes the nearest
 * that is left, if that is nearer than the diagonal.
 */
function pairUp(first: Side, second: Side): void {
  restorePoints(first.tree, first.free, first.mates);
  restorePoints(second.tree, second.free, second.mates);
  const alone = [first, second].flatMap((side) =>
    Array.from(side.mates.keys())
      .filter((i) => side.mates[i] < 0)
      .map((i) => ({ side, i, half: side.points.halves[i] })),
  );
  alone.sort((x, y) => y.half - x.half);
  for (const { side, i, half } of alone) {
    if (side.mates[i] >= 0) continue;
    const other = side === first ? second : first;
    const { births, deaths } = side.points;
    const j = nearestPoint(other.tree, other.free, births[i], deaths[i], half);
    if (j < 0) continue;
    side.mates[i] = j;
    other.mates[j] = i;
    removePoint(side.tree, side.free, i);
    removePoint(other.tree, other.free, j);
  }
}
