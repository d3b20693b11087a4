import { compensatedSum } from "../../numerics/compensatedSum.js";
import { pow } from "../../numerics/elementary/elementary.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { cappedBars } from "./cappedBars.js";
import type { Diagram } from "./diagram.js";

/** What {@link totalPersistence} may be told. */
export interface TotalPersistenceOptions {
  /** The power p of the lengths, finite and > 0; 1 unless told. */
  readonly order?: number;
  /** Level where essential bars end; they are left out unless told. */
  readonly cap?: number;
}

/**
 * Total persistence of a diagram, Σ |death − birth|^p over its bars.
 *
 * Essential bars, of infinite length, are left out or end at the cap. 0 for a diagram without
 * bars. O(n).
 *
 * @param diagram - bars in any order, upwards or downwards
 * @param options - the power, the cap
 * @returns a number in the units of the filtration to the power p
 * @throws RangeError if the order or the cap is out of range, a birth is infinite, an end is NaN,
 *   or births and deaths differ in number
 * @throws TypeError if an option is unknown
 * @see Cohen-Steiner, Edelsbrunner, Harer & Mileyko (2010), Lipschitz functions have L_p-stable
 *   persistence, Found. Comput. Math. 10
 *
 * @example
 * totalPersistence(diagramOf(1, [0, 1], [3, 5]), { order: 2 }); // 9 + 16 = 25
 */
export function totalPersistence(diagram: Diagram, options: TotalPersistenceOptions = {}): number {
  requireKnown(options, ["order", "cap"], "option", "totalPersistence");
  const { order = 1, cap } = options;
  if (!(order > 0 && order < Infinity))
    throw new RangeError(`totalPersistence: order must be finite and > 0, got ${order}`);
  const { births, deaths } = cappedBars(diagram, cap, "totalPersistence");
  const power = (length: number): number =>
    order === 1 ? length : order === 2 ? length * length : pow(length, order);
  return compensatedSum(births.map((birth, k) => power(Math.abs(deaths[k] - birth))));
}
