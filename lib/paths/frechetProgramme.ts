import { type DistanceTable, distanceTable, MOST_TABLED } from "../kernels/distanceTable.js";
import { squaredDistance } from "./vertexDistance.js";

/** The exponent bits of ∞ in the upper word of a float64. */
const INFINITE = 0x7ff00000;
/** Which 32-bit word of a float64 is the upper one on this machine. */
const UPPER: number = new Uint32Array(Float64Array.of(1).buffer)[1] !== 0 ? 1 : 0;

/**
 * The square of the discrete Fréchet distance by the full dynamic programme, for finite paths whose
 * squared distances are in range.
 *
 * A comparison of distances is a coin toss to the processor, and a wrong guess costs more than all
 * the rest. So the programme runs over the upper words of the squared distances, integers that sort
 * as the distances do and whose least and greatest need no branch. Least and greatest commute with
 * cutting off the lower word, so this gives the upper word of the result; as a rule one distance
 * alone has it. If several do, the programme runs once more, over the distances.
 *
 * O(m·n·dim) time, 8·m·n bytes up to 2²¹ pairs and O(n) from there.
 */
export function squaredByProgramme(
  p: Float64Array,
  q: Float64Array,
  dim: number,
  { table, words, row }: ProgrammeSpace,
): number {
  const [m, n] = [p.length / dim, q.length / dim];
  const { squares } = table;
  if (m * n > squares.length) return squaredRowByRow(p, q, dim);
  const stride = table.fill(p, q);
  const upper = upperWord(words, { m, n, stride }, row);
  const result = onlyWith(upper, words, squares, { m, n, stride });
  return result >= 0 ? result : leastLeash(squares, { m, n, stride });
}

/** What the programme writes in: for two paths after the other, if they are no longer. */
export interface ProgrammeSpace {
  readonly table: DistanceTable;
  /** The memory of its squares. */
  readonly words: Int32Array;
  readonly row: Int32Array;
}

/** Room for paths of m and n vertices of ℝ^dim. */
export function programmeSpace(m: number, n: number, dim: number): ProgrammeSpace {
  const table = m * n <= MOST_TABLED ? distanceTable(m, n, dim) : distanceTable(0, 0, dim);
  const { buffer, byteOffset, length } = table.squares;
  return { table, words: new Int32Array(buffer, byteOffset, 2 * length), row: new Int32Array(n) };
}

/** Rows and columns of a table whose rows are `stride` apart. */
interface Extent {
  readonly m: number;
  readonly n: number;
  readonly stride: number;
}

/** The programme of `discreteFrechet` over upper words, in [0, 0x7ff00000]: no difference overflows. */
function upperWord(words: Int32Array, { m, n, stride }: Extent, row: Int32Array): number {
  row.fill(INFINITE, 0, n);
  for (let i = 0; i < m; i++) {
    let cell = 2 * i * stride + UPPER;
    let diagonal = i === 0 ? 0 : INFINITE;
    let left = INFINITE;
    for (let j = 0; j < n; j++) {
      const below = row[j];
      const arrive = least(least(below, diagonal), left);
      const here = words[cell];
      left = arrive - least(arrive - here, 0); // the greater of arrive and here
      row[j] = left;
      diagonal = below;
      cell += 2;
    }
  }
  return row[n - 1];
}

/** The lesser of two integers, by the sign of their difference. */
function least(a: number, b: number): number {
  const difference = (a - b) | 0;
  return (b + (difference & (difference >> 31))) | 0;
}

/** The square that has this upper word, −1 if there are several. */
function onlyWith(
  upper: number,
  words: Int32Array,
  squares: Float64Array,
  { m, n, stride }: Extent,
): number {
  let result = -1;
  for (let i = 0; i < m; i++)
    for (let cell = i * stride; cell < i * stride + n; cell++)
      if (words[2 * cell + UPPER] === upper && squares[cell] !== result) {
        if (result >= 0) return -1;
        result = squares[cell];
      }
  return result;
}

/** The programme of `discreteFrechet` over a table of squares, in place. */
function leastLeash(squares: Float64Array, { m, n, stride }: Extent): number {
  for (let i = 0; i < m; i++)
    for (let j = i === 0 ? 1 : 0; j < n; j++) {
      const cell = i * stride + j;
      const below = i > 0 ? squares[cell - stride] : Infinity;
      const left = j > 0 ? squares[cell - 1] : Infinity;
      const diagonal = i > 0 && j > 0 ? squares[cell - stride - 1] : Infinity;
      squares[cell] = Math.max(squares[cell], Math.min(below, left, diagonal));
    }
  return squares[(m - 1) * stride + n - 1];
}

/** The same without a table. */
function squaredRowByRow(p: Float64Array, q: Float64Array, dim: number): number {
  const n = q.length / dim;
  const leash = new Float64Array(n).fill(Infinity);
  for (let a = 0; a < p.length; a += dim) {
    let diagonal = a === 0 ? 0 : Infinity;
    let left = Infinity;
    for (let j = 0; j < n; j++) {
      const below = leash[j];
      const arrive = Math.min(below, diagonal, left);
      left = leash[j] = Math.max(arrive, squaredDistance(p, a, q, j * dim, dim));
      diagonal = below;
    }
  }
  return leash[n - 1];
}
