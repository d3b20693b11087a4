import { tridiagonalEigensystem } from "../numerics/tridiagonalEigensystem.js";
import type { KrylovSpace } from "./krylov.js";

/** An approximate eigenvalue θ = y·Hy of H with a unit vector y, and how far it can be off. */
export interface RitzPair {
  /** θ, in loss per θ². */
  readonly value: number;
  /** r = ‖Hy − θy‖, rounding added: H has an eigenvalue in [θ − r, θ + r], whatever else it has. */
  readonly residual: number;
  /**
   * r²/gap if that is below r, else r, with the distance `gap` from θ to the residual intervals
   * of the pairs above and below: bounds |λ − θ| if only one eigenvalue λ is nearer than the gap
   * (for an end: beyond it).
   */
  readonly errorBound: number;
  /** y, where asked for. */
  readonly vector?: Float64Array;
}

/**
 * All Ritz pairs of a Krylov space, by descending value.
 *
 * T = SΘSᵀ gives θ_i and r_i = β_k·|S_ki|, to which the measured ‖VᵀHV − T‖_F and
 * 2⁻⁵⁰·√n·‖H‖ are added for the rounding.
 *
 * @see Parlett (1998), The Symmetric Eigenvalue Problem, §4.5, §11.7 (Kato, Temple), §13.2
 */
export function ritzPairs(space: KrylovSpace): RitzPair[] {
  const k = space.diagonal.length;
  const rounding = space.defect + roundingOf(space);
  const { values, rows } = tridiagonalEigensystem(space.diagonal, space.offDiagonal, [k - 1]);
  const beta = space.offDiagonal[k - 1];
  const residuals = rows[0].map((last) => beta * Math.abs(last) + rounding);
  const pairs: RitzPair[] = [];
  for (let i = k - 1; i >= 0; i--) {
    const [value, residual] = [values[i], residuals[i]];
    const below = i > 0 ? value - (values[i - 1] + residuals[i - 1]) : Infinity;
    const above = i < k - 1 ? values[i + 1] - residuals[i + 1] - value : Infinity;
    const gap = Math.min(below, above);
    const sharper = gap > residual ? residual * (residual / gap) + rounding : residual;
    pairs.push({ value, residual, errorBound: Math.min(residual, sharper) });
  }
  return pairs;
}

/** What rounding in the products and in the basis may add to a residual. */
export function roundingOf(space: KrylovSpace): number {
  return 2 ** -50 * Math.sqrt(space.vectors[0].length) * space.scale;
}

/** The Ritz vectors y = Vs of the eigenvalues of T with the given ranks from the top. */
export function ritzVectors(space: KrylovSpace, ranks: readonly number[]): Float64Array[] {
  const k = space.diagonal.length;
  const n = space.vectors[0].length;
  const every = Array.from({ length: k }, (_, i) => i);
  const { rows } = tridiagonalEigensystem(space.diagonal, space.offDiagonal, every);
  return ranks.map((rank) => {
    const y = new Float64Array(n);
    for (let j = 0; j < k; j++) {
      const weight = rows[j][k - 1 - rank];
      const v = space.vectors[j];
      for (let i = 0; i < n; i++) y[i] += weight * v[i];
    }
    return y;
  });
}
