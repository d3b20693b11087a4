import type { Distances } from "../../numerics/distances.js";
import type { Chain } from "./chain.js";
import { edgeOrder } from "./edgeOrder.js";
import { GroupReduction } from "./groupReduction.js";
import { inverse } from "./inverse.js";
import { NamedSimplices, type Terms } from "./namedSimplices.js";
import type { RipsBars, RipsMonitor } from "./ripsBars.js";
import { ripsCohomology } from "./ripsCohomology.js";
import type { WeightedGraph } from "./weightedGraph.js";
import { WorkingChain } from "./workingChain.js";

/** What {@link representativeCycles} must be told. */
export interface CycleOptions {
  readonly maxDimension: number;
  /** Longest edge, finite. */
  readonly threshold: number;
  /** p, a prime. */
  readonly modulus: number;
  readonly monitor?: RipsMonitor;
}

/** A bar between ranks of edges, with its cycle. */
interface RankedCycle {
  readonly birth: number;
  readonly death: number;
  readonly terms: Terms;
}

/**
 * A cycle for each bar of a Rips filtration: all of it is there at the bar's birth, it is no
 * boundary at any t in [birth, death), and it is one at the death.
 *
 * Cohomology finds pairs fast but says nothing about cycles. So the pairs are found on the ranks
 * of the edges in place of their lengths, where nothing is tied, and tell which edges end
 * something; of the simplices over those edges alone the boundaries are reduced (involuted
 * homology). Whatever else the reduction needs is found where it is met: a simplex that dies
 * together with its birth is killed by simplices over the same longest edge.
 *
 * The cycles follow from the reduction; they are not the shortest of their class.
 *
 * Twice the time of the diagrams, and beyond that O(n) a step of the reduction, of which there
 * are few up to dimension 1; from dimension 2 on, every edge that is met costs about the number of
 * simplices of that dimension over it. 4n² bytes.
 *
 * @param input - checked distances or graph, n ≥ 1 points
 * @returns per dimension 0 … maxDimension the cycles of the bars, those sorted by birth, then
 *   death
 * @throws RangeError if there are too many edges and points to name the simplices
 * @see Čufar & Virk (2023), Fast computation of persistent homology representatives with
 *   involuted persistent homology, Found. Data Sci. 5
 */
export function representativeCycles(
  input: Distances | WeightedGraph,
  { maxDimension, threshold, modulus, monitor }: CycleOptions,
): Chain[][] {
  const order = edgeOrder(input, threshold);
  const { size, count, first, second, lengthOf } = order;
  if (count * size ** maxDimension > Number.MAX_SAFE_INTEGER)
    throw new RangeError(
      `representativeCycles: expected to name simplices by numbers below 2⁵³, got ${count} edges, ${size} points and maxDimension ${maxDimension}`,
    );
  const edges = new Uint32Array(2 * count);
  for (let r = 0; r < count; r++) edges.set([first[r], second[r]], 2 * r);
  const lengths = Float64Array.from({ length: count }, (_, r) => r + 1);
  const options = { maxDimension, threshold: count, modulus, cocycles: false, monitor };
  const ranked = ripsCohomology({ size, edges, lengths }, options);

  const simplices = new NamedSimplices(order, modulus);
  const groups = new GroupReduction(simplices, modulus);
  const length = (rank: number): number =>
    rank < 0 ? 0 : rank === Infinity ? Infinity : lengthOf(rank);
  let born: Map<number, Terms> = new Map();
  for (let v = 0; v < size; v++) born.set(v, { names: [v], coefficients: [1] });
  const result: Chain[][] = [];
  for (const bars of ranked) {
    const d = bars.dimension;
    const next = ranked[d + 1];
    const { killed, positive } = killedIn(bars, next, simplices, groups, modulus, monitor);
    const found: RankedCycle[] = [...killed.values()];
    if (found.length !== bars.deaths.filter((death) => death < Infinity).length)
      throw new Error("representativeCycles: the reductions of boundaries and coboundaries differ");
    for (const [name, terms] of born)
      if (!killed.has(name))
        found.push({ birth: simplices.groupOf(name, d), death: Infinity, terms });
    born = positive;
    const byBar = (a: RankedCycle, b: RankedCycle): number =>
      length(a.birth) - length(b.birth) ||
      (a.death === b.death ? a.birth - b.birth : length(a.death) - length(b.death));
    result.push(
      found
        .filter(({ birth, death }) => length(birth) < length(death))
        .sort(byBar)
        .map(({ terms }) => chainOf(simplices, terms, d)),
    );
  }
  return result;
}

