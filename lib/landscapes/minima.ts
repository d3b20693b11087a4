import type { CriticalPoint, Objective } from "./objective.js";

/** The known critical points of index 0, in the objective's order; none where none are known. */
export function knownMinima({ criticalPoints = [] }: Objective): readonly CriticalPoint[] {
  return criticalPoints.filter(({ morseIndex }) => morseIndex === 0);
}

/**
 * Which of the points is nearest to θ in the Euclidean distance, the first one of a tie; −1 if
 * none is within `reach`, or θ is not finite.
 *
 * Compares squared distances, which have the same bits on every engine. O(points · dimension).
 *
 * @param points - of the dimension of θ
 * @param theta - n coordinates
 * @param reach - the largest distance that counts; any whose square is finite unless told
 *
 * @example
 * nearestPoint([[0, 0], [1, 0]], [0.9, 0]); // 1
 */
export function nearestPoint(
  points: readonly (readonly number[])[],
  theta: ArrayLike<number>,
  reach: number = Infinity,
): number {
  let nearest = -1;
  let shortest = Infinity;
  for (let k = 0; k < points.length; k++) {
    const point = points[k];
    let square = 0;
    for (let i = 0; i < point.length; i++) {
      const away = theta[i] - point[i];
      square += away * away;
    }
    if (square <= reach * reach && square < shortest) [nearest, shortest] = [k, square];
  }
  return nearest;
}
