import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  conditionBits,
  precisionPredictors,
  requiredBits,
} from "../../lib/curvature/requiredBits.js";
import { partialStuckBits, stuckBits } from "../../lib/curvature/stuckBits.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { significandBits } from "../../lib/precision/formats/formats.js";
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

/** ½ Σ curvatures_i (θ_i − centre_i)². */
const bowl = (curvatures: number[], centre: number[]): Objective =>
  landscapeFromFunction(
    curvatures.length,
    (a, theta) =>
      theta.reduce((sum, x, i) => {
        const d = a.subtract(x, a.from(centre[i]));
        return a.add(sum, a.multiply(a.from(curvatures[i] / 2), a.multiply(d, d)));
      }, a.from(0)),
    { criticalPoints: [{ point: centre, loss: 0, morseIndex: 0 }] },
  );

describe("requiredBits", () => {
  it("is log2(κ‖θ‖/‖∇L‖), by hand", () => {
    // at (2, 0): H = diag(2, 2.8), g = (2, 0)
    expect(requiredBits(twoValleys, Float64Array.of(2, 0))).toBeCloseTo(Math.log2(2.8), 14);
    // κ = 8, ‖θ‖ = 5, g = (2·3, 8·4 − 8·12) = (6, −64)
    const far = requiredBits(bowl([2, 8], [0, 12]), Float64Array.of(3, 4));
    expect(far).toBeCloseTo(Math.log2((8 * 5) / Math.sqrt(36 + 64 ** 2)), 14);
  });

  it("takes a curvature that is known, and any dimension", () => {
    const five = bowl([1, 2, 3, 4, 100], [0, 0, 0, 0, 0]);
    const theta = Float64Array.of(0, 0, 3, 0, 0);
    expect(requiredBits(five, theta)).toBeCloseTo(Math.log2(100 / 3), 12);
    expect(requiredBits(five, theta, { curvature: 3 })).toBeCloseTo(0, 14);
    const { hessian: _, ...bare } = five;
    expect(requiredBits(bare, theta, { curvature: 3 })).toBeCloseTo(0, 14);
  });

  it("is at least the number of bits that bring the rounding error of g below ‖g‖", () => {
    // |g(θ + d) − g(θ)| ≤ κ‖d‖ ≤ κ·2^−b‖θ‖ = ‖g‖ for a quadratic with positive curvatures.
    // Without numbers so small that their squares underflow.
    const real = fc
      .double({ min: -3, max: 3, noNaN: true })
      .map((x) => (Math.abs(x) < 1e-6 ? 0 : x));
    const positive = fc.double({ min: 0.1, max: 50, noNaN: true });
    fc.assert(
      fc.property(
        fc.tuple(positive, positive),
        fc.tuple(real, real, real, real),
        (k, [a, b, x, y]) => {
          const objective = bowl(k, [a, b]);
          const theta = Float64Array.of(x, y);
          const bits = requiredBits(objective, theta);
          fc.pre(Number.isFinite(bits));
          const moved = theta.map((t, i) => t * (1 + (i === 0 ? 1 : -1) * 2 ** -bits));
          const [g, h] = [objective.gradient(theta), objective.gradient(moved)];
          const change = Math.sqrt((h[0] - g[0]) ** 2 + (h[1] - g[1]) ** 2);
          expect(change).toBeLessThanOrEqual(Math.sqrt(g[0] ** 2 + g[1] ** 2) * (1 + 1e-9) + 1e-12);
        },
      ),
    );
  });

  it("is −∞, ∞ or NaN where the formula degenerates", () => {
    expect(conditionBits(-1, 2, 3)).toBe(-Infinity);
    expect(conditionBits(-1, 2, 0)).toBe(-Infinity);
    expect(conditionBits(0, 2, 3)).toBe(-Infinity);
    expect(conditionBits(1, 0, 3)).toBe(-Infinity);
    expect(conditionBits(1, 2, 0)).toBe(Infinity);
    expect(conditionBits(1, 0, 0)).toBe(NaN);
    expect(conditionBits(0, 2, 0)).toBe(NaN);
    expect(conditionBits(NaN, 2, 3)).toBe(NaN);
    expect(conditionBits(-1, 2, NaN)).toBe(NaN);
    expect(conditionBits(1, NaN, 3)).toBe(NaN);
    expect(requiredBits(twoValleys, Float64Array.of(NaN, 0))).toBe(NaN);
    expect(requiredBits(twoValleys, Float64Array.of(1, 0))).toBe(Infinity); // a minimum
  });

  it("refuses what it cannot measure", () => {
    const { hessian: _, hessianVector: __, ...bare } = twoValleys;
    expect(() => requiredBits(bare, new Float64Array(2))).toThrow(
      "requiredBits: expected a Hessian or its products, twoValleys has neither",
    );
    expect(() => requiredBits(twoValleys, new Float64Array(3))).toThrow(
      "requiredBits: expected 2 parameters, got 3",
    );
    expect(() => requiredBits(twoValleys, new Float64Array(2), { kappa: 1 } as object)).toThrow(
      'requiredBits: there is no option "kappa"',
    );
  });
});

