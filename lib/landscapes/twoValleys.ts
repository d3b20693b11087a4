import type { ScalarOperations } from "../numerics/arithmetic.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { Objective } from "./objective.js";

/**
 * Two Valleys (§4.1): two quadratic wells and a weak coupling.
 *
 *     L(θ) = min((θ₁ − 1)² + θ₂², (θ₁ + 1)² + θ₂²) + θ₁² θ₂² / 10
 *
 * The minimum is the first quadratic for θ₁ > 0 and the second for θ₁ < 0. On the ridge θ₁ = 0
 * they are equal and L has a **kink**: ∂L/∂θ₁ is −2 on its right and +2 on its left. There,
 * and where rounding makes the two equal (|θ₁| below 10⁻¹⁶ or so), gradient and Hessian are
 * those of the right side, θ₁ → 0⁺.
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
export const twoValleys: Objective = landscapeFromFunction(
  2,
  <T>(a: ScalarOperations<T>, [x, y]: readonly T[]): T => {
    const square = (z: T): T => a.multiply(z, z);
    const well = (centre: number): T => a.add(square(a.subtract(x, a.from(centre))), square(y));
    const coupling = a.divide(a.multiply(square(x), square(y)), a.from(10));
    return a.add(a.minimum(well(1), well(-1)), coupling);
  },
  {
    name: "twoValleys",
    domain: { lower: [-2, -2], upper: [2, 2] },
    startRegion: { lower: [-2, -2], upper: [2, 2] },
    criticalPoints: [
      { point: [-1, 0], loss: 0, morseIndex: 0, eigenvalues: [2, 2.2], name: "left minimum" },
      { point: [1, 0], loss: 0, morseIndex: 0, eigenvalues: [2, 2.2], name: "right minimum" },
    ],
  },
);
