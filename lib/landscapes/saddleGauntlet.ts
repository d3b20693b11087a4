import type { ScalarOperations } from "../numerics/arithmetic.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { Objective } from "./objective.js";

/**
 * Saddle Gauntlet (§4.1): descent has to turn at three saddles, each with a decoy beside it,
 * before it is let into the global minimum.
 *
 *     L(x, y) = (2 − s) t + (3/2)(1 − s)(4 + 3s)(1 − t²) + (x⁶ + y⁶)/300
 *     s = σ(x),  t = σ(y),  σ(z) = z exp((1 − z²)/2)
 *
 * σ rises from −1 at z = −1 to 1 at z = 1 and is flat at both, falling to 0 outside. A function
 * of s and t alone therefore has a critical point at every corner of the square (±1, ±1), and
 * its gradient along the lines x = ±1 and y = ±1 is parallel to them: streets that the flow
 * does not leave. Term by term:
 *
 * - (2 − s) t is 3, 1, −1, −3 at the corners (−1, 1), (1, 1), (1, −1), (−1, −1): a staircase
 *   down three sides of the square. What is a valley where a street begins has become a ridge
 *   at its end, and there the next one goes down at a right angle: the first three corners are
 *   saddles, the last one the global minimum. Across each saddle's ridge a street leads out.
 * - The product is a hill between the streets, and on the fourth side, x = −1, the wall that
 *   stands between the first corner and the last: 1 − t² vanishes on the streets y = ±1, and
 *   the factor before it is 3 at x = −1, 6 in the middle and 0 at x = 1. It makes the street
 *   x = −1 a valley where descent comes down from the start region.
 * - The sextic bowl closes the streets that lead out, each with a **decoy minimum** 0.34 below
 *   its saddle, and pushes inwards by 1/50 at the corners: so descent turns to the right side
 *   at every saddle, if its arithmetic is fine enough to notice the push.
 *
 * From every start in [−1.25, −0.75] × [2, 2.5], descent at learning rates 0.01 … 0.05 passes
 * within 0.08 of the three saddles and ends in the global minimum, in 21 units of
 * steps × learning rate. Rounded to nearest after each step of 0.02, it stops at the first
 * saddle with 9 bits, at the first or second with 10, and gets through with 11.
 *
 * The domain [−2.5, 2.5]² holds nine critical points: four minima, four saddles (the fourth on
 * top of the wall) and the hill; the gradient points outward along its boundary, 4 − 4 + 1 = 1. The Hessian's eigenvalues there lie between −34.2 and 30.6.
 *
 * @example
 * saddleGauntlet.gradient(Float64Array.of(1, 1)); // [0.02, 0.02]: the push
 */
export const saddleGauntlet: Objective = landscapeFromFunction(
  2,
  <T>(a: ScalarOperations<T>, [x, y]: readonly T[]): T => {
    const square = (z: T): T => a.multiply(z, z);
    const plus = (c: number, z: T): T => a.add(a.from(c), z);
    const minus = (c: number, z: T): T => a.subtract(a.from(c), z);
    const sigma = (z: T): T => a.multiply(z, a.exp(a.divide(minus(1, square(z)), a.from(2))));
    const sextic = (z: T): T => a.multiply(square(square(z)), square(z));
    const [s, t] = [sigma(x), sigma(y)];
    const staircase = a.multiply(minus(2, s), t);
    const height = a.multiply(minus(1, s), plus(4, a.multiply(a.from(3), s)));
    const hill = a.multiply(a.from(1.5), a.multiply(height, minus(1, square(t))));
    const bowl = a.divide(a.add(sextic(x), sextic(y)), a.from(300));
    return a.add(a.add(staircase, hill), bowl);
  },
  {
    name: "saddleGauntlet",
    domain: { lower: [-2.5, -2.5], upper: [2.5, 2.5] },
    startRegion: { lower: [-1.25, 2], upper: [-0.75, 2.5] },
    criticalPoints: [
      {
        point: [-0.9905103232819312, -0.9988957732815515],
        loss: -2.99343938818464,
        morseIndex: 0,
        eigenvalues: [2.114999179298335, 18.12189030147958],
        name: "global minimum",
      },
      {
        point: [-2.0141494716243082, 0.9989143527767593],
        loss: 2.6627071461314613,
        morseIndex: 0,
        eigenvalues: [2.107389519364883, 18.43184236757308],
        name: "decoy 1",
      },
      {
        point: [0.9988874080283259, 2.014148462226116],
        loss: 0.6627068765928662,
        morseIndex: 0,
        eigenvalues: [2.1073767697411996, 17.985709863700112],
        name: "decoy 2",
      },
      {
        point: [2.0141483176165136, -0.9990557224408667],
        loss: -1.3372914397110545,
        morseIndex: 0,
        eigenvalues: [2.1073778996292054, 21.189933596042597],
        name: "decoy 3",
      },
      {
        point: [-1.0105999302914492, 0.9967280649644598],
        loss: 3.00673966956395,
        morseIndex: 1,
        eigenvalues: [-1.8738198689025751, 6.121440428147416],
        name: "saddle 1",
      },
      {
        point: [0.9905303818114891, 1.0106182748754704],
        loss: 1.006677596379128,
        morseIndex: 1,
        eigenvalues: [-1.8705711869819153, 2.1194841637286377],
        name: "saddle 2",
      },
      {
        point: [1.0106202974630272, -0.990532406933657],
        loss: -0.9933223834089981,
        morseIndex: 1,
        eigenvalues: [-1.8702151693551088, 2.1199397354224065],
        name: "saddle 3",
      },
      {
        point: [-0.9980693855201483, 0.31910748840916464],
        loss: 3.753317540986513,
        morseIndex: 1,
        eigenvalues: [-11.882460069776366, 10.368862671836164],
        name: "saddle on the wall",
      },
      {
        point: [-0.1142647645606058, 0.10897098496831527],
        loss: 6.318422172713251,
        morseIndex: 2,
        eigenvalues: [-32.88874413363667, -22.000828714998395],
        name: "hill",
      },
    ],
  },
);
