import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { matrixOperator, type SymmetricOperator } from "../../lib/curvature/operator.js";
import { randomStream } from "../../lib/numerics/random.js";

/** A matrix with its eigenvalues, ascending. */
export interface Spectrum {
  readonly name: string;
  readonly n: number;
  readonly matrix: readonly number[];
  readonly eigenvalues: readonly number[];
}

/** Matrices with eigenvalues by LAPACK; see the generator beside the file. */
export const spectra: readonly Spectrum[] = JSON.parse(
  readFileSync(
    fileURLToPath(new URL("../fixtures/curvature/spectra.json", import.meta.url)),
    "utf8",
  ),
);

/** An operator that counts its products. */
export interface Counted extends SymmetricOperator {
  readonly count: () => number;
}

export function counted(operator: SymmetricOperator): Counted {
  let products = 0;
  return {
    dimension: operator.dimension,
    apply: (v, out) => {
      products++;
      return operator.apply(v, out);
    },
    count: () => products,
  };
}

export const diagonal = (values: ArrayLike<number>): SymmetricOperator => ({
  dimension: values.length,
  apply: (v, out) => {
    for (let i = 0; i < v.length; i++) out[i] = values[i] * v[i];
    return out;
  },
});

/**
 * The given eigenvalues, the eigenvectors turned by Householder reflections: with few of them
 * still near the axes, which only matters to probes by signs.
 */
export function rotated(values: ArrayLike<number>, reflections = 3): SymmetricOperator {
  const n = values.length;
  const mirrors = Array.from({ length: reflections }, (_, k) => {
    const stream = randomStream(1, "mirror", k);
    const v = Float64Array.from({ length: n }, (_, i) => stream.uniform(i) - 0.5);
    const size = Math.sqrt(v.reduce((sum, x) => sum + x * x, 0));
    return v.map((x) => x / size);
  });
  const reflect = (x: Float64Array, mirror: Float64Array): void => {
    let along = 0;
    for (let i = 0; i < n; i++) along += mirror[i] * x[i];
    for (let i = 0; i < n; i++) x[i] -= 2 * along * mirror[i];
  };
  return {
    dimension: n,
    apply: (v, out) => {
      out.set(v);
      for (const mirror of mirrors) reflect(out, mirror);
      for (let i = 0; i < n; i++) out[i] *= values[i];
      for (const mirror of [...mirrors].reverse()) reflect(out, mirror);
      return out;
    },
  };
}

export const golden = ({ matrix, n }: Spectrum): SymmetricOperator =>
  matrixOperator(Float64Array.from(matrix), n);

/** A random matrix, its entries uniform in [−1, 1]; symmetric unless told. */
export function randomMatrix(n: number, seed: number, symmetric = true): Float64Array {
  const stream = randomStream(seed, "matrix");
  const matrix = Float64Array.from({ length: n * n }, (_, k) => 2 * stream.uniform(k) - 1);
  if (symmetric)
    for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) matrix[i * n + j] = matrix[j * n + i];
  return matrix;
}

/** The second difference matrix: 2 − 2cos(kπ/(n + 1)), k = 1 … n. */
export const secondDifference = (n: number): SymmetricOperator => ({
  dimension: n,
  apply: (v, out) => {
    for (let i = 0; i < n; i++) out[i] = 2 * v[i] - (v[i - 1] ?? 0) - (v[i + 1] ?? 0);
    return out;
  },
});

/** Distance to the nearest of some numbers. */
export const distanceTo = (values: Iterable<number>, x: number): number =>
  Math.min(...Array.from(values, (value) => Math.abs(value - x)));
