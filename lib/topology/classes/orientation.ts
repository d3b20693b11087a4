import { exactAccumulator } from "../../numerics/exactSum.js";

/** Beyond this many units of rounding the sign of the rounded determinant is right. */
const BOUND = (3 + 16 * 2 ** -53) * 2 ** -53;
/** Products below this may have underflowed. */
const SMALLEST = 2 ** -960;

const sum = exactAccumulator();

/**
 * On which side of the line from a to b the point c lies: the exact sign of
 *
 *     (b_x − a_x)(c_y − a_y) − (b_y − a_y)(c_x − a_x)
 *
 * 1 on the left, −1 on the right, 0 on the line, for any finite doubles; if some are above 2⁴⁸⁰,
 * as long as the determinant is 0 or above 2⁻¹⁰⁷⁴ in size. A rounded determinant decides where its
 * error bound allows, else an exact sum of products.
 *
 * @see Shewchuk (1997), Adaptive precision floating-point arithmetic and fast robust geometric
 *   predicates, Discrete & Computational Geometry 18
 *
 * @example
 * orientation(0, 0, 1, 1, 0.5, 0.5 + 2 ** -53); // 1
 */
export function orientation(
  ax: number,
  ay: number,
  bx: number,
  by: number,
  cx: number,
  cy: number,
): number {
  const left = (bx - ax) * (cy - ay);
  const right = (by - ay) * (cx - ax);
  const size = Math.abs(left) + Math.abs(right);
  const determinant = left - right;
  if (size > SMALLEST && size < Infinity && Math.abs(determinant) > BOUND * size)
    return Math.sign(determinant);
  const largest = Math.max(...[ax, ay, bx, by, cx, cy].map(Math.abs));
  const up = largest < 2 ** 480 ? 2 ** 540 : 1; // no sum but 0 then rounds to 0
  sum.clear();
  sum.addProduct(bx * up, cy * up);
  sum.addProduct(-bx * up, ay * up);
  sum.addProduct(-ax * up, cy * up);
  sum.addProduct(-by * up, cx * up);
  sum.addProduct(by * up, ax * up);
  sum.addProduct(ay * up, cx * up);
  return Math.sign(sum.value());
}
