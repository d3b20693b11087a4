import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { evaluateTape } from "../../lib/landscapes/expression/evaluateTape.js";
import { gradientTape } from "../../lib/landscapes/expression/gradientTape.js";
import { hessianTape, tangentTape } from "../../lib/landscapes/expression/tangentTape.js";
import type { Tape } from "../../lib/landscapes/expression/tape.js";
import {
  makeTapeBuilder,
  type Node,
  type TapeBuilder,
} from "../../lib/landscapes/expression/tapeBuilder.js";
import { tapeFunction, tapeScalarFunction } from "../../lib/landscapes/expression/tapeCode.js";
import { tapeObjective } from "../../lib/landscapes/expression/tapeObjective.js";
import { landscape } from "../../lib/landscapes/landscape.js";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { float64Operations } from "../../lib/numerics/arithmetic.js";
import type { DoubleDouble } from "../../lib/numerics/doubleDouble.js";
import { doubleDoubleOperations as dd } from "../../lib/numerics/doubleDoubleOperations.js";
import { float8_e4m3fn } from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { hyperDual, tapeAndPoint, trappedTape, valuesOf } from "./tapes.js";

const hessianOf = (objective: Objective, theta: Float64Array): number[] => [
  ...(objective.hessian?.(theta) ?? []),
];
const productOf = (objective: Objective, theta: Float64Array, v: Float64Array): number[] => [
  ...(objective.hessianVector?.(theta, v) ?? []),
];
const close = (got: number, expected: number, scale: number): void => {
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-6 * Math.max(1, scale));
};
const largest = (x: readonly number[]): number => Math.max(0, ...x.map(Math.abs));

/** (f(θ + he_i) − f(θ − he_i))/2h in double-doubles: error h² and 1e-31/h. */
const difference = (
  f: (theta: readonly DoubleDouble[]) => DoubleDouble,
  theta: Float64Array,
  i: number,
): number => {
  const h = 1e-10;
  const at = (step: number): DoubleDouble =>
    f(Array.from(theta, (c, j) => dd.add(dd.from(c), dd.from(j === i ? step : 0))));
  return dd.toNumber(dd.divide(dd.subtract(at(h), at(-h)), dd.from(2 * h)));
};

/** Near singularities huge terms cancel; at them there is nothing to cancel. */
const isTame = (tape: Tape, values: readonly number[]): boolean =>
  values.every((v) => !(Math.abs(v) > 1e4 && Number.isFinite(v))) &&
  tape.nodes.every(({ operation, operands }) => {
    const last = Math.abs(values[operands[operands.length - 1]]);
    return !["divide", "squareRoot", "log"].includes(operation) || !(last > 0 && last < 1e-2);
  });

/** A tape of n inputs, written by hand. */
const tapeOf = (n: number, write: (b: TapeBuilder, x: Node[]) => Node): Tape => {
  const builder = makeTapeBuilder();
  const inputs = Array.from({ length: n }, (_, i) => builder.input(i));
  return builder.finish(n, [write(builder, inputs)]);
};

