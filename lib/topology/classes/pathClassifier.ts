import type { Box } from "../../landscapes/objective.js";
import type { Path } from "../../paths/path.js";
import { type BarrierPlane, pixelsAt } from "./barrierPlane.js";
import { type BarrierSpace, barrierSpace } from "./barrierSpace.js";
import { holds, type PathRegion, type Region, regionFinder } from "./pathRegions.js";
import { type PixelComponents, pixelComponents } from "./pixelComponents.js";
import type { PixelTrace } from "./pixelTrace.js";
import { rayWord, wordOnSphere } from "./rayWords.js";
import { regionTail } from "./regionTail.js";

/** A hole of the free space, the letter of one ray. */
export interface BarrierHole {
  /** The pixel of most bits in it. */
  readonly peak: number;
  /** Number of its pixels, with those that it encloses. */
  readonly pixelCount: number;
  /** b at the peak, in bits: at this precision the hole is gone. */
  readonly bits: number;
  /** Abscissa of the ray that runs up from it, in the peak's pixel and no other hole's. */
  readonly x: number;
  /** Ordinate of the ray's beginning. */
  readonly y: number;
}

/** What a caller says about where paths begin and end. */
export interface GivenRegions {
  readonly regions: readonly Region[];
  readonly starts: Box | undefined;
}

/** Regions, holes and words of some paths. */
export interface ClassifiedPaths {
  readonly regions: readonly PathRegion[];
  /** By the abscissae of their rays, which are all different. */
  readonly holes: readonly BarrierHole[];
  /** Per path: indices of its regions (−1 outside the domain), its word and what it crosses. */
  readonly found: readonly {
    readonly start: number;
    readonly end: number;
    readonly word: Int32Array;
    readonly crossing?: { readonly step: number; readonly pixel: number };
  }[];
}

/** Finds regions, holes and words; the work behind `barrierClasses`, whose documentation it shares. */
export function classifyPaths(
  plane: BarrierPlane,
  components: PixelComponents,
  paths: readonly Path[],
  traces: readonly PixelTrace[],
  { regions: given, starts }: GivenRegions,
): ClassifiedPaths {
  const box = starts ?? spannedBox(plane, components, paths, traces, given);
  const told = starts !== undefined;
  const regionAt = regionFinder(plane, components, given, { box, told });
  const regions: PathRegion[] = [];
  const tails: ReturnType<typeof regionTail>[] = [];
  const indexOf = (region: PathRegion): number => {
    if (!regions.includes(region)) {
      regions.push(region);
      tails.push(regionTail(plane, region));
    }
    return regions.indexOf(region);
  };
  const ends = paths.map(({ points }, k) => {
    if (traces[k].status !== "inside") return { start: -1, end: -1 };
    const last = points.length - 2;
    const start = indexOf(regionAt(points[0], points[1], true));
    return { start, end: indexOf(regionAt(points[last], points[last + 1], false)) };
  });

  // Points of one free component have the same space.
  const placeOf = (index: number): string => {
    const { pixels, base } = regions[index];
    return pixels.length > 0 ? `${index}` : `free ${freeAt(...base)}`;
  };
  const freeAt = freeComponents(plane, components);
  const spaces = new Map<string, BarrierSpace>();
  const spaceOf = ends.map(({ start, end }) => {
    if (start < 0) return undefined;
    const key = `${placeOf(start)} ${placeOf(end)}`;
    const space = spaces.get(key) ?? barrierSpace(plane, components, regions[start], regions[end]);
    spaces.set(key, space);
    return space;
  });
  const { holes, letterOf } = namedHoles(plane, [...spaces.values()]);

  const none = new Int32Array(0);
  const found = ends.map(({ start, end }, k) => {
    const space = spaceOf[k];
    if (space === undefined) return { start, end, word: none };
    const { pixels, steps } = traces[k];
    const first = pixels.findIndex((pixel) => space.blocked[pixel] === 1);
    if (first >= 0)
      return { start, end, word: none, crossing: { step: steps[first], pixel: pixels[first] } };
    const letters = space.holes.map(letterOf).sort((a, b) => a - b);
    const rays = letters.map((letter) => holes[letter - 1]);
    const { points } = paths[k];
    const head = tails[start](points[0], points[1]);
    const tail = tails[end](points[points.length - 2], points[points.length - 1]);
    const line = new Float64Array(head.length + points.length + tail.length);
    for (let i = 0; i < head.length; i += 2)
      line.set(head.slice(head.length - 2 - i, head.length - i), i);
    line.set(points, head.length);
    line.set(tail, head.length + points.length);
    const word = rayWord(line, rays).map(
      (letter) => Math.sign(letter) * letters[Math.abs(letter) - 1],
    );
    return { start, end, word: space.surrounded ? wordOnSphere(word, letters) : word };
  });
  return { regions, holes, found };
}

