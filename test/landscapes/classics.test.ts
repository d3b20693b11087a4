import { describe, expect, it } from "vitest";
import { criticalPoints } from "../../lib/landscapes/criticalPoints.js";
import { himmelblau } from "../../lib/landscapes/himmelblau.js";
import { mullerBrown } from "../../lib/landscapes/mullerBrown.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { rosenbrock } from "../../lib/landscapes/rosenbrock.js";
import { threeHumpCamel } from "../../lib/landscapes/threeHumpCamel.js";
import { eigenvaluesOfTwo, expectDerivatives, hessianAt, startGrid, steps } from "./byHand.js";

/** Expects a table row within half a unit of the last published digit, and of that index. */
function expectPublished(
  { criticalPoints = [] }: Objective,
  [x, y, loss]: readonly [number, number, number],
  digits: readonly [number, number],
  morseIndex: number,
): void {
  const matching = criticalPoints.filter(
    ({ point: [px, py] }) =>
      Math.abs(px - x) <= 0.5001 * 10 ** -digits[0] &&
      Math.abs(py - y) <= 0.5001 * 10 ** -digits[0],
  );
  expect(matching.length).toBe(1);
  expect(Math.abs(matching[0].loss - loss)).toBeLessThanOrEqual(0.5001 * 10 ** -digits[1]);
  expect(matching[0].morseIndex).toBe(morseIndex);
}

/** Least and largest eigenvalue of the Hessian over a fine grid of a box. */
function curvatureRange(
  objective: Objective,
  [lower, upper]: readonly [readonly number[], readonly number[]],
): [number, number] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i <= 100; i++)
    for (let j = 0; j <= 100; j++) {
      const theta = [i, j].map((k, d) => lower[d] + ((upper[d] - lower[d]) * k) / 100);
      const values = eigenvaluesOfTwo(hessianAt(objective, theta));
      least = Math.min(least, values[0]);
      most = Math.max(most, values[1]);
    }
  return [least, most];
}
const whole = ({ domain }: Objective): [readonly number[], readonly number[]] => [
  domain?.lower ?? [],
  domain?.upper ?? [],
];
const starts = ({ startRegion }: Objective): [readonly number[], readonly number[]] => [
  startRegion?.lower ?? [],
  startRegion?.upper ?? [],
];

/** Expects descent from a grid of starts to end in minima of the table. */
function expectDescentToMinima(objective: Objective, learningRate: number, most: number): void {
  const minima = (objective.criticalPoints ?? []).filter(({ morseIndex }) => morseIndex === 0);
  for (const start of startGrid(objective, 6)) {
    let end = start;
    for (const theta of steps(objective, start, learningRate, most)) end = [...theta];
    const gaps = minima.map(({ point }) => Math.hypot(end[0] - point[0], end[1] - point[1]));
    expect(Math.min(...gaps)).toBeLessThan(1e-6);
  }
}

describe("Himmelblau's function", () => {
  it("has the derivatives worked out by hand", () => {
    const parts = ([x, y]: readonly number[]) => [x, y, x * x + y - 11, x + y * y - 7];
    expectDerivatives(
      himmelblau,
      {
        loss: (theta) => parts(theta)[2] ** 2 + parts(theta)[3] ** 2,
        gradient: (theta) => {
          const [x, y, u, v] = parts(theta);
          return [4 * x * u + 2 * v, 2 * u + 4 * y * v];
        },
        hessian: (theta) => {
          const [x, y, u, v] = parts(theta);
          const mixed = 4 * x + 4 * y;
          return [8 * x * x + 4 * u + 2, mixed, mixed, 2 + 8 * y * y + 4 * v];
        },
      },
      100,
    );
  });
  it("has the published minima and maximum", () => {
    for (const [x, y] of [
      [3, 2],
      [-2.805118, 3.131312],
      [-3.77931, -3.283186],
      [3.584428, -1.848126],
    ])
      expectPublished(himmelblau, [x, y, 0], [5, 12], 0);
    expectPublished(himmelblau, [-0.270845, -0.923039, 181.617], [6, 3], 2);
  });
  it("is curved as told, and descent at a stable rate ends in its minima", () => {
    const [least, most] = curvatureRange(himmelblau, whole(himmelblau));
    expect(least).toBeGreaterThan(-63.2);
    expect(most).toBeLessThan(327);
    expect(0.006 * most).toBeLessThan(2);
    expectDescentToMinima(himmelblau, 0.006, 5000);
  });
});

