/**
 * A chain or a cochain of one dimension d with coefficients in ℤ/p: a sum of simplices, each with
 * a coefficient other than 0.
 *
 * A simplex v₀ < v₁ < … < v_d carries the orientation of its ascending vertices: its boundary is
 * Σ (−1)^i [v₀ … v̂ᵢ … v_d], and a cochain f has (δf)(v₀ … v_{d+1}) = Σ (−1)^i f(v₀ … v̂ᵢ … v_{d+1}).
 * Each simplex appears once; the order of the simplices means nothing.
 */
export interface Chain {
  /** (d + 1)·count vertices, those of a simplex ascending. */
  readonly simplices: Uint32Array;
  /** A coefficient a simplex, in 1 … p − 1. */
  readonly coefficients: Int32Array;
}
