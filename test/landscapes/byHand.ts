import fc from "fast-check";
import { expect } from "vitest";
import type { Objective } from "../../lib/landscapes/objective.js";

/** A loss with its derivatives worked out by hand, the Hessian row-major. */
export interface ByHand {
  readonly loss: (theta: readonly number[]) => number;
  readonly gradient: (theta: readonly number[]) => readonly number[];
  readonly hessian: (theta: readonly number[]) => readonly number[];
}

/**
 * Expects loss, gradient, Hessian and its product of an objective to be those worked out by hand
 * (to 1e-12) and those of central differences (to 1e-6) at random points of its domain, and the
 * Hessian to be symmetric to the last bit.
 *
 * Errors are relative to the vector's or matrix's largest entry, or to `scale` where that is
 * larger: near a critical point large terms cancel.
 */
export function expectDerivatives(objective: Objective, byHand: ByHand, scale: number): void {
  const n = objective.dimension;
  const { lower, upper } = objective.domain ?? { lower: [], upper: [] };
  const point = fc
    .array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: n, maxLength: n })
    .map((shares) => shares.map((s, i) => lower[i] + s * (upper[i] - lower[i])));
  const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n, maxLength: n });
  fc.assert(
    fc.property(point, vector, (at, v) => {
      const theta = Float64Array.from(at);
      const [g, H] = [objective.gradient(theta), hessianAt(objective, theta)];
      const hand = byHand.hessian(at);
      expectNear([objective.loss(theta)], [byHand.loss(at)], scale, 1e-12);
      expectNear(g, byHand.gradient(at), scale, 1e-12);
      expectNear(H, hand, scale, 1e-12);
      const product = v.map((_, i) => v.reduce((sum, vj, j) => sum + hand[i * n + j] * vj, 0));
      const found = objective.hessianVector?.(theta, Float64Array.from(v)) ?? [];
      expectNear(found, product, 9 * n * scale, 1e-12);
      for (let i = 0; i < n; i++)
        for (let j = 0; j < i; j++) expect(H[i * n + j]).toBe(H[j * n + i]);

      const slope = at.map((_, i) => difference((x) => [objective.loss(x)], at, i)[0]);
      expectNear(g, slope, scale, 1e-6);
      const columns = at.map((_, j) => difference((x) => objective.gradient(x), at, j));
      const differences = at.flatMap((_, i) => columns.map((column) => column[i]));
      expectNear(H, differences, scale, 1e-6);
    }),
    { numRuns: 300 },
  );
}

/** The Hessian of an objective that has one. */
export function hessianAt(objective: Objective, theta: ArrayLike<number>): Float64Array {
  return objective.hessian?.(Float64Array.from(theta)) ?? new Float64Array(0);
}

/** Eigenvalues of a symmetric 2 × 2 matrix, ascending. */
export function eigenvaluesOfTwo([a, b, , d]: ArrayLike<number> & Iterable<number>): number[] {
  const radius = Math.hypot((a - d) / 2, b);
  return [(a + d) / 2 - radius, (a + d) / 2 + radius];
}

/** Where descent, θ ← θ − η ∇L(θ) in doubles, is after each step, until the gradient is tiny. */
export function* steps(
  objective: Objective,
  start: readonly number[],
  learningRate: number,
  most: number,
): Generator<Float64Array> {
  const theta = Float64Array.from(start);
  yield theta;
  for (let step = 0; step < most; step++) {
    const g = objective.gradient(theta);
    if (Math.hypot(...g) < 1e-8) return;
    for (let i = 0; i < theta.length; i++) theta[i] -= learningRate * g[i];
    yield theta;
  }
}

/** All points of a grid with `count` per side that fills the start region, edges included. */
export function startGrid(objective: Objective, count: number): number[][] {
  const { lower, upper } = objective.startRegion ?? { lower: [], upper: [] };
  const side = (i: number): number[] =>
    Array.from({ length: count }, (_, k) => lower[i] + ((upper[i] - lower[i]) * k) / (count - 1));
  return side(0).flatMap((x) => side(1).map((y) => [x, y]));
}

function difference(
  f: (theta: Float64Array) => ArrayLike<number>,
  at: readonly number[],
  i: number,
): number[] {
  const h = 1e-5;
  const [ahead, behind] = [Float64Array.from(at), Float64Array.from(at)];
  ahead[i] += h;
  behind[i] -= h;
  const [above, below] = [Array.from(f(ahead)), Array.from(f(behind))];
  return above.map((value, k) => (value - below[k]) / (ahead[i] - behind[i]));
}

function expectNear(
  found: ArrayLike<number>,
  expected: readonly number[],
  scale: number,
  tolerance: number,
): void {
  expect(found.length).toBe(expected.length);
  const size = Math.max(scale, ...expected.map(Math.abs));
  const worst = Math.max(...expected.map((value, i) => Math.abs(found[i] - value)));
  expect(worst).toBeLessThanOrEqual(tolerance * size);
}
