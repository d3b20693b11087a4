import type { Box } from "../../landscapes/objective.js";
import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Path } from "../../paths/path.js";
import { requirePath } from "../../paths/requirePath.js";
import { type BarrierPlane, type BarrierValues, barrierPlane, isBarrier } from "./barrierPlane.js";
import { type BarrierHole, classifyPaths, type GivenRegions } from "./pathClassifier.js";
import type { PathRegion, Region } from "./pathRegions.js";
import { type PixelComponents, pixelComponents } from "./pixelComponents.js";
import { pixelTrace } from "./pixelTrace.js";
import { letterName, wordProduct, wordText } from "./rayWords.js";

/** What {@link barrierClasses} may be told. */
export interface BarrierClassesOptions {
  /**
   * Boxes and discs in which paths may begin or end as they like, the first that holds an end
   * counting; none unless told. Usual: small discs around the minima.
   */
  readonly regions?: readonly Region[];
  /** Where paths start, the objective's `startRegion` say; the rectangle that starts span unless told. */
  readonly starts?: Box;
}

/** Whether a path has a class, and if not, why. */
export type BarrierStatus = "classed" | "alone" | "crosses" | "left the domain" | "not finite";

/** Paths of a landscape in classes at one precision. */
export interface BarrierClasses {
  /** p, in bits. */
  readonly precision: number;
  /** A label per path: 0, 1, … by first appearance, −1 where there is no class. */
  readonly labels: Int32Array;
  /** Per path, why. */
  readonly statuses: readonly BarrierStatus[];
  /** Per path its reduced word, k + 1 or −(k + 1) for a crossing of the ray of holes[k]. */
  readonly words: readonly Int32Array[];
  /** Per path its word in letters, "a b^-1"; "1" for the empty one, "" where there is none. */
  readonly texts: readonly string[];
  /** Per path the index in `regions` of where it begins, −1 outside the domain. */
  readonly startRegions: Int32Array;
  /** Per path the index in `regions` of where it ends. */
  readonly endRegions: Int32Array;
  /** Where paths begin and end. */
  readonly regions: readonly PathRegion[];
  /** The holes of the free space, from left to right; hole k has the k-th letter. */
  readonly holes: readonly BarrierHole[];
  /** Row-major: which barrier a pixel belongs to, −1 if it is free. */
  readonly barriers: Int32Array;
  /** Per path that crosses a barrier: the step that first does, the pixel, and which barrier it is. */
  readonly crossings: readonly (
    | { readonly step: number; readonly pixel: number; readonly barrier: number }
    | undefined
  )[];
}

/**
 * Homotopy classes of planar paths at precision p: homotopic in the plane minus the barrier
 * {b > p} (§2.3).
 *
 * *The space.* Grid point (i, j) owns the closed rectangle half-way to its neighbours, and it is a
 * barrier where b > p, or b is NaN or +∞. Barrier pixels that touch, at a corner too, are one
 * barrier. The domain is the grid's rectangle; all around it is barrier, and a barrier at its edge
 * belongs to that outside and is no hole. *Holes* are what is left: barriers, with what they
 * enclose, that the free space runs round.
 *
 * *Start and end regions.* b is infinite at critical points, so a path ends inside a barrier. Two
 * paths are compared only if they begin in one region and end in one region, and these count as
 * free, ends moving about within them. The region of an end is
 *
 * 1. the first of `regions` that holds it: the pixels that it touches and the barrier around its
 *    centre; several with their centres in one barrier are one region;
 * 2. else the barrier that it lies in, or touches;
 * 3. else, for a start, those that see the middle of the rectangle which such starts span: a
 *    straight line leads there that touches no barrier, and the path is taken to come along it;
 * 4. else the point alone: only ends at the very same point are in one region.
 *
 * If the box `starts` is given, seeing its middle from within comes first, before 1.
 *
 * Regions count as discs: what one encloses is filled, without a hole, and where one region
 * surrounds the other, going round it once is 1.
 *
 * *The word.* From a point of each hole a ray runs upwards. The free space F is a connected open
 * set whose complement in the sphere is the outside and the holes; with one point B of each hole
 * the inclusion F ⊂ ℝ² − B induces an isomorphism of fundamental groups (both are free with a
 * loop around each hole as generators). So paths with common ends are homotopic in F if and only
 * if they are so in ℝ² − B, that is, if their reduced words of ray crossings are equal (see
 * `rayWord`). Ends are joined to the base of their region by a polyline within it. All decisions
 * are exact for the given doubles. The direction of the rays changes words, not classes.
 *
 * *No class* (−1): a path that "crosses", touching a barrier which is neither its start nor its end
 * region, with a vertex or between two (`crossings` tells where); that left the domain; that is
 * not finite; or that begins or ends "alone" by rule 4, at a point that it shares with no other
 * path: a run that stalled in free space, say. At a precision below all b the domain is a single
 * barrier and region, and all paths are in one class.
 *
 * O(pixels) for each pair of a start and an end region, and O(vertices + touched pixels) a path:
 * 0.1 to 0.3 s for 100 paths of 1000 vertices on 512 × 512 points.
 *
 * @param paths - planar, 1 vertex or more each
 * @param grid - b on a grid, as `barrierGrid` makes it
 * @param precision - p, in bits; any number, ±∞ included
 * @param options - regions
 * @throws RangeError if a path is empty or not planar, the grid's axes do not ascend or fit, p is
 *   NaN, or a region is no box or disc of the plane
 * @throws TypeError if an option is misspelt, or paths or regions are no list
 *
 * @example
 * const grid = await barrierGrid(twoValleys);
 * const regions = minima.map((centre) => ({ centre, radius: 0.05 }));
 * barrierClasses(paths, grid, 8, { regions, starts: twoValleys.startRegion }).labels;
 */
