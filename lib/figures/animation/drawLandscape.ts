import type { CriticalPoint } from "../../landscapes/objective.js";
import type { LandscapeGrid } from "../landscapeGrid.js";
import type { CanvasContext } from "./animation.js";
import { contourSegments } from "./contourSegments.js";
import { drawCriticalPoint } from "./drawCriticalPoint.js";
import { type PlotBox, pixelX, pixelY } from "./plotBox.js";

/** Greys of the lowest and the highest band: paths in colour stand out on all of them. */
const [lowest, highest] = [255, 188];

/**
 * The loss as pale flat bands between its level lines, darker where it is higher, with the
 * landscape's critical points: rings are minima, small crosses saddles, triangles maxima.
 */
export function drawLandscape(
  context: CanvasContext,
  points: readonly CriticalPoint[],
  grid: LandscapeGrid,
  levels: readonly number[],
  box: PlotBox,
): void {
  const { left, top, width, height } = box;
  context.putImageData(bands(context, grid, levels, box) as never, left, top);
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  context.setLineDash([]);
  context.strokeStyle = "#8d949e";
  context.lineWidth = 0.8;
  for (const level of levels) {
    const pieces = contourSegments(grid.xs, grid.ys, grid.loss, level);
    context.beginPath();
    for (let i = 0; i < pieces.length; i += 4) {
      context.moveTo(pixelX(box, pieces[i]), pixelY(box, pieces[i + 1]));
      context.lineTo(pixelX(box, pieces[i + 2]), pixelY(box, pieces[i + 3]));
    }
    context.stroke();
  }
  for (const { point, morseIndex } of points)
    drawCriticalPoint(context, pixelX(box, point[0]), pixelY(box, point[1]), morseIndex);
  context.restore();
}

/** Per pixel the number of levels below the loss there, as a grey. */
function bands(
  context: CanvasContext,
  { xs, ys, loss }: LandscapeGrid,
  levels: readonly number[],
  { width, height }: PlotBox,
): ReturnType<CanvasContext["createImageData"]> {
  const image = context.createImageData(width, height);
  const columns = xs.length;
  for (let row = 0; row < height; row++) {
    const v = ((height - 0.5 - row) / height) * (ys.length - 1);
    const i = Math.min(ys.length - 2, Math.floor(v));
    for (let column = 0; column < width; column++) {
      const u = ((column + 0.5) / width) * (columns - 1);
      const j = Math.min(columns - 2, Math.floor(u));
      const at = i * columns + j;
      const below = loss[at] + (u - j) * (loss[at + 1] - loss[at]);
      const above = loss[at + columns] + (u - j) * (loss[at + columns + 1] - loss[at + columns]);
      const here = below + (v - i) * (above - below);
      let band = 0;
      while (band < levels.length && here > levels[band]) band++;
      const share = levels.length > 0 ? band / levels.length : 0;
      // White where there is no loss.
      const grey = Number.isNaN(here) ? 255 : Math.round(lowest + (highest - lowest) * share);
      image.data.set([grey, grey, Math.min(255, grey + 4), 255], 4 * (row * width + column));
    }
  }
  return image;
}
