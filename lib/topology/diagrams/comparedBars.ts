import type { Diagram } from "./diagram.js";
import { halfLength } from "./pairDistance.js";

/** The bars of a diagram with two finite ends, as points of the plane. */
export interface BarPoints {
  /** Index in the diagram. */
  readonly bars: Int32Array;
  readonly births: Float64Array;
  readonly deaths: Float64Array;
  /** |death − birth|/2, the distance to the diagonal in the maximum norm. */
  readonly halves: Float64Array;
}

/** Two diagrams made ready to be matched. */
export interface ComparedBars {
  /** What is left to match: bars with finite ends, of the first and of the second diagram. */
  readonly points: readonly [BarPoints, BarPoints];
  /** Partner in the second diagram of each bar of the first that has an infinite end, else −1. */
  readonly partners: Int32Array;
}

/**
 * Checks two diagrams and matches their bars with infinite ends, which only one matching at
 * finite distance can do: those with the same end infinite, in the order of the other end (for a
 * cost that is a convex function of the distance on a line, that is optimal). Where one diagram
 * has more of them, its last are left without partner.
 *
 * A bar whose ends are equal, infinite ones included, lies on the diagonal at no cost.
 *
 * @throws RangeError naming the caller if the diagrams are of different dimension, births and
 *   deaths differ in number, one is NaN, or some bars are born below and others above their deaths
 */
export function comparedBars(a: Diagram, b: Diagram, caller: string): ComparedBars {
  if (a.dimension !== b.dimension)
    throw new RangeError(`${caller}: dimensions differ, ${a.dimension} and ${b.dimension}`);
  const directions = [direction(a, "first", caller), direction(b, "second", caller)];
  if (directions[0] * directions[1] < 0)
    throw new RangeError(
      `${caller}: expected two diagrams of sublevel sets or two of superlevel sets, got one of each`,
    );

  const partners = new Int32Array(a.births.length).fill(-1);
  const groups = [infiniteBars(a), infiniteBars(b)];
  for (const name of new Set([...groups[0].keys(), ...groups[1].keys()])) {
    const [first, second] = groups.map((group) => group.get(name) ?? []);
    for (let k = 0; k < Math.min(first.length, second.length); k++)
      partners[first[k].bar] = second[k].bar;
  }
  return { points: [finiteBars(a), finiteBars(b)], partners };
}

/** 1 if bars are born below their deaths, −1 if above, 0 if there is none off the diagonal. */
function direction({ births, deaths }: Diagram, which: string, caller: string): number {
  if (births.length !== deaths.length)
    throw new RangeError(
      `${caller}: expected as many births as deaths in the ${which} diagram, got ${births.length} and ${deaths.length}`,
    );
  let found = 0;
  for (let k = 0; k < births.length; k++) {
    const sign = Math.sign(deaths[k] - births[k]) || (deaths[k] === births[k] ? 0 : NaN);
    if (Number.isNaN(sign) && (Number.isNaN(births[k]) || Number.isNaN(deaths[k])))
      throw new RangeError(
        `${caller}: expected numbers, got birth ${births[k]} and death ${deaths[k]} in bar ${k} of the ${which} diagram`,
      );
    if (sign * found < 0)
      throw new RangeError(
        `${caller}: expected all births below or all above their deaths, got both in the ${which} diagram (bar ${k} is [${births[k]}, ${deaths[k]}))`,
      );
    found ||= sign;
  }
  return found;
}

/** By the kind of infinite ends, the bars in ascending order of their finite end, 0 without. */
function infiniteBars({ births, deaths }: Diagram): Map<string, { bar: number; end: number }[]> {
  const groups = new Map<string, { bar: number; end: number }[]>();
  for (let bar = 0; bar < births.length; bar++) {
    const [birth, death] = [births[bar], deaths[bar]];
    if ((Number.isFinite(birth) && Number.isFinite(death)) || birth === death) continue;
    const end = Number.isFinite(birth) ? birth : Number.isFinite(death) ? death : 0;
    const name = `${Number.isFinite(birth) ? "" : birth} ${Number.isFinite(death) ? "" : death}`;
    if (!groups.has(name)) groups.set(name, []);
    groups.get(name)?.push({ bar, end });
  }
  for (const group of groups.values()) group.sort((x, y) => x.end - y.end || x.bar - y.bar);
  return groups;
}

function finiteBars({ births, deaths }: Diagram): BarPoints {
  const bars = Int32Array.from(births.keys()).filter(
    (k) => Number.isFinite(births[k]) && Number.isFinite(deaths[k]),
  );
  return {
    bars,
    births: Float64Array.from(bars, (k) => births[k]),
    deaths: Float64Array.from(bars, (k) => deaths[k]),
    halves: Float64Array.from(bars, (k) => halfLength(births[k], deaths[k])),
  };
}
