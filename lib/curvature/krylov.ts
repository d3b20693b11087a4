import type { SymmetricOperator } from "./operator.js";
import { product, requireEqual } from "./symmetry.js";
import { addMultiple, divideBy, dot, length } from "./vectors.js";

/** β below this share of ‖H‖ is rounding: the subspace is invariant. */
const NEGLIGIBLE = 2 ** -44;

/**
 * An orthonormal basis V = (v₁ … v_k) of the Krylov space span{v, Hv, …, H^(k−1)v}, in
 * which H is tridiagonal:
 *
 *     H·V = V·T + β_k·v_(k+1)·e_kᵀ,   T = tridiagonal(α₁ … α_k; β₁ … β_(k−1))
 */
export interface KrylovSpace {
  /** α₁ … α_k, the numbers v_i·Hv_i. */
  readonly diagonal: readonly number[];
  /** β₁ … β_k. */
  readonly offDiagonal: readonly number[];
  /** v₁ … v_k, and v_(k+1) unless the space is invariant. */
  readonly vectors: readonly Float64Array[];
  /** Whether H maps the space into itself, so that it cannot grow. */
  readonly invariant: boolean;
  /** The largest ‖Hv_i‖: ‖H‖ is at least this. */
  readonly scale: number;
  /** ‖VᵀHV − T‖_F as measured: 0 but for rounding, if H is symmetric. */
  readonly defect: number;
  /** Adds a dimension: one product. */
  extend(): void;
}

/**
 * The Lanczos process with full reorthogonalisation.
 *
 * Classical Gram–Schmidt against all earlier vectors, twice, which keeps V orthonormal to
 * rounding. Its first pass computes v_i·Hv_j for all i ≤ j. If H is symmetric, these equal
 * v_j·Hv_i, which the earlier steps have fixed: β_i for j = i + 1, else 0. So **symmetry is
 * checked for every pair of basis vectors without a further product or scalar product**.
 *
 * One product and 8·n·k operations a step; k + 1 vectors of memory.
 *
 * @param start - v, not 0; its direction is v₁
 * @throws RangeError, from `extend`, if a product is not finite or H not symmetric
 * @see Lanczos (1950), J. Res. Nat. Bur. Standards 45; Giraud, Langou, Rozložník & van den Eshof
 *   (2005), Rounding error analysis of the classical Gram-Schmidt orthogonalization process,
 *   Numer. Math. 101, for "twice is enough"
 */
export function krylovSpace(
  operator: SymmetricOperator,
  start: Float64Array,
  symmetryTolerance: number,
  caller: string,
): KrylovSpace {
  const n = operator.dimension;
  const diagonal: number[] = [];
  const offDiagonal: number[] = [];
  const vectors = [divideBy(start.slice(), length(start))];
  let [scale, squaredDefect, invariant] = [0, 0, false];

  const extend = (): void => {
    const last = vectors.length - 1;
    const w = product(operator, vectors[last], new Float64Array(n), caller);
    scale = Math.max(scale, length(w));
    const along = vectors.map((v) => dot(v, w));
    for (let i = 0; i < last; i++) {
      const mirrored = i === last - 1 ? offDiagonal[i] : 0;
      requireEqual(along[i], mirrored, scale, symmetryTolerance, caller);
      squaredDefect += ((along[i] - mirrored) / scale) ** 2 || 0;
    }
    vectors.forEach((v, i) => {
      addMultiple(w, -along[i], v);
    });
    const again = vectors.map((v) => dot(v, w));
    vectors.forEach((v, i) => {
      addMultiple(w, -again[i], v);
    });
    diagonal.push(along[last] + again[last]);
    const beta = length(w);
    offDiagonal.push(beta);
    invariant = vectors.length === n || beta <= NEGLIGIBLE * scale;
    if (!invariant) vectors.push(divideBy(w, beta));
  };
  return {
    diagonal,
    offDiagonal,
    vectors,
    extend,
    get invariant() {
      return invariant;
    },
    get scale() {
      return scale;
    },
    get defect() {
      return Math.sqrt(squaredDefect) * scale;
    },
  };
}
