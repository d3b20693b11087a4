import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { landscapeFromFunction } from "../../lib/landscapes/landscapeFromFunction.js";
import type { Objective } from "../../lib/landscapes/objective.js";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import {
  bfloat16,
  float8_e4m3fn,
  float16,
  float32,
  float64,
  significandBits,
} from "../../lib/precision/formats/formats.js";
import { operations } from "../../lib/precision/operations/operations.js";
import { rounder } from "../../lib/precision/rounding/roundTo.js";
import { type DescentOptions, descend } from "../../lib/training/descent.js";

const rate = 0.07;
const options: DescentOptions = { format: float16, learningRate: rate, maxSteps: 25 };
const from = (x: number, y: number): Float64Array => Float64Array.of(x, y);
const coordinate = fc.double({ min: -2, max: 2, noNaN: true });
const anyFormat = fc.oneof(
  fc.constantFrom(float8_e4m3fn, bfloat16, float16, float32, float64),
  fc.integer({ min: 2, max: 53 }).map(significandBits),
);

/** (x − 0.3)²·y² + y, whose gradient is written out below, operation by operation. */
const loss = landscapeFromFunction(2, (a, [x, y]) => {
  const u = a.subtract(x, a.from(0.3));
  return a.add(a.multiply(a.multiply(u, u), a.multiply(y, y)), y);
});
/** Its gradient by reverse accumulation: 2u·y² and 1 + u²·2y, in the order of the tape. */
function gradientIn(a: ReturnType<typeof operations>, x: number, y: number): [number, number] {
  const u = a.subtract(x, a.from(0.3));
  const [uu, yy] = [a.multiply(u, u), a.multiply(y, y)];
  const product = a.multiply(uu, a.add(y, y));
  const gx = a.multiply(yy, a.add(u, u));
  return [gx, a.add(a.from(1), product)];
}
const vertices = ({ points }: { points: Float64Array }): number[][] =>
  Array.from({ length: points.length / 2 }, (_, t) => [points[2 * t], points[2 * t + 1]]);
/** The first states of a map on the plane. */
function orbit(first: number[], count: number, next: (theta: number[]) => number[]): number[][] {
  const states = [first];
  while (states.length < count) states.push(next(states[states.length - 1]));
  return states;
}

