import type { ScalarOperations } from "../numerics/arithmetic.js";
import { cos, exp, sin } from "../numerics/elementary/elementary.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { CriticalPoint, Objective } from "./objective.js";

/**
 * Curved Funnel (§4.1): a bent valley that narrows to curvature ~K on the way to the global
 * minimum.
 *
 *     L(x, y) = g(x) + ½ w(x) (y − f(x))²
 *     g′(x) = (x + 2)(x + 1)(x − 3/2),  f(x) = sin 2x,  w(x) = 1 + (K − 1) exp(−8 (x − 1/2)²)
 *
 * y = f(x) is the floor of the valley, g the height along it, w its stiffness: 1 at the
 * entrance and at the end, K in the neck at x = 1/2. ∂L/∂y = w·(y − f) vanishes on the floor
 * only, and there ∂L/∂x = g′: **the critical points are those of g lifted to (x, f(x)),
 * whatever K is**: the global minimum at x = 3/2 behind the neck, a local one at x = −2 in the
 * wide part, and a saddle at x = −1 between them. The global minimum has no coordinate at 0,
 * where floating-point numbers are finer than anywhere else.
 *
 * What it is for: the same journey at any curvature. K alone decides how stiff the neck is,
 * while start, end and floor stay; so a family of funnels separates the influence of curvature
 * on the precision needed from that of the place. Descent from the start region reaches the
 * global minimum, and on its way the largest eigenvalue of the Hessian is 2.8 K + 11 (within
 * 3 %, for K from 10 to 1000; the valley's slope makes the 2.8 out of K). A learning rate of
 * 1/(2K + 40) keeps below 2/κ all along; it takes some 50 K + 1500 steps.
 *
 * Domain: [−2.5, 2] × [−2, 2]; the gradient points outward along its boundary for K ≤ 1000,
 * 2 − 1 = 1.
 *
 * @param K - the largest stiffness, from 1 (a valley without a neck) upwards, in loss per θ²
 * @throws RangeError if K is not finite or below 1
 *
 * @example
 * curvedFunnel(200).name; // "curvedFunnel(K=200)"
 */
export function curvedFunnel(K = 60): Objective {
  if (!(K >= 1 && K < Infinity))
    throw new RangeError(`curvedFunnel: expected a finite K >= 1, got ${K}`);
  return landscapeFromFunction(
    2,
    <T>(a: ScalarOperations<T>, [x, y]: readonly T[]): T => {
      const square = (z: T): T => a.multiply(z, z);
      const times = (c: number, z: T): T => a.multiply(a.from(c), z);
      // x⁴/4 + x³/2 − 5x²/4 − 3x by Horner's rule
      const height = [0.25, 0.5, -1.25, -3]
        .map((c) => a.from(c))
        .reduce((sum, c) => a.add(a.multiply(sum, x), c));
      const along = a.multiply(height, x);
      const neck = a.exp(times(-8, square(a.subtract(x, a.from(0.5)))));
      const stiffness = a.add(a.from(1), times(K - 1, neck));
      const off = a.subtract(y, a.sin(times(2, x)));
      return a.add(along, times(0.5, a.multiply(stiffness, square(off))));
    },
    {
      name: `curvedFunnel(K=${K})`,
      domain: { lower: [-2.5, -2], upper: [2, 2] },
      startRegion: { lower: [-0.8, -1.5], upper: [-0.3, -0.2] },
      criticalPoints: [
        criticalPoint(K, "global minimum", 1.5, -4.359375, 8.75),
        criticalPoint(K, "local minimum", -2, 1, 3.5),
        criticalPoint(K, "saddle", -1, 1.5, -2.5),
      ],
    },
  );
}

/** The critical point over a zero x of g′, from the values of g and g″ there. */
function criticalPoint(
  K: number,
  name: string,
  x: number,
  loss: number,
  bend: number,
): CriticalPoint {
  const w = 1 + (K - 1) * exp(-8 * (x - 0.5) * (x - 0.5));
  const slope = 2 * cos(2 * x);
  // The Hessian [[g″ + w f′², −w f′], [−w f′, w]] has determinant g″·w. Its eigenvalue of larger
  // modulus is found without cancellation, the other one from the determinant.
  const half = (bend + w * slope * slope + w) / 2;
  const root = Math.sqrt(half * half - bend * w);
  const larger = half < 0 ? half - root : half + root;
  const eigenvalues = [larger, (bend * w) / larger].sort((p, q) => p - q);
  const morseIndex = eigenvalues.filter((value) => value < 0).length;
  return { point: [x, sin(2 * x)], loss, morseIndex, eigenvalues, name };
}
