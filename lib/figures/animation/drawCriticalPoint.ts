import { ink } from "../theme.js";
import type { CanvasContext } from "./animation.js";

/**
 * A critical point in ink: a ring for a minimum, a cross for a saddle, a triangle for a
 * maximum; larger than a run's mark, so that a run that ends there does not hide it.
 *
 * @param morseIndex - 0, 1, or 2 and above
 * @param scale - of its usual size
 */
export function drawCriticalPoint(
  context: CanvasContext,
  x: number,
  y: number,
  morseIndex: number,
  scale = 1,
): void {
  context.setLineDash([]);
  context.strokeStyle = ink;
  context.lineWidth = 1.6;
  context.beginPath();
  if (morseIndex === 0) context.arc(x, y, 12 * scale, 0, 2 * Math.PI);
  else {
    const lines = morseIndex === 1 ? cross : triangle;
    for (let i = 0; i < lines.length; i += 4) {
      context.moveTo(x + scale * lines[i], y + scale * lines[i + 1]);
      context.lineTo(x + scale * lines[i + 2], y + scale * lines[i + 3]);
    }
  }
  context.stroke();
}

/** x₀, y₀, x₁, y₁ of each line. */
const cross: readonly number[] = [-7, -7, 7, 7, -7, 7, 7, -7];
const triangle: readonly number[] = [0, -9, 8, 6, 8, 6, -8, 6, -8, 6, 0, -9];
