import type { EdgeOrder } from "./edgeOrder.js";

/** In place of a rank where there is no edge: larger than all ranks. */
export const NO_EDGE = 0x7fffffff;

/**
 * The graph of all edges of a Rips filtration, to be asked for ranks and common neighbours.
 * Dense graphs have a matrix of ranks, sparse ones lists of neighbours.
 */
export interface RankedGraph {
  readonly order: EdgeOrder;
  /** Rank of the edge between two vertices; {@link NO_EDGE} if there is none. */
  rank(a: number, b: number): number;
  /**
   * Vertices joined to each of the first `count` ones given, into `found` ascending, and for each
   * the rank of the longest of those joining edges, into `longest`.
   *
   * @returns how many
   */
  common(vertices: Int32Array, count: number): number;
  readonly found: Int32Array;
  readonly longest: Int32Array;
  /** Larger than every number that {@link number} gives. */
  readonly base: number;
  /** A number for w among the neighbours of u, ascending with w. */
  number(u: number, w: number): number;
  /** The neighbour of u of that number. */
  neighbour(u: number, number: number): number;
}
