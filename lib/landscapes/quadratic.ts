import type { ScalarOperations } from "../numerics/arithmetic.js";
import { cos, log } from "../numerics/elementary/elementary.js";
import { randomStream } from "../numerics/random.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { landscapeFromFunction } from "./landscapeFromFunction.js";
import type { CriticalPoint, Objective } from "./objective.js";
import { requireList } from "./requireObjective.js";

/** What may be told {@link quadratic} beside the spectrum. */
export interface QuadraticOptions {
  /** Seed of a random orthogonal matrix whose rows are the q_i; the coordinate axes unless told. */
  readonly rotation?: number;
  /** The critical point c; the origin unless told. */
  readonly centre?: readonly number[];
  /** Identifier; "quadratic(1,10)", with the eigenvalues, unless told. */
  readonly name?: string;
}

/**
 * Quadratic with a given spectrum: the control on which everything is exactly solvable.
 *
 *     L(θ) = ½ Σ_i λ_i (q_i·(θ − c))²,  ∇²L = Σ_i λ_i q_i q_iᵀ everywhere
 *
 * Descent multiplies the component along q_i by 1 − ηλ_i at each step: after T steps
 *
 *     θ_T = c + Σ_i (1 − ηλ_i)^T (q_i·(θ_0 − c)) q_i
 *
 * so it converges from everywhere if 0 < ηλ_i < 2 for all i, at the rate of the slowest. c is
 * the only critical point if no λ_i is 0; its Morse index is the number of negative ones. A λ_i
 * of 0 makes a line of critical points, and no table is given.
 *
 * The rotation is uniform (Haar) up to the signs of the q_i, which L does not see: a product of
 * reflections whose mirrors are random. The q_i are orthonormal up to rounding, so a rotated
 * quadratic has the spectrum to some 10⁻¹⁵ of the largest |λ_i|. Around c = 0 floating-point
 * numbers are ever finer, and the components can shrink to nothing; around another c they
 * cannot.
 *
 * Domain and start region are the cube of half-width 2 around c. The gradient points outward
 * along its boundary if all λ_i are positive and, with a rotation, near enough to each other.
 * O(n²) operations a loss, O(n) without rotation.
 *
 * @param eigenvalues - λ_1 … λ_n, n ≥ 1, finite, in loss per θ²
 * @param options - rotation, centre, name
 * @throws RangeError if a number is not finite, there are no eigenvalues, the centre has another
 *   dimension, or the seed is not a safe integer ≥ 0
 * @throws TypeError for an unknown option
 * @see G. W. Stewart (1980), The efficient generation of random orthogonal matrices with an
 *   application to condition estimators, SIAM Journal on Numerical Analysis 17, 403–409
 *
 * @example
 * quadratic([1, 10]).gradient(Float64Array.of(1, 1)); // [1, 10]
 */
export function quadratic(
  eigenvalues: readonly number[],
  options: QuadraticOptions = {},
): Objective {
  requireKnown(options, ["rotation", "centre", "name"], "option", "quadratic");
  requireList(eigenvalues, "eigenvalues", "quadratic");
  const n = eigenvalues.length;
  const { rotation, centre = new Array<number>(n).fill(0) } = options;
  if (n < 1 || !eigenvalues.every(Number.isFinite))
    throw new RangeError(
      `quadratic: expected one or more finite eigenvalues, got (${eigenvalues})`,
    );
  if (centre.length !== n || !centre.every(Number.isFinite))
    throw new RangeError(`quadratic: expected a centre of ${n} finite numbers, got (${centre})`);
  const rows = rotation === undefined ? undefined : randomRotation(n, rotation);
  const box = {
    lower: centre.map((c) => c - 2),
    upper: centre.map((c) => c + 2),
  };
  const spectrum = [...eigenvalues].sort((p, q) => p - q);
  const morseIndex = spectrum.filter((value) => value < 0).length;
  const kind = morseIndex === 0 ? "minimum" : morseIndex === n ? "maximum" : "saddle";
  const point: CriticalPoint = {
    point: [...centre],
    loss: 0,
    morseIndex,
    eigenvalues: spectrum,
    name: kind,
  };
  return landscapeFromFunction(
    n,
    <T>(a: ScalarOperations<T>, theta: readonly T[]): T => {
      const times = (c: number, z: T): T => a.multiply(a.from(c), z);
      const from = theta.map((x, i) => (centre[i] === 0 ? x : a.subtract(x, a.from(centre[i]))));
      const component = (i: number): T =>
        rows ? from.map((d, j) => times(rows[i * n + j], d)).reduce(a.add) : from[i];
      return eigenvalues
        .map((value, i) => {
          const along = component(i);
          return times(value / 2, a.multiply(along, along));
        })
        .reduce(a.add);
    },
    {
      name: options.name ?? (n <= 8 ? `quadratic(${eigenvalues})` : `quadratic(n=${n})`),
      domain: box,
      startRegion: box,
      ...(!eigenvalues.includes(0) && { criticalPoints: [point] }),
    },
  );
}

/** A random orthogonal matrix, row-major: H_{n−1} … H_1 of Stewart's reflections. */
function randomRotation(n: number, seed: number): Float64Array {
  const random = randomStream(seed, "rotation");
  let drawn = 0;
  const normal = (): number => {
    const radius = Math.sqrt(-2 * log(1 - random.uniform(drawn++)));
    return radius * cos(2 * Math.PI * random.uniform(drawn++));
  };
  const rows = Float64Array.from({ length: n * n }, (_, k) => (k % (n + 1) === 0 ? 1 : 0));
  for (let first = n - 2; first >= 0; first--) {
    // The reflection that takes a normal vector of the last n − first coordinates to an axis.
    const mirror = Float64Array.from({ length: n - first }, normal);
    const length = Math.sqrt(mirror.reduce((sum, v) => sum + v * v, 0));
    mirror[0] += mirror[0] < 0 ? -length : length;
    const square = mirror.reduce((sum, v) => sum + v * v, 0);
    if (square === 0) continue;
    for (let i = 0; i < n; i++) {
      const row = rows.subarray(i * n + first, i * n + n);
      const share = (2 * row.reduce((sum, v, j) => sum + v * mirror[j], 0)) / square;
      for (let j = 0; j < row.length; j++) row[j] -= share * mirror[j];
    }
  }
  return rows;
}
