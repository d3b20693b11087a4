import type { CanvasContext } from "./animation.js";

const diagonal = Math.SQRT1_2;

/** Corners of marks, as multiples of the radius; of Plotly's symbols those that formats have. */
const corners: Readonly<Record<string, readonly number[]>> = {
  square: [-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85],
  diamond: [0, -1.15, 1.15, 0, 0, 1.15, -1.15, 0],
  "triangle-up": [0, -1.1, 1, 0.8, -1, 0.8],
  "triangle-down": [0, 1.1, 1, -0.8, -1, -0.8],
  cross: plus([0, -1], [1, 0], [0, 1], [-1, 0]),
  x: plus(
    [diagonal, -diagonal],
    [diagonal, diagonal],
    [-diagonal, diagonal],
    [-diagonal, -diagonal],
  ),
};

/** Four arms in these directions, each 1.1 long and 0.8 wide. */
function plus(...arms: (readonly [number, number])[]): number[] {
  const [a, b] = [0.4, 1.1];
  // Per arm its two outer corners, and the inner one between it and the next.
  return arms.flatMap(([u, v]) => [
    ...[b * u + a * v, b * v - a * u],
    ...[b * u - a * v, b * v + a * u],
    ...[a * u - a * v, a * v + a * u],
  ]);
}

/**
 * Draws a format's mark, filled, with a white edge that keeps it apart from what lies below.
 *
 * @param symbol - Plotly's name of it; a circle for those that are not known here
 * @param radius - in pixels
 *
 * @example
 * drawMark(context, "diamond", 100, 50, 6, "#f08c00");
 */
export function drawMark(
  context: CanvasContext,
  symbol: string,
  x: number,
  y: number,
  radius: number,
  color: string,
): void {
  context.beginPath();
  const outline = corners[symbol];
  if (outline === undefined) context.arc(x, y, radius, 0, 2 * Math.PI);
  else
    for (let i = 0; i < outline.length; i += 2) {
      const [px, py] = [x + radius * outline[i], y + radius * outline[i + 1]];
      if (i === 0) context.moveTo(px, py);
      else context.lineTo(px, py);
    }
  context.closePath();
  context.setLineDash([]);
  context.lineWidth = 2;
  context.strokeStyle = "#ffffff";
  context.stroke();
  context.fillStyle = color;
  context.fill();
}
