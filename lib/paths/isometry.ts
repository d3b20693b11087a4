import { requireList } from "../landscapes/requireObjective.js";
import { type Path, vertexCount } from "./path.js";

/**
 * A map of ℝ^dim that keeps all distances: θ ↦ Aθ + c with A orthogonal.
 *
 * Symmetries of a loss are such maps: exchanging two hidden units of a network, flipping the signs
 * of all weights of a tanh unit ({@link signedPermutation}).
 */
export interface Isometry {
  /** A: dim² entries, row-major. */
  readonly matrix: Float64Array;
  /** c, in the units of θ; 0 unless told. */
  readonly translation?: Float64Array;
}

/** Two rows of A may have a product that is off by this much. */
const ORTHOGONALITY_TOLERANCE = 1e-12;

/**
 * Image of a path: vertex i becomes Aθ_i + c.
 *
 * Entries 0 of A are skipped and no 0 is added, so a signed permutation without translation only
 * moves coordinates and flips signs, bit for bit: NaN, the infinities and −0 too. That A is
 * orthogonal is {@link requireIsometry}'s to check, once for many paths.
 *
 * O(m) times the number of entries that are not 0, for m vertices.
 *
 * @param path - m ≥ 0 vertices of ℝ^dim
 * @param isometry - of ℝ^dim
 * @returns a new path of m vertices
 * @throws RangeError if the sizes do not fit the path's dimension
 *
 * @example
 * const swap = signedPermutation([1, 0], [1, -1]);
 * transformed({ points: Float64Array.of(3, 4), dim: 2 }, swap).points; // [-4, 3]
 */
export function transformed(path: Path, isometry: Isometry): Path {
  const { points, dim } = path;
  const count = vertexCount(path);
  requireSizes(isometry, dim, "transformed");
  const { matrix, translation } = isometry;

  // The entries of A that are not 0, row after row: row i has those from first[i] to first[i + 1].
  const first = new Uint32Array(dim + 1);
  const columns: number[] = [];
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j < dim; j++) if (matrix[i * dim + j] !== 0) columns.push(j);
    first[i + 1] = columns.length;
  }

  const image = new Float64Array(points.length);
  for (let vertex = 0; vertex < count; vertex++) {
    const offset = vertex * dim;
    for (let i = 0; i < dim; i++) {
      let k = first[i];
      if (k === first[i + 1]) continue;
      // starts with a product, not with 0: 0 + (−0) would lose the sign
      let sum = matrix[i * dim + columns[k]] * points[offset + columns[k]];
      for (k++; k < first[i + 1]; k++)
        sum += matrix[i * dim + columns[k]] * points[offset + columns[k]];
      image[offset + i] = sum;
    }
    if (translation) for (let i = 0; i < dim; i++) image[offset + i] += translation[i];
  }
  return { points: image, dim };
}

/**
 * The isometry that takes coordinate i, times signs[i], to coordinate targets[i].
 *
 * Exact: see {@link transformed}. The identity is targets 0, 1, 2, … and signs 1.
 *
 * @param targets - each of 0 … dim − 1 once
 * @param signs - dim numbers 1 or −1
 * @throws RangeError if the targets are no permutation, a sign is not ±1, or the lengths differ
 *
 * @example
 * signedPermutation([1, 0], [1, -1]).matrix; // [0, -1, 1, 0]: (x, y) becomes (−y, x)
 */
export function signedPermutation(targets: ArrayLike<number>, signs: ArrayLike<number>): Isometry {
  requireList(targets, "targets", "signedPermutation");
  requireList(signs, "signs", "signedPermutation");
  const dim = targets.length;
  if (dim < 1 || signs.length !== dim)
    throw new RangeError(
      `signedPermutation: expected as many signs as targets, at least 1, got ${signs.length} and ${dim}`,
    );
  const matrix = new Float64Array(dim * dim);
  const taken = new Uint8Array(dim);
  for (let i = 0; i < dim; i++) {
    const [target, sign] = [targets[i], signs[i]];
    if (!(Number.isInteger(target) && target >= 0 && target < dim && !taken[target]))
      throw new RangeError(
        `signedPermutation: expected each target 0 … ${dim - 1} once, got ${target} at ${i}`,
      );
    if (sign !== 1 && sign !== -1)
      throw new RangeError(`signedPermutation: expected a sign 1 or -1, got ${sign} at ${i}`);
    taken[target] = 1;
    matrix[target * dim + i] = sign;
  }
  return { matrix };
}

/**
 * Refuses what does not keep distances: A must satisfy |AAᵀ − I| ≤ 10⁻¹² in every entry, so that
 * lengths change by at most dim·10⁻¹² of themselves, and c must be finite.
 *
 * O(dim³), O(dim²) for a signed permutation.
 *
 * @param isometry - what should be one
 * @param dim - of the space
 * @param caller - the function to name in the error
 * @throws TypeError if there is no matrix
 * @throws RangeError naming the rows whose product is wrong, or the sizes
 *
 * @example
 * requireIsometry(signedPermutation([0, 1], [1, -1]), 2, "here"); // nothing happens
 */
export function requireIsometry(isometry: Isometry, dim: number, caller: string): void {
  requireSizes(isometry, dim, caller);
  const { matrix, translation } = isometry;
  for (let k = 0; k < matrix.length; k++)
    if (!Number.isFinite(matrix[k]))
      throw new RangeError(
        `${caller}: expected a finite matrix, got ${matrix[k]} at (${Math.floor(k / dim)}, ${k % dim})`,
      );
  for (let i = 0; i < (translation?.length ?? 0); i++)
    if (!Number.isFinite(translation?.[i]))
      throw new RangeError(
        `${caller}: expected a finite translation, got ${translation?.[i]} at ${i}`,
      );
  for (let i = 0; i < dim; i++) {
    const row: number[] = [];
    for (let k = 0; k < dim; k++) if (matrix[i * dim + k] !== 0) row.push(k);
    for (let j = 0; j <= i; j++) {
      let product = 0;
      for (const k of row) product += matrix[i * dim + k] * matrix[j * dim + k];
      const expected = i === j ? 1 : 0;
      if (!(Math.abs(product - expected) <= ORTHOGONALITY_TOLERANCE))
        throw new RangeError(
          `${caller}: expected an orthogonal matrix, got rows ${i} and ${j} with product ${product}, not ${expected}`,
        );
    }
  }
}

function requireSizes({ matrix, translation }: Isometry, dim: number, caller: string): void {
  requireList(matrix, "the matrix of an isometry", caller);
  if (matrix.length !== dim * dim)
    throw new RangeError(
      `${caller}: expected an isometry of ${dim} × ${dim} entries, got ${matrix.length}`,
    );
  if (translation === undefined) return;
  requireList(translation, "the translation of an isometry", caller);
  if (translation.length !== dim)
    throw new RangeError(
      `${caller}: expected a translation of ${dim} coordinates, got ${translation.length}`,
    );
}
