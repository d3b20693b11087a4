import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { extremeEigenvalues } from "./extremeEigenvalues.js";
import { type PredictorOptions, precisionPredictors } from "./requiredBits.js";
import { length } from "./vectors.js";

/** Curvature along a path of m vertices; every array has length m. */
export interface CurvatureProfile {
  /** Length of the polygon up to the vertex, in units of θ. */
  readonly arcLength: Float64Array;
  /** κ = λ_max(∇²L), in loss per θ². */
  readonly curvature: Float64Array;
  /** λ_min(∇²L): negative beside saddles. */
  readonly leastCurvature: Float64Array;
  /** ‖∇L‖₂, in loss per θ. */
  readonly gradientNorm: Float64Array;
  /** b = log₂(κ‖θ‖/‖∇L‖) as of `requiredBits`. */
  readonly requiredBits: Float64Array;
  /** All-stuck and partial-stuck bits as of `precisionPredictors`; NaN without a learning rate. */
  readonly allStuckBits: Float64Array;
  readonly partialStuckBits: Float64Array;
  /**
   * κ_HNF = ‖∇²L‖₂/‖∇L‖₂², spectral norm max(|λ_max|, |λ_min|) over the squared length of the
   * gradient, in units of 1/loss, by which the homotopy learning rate slows. ∞ where the gradient
   * vanishes, NaN if the Hessian does too.
   */
  readonly hnfCurvature: Float64Array;
  /** κ_max(γ), the largest κ of all vertices where it is finite; NaN if it is nowhere. */
  readonly largestCurvature: number;
  /** The first vertex with κ = κ_max(γ), from 0; −1 if there is none. */
  readonly largestAt: number;
}

/**
 * Curvature profile of a path (§2.2): κ, gradient and what follows from them, vertex by vertex.
 *
 * Between the vertices nothing is evaluated. Vertices where the Hessian is not finite have NaN
 * in what depends on it. Two gradients, one Hessian and its eigenvalues a vertex: O(m·n³); where
 * there is no dense Hessian, up to 60 products with it instead, eigenvalues to about 10⁻³.
 *
 * @param objective - with `hessian` or `hessianVector`
 * @param path - m·dim coordinates, vertex after vertex; a Trajectory, or any Path
 * @param options - learning rate and target for the stuck bits, as of `precisionPredictors`; the
 *   target is the known minimum nearest to each vertex unless told
 * @throws TypeError if the objective has neither, or an option is unknown
 * @throws RangeError if the dimensions differ or the coordinates are no whole vertices, or as
 *   `precisionPredictors`
 *
 * @example
 * const path = { points: Float64Array.of(2, 0, 1, 0), dim: 2 };
 * curvatureProfile(twoValleys, path).curvature; // [2.8, 2.2]
 */
export function curvatureProfile(
  objective: Objective,
  path: { readonly points: Float64Array; readonly dim: number },
  options: Omit<PredictorOptions, "curvature"> = {},
): CurvatureProfile {
  requireObjective(objective, "curvatureProfile");
  requireList(path?.points, "the points of a path", "curvatureProfile");
  requireKnown(options, ["learningRate", "target", "targetShare"], "option", "curvatureProfile");
  const { points, dim } = path;
  if (!objective.hessian && !objective.hessianVector)
    throw new TypeError(
      `curvatureProfile: expected a Hessian or its products, ${objective.name} has neither`,
    );
  if (dim !== objective.dimension)
    throw new RangeError(`curvatureProfile: dimensions differ, ${dim} and ${objective.dimension}`);
  const count = points.length / dim;
  if (!Number.isInteger(count))
    throw new RangeError(
      `curvatureProfile: ${points.length} coordinates are no whole vertices of ${dim}`,
    );

  const column = (): Float64Array => new Float64Array(count);
  const [arcLength, curvature, leastCurvature] = [column(), column(), column()];
  const [gradientNorm, requiredBits, hnfCurvature] = [column(), column(), column()];
  const [allStuckBits, partialStuckBits] = [column(), column()];
  const gradient = new Float64Array(dim);
  let largestAt = -1;
  for (let t = 0; t < count; t++) {
    const theta = points.subarray(t * dim, (t + 1) * dim);
    if (t > 0) arcLength[t] = arcLength[t - 1] + stepLength(points, dim, t);
    const slope = length(objective.gradient(theta, gradient));
    const [least, largest] = extremeEigenvalues(objective, theta, "curvatureProfile");
    gradientNorm[t] = slope;
    leastCurvature[t] = least;
    curvature[t] = largest;
    const predicted = precisionPredictors(objective, theta, { ...options, curvature: largest });
    requiredBits[t] = predicted.conditionBits;
    allStuckBits[t] = predicted.allStuckBits;
    partialStuckBits[t] = predicted.partialStuckBits;
    hnfCurvature[t] = Math.max(Math.abs(largest), Math.abs(least)) / slope / slope;
    if (largestAt < 0 ? !Number.isNaN(largest) : largest > curvature[largestAt]) largestAt = t;
  }
  const largestCurvature = largestAt < 0 ? NaN : curvature[largestAt];
  return {
    ...{ arcLength, curvature, leastCurvature, gradientNorm, requiredBits, hnfCurvature },
    ...{ allStuckBits, partialStuckBits },
    ...{ largestCurvature, largestAt },
  };
}

/** Distance of vertex t from the one before. */
function stepLength(points: Float64Array, dim: number, t: number): number {
  let sum = 0;
  for (let i = t * dim; i < (t + 1) * dim; i++) sum += (points[i] - points[i - dim]) ** 2;
  return Math.sqrt(sum);
}
