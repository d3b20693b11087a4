import { requireList } from "../../landscapes/requireObjective.js";
import type { Diagram } from "../../topology/diagrams/diagram.js";
import { roundTicks } from "../animation/roundTicks.js";
import { axis, type FormatStyle, reference, seriesStyle } from "../theme.js";

/** Where births and deaths lie in a picture, the infinite ones on lines of their own. */
export interface DiagramScale {
  /** Ends of both axes. */
  readonly range: readonly [number, number];
  /** Where +∞ is drawn; above every finite value. */
  readonly top: number;
  /** Where −∞ is drawn; below every finite value. */
  readonly bottom: number;
  /** Whether a birth is +∞, and whether one is −∞. */
  readonly birthInfinite: Infinities;
  /** The same for deaths. */
  readonly deathInfinite: Infinities;
  /** Whether deaths lie below births: a filtration by superlevel sets. */
  readonly falling: boolean;
  /** Round numbers among the finite values. */
  readonly ticks: readonly number[];
}

/** Which infinities occur. */
export interface Infinities {
  readonly above: boolean;
  readonly below: boolean;
}

/** The words for a dimension of homology. */
const kinds = ["components", "loops", "cavities"];

/**
 * How a dimension of homology is drawn, and what it is called: "H₁ loops".
 *
 * @param dimension - of the homology
 * @param name - in place of that
 *
 * @example
 * dimensionStyle(1).label; // "H₁ loops"
 */
export function dimensionStyle(dimension: number, name?: string): FormatStyle {
  const lowered = [...String(dimension)].map((digit) => "₀₁₂₃₄₅₆₇₈₉"[Number(digit)]).join("");
  const kind = kinds[dimension] === undefined ? "" : ` ${kinds[dimension]}`;
  return seriesStyle(dimension, name ?? `H${lowered}${kind}`);
}

/**
 * Refuses what are no diagrams of one direction.
 *
 * @param caller - the function to name in the error
 * @throws TypeError if it is no list
 * @throws RangeError if births and deaths differ in number, a birth or death is NaN, or bars
 *   that die above and below their births are mixed
 */
export function requireDiagrams(diagrams: readonly Diagram[], caller: string): void {
  requireList(diagrams, "diagrams", caller);
  for (const [k, { dimension, births, deaths }] of Array.from(diagrams).entries()) {
    if (!Number.isInteger(dimension) || dimension < 0)
      throw new RangeError(
        `${caller}: expected diagrams of a dimension >= 0, got ${dimension} in diagram ${k}`,
      );
    if (births?.length === undefined || births.length !== deaths?.length)
      throw new RangeError(
        `${caller}: expected as many deaths as births, got ${deaths?.length} and ${births?.length} in diagram ${k}`,
      );
    if (births.some(Number.isNaN) || deaths.some(Number.isNaN))
      throw new RangeError(`${caller}: expected no NaN, got one in diagram ${k}`);
  }
  if (directions(diagrams).size > 1)
    throw new RangeError(
      `${caller}: expected bars of one direction, got deaths above and below births`,
    );
}

const directions = (diagrams: readonly Diagram[]): Set<boolean> =>
  new Set(
    diagrams.flatMap(({ births, deaths }) =>
      Array.from(births, (birth, k) => deaths[k] - birth)
        .filter((length) => length !== 0)
        .map((length) => length < 0),
    ),
  );

/**
 * One scale for all births and deaths: 4 % of air around the finite ones, and beyond them a line
 * for ±∞ where it is needed.
 *
 * @param diagrams - any number, all of one direction; without a finite value the scale is [0, 1]
 *
 * @example
 * diagramScale([{ dimension: 0, births: Float64Array.of(0), deaths: Float64Array.of(2) }]).range;
 * // [-0.08, 2.08]
 */
export function diagramScale(diagrams: readonly Diagram[]): DiagramScale {
  let [low, high] = [Infinity, -Infinity];
  for (const { births, deaths } of diagrams)
    for (const values of [births, deaths])
      for (const value of values) {
        if (!Number.isFinite(value)) continue;
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
  if (low > high) [low, high] = [0, 1];
  if (low === high) high = low + Math.max(1, Math.abs(low)) / 2;
  const infinities = (which: "births" | "deaths"): Infinities => ({
    above: diagrams.some((diagram) => diagram[which].includes(Infinity)),
    below: diagrams.some((diagram) => diagram[which].includes(-Infinity)),
  });
  const [birthInfinite, deathInfinite] = [infinities("births"), infinities("deaths")];
  const above = birthInfinite.above || deathInfinite.above;
  const below = birthInfinite.below || deathInfinite.below;
  const span = high - low;
  const [top, bottom] = [high + 0.09 * span, low - 0.09 * span];
  return {
    range: [
      below ? low - 0.14 * span : low - 0.04 * span,
      above ? high + 0.14 * span : high + 0.04 * span,
    ],
    top,
    bottom,
    birthInfinite,
    deathInfinite,
    falling: directions(diagrams).has(true),
    ticks: roundTicks(low, high, 7),
  };
}

/** Where a birth or death is drawn. */
export const placed = ({ top, bottom }: DiagramScale, value: number): number =>
  value === Infinity ? top : value === -Infinity ? bottom : value;

/** An axis of the scale, with names for the infinities among its values. */
export function scaleAxis(
  title: string,
  { range, ticks, top, bottom }: DiagramScale,
  infinite: Infinities,
  more: Record<string, unknown> = {},
): Record<string, unknown> {
  return axis(title, {
    range: [...range],
    tickvals: [...(infinite.below ? [bottom] : []), ...ticks, ...(infinite.above ? [top] : [])],
    ticktext: [
      ...(infinite.below ? ["−∞"] : []),
      ...ticks.map((tick) => String(tick).replace("-", "−")),
      ...(infinite.above ? ["∞"] : []),
    ],
    ...more,
  });
}

/** The diagonal, and a line for each infinity that occurs among the deaths. */
export function scaleLines(scale: DiagramScale): Record<string, unknown>[] {
  const [from, to] = scale.range;
  const line = { color: reference, width: 1.2 };
  const across = (level: number): Record<string, unknown> => ({
    ...{ type: "line", layer: "below", x0: from, x1: to, y0: level, y1: level },
    line: { ...line, dash: "dot" },
  });
  const { above, below } = scale.deathInfinite;
  return [
    { type: "line", layer: "below", x0: from, x1: to, y0: from, y1: to, line },
    ...(above && !scale.falling ? [across(scale.top)] : []),
    ...(below && scale.falling ? [across(scale.bottom)] : []),
  ];
}
