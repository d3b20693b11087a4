import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { landscape } from "../../lib/landscapes/landscape.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { quadratic } from "../../lib/landscapes/quadratic.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import {
  type ConstructedHomotopy,
  constructedHomotopy,
} from "../../lib/paths/constructedHomotopy.js";
import { intrinsicError } from "../../lib/paths/intrinsicError.js";
import type { Path } from "../../lib/paths/path.js";
import type { FloatFormat } from "../../lib/precision/formats/format.js";
import { float8_e4m3fn, float16, float64 } from "../../lib/precision/formats/formats.js";
import { descend } from "../../lib/training/descent.js";

const learningRate = 0.05;
const spacing = 0.1;
const options = { learningRate, spacing };

/** Descent from a start, 99 steps and none fewer; exact up to rounding in float64. */
const run = (
  start: readonly number[],
  objective: Objective = twoValleys,
  format: FloatFormat = float64,
): Path => {
  const maxSteps = 99;
  const { points, dim } = descend(objective, Float64Array.from(start), {
    ...{ format, learningRate, maxSteps, gradientTolerance: 0 },
  });
  return { points, dim };
};

/** Everything that a family promises, measured again by other means. */
function check(family: ConstructedHomotopy, from: Path, to: Path, objective: Objective): void {
  const { members, parameters, defects, largestGap } = family;
  const { dim } = from;
  const last = members.length - 1;
  expect(members[0].points.subarray(0, from.points.length)).toEqual(from.points);
  expect(members[last].points.subarray(0, to.points.length)).toEqual(to.points);
  expect(defects.length).toBe(last + 1);
  expect([parameters[0], parameters[last]]).toEqual([0, 1]);
  let widest = 0;
  for (let k = 1; k <= last; k++) {
    expect(parameters[k]).toBeGreaterThan(parameters[k - 1]);
    for (let at = 0; at < members[k].points.length; at += dim) {
      const here = members[k].points.subarray(at, at + dim);
      widest = Math.max(
        widest,
        Math.hypot(...here.map((x, i) => x - members[k - 1].points[at + i])),
      );
    }
  }
  expect(largestGap).toBeCloseTo(widest, 12);
  expect(widest).toBeLessThanOrEqual(spacing);
  expect(family.largestDefect).toBe(Math.max(...defects));
  members.forEach((member, k) => {
    const exact = intrinsicError(member, objective, { learningRate, format: float64 });
    expect(Math.abs(defects[k] - exact)).toBeLessThan(1e-12);
    // starts on the segment between the starts
    const [a, b, c] = [from, to, member].map((path) => path.points.subarray(0, dim));
    const length = Math.hypot(...a.map((x, i) => b[i] - x));
    const detour =
      Math.hypot(...a.map((x, i) => c[i] - x)) + Math.hypot(...b.map((x, i) => c[i] - x)) - length;
    expect(Math.abs(detour)).toBeLessThan(1e-12);
  });
  const { bound, largestPrecision, largestDefect } = family;
  if (Number.isFinite(largestPrecision)) {
    expect(largestDefect).toBeLessThanOrEqual(bound * 2 ** -largestPrecision);
    expect(largestDefect).toBeGreaterThan(bound * 2 ** -(largestPrecision + 1));
  }
}

describe("on a quadratic", () => {
  it("the interpolation of exact paths is exact, for the steps are linear", () => {
    const start = fc.array(fc.double({ min: -2, max: 2, noNaN: true }), {
      minLength: 3,
      maxLength: 3,
    });
    fc.assert(
      fc.property(start, start, fc.nat(50), (a, b, rotation) => {
        const bowl = quadratic([0.5, 2, 30], { rotation });
        const [from, to] = [run(a, bowl), run(b, bowl)];
        const family = constructedHomotopy(from, to, bowl, { ...options, iterations: 0 });
        expect(family.largestDefect).toBeLessThanOrEqual(1e-12);
        check(family, from, to, bowl);
      }),
      // Both near the minimum: a run that stopped there early would not be exact.
      { numRuns: 5, examples: [[[0, -4e-8, 0], [0, 8e-13, 0], 0]] },
    );
  });
});