describe("Derivatives of random tapes", () => {
  it("are those of hyper-dual numbers, also where branches that are not taken are NaN or infinite", () => {
    let [compared, withTrouble] = [0, 0];
    fc.assert(
      fc.property(fc.oneof(tapeAndPoint, trappedTape), ({ tape, theta }) => {
        const n = theta.length;
        const reference = theta.slice().map(() => 0);
        const second: number[] = [];
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            const [, u, , uv] = hyperDual(tape, theta, i, j);
            reference[i] = u;
            second.push(uv);
          }
        fc.pre([...reference, ...second].every((d) => Math.abs(d) < 1e4));
        const values = valuesOf(tape, theta);
        fc.pre(Number.isFinite(values[tape.outputs[0]]));
        fc.pre(isTame(tape, values));
        const objective = tapeObjective({ name: "random", loss: tape });
        const scale =
          largest(values.filter(Number.isFinite)) ** 2 + largest([...reference, ...second]);
        objective.gradient(theta).forEach((g, i) => {
          close(g, reference[i], scale);
        });
        hessianOf(objective, theta).forEach((h, k) => {
          close(h, second[k], scale);
        });
        compared++;
        if (!values.every(Number.isFinite)) withTrouble++;
      }),
      { numRuns: 3000, seed: 4 },
    );
    expect(compared).toBeGreaterThan(800);
    expect(withTrouble).toBeGreaterThan(50);
  });
  it("agree with central differences in double-doubles away from kinks", () => {
    fc.assert(
      fc.property(tapeAndPoint, ({ tape, theta }) => {
        const values = valuesOf(tape, theta);
        fc.pre(values.every((v) => Math.abs(v) < 30));
        for (const { operation, operands } of tape.nodes) {
          const last = values[operands[operands.length - 1]];
          if (operation === "divide") fc.pre(Math.abs(last) > 1e-2);
          if (operation === "squareRoot" || operation === "log") fc.pre(last > 1e-2);
        }
        const objective = tapeObjective({ name: "random", loss: tape });
        fc.pre([...(objective.kinkGaps?.(theta) ?? [])].every((gap) => Math.abs(gap) > 1e-4));
        const hessian = hessianOf(objective, theta);
        const gradient = [...objective.gradient(theta)];
        const scale = largest([...gradient, ...hessian]);
        fc.pre(scale < 1e4);
        const n = theta.length;
        const loss = evaluateTape(tape, dd);
        const slope = evaluateTape(gradientTape(tape), dd);
        gradient.forEach((g, i) => {
          close(
            g,
            difference((at) => loss(at)[0], theta, i),
            scale,
          );
          for (let j = 0; j < n; j++)
            close(
              hessian[i * n + j],
              difference((at) => slope(at)[i], theta, j),
              scale,
            );
        });
      }),
      { numRuns: 200, seed: 5 },
    );
  });
  it("are consistent: H symmetric to the last bit, Hv = H·v, compiled = interpreted bit for bit", () => {
    fc.assert(
      fc.property(
        tapeAndPoint,
        fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 }),
        ({ tape, theta }, direction) => {
          const n = theta.length;
          const v = Float64Array.from(direction.slice(0, n));
          const objective = tapeObjective({ name: "random", loss: tape });
          const hessian = hessianOf(objective, theta);
          hessian.forEach((h, k) => {
            expect(h).toBe(hessian[(k % n) * n + Math.floor(k / n)]);
          });
          const product = productOf(objective, theta, v);
          const values = valuesOf(tape, theta);
          if (
            isTame(tape, values) &&
            values.every(Number.isFinite) &&
            hessian.every((h) => Math.abs(h) < 1e4)
          )
            product.forEach((p, i) => {
              const row = hessian.slice(i * n, i * n + n);
              close(
                p,
                row.reduce((sum, h, j) => sum + h * v[j], 0),
                largest(row) + largest(values) ** 2,
              );
            });
          const {
            loss,
            gradient,
            hessianVector,
            hessian: whole,
          } = objective.tapes as NonNullable<Objective["tapes"]>;
          const run = (t: Tape, inputs: readonly number[]): number[] =>
            evaluateTape(t, float64Operations)(inputs);
          expect(Object.is(objective.loss(theta), run(loss, [...theta])[0])).toBe(true);
          expect([...objective.gradient(theta)]).toEqual(run(gradient, [...theta]));
          expect(product).toEqual(run(hessianVector, [...theta, ...v]));
          expect(hessian).toEqual(run(whole, [...theta]));
          expect(objective.hessianOver?.(float64Operations, [...theta])).toEqual(hessian);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("Kinks", () => {
  const gradientAt = (objective: Objective, ...theta: number[]): number[] => [
    ...objective.gradient(Float64Array.from(theta)),
  ];
  it("have one-sided derivatives: of the first operand at a tie, +1 of abs at 0, 0 of relu at 0", () => {
    expect(gradientAt(landscape("min(2x, 3x)"), 0)).toEqual([2]);
    expect(gradientAt(landscape("max(2x, 3x)"), 0)).toEqual([2]);
    expect(gradientAt(landscape("max(2x, 3x, 4x)"), 0)).toEqual([2]);
    expect(gradientAt(landscape("abs(x)"), 0)).toEqual([1]);
    expect(gradientAt(landscape("abs(x)"), -0)).toEqual([1]);
    expect(gradientAt(landscape("relu(x)"), 0)).toEqual([0]);
    const where = landscapeFromFunction(1, (a, [x]) =>
      a.whereLess(x, a.from(1), a.multiply(x, x), a.add(x, x)),
    );
    expect(gradientAt(where, 1)).toEqual([2]);
    expect(gradientAt(where, 0.5)).toEqual([1]);
    expect(gradientAt(where, 0.25)).toEqual([0.5]);
  });
  it("keep NaN and infinity of branches that are not taken out of gradient, Hessian and product", () => {
    const cases: [string, number[], number[]][] = [
      ["max(0, 1/x) + x", [-0], [1]],
      ["min(3x, 1/x^2)", [0], [3]],
      // log x is shared by two branches, and neither is taken
      ["max(log(x), 0) + max(log(x) - 1, 2) + x", [0], [1]],
      ["max(0, log(x)) * max(1, log(x)) + max(2, log(x)*y) + y", [0, 1], [0, 1]],
      // the same, one of the branches within another
      ["max(max(log(x), 0), 1) + max(log(x) - 1, 2) + x", [0], [1]],
    ];
    for (const [formula, theta, expected] of cases) {
      const objective = landscape(formula);
      expect([...gradientAt(objective, ...theta)].map((g) => g + 0)).toEqual(expected);
      const point = Float64Array.from(theta);
      expect(hessianOf(objective, point).every(Number.isFinite)).toBe(true);
      expect(productOf(objective, point, point.slice().fill(1)).every(Number.isFinite)).toBe(true);
    }
  });
  it("give the gaps of their operands", () => {
    const objective = landscape("min(x, 3) + abs(x - 1) + relu(2 - x)");
    expect(objective.kinks?.map(({ operation, text }) => [operation, text])).toEqual([
      ["minimum", "min(x, 3)"],
      ["absolute", "abs(x - 1)"],
      ["maximum", "relu(2 - x)"],
    ]);
    expect([...(objective.kinkGaps?.(Float64Array.of(0.5)) ?? [])]).toEqual([-2.5, -0.5, -1.5]);
  });
});

describe("Known losses", () => {
  // formula, gradient and Hessian worked out by hand
  type Known = [string, (x: number, y: number) => number[], (x: number, y: number) => number[]];
  const known: Known[] = [
    [
      "(1-x)^2 + 100*(y-x^2)^2",
      (x, y) => [-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x)],
      (x, y) => [2 - 400 * (y - 3 * x * x), -400 * x, -400 * x, 200],
    ],
    [
      "(x^2+y-11)^2 + (x+y^2-7)^2",
      (x, y) => [
        4 * x * (x * x + y - 11) + 2 * (x + y * y - 7),
        2 * (x * x + y - 11) + 4 * y * (x + y * y - 7),
      ],
      (x, y) => [12 * x * x + 4 * y - 42, 4 * x + 4 * y, 4 * x + 4 * y, 12 * y * y + 4 * x - 26],
    ],
    [
      "2x^2 - 1.05x^4 + x^6/6 + x y + y^2",
      (x, y) => [4 * x - 4.2 * x ** 3 + x ** 5 + y, x + 2 * y],
      (x) => [4 - 12.6 * x * x + 5 * x ** 4, 1, 1, 2],
    ],
    [
      "sin(x)*cos(y) + exp(x*y)",
      (x, y) => [
        Math.cos(x) * Math.cos(y) + y * Math.exp(x * y),
        -Math.sin(x) * Math.sin(y) + x * Math.exp(x * y),
      ],
      (x, y) => {
        const e = Math.exp(x * y);
        const c = -Math.cos(x) * Math.sin(y) + (1 + x * y) * e;
        return [
          -Math.sin(x) * Math.cos(y) + y * y * e,
          c,
          c,
          -Math.sin(x) * Math.cos(y) + x * x * e,
        ];
      },
    ],
    [
      "log(1 + x^2 + 2*y^2)",
      (x, y) => {
        const s = 1 + x * x + 2 * y * y;
        return [(2 * x) / s, (4 * y) / s];
      },
      (x, y) => {
        const s = 1 + x * x + 2 * y * y;
        return [
          2 / s - (4 * x * x) / s ** 2,
          (-8 * x * y) / s ** 2,
          (-8 * x * y) / s ** 2,
          4 / s - (16 * y * y) / s ** 2,
        ];
      },
    ],
    [
      "sqrt(1 + x^2) + tanh(y)",
      (x, y) => [x / Math.hypot(1, x), 1 - Math.tanh(y) ** 2],
      (x, y) => [(1 + x * x) ** -1.5, 0, 0, -2 * Math.tanh(y) * (1 - Math.tanh(y) ** 2)],
    ],
    [
      "sigmoid(x) + cosh(y)",
      (x, y) => {
        const s = 1 / (1 + Math.exp(-x));
        return [s * (1 - s), Math.sinh(y)];
      },
      (x, y) => {
        const s = 1 / (1 + Math.exp(-x));
        return [s * (1 - s) * (1 - 2 * s), 0, 0, Math.cosh(y)];
      },
    ],
    [
      "sinh(x) + tan(y/4)",
      (x, y) => [Math.cosh(x), 0.25 / Math.cos(y / 4) ** 2],
      (x, y) => [Math.sinh(x), 0, 0, (0.125 * Math.tan(y / 4)) / Math.cos(y / 4) ** 2],
    ],
    [
      "(1 + x^2)^0.3 + (2+y)^1.5 + (3+y)^(-2)",
      (x, y) => [0.6 * x * (1 + x * x) ** -0.7, 1.5 * Math.sqrt(2 + y) - 2 * (3 + y) ** -3],
      (x, y) => [
        0.6 * (1 + x * x) ** -0.7 - 0.84 * x * x * (1 + x * x) ** -1.7,
        0,
        0,
        0.75 / Math.sqrt(2 + y) + 6 * (3 + y) ** -4,
      ],
    ],
    [
      "2^x + (3+x)^y + e^(x*y)",
      (x, y) => [
        2 ** x * Math.LN2 + y * (3 + x) ** (y - 1) + y * Math.exp(x * y),
        (3 + x) ** y * Math.log(3 + x) + x * Math.exp(x * y),
      ],
      (x, y) => {
        const l = Math.log(3 + x);
        const e = Math.exp(x * y);
        const c = (3 + x) ** (y - 1) * (1 + y * l) + (1 + x * y) * e;
        return [
          2 ** x * Math.LN2 ** 2 + y * (y - 1) * (3 + x) ** (y - 2) + y * y * e,
          c,
          c,
          (3 + x) ** y * l * l + x * x * e,
        ];
      },
    ],
    [
      "log2(3+x) + log10(3+y) + log(3+x, 5)",
      (x, y) => [(1 / Math.LN2 + 1 / Math.log(5)) / (3 + x), 1 / (3 + y) / Math.LN10],
      (x, y) => [
        -(1 / Math.LN2 + 1 / Math.log(5)) / (3 + x) ** 2,
        0,
        0,
        -1 / (3 + y) ** 2 / Math.LN10,
      ],
    ],
    [
      "min((x-1)^2 + y^2, (x+1)^2 + y^2) + 0.1*x^2*y^2",
      (x, y) => [2 * (x - Math.sign(x)) + 0.2 * x * y * y, 2 * y + 0.2 * x * x * y],
      (x, y) => [2 + 0.2 * y * y, 0.4 * x * y, 0.4 * x * y, 2 + 0.2 * x * x],
    ],
  ];
  it.each(known)(
    "%s has the gradient and Hessian worked out by hand",
    (formula, gradient, hessian) => {
      const objective = landscape(formula, {}, { variables: ["x", "y"] });
      fc.assert(
        fc.property(
          fc.double({ min: -1.9, max: 1.9, noNaN: true }),
          fc.double({ min: -1.9, max: 1.9, noNaN: true }),
          (x, y) => {
            fc.pre(Math.abs(x) > 1e-6);
            const theta = Float64Array.of(x, y);
            const [g, H] = [gradient(x, y), hessian(x, y)];
            objective.gradient(theta).forEach((value, i) => {
              close(value, g[i], largest(g) * 1e-4);
            });
            hessianOf(objective, theta).forEach((value, i) => {
              close(value, H[i], largest(H) * 1e-4);
            });
          },
        ),
      );
    },
  );
});

describe("Long tapes", () => {
  it("nested minima take operations in proportion: 200 of them, and the tent map 20 times", () => {
    const nested = (depth: number): Tape =>
      tapeOf(2, (b, [x, y]) => {
        let value = b.multiply(x, y);
        for (let i = 1; i <= depth; i++)
          value = b.minimum(b.add(b.multiply(x, b.from(i)), y), b.add(value, b.from(1)));
        return value;
      });
    const length = (depth: number): number => gradientTape(nested(depth)).nodes.length;
    expect(length(400) / length(200)).toBeLessThan(2.1);
    expect(hessianTape(gradientTape(nested(200))).nodes.length).toBeLessThan(20_000);
    const tent = (times: number): Tape =>
      tapeOf(1, (b, [x]) => {
        let value = x;
        for (let i = 0; i < times; i++) {
          const twice = b.add(value, value);
          value = b.minimum(twice, b.subtract(b.from(2), twice));
        }
        return value;
      });
    const made = gradientTape(tent(20));
    expect(made.nodes.length).toBeLessThan(200);
    // slope ±2^20, by which side of ½ each iterate is on
    const slope = tapeFunction(made, "out = new Float64Array(1)");
    for (const x of [0.1, 0.3, 0.77, 0.123456]) {
      let [value, sign] = [x, 1];
      for (let i = 0; i < 20; i++) {
        if (value > 0.5) sign = -sign;
        value = Math.min(2 * value, 2 - 2 * value);
      }
      expect(slope(Float64Array.of(x))[0]).toBe(sign * 2 ** 20);
    }
  });
  it("parts shared between the depths of a nest take operations in proportion", () => {
    // u_i = exp(x·i) at every depth i and outside the nest
    const length = (depth: number): number =>
      gradientTape(
        tapeOf(1, (b, [x]) => {
          const shared = Array.from({ length: depth }, (_, i) =>
            b.exp(b.multiply(x, b.from(i + 2))),
          );
          let value = x;
          for (const u of shared) value = b.minimum(u, b.add(value, u));
          const inner = shared.map((u) => b.maximum(value, u));
          return inner.reduce((sum, u) => b.add(sum, u), value);
        }),
      ).nodes.length;
    expect(length(400) / length(200)).toBeLessThan(2.2);
  });
  it("of a sum over 1,000 variables gradient and Hessian-vector product are right", () => {
    const n = 1000;
    const objective = landscapeFromFunction(n, (a, theta) =>
      theta
        .map((x, i) => a.multiply(a.from(i + 1), a.multiply(x, x)))
        .reduce((sum, term) => a.add(sum, term)),
    );
    const theta = Float64Array.from({ length: n }, (_, i) => (i % 7) - 3);
    objective.gradient(theta).forEach((g, i) => {
      expect(g).toBe(2 * (i + 1) * theta[i]);
    });
    productOf(objective, theta, theta.slice().fill(1)).forEach((p, i) => {
      expect(p).toBe(2 * (i + 1));
    });
  });
  it("more than 20,000 operations are interpreted", () => {
    const long = tapeOf(2, (b, [x, y]) => {
      let value = x;
      for (let i = 0; i < 12_000; i++)
        value = b.add(b.multiply(value, b.from(0.999)), b.minimum(y, b.from(i * 1e-4)));
      return value;
    });
    expect(long.nodes.length).toBeGreaterThan(20_000);
    const objective = tapeObjective({ name: "long", loss: long });
    let value = 0.5;
    for (let i = 0; i < 12_000; i++) value = value * 0.999 + Math.min(0.3, i * 1e-4);
    expect(objective.loss(Float64Array.of(0.5, 0.3))).toBe(value);
    let slope = 0;
    for (let i = 0; i < 12_000; i++) slope = slope * 0.999 + (i * 1e-4 < 0.3 ? 0 : 1);
    const gradient = objective.gradient(Float64Array.of(0.5, 0.3));
    expect(gradient[1]).toBeCloseTo(slope, 8);
    expect(productOf(objective, Float64Array.of(0.5, 0.3), Float64Array.of(1, 1))).toEqual([0, 0]);
    expect(hessianOf(objective, Float64Array.of(0.5, 0.3))).toEqual([0, 0, 0, 0]);
  });
});

describe("Where generating code is forbidden", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  it("the interpreted functions have the bits of the compiled ones", () => {
    class Forbidden {
      constructor() {
        throw new EvalError("code generation from strings disallowed");
      }
    }
    const points = fc.sample(tapeAndPoint, { numRuns: 100, seed: 11 });
    const all = ({ tape, theta }: (typeof points)[number]): number[] => {
      const n = theta.length;
      const gradient = gradientTape(tape);
      const v = theta.map((x) => 1 - x);
      return [
        tapeScalarFunction(tape)(theta),
        ...tapeFunction(gradient, `out = new Float64Array(${n})`)(theta),
        ...tapeFunction(tangentTape(gradient), "more, out", n)(theta, v, new Float64Array(n)),
      ];
    };
    const compiled = points.map(all);
    vi.stubGlobal("Function", Forbidden);
    expect(() => new Function("return 1")).toThrow(EvalError);
    expect(points.map(all)).toEqual(compiled);
  });
});

describe("sigmoid", () => {
  it("has finite derivatives far on both sides, in coarse formats too", () => {
    const objective = landscape("sigmoid(x)");
    for (const x of [-1e6, -800, 800, 1e6]) {
      expect(objective.loss(Float64Array.of(x))).toBe(x < 0 ? 0 : 1);
      expect(objective.gradient(Float64Array.of(x))).toEqual(Float64Array.of(0));
      expect(objective.gradientOver?.(operations(float8_e4m3fn), [x < 0 ? -400 : 400])).toEqual([
        0,
      ]);
    }
    expect(objective.gradient(Float64Array.of(0))).toEqual(Float64Array.of(0.25));
  });
});
