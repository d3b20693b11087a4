import type { ScalarOperations } from "../numerics/arithmetic.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { CriticalPoint, Objective } from "./objective.js";

/** The eigenvalues of the Hessian at (1, …, 1). */
const eigenvalues: Readonly<Record<number, readonly number[]>> = {
  2: [0.39936076748763305, 1001.6006392325123],
  3: [0.4751900833635633, 601.667452341669, 1401.8573575749674],
};

/**
 * Rosenbrock's valley: a curved floor along which almost nothing pulls, between walls that do.
 *
 *     L(θ) = Σ_{i=1}^{n−1} 100 (θ_{i+1} − θ_i²)² + (1 − θ_i)²
 *
 * For n = 2 and 3 the global minimum (1, …, 1) is the only critical point. (n = 2: ∂L/∂θ₂ = 0
 * puts it on the floor, where ∂L/∂θ₁ = −2(1 − θ₁). n = 3: eliminating θ₃ and θ₂ leaves
 * (θ₁ − 1)(200θ₁² + 200θ₁ + 101) = 0.) For n = 4 … 30 there is a second minimum (Shang
 * & Qiu 2006), at (−0.78, 0.61, 0.38, 0.15) for n = 4, towards (−1, 1, …, 1) for larger n, and
 * the number of saddles grows with n (Kok & Sandrock 2009): no table is given then.
 *
 * The domain is [−2, 2] × [−1, 3] for n = 2, as it is usually drawn, else [−2, 2]ⁿ. The
 * gradient does not point outward all along its boundary, through which the floor leaves. In
 * the start region, around Rosenbrock's (−1.2, 1), the Hessian's eigenvalues reach 2,650;
 * learning rates up to 0.0007 are stable.
 *
 * @param dimension - n ≥ 2
 * @throws RangeError if it is no integer ≥ 2
 * @see H. H. Rosenbrock (1960), An automatic method for finding the greatest or least value of
 *   a function, The Computer Journal 3, 175–184
 * @see Y.-W. Shang & Y.-H. Qiu (2006), A note on the extended Rosenbrock function, Evolutionary
 *   Computation 14, 119–126
 * @see S. Kok & C. Sandrock (2009), Locating and characterizing the stationary points of the
 *   extended Rosenbrock function, Evolutionary Computation 17, 437–453
 *
 * @example
 * rosenbrock().loss(Float64Array.of(-1.2, 1)); // 24.2
 */
export function rosenbrock(dimension = 2): Objective {
  if (!Number.isInteger(dimension) || dimension < 2)
    throw new RangeError(`rosenbrock: expected an integer dimension >= 2, got ${dimension}`);
  const everywhere = (value: number): number[] => new Array(dimension).fill(value);
  const alternating = (odd: number, even: number): number[] =>
    everywhere(odd).map((value, i) => (i % 2 === 0 ? value : even));
  const minimum: CriticalPoint = {
    point: everywhere(1),
    loss: 0,
    morseIndex: 0,
    eigenvalues: eigenvalues[dimension],
    name: "global minimum",
  };
  return landscapeFromFunction(
    dimension,
    <T>(a: ScalarOperations<T>, theta: readonly T[]): T => {
      const square = (z: T): T => a.multiply(z, z);
      const links = theta.slice(1).map((next, i) => {
        const wall = square(a.subtract(next, square(theta[i])));
        const floor = square(a.subtract(a.from(1), theta[i]));
        return a.add(a.multiply(a.from(100), wall), floor);
      });
      return links.reduce(a.add);
    },
    {
      name: dimension === 2 ? "rosenbrock" : `rosenbrock(n=${dimension})`,
      domain:
        dimension === 2
          ? { lower: [-2, -1], upper: [2, 3] }
          : { lower: everywhere(-2), upper: everywhere(2) },
      startRegion: { lower: alternating(-1.5, 0.5), upper: alternating(-0.9, 1.5) },
      ...(dimension <= 3 && { criticalPoints: [minimum] }),
    },
  );
}
