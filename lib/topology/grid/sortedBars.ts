import type { Diagram } from "../diagrams/diagram.js";

/** A diagram and, bar by bar, the points of the grid whose values its births and deaths are. */
export interface SortedBars {
  readonly diagram: Diagram;
  readonly birthCells: Int32Array;
  /** −1 for the component that never dies. */
  readonly deathCells: Int32Array;
}

/**
 * The bars of one dimension from pairs of points: those of length 0 left out, the others sorted
 * by birth, death, birth cell, death cell. Each birth and death is written with the given sign.
 *
 * @param cells - two a pair: indices in `rising` of birth and death; −1 never dies
 * @param rising - levels at which the points appear
 * @param sign - 1, or −1 for superlevel sets, whose levels fall
 *
 * @example
 * sortedBars(0, [0, -1, 2, 1], Float64Array.of(0, 5, 3), 1); // births 0, 3 and deaths ∞, 5
 */
export function sortedBars(
  dimension: number,
  cells: ArrayLike<number>,
  rising: Float64Array,
  sign: 1 | -1,
): SortedBars {
  const birthOf = (k: number): number => sign * rising[cells[2 * k]];
  const deathOf = (k: number): number =>
    sign * (cells[2 * k + 1] < 0 ? Infinity : rising[cells[2 * k + 1]]);
  let count = 0;
  const kept = new Uint32Array(cells.length / 2);
  for (let k = 0; k < kept.length; k++) if (birthOf(k) !== deathOf(k)) kept[count++] = k;
  const sorted = kept.subarray(0, count).sort((a, b) => {
    const [x, y] = [birthOf(a), birthOf(b)];
    if (x !== y) return x < y ? -1 : 1;
    const [v, w] = [deathOf(a), deathOf(b)];
    if (v !== w) return v < w ? -1 : 1;
    return cells[2 * a] - cells[2 * b] || cells[2 * a + 1] - cells[2 * b + 1];
  });
  const [births, deaths] = [new Float64Array(count), new Float64Array(count)];
  const [birthCells, deathCells] = [new Int32Array(count), new Int32Array(count)];
  sorted.forEach((k, i) => {
    births[i] = birthOf(k) + 0; // no −0
    deaths[i] = deathOf(k) + 0;
    birthCells[i] = cells[2 * k];
    deathCells[i] = cells[2 * k + 1];
  });
  return { diagram: { dimension, births, deaths }, birthCells, deathCells };
}