describe("the three-hump camel", () => {
  it("has the derivatives worked out by hand", () => {
    expectDerivatives(
      threeHumpCamel,
      {
        loss: ([x, y]) => 2 * x ** 2 - 1.05 * x ** 4 + x ** 6 / 6 + x * y + y ** 2,
        gradient: ([x, y]) => [4 * x - 4.2 * x ** 3 + x ** 5 + y, x + 2 * y],
        hessian: ([x]) => [4 - 12.6 * x ** 2 + 5 * x ** 4, 1, 1, 2],
      },
      10,
    );
  });
  it("has the published minima, and the zeros of x(7/2 − 21/5 x² + x⁴) on y = −x/2", () => {
    expectPublished(threeHumpCamel, [0, 0, 0], [12, 12], 0);
    expectPublished(threeHumpCamel, [-1.7476, 0.8738, 0.2986], [4, 4], 0);
    expectPublished(threeHumpCamel, [1.7476, -0.8738, 0.2986], [4, 4], 0);
    const { criticalPoints = [] } = threeHumpCamel;
    for (const { point, morseIndex } of criticalPoints.slice(1)) {
      const sign = morseIndex === 0 ? 1 : -1;
      expect(point[0] ** 2).toBeCloseTo((21 + sign * Math.sqrt(91)) / 10, 14);
      expect(point[1]).toBe(-point[0] / 2);
    }
  });
  it("is curved as told, and descent at a stable rate ends in its minima", () => {
    const [least, most] = curvatureRange(threeHumpCamel, whole(threeHumpCamel));
    expect(least).toBeGreaterThan(-4.2);
    expect(most).toBeLessThan(121);
    expectDescentToMinima(threeHumpCamel, 0.02, 5000);
  });
});

describe("the Müller–Brown surface", () => {
  const A = [-200, -100, -170, 15];
  const a = [-1, -1, -6.5, 0.7];
  const b = [0, 0, 11, 0.6];
  const c = [-10, -10, -6.5, 0.7];
  const [X, Y] = [
    [1, 0, -0.5, -1],
    [0, 0.5, 1.5, 1],
  ];
  const terms = ([x, y]: readonly number[]) =>
    A.map((height, k) => {
      const [u, v] = [x - X[k], y - Y[k]];
      const value = height * Math.exp(a[k] * u * u + b[k] * u * v + c[k] * v * v);
      return { value, p: 2 * a[k] * u + b[k] * v, q: b[k] * u + 2 * c[k] * v, k };
    });
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);

  it("has the derivatives worked out by hand", () => {
    expectDerivatives(
      mullerBrown,
      {
        loss: (theta) => sum(terms(theta).map(({ value }) => value)),
        gradient: (theta) => [
          sum(terms(theta).map(({ value, p }) => value * p)),
          sum(terms(theta).map(({ value, q }) => value * q)),
        ],
        hessian: (theta) => {
          const mixed = sum(terms(theta).map(({ value, p, q, k }) => value * (p * q + b[k])));
          const xx = sum(terms(theta).map(({ value, p, k }) => value * (p * p + 2 * a[k])));
          const yy = sum(terms(theta).map(({ value, q, k }) => value * (q * q + 2 * c[k])));
          return [xx, mixed, mixed, yy];
        },
      },
      1000,
    );
  });
  it("has the published minima and saddles", () => {
    for (const minimum of [
      // biome-ignore lint/suspicious/noApproximativeNumericConstant: a coordinate, not log₂ e
      [-0.558, 1.442, -146.7],
      [0.623, 0.028, -108.17],
      [-0.05, 0.467, -80.77],
    ] as const)
      expectPublished(mullerBrown, minimum, [3, 2], 0);
    expectPublished(mullerBrown, [-0.822, 0.624, -40.66], [3, 2], 1);
    expectPublished(mullerBrown, [0.212, 0.293, -72.25], [3, 2], 1);
  });
  it("is curved as told, and descent at a stable rate ends in its minima", () => {
    expect(curvatureRange(mullerBrown, whole(mullerBrown))[1]).toBeCloseTo(76_717, 0);
    const [, most] = curvatureRange(mullerBrown, starts(mullerBrown));
    expect(0.0002 * most).toBeLessThan(2);
    expectDescentToMinima(mullerBrown, 0.0002, 5000);
  });
});

