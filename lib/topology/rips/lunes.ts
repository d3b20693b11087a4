/**
 * What the lunes of the edges say about a Rips filtration that adds edge after edge.
 *
 * The lune of edge e = uv is the set of vertices joined to u and to v by edges of smaller rank.
 * The simplices whose longest edge is e are e ∪ τ for all cliques τ (edges of smaller rank) of
 * the lune, τ = ∅ among them, and arrive together with e. Most of them cancel in pairs: order the
 * lune, an apex first, then by vertex, and let b be the smallest vertex of τ. Then
 *
 *     e ∪ τ∖b  and  e ∪ τ   are a pair   if b is the smallest vertex of the lune joined to all
 *                                        of τ∖b (e itself is paired with e ∪ apex).
 *
 * A simplex in no pair is critical; only critical simplices can begin a bar of length > 0. An
 * edge is critical if its lune is empty. Nothing is critical at an edge that is dominated: its
 * apex is joined to all of the rest of the lune.
 */
export interface Lunes {
  /** First vertex of the lune of each edge; −1 if the lune is empty. */
  readonly apex: Int32Array;
  /** 1 for an edge known to be dominated. */
  readonly dominated: Uint8Array;
  /** Ranks of the edges of the minimum spanning forest, ascending. */
  readonly tree: number[];
  /** Names of the critical simplices by dimension, edges of the forest left out, ascending. */
  readonly critical: number[][];
}

/** Goes through the edges in their order, each once, and fills in what their {@link Lunes} say. */
export interface LuneScan {
  readonly lunes: Lunes;
  /** Looks at all edges before rank `to` that have not been looked at. */
  scan(to: number): void;
  /**
   * Looks whether lunes are empty and at nothing else, up to the first edge that is critical: all
   * other edges have apex −1 and no critical simplices. Returns the rank of that edge, or `to`.
   */
  skip(to: number): number;
}

/** Vertices that are tried as apex before an edge is taken not to be dominated. */
export const MOST_TRIES = 8;

/** Empty lists of critical simplices: triangles are needed for loops too, as rows. */
export function listsOf(maxDimension: number): number[][] {
  return Array.from({ length: Math.max(2, maxDimension) + 1 }, () => []);
}
