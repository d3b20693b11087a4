import { randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { SymmetricOperator } from "./operator.js";
import { exactMean, requireConfidence, type SampleMean, sampleMean } from "./sampleMean.js";
import {
  defaultSymmetryTolerance,
  product,
  requireOperator,
  type SymmetryChecker,
  symmetryChecker,
} from "./symmetry.js";
import { addMultiple, divideBy, dot, length, randomSigns } from "./vectors.js";

/** What the trace estimators may be told. */
export interface TraceOptions {
  /** Products to be made, at least 2 (Hutch++: 6); 30 unless told. */
  readonly products?: number;
  /** Key of the random vectors; 1 unless told. */
  readonly seed?: number;
  /** Of the interval; 0.95 unless told. */
  readonly confidence?: number;
  /** Largest |u·Hv − v·Hu|, relative to ‖u‖·‖v‖·‖H‖, that counts as rounding; 10⁻⁸ unless told. */
  readonly symmetryTolerance?: number;
}

/** An estimate of a trace. */
export interface TraceEstimate extends SampleMean {
  /** Products H·v made. */
  readonly products: number;
  /** The largest |u·Hv − v·Hu|, relative to ‖u‖·‖v‖·‖H‖, seen. */
  readonly asymmetry: number;
}

/**
 * Trace of an operator by Hutchinson's estimator.
 *
 *     tr H ≈ (1/m) Σ_k z_k·Hz_k,   z_k of independent random signs
 *
 * Unbiased, with variance 2(‖H‖_F² − Σ H_ii²)/m: exact for a diagonal H. If m ≥ n, the trace is
 * computed exactly, with n products by unit vectors.
 *
 * Symmetry is checked between neighbouring probes, at no further product. O(n) operations
 * and two vectors of memory a product.
 *
 * @param operator - any
 * @param options - see {@link TraceOptions}
 * @throws RangeError if the operator is not symmetric or not finite, or an option is out of range
 * @throws TypeError for an unknown option
 * @see Hutchinson (1990), A stochastic estimator of the trace of the influence matrix for
 *   Laplacian smoothing splines, Commun. Stat. Simul. 19, 433–450
 *
 * @example
 * hutchinsonTrace(matrixOperator(Float64Array.of(2, 1, 1, 5), 2)).estimate; // 7
 */
export function hutchinsonTrace(
  operator: SymmetricOperator,
  options: TraceOptions = {},
): TraceEstimate {
  const { products, seed, confidence, tolerance } = settings(
    operator,
    options,
    "hutchinsonTrace",
    2,
  );
  const n = operator.dimension;
  if (products >= n) return exactTrace(operator, tolerance, "hutchinsonTrace");
  const check = symmetryChecker(tolerance, "hutchinsonTrace");
  const samples = new Float64Array(products);
  for (let k = 0; k < products; k++) {
    const z = randomSigns(n, randomStream(seed, "hutchinson probe", k));
    samples[k] = multiply(operator, z, check, "hutchinsonTrace");
  }
  return { ...sampleMean(samples, confidence), products, asymmetry: check.asymmetry };
}

/**
 * Trace of an operator by Hutch++: exact on the m/3 directions that H stretches most, by
 * Hutchinson on the rest.
 *
 *     tr H = tr QᵀHQ + tr (I − QQᵀ)H(I − QQᵀ),   Q an orthonormal basis of H·(random signs)
 *
 * Relative error O(1/m) for a definite H, against O(1/√m): worth it where a few
 * eigenvalues carry the trace. Only the second part is a sample, and is what the standard
 * error is of. If m ≥ n, exact as in {@link hutchinsonTrace}. O(n·m²) operations and m/3 vectors
 * of memory beside the products.
 *
 * @throws as {@link hutchinsonTrace}
 * @see Meyer, Musco, Musco & Woodruff (2021), Hutch++: optimal stochastic trace estimation, SOSA
 *
 * @example
 * hutchPlusPlusTrace(operator, { products: 60 }).standardError;
 */
export function hutchPlusPlusTrace(
  operator: SymmetricOperator,
  options: TraceOptions = {},
): TraceEstimate {
  const caller = "hutchPlusPlusTrace";
  const { products, seed, confidence, tolerance } = settings(operator, options, caller, 6);
  const n = operator.dimension;
  if (products >= n) return exactTrace(operator, tolerance, caller);
  const check = symmetryChecker(tolerance, caller);
  const sketches = Math.floor(products / 3);
  const basis: Float64Array[] = [];
  const project = (v: Float64Array): void => {
    for (let pass = 0; pass < 2; pass++) for (const q of basis) addMultiple(v, -dot(q, v), q);
  };
  for (let k = 0; k < sketches; k++) {
    const signs = randomSigns(n, randomStream(seed, "hutch++ sketch", k));
    const image = product(operator, signs, new Float64Array(n), caller);
    check.add(signs, image.slice());
    const size = length(image);
    project(image);
    const rest = length(image);
    if (rest > 2 ** -40 * size) basis.push(divideBy(image, rest)); // else H has rank k
  }
  let stretched = 0;
  for (const q of basis) stretched += multiply(operator, q, check, caller);
  const samples = new Float64Array(products - sketches - basis.length);
  for (let k = 0; k < samples.length; k++) {
    const z = randomSigns(n, randomStream(seed, "hutch++ probe", k));
    project(z);
    samples[k] = stretched + multiply(operator, z, check, caller);
  }
  return { ...sampleMean(samples, confidence), products, asymmetry: check.asymmetry };
}

/** v·Hv, with v and Hv handed to the checker. */
function multiply(
  operator: SymmetricOperator,
  v: Float64Array,
  check: SymmetryChecker,
  caller: string,
): number {
  const image = product(operator, v, new Float64Array(v.length), caller);
  check.add(v, image);
  return dot(v, image);
}

function exactTrace(operator: SymmetricOperator, tolerance: number, caller: string): TraceEstimate {
  const n = operator.dimension;
  const check = symmetryChecker(tolerance, caller, n);
  let trace = 0;
  for (let i = 0; i < n; i++) {
    const unit = new Float64Array(n);
    unit[i] = 1;
    trace += multiply(operator, unit, check, caller);
  }
  return { ...exactMean(trace), products: n, asymmetry: check.asymmetry };
}

function settings(
  operator: SymmetricOperator,
  options: TraceOptions,
  caller: string,
  least: number,
): { products: number; seed: number; confidence: number; tolerance: number } {
  requireKnown(options, ["products", "seed", "confidence", "symmetryTolerance"], "option", caller);
  const { products = 30, seed = 1, confidence = 0.95 } = options;
  const { symmetryTolerance: tolerance = defaultSymmetryTolerance } = options;
  requireOperator(operator, caller, tolerance);
  if (!Number.isInteger(products) || products < least)
    throw new RangeError(`${caller}: products must be an integer >= ${least}, got ${products}`);
  requireConfidence(confidence, caller);
  return { products, seed, confidence, tolerance };
}
