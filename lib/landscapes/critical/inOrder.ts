import type { CriticalPoint } from "../objective.js";
import { lexicographic } from "./regions.js";

/**
 * Points by loss, those of equal loss by their coordinates. Losses count as equal when they
 * follow one another at distances below 10⁻¹² of the largest: those of symmetric points
 * differ by rounding errors.
 */
export function inOrder<P extends CriticalPoint>(points: readonly P[]): P[] {
  const byLoss = [...points].sort((a, b) => a.loss - b.loss);
  if (byLoss.length < 2) return byLoss;
  const [least, most] = [byLoss[0].loss, byLoss[byLoss.length - 1].loss];
  const apart = 1e-12 * Math.max(Math.abs(least), Math.abs(most));
  const groups: P[][] = [];
  byLoss.forEach((point, k) => {
    if (k > 0 && point.loss - byLoss[k - 1].loss <= apart) groups[groups.length - 1].push(point);
    else groups.push([point]);
  });
  return groups.flatMap((group) => group.sort((a, b) => lexicographic(a.point, b.point)));
}
