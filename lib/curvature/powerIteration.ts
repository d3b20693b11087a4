import { requireKnown } from "../numerics/requireKnown.js";
import type { SymmetricOperator } from "./operator.js";
import {
  checkEigenvector,
  defaultSymmetryTolerance,
  product,
  requireEqual,
  requireOperator,
} from "./symmetry.js";
import { addMultiple, divideBy, dot, length, seededDirection } from "./vectors.js";

/** What {@link powerIteration} may be told. */
export interface PowerIterationOptions {
  /** Residual, relative to |value|, at which the run ends; 10⁻³ unless told. */
  readonly tolerance?: number;
  /** Products after which it ends, ≥ 2; 200 unless told. */
  readonly maxProducts?: number;
  /** Key of the random start; 1 unless told. */
  readonly seed?: number;
  /** Start instead of a random one: n finite numbers, not all 0. */
  readonly start?: Float64Array;
  /** Largest |u·Hv − v·Hu| / ‖H‖ that counts as rounding; 10⁻⁸ unless told. */
  readonly symmetryTolerance?: number;
}

/** What {@link powerIteration} has found. */
export interface PowerIterationResult {
  /** The Rayleigh quotient x·Hx, signed. */
  readonly value: number;
  /** ‖Hx − value·x‖: H has an eigenvalue within this of `value`, rounding aside. */
  readonly residual: number;
  /** ‖Hx‖; the largest |λ| is at least this. */
  readonly magnitude: number;
  /** x, of length 1. */
  readonly vector: Float64Array;
  /** `converged`: the residual meets the tolerance; else `budget`. */
  readonly status: "converged" | "budget";
  /** Products H·v. */
  readonly products: number;
  /** The largest |u·Hv − v·Hu| / ‖H‖ seen. */
  readonly asymmetry: number;
}

/**
 * The eigenvalue of largest absolute value by power iteration, x ← Hx/‖Hx‖.
 *
 * What is certain, rounding aside: an eigenvalue lies in [value − residual, value + residual],
 * and the largest |λ| is ≥ `magnitude`, which never falls. That there is none larger
 * elsewhere is only probable, from a random start. The residual shrinks by |λ₂/λ₁| a product: to
 * 10⁻³ some 7/(1 − |λ₂/λ₁|) of them, where `lanczos` takes the root of that. If λ and −λ
 * are both largest, it does not converge, though `magnitude` does.
 *
 * Symmetry is checked at no further product: with x′ = Hx/‖Hx‖, x·Hx′ must be ‖Hx‖. A start
 * that is an eigenvector leaves nothing to compare: then one more product is made.
 *
 * One product and O(n) operations a step; three vectors of memory.
 *
 * @param operator - any
 * @param options - see {@link PowerIterationOptions}
 * @throws RangeError if the operator is not symmetric or not finite, or an option is out of range
 * @throws TypeError for an unknown option
 * @see Golub & Van Loan (2013), Matrix Computations, §8.2.1
 *
 * @example
 * powerIteration(matrixOperator(Float64Array.of(1, 0, 0, -3), 2)).value; // -3, to 3 digits
 */
export function powerIteration(
  operator: SymmetricOperator,
  options: PowerIterationOptions = {},
): PowerIterationResult {
  const names = ["tolerance", "maxProducts", "seed", "start", "symmetryTolerance"];
  requireKnown(options, names, "option", "powerIteration");
  const { tolerance = 1e-3, maxProducts = 200, seed = 1 } = options;
  const { symmetryTolerance = defaultSymmetryTolerance } = options;
  requireOperator(operator, "powerIteration", symmetryTolerance);
  if (!(tolerance >= 0))
    throw new RangeError(`powerIteration: tolerance must be >= 0, got ${tolerance}`);
  if (!Number.isInteger(maxProducts) || maxProducts < 2)
    throw new RangeError(`powerIteration: maxProducts must be an integer >= 2, got ${maxProducts}`);
  const n = operator.dimension;

  let x = options.start?.slice() ?? seededDirection(n, seed, "power iteration start");
  const size = length(x);
  if (x.length !== n || !(size > 0 && size < Infinity))
    throw new RangeError(
      `powerIteration: start must have ${n} finite coordinates, not all 0, got ${x.length} of length ${size}`,
    );
  divideBy(x, size);
  let image: Float64Array = new Float64Array(n);
  let before = x;
  let [products, magnitude, largest, asymmetry] = [0, 0, 0, 0];
  for (;;) {
    product(operator, x, image, "powerIteration");
    products++;
    if (products > 1) {
      largest = Math.max(largest, length(image));
      const returned = dot(before, image);
      const difference = requireEqual(
        magnitude, // x·H·before, as x = H·before/magnitude
        returned,
        largest,
        symmetryTolerance,
        "powerIteration",
      );
      asymmetry = Math.max(asymmetry, difference);
    }
    magnitude = length(image);
    largest = Math.max(largest, magnitude);
    const value = dot(x, image);
    const rest = image.slice();
    addMultiple(rest, -value, x);
    const residual = length(rest);
    const converged = residual <= tolerance * Math.abs(value);
    if (converged || magnitude === 0 || products >= maxProducts) {
      if (products === 1 && n > 1 && converged) {
        const probe = seededDirection(n, seed, "power iteration probe");
        checkEigenvector(operator, x, value, probe, symmetryTolerance, "powerIteration");
        products++;
      }
      const status = converged ? "converged" : "budget";
      return { value, residual, magnitude, vector: x, status, products, asymmetry };
    }
    [before, x, image] = [
      x,
      divideBy(image, magnitude),
      before === x ? new Float64Array(n) : before,
    ];
  }
}
