import { denseMatrix } from "../curvature/dense.js";
import { hessianOperator } from "../curvature/operator.js";
import { divideBy, dot, length } from "../curvature/vectors.js";
import type { Objective } from "../landscapes/objective.js";
import type { Path } from "./path.js";

/** How a path differs from one of exact gradient descent, in float64. */
export interface Defect {
  /** r_t = θ_{t+1} − (θ_t − η∇L(θ_t)), row-major: (m − 1)·dim. */
  readonly residuals: Float64Array;
  /** ‖r_t‖, m − 1 of them. */
  readonly lengths: Float64Array;
  /** Δ = Σ_t ‖r_t‖. */
  readonly sum: number;
}

/**
 * Defect of a path by gradients in float64: enough for defects far above ‖θ‖·2⁻⁵² a step, unlike
 * `intrinsicError`, which takes the bracket in more precision than the path. O(m) gradients.
 */
export function defectOf(path: Path, objective: Objective, learningRate: number): Defect {
  const { points, dim } = path;
  const residuals = new Float64Array(points.length - dim);
  const lengths = new Float64Array(residuals.length / dim);
  const gradient = new Float64Array(dim);
  let sum = 0;
  for (let t = 0; t < lengths.length; t++) {
    objective.gradient(points.subarray(t * dim, (t + 1) * dim), gradient);
    let square = 0;
    for (let i = 0; i < dim; i++) {
      const at = t * dim + i;
      residuals[at] = points[at + dim] - (points[at] - learningRate * gradient[i]);
      square += residuals[at] * residuals[at];
    }
    lengths[t] = Math.sqrt(square);
    sum += lengths[t];
  }
  return { residuals, lengths, sum };
}

/** μ of a path whose defect is `reach` or more; it falls in proportion to smaller defects. */
const DAMPING = 0.01;

/** How {@link relaxPath} moves. */
export interface RelaxationStep {
  /** η. */
  readonly learningRate: number;
  /** No vertex moves farther, in units of θ. */
  readonly reach: number;
  /** Whether the first vertex slides on a segment, or stays. */
  readonly startSlides: boolean;
  /** From one end to the other. */
  readonly segment: readonly [Float64Array, Float64Array];
  /** Whether the last vertex stays. */
  readonly endStays: boolean;
}

/**
 * One damped Gauss–Newton step that lowers the defect Δ = Σ‖r_t‖ of a path, its ends as told:
 *
 *     minimise over δ   Σ_t w_t ‖r_t + δ_{t+1} − (I − η∇²L(θ_t)) δ_t‖² + μ Σ_t ‖δ_t‖²
 *
 * with w_t = ρ/max(‖r_t‖, ρ), ρ the mean of the ‖r_t‖: so weighted it is the sum of lengths that
 * falls, and not that of squares. μ = 0.01·min(1, Δ/reach), so that a path near an exact orbit gets
 * there by Newton's method and another only moves towards lower defect. The step is shortened to
 * `reach`. Where a Hessian or gradient is not finite the path stays as it is.
 *
 * The equations are block-tridiagonal: O(m·dim³) and m Hessians. Unchecked.
 */