export function barrierClasses(
  paths: readonly Path[],
  grid: BarrierValues,
  precision: number,
  options: BarrierClassesOptions = {},
): BarrierClasses {
  const given = examined(paths, options, "barrierClasses");
  if (typeof precision !== "number" || Number.isNaN(precision))
    throw new RangeError(`barrierClasses: expected a precision in bits, got ${precision}`);
  const plane = barrierPlane(grid, "barrierClasses");
  const components = barriersAt(plane, precision);
  const traces = paths.map((path) => pixelTrace(plane, path));
  const { regions, holes, found } = classifyPaths(plane, components, paths, traces, given);

  const alone = (role: "start" | "end", index: number): boolean =>
    regions[index].kind === "point" && found.filter((path) => path[role] === index).length === 1;
  const statuses = traces.map(({ status }, k): BarrierStatus => {
    if (status !== "inside") return status;
    const { start, end, crossing } = found[k];
    if (crossing) return "crosses";
    return alone("start", start) || alone("end", end) ? "alone" : "classed";
  });
  const known = new Map<string, number>();
  const labels = Int32Array.from(found, ({ start, end, word }, k) => {
    if (statuses[k] !== "classed") return -1;
    const key = `${start} ${end} ${word.join(" ")}`;
    const label = known.get(key) ?? known.size;
    known.set(key, label);
    return label;
  });
  return {
    ...{ precision, labels, statuses, regions, holes, barriers: components.labels },
    words: found.map(({ word }) => word),
    texts: found.map(({ word, start, crossing }) => (start < 0 || crossing ? "" : wordText(word))),
    startRegions: Int32Array.from(found, ({ start }) => start),
    endRegions: Int32Array.from(found, ({ end }) => end),
    crossings: found.map(
      ({ crossing }) => crossing && { ...crossing, barrier: components.labels[crossing.pixel] },
    ),
  };
}

/** Why two paths are, or are not, in one barrier class. */
export interface BarrierWitness {
  readonly same: boolean;
  /** What decides. */
  readonly reason:
    | "equal words"
    | "different words"
    | "different start regions"
    | "different end regions"
    | "no class";
  /** The reduced word of the loop out along path i and back along path j; "1" if they are homotopic. */
  readonly loop: string;
  /** The holes in it: those that separate the two. */
  readonly holes: readonly number[];
}

/**
 * The witness for two paths of {@link barrierClasses}: they are homotopic exactly if the loop out
 * along one and back along the other has a word that cancels to nothing; the holes whose letters
 * stay are those in the way.
 *
 * @throws RangeError if i or j is no path
 *
 * @example
 * const { same, loop } = barrierWitness(classes, 0, 1); // false, "a b^-1"
 */
export function barrierWitness(classes: BarrierClasses, i: number, j: number): BarrierWitness {
  const { labels, words, startRegions, endRegions } = classes;
  for (const k of [i, j])
    if (!Number.isInteger(k) || k < 0 || k >= labels.length)
      throw new RangeError(`barrierWitness: expected indices below ${labels.length}, got ${k}`);
  const none = { same: false, loop: "", holes: [] };
  if (labels[i] < 0 || labels[j] < 0) return { ...none, reason: "no class" };
  if (startRegions[i] !== startRegions[j]) return { ...none, reason: "different start regions" };
  if (endRegions[i] !== endRegions[j]) return { ...none, reason: "different end regions" };
  const loop = wordProduct([{ word: words[i] }, { word: words[j], inverse: true }]);
  const holes = [...new Set(Array.from(loop, (letter) => Math.abs(letter) - 1))].sort(
    (a, b) => a - b,
  );
  const same = loop.length === 0;
  return { same, reason: same ? "equal words" : "different words", loop: wordText(loop), holes };
}

/** The letter of holes[k] in the texts of {@link barrierClasses}. */
export function holeName(k: number): string {
  return letterName(k + 1);
}

/** The barriers {b > p}, as pixels that touch. */
export function barriersAt(plane: BarrierPlane, precision: number): PixelComponents {
  const { xs, ys, requiredBits } = plane;
  const mask = new Uint8Array(requiredBits.length);
  for (let k = 0; k < mask.length; k++) if (isBarrier(requiredBits[k], precision)) mask[k] = 1;
  return pixelComponents(mask, { columns: xs.length, rows: ys.length }, 8);
}

/** What the options give, after a look at them and the paths. */
export function examined(
  paths: readonly Path[],
  options: BarrierClassesOptions,
  caller: string,
): GivenRegions {
  requireKnown(options, ["regions", "starts"], "option", caller);
  requireList(paths, "paths", caller);
  for (const [k, path] of paths.entries()) {
    requirePath(path, caller, `path ${k}`);
    if (path.dim !== 2)
      throw new RangeError(`${caller}: expected paths of 2 coordinates, got ${path.dim}`);
  }
  const { regions = [], starts } = options;
  requireList(regions, "regions", caller);
  for (const region of starts ? [...regions, starts] : regions) {
    const two = (list: readonly number[]): boolean =>
      list?.length === 2 && list.every((x) => Number.isFinite(x));
    const fine =
      typeof region === "object" &&
      region !== null &&
      ("radius" in region
        ? two(region.centre) && region.radius >= 0 && region.radius < Infinity
        : two(region.lower) &&
          two(region.upper) &&
          region.lower.every((low, axis) => low <= region.upper[axis]));
    if (!fine)
      throw new RangeError(
        `${caller}: expected a box { lower, upper } or disc { centre, radius } of the plane, got ${JSON.stringify(region)}`,
      );
  }
  return { regions, starts };
}
