import type { ScalarOperations } from "../numerics/arithmetic.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { Objective } from "./objective.js";

/** Per term: A, a, b, c, and the centre (x₀, y₀), as published. */
const terms = [
  [-200, -1, 0, -10, 1, 0],
  [-100, -1, 0, -10, 0, 0.5],
  [-170, -6.5, 11, -6.5, -0.5, 1.5],
  [15, 0.7, 0.6, 0.7, -1, 1],
] as const;

/**
 * The Müller–Brown surface, the usual test of methods that look for reaction paths: three
 * minima, two saddles, valleys that do not follow the axes.
 *
 *     L(x, y) = Σ_k A_k exp(a_k (x − x_k)² + b_k (x − x_k)(y − y_k) + c_k (y − y_k)²),  k = 1…4
 *
 * Energies are the published ones, in arbitrary units: the deepest minimum has L = −146.7, the
 * highest saddle −40.7. All five critical points lie in [−1.5, 1.2] × [−0.5, 2], along whose
 * boundary the gradient points outward: 3 − 2 = 1. The surface is stiff: eigenvalues of the
 * Hessian between 221 and 4070 at the minima, up to 77,000 in a corner of the domain (the last
 * term grows outward); a learning rate of 0.0002 is stable in the start region.
 *
 * @see K. Müller & L. D. Brown (1979), Location of saddle points and minimum energy paths by a
 *   constrained simplex optimization procedure, Theoretica Chimica Acta 53, 75–93
 *
 * @example
 * mullerBrown.loss(Float64Array.of(-0.558, 1.442)); // -146.7, almost the lowest
 */
export const mullerBrown: Objective = landscapeFromFunction(
  2,
  <T>(a: ScalarOperations<T>, [x, y]: readonly T[]): T =>
    terms
      .map(([height, xx, xy, yy, x0, y0]) => {
        const [dx, dy] = [a.subtract(x, a.from(x0)), a.subtract(y, a.from(y0))];
        const times = (factor: number, p: T, q: T): T =>
          a.multiply(a.from(factor), a.multiply(p, q));
        const pure = a.add(times(xx, dx, dx), times(yy, dy, dy));
        const exponent = xy === 0 ? pure : a.add(pure, times(xy, dx, dy));
        return a.multiply(a.from(height), a.exp(exponent));
      })
      .reduce(a.add),
  {
    name: "mullerBrown",
    domain: { lower: [-1.5, -0.5], upper: [1.2, 2] },
    startRegion: { lower: [-1, 0], upper: [0.8, 1.6] },
    criticalPoints: [
      {
        point: [-0.5582236346330243, 1.4417258418046686],
        loss: -146.69951720995402,
        morseIndex: 0,
        eigenvalues: [410.5311346928894, 4068.1989550264857],
        name: "global minimum",
      },
      {
        point: [0.6234994049308765, 0.028037758528685664],
        loss: -108.16672411685235,
        morseIndex: 0,
        eigenvalues: [543.8361890186197, 3005.395864532676],
        name: "minimum 2",
      },
      {
        point: [-0.050010822998206056, 0.4666941048719721],
        loss: -80.76781812965903,
        morseIndex: 0,
        eigenvalues: [221.03747287232116, 1479.1970220128342],
        name: "minimum 3",
      },
      {
        point: [0.212486582000662, 0.2929883251073678],
        loss: -72.24894011232522,
        morseIndex: 1,
        eigenvalues: [-735.2472621113645, 510.8865654725472],
        name: "saddle 1",
      },
      {
        point: [-0.8220015587327321, 0.6243128028148713],
        loss: -40.664843508657405,
        morseIndex: 1,
        eigenvalues: [-750.8626628392774, 490.2407080596307],
        name: "saddle 2",
      },
    ],
  },
);