/** Tells in which component of the free pixels a point lies; finds the components when first asked. */
function freeComponents(
  plane: BarrierPlane,
  { labels }: PixelComponents,
): (x: number, y: number) => number {
  let free: Int32Array | undefined;
  return (x, y) => {
    if (free === undefined) {
      const mask = new Uint8Array(labels.length);
      for (let k = 0; k < labels.length; k++) if (labels[k] < 0) mask[k] = 1;
      free = pixelComponents(mask, { columns: plane.xs.length, rows: plane.ys.length }, 4).labels;
    }
    return free[pixelsAt(plane, x, y)[0]];
  };
}

/** The rectangle that the starts in free space, and in no given region, span. */
function spannedBox(
  plane: BarrierPlane,
  { labels }: PixelComponents,
  paths: readonly Path[],
  traces: readonly PixelTrace[],
  given: readonly Region[],
): Box {
  const [lower, upper] = [
    [Infinity, Infinity],
    [-Infinity, -Infinity],
  ];
  for (const [k, { points }] of paths.entries()) {
    const [x, y] = points;
    if (traces[k].status !== "inside" || given.some((region) => holds(region, x, y))) continue;
    if (pixelsAt(plane, x, y).some((pixel) => labels[pixel] >= 0)) continue;
    for (const axis of [0, 1]) {
      lower[axis] = Math.min(lower[axis], points[axis]);
      upper[axis] = Math.max(upper[axis], points[axis]);
    }
  }
  return { lower, upper };
}

/** The holes of all spaces from left to right, each once, with rays at different abscissae. */
function namedHoles(
  plane: BarrierPlane,
  spaces: readonly BarrierSpace[],
): {
  holes: BarrierHole[];
  letterOf: (hole: BarrierSpace["holes"][number]) => number;
} {
  const { xs, ys, columnEdges, requiredBits } = plane;
  const key = ({ peak, pixelCount }: BarrierSpace["holes"][number]): string =>
    `${peak} ${pixelCount}`;
  const all = new Map(spaces.flatMap(({ holes }) => holes.map((hole) => [key(hole), hole])));
  const columnOf = (peak: number): number => peak % xs.length;
  const sorted = [...all.values()].sort(
    (a, b) => columnOf(a.peak) - columnOf(b.peak) || a.peak - b.peak || a.pixelCount - b.pixelCount,
  );
  const holes = sorted.map(({ peak, pixelCount }, k) => {
    const column = columnOf(peak);
    const sharing = sorted.filter((hole) => columnOf(hole.peak) === column).length;
    const before = k - sorted.findIndex((hole) => columnOf(hole.peak) === column);
    const [left, right] = [columnEdges[column], columnEdges[column + 1]];
    const x = left + (right - left) * ((before + 1) / (sharing + 1));
    return { peak, pixelCount, bits: requiredBits[peak], x, y: ys[Math.floor(peak / xs.length)] };
  });
  const letters = new Map(sorted.map((hole, k) => [key(hole), k + 1]));
  return { holes, letterOf: (hole) => letters.get(key(hole)) as number };
}
