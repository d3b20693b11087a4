import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { twoValleys } from "../../lib/landscapes/twoValleys.js";
import { float64Operations, type ScalarOperations } from "../../lib/numerics/arithmetic.js";
import { doubleDoubleOperations } from "../../lib/numerics/doubleDoubleOperations.js";

const coordinate = fc.double({ min: -3, max: 3, noNaN: true });
const point = fc.tuple(coordinate, coordinate).map((xy) => Float64Array.from(xy));
const offRidge = point.filter(([x]) => Math.abs(x) > 1e-3);
const { loss, gradient } = twoValleys;
const hessian = (theta: Float64Array): Float64Array =>
  twoValleys.hessian?.(theta) ?? new Float64Array(0);
const over = <T>(a: ScalarOperations<T>, theta: Float64Array): number[] =>
  (twoValleys.gradientOver?.(a, Array.from(theta, a.from)) ?? []).map(a.toNumber);

describe("Two Valleys", () => {
  it("is the formula of the proposal", () => {
    fc.assert(
      fc.property(point, (theta) => {
        const [x, y] = theta;
        const written =
          Math.min((x - 1) ** 2 + y ** 2, (x + 1) ** 2 + y ** 2) + 0.1 * x ** 2 * y ** 2;
        expect(loss(theta)).toBeCloseTo(written, 12);
      }),
    );
  });
  it("has value, gradient and Hessian as worked out by hand at (1/2, 1)", () => {
    const theta = Float64Array.of(0.5, 1);
    expect(loss(theta)).toBeCloseTo(0.25 + 1 + 0.025, 15);
    expect([...gradient(theta)]).toEqual([-0.9, 2.05]);
    expect([...hessian(theta)]).toEqual([2.2, 0.2, 0.2, 2.05]);
  });
  it("has the derivatives worked out by hand off the ridge, the Hessian symmetric to the last bit", () => {
    fc.assert(
      fc.property(offRidge, (theta) => {
        const [x, y] = theta;
        const near = (found: ArrayLike<number>, byHand: number[]): void => {
          const size = Math.max(1, ...byHand.map(Math.abs));
          byHand.forEach((value, k) => {
            expect(Math.abs(found[k] - value)).toBeLessThanOrEqual(1e-12 * size);
          });
        };
        near(gradient(theta), [2 * (x - Math.sign(x)) + (x * y * y) / 5, 2 * y + (x * x * y) / 5]);
        const H = hessian(theta);
        near(H, [2 + (y * y) / 5, (2 * x * y) / 5, (2 * x * y) / 5, 2 + (x * x) / 5]);
        expect(H[1]).toBe(H[2]);
        near(twoValleys.hessianVector?.(theta, Float64Array.of(3, -1)) ?? [], [
          3 * (2 + (y * y) / 5) - (2 * x * y) / 5,
          (6 * x * y) / 5 - (2 + (x * x) / 5),
        ]);
      }),
    );
  });
  it("has the gradient of its loss: central differences agree off the ridge", () => {
    const h = 1e-5;
    fc.assert(
      fc.property(offRidge, (theta) => {
        const g = gradient(theta);
        for (const i of [0, 1]) {
          const [ahead, behind] = [theta.slice(), theta.slice()];
          ahead[i] += h;
          behind[i] -= h;
          expect((loss(ahead) - loss(behind)) / (2 * h)).toBeCloseTo(g[i], 6);
        }
      }),
    );
  });
  it("has the Hessian of its gradient: central differences agree off the ridge", () => {
    const h = 1e-5;
    fc.assert(
      fc.property(offRidge, (theta) => {
        const H = hessian(theta);
        for (const j of [0, 1]) {
          const [ahead, behind] = [theta.slice(), theta.slice()];
          ahead[j] += h;
          behind[j] -= h;
          const [forwards, backwards] = [gradient(ahead), gradient(behind)];
          for (const i of [0, 1])
            expect((forwards[i] - backwards[i]) / (2 * h)).toBeCloseTo(H[2 * i + j], 6);
        }
      }),
    );
  });
  it("has one gradient: in doubles gradientOver gives its bits, in double-doubles its value", () => {
    fc.assert(
      fc.property(fc.tuple(fc.double(), fc.double()), point, (wild, tame) => {
        expect(over(float64Operations, tame)).toEqual([...gradient(tame)]);
        const theta = Float64Array.from(wild);
        expect(over(float64Operations, theta)).toEqual([...gradient(theta)]);
        if (Math.abs(tame[0]) < 1e-15) return; // doubles may see the ridge there
        const precise = over(doubleDoubleOperations, tame);
        for (const i of [0, 1]) expect(gradient(tame)[i]).toBeCloseTo(precise[i], 13);
      }),
      { numRuns: 1000 },
    );
  });
  it("is symmetric in both axes off the ridge", () => {
    fc.assert(
      fc.property(offRidge, ([x, y]) => {
        const [gx, gy] = gradient(Float64Array.of(x, y));
        expect([...gradient(Float64Array.of(-x, y))]).toEqual([-gx, gy]);
        expect([...gradient(Float64Array.of(x, -y))]).toEqual([gx, -gy]);
        expect(loss(Float64Array.of(-x, -y))).toBe(loss(Float64Array.of(x, y)));
      }),
    );
  });
  it("has a kink on the ridge: -2 on the right, +2 on the left, and the ridge takes the right", () => {
    const tiny = 2 ** -50;
    expect(gradient(Float64Array.of(tiny, 1))[0]).toBeCloseTo(-2, 12);
    expect(gradient(Float64Array.of(-tiny, 1))[0]).toBeCloseTo(2, 12);
    for (const zero of [0, -0]) {
      expect([...gradient(Float64Array.of(zero, 1))]).toEqual([-2, 2]);
      expect(over(float64Operations, Float64Array.of(zero, 1))).toEqual([-2, 2]);
    }
    expect(loss(Float64Array.of(tiny, 1))).toBe(loss(Float64Array.of(-tiny, 1)));
    // so near that rounding makes the two quadratics equal, it is the ridge
    expect(gradient(Float64Array.of(-(2 ** -60), 1))[0]).toBeCloseTo(-2, 12);
  });
  it("has its certified minima: no gradient, no loss, a positive definite Hessian", () => {
    for (const { point, loss: value, morseIndex } of twoValleys.criticalPoints ?? []) {
      const theta = Float64Array.from(point);
      expect([...gradient(theta)].map(Math.abs)).toEqual([0, 0]);
      expect(loss(theta)).toBe(value);
      const [a, b, , d] = hessian(theta);
      expect(a > 0 && a * d - b * b > 0).toBe(true);
      expect(morseIndex).toBe(0);
    }
  });
  it("has no other smooth critical point: θ₂ ∂₂L > 0 off the axis, and on it ∂₁L = 2(θ₁ ∓ 1)", () => {
    // ∂₂L = θ₂(2 + θ₁²/5) and 2 + θ₁²/5 > 0, so ∂₂L = 0 only where θ₂ = 0; and there
    // ∂₁L = 2(θ₁ ∓ 1) vanishes at ±1 alone.
    fc.assert(
      fc.property(offRidge, ([x, y]) => {
        fc.pre(Math.abs(y) > 1e-300);
        expect(gradient(Float64Array.of(x, y))[1] * Math.sign(y)).toBeGreaterThan(0);
        expect(gradient(Float64Array.of(x, 0))[0]).toBe(2 * (x - Math.sign(x)));
      }),
    );
    expect(twoValleys.criticalPoints?.length).toBe(2);
  });
  it("is separated at (0, 0), a saddle of the kink: lowest on the ridge, highest across it", () => {
    const pass = loss(Float64Array.of(0, 0));
    expect(pass).toBe(1);
    for (const s of [-0.5, -1e-3, 1e-3, 0.5]) {
      expect(loss(Float64Array.of(0, s))).toBeGreaterThan(pass);
      expect(loss(Float64Array.of(s, 0))).toBeLessThan(pass);
    }
    // two minima and this saddle: 2 − 1 = 1, the Euler characteristic of the square, on whose
    // boundary the gradient points outward
    for (let t = -2; t <= 2; t += 0.125)
      for (const side of [-2, 2]) {
        expect(gradient(Float64Array.of(side, t))[0] * side).toBeGreaterThan(0);
        expect(gradient(Float64Array.of(t, side))[1] * side).toBeGreaterThan(0);
      }
  });
  it("is curved between 1.2 and 4.4 in its domain", () => {
    let [least, most] = [Infinity, -Infinity];
    for (let x = -2; x <= 2; x += 0.25)
      for (let y = -2; y <= 2; y += 0.25) {
        const [a, b, , d] = hessian(Float64Array.of(x, y));
        const radius = Math.hypot((a - d) / 2, b);
        least = Math.min(least, (a + d) / 2 - radius);
        most = Math.max(most, (a + d) / 2 + radius);
      }
    expect(least).toBeCloseTo(1.2, 12);
    expect(most).toBeCloseTo(4.4, 12);
  });
  it("writes to the array it is given", () => {
    const [g, H] = [new Float64Array(2), new Float64Array(4)];
    expect(twoValleys.gradient(Float64Array.of(1, 1), g)).toBe(g);
    expect(twoValleys.hessian?.(Float64Array.of(1, 1), H)).toBe(H);
  });
  it("passes NaN and infinity on", () => {
    expect(loss(Float64Array.of(NaN, 0))).toBeNaN();
    expect(loss(Float64Array.of(0, Infinity))).not.toBeLessThan(Infinity);
    expect(gradient(Float64Array.of(NaN, 0))[0]).toBeNaN();
  });
});
