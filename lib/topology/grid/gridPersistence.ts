import { requireKnown } from "../../numerics/requireKnown.js";
import type { Diagram } from "../diagrams/diagram.js";
import { ascendingOrder } from "./ascendingOrder.js";
import { type GridConstruction, gridFunction, requireConstruction } from "./gridFunction.js";
import { mergePairs } from "./mergePairs.js";
import { type PaddedGrid, paddedGrid } from "./paddedGrid.js";
import { sortedBars } from "./sortedBars.js";
import { spaceLoops } from "./spaceLoops.js";

/** What {@link gridPersistence} may be told. */
export interface GridPersistenceOptions {
  /** "vertices" (V-construction) or "cells" (T-construction); "vertices" unless told. */
  readonly construction?: GridConstruction;
  /** Of the sets {f ≤ t}, t rising, or {f ≥ t}, t falling; "sublevel" unless told. */
  readonly direction?: "sublevel" | "superlevel";
  /** Stands in for NaN, which is refused otherwise; Infinity makes a barrier of it, −Infinity for "superlevel". */
  readonly undefinedAs?: number;
}

/** Bars of a function on a grid and where they come from. */
export interface GridPersistence {
  /** Of dimensions 0 … axes − 1. */
  readonly diagrams: readonly Diagram[];
  /** For each diagram and bar, the index in the values of the point whose value is its birth. */
  readonly birthCells: readonly Int32Array[];
  /** Likewise of its death; −1 for the component that never dies. */
  readonly deathCells: readonly Int32Array[];
}

/**
 * Persistent homology of a function on a grid: at which levels components, loops and cavities of
 * its sublevel sets {f ≤ t} appear and disappear.
 *
 * Values by "vertices" belong to the grid points; an edge, square or cube between points appears
 * with the last of its vertices, so neighbours along the axes hang together and those across a
 * corner do not. Values by "cells" belong to closed squares (segments, cubes), and their faces
 * appear with the first of them, so neighbours across a corner hang together. The two are dual:
 * where {f ≤ t} is taken by one, what lies between its parts is {f > t} by the other.
 *
 * Superlevel sets are the sublevel sets of −f, with the signs of births and deaths put right:
 * bars run downwards and the essential one dies at −∞.
 *
 * Points of equal value appear in the order of their index, for birthCells and deathCells; the
 * diagrams do not depend on it. Bars are sorted by birth, death, birth cell and death cell.
 * Values may be infinite: a loop round points of +∞ has death +∞ and one of those points as
 * its death cell; where all is +∞ there is no bar. Bars of length 0 are left out.
 *
 * Dimension 0 and the highest are near linear, the highest by Alexander duality;
 * loops on three axes take longest, about 1 s for 64³ points of noise (see `spaceLoops`).
 * About 50 bytes a point, 100 on three axes.
 *
 * @param values - f, row-major, the last axis running fastest
 * @param shape - points along each of 1, 2 or 3 axes
 * @param options - construction, direction, what to take for NaN
 * @throws RangeError if the values do not fit the shape, one is NaN and there is no undefinedAs,
 *   or an option is out of range
 * @throws TypeError if an option is unknown
 * @see Bleile, Garin, Heiss, Maggs & Robins (2022), The persistent homology of dual digital image
 *   constructions; Wagner, Chen & Vuçini (2012), Efficient computation of persistent homology for
 *   cubical data
 *
 * @example
 * const { diagrams, deathCells } = gridPersistence([0, 3, 1, 2, 0.5], [5]);
 * diagrams[0]; // births 0, 0.5, 1 and deaths ∞, 3, 2
 * deathCells[0]; // −1, 1, 3
 */
export function gridPersistence(
  values: ArrayLike<number>,
  shape: readonly number[],
  options: GridPersistenceOptions = {},
): GridPersistence {
  const known = ["construction", "direction", "undefinedAs"];
  requireKnown(options, known, "option", "gridPersistence");
  const { construction = "vertices", direction = "sublevel", undefinedAs } = options;
  requireConstruction(construction, "gridPersistence");
  if (direction !== "sublevel" && direction !== "superlevel")
    throw new RangeError(
      `gridPersistence: direction must be "sublevel" or "superlevel", got ${String(direction)}`,
    );
  const f = gridFunction(values, shape, undefinedAs, "gridPersistence");
  const sign = direction === "sublevel" ? 1 : -1;
  const rising = sign > 0 ? f : f.map((value) => 0 - value);
  const order = ascendingOrder(rising);
  const grid = paddedGrid(shape);
  const appearing = order.map((i) => grid.positions[i]);
  const bars = shape.map((_, dimension) => {
    const pairs = pairsOf(dimension, shape, construction, grid, appearing);
    const essential = dimension === 0 ? [order[0], -1] : [];
    const cells = new Int32Array(essential.length + pairs.length);
    cells.set(essential);
    cells.set(
      pairs.map((place) => order[place]),
      essential.length,
    );
    return sortedBars(dimension, cells, rising, sign);
  });
  return {
    diagrams: bars.map(({ diagram }) => diagram),
    birthCells: bars.map(({ birthCells }) => birthCells),
    deathCells: bars.map(({ deathCells }) => deathCells),
  };
}

/** Places in `appearing` of birth and death of all pairs of a dimension but the essential one. */
function pairsOf(
  dimension: number,
  shape: readonly number[],
  construction: GridConstruction,
  grid: PaddedGrid,
  appearing: Uint32Array,
): Uint32Array {
  const { size, strides, alongAxes, acrossCorners } = grid;
  const byVertices = construction === "vertices";
  const [near, wide] = byVertices ? [alongAxes, acrossCorners] : [acrossCorners, alongAxes];
  if (dimension === 0) return mergePairs(appearing, size, near, false);
  if (dimension === shape.length - 1) return surrounding(appearing, size, wide);
  if (byVertices) return spaceLoops(appearing, size, strides, surrounding(appearing, size, wide));

  // A loop of closed cubes links a loop of the other centres and of the margin around all, which
  // is there from the start: points of a grid that appear in the opposite order.
  const around = paddedGrid(shape.map((count) => count + 2));
  const disappearing = new Uint32Array(size);
  const inMargin = new Uint8Array(size).fill(1);
  for (const at of appearing) inMargin[at] = 0;
  let next = 0;
  for (let at = 0; at < size; at++) if (inMargin[at]) disappearing[next++] = around.positions[at];
  for (let k = appearing.length - 1; k >= 0; k--)
    disappearing[next++] = around.positions[appearing[k]];
  const cavities = surrounding(disappearing, around.size, around.acrossCorners);
  const margin = size - appearing.length;
  const linked = spaceLoops(disappearing, around.size, around.strides, cavities, margin);
  return reversed(linked, size);
}

/**
 * Pairs of the highest dimension: a component of the points that have not appeared yet, together
 * with all that lies outside, is what a loop (cavity) surrounds.
 */
function surrounding(appearing: Uint32Array, size: number, neighbours: Int32Array): Uint32Array {
  const disappearing = appearing.slice().reverse();
  return reversed(mergePairs(disappearing, size, neighbours, true), appearing.length);
}

/** Births and deaths change places, and time runs the other way. */
function reversed(pairs: Uint32Array, count: number): Uint32Array {
  const turned = new Uint32Array(pairs.length);
  for (let i = 0; i < pairs.length; i += 2) {
    turned[i] = count - 1 - pairs[i + 1];
    turned[i + 1] = count - 1 - pairs[i];
  }
  return turned;
}
