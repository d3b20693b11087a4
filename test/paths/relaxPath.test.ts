import { Matrix, solve } from "ml-matrix";
import { describe, expect, it } from "vitest";
import { landscape } from "../../lib/landscapes/landscape.js";
import { intrinsicError } from "../../lib/paths/intrinsicError.js";
import type { Path } from "../../lib/paths/path.js";
import { defectOf, type RelaxationStep, relaxPath } from "../../lib/paths/relaxPath.js";
import { float64 } from "../../lib/precision/formats/formats.js";

const objective = landscape("x^4/4 + x*y*z + cos(x + 2y) + 3z^2 + exp(y/2)");
const learningRate = 0.1;
const dim = 3;
/** A wild path of 7 vertices. */
const path: Path = {
  points: Float64Array.from({ length: 7 * dim }, (_, k) => Math.sin(1 + 3 * k) + k / 20),
  dim,
};
const far = Float64Array.of(2, 3, 4);
const plan: RelaxationStep = {
  ...{ learningRate, reach: 20, startSlides: false, endStays: false },
  segment: [path.points.slice(0, dim), far],
};

/** The same step by the dense least-squares equations in the free parameters. */
function byDenseEquations({ startSlides, endStays }: RelaxationStep): Float64Array {
  const { residuals, lengths, sum } = defectOf(path, objective, learningRate);
  const steps = lengths.length;
  const along = Array.from(far, (x, i) => x - path.points[i]);
  const size = Math.hypot(...along);
  // columns of `free`: directions in which the path may move
  const free: number[][] = [];
  const total = (steps + 1) * dim;
  const unit = (k: number): number[] => Array.from({ length: total }, (_, i) => (i === k ? 1 : 0));
  if (startSlides) free.push(Array.from({ length: total }, (_, i) => (along[i] ?? 0) / size));
  for (let k = dim; k < total - (endStays ? dim : 0); k++) free.push(unit(k));
  const jacobian = Matrix.zeros(steps * dim, total);
  const weights: number[] = [];
  for (let t = 0; t < steps; t++) {
    const hessian = objective.hessian?.(path.points.slice(t * dim, (t + 1) * dim)) ?? [];
    for (let i = 0; i < dim; i++) {
      weights.push(sum / steps / Math.max(lengths[t], sum / steps));
      jacobian.set(t * dim + i, (t + 1) * dim + i, 1);
      for (let j = 0; j < dim; j++)
        jacobian.set(
          t * dim + i,
          t * dim + j,
          (i === j ? -1 : 0) + learningRate * hessian[i * dim + j],
        );
    }
  }
  const basis = new Matrix(free).transpose();
  const moved = jacobian.mmul(basis);
  const weighted = Matrix.diag(weights).mmul(moved);
  const damping = 0.01 * Math.min(1, sum / plan.reach);
  const equations = moved.transpose().mmul(weighted).add(Matrix.eye(free.length).mul(damping));
  const right = weighted
    .transpose()
    .mmul(Matrix.columnVector([...residuals]))
    .mul(-1);
  const change = basis.mmul(solve(equations, right)).to1DArray();
  return path.points.map((x, k) => x + change[k]);
}

describe("defectOf", () => {
  it("is the intrinsic error, up to the rounding of gradients", () => {
    const { sum, lengths } = defectOf(path, objective, learningRate);
    expect(sum).toBeCloseTo(intrinsicError(path, objective, { learningRate, format: float64 }), 12);
    expect(lengths.length).toBe(6);
  });
});

describe("relaxPath", () => {
  it("solves the least-squares equations, with ends that stay, slide or are free", () => {
    for (const startSlides of [false, true])
      for (const endStays of [false, true]) {
        const step = { ...plan, startSlides, endStays };
        const expected = byDenseEquations(step);
        const { points } = relaxPath(path, objective, step);
        // sliding ends at the ends of the segment
        const first = startSlides && expected[0] < path.points[0] ? dim : 0;
        for (let k = first; k < points.length; k++)
          expect(Math.abs(points[k] - expected[k]), `${k}`).toBeLessThan(1e-8);
      }
  });
  it("moves no vertex farther than told", () => {
    const { points } = relaxPath(path, objective, { ...plan, reach: 0.01 });
    let farthest = 0;
    for (let k = 0; k < points.length; k += dim)
      farthest = Math.max(
        farthest,
        Math.hypot(...points.subarray(k, k + dim).map((x, i) => x - path.points[k + i])),
      );
    expect(farthest).toBeCloseTo(0.01, 12);
  });
  it("gets to a path of exact descent in a few steps", () => {
    let relaxed = path;
    for (let round = 0; round < 12; round++)
      relaxed = relaxPath(relaxed, objective, { ...plan, reach: 1 });
    expect(defectOf(path, objective, learningRate).sum).toBeGreaterThan(1);
    expect(defectOf(relaxed, objective, learningRate).sum).toBeLessThan(1e-12);
    expect(relaxed.points.subarray(0, dim)).toEqual(path.points.subarray(0, dim));
  });
  it("leaves a path where derivatives are not finite", () => {
    const root = landscape("sqrt(x)");
    const negative = { points: Float64Array.of(-1, 2, 3), dim: 1 };
    const segment = [Float64Array.of(-1), Float64Array.of(1)] as const;
    expect(relaxPath(negative, root, { ...plan, segment })).toBe(negative);
  });
});
