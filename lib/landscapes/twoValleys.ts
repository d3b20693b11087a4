import type { Arithmetic } from "../numerics/arithmetic.js";
import type { Objective } from "./objective.js";

/**
 * Two Valleys (§4.1): two quadratic wells and a weak coupling.
 *
 *     L(θ) = min((θ₁ − 1)² + θ₂², (θ₁ + 1)² + θ₂²) + 0.1 θ₁² θ₂²
 *
 * The minimum is the first quadratic for θ₁ > 0 and the second for θ₁ < 0. On the ridge θ₁ = 0
 * they are equal and L has a **kink**: ∂L/∂θ₁ is −2 on its right and +2 on its left. There
 * (−0 included) gradient and Hessian are those of the right side, θ₁ → 0⁺.
 *
 * Critical points: off the ridge ∂L/∂θ₂ = θ₂(2 + θ₁²/5) forces θ₂ = 0, and then
 * ∂L/∂θ₁ = 2(θ₁ ∓ 1) forces θ₁ = ±1: the minima (±1, 0), L = 0, are the only smooth ones. The
 * lowest point of the ridge, (0, 0) with L = 1, separates the valleys but is no critical point
 * in the smooth sense: it is a saddle of the kink, where 0 lies between the one-sided
 * gradients (∓2, 0) without being either.
 *
 * Domain and start region are [−2, 2]². The Hessian's eigenvalues there lie between 1.2
 * and 4.4 (both at the corners); they are 2 and 2 + θ₂²/5 at the ridge.
 *
 * @example
 * twoValleys.gradient(Float64Array.of(0.5, 1)); // [-0.9, 2.05]
 */
export const twoValleys: Objective = {
  name: "twoValleys",
  dimension: 2,
  domain: { lower: [-2, -2], upper: [2, 2] },
  startRegion: { lower: [-2, -2], upper: [2, 2] },
  criticalPoints: [
    { point: [-1, 0], loss: 0, morseIndex: 0, name: "left minimum" },
    { point: [1, 0], loss: 0, morseIndex: 0, name: "right minimum" },
  ],

  loss([x, y]: Float64Array): number {
    const fromWell = x < 0 ? x + 1 : x - 1;
    return fromWell * fromWell + y * y + (x * y * (x * y)) / 10;
  },

  gradient(theta: Float64Array, out: Float64Array = new Float64Array(2)): Float64Array {
    const x = theta[0];
    const y = theta[1];
    out[0] = 2 * (x < 0 ? x + 1 : x - 1) + (x * y * y) / 5;
    out[1] = 2 * y + (x * x * y) / 5;
    return out;
  },

  hessian(theta: Float64Array, out: Float64Array = new Float64Array(4)): Float64Array {
    const x = theta[0];
    const y = theta[1];
    out[0] = 2 + (y * y) / 5;
    out[1] = out[2] = (2 * x * y) / 5;
    out[3] = 2 + (x * x) / 5;
    return out;
  },

  // 0.2 is written as a division by 5, which is the same real number in every arithmetic.
  gradientOver<T>(a: Arithmetic<T>, [x, y]: readonly T[]): T[] {
    const [one, two, five] = [a.from(1), a.from(2), a.from(5)];
    const fromWell = a.less(x, a.from(0)) ? a.add(x, one) : a.subtract(x, one);
    const xy = a.multiply(x, y);
    const xx = a.multiply(x, x);
    return [
      a.add(a.multiply(two, fromWell), a.divide(a.multiply(xy, y), five)),
      a.add(a.multiply(two, y), a.divide(a.multiply(xx, y), five)),
    ];
  },
};
