import type { Objective } from "../landscapes/objective.js";
import { requireList, requireObjective } from "../landscapes/requireObjective.js";
import { addMultiple, dot, length } from "./vectors.js";

/** Curvature between two points, from their gradients. */
export interface SecantCurvature {
  /** ‖Δg‖/‖s‖ ≤ sup ‖∇²L‖ over the segment; in loss per θ². */
  readonly ratio: number;
  /** s·Δg/s·s, between the inf of λ_min and the sup of λ_max over the segment. */
  readonly rayleigh: number;
  /**
   * 2⁻⁵³·(‖g‖ + ‖g′‖)/‖s‖: what rounding the two gradients once does to both numbers at most.
   * Their evaluation may well have lost more.
   */
  readonly roundingError: number;
}

/**
 * Secant curvature: how much the gradient changes along a step, two gradients and no Hessian.
 *
 *     Δg = ∇L(θ + s) − ∇L(θ) = H̄·s,   H̄ = ∫₀¹ ∇²L(θ + ts) dt
 *
 * So both numbers are *lower* bounds of the largest curvature on the way, not estimates of it:
 * a step across a narrow valley sees it, a step along the valley does not. For a quadratic
 * `rayleigh` is exact. Across a kink the gradient jumps, and no Hessian on the segment explains
 * either number. s is taken as (θ + s) − θ, rounded: the step really made. NaN for no step.
 *
 * @param objective - any
 * @param theta - n parameters
 * @param step - s, n numbers
 * @throws RangeError if θ or s has another length than n
 * @see Nocedal & Wright (2006), Numerical Optimization, §6.1, for the mean Hessian H̄
 *
 * @example
 * secantCurvature(twoValleys, Float64Array.of(1, 0), Float64Array.of(0, 0.1)).rayleigh; // 2.2
 */
export function secantCurvature(
  objective: Objective,
  theta: Float64Array,
  step: Float64Array,
): SecantCurvature {
  requireObjective(objective, "secantCurvature");
  const n = objective.dimension;
  for (const [name, vector] of [
    ["parameters", theta],
    ["coordinates of the step", step],
  ] as const) {
    requireList(vector, name, "secantCurvature");
    if (vector.length !== n)
      throw new RangeError(`secantCurvature: expected ${n} ${name}, got ${vector.length}`);
  }
  const next = theta.map((x, i) => x + step[i]);
  const gradient = objective.gradient(theta, new Float64Array(n));
  return between(theta, gradient, next, objective.gradient(next, new Float64Array(n)));
}

/** Secant curvatures along a path of m vertices, each number m − 1 times. */
export interface SecantProfile {
  /** See {@link SecantCurvature}. */
  readonly ratio: Float64Array;
  /** See {@link SecantCurvature}. */
  readonly rayleigh: Float64Array;
  /** See {@link SecantCurvature}. */
  readonly roundingError: Float64Array;
  /** Gradients evaluated: m. */
  readonly gradients: number;
}

/**
 * {@link secantCurvature} of every step of a path, one gradient a vertex; NaN where a vertex is
 * repeated.
 *
 * @param path - m vertices of ℝ^dim, flat: a Path, a Trajectory
 * @throws RangeError if the coordinates do not make whole vertices of the objective's dimension
 *
 * @example
 * const path = { points: Float64Array.of(1, 0, 1, 0.1, 1, 0.3), dim: 2 };
 * secantProfile(twoValleys, path).rayleigh; // [2.2, 2.2] but for rounding
 */
export function secantProfile(
  objective: Objective,
  path: { readonly points: Float64Array; readonly dim: number },
): SecantProfile {
  requireObjective(objective, "secantProfile");
  requireList(path?.points, "the points of a path", "secantProfile");
  const { points, dim } = path;
  const m = points.length / dim;
  if (dim !== objective.dimension || !Number.isInteger(m))
    throw new RangeError(
      `secantProfile: expected whole vertices of ${objective.dimension} coordinates, got ${points.length} coordinates in vertices of ${dim}`,
    );
  const steps = Math.max(0, m - 1);
  const ratio = new Float64Array(steps);
  const rayleigh = new Float64Array(steps);
  const roundingError = new Float64Array(steps);
  let [gradient, following] = [new Float64Array(dim), new Float64Array(dim)];
  if (m > 0) objective.gradient(points.slice(0, dim), gradient);
  for (let k = 0; k < steps; k++) {
    const theta = points.slice(k * dim, (k + 1) * dim);
    const next = points.slice((k + 1) * dim, (k + 2) * dim);
    objective.gradient(next, following);
    const secant = between(theta, gradient, next, following);
    ratio[k] = secant.ratio;
    rayleigh[k] = secant.rayleigh;
    roundingError[k] = secant.roundingError;
    [gradient, following] = [following, gradient];
  }
  return { ratio, rayleigh, roundingError, gradients: m };
}

function between(
  theta: Float64Array,
  gradient: Float64Array,
  next: Float64Array,
  nextGradient: Float64Array,
): SecantCurvature {
  const s = next.slice();
  addMultiple(s, -1, theta);
  const change = nextGradient.slice();
  addMultiple(change, -1, gradient);
  const size = length(s);
  if (size === 0) return { ratio: NaN, rayleigh: NaN, roundingError: NaN };
  return {
    ratio: length(change) / size,
    rayleigh:
      dot(
        s.map((x) => x / size),
        change,
      ) / size,
    roundingError: (2 ** -53 * (length(gradient) + length(nextGradient))) / size,
  };
}
