import { unionFind } from "../../numerics/unionFind.js";
import type { BarrierPlane } from "./barrierPlane.js";
import type { Raster } from "./pixelComponents.js";

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
  /** Pixels that count as free, as far as other barriers go. */
  readonly free: readonly number[];
  /** Further pixels that come to be free when a region's barrier holds one of `centres`. */
  readonly regions: readonly {
    readonly centres: readonly number[];
    readonly pixels: readonly number[];
  }[];
  /** Pixels that must not become part of a barrier without an anchor. */
  readonly watched: ReadonlySet<number>;
  /** Pixels that must not become part of any barrier. */
  readonly alwaysWatched: ReadonlySet<number>;
}

const OLD = 1;
const ANCHORED = 2;
const AT_EDGE = 4;

/**
 * The values of b, from the largest finite one down, at which
 *
 * - a barrier of {b ≥ level}, less what is free, appears that holds no anchor and does not touch
 *   the domain's edge,
 * - a watched pixel becomes a barrier that holds no anchor, or one that is always watched any,
 * - two barriers with anchors join, or one of them takes in a further region.
 *
 * At most one event a level, found as they are asked for. O(N log N) for N pixels.
 */
export function* descendingBarriers(
  plane: BarrierPlane,
  watch: BarrierWatch,
): Generator<BarrierEvent> {
  const { xs, ys, requiredBits: bits } = plane;
  const raster = { columns: xs.length, rows: ys.length };
  const order = Uint32Array.from(bits.keys())
    .filter((k) => !Number.isNaN(bits[k]))
    .sort((k, l) => (bits[k] === bits[l] ? k - l : bits[k] > bits[l] ? -1 : 1));
  const isAnchor = new Uint8Array(bits.length);
  for (const anchor of watch.anchors) isAnchor[anchor] = ANCHORED;
  const isFree = new Uint8Array(bits.length);
  for (const pixel of watch.free) isFree[pixel] = 1;

  const always = Array.from(bits.keys()).filter((k) => !(bits[k] < Infinity)); // NaN, +∞
  const whole = growingBarriers(raster);
  for (const pixel of always) whole.add(pixel, isAnchor[pixel]);
  const anchored = (pixel: number): boolean => (whole.marks(pixel) & ANCHORED) !== 0;
  let later = [...watch.regions];
  /** Whether a region's barrier takes in a further region at this level. */
  const takenIn = (): boolean => {
    const now = later.filter(({ centres }) => centres.some(anchored));
    later = later.filter((region) => !now.includes(region));
    for (const { pixels } of now) for (const pixel of pixels) isFree[pixel] = 1;
    return now.length > 0;
  };
  /** The barriers less what is free, of all pixels so far. */
  const cutOut = (pixels: Iterable<number>): GrowingBarriers => {
    const cut = growingBarriers(raster);
    for (const pixel of pixels) if (isFree[pixel] === 0) cut.add(pixel, OLD);
    return cut;
  };
  takenIn();
  let cut = cutOut(always);
  whole.anchorsJoined();

  let first = 0;
  while (first < order.length && bits[order[first]] === Infinity) first++;
  while (first < order.length) {
    const level = bits[order[first]];
    let last = first;
    while (last < order.length && bits[order[last]] === level) last++;
    const fresh = order.subarray(first, last);
    for (const pixel of fresh) whole.add(pixel, isAnchor[pixel]);
    for (const pixel of fresh) if (isFree[pixel] === 0) cut.add(pixel, 0);
    const taken = takenIn();
    const event = fresh.find((pixel) => {
      if (watch.alwaysWatched.has(pixel)) return true;
      if (isFree[pixel] === 1 || anchored(pixel)) return false;
      return cut.marks(pixel) === 0 || watch.watched.has(pixel);
    });
    const joined = whole.anchorsJoined() || taken;
    const below = last < order.length ? bits[order[last]] : -Infinity;
    if (event !== undefined || joined) yield { level, below, pixel: event ?? fresh[0] };
    if (taken) cut = cutOut([...always, ...order.subarray(0, last)]);
    else for (const pixel of fresh) if (isFree[pixel] === 0) cut.mark(pixel, OLD);
    first = last;
  }
}

/** Barriers that grow pixel by pixel, with marks that they collect. */
interface GrowingBarriers {
  add(pixel: number, marks: number): void;
  /** Gives the barrier of a pixel a mark. */
  mark(pixel: number, marks: number): void;
  /** Of the barrier that holds the pixel; 0 if none does. */
  marks(pixel: number): number;
  /** Whether two anchored ones have joined since it was last asked. */
  anchorsJoined(): boolean;
}

function growingBarriers({ columns, rows }: Raster): GrowingBarriers {
  const sets = unionFind(columns * rows);
  const added = new Uint8Array(columns * rows);
  const marked = new Uint8Array(columns * rows); // at representatives
  let joined = false;
  return {
    add(pixel, marks) {
      const [column, row] = [pixel % columns, Math.floor(pixel / columns)];
      const edge = column === 0 || row === 0 || column === columns - 1 || row === rows - 1;
      added[pixel] = 1;
      marked[pixel] = marks | (edge ? AT_EDGE : 0);
      for (let r = Math.max(0, row - 1); r <= Math.min(rows - 1, row + 1); r++)
        for (let c = Math.max(0, column - 1); c <= Math.min(columns - 1, column + 1); c++) {
          const other = r * columns + c;
          if (added[other] === 0) continue;
          const [one, two] = [marked[sets.find(pixel)], marked[sets.find(other)]];
          if (sets.union(pixel, other) && (one & two & ANCHORED) !== 0) joined = true;
          marked[sets.find(pixel)] = one | two;
        }
    },
    mark(pixel, marks) {
      marked[sets.find(pixel)] |= marks;
    },
    marks: (pixel) => marked[sets.find(pixel)],
    anchorsJoined() {
      const was = joined;
      joined = false;
      return was;
    },
  };
}
