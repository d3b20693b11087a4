import type { Path } from "../../paths/path.js";
import {
  type BarrierClassesOptions,
  type BarrierStatus,
  barriersAt,
  examined,
} from "./barrierClasses.js";
import { type BarrierPlane, type BarrierValues, barrierPlane, pixelsAt } from "./barrierPlane.js";
import { descendingBarriers } from "./descendingBarriers.js";
import { classifyPaths } from "./pathClassifier.js";
import {
  centreOf,
  holds,
  type PathRegion,
  pixelsTouched,
  type Region,
  segment,
} from "./pathRegions.js";
import { pixelTrace } from "./pixelTrace.js";

/** When two paths come to be in one class. */
export interface MergePrecision {
  /**
   * p*, in bits: from there on, at every higher precision too, the two are in one class. +∞ if
   * that never is, −∞ if they always are.
   */
  readonly precision: number;
  /**
   * What is in the way just below: a hole between the two, a barrier that one of them crosses, or
   * one that puts their starts into different regions; at +∞ why they never merge, one status of a
   * path among the reasons; at −∞ nothing.
   */
  readonly cause:
    | "hole"
    | "crossing"
    | "different regions"
    | Exclude<BarrierStatus, "classed" | "crosses">
    | "nothing";
  /** The pixel whose b is the precision: the hole's peak, the crossing, the barrier; −1 if there is none. */
  readonly pixel: number;
  /** The grid point of that pixel; empty if there is none. */
  readonly point: readonly number[];
}

/**
 * The precision at which two classes merge: the smallest p* such that two paths are in one class
 * of `barrierClasses` at p* and at every higher precision (§2.3).
 *
 *     p* = min over the regions swept by homotopies between the paths, of max b over the region,
 *
 * where both paths are free themselves. For one bump between two channels that is the largest b
 * on the bump: the death of its loop in the sublevel filtration of b.
 *
 * As p grows the free space grows, so paths once homotopic stay so as long as their regions stay
 * the same; but a region shrinks, and a barrier that breaks off from it becomes a hole or a
 * crossing. So below p* the two may be in one class, differ, and be in one again. From above,
 * they can come to differ only where a new hole appears (a local maximum of b: elsewhere holes
 * but join, are filled by a region or reach the edge, which makes no word longer), a path touches
 * a new barrier that belongs to no region, or regions join or fall apart. The first such value of
 * b that makes a difference is p*.
 *
 * O(N log N) for N pixels, and O(N) for each local maximum above p*: some 0.5 s for 512 × 512.
 *
 * @param a - a path of the plane
 * @param b - another one
 * @param grid - required bits on a grid
 * @param options - regions, as for `barrierClasses`; without them paths that end in free space
 *   at all high precisions must end at the very same point
 * @throws RangeError and TypeError as `barrierClasses`
 *
 * @example
 * mergePrecision(left, right, grid, { regions: [start, minimum] }).precision; // 11.3
 */
export function mergePrecision(
  a: Path,
  b: Path,
  grid: BarrierValues,
  options: BarrierClassesOptions = {},
): MergePrecision {
  const paths = [a, b];
  const given = examined(paths, options, "mergePrecision");
  const plane = barrierPlane(grid, "mergePrecision");
  const traces = paths.map((path) => pixelTrace(plane, path));
  const at = (
    precision: number,
    cause: MergePrecision["cause"],
    pixel: number,
  ): MergePrecision => ({ precision, cause, pixel, point: pointOf(plane, pixel) });
  for (const { status } of traces) if (status !== "inside") return at(Infinity, status, -1);

  const compared = (precision: number): Comparison => {
    const components = barriersAt(plane, precision);
    const { found, regions } = classifyPaths(plane, components, paths, traces, given);
    const [one, other] = found;
    const crossing = one.crossing ?? other.crossing;
    if (crossing) return { cause: "crossing", pixel: crossing.pixel };
    if (one.start !== other.start || one.end !== other.end)
      return { cause: "different regions", pixel: -1 };
    const same = one.word.join(" ") === other.word.join(" ");
    return { cause: same ? "nothing" : "hole", pixel: -1, start: regions[one.start] };
  };
  const top = compared(Infinity);
  if (top.cause !== "nothing") return at(Infinity, top.cause, top.pixel);

  const starts = paths.map(({ points }) => [points[0], points[1]]);
  const ends = paths.map(({ points }) => [points[points.length - 2], points[points.length - 1]]);
  const { start } = top;
  const inSight = start?.kind === "starts";
  const sightLines = inSight ? starts.map(([x, y]) => segment(x, y, ...start.base)) : [];
  const holders = new Set<Region>();
  const anchors = (inSight ? ends : [...starts, ...ends]).flatMap(([x, y]) => {
    const holder = given.regions.find((region) => holds(region, x, y));
    if (holder) holders.add(holder);
    const [u, v] = holder ? centreOf(holder) : [x, y];
    return pixelsAt(plane, u, v);
  });
  const others = given.regions.filter((region) => !holders.has(region));
  const events = descendingBarriers(plane, {
    anchors,
    free: [...holders].flatMap((region) => pixelsTouched(plane, region)),
    regions: others.map((region) => ({
      centres: pixelsAt(plane, centreOf(region)[0], centreOf(region)[1]),
      pixels: pixelsTouched(plane, region),
    })),
    watched: new Set(traces.flatMap(({ pixels }) => [...pixels])),
    alwaysWatched: new Set(sightLines.flatMap((line) => [...pixelTrace(plane, line).pixels])),
  });
  for (const { level, below, pixel } of events) {
    const { cause, pixel: crossed } = compared(below);
    if (cause !== "nothing") return at(level, cause, cause === "crossing" ? crossed : pixel);
  }
  return at(-Infinity, "nothing", -1);
}

/** Two paths at one precision. */
interface Comparison {
  readonly cause: "hole" | "crossing" | "different regions" | "nothing";
  /** Where one crosses. */
  readonly pixel: number;
  /** Where both start. */
  readonly start?: PathRegion;
}

function pointOf({ xs, ys }: BarrierPlane, pixel: number): readonly number[] {
  return pixel < 0 ? [] : [xs[pixel % xs.length], ys[Math.floor(pixel / xs.length)]];
}
