/** A sparse vector over ℤ/p: index ↦ value in 1 … p − 1. */
export type SparseVector = Map<number, number>;

/**
 * Whether a vector is in the span of others over ℤ/p, p a prime: elimination by columns, at most
 * cubic.
 *
 * @example
 * inSpan([new Map([[0, 1], [1, 1]])], new Map([[0, 2], [1, 2]]), 3); // true
 */
export function inSpan(
  vectors: Iterable<SparseVector>,
  target: SparseVector,
  modulus: number,
): boolean {
  const basis: Map<number, SparseVector> = new Map(); // by greatest index, whose value is 1
  for (const vector of vectors) {
    const rest = eliminate(vector, basis, modulus);
    const pivot = greatestIndex(rest);
    if (pivot === undefined) continue;
    const scale = powerModulo(rest.get(pivot) as number, modulus - 2, modulus); // the inverse
    for (const [index, value] of rest) rest.set(index, (value * scale) % modulus);
    basis.set(pivot, rest);
  }
  return eliminate(target, basis, modulus).size === 0;
}

/** What is left of a vector once the basis has been subtracted from the top as far as it goes. */
function eliminate(
  vector: SparseVector,
  basis: ReadonlyMap<number, SparseVector>,
  modulus: number,
): SparseVector {
  const rest = new Map(vector);
  for (;;) {
    const pivot = greatestIndex(rest);
    const other = pivot === undefined ? undefined : basis.get(pivot);
    if (!other) return rest;
    const factor = modulus - (rest.get(pivot as number) as number);
    for (const [index, value] of other) {
      const sum = ((rest.get(index) ?? 0) + factor * value) % modulus;
      if (sum === 0) rest.delete(index);
      else rest.set(index, sum);
    }
  }
}

function greatestIndex(vector: SparseVector): number | undefined {
  let greatest: number | undefined;
  for (const index of vector.keys())
    if (greatest === undefined || index > greatest) greatest = index;
  return greatest;
}

function powerModulo(base: number, exponent: number, modulus: number): number {
  let result = 1;
  for (let square = base, n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
