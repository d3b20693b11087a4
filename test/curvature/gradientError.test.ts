import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { gradientError } from "../../lib/curvature/gradientError.js";
import {
  type GradientErrorSampleOptions,
  gradientErrorSample,
} from "../../lib/curvature/gradientErrorSample.js";
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
import { roundTo } from "../../lib/precision/rounding/roundTo.js";

/** ½·isotropic·‖θ‖² + ½·(sharp·θ)² on the box [−4, 4]^n. */
function quadratic(isotropic: number, sharp: readonly number[]): Objective {
  const n = sharp.length;
  return landscapeFromFunction(
    n,
    (a, theta) => {
      const half = (x: (typeof theta)[0]) => a.divide(a.multiply(x, x), a.from(2));
      let along = a.from(0);
      let sum = a.from(0);
      theta.forEach((x, i) => {
        along = a.add(along, a.multiply(a.from(sharp[i]), x));
        sum = a.add(sum, a.multiply(a.from(isotropic), half(x)));
      });
      return a.add(sum, half(along));
    },
    { domain: { lower: new Array(n).fill(-4), upper: new Array(n).fill(4) } },
  );
}
const zeros = (n: number): number[] => new Array(n).fill(0);
/** Without numbers so small that their squares underflow. */
const upTo = (most: number): fc.Arbitrary<number> =>
  fc.double({ min: -most, max: most, noNaN: true }).map((x) => (Math.abs(x) < 1e-6 ? 0 : x));
const real = upTo(2);
const coarse = [float8_e4m3fn, bfloat16, float16];

