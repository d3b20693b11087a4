import { float64Operations } from "../../numerics/arithmetic.js";
import {
  type DoubleDouble,
  doubleDouble,
  subtractDoubleDouble,
} from "../../numerics/doubleDouble.js";
import { doubleDoubleOperations } from "../../numerics/doubleDoubleOperations.js";
import { norm } from "../../numerics/vector.js";
import type { Objective } from "../objective.js";
import { inverse } from "./inverse.js";

/** How a Newton iteration ended. */
export type NewtonStatus = "converged" | "stalled" | "outside" | "notFinite";

/** What a Newton iteration found. */
export interface NewtonResult {
  readonly status: NewtonStatus;
  /** The last iterate. */
  readonly point: Float64Array;
}

const ITERATIONS = 120;

/**
 * Newton's iteration for ∇L = 0 from a start, damped so that M·‖∇L‖ decreases.
 *
 * M = Π_k (1 + 1/‖(θ − p_k)/widths‖²) over the critical points p_k already known keeps the
 * iteration away from them (deflation); the step is Newton's, times a number. Where the
 * Hessian is singular, the step is Levenberg and Marquardt's.
 *
 * @param box - flat bounds; an iterate further outside than the box is wide ends the iteration
 * @see Farrell, Birkisson & Funke (2015), Deflation techniques for finding distinct solutions
 *   of nonlinear partial differential equations, SIAM J. Sci. Comput. 37(4)
 */
export function newton(
  objective: Objective,
  start: Float64Array,
  box: Float64Array,
  known: readonly Float64Array[] = [],
): NewtonResult {
  const n = start.length;
  const widths = start.map((_, i) => box[2 * i + 1] - box[2 * i]);
  const hessian = hessianOf(objective);
  const merit = (point: Float64Array, slope: Float64Array): number => {
    let value = norm(slope);
    for (const p of known) value *= 1 + 1 / squaredDistance(point, p, widths);
    return value;
  };
  let point = start.slice();
  let slope = objective.gradient(point);
  let value = merit(point, slope);
  for (let k = 0; k < ITERATIONS; k++) {
    if (!Number.isFinite(value)) return { status: "notFinite", point };
    if (value === 0) return { status: "converged", point };
    const step = newtonStep(hessian(point), slope, n);
    if (!step) return { status: "notFinite", point };
    // Of the deflated system the step s is s/(1 − w·s), w = ∇ log M.
    let along = 0;
    for (const p of known) {
      const square = squaredDistance(point, p, widths);
      for (let i = 0; i < n; i++)
        along -= (2 * (point[i] - p[i]) * step[i]) / (widths[i] ** 2 * square * (square + 1));
    }
    let longest = 0;
    const factor = 1 / (1 - along);
    for (let i = 0; i < n; i++) {
      step[i] *= Number.isFinite(factor) ? factor : 1;
      longest = Math.max(longest, Math.abs(step[i]) / widths[i]);
    }
    let damping = Math.min(1, 0.5 / longest);
    let [next, nextSlope, nextValue] = [point, slope, value];
    for (; damping > 1e-7; damping /= 2) {
      next = point.map((x, i) => x + damping * step[i]);
      nextSlope = objective.gradient(next);
      nextValue = merit(next, nextSlope);
      if (nextValue < (1 - 1e-4 * damping) * value) break;
    }
    const arrived = longest <= 1e-12;
    if (damping <= 1e-7) return { status: arrived ? "converged" : "stalled", point };
    [point, slope, value] = [next, nextSlope, nextValue];
    if (arrived && damping === 1) return { status: "converged", point };
    for (let i = 0; i < n; i++)
      if (point[i] < box[2 * i] - widths[i] || point[i] > box[2 * i + 1] + widths[i])
        return { status: "outside", point };
  }
  return { status: "stalled", point };
}

/** −H⁻¹g, or −(H² + μI)⁻¹·H·g where H is singular; undefined if not finite. */
function newtonStep(
  hessian: Float64Array,
  slope: Float64Array,
  n: number,
): Float64Array | undefined {
  const exact = inverse(hessian, n);
  if (exact) return negatedProduct(exact, slope, n);
  const square = new Float64Array(n * n);
  let size = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++)
      for (let k = 0; k < n; k++) {
        square[i * n + j] += hessian[i * n + k] * hessian[k * n + j];
        size = Math.max(size, Math.abs(square[i * n + j]));
      }
  for (let i = 0; i < n; i++) square[i * n + i] += 1e-8 * size;
  const damped = inverse(square, n);
  if (!damped) return size === 0 ? slope.map((g) => -g) : undefined;
  const down = negatedProduct(hessian, slope, n);
  return negatedProduct(damped, down, n).map((x) => -x);
}

function negatedProduct(matrix: Float64Array, vector: Float64Array, n: number): Float64Array {
  return vector.map((_, i) => {
    let sum = 0;
    for (let j = 0; j < n; j++) sum -= matrix[i * n + j] * vector[j];
    return sum;
  });
}

function squaredDistance(a: Float64Array, b: Float64Array, widths: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] - b[i]) / widths[i]) ** 2;
  return sum;
}

/**
 * Newton's iteration in double-doubles from a point near a critical one, rounded to doubles.
 *
 * Coordinates smaller than 10⁻²⁰ of the domain's width are set to 0. The point itself if the
 * Hessian is singular or the iteration leads away.
 */
export function polish(
  objective: Objective,
  point: Float64Array,
  widths: Float64Array,
): Float64Array {
  const n = point.length;
  const conditioner = inverse(hessianOf(objective)(point), n);
  if (!conditioner || !objective.gradientOver) return point;
  let location: DoubleDouble[] = Array.from(point, doubleDouble);
  let last = Infinity;
  for (let k = 0; k < 10; k++) {
    const slope = objective.gradientOver(doubleDoubleOperations, location).map(({ hi }) => hi);
    const step = negatedProduct(conditioner, Float64Array.from(slope), n);
    const longest = Math.max(...step.map((s, i) => Math.abs(s) / widths[i]));
    if (!(longest < last)) break;
    location = location.map((x, i) => subtractDoubleDouble(x, doubleDouble(-step[i])));
    last = longest;
    if (longest < 1e-28) break;
  }
  const polished = Float64Array.from(location, ({ hi }, i) =>
    Math.abs(hi) < 1e-20 * widths[i] ? 0 : hi,
  );
  const near = polished.every((x, i) => Math.abs(x - point[i]) <= 1e-6 * widths[i]);
  return near ? polished : point;
}

/** ∇²L in doubles, of an objective that has it in any arithmetic. */
export function hessianOf(objective: Objective): (point: Float64Array) => Float64Array {
  const made = objective as Required<Objective>;
  if (objective.hessian) return (point) => made.hessian(point);
  return (point) => Float64Array.from(made.hessianOver(float64Operations, [...point]));
}
