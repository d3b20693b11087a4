import type { Diagram } from "./diagram.js";

/**
 * The bars of a diagram that a number can be made of: those with two finite ends, and, if there is
 * a cap, the essential ones as if they died there. An essential bar that the cap does not leave
 * any length is left out, and so are all of them without a cap.
 *
 * @param cap - the level where essential bars end; undefined leaves them out
 * @param caller - the function to name in an error
 * @throws RangeError if births and deaths differ in number, one is NaN, a birth is infinite, or
 *   the cap is not finite
 *
 * @example
 * cappedBars(diagramOf(0, [0, 1], [Infinity, 2]), 5, "example"); // births 0, 1; deaths 5, 2
 */
export function cappedBars(
  { births, deaths }: Diagram,
  cap: number | undefined,
  caller: string,
): { births: Float64Array; deaths: Float64Array } {
  if (births.length !== deaths.length)
    throw new RangeError(
      `${caller}: expected as many deaths as births, got ${deaths.length} and ${births.length}`,
    );
  if (cap !== undefined && !Number.isFinite(cap))
    throw new RangeError(`${caller}: cap must be finite, got ${cap}`);
  const ends: number[] = [];
  const kept: number[] = [];
  for (let k = 0; k < births.length; k++) {
    const [birth, death] = [births[k], deaths[k]];
    if (!Number.isFinite(birth) || Number.isNaN(death))
      throw new RangeError(
        `${caller}: expected finite births and deaths that are numbers, got the bar (${birth}, ${death}) at ${k}`,
      );
    const end = Number.isFinite(death) ? death : (cap ?? birth);
    const runs = death > birth ? end > birth : end < birth;
    if (!runs) continue;
    kept.push(birth);
    ends.push(end);
  }
  return { births: Float64Array.from(kept), deaths: Float64Array.from(ends) };
}
