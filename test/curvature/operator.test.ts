import { describe, expect, it } from "vitest";
import { hessianOperator, matrixOperator } from "../../lib/curvature/operator.js";
import { requireSymmetric } from "../../lib/curvature/symmetry.js";
import { randomDirection, randomSigns } from "../../lib/curvature/vectors.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { randomStream } from "../../lib/numerics/random.js";
import { counted, diagonal, randomMatrix } from "./operators.js";

/** Two Valleys with the named members left out. */
const without = (...names: (keyof Objective)[]): Objective => {
  const bare: Record<string, unknown> = { ...twoValleys };
  for (const name of names) delete bare[name];
  return bare as unknown as Objective;
};

describe("hessianOperator", () => {
  it("is the Hessian, by products or by the matrix", () => {
    const theta = Float64Array.of(0.7, -1.2);
    const v = Float64Array.of(2, 3);
    const x = [2 + 0.2 * 1.44, 0.4 * 0.7 * -1.2, 2 + 0.2 * 0.49];
    for (const objective of [twoValleys, without("hessianVector"), without("hessian")]) {
      const out = new Float64Array(2);
      expect(hessianOperator(objective, theta).apply(v, out)).toBe(out);
      expect(out[0]).toBeCloseTo(2 * x[0] + 3 * x[1], 14);
      expect(out[1]).toBeCloseTo(2 * x[1] + 3 * x[2], 14);
    }
  });
  it("stays at the point it was made at", () => {
    const cubic = landscapeFromFunction(1, (a, [x]) => a.multiply(x, a.multiply(x, x)));
    const theta = Float64Array.of(1);
    const operator = hessianOperator(cubic, theta);
    theta[0] = 5;
    expect(operator.apply(Float64Array.of(1), new Float64Array(1))[0]).toBe(6);
  });
  it("refuses an objective without second derivatives, and a point of another dimension", () => {
    expect(() => hessianOperator(without("hessian", "hessianVector"), new Float64Array(2))).toThrow(
      "hessianOperator: expected a Hessian or its products, twoValleys has neither",
    );
    expect(() => hessianOperator(twoValleys, new Float64Array(3))).toThrow(
      "hessianOperator: expected 2 parameters, got 3",
    );
  });
});

describe("matrixOperator", () => {
  it("multiplies, and refuses other sizes", () => {
    const operator = matrixOperator(Float64Array.of(1, 2, 3, 4), 2);
    expect([...operator.apply(Float64Array.of(1, 10), new Float64Array(2))]).toEqual([21, 43]);
    expect(() => matrixOperator(new Float64Array(5), 2)).toThrow("expected 4 entries, got 5");
    expect(() => matrixOperator(new Float64Array(0), 0)).toThrow("n must be an integer >= 1");
  });
});

describe("requireSymmetric", () => {
  it("passes symmetric operators, with a product a probe", () => {
    for (const n of [1, 2, 13, 200]) {
      const operator = counted(matrixOperator(randomMatrix(n, n), n));
      const { asymmetry, products } = requireSymmetric(operator, { probes: 3 });
      expect(asymmetry).toBeLessThan(1e-14);
      expect([products, operator.count()]).toEqual([3, 3]);
    }
    expect(requireSymmetric(diagonal([0, 0])).asymmetry).toBe(0);
  });
  it("refuses a single wrong entry among 40,000, and says what it saw", () => {
    const n = 200;
    const matrix = randomMatrix(n, 1);
    matrix[3] += 0.5;
    expect(() => requireSymmetric(matrixOperator(matrix, n))).toThrow(
      /^requireSymmetric: expected a symmetric operator, got u·Hv = \S+ and v·Hu = \S+ where/,
    );
    const { asymmetry } = requireSymmetric(matrixOperator(matrix, n), { symmetryTolerance: 1 });
    expect(asymmetry).toBeGreaterThan(1e-6);
  });
  it("refuses what is not finite, no operator, and other options", () => {
    expect(() => requireSymmetric(diagonal([1, NaN]))).toThrow(
      "requireSymmetric: expected an operator with finite products, got NaN at coordinate 1",
    );
    expect(() => requireSymmetric({ dimension: 2, apply: () => new Float64Array(3) })).toThrow(
      "expected a product of 2 numbers, got 3",
    );
    expect(() => requireSymmetric({ dimension: 0, apply: (_, out) => out })).toThrow(
      "expected an operator of dimension >= 1, got 0",
    );
    expect(() => requireSymmetric({} as never)).toThrow(TypeError);
    expect(() => requireSymmetric(diagonal([1]), { probes: 1 })).toThrow(">= 2, got 1");
    expect(() => requireSymmetric(diagonal([1]), { probe: 3 } as never)).toThrow(
      'there is no option "probe"',
    );
  });
  it("takes a product that comes in an array of its own", () => {
    const operator = { dimension: 2, apply: (v: Float64Array) => v.map((x) => 2 * x) };
    expect(requireSymmetric(operator).asymmetry).toBe(0);
  });
});

describe("random vectors", () => {
  it("are signs in equal parts, and directions of length 1 whose coordinates are as normal ones", () => {
    const n = 100_000;
    const signs = randomSigns(n, randomStream(1, "signs"));
    expect(signs.every((x) => x === 1 || x === -1)).toBe(true);
    expect(Math.abs(signs.reduce((sum, x) => sum + x, 0))).toBeLessThan(4 * Math.sqrt(n));
    const direction = randomDirection(n, randomStream(1, "direction"));
    const moment = (power: number): number =>
      direction.reduce((sum, x) => sum + (x * Math.sqrt(n)) ** power, 0) / n;
    expect(moment(2)).toBeCloseTo(1, 12);
    expect(Math.abs(moment(1))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
  });
  it("are pinned", () => {
    expect([...randomSigns(8, randomStream(1, "signs"))]).toMatchInlineSnapshot(`
      [
        1,
        -1,
        -1,
        -1,
        1,
        1,
        1,
        1,
      ]
    `);
    expect([...randomDirection(3, randomStream(1, "direction"))]).toMatchInlineSnapshot(`
      [
        -0.508107956108593,
        0.7002150363891492,
        -0.5015228885641118,
      ]
    `);
  });
});