describe("within one valley", () => {
  it("relaxation takes the defect of the interpolation down to rounding", () => {
    for (const [a, b] of [
      [
        [-1.5, 1.5],
        [-0.3, -1.5],
      ],
      [
        [0.2, 1],
        [1.5, 1],
      ],
    ]) {
      const [from, to] = [run(a), run(b)];
      const family = constructedHomotopy(from, to, twoValleys, options);
      check(family, from, to, twoValleys);
      expect(family.interpolationDefect).toBeGreaterThan(1e-3);
      expect(family.largestDefect).toBeLessThan(1e-12);
      expect(family.largestPrecision).toBeGreaterThan(45);
    }
  });
  it("joins paths of low precision at no more than their own defect", () => {
    const [from, to] = [
      run([-1.5, 1.5], twoValleys, float8_e4m3fn),
      run([-0.5, 1.5], twoValleys, float16),
    ];
    const family = constructedHomotopy(from, to, twoValleys, options);
    check(family, from, to, twoValleys);
    const ends = Math.max(family.defects[0], family.defects[family.defects.length - 1]);
    expect(family.largestDefect).toBeLessThanOrEqual(ends * (1 + 1e-12));
  });
});

describe("between the valleys", () => {
  it("the ridge must be paid for, and relaxation pays far less than the interpolation", () => {
    const [from, to] = [run([-1.5, 1.5]), run([1.5, 1.5])];
    const family = constructedHomotopy(from, to, twoValleys, options);
    check(family, from, to, twoValleys);
    const { members, largestDefect, largestGap, interpolationDefect } = family;
    let height = 0;
    for (const { points } of members)
      for (let k = 1; k < points.length; k += 2) height = Math.max(height, Math.abs(points[k]));
    const shrink = 1 - 2 * learningRate - (learningRate * height ** 2) / 5;
    const least = (1 - shrink ** 99) / (1 + height ** 2 / 10) - largestGap / 2;
    expect(least).toBeGreaterThan(0.7);
    expect(largestDefect).toBeGreaterThan(least);
    expect(largestDefect).toBeLessThan(2.6 * least);
    expect(largestDefect).toBeLessThan(interpolationDefect / 4);
  });
  it("a member that ends on the ridge has at least the stated defect, whatever its way there", () => {
    const steps = fc.array(
      fc.tuple(
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
      ),
      { minLength: 1, maxLength: 30 },
    );
    fc.assert(
      fc.property(steps, (errors) => {
        let theta = [0.01, 1];
        const points = [...theta];
        let height = 1;
        for (const error of errors) {
          const gradient = twoValleys.gradient(Float64Array.from(theta));
          theta = theta.map((x, i) => x - learningRate * gradient[i] + error[i]);
          height = Math.max(height, Math.abs(theta[1]));
          points.push(...theta);
        }
        const path = { points: Float64Array.from(points), dim: 2 };
        const shrink = 1 - 2 * learningRate - (learningRate * height ** 2) / 5;
        const least = (1 - shrink ** errors.length) / (1 + height ** 2 / 10) - Math.abs(theta[0]);
        const defect = intrinsicError(path, twoValleys, { learningRate, format: float64 });
        expect(defect).toBeGreaterThanOrEqual(least - 1e-12);
      }),
    );
  });
  it("a smooth ridge costs nothing: exact paths from its two sides are one family", () => {
    const smooth = landscape("x^4/4 - x^2/2 + y^2/2");
    const [from, to] = [run([-0.5, 1], smooth), run([0.6, -1], smooth)];
    const family = constructedHomotopy(from, to, smooth, options);
    check(family, from, to, smooth);
    expect(family.interpolationDefect).toBeGreaterThan(1);
    expect(family.largestDefect).toBeLessThan(1e-9);
    // some member ends half-way between the minima (±1, 0)
    const ends = family.members.map(({ points }) => Math.abs(points[points.length - 2]));
    expect(Math.min(...ends)).toBeLessThan(0.1);
  });
});

