import type { Diagram } from "./diagram.js";

/** Norm of the plane in which bars are compared: p = 1, 2 or ∞ of (Σ|x_i|^p)^(1/p). */
export type Ground = 1 | 2 | typeof Infinity;

/**
 * Distance of bar i of one diagram from bar j of another; from the diagonal for the index −1.
 * +∞ where one end is infinite and its counterpart is not the same infinity.
 *
 * @example
 * const diagram = diagramOf(1, [0], [4]);
 * pairDistance(diagram, 0, diagram, -1, Infinity); // 2
 */
export function pairDistance(a: Diagram, i: number, b: Diagram, j: number, ground: Ground): number {
  if (j < 0) return distanceToDiagonal(halfLength(a.births[i], a.deaths[i]), ground);
  if (i < 0) return distanceToDiagonal(halfLength(b.births[j], b.deaths[j]), ground);
  return planeDistance(
    difference(a.births[i], b.births[j]),
    difference(a.deaths[i], b.deaths[j]),
    ground,
  );
}

/** |death − birth|/2, the distance to the diagonal for p = ∞; no overflow on the way. */
export function halfLength(birth: number, death: number): number {
  const length = difference(birth, death);
  return length < Infinity ? length / 2 : Math.abs(death / 2 - birth / 2);
}

/** Distance to the diagonal from half the length of a bar: 2^(1/p) times that. */
export function distanceToDiagonal(half: number, ground: Ground): number {
  return ground === 1 ? 2 * half : ground === 2 ? Math.SQRT2 * half : half;
}

/** Length of the vector (dx, dy) ≥ 0; no overflow on the way. */
export function planeDistance(dx: number, dy: number, ground: Ground): number {
  if (ground === 1) return dx + dy;
  const [large, small] = dx > dy ? [dx, dy] : [dy, dx];
  if (ground !== 2 || small === 0 || large === Infinity) return large;
  const ratio = small / large;
  return large * Math.sqrt(1 + ratio * ratio);
}

/** |x − y|, 0 for two equal infinities. */
function difference(x: number, y: number): number {
  return x === y ? 0 : Math.abs(x - y);
}
