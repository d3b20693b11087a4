import type { Lunes } from "./lunes.js";
import type { RankedGraph } from "./rankedGraph.js";

/**
 * Names of simplices: integers that sort as the simplices of one dimension do.
 *
 * The name of e ∪ τ, e its longest edge, is the rank of e followed by the vertices of τ as digits,
 * largest first: the apex of e is digit 0, another vertex 1 + its number among the neighbours of
 * the first vertex of e. See `Lunes` for why this order.
 */
export interface SimplexNames {
  /** Larger than all names of the highest dimension. */
  readonly limit: number;
  /** Vertices of a named simplex, ascending, into `vertices`. Returns the rank of its longest edge. */
  read(name: number, dimension: number, vertices: Int32Array): number;
  /** Name of a simplex of `count` ascending vertices whose longest edge has the rank. */
  of(vertices: Int32Array, count: number, rank: number): number;
  /** Name of that simplex with a vertex w more, whose longest edge has the rank. */
  withVertex(vertices: Int32Array, count: number, w: number, rank: number): number;
  /**
   * Place, among its vertices, of the one opposite to the face that a simplex is paired with at
   * its longest edge; −1 if it is not paired with a face of its.
   */
  pairedFace(vertices: Int32Array, count: number, rank: number): number;
}

/** Integers up to here, divided by a digit base, round down to the right quotient. */
const LARGEST = 2 ** 52;

/** @throws RangeError if names of simplices of the dimension would not be exact */
export function simplexNames(graph: RankedGraph, { apex }: Lunes, highest: number): SimplexNames {
  const { order, rank: rankOf } = graph;
  const { first, second, count: edges } = order;
  const base = graph.base + 1;
  let largest = edges;
  for (let d = 1; d < highest; d++) largest *= base;
  if (largest > LARGEST)
    throw new RangeError(
      `ripsCohomology: expected at most 2^52 names of simplices of dimension ${highest}, got ${largest} for ${edges} edges and ${graph.base} neighbours`,
    );
  const digits = new Float64Array(highest + 1);
  return {
    limit: largest,
    read: (name, dimension, vertices) => {
      let rank = name;
      for (let k = 1; k < dimension; k++) {
        const quotient = Math.floor(rank / base);
        digits[k] = rank - quotient * base;
        rank = quotient;
      }
      const u = first[rank];
      let count = 0;
      // Insertion: the digits ascend already, but for the apex and the two ends of the edge.
      const insert = (w: number): void => {
        let i = count++;
        for (; i > 0 && vertices[i - 1] > w; i--) vertices[i] = vertices[i - 1];
        vertices[i] = w;
      };
      for (let k = 1; k < dimension; k++)
        insert(digits[k] === 0 ? apex[rank] : graph.neighbour(u, digits[k] - 1));
      insert(u);
      insert(second[rank]);
      return rank;
    },
    of: (vertices, count, rank) => {
      const [u, v, top] = [first[rank], second[rank], apex[rank]];
      let name = rank;
      let withApex = false;
      for (let k = count - 1; k >= 0; k--) {
        const w = vertices[k];
        if (w === u || w === v) continue;
        if (w === top) withApex = true;
        else name = name * base + graph.number(u, w) + 1;
      }
      return withApex ? name * base : name;
    },
    withVertex: (vertices, count, w, rank) => {
      const u = first[rank];
      const v = second[rank];
      const top = apex[rank];
      let name = rank;
      let withApex = w === top;
      let waits = w !== u && w !== v && w !== top;
      for (let k = count - 1; k >= 0; k--) {
        const x = vertices[k];
        if (waits && w > x) {
          name = name * base + graph.number(u, w) + 1;
          waits = false;
        }
        if (x === top) withApex = true;
        else if (x !== u && x !== v) name = name * base + graph.number(u, x) + 1;
      }
      if (waits) name = name * base + graph.number(u, w) + 1;
      return withApex ? name * base : name;
    },
    pairedFace: (vertices, count, rank) => {
      const [u, v, top] = [first[rank], second[rank], apex[rank]];
      let least = -1;
      for (let k = 0; k < count; k++) {
        const w = vertices[k];
        if (w === top) return k;
        if (least < 0 && w !== u && w !== v) least = k;
      }
      const joined = (w: number): boolean => {
        for (let k = 0; k < count; k++)
          if (k !== least && !(rankOf(w, vertices[k]) < rank)) return false;
        return true;
      };
      if (joined(top)) return -1;
      const number = graph.number(u, vertices[least]);
      for (let k = 0; k < number; k++) if (joined(graph.neighbour(u, k))) return -1;
      return least;
    },
  };
}
