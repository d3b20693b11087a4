import { type BarrierPlane, pixelsAt } from "./barrierPlane.js";
import type { PathRegion } from "./pathRegions.js";
import { fill, type PixelComponents, pixelComponents } from "./pixelComponents.js";

/** The free space of the paths from one region to another. */
export interface BarrierSpace {
  /** 1 where a pixel is a barrier that belongs to neither region. */
  readonly blocked: Uint8Array;
  /** Its holes: the pixel of most bits, and how many pixels there are. */
  readonly holes: readonly { readonly peak: number; readonly pixelCount: number }[];
  /** Whether one region surrounds the other, so that its outside is no hole either. */
  readonly surrounded: boolean;
}

/**
 * The component F of the domain minus the barriers in which the paths from `start` run, both
 * regions counting as free, and its holes: the bounded components of its complement, which are
 * barriers with what they enclose. Barriers at the domain's edge belong to the outside.
 *
 * What a region encloses, seen from the other one, is filled up with it: the region is to be a
 * disc, in which an end may be moved in no more than one way. If it encloses the other region, the
 * part that is filled is the outside.
 *
 * O(pixels).
 */
export function barrierSpace(
  plane: BarrierPlane,
  { labels }: PixelComponents,
  start: PathRegion,
  end: PathRegion,
): BarrierSpace {
  const { xs, ys } = plane;
  const raster = { columns: xs.length, rows: ys.length };
  const blocked = new Uint8Array(labels.length);
  for (let k = 0; k < labels.length; k++) if (labels[k] >= 0) blocked[k] = 1;
  for (const region of [start, end]) for (const pixel of region.pixels) blocked[pixel] = 0;

  const inside = new Int32Array(labels.length).fill(-1);
  fill(
    blocked.map((is) => 1 - is),
    raster,
    4,
    pixelsAt(plane, ...start.base),
    inside,
    0,
  );
  const outside = new Uint8Array(labels.length);
  for (let k = 0; k < labels.length; k++) if (inside[k] < 0) outside[k] = 1;
  const bounded = boundedParts(plane, blocked, pixelComponents(outside, raster, 8));

  const seen = [start, end].map((region, k) =>
    region.component < 0 || bounded.length === 0 || (k === 1 && start === end)
      ? () => true
      : seenFrom(plane, region, k === 0 ? end : start),
  );
  const holes = bounded.filter(({ peak }) => seen.every((sees) => sees(peak)));
  return { blocked, holes, surrounded: seen.some((sees) => !sees(-1)) };
}

/** The components of a complement that do not touch the domain's edge. */
function boundedParts(
  plane: BarrierPlane,
  blocked: Uint8Array,
  { labels, count }: PixelComponents,
): { peak: number; pixelCount: number }[] {
  const [columns, rows] = [plane.xs.length, plane.ys.length];
  const peaks = new Int32Array(count).fill(-1);
  const counts = new Uint32Array(count);
  const atEdge = new Uint8Array(count);
  for (let row = 0, pixel = 0; row < rows; row++)
    for (let column = 0; column < columns; column++, pixel++) {
      const label = labels[pixel];
      if (label < 0) continue;
      counts[label]++;
      if (column === 0 || row === 0 || column === columns - 1 || row === rows - 1)
        atEdge[label] = 1;
      const peak = peaks[label];
      if (blocked[pixel] === 1 && (peak < 0 || height(plane, pixel) > height(plane, peak)))
        peaks[label] = pixel;
    }
  return Array.from(peaks, (peak, label) => ({ peak, pixelCount: counts[label] })).filter(
    (_, label) => atEdge[label] === 0,
  );
}

/** b, the larger the higher: NaN is as high as +∞. */
function height({ requiredBits }: BarrierPlane, pixel: number): number {
  return Number.isNaN(requiredBits[pixel]) ? Infinity : requiredBits[pixel];
}

/**
 * What can be seen from the other region past this one: whether a pixel, or (−1) the outside, is
 * in the same component of the plane minus this region. The outside itself looks where the other
 * region is none of its own.
 */
function seenFrom(
  plane: BarrierPlane,
  region: PathRegion,
  other: PathRegion,
): (pixel: number) => boolean {
  const columns = plane.xs.length;
  const padded = { columns: columns + 2, rows: plane.ys.length + 2 }; // a rim of outside
  const place = (pixel: number): number =>
    (Math.floor(pixel / columns) + 1) * padded.columns + (pixel % columns) + 1;
  const mask = new Uint8Array(padded.columns * padded.rows).fill(1);
  for (const pixel of region.pixels) mask[place(pixel)] = 0;
  const seeds = pixelsAt(plane, ...other.base).map(place);
  const labels = new Int32Array(mask.length).fill(-1);
  const apart = other !== region && seeds.every((seed) => mask[seed] === 1);
  fill(mask, padded, 4, apart ? seeds : [0], labels, 0);
  return (pixel) => labels[pixel < 0 ? 0 : place(pixel)] >= 0;
}
