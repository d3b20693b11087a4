import { squaredDistance } from "./vertexDistance.js";

/** Pairs of vertices up to which a table of all their distances is worth its memory (16 MiB). */
const MOST_CELLS = 2 ** 21;
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
  { squares, words, row }: ProgrammeSpace,
): number {
  const [m, n] = [p.length / dim, q.length / dim];
  if (m * n > squares.length) return squaredRowByRow(p, q, dim);
  fillSquares(p, q, dim, squares);
  const upper = upperWord(words, m, n, row);
  const result = onlyWith(upper, words, squares, m * n);
  return result >= 0 ? result : leastLeash(squares, m, n);
}

/** What the programme writes in: for two paths after the other, if they are no longer. */
export interface ProgrammeSpace {
  readonly squares: Float64Array;
  /** The memory of `squares`. */
  readonly words: Int32Array;
  readonly row: Int32Array;
}

/** Room for paths of m and n vertices. */
export function programmeSpace(m: number, n: number): ProgrammeSpace {
  const squares = new Float64Array(m * n <= MOST_CELLS ? m * n : 0);
  return { squares, words: new Int32Array(squares.buffer), row: new Int32Array(n) };
}

/** All squared distances, row by row, a few coordinates of all vertices of q at a time. */
function fillSquares(p: Float64Array, q: Float64Array, dim: number, squares: Float64Array): void {
  const n = q.length / dim;
  for (let a = 0, row = 0; a < p.length; a += dim, row += n) {
    const [x, y] = [p[a], dim > 1 ? p[a + 1] : 0];
    for (let j = 0, b = 0; j < n; j++, b += dim) {
      const u = x - q[b];
      const v = dim > 1 ? y - q[b + 1] : 0;
      squares[row + j] = u * u + v * v;
    }
    let k = 2;
    for (; k + 3 < dim; k += 4) {
      const [p0, p1, p2, p3] = [p[a + k], p[a + k + 1], p[a + k + 2], p[a + k + 3]];
      for (let j = 0, b = k; j < n; j++, b += dim) {
        const d0 = p0 - q[b];
        const d1 = p1 - q[b + 1];
        const d2 = p2 - q[b + 2];
        const d3 = p3 - q[b + 3];
        squares[row + j] = squares[row + j] + d0 * d0 + d1 * d1 + d2 * d2 + d3 * d3;
      }
    }
    for (; k < dim; k++)
      for (let j = 0, b = k; j < n; j++, b += dim) {
        const difference = p[a + k] - q[b];
        squares[row + j] += difference * difference;
      }
  }
}

/** The programme of `discreteFrechet` over upper words, in [0, 0x7ff00000]: no difference overflows. */
function upperWord(words: Int32Array, m: number, n: number, row: Int32Array): number {
  row.fill(INFINITE, 0, n);
  let cell = UPPER;
  for (let i = 0; i < m; i++) {
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
function onlyWith(upper: number, words: Int32Array, squares: Float64Array, cells: number): number {
  let result = -1;
  for (let cell = 0; cell < cells; cell++)
    if (words[2 * cell + UPPER] === upper && squares[cell] !== result) {
      if (result >= 0) return -1;
      result = squares[cell];
    }
  return result;
}

/** The programme of `discreteFrechet` over a table of squares, in place. */
function leastLeash(squares: Float64Array, m: number, n: number): number {
  for (let cell = 1; cell < m * n; cell++) {
    const j = cell % n;
    const below = cell >= n ? squares[cell - n] : Infinity;
    const left = j > 0 ? squares[cell - 1] : Infinity;
    const diagonal = j > 0 && cell >= n ? squares[cell - n - 1] : Infinity;
    squares[cell] = Math.max(squares[cell], Math.min(below, left, diagonal));
  }
  return squares[m * n - 1];
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
