import { countBelow } from "../../numerics/countBelow.js";
import type { Distances } from "../../numerics/distances.js";
import { unionFind } from "../../numerics/unionFind.js";
import { type Linkage, singleLinkage } from "./singleLinkage.js";

/**
 * Metric classes (§2.3): two things are in one class if a chain of things with hops < δ leads
 * from one to the other.
 *
 *     i ~ j  ⇔  there are i = k₀, k₁, …, k_m = j with d(k_l, k_{l+1}) < δ
 *
 * A hop of exactly δ does not count; with δ ≤ 0 each thing is alone, equal things too; with
 * δ = +∞ everything that finite distances connect is one class. O(n²) from distances, O(n log n)
 * from a linkage.
 *
 * @param source - distances, or their single linkage where many δ are tried
 * @param delta - δ, in the units of the distances
 * @returns n labels 0, 1, … in the order in which the classes first appear
 * @throws RangeError if δ is NaN, or the distances are not such
 *
 * @example
 * metricClasses({ size: 3, values: Float64Array.of(1, 5, 4) }, 2); // [0, 0, 1]
 */
export function metricClasses(source: Distances | Linkage, delta: number): Int32Array {
  requireDelta(delta, "metricClasses");
  const { size, heights, links } = linkageOf(source);
  const sets = unionFind(size);
  for (let k = 0; k < heights.length && heights[k] < delta; k++)
    sets.union(links[2 * k], links[2 * k + 1]);
  const labels = new Int32Array(size);
  let count = 0;
  for (let i = 0; i < size; i++) {
    const first = sets.find(i); // the smallest, so it has its label already
    labels[i] = first === i ? count++ : labels[first];
  }
  return labels;
}

/**
 * Number of metric classes at δ.
 *
 *     count(δ) = n − #{k : h_k < δ} = number of H0 bars of the Rips diagram with death ≥ δ, δ > 0
 *
 * Equal things make Rips bars of length 0, which diagrams leave out and which no δ > 0 counts;
 * for δ ≤ 0 each thing is alone and the count is n. As a class needs hops < δ, a bar that dies
 * at δ still counts: the limit from the left of the Betti curve. O(log n).
 *
 * @throws RangeError if δ is NaN
 *
 * @example
 * classCount(singleLinkage({ size: 3, values: Float64Array.of(1, 5, 4) }), 2); // 2
 */
export function classCount(linkage: Pick<Linkage, "size" | "heights">, delta: number): number {
  requireDelta(delta, "classCount");
  return linkage.size - countBelow(linkage.heights, delta);
}

/** The number of classes as a function of δ > 0, a staircase that comes down. */
export interface ClassCountCurve {
  /** Where the steps begin, ascending from 0: step k is thresholds[k] < δ ≤ thresholds[k + 1]. */
  readonly thresholds: Float64Array;
  /** Number of classes on each step; the last one is that of all larger δ. */
  readonly counts: Int32Array;
}

/**
 * The number of classes against the whole range of δ > 0, which is the H0 barcode (see
 * {@link classCount}). Things that no finite chain connects stay apart on the last step. O(n).
 *
 * @example
 * const { thresholds, counts } = classCountCurve(
 *   singleLinkage({ size: 3, values: Float64Array.of(1, 5, 4) }),
 * );
 * [...thresholds]; // [0, 1, 4]
 * [...counts]; // [3, 2, 1]
 */
export function classCountCurve(linkage: Pick<Linkage, "size" | "heights">): ClassCountCurve {
  const finite = linkage.heights.filter((height) => height < Infinity);
  const thresholds = Float64Array.from(new Set([0, ...finite]));
  const counts = Int32Array.from(thresholds, (_, k) =>
    classCount(linkage, k + 1 < thresholds.length ? thresholds[k + 1] : Infinity),
  );
  return { thresholds, counts };
}

/** The linkage itself, or that of distances. */
export function linkageOf(source: Distances | Linkage): Linkage {
  return typeof source === "object" && source !== null && "heights" in source
    ? source
    : singleLinkage(source);
}

function requireDelta(delta: number, caller: string): void {
  if (typeof delta !== "number" || Number.isNaN(delta))
    throw new RangeError(`${caller}: expected delta to be a number, got ${delta}`);
}
