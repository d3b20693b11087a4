import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { stepDefect } from "../training/stepDefect.js";
import type { Path } from "./path.js";
import { requirePath } from "./requirePath.js";

/**
 * Intrinsic error of a path, its distance from being a path of exact gradient descent (§2.1):
 *
 *     Δ(γ) = Σ_t ‖θ_{t+1} − (θ_t − η ∇L(θ_t))‖₂
 *
 * Every pair of neighbouring vertices counts as one step, so the path must be complete, not
 * thinned. `descend` sums the same terms while it runs; this is for paths from elsewhere. The
 * bracket is evaluated in higher precision than the path: in float64 for formats of at most 25
 * bits, else in double-double by `gradientOver`; NaN where that is missing. 0 for a path of one
 * vertex.
 *
 * O(m) gradients, of double-doubles where the format has more than 25 bits.
 *
 * @param path - m ≥ 1 vertices
 * @param objective - L
 * @param options - the learning rate η > 0, and the format in which the path is kept (float64
 *   for a run of `descend` that rounds only the gradient)
 * @returns Δ(γ), in the units of θ
 * @throws RangeError if the path is empty, its dimension is not that of L, or η is not > 0
 *
 * @example
 * const path = descend(twoValleys, start, { format: float16, learningRate: 0.1, maxSteps: 50 });
 * intrinsicError(path, twoValleys, { format: float16, learningRate: 0.1 }) === path.intrinsicError;
 */
export function intrinsicError(
  path: Path,
  objective: Objective,
  options: { readonly learningRate: number; readonly format: FloatFormat },
): number {
  requireObjective(objective, "intrinsicError");
  const { learningRate, format } = options;
  const count = requirePath(path, "intrinsicError");
  const { points, dim } = path;
  if (dim !== objective.dimension)
    throw new RangeError(`intrinsicError: dimensions differ, ${dim} and ${objective.dimension}`);
  if (!(learningRate > 0 && learningRate < Infinity))
    throw new RangeError(
      `intrinsicError: learningRate must be finite and > 0, got ${learningRate}`,
    );
  const defect = stepDefect(objective, learningRate, format);
  let sum = 0;
  for (let t = 0; t + 1 < count; t++) {
    const before = points.subarray(t * dim, (t + 1) * dim);
    const after = points.subarray((t + 1) * dim, (t + 2) * dim);
    sum += defect(before, after, objective.gradient(before));
  }
  return sum;
}
