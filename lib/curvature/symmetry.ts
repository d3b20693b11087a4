import { randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { SymmetricOperator } from "./operator.js";
import { dot, length, randomDirection } from "./vectors.js";

/** How far u·Hv and v·Hu may differ, relative to ‖u‖·‖v‖·‖H‖, unless an option says otherwise. */
export const defaultSymmetryTolerance = 1e-8;

/**
 * H·v, checked: written to `out`, which is returned.
 *
 * @param caller - the function to name in the error
 * @throws RangeError if the result is not of the operator's dimension or not finite
 */
export function product(
  operator: SymmetricOperator,
  v: Float64Array,
  out: Float64Array,
  caller: string,
): Float64Array {
  const result = operator.apply(v, out);
  if (result.length !== v.length)
    throw new RangeError(
      `${caller}: expected a product of ${v.length} numbers, got ${result.length}`,
    );
  for (let i = 0; i < result.length; i++)
    if (!Number.isFinite(result[i]))
      throw new RangeError(
        `${caller}: expected an operator with finite products, got ${result[i]} at coordinate ${i}`,
      );
  if (result !== out) out.set(result);
  return out;
}

/**
 * Refuses two numbers that symmetry makes equal.
 *
 * @param uHv - u·Hv
 * @param vHu - v·Hu
 * @param scale - ‖u‖·‖v‖ times the largest ‖Hx‖/‖x‖ seen
 * @returns |u·Hv − v·Hu| / scale, 0 where all is 0
 * @throws RangeError if that is more than the tolerance
 */
export function requireEqual(
  uHv: number,
  vHu: number,
  scale: number,
  tolerance: number,
  caller: string,
): number {
  const difference = Math.abs(uHv - vHu);
  if (difference > tolerance * scale)
    throw new RangeError(
      `${caller}: expected a symmetric operator, got u·Hv = ${uHv} and v·Hu = ${vHu} where products are of size ${scale}`,
    );
  return difference === 0 ? 0 : difference / scale;
}

/** Refuses an operator without a dimension, and a tolerance that is none. */
export function requireOperator(
  operator: SymmetricOperator,
  caller: string,
  symmetryTolerance: number = defaultSymmetryTolerance,
): void {
  if (typeof operator?.apply !== "function")
    throw new TypeError(
      `${caller}: expected an operator with a function apply, got ${typeof operator?.apply}`,
    );
  if (!Number.isInteger(operator.dimension) || operator.dimension < 1)
    throw new RangeError(
      `${caller}: expected an operator of dimension >= 1, got ${operator.dimension}`,
    );
  if (!(symmetryTolerance >= 0))
    throw new RangeError(`${caller}: symmetryTolerance must be >= 0, got ${symmetryTolerance}`);
}

/** What {@link requireSymmetric} may be told. */
export interface SymmetryOptions {
  /** Number m of random vectors, at least 2; 2 unless told. */
  readonly probes?: number;
  /** Key of the probes; 1 unless told. */
  readonly seed?: number;
  /** Largest difference, relative to ‖u‖·‖v‖·‖H‖, that counts as rounding; 10⁻⁸ unless told. */
  readonly symmetryTolerance?: number;
}

/**
 * Refuses an operator that is not symmetric: compares u·Hv with v·Hu for all pairs of m random
 * directions, m products in all.
 *
 * The routines of this room need no such call: each compares the same two numbers for pairs of
 * vectors that it multiplies anyway, at no further product. A skew part
 * (H − Hᵀ)/2 whose Frobenius norm is s·‖H‖_F shows as about s/√n.
 *
 * @returns the largest |u·Hv − v·Hu| / (‖u‖·‖v‖·‖H‖) seen, ‖H‖ standing for the largest
 *   ‖Hu‖/‖u‖, and the number of products
 * @throws RangeError if it is above the tolerance, or a product is not finite
 *
 * @example
 * requireSymmetric(matrixOperator(Float64Array.of(1, 2, 3, 1), 2)); // RangeError
 */
export function requireSymmetric(
  operator: SymmetricOperator,
  options: SymmetryOptions = {},
): { readonly asymmetry: number; readonly products: number } {
  requireKnown(options, ["probes", "seed", "symmetryTolerance"], "option", "requireSymmetric");
  const { probes = 2, seed = 1, symmetryTolerance = defaultSymmetryTolerance } = options;
  requireOperator(operator, "requireSymmetric", symmetryTolerance);
  if (!Number.isInteger(probes) || probes < 2)
    throw new RangeError(`requireSymmetric: probes must be an integer >= 2, got ${probes}`);
  const n = operator.dimension;
  const vectors: Float64Array[] = [];
  for (let k = 0; k < probes; k++)
    vectors.push(randomDirection(n, randomStream(seed, "symmetry probe", k)));
  const check = symmetryChecker(symmetryTolerance, "requireSymmetric", probes);
  for (const v of vectors)
    check.add(v, product(operator, v, new Float64Array(n), "requireSymmetric"));
  return { asymmetry: check.asymmetry, products: probes };
}

/** Compares u·Hv with v·Hu for pairs of the vectors that are added. */
export interface SymmetryChecker {
  /** The largest relative difference so far. */
  readonly asymmetry: number;
  /** Takes v and Hv, which must then stay as they are. */
  add(v: Float64Array, Hv: Float64Array): void;
}

/**
 * A {@link SymmetryChecker} that throws, in the caller's name, above the tolerance.
 *
 * @param kept - with how many of the latest vectors a new one is compared; 1 unless told
 */
export function symmetryChecker(tolerance: number, caller: string, kept = 1): SymmetryChecker {
  const latest: { readonly v: Float64Array; readonly Hv: Float64Array; readonly size: number }[] =
    [];
  let largestRatio = 0;
  let asymmetry = 0;
  return {
    get asymmetry() {
      return asymmetry;
    },
    add: (v, Hv) => {
      const size = length(v);
      if (size > 0) largestRatio = Math.max(largestRatio, length(Hv) / size);
      for (const u of latest) {
        const scale = u.size * size * largestRatio;
        const departure = requireEqual(dot(u.v, Hv), dot(v, u.Hv), scale, tolerance, caller);
        asymmetry = Math.max(asymmetry, departure);
      }
      latest.push({ v, Hv, size });
      if (latest.length > kept) latest.shift();
    },
  };
}

/**
 * Compares u·Hv with v·Hu for an eigenvector v = Hv/λ, of length 1, and a probe u, also of
 * length 1: one product, for a run from v that has no other vector to compare it with.
 */
export function checkEigenvector(
  operator: SymmetricOperator,
  v: Float64Array,
  lambda: number,
  probe: Float64Array,
  tolerance: number,
  caller: string,
): void {
  const image = product(operator, probe, new Float64Array(v.length), caller);
  const scale = Math.max(Math.abs(lambda), length(image));
  requireEqual(lambda * dot(probe, v), dot(v, image), scale, tolerance, caller);
}
