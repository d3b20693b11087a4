import type { ScalarOperations } from "../numerics/arithmetic.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { Objective } from "./objective.js";

/**
 * The three-hump camel: three minima in a row, the middle one global.
 *
 *     L(x, y) = 2x² − 1.05x⁴ + x⁶/6 + xy + y²
 *
 * ∂L/∂y = x + 2y vanishes on the line y = −x/2, where ∂L/∂x = x(7/2 − 21/5 x² + x⁴): besides
 * the origin, x² = (21 ± √91)/10. All five critical points lie in [−2.5, 2.5]², along whose
 * boundary the gradient points outward: 3 − 2 = 1. The Hessian's eigenvalues there lie between
 * −4.2 and 121.
 *
 * @see F. H. Branin (1972), Widely convergent method for finding multiple solutions of
 *   simultaneous nonlinear equations, IBM Journal of Research and Development 16, 504–522
 *
 * @example
 * threeHumpCamel.loss(Float64Array.of(0, 2)); // 4
 */
export const threeHumpCamel: Objective = landscapeFromFunction(
  2,
  <T>(a: ScalarOperations<T>, [x, y]: readonly T[]): T => {
    const square = a.multiply(x, x);
    // 2x² − 1.05x⁴ + x⁶/6 by Horner's rule in x²
    const inner = a.subtract(a.divide(square, a.from(6)), a.from(1.05));
    const humps = a.multiply(square, a.add(a.from(2), a.multiply(square, inner)));
    return a.add(humps, a.multiply(y, a.add(x, y)));
  },
  {
    name: "threeHumpCamel",
    domain: { lower: [-2.5, -2.5], upper: [2.5, 2.5] },
    startRegion: { lower: [-2, -2], upper: [2, 2] },
    criticalPoints: [
      {
        point: [0, 0],
        loss: 0,
        morseIndex: 0,
        eigenvalues: [1.5857864376269049, 4.414213562373095],
        name: "global minimum",
      },
      {
        point: [-1.7475523458302888, 0.8737761729151444],
        loss: 0.2986384422368598,
        morseIndex: 0,
        eigenvalues: [1.9024451549928167, 12.250644136909527],
        name: "left minimum",
      },
      {
        point: [1.7475523458302888, -0.8737761729151444],
        loss: 0.2986384422368598,
        morseIndex: 0,
        eigenvalues: [1.9024451549928167, 12.250644136909527],
        name: "right minimum",
      },
      {
        point: [-1.07054229182366, 0.53527114591183],
        loss: 0.8773615577631402,
        morseIndex: 1,
        eigenvalues: [-4.038688172234973, 2.1655988803326287],
        name: "left saddle",
      },
      {
        point: [1.07054229182366, -0.53527114591183],
        loss: 0.8773615577631402,
        morseIndex: 1,
        eigenvalues: [-4.038688172234973, 2.1655988803326287],
        name: "right saddle",
      },
    ],
  },
);