export function relaxPath(path: Path, objective: Objective, step: RelaxationStep): Path {
  const { points, dim } = path;
  const { learningRate, reach, startSlides, segment, endStays } = step;
  const { residuals, lengths, sum } = defectOf(path, objective, learningRate);
  const damping = DAMPING * Math.min(1, sum / reach);
  const moving = lengths.length - (endStays ? 1 : 0); // the last vertex that moves
  if (moving < 0 || !(sum > 0)) return path;
  const along = startSlides ? direction(segment) : new Float64Array(dim);
  const mean = sum / lengths.length;
  const weight = (t: number): number =>
    t >= 0 && t < lengths.length ? mean / Math.max(lengths[t], mean) : 0;

  const size = dim * dim;
  const factors = new Float64Array((moving + 1) * size); // Cholesky factors, lower triangles
  const couplings = new Float64Array((moving + 1) * size); // w_t A_t
  const right = new Float64Array((moving + 1) * dim);
  const solved = new Float64Array(size);
  for (let t = 0; t <= moving; t++) {
    const here = factors.subarray(t * size, (t + 1) * size);
    const coupling = couplings.subarray(t * size, (t + 1) * size);
    const b = right.subarray(t * dim, (t + 1) * dim);
    const [before, after] = [weight(t - 1), weight(t)];
    for (let i = 0; i < dim; i++) {
      here[i * dim + i] = before + damping;
      b[i] = t > 0 ? -before * residuals[(t - 1) * dim + i] : 0;
    }
    if (after > 0) {
      const theta = points.subarray(t * dim, (t + 1) * dim);
      const hessian = hessianAt(objective, theta);
      for (let k = 0; k < size; k++)
        coupling[k] = (k % (dim + 1) === 0 ? 1 : 0) - learningRate * hessian[k];
      if (t === 0) project(coupling, along);
      for (let k = 0; k < dim; k++)
        for (let i = 0; i < dim; i++) {
          const entry = after * coupling[k * dim + i];
          b[i] += entry * residuals[t * dim + k];
          for (let j = 0; j < dim; j++) here[i * dim + j] += entry * coupling[k * dim + j];
        }
      for (let k = 0; k < size; k++) coupling[k] *= after;
    }
    if (t > 0) {
      // here −= C S⁻¹ Cᵀ and b += C S⁻¹ b_before, with C = w A and S of the vertex before
      const earlier = factors.subarray((t - 1) * size, t * size);
      const c = couplings.subarray((t - 1) * size, t * size);
      for (let i = 0; i < dim; i++) {
        const row = solved.subarray(i * dim, (i + 1) * dim);
        row.set(c.subarray(i * dim, (i + 1) * dim));
        solveLower(earlier, row);
      }
      const bBefore = right.subarray((t - 1) * dim, t * dim); // already L⁻¹ b
      for (let i = 0; i < dim; i++)
        for (let k = 0; k < dim; k++) {
          b[i] += solved[i * dim + k] * bBefore[k];
          for (let j = 0; j < dim; j++)
            here[i * dim + j] -= solved[i * dim + k] * solved[j * dim + k];
        }
    }
    if (!factorise(here, dim)) return path;
    solveLower(here, b);
  }
  // back: Lᵀ δ_t = L⁻¹ b_t + L⁻¹ Cᵀ δ_{t+1}
  for (let t = moving; t >= 0; t--) {
    const here = factors.subarray(t * size, (t + 1) * size);
    const b = right.subarray(t * dim, (t + 1) * dim);
    if (t < moving) {
      const c = couplings.subarray(t * size, (t + 1) * size);
      const next = right.subarray((t + 1) * dim, (t + 2) * dim);
      const pulled = solved.subarray(0, dim).fill(0);
      for (let k = 0; k < dim; k++)
        for (let i = 0; i < dim; i++) pulled[i] += c[k * dim + i] * next[k];
      solveLower(here, pulled);
      for (let i = 0; i < dim; i++) b[i] += pulled[i];
    }
    solveUpper(here, b);
  }

  let farthest = 0;
  for (let t = 0; t <= moving; t++) {
    let square = 0;
    for (let i = 0; i < dim; i++) square += right[t * dim + i] * right[t * dim + i];
    farthest = Math.max(farthest, Math.sqrt(square));
  }
  if (!Number.isFinite(farthest)) return path;
  const share = farthest > reach ? reach / farthest : 1;
  const moved = points.slice();
  for (let k = 0; k < (moving + 1) * dim; k++) moved[k] += share * right[k];
  if (startSlides) moved.set(onSegment(moved.subarray(0, dim), segment), 0);
  return { points: moved, dim };
}

/** Unit vector from one end of a segment to the other; 0 if they are one. */
function direction([from, to]: RelaxationStep["segment"]): Float64Array {
  const way = to.map((x, i) => x - from[i]);
  const size = length(way);
  return size > 0 ? divideBy(way, size) : way;
}

/** A ← A u uᵀ: only what is along u moves. */
function project(a: Float64Array, u: Float64Array): void {
  for (let i = 0; i < u.length; i++) {
    const row = a.subarray(i * u.length, (i + 1) * u.length);
    const component = dot(row, u);
    for (let j = 0; j < u.length; j++) row[j] = component * u[j];
  }
}

/** The point of a segment that is nearest to a point near its line. */
function onSegment(point: Float64Array, segment: RelaxationStep["segment"]): Float64Array {
  const [from, to] = segment;
  const way = to.map((x, i) => x - from[i]);
  const square = dot(way, way);
  if (!(square > 0)) return from;
  const share =
    dot(
      point.map((x, i) => x - from[i]),
      way,
    ) / square;
  return share <= 0 ? from : share >= 1 ? to : way.map((d, i) => from[i] + share * d);
}

function hessianAt(objective: Objective, theta: Float64Array): Float64Array {
  return objective.hessian
    ? objective.hessian(theta)
    : denseMatrix(hessianOperator(objective, theta));
}

/** A = LLᵀ in place; false if A is not positive definite. */
function factorise(a: Float64Array, n: number): boolean {
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      if (i > j) a[i * n + j] = sum / a[j * n + j];
      else if (sum > 0) a[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  return true;
}

/** L x = b, in place of b. */
function solveLower(l: Float64Array, b: Float64Array): void {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) b[i] -= l[i * n + k] * b[k];
    b[i] /= l[i * n + i];
  }
}

/** Lᵀ x = b, in place of b. */
function solveUpper(l: Float64Array, b: Float64Array): void {
  const n = b.length;
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) b[i] -= l[k * n + i] * b[k];
    b[i] /= l[i * n + i];
  }
}
