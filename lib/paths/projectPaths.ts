import { requireList } from "../landscapes/requireObjective.js";
import { binaryExponent } from "../numerics/binaryExponent.js";
import { powerOfTwo } from "../numerics/elementary/scale.js";
import { requireKnown } from "../numerics/requireKnown.js";
import type { Path } from "./path.js";
import { principalAxes } from "./principalAxes.js";
import { requireFinitePath } from "./requirePath.js";

/** What may be told {@link projectPaths}. */
export interface ProjectionOptions {
  /** Number k of axes, 1 … dim; 2 unless told. */
  readonly axes?: number;
  /** Whether every vertex counts the same, or every path; "vertices" unless told. */
  readonly weighting?: "vertices" | "paths";
}

/** Where a projection looks from: the plane, or space, that keeps most of the variance. */
export interface Projection {
  /** Coordinates of a vertex before. */
  readonly dim: number;
  /** μ, dim coordinates. */
  readonly mean: Float64Array;
  /** k·dim, row-major: axis after axis, orthonormal, the first with most variance. */
  readonly axes: Float64Array;
  /** Variance along each of the k axes, in θ². */
  readonly variances: Float64Array;
  /** Variance in all dim directions, in θ². */
  readonly totalVariance: number;
  /** Share of the total that each axis explains; NaN if the total is 0. */
  readonly explained: Float64Array;
  /** Sum of these shares. */
  readonly explainedTotal: number;
}

/** Paths in few coordinates, and the projection that made them. */
export interface ProjectedPaths extends Projection {
  /** One path in ℝ^k for each that was given. */
  readonly paths: readonly Path[];
}

/**
 * Principal components of all vertices of many paths, for drawing paths of many parameters.
 *
 * With weights w_v that sum to 1 (1/N a vertex, or 1/(P·m) a vertex of one of P paths with m):
 *
 *     μ = Σ w_v θ_v,   C = Σ w_v (θ_v − μ)(θ_v − μ)ᵀ,   C a_i = σ_i² a_i,   σ_1 ≥ σ_2 ≥ …
 *
 * Vertex θ gets the coordinates a_i·(θ − μ). Variances are with respect to these weights, so
 * divided by N and not by N − 1. The largest component of an axis is positive (the first of those
 * that are equal to 10⁻⁹), so the picture does not depend on the signs of the eigenvectors; axes
 * of equal variance are some orthonormal basis. Directions without variance (to 10⁻⁷ of the
 * largest σ) are taken from the coordinate axes: there are always k axes.
 *
 * A projection shortens: distances of projected paths are at most those of the paths.
 *
 * Eigenvectors of C or of the N × N matrix of products of vertices, whichever is smaller: O(s²·l +
 * s³) with s = min(N, dim), l the larger; some 4 s for s = 500, l = 6000. Paths of networks should
 * be thinned before (`thin`).
 *
 * @param paths - at least 1, all in ℝ^dim, finite
 * @param options - number of axes, weighting
 * @throws RangeError if there are no paths, one is empty or not finite, dimensions differ, or there
 *   are more axes than dimensions
 * @throws TypeError if the weighting or an option is unknown
 * @see Jolliffe (2002), Principal Component Analysis, 2nd edition, Springer
 *
 * @example
 * const line = { points: Float64Array.of(0, 0, 3, 4), dim: 2 };
 * projectPaths([line], { axes: 1 }).paths[0].points; // [-2.5, 2.5], along (0.6, 0.8)
 */
