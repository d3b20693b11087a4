import { compensatedSum } from "../../numerics/compensatedSum.js";
import { log } from "../../numerics/elementary/elementary.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { cappedBars } from "./cappedBars.js";
import type { Diagram } from "./diagram.js";

/** What {@link persistenceEntropy} may be told. */
export interface PersistenceEntropyOptions {
  /** Level where essential bars end; they are left out unless told. */
  readonly cap?: number;
}

/**
 * Persistence entropy of a diagram: the entropy of the lengths of its bars taken as shares of
 * their sum,
 *
 *     E = −Σ pᵢ ln pᵢ,   pᵢ = |deathᵢ − birthᵢ| / Σ |death − birth|
 *
 * From 0, one bar, to ln n, n bars of equal length; unchanged by a change of units. 0 for a
 * diagram without bars. Essential bars are left out or end at the cap. O(n).
 *
 * @param diagram - bars in any order, upwards or downwards
 * @param options - the cap
 * @returns a number in nats
 * @throws RangeError if the cap is not finite, a birth is infinite, an end is NaN, or births and
 *   deaths differ in number
 * @throws TypeError if an option is unknown
 * @see Atienza, Gonzalez-Diaz & Soriano-Trigueros (2020), On the stability of persistent entropy
 *   and new summary functions for topological data analysis, Pattern Recognition 107
 *
 * @example
 * persistenceEntropy(diagramOf(1, [0, 5], [1, 6])); // ln 2 = 0.693…
 */
export function persistenceEntropy(
  diagram: Diagram,
  options: PersistenceEntropyOptions = {},
): number {
  requireKnown(options, ["cap"], "option", "persistenceEntropy");
  const { births, deaths } = cappedBars(diagram, options.cap, "persistenceEntropy");
  const lengthsIn = (unit: number): Float64Array =>
    births.map((birth, k) => Math.abs(deaths[k] * unit - birth * unit));
  const longestOf = (list: Float64Array): number => list.reduce((a, b) => Math.max(a, b), 0);
  let lengths = lengthsIn(1);
  if (longestOf(lengths) === Infinity) lengths = lengthsIn(0.5);
  const longest = longestOf(lengths);
  const shares = lengths.map((length) => length / longest);
  const sum = compensatedSum(shares);
  const terms = shares.map((share) => (share > 0 ? (share / sum) * log(sum / share) : 0));
  return compensatedSum(terms);
}
