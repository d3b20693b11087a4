import type { Diagram } from "./diagram.js";

/**
 * The diagram with the given bars, in the order and with the omissions that {@link Diagram}
 * promises: sorted by birth, then death; bars of length 0 left out; −0 written 0.
 *
 * All bars run upwards (death above birth; essential: death +∞), or all run downwards, as those
 * of superlevel sets do (death below birth; essential: death −∞).
 *
 * O(n log n).
 *
 * @param dimension - of the homology, 0, 1, 2 …
 * @param births - n values, in the units of the filtration; ±∞ allowed
 * @param deaths - n values, in the same units; ±∞ allowed
 * @throws RangeError if a value is NaN, the lengths differ, the dimension is no integer ≥ 0, or
 *   some bars run upwards and others downwards
 *
 * @example
 * diagramOf(0, [1, 0, 2], [3, Infinity, 2]); // births 0, 1 and deaths ∞, 3
 */
export function diagramOf(
  dimension: number,
  births: ArrayLike<number>,
  deaths: ArrayLike<number>,
): Diagram {
  if (!Number.isInteger(dimension) || dimension < 0)
    throw new RangeError(`diagramOf: dimension must be an integer >= 0, got ${dimension}`);
  if (births.length !== deaths.length)
    throw new RangeError(
      `diagramOf: expected as many deaths as births, got ${deaths.length} and ${births.length}`,
    );
  const kept: number[] = [];
  let direction = 0;
  for (let k = 0; k < births.length; k++) {
    const [birth, death] = [births[k], deaths[k]];
    if (
      typeof birth !== "number" ||
      typeof death !== "number" ||
      !(birth <= death || birth > death)
    )
      throw new RangeError(`diagramOf: expected numbers, got the bar (${birth}, ${death}) at ${k}`);
    if (birth === death) continue;
    const sign = birth < death ? 1 : -1;
    if (direction === -sign)
      throw new RangeError(
        `diagramOf: expected all bars to run ${direction > 0 ? "up" : "down"}wards, got (${birth}, ${death}) at ${k}`,
      );
    direction = sign;
    kept.push(k);
  }
  // Comparisons, for ∞ − ∞ is NaN.
  kept.sort((a, b) => compare(births[a], births[b]) || compare(deaths[a], deaths[b]));
  return {
    dimension,
    births: Float64Array.from(kept, (k) => births[k] + 0),
    deaths: Float64Array.from(kept, (k) => deaths[k] + 0),
  };
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);
