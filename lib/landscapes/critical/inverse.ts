/**
 * Inverse of a small dense matrix by Gauss–Jordan elimination with row pivoting; undefined if a
 * pivot is 0 or anything is not finite. O(n³).
 *
 * @param matrix - n × n, row-major
 */
export function inverse(matrix: Float64Array, n: number): Float64Array | undefined {
  const left = matrix.slice();
  const right = new Float64Array(n * n);
  for (let i = 0; i < n; i++) right[i * n + i] = 1;
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(left[i * n + k]) > Math.abs(left[pivot * n + k])) pivot = i;
    const value = left[pivot * n + k];
    if (value === 0 || !Number.isFinite(value)) return undefined;
    for (let j = 0; j < n; j++) {
      swap(left, pivot * n + j, k * n + j);
      swap(right, pivot * n + j, k * n + j);
      left[k * n + j] /= value;
      right[k * n + j] /= value;
    }
    for (let i = 0; i < n; i++) {
      const factor = left[i * n + k];
      if (i === k || factor === 0) continue;
      for (let j = 0; j < n; j++) {
        left[i * n + j] -= factor * left[k * n + j];
        right[i * n + j] -= factor * right[k * n + j];
      }
    }
  }
  return right.every(Number.isFinite) ? right : undefined;
}

function swap(of: Float64Array, i: number, j: number): void {
  const kept = of[i];
  of[i] = of[j];
  of[j] = kept;
}
