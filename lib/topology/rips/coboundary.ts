import type { Lunes } from "./lunes.js";
import type { RankedGraph } from "./rankedGraph.js";
import type { SimplexNames } from "./simplexNames.js";

/** Entries of the coboundary of one simplex: those that can come first in a sum. */
export interface Coboundary {
  /** Fills in the entries of a multiple of the simplex's coboundary; returns their number. */
  of(simplex: number, factor: number): number;
  readonly names: Float64Array;
  readonly coefficients: Uint16Array;
  /** Vertices that were looked at: a measure of work, which may be reset. */
  looked: number;
}

/**
 * Coboundaries of simplices of one dimension d ≥ 1. A coface paired with one of its cofaces at the
 * same edge never comes first in a coboundary and is left out where this is seen at once: the
 * apex is joined to all of it, but not in it.
 */
export function coboundaries(
  graph: RankedGraph,
  { apex, dominated }: Lunes,
  simplexNames: SimplexNames,
  dimension: number,
  modulus: number,
): Coboundary {
  const { found, longest, rank: rankOf } = graph;
  const vertices = new Int32Array(dimension + 1);
  const result: Coboundary = {
    names: new Float64Array(found.length),
    coefficients: new Uint16Array(found.length),
    looked: 0,
    of: (simplex: number, factor: number): number => {
      const own = simplexNames.read(simplex, dimension, vertices);
      const { names, coefficients } = result;
      const candidates = graph.common(vertices, dimension + 1);
      result.looked += found.length;
      let count = 0;
      for (let i = 0; i < candidates; i++) {
        const w = found[i];
        const rank = Math.max(longest[i], own);
        const top = apex[rank];
        if (top !== w && isPairedUp(top, w, rank)) continue;
        let k = 0;
        while (k <= dimension && vertices[k] < w) k++;
        coefficients[count] = k & 1 ? modulus - factor : factor;
        names[count++] = simplexNames.withVertex(vertices, dimension + 1, w, rank);
      }
      return count;
    },
  };
  const isPairedUp = (top: number, w: number, rank: number): boolean => {
    for (let k = 0; k <= dimension; k++) if (vertices[k] === top) return false;
    if (dominated[rank] === 1) return true;
    if (!(rankOf(top, w) < rank)) return false;
    for (let k = 0; k <= dimension; k++) if (!(rankOf(top, vertices[k]) < rank)) return false;
    return true;
  };
  return result;
}
