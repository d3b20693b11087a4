import { requireKnown } from "../../numerics/requireKnown.js";
import { type GridConstruction, gridFunction, requireConstruction } from "./gridFunction.js";
import { paddedGrid } from "./paddedGrid.js";

/** What {@link sublevelComponents} and {@link superlevelComponents} may be told. */
export interface LevelComponentsOptions {
  /**
   * "vertices": neighbours along the axes hang together (2, 4 or 6 of them); "cells": those across
   * corners too (2, 8 or 26). "vertices" unless told.
   */
  readonly construction?: GridConstruction;
  /** Leave out the level itself: < instead of ≤, > instead of ≥; false unless told. */
  readonly strict?: boolean;
  /** Stands in for NaN, which is refused otherwise. */
  readonly undefinedAs?: number;
}

/**
 * Connected components of the sublevel set {f ≤ level} on a grid of 1 to 3 axes.
 *
 * These are the components that `gridPersistence` counts in dimension 0 at that level. Where
 * points pass along the axes only, walls hold across corners: the complement {f > level} of a
 * sublevel set taken by "vertices" has the components of a superlevel set, strict, by "cells".
 * So the regions where a format of p bits can pass are `sublevelComponents(b, shape, p)` and the
 * barriers between them `superlevelComponents(b, shape, p, { construction: "cells", strict:
 * true })`.
 *
 * O(n).
 *
 * @param values - f, row-major, the last axis running fastest; ±∞ allowed
 * @param shape - points along each axis
 * @param level - in the units of f; −∞ and +∞ allowed
 * @param options - which neighbours hang together, whether the level itself belongs
 * @returns for each point the number of its component, 0, 1, … by first appearance, or −1 outside
 * @throws RangeError if the level is NaN, the values do not fit the shape, one is NaN and there
 *   is no undefinedAs, or an option is out of range
 * @throws TypeError if an option is unknown
 *
 * @example
 * sublevelComponents([0, 9, 1, 1], [4], 5); // 0, −1, 1, 1
 */
export function sublevelComponents(
  values: ArrayLike<number>,
  shape: readonly number[],
  level: number,
  options: LevelComponentsOptions = {},
): Int32Array {
  const f = examined(values, shape, level, options, "sublevelComponents");
  const { construction, strict } = options;
  const inside = (i: number): boolean => (strict ? f[i] < level : f[i] <= level);
  return components(inside, shape, construction);
}

/**
 * Connected components of the superlevel set {f ≥ level}; everything else as
 * {@link sublevelComponents} has it.
 *
 * @example
 * superlevelComponents([0, 9, 1, 1], [4], 1); // −1, 0, 0, 0
 */
export function superlevelComponents(
  values: ArrayLike<number>,
  shape: readonly number[],
  level: number,
  options: LevelComponentsOptions = {},
): Int32Array {
  const f = examined(values, shape, level, options, "superlevelComponents");
  const { construction, strict } = options;
  const inside = (i: number): boolean => (strict ? f[i] > level : f[i] >= level);
  return components(inside, shape, construction);
}

function examined(
  values: ArrayLike<number>,
  shape: readonly number[],
  level: number,
  options: LevelComponentsOptions,
  caller: string,
): Float64Array {
  requireKnown(options, ["construction", "strict", "undefinedAs"], "option", caller);
  requireConstruction(options.construction ?? "vertices", caller);
  if (!(Math.abs(level) >= 0))
    throw new RangeError(`${caller}: level must be a number, got ${level}`);
  return gridFunction(values, shape, options.undefinedAs, caller);
}

const OUTSIDE = -1;
const UNSEEN = -2;

/** Floods the set from each point not yet reached. */
function components(
  inside: (index: number) => boolean,
  shape: readonly number[],
  construction: GridConstruction = "vertices",
): Int32Array {
  const { size, positions, alongAxes, acrossCorners } = paddedGrid(shape);
  const offsets = construction === "vertices" ? alongAxes : acrossCorners;
  const labels = new Int32Array(size).fill(OUTSIDE);
  positions.forEach((at, i) => {
    if (inside(i)) labels[at] = UNSEEN;
  });
  const waiting = new Uint32Array(positions.length); // a point waits at most once
  let count = 0;
  for (const start of positions) {
    if (labels[start] !== UNSEEN) continue;
    labels[start] = count;
    waiting[0] = start;
    for (let left = 1; left > 0; ) {
      const at = waiting[--left];
      for (const offset of offsets)
        if (labels[at + offset] === UNSEEN) {
          labels[at + offset] = count;
          waiting[left++] = at + offset;
        }
    }
    count++;
  }
  return Int32Array.from(positions, (at) => labels[at]);
}