describe("rounding levels", () => {
  it("operation: every operation rounded, called one by one; η rounded once", () => {
    fc.assert(
      fc.property(anyFormat, coordinate, coordinate, (format, x, y) => {
        const a = operations(format);
        const run = descend(loss, from(x, y), { ...options, format, level: "operation" });
        const expected = orbit([a.from(x), a.from(y)], run.steps.length, (theta) => {
          const g = gradientIn(a, theta[0], theta[1]);
          return theta.map((t, i) => a.subtract(t, a.multiply(a.from(rate), g[i])));
        });
        expect(vertices(run)).toEqual(expected);
      }),
    );
  });
  it("tensor: the same gradient, the step fused in float64 and rounded once", () => {
    fc.assert(
      fc.property(anyFormat, coordinate, coordinate, (format, x, y) => {
        const a = operations(format);
        const run = descend(loss, from(x, y), { ...options, format, level: "tensor" });
        const expected = orbit([a.from(x), a.from(y)], run.steps.length, (theta) => {
          const g = gradientIn(a, theta[0], theta[1]);
          return theta.map((t, i) => a.from(t - rate * g[i]));
        });
        expect(vertices(run)).toEqual(expected);
      }),
    );
  });
  it("rounds the part that it is told to: master weights, or the gradient of float64", () => {
    const a = operations(bfloat16);
    const start = [a.from(0.7), a.from(-1.1)];
    const run = (level: DescentOptions["level"], rounded: DescentOptions["rounded"]): number[][] =>
      vertices(
        descend(loss, from(0.7, -1.1), {
          ...options,
          format: bfloat16,
          level,
          rounded,
          maxSteps: 5,
        }),
      );
    const master = orbit(start, 6, ([x, y]) => {
      const g = gradientIn(a, a.from(x), a.from(y));
      return [x - rate * g[0], y - rate * g[1]];
    });
    expect(run("tensor", "gradient")).toEqual(master);
    expect(run("operation", "gradient")).toEqual(master);
    const fused = orbit(start, 6, (theta) => {
      const g = loss.gradient(Float64Array.from(theta));
      return theta.map((t, i) => a.from(t - rate * g[i]));
    });
    expect(run("tensor", "update")).toEqual(fused);
    expect(run("update", "update")).toEqual(fused);
    const separate = orbit(start, 6, (theta) => {
      const g = loss.gradient(Float64Array.from(theta));
      return theta.map((t, i) => a.subtract(t, a.multiply(a.from(rate), g[i])));
    });
    expect(run("operation", "update")).toEqual(separate);
  });
  it("are one in float64", () => {
    for (const level of ["tensor", "operation"] as const)
      expect(descend(twoValleys, from(0.3, 1.9), { ...options, format: float64, level })).toEqual(
        descend(twoValleys, from(0.3, 1.9), { ...options, format: float64 }),
      );
  });
  it("decide `converged` by the gradient of float64, wherever ĝ vanishes before", () => {
    const flat = landscapeFromFunction(1, (a, [x]) => a.multiply(a.multiply(x, x), a.from(1e-3)));
    const run = descend(flat, Float64Array.of(1), {
      ...options,
      format: float8_e4m3fn, // 2·10⁻³·x is rounded to 0
      level: "operation",
    });
    expect([run.status, run.gradientNorm]).toEqual(["stalled", 2e-3]);
  });
  it("need gradientOver, but for the outermost", () => {
    const bare: Objective = {
      name: "bare",
      dimension: 1,
      loss: ([x]) => x * x,
      gradient: ([x], out = new Float64Array(1)) => out.fill(2 * x),
    };
    for (const level of ["tensor", "operation"] as const)
      expect(() => descend(bare, Float64Array.of(1), { ...options, level })).toThrow(
        new TypeError(
          `descend: level "${level}" needs an objective with gradientOver, bare has none`,
        ),
      );
    expect(descend(bare, Float64Array.of(1), options).stepCount).toBe(25);
  });
});

