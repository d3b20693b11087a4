import type { Chain } from "./chain.js";

/** In place of the vertices of a death simplex: the bar never dies. */
export const NO_SIMPLEX = 0xffffffff;

/**
 * The bars of one dimension d of a Rips filtration, with the simplices that begin and end them,
 * sorted by birth, then by death. Bars of length 0 are left out.
 */
export interface RipsBars {
  /** d, the dimension of the homology. */
  readonly dimension: number;
  /** Longest edge of each birth simplex; 0 in dimension 0. */
  readonly births: Float64Array;
  /** Longest edge of each death simplex; +∞ for a bar alive at the threshold. */
  readonly deaths: Float64Array;
  /** (d + 1) vertices a bar, ascending: the simplex that creates the class. */
  readonly birthSimplices: Uint32Array;
  /** (d + 2) vertices a bar, ascending: the simplex that ends it; all {@link NO_SIMPLEX} if none. */
  readonly deathSimplices: Uint32Array;
  /**
   * If asked for, a cocycle a bar: one of the Rips complex at any t in [birth, death), not a
   * coboundary there. In dimension 0 the indicator function of the component that the bar's
   * birth vertex is in, just before the bar's death.
   */
  readonly cocycles?: Chain[];
}

/** Who is told how far the bars have got. */
export interface RipsMonitor {
  /**
   * Called every 10 to 50 milliseconds of work or so. It may throw, which ends the work and
   * leaves nothing behind.
   *
   * @param phase - what is being done: "edges", "dimension 1", …
   * @param done - parts of the phase that are done
   * @param total - parts of the phase
   */
  progress(phase: string, done: number, total: number): void;
}
