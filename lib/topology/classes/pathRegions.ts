import type { Box } from "../../landscapes/objective.js";
import type { Path } from "../../paths/path.js";
import { type BarrierPlane, pixelIndex, pixelsAt } from "./barrierPlane.js";
import type { PixelComponents } from "./pixelComponents.js";
import { pixelTrace } from "./pixelTrace.js";

/** A disc of the plane. */
export interface Disc {
  readonly centre: readonly number[];
  /** ≥ 0. */
  readonly radius: number;
}

/** Where paths may begin or end as they like: a box or a disc. */
export type Region = Box | Disc;

/** Where paths of one class may begin, or end; see `barrierClasses`. */
export interface PathRegion {
  /** A given region (with the barrier around its centre), a barrier, starts in sight, or one point. */
  readonly kind: "given" | "barrier" | "starts" | "point";
  /** Which of the given regions it is, several if one barrier holds the centres of several. */
  readonly given: readonly number[];
  /** The barrier that belongs to it, −1 if none does. */
  readonly component: number;
  /** Its pixels, which count as free; none for starts in sight and for one point. */
  readonly pixels: Uint32Array;
  /** What ends are joined to: the point itself, the middle, or the centre of one of the pixels. */
  readonly base: readonly [x: number, y: number];
}

/** Whether a closed region holds a point. */
export function holds(region: Region, x: number, y: number): boolean {
  if ("radius" in region) {
    const [dx, dy] = [x - region.centre[0], y - region.centre[1]];
    return dx * dx + dy * dy <= region.radius * region.radius;
  }
  const { lower, upper } = region;
  return x >= lower[0] && x <= upper[0] && y >= lower[1] && y <= upper[1];
}

/** The pixels that a closed region touches, row-major. */
export function pixelsTouched(plane: BarrierPlane, region: Region): number[] {
  const { columnEdges, rowEdges } = plane;
  const columns = columnEdges.length - 1;
  const { lower, upper } = "radius" in region ? boundsOf(region) : region;
  const [left, right] = span(columnEdges, lower[0], upper[0]);
  const [bottom, top] = span(rowEdges, lower[1], upper[1]);
  const touched: number[] = [];
  for (let row = bottom; row <= top; row++)
    for (let column = left; column <= right; column++) {
      if ("radius" in region) {
        const x = within(region.centre[0], columnEdges[column], columnEdges[column + 1]);
        const y = within(region.centre[1], rowEdges[row], rowEdges[row + 1]);
        if (!holds(region, x, y)) continue;
      }
      touched.push(row * columns + column);
    }
  return touched;
}

/**
 * Sorts the ends of paths into regions, by the rules of `barrierClasses`. The box of starts comes
 * before the given regions if the caller told it.
 */
export function regionFinder(
  plane: BarrierPlane,
  { labels }: PixelComponents,
  given: readonly Region[],
  starts: { readonly box: Box; readonly told: boolean },
): (x: number, y: number, isStart: boolean) => PathRegion {
  const columns = plane.xs.length;
  const componentAt = (x: number, y: number): number => {
    const pixel = pixelsAt(plane, x, y).find((k) => labels[k] >= 0);
    return pixel === undefined ? -1 : labels[pixel];
  };
  const around = given.map((region) => {
    const [x, y] = centreOf(region);
    return componentAt(x, y);
  });
  const found = new Map<string, PathRegion>();
  const made = (
    key: string,
    kind: PathRegion["kind"],
    members: readonly number[],
    component: number,
    point: readonly [number, number],
  ): PathRegion => {
    const known = found.get(key);
    if (known) return known;
    const convex = members.map((g) => given[g]);
    const pixels = pixelsOf(plane, convex, labels, component);
    let base = point;
    if (component >= 0)
      base = [plane.xs[pixels[0] % columns], plane.ys[Math.floor(pixels[0] / columns)]];
    else if (convex.length > 0) base = middle(plane, convex[0]);
    const region = { kind, given: members, component, pixels, base };
    found.set(key, region);
    return region;
  };
  const target = middle(plane, starts.box);
  const seen = (x: number, y: number): boolean =>
    holds(starts.box, x, y) &&
    pixelTrace(plane, segment(x, y, ...target)).pixels.every((pixel) => labels[pixel] < 0);
  const inSight = (): PathRegion => made("starts", "starts", [], -1, target);
  return (x, y, isStart) => {
    if (isStart && starts.told && seen(x, y)) return inSight();
    const first = given.findIndex((region) => holds(region, x, y));
    const component = first >= 0 ? around[first] : componentAt(x, y);
    if (component >= 0) {
      const members = [...given.keys()].filter((g) => around[g] === component);
      const kind = members.length > 0 ? "given" : "barrier";
      return made(`barrier ${component}`, kind, members, component, [x, y]);
    }
    if (first >= 0) return made(`given ${first}`, "given", [first], -1, [x, y]);
    if (isStart && !starts.told && seen(x, y)) return inSight();
    return made(`point ${x} ${y}`, "point", [], -1, [x, y]);
  };
}

/** A straight path. */
export function segment(x: number, y: number, u: number, v: number): Path {
  return { points: Float64Array.of(x, y, u, v), dim: 2 };
}

/** The middle of a region. */
export function centreOf(region: Region): readonly number[] {
  if ("radius" in region) return region.centre;
  return region.lower.map((low, axis) => low / 2 + region.upper[axis] / 2);
}

/** All pixels that convex regions touch or that belong to a barrier, row-major. */
function pixelsOf(
  plane: BarrierPlane,
  regions: readonly Region[],
  labels: Int32Array,
  component: number,
): Uint32Array {
  const touched = regions.map((region) => pixelsTouched(plane, region));
  if (component < 0) return Uint32Array.from(touched[0] ?? []);
  const inside = new Uint8Array(labels.length);
  for (const pixels of touched) for (const k of pixels) inside[k] = 1;
  const pixels: number[] = [];
  for (let k = 0; k < labels.length; k++)
    if (labels[k] === component || inside[k] === 1) pixels.push(k);
  return Uint32Array.from(pixels);
}

/** The point of the domain nearest to the middle of a region, which is in the region too. */
function middle({ xs, ys }: BarrierPlane, region: Region): readonly [number, number] {
  const [x, y] = centreOf(region);
  return [within(x, xs[0], xs[xs.length - 1]), within(y, ys[0], ys[ys.length - 1])];
}

function boundsOf({ centre, radius }: Disc): Box {
  return { lower: centre.map((c) => c - radius), upper: centre.map((c) => c + radius) };
}

/** First and last index of the closed intervals between edges that [low, high] touches. */
function span(edges: Float64Array, low: number, high: number): [number, number] {
  const last = edges.length - 2;
  if (high < edges[0] || low > edges[last + 1]) return [0, -1];
  const k = pixelIndex(edges, low, 0);
  return [k > 0 && edges[k] === low ? k - 1 : k, pixelIndex(edges, high, k)];
}

function within(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