describe("rounding modes", () => {
  it("round all of a step as told, the start too", () => {
    for (const rounding of ["up", "toward-zero", "to-odd", "nearest-away"] as const) {
      const fl = rounder(float8_e4m3fn, { rounding });
      const run = descend(twoValleys, from(0.7, -1.1), {
        ...{ ...options, format: float8_e4m3fn, rounding },
      });
      const expected = orbit([fl(0.7), fl(-1.1)], run.steps.length, (theta) => {
        const g = twoValleys.gradient(Float64Array.from(theta));
        return theta.map((t, i) => fl(t - rate * fl(g[i])));
      });
      expect(vertices(run)).toEqual(expected);
    }
  });
  it("stochastic: an index per step and coordinate, the start to nearest", () => {
    const key = { seed: 3, step: 5, index: 70 };
    const rounding = "stochastic";
    const fl = rounder(float8_e4m3fn, { rounding, key });
    for (const rounded of ["both", "gradient", "update"] as const) {
      const stochastic = { ...options, format: float8_e4m3fn, rounding, rounded, key } as const;
      const run = descend(twoValleys, from(0.7, -1.1), stochastic);
      expect(run.stepCount).toBe(25);
      const nearest = rounder(float8_e4m3fn);
      let step = 0;
      const expected = orbit([nearest(0.7), nearest(-1.1)], 26, (theta) => {
        const g = twoValleys.gradient(Float64Array.from(theta));
        const index = key.index + 4 * step++;
        return theta.map((t, i) => {
          const moved = t - rate * (rounded === "update" ? g[i] : fl(g[i], index + i));
          return rounded === "gradient" ? moved : fl(moved, index + 2 + i);
        });
      });
      expect(vertices(run)).toEqual(expected);
    }
  });
  it("stochastic at the inner levels: an element per rounded operation, none for what is given", () => {
    for (const level of ["tensor", "operation"] as const) {
      const given = rounder(bfloat16);
      const random = { rounding: "stochastic", key: { seed: 8, index: 3 } } as const;
      const own = operations(bfloat16, random);
      const a = { ...own, from: (x: number) => given(x) };
      const run = descend(loss, from(0.7, -1.1), {
        ...options,
        ...random,
        format: bfloat16,
        level,
      });
      const expected = orbit([given(0.7), given(-1.1)], 26, (theta) => {
        const g = gradientIn(a, theta[0], theta[1]);
        return theta.map((t, i) =>
          level === "tensor"
            ? own.from(t - rate * g[i])
            : own.subtract(t, own.multiply(given(rate), g[i])),
        );
      });
      expect(vertices(run)).toEqual(expected);
    }
  });
  it("stochastic: the same key gives the same run, recorded or not; another key another", () => {
    for (const level of ["update", "tensor", "operation"] as const) {
      const run = (seed: number, record: DescentOptions["record"]) =>
        descend(twoValleys, from(0.7, -1.1), {
          ...{ ...options, format: bfloat16, level, rounding: "stochastic", key: { seed }, record },
        });
      const { points, steps: _, ...rest } = run(1, "all");
      expect(run(1, "all").points).toEqual(points);
      for (const record of ["ends", 3] as const) expect(run(1, record)).toMatchObject(rest);
      expect(run(2, "all").points).not.toEqual(points);
    }
  });
  it("stochastic: never stalled, however long nothing moves, and on the way where nearest is stuck", () => {
    const stuck = { ...options, format: bfloat16, learningRate: 1e-3, maxSteps: 4000 } as const;
    const nearest = descend(twoValleys, from(0.5, 0), stuck);
    expect(nearest.status).toBe("stalled");
    const key = { seed: 1 };
    const random = descend(twoValleys, from(0.5, 0), { ...stuck, rounding: "stochastic", key });
    expect(random.status).toBe("budget");
    expect(random.loss).toBeLessThan(nearest.loss / 100);
    const far = {
      ...stuck,
      learningRate: 1e-30,
      rounding: "stochastic",
      key,
      maxSteps: 50,
    } as const;
    expect(descend(twoValleys, from(0.5, 1), far).stepCount).toBe(50);
  });
  it("stochastic: needs a key", () => {
    expect(() => descend(twoValleys, from(1, 1), { ...options, rounding: "stochastic" })).toThrow(
      "descend: stochastic rounding needs a key",
    );
    const key = { seed: 1, index: 2 ** 53 - 10 };
    expect(() =>
      descend(twoValleys, from(1, 1), { ...options, rounding: "stochastic", key }),
    ).toThrow(RangeError);
  });
});

describe("Δ(γ), if it is not wanted", () => {
  it("is NaN, and all else is the same", () => {
    for (const format of [float16, float64])
      for (const maxSteps of [0, 25]) {
        const all = { ...options, format, maxSteps };
        const expected = { ...descend(twoValleys, from(1.3, 0.4), all), intrinsicError: NaN };
        expect(descend(twoValleys, from(1.3, 0.4), { ...all, intrinsicError: false })).toEqual(
          expected,
        );
      }
  });
});

describe("a start outside the domain", () => {
  it("is refused, with the coordinate and its bounds", () => {
    const message = "descend: start[1] must be in [-2, 2], the domain of twoValleys, got 2.5";
    expect(() => descend(twoValleys, from(1, 2.5), options)).toThrow(new RangeError(message));
    expect(() => descend(twoValleys, from(-2.01, 0), options)).toThrow("start[0]");
    expect(descend(twoValleys, from(-2, 2), options).steps.length).toBeGreaterThan(1);
    const { domain: _, ...anywhere } = twoValleys;
    expect(descend(anywhere, from(1, 2.5), options).points[1]).toBe(2.5);
  });
});