describe("Rosenbrock's valley", () => {
  it.each([2, 3, 6])("has the derivatives worked out by hand, n = %d", (n) => {
    expectDerivatives(
      rosenbrock(n),
      {
        loss: (t) =>
          t.slice(1).reduce((s, y, i) => s + 100 * (y - t[i] ** 2) ** 2 + (1 - t[i]) ** 2, 0),
        gradient: (t) =>
          t.map((x, i) => {
            const before = i > 0 ? 200 * (x - t[i - 1] ** 2) : 0;
            const after = i < n - 1 ? -400 * x * (t[i + 1] - x * x) - 2 * (1 - x) : 0;
            return before + after;
          }),
        hessian: (t) =>
          t.flatMap((x, i) =>
            t.map((y, j) => {
              if (Math.abs(i - j) === 1) return -400 * (i < j ? x : y);
              if (i !== j) return 0;
              return (i > 0 ? 200 : 0) + (i < n - 1 ? 1200 * x * x - 400 * t[i + 1] + 2 : 0);
            }),
          ),
      },
      1000,
    );
  });
  it("is the published one: 24.2 at (-1.2, 1), 0 at (1, 1)", () => {
    expect(rosenbrock().loss(Float64Array.of(-1.2, 1))).toBeCloseTo(24.2, 12);
    expect(rosenbrock().loss(Float64Array.of(1, 1))).toBe(0);
    const [lower, upper] = rosenbrock().criticalPoints?.[0].eigenvalues ?? [];
    expect(lower * upper).toBeCloseTo(400, 9);
    expect(lower + upper).toBeCloseTo(1002, 9);
  });
  it("has a second minimum, and no table, from four variables on", () => {
    expect(rosenbrock(4).criticalPoints).toBeUndefined();
    const { points } = criticalPoints(rosenbrock(4), { boxes: 0, guesses: [[-1, 1, 1, 1]] });
    const minima = points.filter(({ certified, morseIndex }) => certified && morseIndex === 0);
    expect(minima.length).toBe(2);
    expect(minima[0].point).toEqual([1, 1, 1, 1]);
    const published = [-0.775659, 0.613093, 0.382063, 0.145972];
    minima[1].point.forEach((value, i) => {
      expect(value).toBeCloseTo(published[i], 5);
    });
    expect(minima[1].loss).toBeCloseTo(3.70143, 4);
  });
  it("is curved below 2,650 in its start region, and descent at a stable rate ends at its minimum", () => {
    const [, most] = curvatureRange(rosenbrock(), starts(rosenbrock()));
    expect(most).toBeLessThan(2650);
    expectDescentToMinima(rosenbrock(), 0.0007, 100_000);
  });
  it("refuses other dimensions", () => {
    for (const n of [1, 0, -2, 2.5, NaN])
      expect(() => rosenbrock(n)).toThrow(
        `rosenbrock: expected an integer dimension >= 2, got ${n}`,
      );
  });
});
