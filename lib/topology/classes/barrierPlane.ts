import { requireList } from "../../landscapes/requireObjective.js";

/** Required bits on a grid; a `BarrierGrid` is one. */
export interface BarrierValues {
  /** Abscissae of the columns, strictly ascending. */
  readonly xs: Float64Array;
  /** Ordinates of the rows, strictly ascending. */
  readonly ys: Float64Array;
  /** b in bits, row-major over (ys, xs); NaN where it is not defined. */
  readonly requiredBits: Float64Array;
}

/**
 * The domain as closed pixels: grid point (i, j) owns the rectangle half-way to its neighbours.
 * Those of the outermost points end at the points, so that the domain is the grid's own rectangle.
 */
export interface BarrierPlane extends BarrierValues {
  /** columns + 1 abscissae: pixel column j lies between columnEdges[j] and columnEdges[j + 1]. */
  readonly columnEdges: Float64Array;
  /** rows + 1 ordinates. */
  readonly rowEdges: Float64Array;
}

/**
 * Whether a pixel of required bits b is a barrier at precision p: {b > p}, and always where b is
 * NaN or +∞.
 */
export function isBarrier(b: number, precision: number): boolean {
  return !(b <= precision && b < Infinity);
}

/**
 * Pixels of a grid.
 *
 * @throws RangeError if there are fewer than 2 columns or rows, they are not finite and strictly
 *   ascending, or the number of values is another
 */
export function barrierPlane(grid: BarrierValues, caller: string): BarrierPlane {
  requireList(grid?.xs, "the xs of a grid", caller);
  requireList(grid.ys, "the ys of a grid", caller);
  requireList(grid.requiredBits, "the required bits of a grid", caller);
  const { xs, ys, requiredBits } = grid;
  const [columnEdges, rowEdges] = [edges(xs, "xs", caller), edges(ys, "ys", caller)];
  if (requiredBits.length !== xs.length * ys.length)
    throw new RangeError(
      `${caller}: expected ${xs.length * ys.length} required bits, got ${requiredBits.length}`,
    );
  return { xs, ys, requiredBits, columnEdges, rowEdges };
}

function edges(centres: Float64Array, name: string, caller: string): Float64Array {
  const n = centres.length;
  if (n < 2) throw new RangeError(`${caller}: expected 2 or more ${name}, got ${n}`);
  const found = new Float64Array(n + 1);
  found[0] = centres[0];
  for (let k = 1; k < n; k++) found[k] = centres[k - 1] / 2 + centres[k] / 2;
  found[n] = centres[n - 1];
  for (let k = 0; k < n; k++)
    if (!(found[k] < found[k + 1] && found[k + 1] - found[k] < Infinity))
      throw new RangeError(
        `${caller}: expected finite ascending ${name} with doubles between them, got ${centres[k]} at ${k}`,
      );
  return found;
}

/** Largest k with edges[k] ≤ value, for a value between the first and the last edge; walks from `near`. */
export function pixelIndex(edges: Float64Array, value: number, near: number): number {
  let k = near;
  while (k > 0 && edges[k] > value) k--;
  while (k < edges.length - 2 && edges[k + 1] <= value) k++;
  return k;
}

/** The pixels, 1, 2 or 4 of them, that a point of the domain touches; none outside. */
export function pixelsAt({ columnEdges, rowEdges }: BarrierPlane, x: number, y: number): number[] {
  const [columns, rows] = [columnEdges.length - 1, rowEdges.length - 1];
  const inside =
    x >= columnEdges[0] && x <= columnEdges[columns] && y >= rowEdges[0] && y <= rowEdges[rows];
  if (!inside) return [];
  const [j, i] = [pixelIndex(columnEdges, x, 0), pixelIndex(rowEdges, y, 0)];
  const across = x === columnEdges[j] && j > 0 ? [j - 1, j] : [j];
  const up = y === rowEdges[i] && i > 0 ? [i - 1, i] : [i];
  return up.flatMap((row) => across.map((column) => row * columns + column));
}