describe("stuckBits", () => {
  it("decides for every precision whether a step is lost", () => {
    fc.assert(
      fc.property(
        fc.double({ min: -100, max: 100, noNaN: true }),
        fc.double({ min: 2 ** -40, max: 1, noNaN: true }),
        fc.integer({ min: 2, max: 40 }),
        (value, step, p) => {
          const x = roundTo(value, significandBits(p));
          const bits = stuckBits(x, step);
          fc.pre(Math.abs(bits - p) > 0.01 && Math.abs(x) > 1); // no tie
          fc.pre(Math.log2(Math.abs(x)) % 1 !== 0); // halved gap below a power of two
          const after = roundTo(x - step, significandBits(p));
          expect(after === x).toBe(p < bits);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is ∞ for no step, −∞ for a step away from 0", () => {
    expect(stuckBits(1.5, 2 ** -8)).toBe(8);
    expect(stuckBits(-1.5, -(2 ** -8))).toBe(8);
    expect(stuckBits(0, 1e-300)).toBe(-Infinity);
    expect(stuckBits(0, 0)).toBe(Infinity);
    expect(stuckBits(3, 0)).toBe(Infinity);
    expect(stuckBits(3, NaN)).toBe(NaN);
  });
});

describe("partialStuckBits", () => {
  it("is the largest of the coordinates that carry the distance", () => {
    expect(partialStuckBits([2, 1.1], [1, 1], [5, 9], 0.5)).toBe(5);
    expect(partialStuckBits([2, 1.5], [1, 1], [5, 9], 0.5)).toBe(9);
    expect(partialStuckBits([2, 1.1], [2, 1.1], [5, 9], 0.5)).toBe(-Infinity);
    expect(partialStuckBits([NaN, 1], [1, 1], [5, 9], 0.5)).toBe(NaN);
    expect(partialStuckBits([3, 1], [1, 1], [NaN, 9], 0.5)).toBe(NaN);
  });
});

describe("precisionPredictors", () => {
  const objective = bowl([1, 4], [3, 5]);
  const theta = Float64Array.of(5, 4.5); // g = (2, −2), left = (2, 0.5)
  const options = { learningRate: 2 ** -5 };

  it("names four predictions, by hand", () => {
    const predicted = precisionPredictors(objective, theta, options);
    // ‖θ‖ = √(25 + 20.25), ‖g‖ = √8; both exponents are 2, both steps 2^−4
    expect(predicted.conditionBits).toBeCloseTo(
      Math.log2((4 * Math.sqrt(45.25)) / Math.sqrt(8)),
      13,
    );
    expect(predicted.allStuckBits).toBe(6);
    expect(predicted.partialStuckBits).toBe(6);
    expect(predicted.curvatureBits).toBe(2);
    expect(predicted.conditionBits).toBe(requiredBits(objective, theta));
  });

  it("takes the least of all coordinates, the largest of those that carry the distance", () => {
    // exponents −1 and 2, so 3 and 6 bits with steps of 2^−4
    const near = Float64Array.of(0.5, 4.5);
    const flat = bowl([-0.8, 4], [3, 5]); // g = (2, −2)
    const both = precisionPredictors(flat, near, { ...options, target: [1, 5] });
    expect(both.allStuckBits).toBeCloseTo(3, 13);
    expect(both.partialStuckBits).toBeCloseTo(6, 13); // both are left by ½
    const first = precisionPredictors(flat, near, { ...options, target: [3, 5] });
    expect(first.partialStuckBits).toBeCloseTo(3, 13); // 2.5 and 0.5
    const low = { ...options, target: [3, 5], targetShare: 0.2 };
    expect(precisionPredictors(flat, near, low).partialStuckBits).toBeCloseTo(6, 13);
  });

  it("grows by one bit per halving of η in the stuck bits, by none in the others", () => {
    const halved = precisionPredictors(objective, theta, { learningRate: 2 ** -6 });
    expect(halved.allStuckBits).toBe(7);
    expect(halved.partialStuckBits).toBe(7);
    expect(halved.conditionBits).toBe(precisionPredictors(objective, theta, options).conditionBits);
  });

  it("goes to the nearest known minimum, and says NaN or −∞ where there is nowhere to go", () => {
    // left valley: 0.25 and 0.5 are left; only the second coordinate counts at a share of 0.6
    const there = Float64Array.of(-1.25, 0.5);
    const options = { learningRate: 0.125, targetShare: 0.6 };
    const [, g] = twoValleys.gradient(there);
    const predicted = precisionPredictors(twoValleys, there, options);
    expect(predicted.partialStuckBits).toBe(stuckBits(0.5, 0.125 * g));
    const { criticalPoints: _, ...nowhere } = twoValleys;
    expect(precisionPredictors(nowhere, there, options).partialStuckBits).toBe(NaN);
    const arrived = precisionPredictors(twoValleys, Float64Array.of(-1, 0), options);
    expect(arrived).toEqual({
      conditionBits: Infinity,
      allStuckBits: Infinity,
      partialStuckBits: -Infinity,
      curvatureBits: Math.log2(2.2),
    });
    const undecided = precisionPredictors(twoValleys, there);
    expect([undecided.allStuckBits, undecided.partialStuckBits]).toEqual([NaN, NaN]);
  });

  it("ignores a coordinate of 0 in none of the minima: a step from 0 is never lost", () => {
    const predicted = precisionPredictors(twoValleys, Float64Array.of(0.5, 0), options);
    expect(predicted.allStuckBits).toBe(stuckBits(0.5, (-1 * 2) / 2 / 32)); // g₂ = 0: stuck anyway
    const moving = precisionPredictors(objective, Float64Array.of(0, 4.5), options);
    expect(moving.allStuckBits).toBe(-Infinity);
  });

  it("has no curvature bits where L is concave", () => {
    const hill = bowl([-1, -2], [0, 0]);
    const predicted = precisionPredictors(hill, Float64Array.of(1, 1), options);
    expect(predicted.curvatureBits).toBe(-Infinity);
    expect(predicted.conditionBits).toBe(-Infinity);
  });

  it("refuses a rate, share, target or option that is none", () => {
    const refused: [object, string][] = [
      [{ learningRate: 0 }, "precisionPredictors: learningRate must be finite and > 0, got 0"],
      [{ learningRate: Infinity }, "learningRate must be finite and > 0, got Infinity"],
      [{ targetShare: 0 }, "precisionPredictors: targetShare must be in (0, 1], got 0"],
      [{ target: [1] }, "precisionPredictors: target must have 2 coordinates, got 1"],
      [{ eta: 1 }, 'precisionPredictors: there is no option "eta"'],
    ];
    for (const [bad, message] of refused)
      expect(() => precisionPredictors(objective, theta, bad)).toThrow(message);
    expect(() => precisionPredictors(objective, Float64Array.of(1), options)).toThrow(RangeError);
  });
});

describe("requiredBits of losses of any scale", () => {
  it("does not change with the unit of L, also where squares of the gradient are no doubles", () => {
    const scaled = (scale: number): Objective => bowl([2 * scale, 6 * scale], [-0.5, 0]);
    const theta = Float64Array.of(0.5, 0.25);
    const bits = requiredBits(scaled(1), theta);
    for (const scale of [1e-300, 1e-170, 1e-100, 1e100, 1e160, 1e300]) {
      expect(requiredBits(scaled(scale), theta)).toBeCloseTo(bits, 9);
      expect(precisionPredictors(scaled(scale), theta).conditionBits).toBeCloseTo(bits, 9);
    }
  });
});
