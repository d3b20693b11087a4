import type { Kernel } from "../kernels/kernel.js";
import { kernelOf, residentArray } from "../kernels/residentArray.js";
import { type TapeLanes, tapeLanes } from "../kernels/tapeLanes.js";
import type { Tape } from "../landscapes/expression/tape.js";
import { programOf } from "./programOf.js";

/** Lanes that a rounding takes at a time: the number of columns in use is a multiple of it. */
export const GROUP = 8;

/**
 * Where runs that go together are kept: tables [coordinate][lane] in the memory of the kernels,
 * with the gradient's program compiled for it.
 */
export interface LaneStore {
  readonly kernel: Kernel;
  readonly numbers: Float64Array;
  readonly evaluate: TapeLanes;
  /** Most lanes. */
  readonly most: number;
  /** Numbers in a table. */
  readonly area: number;
  /** Where the four tables begin: states and gradients, next states, landmarks. */
  readonly tables: readonly number[];
  /** Where it is kept which lanes are back where they were, and which have ended. */
  readonly back: number;
  readonly ended: number;
}

/** Bytes of a table; four of them stay in the nearest cache. */
const TABLE_BYTES = 8192;

const stores = new WeakMap<Tape, LaneStore>();

/**
 * The store of a gradient's tape, made once: its programs take milliseconds to compile. Whoever
 * uses it is done with it before anybody else begins.
 *
 * @returns undefined where there is no SIMD
 */
export function laneStore(gradient: Tape): LaneStore | undefined {
  const known = stores.get(gradient);
  if (known) return known;
  const dim = gradient.inputCount;
  const most = GROUP * Math.max(2, Math.floor(TABLE_BYTES / (8 * dim * GROUP)));
  const area = dim * most;
  const numbers = residentArray(4 * area + 2 * most);
  const kernel = kernelOf(numbers);
  if (!kernel) return undefined;
  const store = {
    ...{ kernel, numbers, most, area, back: 4 * area, ended: 4 * area + most },
    evaluate: tapeLanes(programOf(gradient), numbers),
    tables: [0, area, 2 * area, 3 * area],
  };
  stores.set(gradient, store);
  return store;
}

/** Copies a lane to another, in all tables. */
export function copyLane(
  store: LaneStore,
  dim: number,
  stride: number,
  from: number,
  to: number,
): void {
  const { numbers, tables, back, ended } = store;
  for (const table of tables)
    for (let i = 0, at = table; i < dim; i++, at += stride) numbers[at + to] = numbers[at + from];
  numbers[back + to] = numbers[back + from];
  numbers[ended + to] = numbers[ended + from];
}

/** Puts the columns of all tables closer together. */
export function repack(
  { numbers, tables }: LaneStore,
  dim: number,
  from: number,
  to: number,
): void {
  for (const table of tables)
    for (let i = 1; i < dim; i++)
      numbers.copyWithin(table + i * to, table + i * from, table + i * from + to);
}