/**
 * Pairs of one dimension d that differ in rank.
 *
 * @param bars - the pairs' ranks + 1 according to cohomology
 * @param above - the bars of dimension d + 1, if cycles are wanted there
 * @returns `killed`: the pairs by the name of the d-simplex that creates the class, each with the
 *   cycle; `positive`: cycles of dimension d + 1 by their greatest name, among them those that
 *   never die
 */
function killedIn(
  bars: RipsBars,
  above: RipsBars | undefined,
  simplices: NamedSimplices,
  groups: GroupReduction,
  modulus: number,
  monitor: RipsMonitor | undefined,
): { killed: Map<number, RankedCycle>; positive: Map<number, Terms> } {
  const d = bars.dimension;
  const killed: Map<number, RankedCycle> = new Map();
  const positive: Map<number, Terms> = new Map();
  const chains: Map<number, Terms> = new Map();
  const boundaryOf = (terms: Terms, of: number): WorkingChain => {
    const sum = new WorkingChain(modulus);
    for (const [k, name] of terms.names.entries())
      sum.add(simplices.boundary(name, of), terms.coefficients[k]);
    return sum;
  };
  const essential = new Set(above?.births.filter((_, k) => above.deaths[k] === Infinity));
  const tracked = essential.size > 0; // else the chains that bound are of no use
  const deaths: Map<number, number> = new Map(Array.from(essential, (birth) => [birth, 0]));
  for (const death of bars.deaths)
    if (death < Infinity) deaths.set(death, (deaths.get(death) ?? 0) + 1);

  let done = 0;
  for (const death of [...deaths.keys()].sort((a, b) => a - b)) {
    monitor?.progress(`cycles of dimension ${d}`, done++, deaths.size);
    const group = death - 1; // ranks count from 0, lengths made of them from 1
    let left = essential.has(death) ? Infinity : (deaths.get(death) as number);
    for (const [name, bounding] of groups.cycles(group, d + 1)) {
      if (left === 0) break;
      const column = boundaryOf(bounding, d + 1);
      const chain = new WorkingChain(modulus);
      chain.add(bounding, 1);
      let pivot = column.greatest();
      for (; pivot >= 0; pivot = column.greatest()) {
        const stored = killed.get(pivot);
        const killer = stored ? chains.get(pivot) : groups.killer(pivot, d);
        if (!stored && !killer) break;
        const boundary = stored?.terms ?? boundaryOf(killer as Terms, d + 1).all();
        const at = boundary.coefficients[boundary.names.indexOf(pivot)];
        const factor = modulus - ((column.at(pivot) * inverse(at, modulus)) % modulus);
        column.add(boundary, factor);
        if (tracked) chain.add(killer as Terms, factor);
      }
      if (pivot < 0) positive.set(name, chain.all());
      else {
        killed.set(pivot, {
          birth: simplices.groupOf(pivot, d),
          death: group,
          terms: column.all(),
        });
        if (tracked) chains.set(pivot, chain.all());
        left--;
      }
    }
  }
  return { killed, positive };
}

function chainOf(simplices: NamedSimplices, { names, coefficients }: Terms, d: number): Chain {
  const ascending = Array.from(names.keys()).sort((a, b) => names[a] - names[b]);
  return {
    simplices: Uint32Array.from(ascending.flatMap((k) => simplices.verticesOf(names[k], d))),
    coefficients: Int32Array.from(ascending, (k) => coefficients[k]),
  };
}
