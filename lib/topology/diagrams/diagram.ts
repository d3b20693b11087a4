/**
 * A persistence diagram in one dimension of homology: bars [birth, death), sorted by birth, then
 * by death.
 *
 * Bar k was born at births[k] and died at deaths[k]; an essential bar, which never dies, has
 * death +∞ (−∞ in a filtration by superlevel sets, where births lie above deaths). Bars of length
 * 0 are left out, as GUDHI and Ripser do.
 */
export interface Diagram {
  /** Of the homology: 0 counts components, 1 loops, 2 cavities. */
  readonly dimension: number;
  /** In the units of the filtration. */
  readonly births: Float64Array;
  /** As many as births. */
  readonly deaths: Float64Array;
}
