import type { Shape } from "./network.js";

/**
 * The numbers of a shape: the product of its members.
 *
 * @example
 * sizeOf([3, 32, 32]); // 3072
 */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, n) => product * n, 1);
}
