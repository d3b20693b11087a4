import { hasKernels, newInstance } from "./kernelModule.js";

/** Room for the squared distances of all pairs of vertices of two paths, with what fills it. */
export interface DistanceTable {
  /** Squares row by row: that of vertices i and j, after `fill`, at i·stride + j. */
  readonly squares: Float64Array;
  /**
   * Writes Σ_k (p_ik − q_jk)², summed in the order of k, for all pairs. O(m·n·dim).
   *
   * @param p - m·dim coordinates, m ≤ rows
   * @param q - n·dim coordinates, n ≤ columns
   * @returns the stride, n or a little more
   */
  fill(p: Float64Array, q: Float64Array): number;
}

/** Pairs of vertices up to which a table of their squared distances is worth its memory (16 MiB). */
export const MOST_TABLED: number = 2 ** 21;

/** Rows and columns that the kernel takes at a time. */
const [ROWS, COLUMNS] = [2, 4];

const upTo = (count: number, unit: number): number => Math.ceil(count / unit) * unit;

/**
 * A table for paths of at most `rows` and `columns` vertices of ℝ^dim; filled by SIMD where there
 * is WebAssembly, else plainly, with the same bits.
 *
 * 8·rows·columns bytes, and those of the paths.
 *
 * @param simd - false fills plainly in any case
 * @throws RangeError if there is not so much memory
 */
export function distanceTable(
  rows: number,
  columns: number,
  dim: number,
  simd: boolean = hasKernels(),
): DistanceTable {
  const [m, n] = [upTo(rows, ROWS), upTo(columns, COLUMNS)];
  const qAt = m * dim;
  const squaresAt = qAt + n * dim;
  const bytes = 8 * (squaresAt + m * n);
  const { buffer, kernels } = simd
    ? newInstance(bytes, () => {})
    : { buffer: new ArrayBuffer(bytes), kernels: undefined };
  const own = new Float64Array(buffer, 0, qAt);
  const turned = new Float64Array(buffer, 8 * qAt, n * dim); // coordinate by coordinate
  const squares = new Float64Array(buffer, 8 * squaresAt, m * n);

  const fill = (p: Float64Array, q: Float64Array): number => {
    const height = upTo(p.length / dim, ROWS);
    const vertices = q.length / dim;
    const stride = upTo(vertices, COLUMNS);
    own.set(p);
    for (let k = 0; k < dim; k++)
      for (let j = 0, at = k; j < vertices; j++, at += dim) turned[k * stride + j] = q[at];
    if (kernels) kernels.squaredDistances64(0, 8 * qAt, 8 * squaresAt, height, stride, dim);
    else fillPlainly(own, turned, squares, { height, stride, dim });
    return stride;
  };
  return { squares, fill };
}

/** The plain twin of `squaredDistances64`, two rows and two columns at a time. */
function fillPlainly(
  p: Float64Array,
  turned: Float64Array,
  squares: Float64Array,
  { height, stride, dim }: { height: number; stride: number; dim: number },
): void {
  for (let i = 0; i < height; i += 2)
    for (let j = 0; j < stride; j += 2) {
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let k = 0, at = j; k < dim; k++, at += stride) {
        const [x, y] = [p[i * dim + k], p[(i + 1) * dim + k]];
        const [u, v] = [turned[at], turned[at + 1]];
        a += (x - u) * (x - u);
        b += (x - v) * (x - v);
        c += (y - u) * (y - u);
        d += (y - v) * (y - v);
      }
      const cell = i * stride + j;
      squares[cell] = a;
      squares[cell + 1] = b;
      squares[cell + stride] = c;
      squares[cell + stride + 1] = d;
    }
}