describe("descents that a smooth saddle parts", () => {
  const hill = landscape("0.15*(x-2)^2 + 0.5*y^2 + 2*exp(-2*(x^2 + 3*y^2))");
  const long = (y: number, maxSteps: number): Path => {
    const start = Float64Array.of(-2, y);
    const { points, dim } = descend(hill, start, {
      ...{ format: float64, learningRate, maxSteps, gradientTolerance: 1e-14 },
    });
    return { points, dim };
  };
  it("are one family without defect on both sides of a hill, as the ends are free", () => {
    const [from, to] = [long(0.5, 300), long(-0.4, 300)];
    const family = constructedHomotopy(from, to, hill, options);
    check(family, from, to, hill);
    expect(family.interpolationDefect).toBeGreaterThan(5);
    expect(family.largestDefect).toBe(0);
    expect(family.members.length).toBeLessThan(400);
    const straight = constructedHomotopy(from, to, hill, {
      ...options,
      ...{ ends: "straight", iterations: 3 },
    });
    expect(straight.largestDefect).toBeGreaterThan(0.5);
  });
  it("stay on the saddle by jumps near rounding, for longer than doubles could", () => {
    const [from, to] = [long(0.5, 900), long(-0.4, 900)];
    const family = constructedHomotopy(from, to, hill, options);
    check(family, from, to, hill);
    expect(family.largestDefect).toBeLessThan(1e-9);
    expect(family.largestDefect).toBeGreaterThan(0);
    expect(family.largestPrecision).toBeGreaterThan(36);
  });
});

describe("the ends", () => {
  it("stay on the segment between the two if told, and are fixed if these are equal", () => {
    const [from, to] = [run([-1.5, 1.5]), run([-0.3, -1.5])];
    to.points.set(from.points.subarray(-2), to.points.length - 2);
    const family = constructedHomotopy(from, to, twoValleys, { ...options, ends: "straight" });
    check(family, from, to, twoValleys);
    for (const { points } of family.members)
      expect(points.subarray(-2)).toEqual(from.points.subarray(-2));
    expect(family.largestDefect).toBeLessThan(1e-4);
  });
  it("of a path that has ended stay, at a defect of η‖∇L‖ a step", () => {
    const bowl = quadratic([1]);
    const [from, to] = [
      { points: Float64Array.of(1), dim: 1 },
      { points: Float64Array.of(1, 0.95, 0.9025), dim: 1 },
    ];
    const family = constructedHomotopy(from, to, bowl, options);
    check(family, from, to, bowl);
    expect(family.members[0].points).toEqual(Float64Array.of(1, 1, 1));
    expect(family.defects[0]).toBeCloseTo(0.1, 15);
    expect(family.bound).toBe(2);
    expect(family.largestPrecision).toBe(4);
  });
});

