/**
 * An undirected graph with a length on every edge: distances of which only some are known or
 * wanted. A pair without an edge is at distance +∞: no simplex holds it.
 */
export interface WeightedGraph {
  /** Number n of vertices, 0 … n − 1. */
  readonly size: number;
  /** 2m vertices: edge k joins edges[2k] and edges[2k + 1]; each pair at most once, no loops. */
  readonly edges: Uint32Array;
  /** m lengths ≥ 0, in the units of what was measured. +∞ is no edge. */
  readonly lengths: Float64Array;
}
