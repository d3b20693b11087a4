import { addMultiple, dot } from "../curvature/vectors.js";
import { symmetricEigenvectors } from "../numerics/symmetricEigenvalues.js";

/** Directions whose σ is below this share of the largest are rounding errors of the products. */
const NOISE = 1e-7;

/**
 * The k axes along which rows vary most, and Σ (row·axis)² along each: the right singular vectors
 * of a matrix, from the eigenvectors of the smaller of its two products with itself.
 *
 * Each axis is made orthogonal to those before, and its variance measured on the rows themselves,
 * so that neither suffers from the squaring. Unchecked; see `projectPaths`.
 *
 * @param rows - n·dim entries, finite, row-major
 * @param dim - length of a row
 * @param k - number of axes, ≤ dim
 */
export function principalAxes(
  rows: Float64Array,
  dim: number,
  k: number,
): { axes: Float64Array; variances: Float64Array; totalVariance: number } {
  const n = rows.length / dim;
  const candidates = n < dim ? fromRowProducts(rows, n, dim, k) : fromColumns(rows, n, dim, k);
  const axes = new Float64Array(k * dim);
  const variances = new Float64Array(k);
  let totalVariance = 0;
  for (const entry of rows) totalVariance += entry * entry;
  const smallest = NOISE * Math.sqrt(totalVariance);
  for (let i = 0; i < k; i++) {
    const axis = axes.subarray(i * dim, (i + 1) * dim);
    const earlier = axes.subarray(0, i * dim);
    if (candidates[i]) axis.set(candidates[i]);
    // a candidate is as long as its σ
    if (!(orthogonalised(axis, earlier) > smallest)) axis.set(freeDirection(earlier, dim));
    scale(axis, 1 / Math.sqrt(dot(axis, axis)));
    orthogonalised(axis, earlier);
    scale(axis, signOf(axis) / Math.sqrt(dot(axis, axis)));
    for (let row = 0; row < n; row++) {
      const along = dot(rows.subarray(row * dim, (row + 1) * dim), axis);
      variances[i] += along * along;
    }
  }
  return { axes, variances, totalVariance };
}

/** Eigenvectors of the dim × dim matrix Σ row rowᵀ, each times its σ. */
function fromColumns(rows: Float64Array, n: number, dim: number, k: number): Float64Array[] {
  const products = new Float64Array(dim * dim);
  for (let row = 0; row < n; row++)
    for (let i = 0; i < dim; i++) {
      const entry = rows[row * dim + i];
      for (let j = 0; j <= i; j++) products[i * dim + j] += entry * rows[row * dim + j];
    }
  mirror(products, dim);
  const { values, vectors } = symmetricEigenvectors(products, dim);
  return Array.from({ length: k }, (_, i) => {
    const column = dim - 1 - i;
    const sigma = Math.sqrt(Math.max(0, values[column]));
    return Float64Array.from({ length: dim }, (_, j) => sigma * vectors[j * dim + column]);
  });
}

/** Rows combined by the eigenvectors u of the n × n matrix of their products: Σ u_r row_r = σ a. */
function fromRowProducts(rows: Float64Array, n: number, dim: number, k: number): Float64Array[] {
  const row = (r: number): Float64Array => rows.subarray(r * dim, (r + 1) * dim);
  const products = new Float64Array(n * n);
  for (let r = 0; r < n; r++)
    for (let s = 0; s <= r; s++) products[r * n + s] = dot(row(r), row(s));
  mirror(products, n);
  const { vectors } = symmetricEigenvectors(products, n);
  return Array.from({ length: Math.min(k, n) }, (_, i) => {
    const axis = new Float64Array(dim);
    for (let r = 0; r < n; r++) addMultiple(axis, vectors[r * n + n - 1 - i], row(r));
    return axis;
  });
}

function mirror(matrix: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[j * n + i] = matrix[i * n + j];
}

/** Takes the components along orthonormal axes out of a vector, in place; what length is left. */
function orthogonalised(vector: Float64Array, axes: Float64Array): number {
  const dim = vector.length;
  for (let i = 0; i < axes.length; i += dim) {
    const axis = axes.subarray(i, i + dim);
    addMultiple(vector, -dot(vector, axis), axis);
  }
  return Math.sqrt(dot(vector, vector));
}

/** The coordinate axis that is farthest from the span of the axes, made orthogonal to them. */
function freeDirection(axes: Float64Array, dim: number): Float64Array {
  let [farthest, least] = [0, Infinity];
  for (let j = 0; j < dim; j++) {
    let inSpan = 0;
    for (let i = 0; i < axes.length; i += dim) inSpan += axes[i + j] * axes[i + j];
    if (inSpan < least - 1e-9) [farthest, least] = [j, inSpan];
  }
  const direction = new Float64Array(dim);
  direction[farthest] = 1;
  orthogonalised(direction, axes);
  return direction;
}

/** −1 if the largest component, the first of those as large to 10⁻⁹, is negative. */
function signOf(axis: Float64Array): number {
  let largest = 0;
  for (const entry of axis) largest = Math.max(largest, Math.abs(entry));
  return (axis.find((entry) => Math.abs(entry) >= (1 - 1e-9) * largest) ?? 0) < 0 ? -1 : 1;
}

function scale(v: Float64Array, factor: number): void {
  for (let i = 0; i < v.length; i++) v[i] *= factor;
}