describe("gradientError", () => {
  /** ∇ Two Valleys by hand, in doubles. */
  const slope = (x: number, y: number): [number, number] => [
    2 * (x - (x > 0 ? 1 : -1)) + (x * y * y) / 5,
    2 * y + (x * x * y) / 5,
  ];
  const between = ([a, b]: readonly number[], [c, d]: readonly number[]): number =>
    Math.sqrt((a - c) ** 2 + (b - d) ** 2);

  it("is the distance of the emulated gradient from the exact one, in its two parts", () => {
    fc.assert(
      fc.property(real, real, fc.constantFrom(...coarse), (x, y, format) => {
        fc.pre(Math.abs(x) > 0.01);
        const near = [roundTo(x, format), roundTo(y, format)];
        const emulated = twoValleys.gradientOver?.(operations(format), near) as number[];
        const measured = gradientError(twoValleys, Float64Array.of(x, y), format);
        const [exact, moved] = [slope(x, y), slope(near[0], near[1])];
        expect(measured.error).toBeCloseTo(between(emulated, exact), 13);
        expect(measured.thetaPart).toBeCloseTo(between(moved, exact), 13);
        expect(measured.arithmeticPart).toBeCloseTo(between(emulated, moved), 13);
        expect(measured.error).toBeLessThanOrEqual(
          (measured.thetaPart + measured.arithmeticPart) * (1 + 1e-12),
        );
        expect(measured.ratio).toBe(measured.error / measured.bound);
      }),
    );
  });

  it("has the bound κ·u·‖θ‖ by hand, with the spectral norm for κ", () => {
    const saddle = landscapeFromFunction(2, (a, [x, y]) =>
      a.subtract(a.multiply(x, x), a.multiply(a.from(5), a.multiply(y, y))),
    );
    const { bound } = gradientError(saddle, Float64Array.of(3, 4), float16);
    expect(bound).toBeCloseTo(10 * 2 ** -11 * 5, 14); // λ = 2 and −10
  });

  it("is 0 at points of the grid where the arithmetic is exact: the bound is none from below", () => {
    const bowl = quadratic(1, zeros(2));
    const there = gradientError(bowl, Float64Array.of(0.1, 1.7), bfloat16, { representable: true });
    expect(there).toEqual({ ...there, error: 0, thetaPart: 0, arithmeticPart: 0, ratio: 0 });
    expect(there.bound).toBeGreaterThan(0);
    const free = gradientError(bowl, Float64Array.of(0.1, 1.7), bfloat16);
    expect(free.thetaPart).toBeGreaterThan(0);
    expect(free.arithmeticPart).toBe(0);
  });

  it("attains 1/(1 + u) with θ just above powers of two and d along the sharp direction", () => {
    for (const p of [2, 4, 8, 11, 24]) {
      const u = 2 ** -p;
      // Midpoints between 1 and 1 + 2u round to 1: d = −u·(1, 1), θ and d along (1, 1).
      const sharp = quadratic(0, [8, 8]);
      const theta = Float64Array.of(1 + u, 1 + u);
      const { thetaPart, bound } = gradientError(sharp, theta, significandBits(p));
      expect(thetaPart / bound).toBeCloseTo(1 / (1 + u), 14);
      // Turned by a right angle the same rounding changes nothing.
      const across = quadratic(0, [8, -8]);
      expect(gradientError(across, theta, significandBits(p)).thetaPart).toBe(0);
    }
  });

  it("never exceeds the bound by rounding θ, where L is quadratic", () => {
    const curvature = upTo(9);
    const theta = fc.tuple(real, real, real);
    const bits = fc.integer({ min: 2, max: 30 });
    fc.assert(
      fc.property(
        curvature,
        fc.tuple(curvature, curvature, curvature),
        theta,
        bits,
        (k, s, x, p) => {
          const from = Float64Array.from(x);
          const { thetaPart, bound } = gradientError(quadratic(k, s), from, significandBits(p));
          expect(thetaPart).toBeLessThanOrEqual((bound / (1 + 2 ** -p)) * (1 + 1e-12));
        },
      ),
    );
  });

  it("exceeds it by far where the arithmetic cancels", () => {
    const cancelling = landscapeFromFunction(1, (a, [x]) => {
      const back = a.subtract(a.add(x, a.from(1024)), a.from(1024));
      return a.multiply(back, back);
    });
    const { ratio, thetaPart } = gradientError(cancelling, Float64Array.of(1.25), bfloat16);
    expect(thetaPart).toBe(0);
    expect(ratio).toBe(256); // g = 0 instead of 2.5: all of ‖g‖ = κ‖θ‖, and 1/u = 256
  });

  it("rounds in any mode, the stochastic ones by their key", () => {
    const theta = Float64Array.of(0.3, 1.1);
    const up = gradientError(twoValleys, theta, bfloat16, { rounding: "up" });
    expect(up.error).not.toBe(gradientError(twoValleys, theta, bfloat16).error);
    const coin = (seed: number): number =>
      gradientError(twoValleys, theta, bfloat16, { rounding: "stochastic", key: { seed } }).error;
    expect(coin(1)).toBe(coin(1));
    expect(new Set([1, 2, 3, 4, 5].map(coin)).size).toBeGreaterThan(1);
    expect(() => gradientError(twoValleys, theta, bfloat16, { rounding: "stochastic" })).toThrow(
      "stochastic rounding needs a key",
    );
  });

  it("is NaN where there is nothing to measure, and no exception", () => {
    expect(gradientError(twoValleys, Float64Array.of(NaN, 0), bfloat16).ratio).toBe(NaN);
    const origin = gradientError(quadratic(1, zeros(2)), Float64Array.of(0, 0), bfloat16);
    expect([origin.error, origin.bound, origin.ratio]).toEqual([0, 0, NaN]);
    const far = gradientError(twoValleys, Float64Array.of(1e6, 0), float8_e4m3fn);
    expect(far.error).toBe(NaN); // overflow to NaN
  });

  it("refuses an objective without other arithmetics, a wrong length, an unknown option", () => {
    const { gradientOver: _, ...bare } = twoValleys;
    const theta = Float64Array.of(1, 1);
    expect(() => gradientError(bare, theta, bfloat16)).toThrow(
      "gradientError: expected an objective with gradientOver, twoValleys has none",
    );
    expect(() => gradientError(twoValleys, Float64Array.of(1), bfloat16)).toThrow(
      "gradientError: expected 2 parameters, got 1",
    );
    expect(() => gradientError(twoValleys, theta, bfloat16, { free: true } as object)).toThrow(
      'gradientError: there is no option "free"',
    );
  });
});