describe("odd input", () => {
  it("of paths nearer to each other than descents are told apart is a family, and soon", () => {
    const bowl = quadratic([1]);
    const path = (x: number): Path =>
      descend(bowl, Float64Array.of(x), { format: float64, learningRate, maxSteps: 2 });
    for (const gap of [2 ** -34, 2 ** -36, 2 ** -40, 2 ** -52])
      check(
        constructedHomotopy(path(1), path(1 + gap), bowl, options),
        path(1),
        path(1 + gap),
        bowl,
      );
    const fine = { ...options, spacing: 2 ** -45 };
    const family = constructedHomotopy(path(1), path(1 + 2 ** -41), bowl, fine);
    expect(family.largestGap).toBeLessThanOrEqual(2 ** -45);
  });

  it("between a path and itself nothing moves", () => {
    const path = run([0.5, 1]);
    const family = constructedHomotopy(path, path, twoValleys, options);
    check(family, path, path, twoValleys);
    expect([family.members.length, family.largestGap]).toEqual([33, 0]);
  });
  it("of one vertex there is no step and no defect", () => {
    const [from, to] = [0, 1].map((x) => ({ points: Float64Array.of(x, 0), dim: 2 }));
    const family = constructedHomotopy(from, to, twoValleys, options);
    expect([family.largestDefect, family.bound, family.largestPrecision]).toEqual([0, 0, Infinity]);
  });
  it("where the loss is not finite the defect is NaN, and no precision is claimed", () => {
    const root = landscape("sqrt(x)");
    const [from, to] = [-1, 1].map((x) => ({ points: Float64Array.of(x, x), dim: 1 }));
    const family = constructedHomotopy(from, to, root, { ...options, iterations: 2 });
    expect([family.largestDefect, family.largestPrecision]).toEqual([NaN, NaN]);
  });
  it("is found soon where the given paths are nothing like descents, which run away", () => {
    const steep = quadratic([100]);
    const [from, to] = [2, -2].map((x) => {
      return { points: Float64Array.of(1, x, x, x, x, x, x, x, x), dim: 1 };
    });
    const family = constructedHomotopy(from, to, steep, { learningRate: 1, spacing: 0.1 });
    expect(family.largestGap).toBeLessThanOrEqual(0.1);
    expect(family.members.length).toBeLessThanOrEqual(1000);
  });
  it("descents that go round where the loss is not defined are taken, the straight way is not", () => {
    const ring = landscape(
      "x/sqrt(x^2+y^2) + 5*(sqrt(x^2+y^2)-1)^2 - 0.01*sqrt(sqrt(x^2+y^2)-0.5)",
    );
    const [from, to] = [1e-3, 0.2].map((angle) => {
      const start = Float64Array.of(Math.cos(angle), Math.sin(angle));
      return descend(ring, start, { format: float64, learningRate, maxSteps: 200 });
    });
    const family = constructedHomotopy(from, to, ring, options);
    check(family, from, to, ring);
    expect(family.interpolationDefect).toBe(NaN);
    expect(family.largestDefect).toBeLessThan(1e-9);
  });
  it("says when it was refused members", () => {
    const [from, to] = [run([-1.5, 1.5]), run([1.5, 1.5])];
    const family = constructedHomotopy(from, to, twoValleys, { ...options, memberLimit: 40 });
    check(family, from, to, twoValleys);
    expect(family.limited).toBe(true);
    expect(family.members.length).toBeLessThanOrEqual(40);
  });
  it("is refused with the function's name", () => {
    const path = run([0.5, 1]);
    const call =
      (changed: object, from = path, objective: Objective = twoValleys) =>
      () =>
        constructedHomotopy(from, path, objective, { ...options, ...changed });
    for (const learningRate of [0, NaN, Infinity])
      expect(call({ learningRate })).toThrow(
        `learningRate must be finite and > 0, got ${learningRate}`,
      );
    expect(call({ spacing: -1 })).toThrow("constructedHomotopy: spacing must be finite and > 0");
    expect(call({ members: 1 })).toThrow("members must be an integer >= 2, got 1");
    expect(call({ memberLimit: 32 })).toThrow("memberLimit must be an integer >= 33, got 32");
    expect(call({ iterations: 0.5 })).toThrow("iterations must be an integer >= 0, got 0.5");
    expect(call({ ends: "loose" })).toThrow('expected ends "free" or "straight", got loose');
    expect(call({ rounds: 3 })).toThrow('there is no option "rounds"');
    expect(call({ spacing: 1e-4 }, run([1.5, 1]))).toThrow("expected a memberLimit >");
    expect(call({}, { points: Float64Array.of(0, NaN), dim: 2 })).toThrow("got NaN at vertex 0");
    expect(call({}, { points: Float64Array.of(0), dim: 1 })).toThrow("dimensions differ, 1 and 2");
    const { hessian: _, hessianVector: __, ...bare } = twoValleys;
    expect(call({}, path, bare)).toThrow("expected a Hessian, twoValleys has none");
  });
});
