import { requireKnown } from "../../numerics/requireKnown.js";
import { cappedBars } from "./cappedBars.js";
import type { Diagram } from "./diagram.js";

/** What {@link persistenceLandscape} is told. */
export interface PersistenceLandscapeOptions {
  /** Levels t to evaluate at, finite, in any order. */
  readonly at: ArrayLike<number>;
  /** How many of the functions λ₁ ≥ λ₂ ≥ …, an integer ≥ 1; 5 unless told. */
  readonly layers?: number;
  /** Level where essential bars end; they are left out unless told. */
  readonly cap?: number;
}

/**
 * Persistence landscape: the piecewise linear functions
 *
 *     λ_k(t) = k-th largest over the bars of  max(0, min(t − birth, death − t))
 *
 * evaluated at the given levels, without interpolation. (GUDHI's are √2 times as high.) A bar that
 * runs downwards makes the same tent as one that runs upwards between the same ends. λ_k is 0 where fewer than k bars are
 * alive. Essential bars are left out or end at the cap. O(m·n·k) for m levels and k layers.
 *
 * @param diagram - n bars in any order
 * @param options - levels, number of layers, cap
 * @returns λ_k(at[i]) at index (k − 1)·m + i, in the units of the filtration
 * @throws RangeError if layers is no integer ≥ 1, a level or the cap is not finite, a birth is
 *   infinite, an end is NaN, or births and deaths differ in number
 * @throws TypeError if an option is unknown
 * @see Bubenik (2015), Statistical topological data analysis using persistence landscapes, JMLR 16
 *
 * @example
 * const diagram = diagramOf(1, [0, 1], [4, 3]);
 * persistenceLandscape(diagram, { at: [1, 2, 3.5], layers: 2 }); // 1, 2, 0.5 and 0, 1, 0
 */
export function persistenceLandscape(
  diagram: Diagram,
  options: PersistenceLandscapeOptions,
): Float64Array {
  requireKnown(options, ["at", "layers", "cap"], "option", "persistenceLandscape");
  const { at, layers = 5, cap } = options;
  if (!Number.isInteger(layers) || layers < 1)
    throw new RangeError(`persistenceLandscape: layers must be an integer >= 1, got ${layers}`);
  const { births, deaths } = cappedBars(diagram, cap, "persistenceLandscape");
  const count = at.length;
  const landscape = new Float64Array(layers * count);
  const largest = new Float64Array(layers);
  for (let i = 0; i < count; i++) {
    const level = at[i];
    if (!Number.isFinite(level))
      throw new RangeError(`persistenceLandscape: levels must be finite, got ${level} at ${i}`);
    largest.fill(0);
    for (let bar = 0; bar < births.length; bar++) {
      const [birth, death] = [births[bar], deaths[bar]];
      let height =
        birth < death
          ? Math.min(level - birth, death - level)
          : Math.min(level - death, birth - level);
      // Put it in its place among the largest, the smallest falling off the end.
      for (let k = 0; k < layers && height > 0; k++)
        if (height > largest[k]) [largest[k], height] = [height, largest[k]];
    }
    for (let k = 0; k < layers; k++) landscape[k * count + i] = largest[k];
  }
  return landscape;
}