describe("gradientErrorSample", () => {
  const sample: GradientErrorSampleOptions = {
    format: float16,
    count: 2000,
    seed: 1,
    points: "free",
    level: "theta-only",
  };
  const medianOf = (objective: Objective, more: object = {}): number =>
    gradientErrorSample(objective, { ...sample, ...more }).quantiles.median;

  it("has the median 1/3 in one dimension, over one binade", () => {
    // ρ = U/m with U uniform on [0, 1] and m on [1, 2): P(ρ ≤ t) = 3t/2 up to t = 1/2.
    const region = { lower: [1], upper: [2] };
    const { ratios, quantiles } = gradientErrorSample(quadratic(1, zeros(1)), {
      ...sample,
      region,
    });
    expect(quantiles.median).toBeCloseTo(1 / 3, 1);
    const upToHalf = ratios.filter((ratio) => ratio <= 0.25).length / 2000;
    expect(Math.abs(upToHalf - 0.375)).toBeLessThan(0.03); // 2.8 standard deviations
  });

  it("tends to 1/√7 for many isotropic dimensions on a box of powers of two", () => {
    // E d² = u²·E 4^e/3 = u²·16/21 and E θ² = 16/3 for θ uniform on [−4, 4].
    expect(medianOf(quadratic(1, zeros(30)), { count: 300 })).toBeCloseTo(1 / Math.sqrt(7), 2);
  });

  it("falls like 1/√n with one sharp direction", () => {
    // d·v is normal with deviation u·√(16/21); the median of |normal| is 0.6745 of that.
    for (const n of [8, 16]) {
      const sharp = Array.from({ length: n }, (_, i) => (i % 2 ? -100 : 100));
      const expected = 0.6745 / Math.sqrt(7 * n);
      const median = medianOf(quadratic(1e-3, sharp), { count: 1000 });
      expect(Math.abs(median / expected - 1)).toBeLessThan(0.12);
    }
  });

  it("is 0 on the grid by rounding θ, and not by arithmetic", () => {
    const grid = { ...sample, points: "representable" } as const;
    const still = gradientErrorSample(twoValleys, grid);
    expect(still.quantiles).toEqual({ least: 0, lower: 0, median: 0, upper: 0, largest: 0 });
    const level = "operation";
    const moving = gradientErrorSample(twoValleys, { ...grid, level });
    expect(moving.quantiles.median).toBeGreaterThan(0.2);
    expect(moving.shareAtLeastOne).toBeGreaterThan(0);
    expect(moving.points.every((x) => roundTo(x, float16) === x)).toBe(true);
  });

  it("never reaches 1 by rounding θ on a quadratic, in any format", () => {
    for (const format of [bfloat16, float16, float32, float64]) {
      const { quantiles, shareAtLeastOne } = gradientErrorSample(quadratic(1, [3, -2]), {
        ...sample,
        format,
      });
      expect(quantiles.largest).toBeLessThan(1);
      expect(shareAtLeastOne).toBe(0);
    }
  });

  it("is gradientError, point by point, at points of its region", () => {
    const region = { lower: [-1, 0], upper: [1, 2] };
    const options = { ...sample, count: 20, level: "operation", region } as const;
    const { points, ratios, errors } = gradientErrorSample(twoValleys, options);
    for (let i = 0; i < 20; i++) {
      const theta = points.slice(2 * i, 2 * i + 2);
      const measured = gradientError(twoValleys, theta, float16);
      expect([errors[i], ratios[i]]).toEqual([measured.error, measured.ratio]);
      expect(Math.abs(theta[0])).toBeLessThanOrEqual(1);
      expect(Math.abs(theta[1] - 1)).toBeLessThanOrEqual(1);
    }
    const more = gradientErrorSample(twoValleys, { ...options, count: 30 });
    expect(more.ratios.slice(0, 20)).toEqual(ratios);
  });

  it("orders its quantiles, and repeats itself, stochastic rounding included", () => {
    const options = { ...sample, count: 101, level: "operation", rounding: "stochastic" } as const;
    const once = gradientErrorSample(twoValleys, options);
    expect(gradientErrorSample(twoValleys, options)).toEqual(once);
    const { least, lower, median, upper, largest } = once.quantiles;
    const sorted = [...once.ratios].sort((a, b) => a - b);
    expect([least, lower, median, upper, largest]).toEqual(
      [0, 5, 50, 95, 100].map((i) => sorted[i]),
    );
  });

  it("refuses a count, region, word or option that is none", () => {
    const { domain: _, startRegion: __, ...endless } = twoValleys;
    expect(() => gradientErrorSample(endless, sample)).toThrow(
      "gradientErrorSample: expected a region, twoValleys has none",
    );
    const refused: [object, string][] = [
      [{ count: 0 }, "gradientErrorSample: count must be an integer >= 1, got 0"],
      [{ points: "gridded" }, 'points must be "representable" or "free", got gridded'],
      [{ level: "update" }, 'level must be "theta-only" or "operation", got update'],
      [{ region: { lower: [0], upper: [1] } }, "expected a region of 2 dimensions, got 1"],
      [{ key: { seed: 1 } }, 'gradientErrorSample: there is no option "key"'],
    ];
    for (const [change, message] of refused)
      expect(() => gradientErrorSample(twoValleys, { ...sample, ...change })).toThrow(message);
  });
});
