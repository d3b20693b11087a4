import type { ScalarOperations } from "../numerics/arithmetic.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { Objective } from "./objective.js";

/**
 * Himmelblau's function: four equally deep minima around one maximum.
 *
 *     L(x, y) = (x² + y − 11)² + (x + y² − 7)²
 *
 * All nine critical points, four minima, four saddles and the maximum, lie in [−5, 5]², along
 * whose boundary the gradient points outward: 4 − 4 + 1 = 1. The Hessian's eigenvalues there
 * lie between −63.2 and 327: learning rates below 0.006 are stable everywhere.
 *
 * @see D. M. Himmelblau (1972), Applied Nonlinear Programming, McGraw-Hill
 *
 * @example
 * himmelblau.loss(Float64Array.of(3, 2)); // 0
 */
export const himmelblau: Objective = landscapeFromFunction(
  2,
  <T>(a: ScalarOperations<T>, [x, y]: readonly T[]): T => {
    const square = (z: T): T => a.multiply(z, z);
    const first = a.subtract(a.add(square(x), y), a.from(11));
    const second = a.subtract(a.add(x, square(y)), a.from(7));
    return a.add(square(first), square(second));
  },
  {
    name: "himmelblau",
    domain: { lower: [-5, -5], upper: [5, 5] },
    startRegion: { lower: [-5, -5], upper: [5, 5] },
    criticalPoints: [
      {
        point: [3, 2],
        loss: 0,
        morseIndex: 0,
        eigenvalues: [25.715728752538098, 82.2842712474619],
        name: "minimum 1",
      },
      {
        point: [-2.805118086952745, 3.131312518250573],
        loss: 0,
        morseIndex: 0,
        eigenvalues: [64.8403727706842, 80.55007177893319],
        name: "minimum 2",
      },
      {
        point: [-3.779310253377747, -3.2831859912861696],
        loss: 0,
        morseIndex: 0,
        eigenvalues: [70.71435474424425, 133.78561521306708],
        name: "minimum 3",
      },
      {
        point: [3.5844283403304917, -1.8481265269644036],
        loss: 0,
        morseIndex: 0,
        eigenvalues: [28.690677156755243, 105.41890833631605],
        name: "minimum 4",
      },
      {
        point: [3.385154183607021, 0.07385187983774928],
        loss: 13.31192627040559,
        morseIndex: 1,
        eigenvalues: [-14.135178485450488, 97.5478781026018],
        name: "saddle 1",
      },
      {
        point: [0.08667750455539636, 2.884254701174776],
        loss: 67.71915008752615,
        morseIndex: 1,
        eigenvalues: [-31.706622362774343, 75.507609238232],
        name: "saddle 2",
      },
      {
        point: [-3.0730257507643897, -0.08135304428796751],
        loss: 104.0151629175581,
        morseIndex: 1,
        eigenvalues: [-39.65149625621665, 72.43524806811875],
        name: "saddle 3",
      },
      {
        point: [-0.12796134673068008, -1.9537149802445763],
        loss: 178.33723920192747,
        morseIndex: 1,
        eigenvalues: [-50.610239320365764, 20.284049975935076],
        name: "saddle 4",
      },
      {
        point: [-0.2708445906673476, -0.9230385564799815],
        loss: 181.6165215225827,
        morseIndex: 2,
        eigenvalues: [-45.60522929278952, -16.066019667290867],
        name: "maximum",
      },
    ],
  },
);
