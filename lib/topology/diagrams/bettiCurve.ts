import { countBelow, countUpTo } from "../../numerics/countBelow.js";
import type { Diagram } from "./diagram.js";

/**
 * Betti curve: how many bars are alive at each of some levels,
 *
 *     β(t) = #{bars with birth ≤ t < death}
 *
 * Essential bars count from their birth on. Of superlevel sets, whose bars run downwards, the
 * bars with birth ≥ t > death count. O((n + m) log n).
 *
 * @param diagram - n bars, in any order
 * @param at - m levels, in the units of the filtration; ±∞ allowed
 * @returns m counts
 * @throws RangeError if a level or an end of a bar is NaN, births and deaths differ in
 *   number, or some bars run upwards and others downwards
 *
 * @example
 * bettiCurve(diagramOf(0, [0, 1], [Infinity, 3]), Float64Array.of(0, 1, 3)); // 1, 2, 1
 */
export function bettiCurve(diagram: Diagram, at: ArrayLike<number>): Int32Array {
  const { births, deaths } = diagram;
  if (births.length !== deaths.length)
    throw new RangeError(
      `bettiCurve: expected as many deaths as births, got ${deaths.length} and ${births.length}`,
    );
  // A bar counts +1 from its lower end on and −1 from its upper end on. Downward bars keep their
  // upper and lose their lower end.
  const [lower, upper] = [new Float64Array(births.length), new Float64Array(births.length)];
  let [upwards, downwards] = [false, false];
  for (let k = 0; k < births.length; k++) {
    const [birth, death] = [births[k], deaths[k]];
    if (Number.isNaN(birth) || Number.isNaN(death))
      throw new RangeError(
        `bettiCurve: expected numbers, got the bar (${birth}, ${death}) at ${k}`,
      );
    if (birth > death) downwards = true;
    if (birth < death) upwards = true;
    lower[k] = Math.min(birth, death);
    upper[k] = Math.max(birth, death);
  }
  if (upwards && downwards)
    throw new RangeError(
      "bettiCurve: expected all births below or all above their deaths, got both",
    );
  lower.sort();
  upper.sort();
  return Int32Array.from({ length: at.length }, (_, k) => {
    const level = at[k];
    if (Number.isNaN(level))
      throw new RangeError(`bettiCurve: levels must be numbers, got NaN at ${k}`);
    const count = downwards ? countBelow : countUpTo;
    return count(lower, level) - count(upper, level);
  });
}