export function projectPaths(
  paths: readonly Path[],
  options: ProjectionOptions = {},
): ProjectedPaths {
  requireKnown(options, ["axes", "weighting"], "option", "projectPaths");
  requireList(paths, "paths", "projectPaths");
  const { axes: k = 2, weighting = "vertices" } = options;
  if (paths.length < 1) throw new RangeError("projectPaths: expected at least 1 path, got 0");
  if (weighting !== "vertices" && weighting !== "paths")
    throw new TypeError(
      `projectPaths: expected weighting "vertices" or "paths", got ${String(weighting)}`,
    );
  const dim = paths[0].dim;
  const counts = paths.map((path) => requireFinitePath(path, "projectPaths"));
  for (const path of paths)
    if (path.dim !== dim)
      throw new RangeError(`projectPaths: dimensions differ, ${dim} and ${path.dim}`);
  if (!Number.isInteger(k) || k < 1 || k > dim)
    throw new RangeError(`projectPaths: axes must be an integer 1 … ${dim}, got ${k}`);

  const vertices = counts.reduce((sum, count) => sum + count, 0);
  const weight = (index: number): number =>
    weighting === "vertices" ? 1 / vertices : 1 / (paths.length * counts[index]);
  // From the first vertex on, so that the mean of equal vertices is they and not nearly they.
  const first = paths[0].points.subarray(0, dim);
  const mean = first.slice();
  paths.forEach(({ points }, index) => {
    const sum = new Float64Array(dim);
    for (let i = 0; i < points.length; i++) sum[i % dim] += points[i] - first[i % dim];
    for (let j = 0; j < dim; j++) mean[j] += weight(index) * sum[j];
  });

  // Rows √w_v (θ_v − μ): C is the product of this matrix with itself.
  const rows = new Float64Array(vertices * dim);
  let at = 0;
  paths.forEach(({ points }, index) => {
    const root = Math.sqrt(weight(index));
    for (let i = 0; i < points.length; i++) rows[at++] = root * (points[i] - mean[i % dim]);
  });
  const unit = unitOf(rows);
  for (let i = 0; i < rows.length; i++) rows[i] /= unit;
  const found = principalAxes(rows, dim, k);
  const explained = found.variances.map((variance) => variance / found.totalVariance);
  const { axes } = found;
  const variances = found.variances.map((variance) => variance * unit * unit);
  const totalVariance = found.totalVariance * unit * unit;
  const projection: Projection = {
    ...{ dim, mean, axes, variances, totalVariance, explained },
    explainedTotal: explained.reduce((sum, share) => sum + share, 0),
  };
  return { ...projection, paths: paths.map((path) => project(path, projection)) };
}

/** A power of two by which the rows can be divided so that their squares stay in range; mostly 1. */
function unitOf(rows: Float64Array): number {
  let largest = 0;
  for (const entry of rows) largest = Math.max(largest, Math.abs(entry));
  if (!(largest < Infinity))
    throw new RangeError("projectPaths: expected coordinates whose differences are finite");
  const exponent = binaryExponent(largest);
  return Math.abs(exponent) > 300 && largest > 0 ? powerOfTwo(Math.max(exponent, -1000)) : 1;
}

/**
 * A path in the coordinates of a projection made from others: a_i·(θ − μ). O(m·dim·k).
 *
 * @param path - m ≥ 0 vertices in ℝ^dim; NaN and infinities are carried
 * @param projection - from {@link projectPaths}
 * @throws RangeError if the dimensions differ
 *
 * @example
 * const seen = projectPaths([{ points: Float64Array.of(0, 0, 3, 4), dim: 2 }], { axes: 1 });
 * project({ points: Float64Array.of(1.5, 2), dim: 2 }, seen).points; // [0]
 */
export function project(path: Path, projection: Projection): Path {
  const { dim, mean, axes } = projection;
  if (path.dim !== dim) throw new RangeError(`project: dimensions differ, ${path.dim} and ${dim}`);
  const k = axes.length / dim;
  const count = path.points.length / dim;
  const points = new Float64Array(count * k);
  for (let vertex = 0; vertex < count; vertex++)
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let j = 0; j < dim; j++)
        sum += axes[i * dim + j] * (path.points[vertex * dim + j] - mean[j]);
      points[vertex * k + i] = sum;
    }
  return { points, dim: k };
}
