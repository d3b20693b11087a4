import type { View } from "../planarView.js";
import { gridline, ink } from "../theme.js";
import type { CanvasContext } from "./animation.js";
import { markedText } from "./markedText.js";
import { roundTicks } from "./roundTicks.js";

/** A rectangle of the picture (pixels) that shows a part of the plane. */
export interface PlotBox {
  /** Pixel column of the left edge. */
  readonly left: number;
  /** Pixel row of the upper edge. */
  readonly top: number;
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** The part of the plane. */
  readonly view: View;
}

/** Pixel column of θ₁. */
export function pixelX({ left, width, view: { x } }: PlotBox, value: number): number {
  return left + (width * (value - x[0])) / (x[1] - x[0]);
}

/** Pixel row of θ₂; rows count downwards. */
export function pixelY({ top, height, view: { y } }: PlotBox, value: number): number {
  return top + height - (height * (value - y[0])) / (y[1] - y[0]);
}

/** The frame of the plot, its ticks and the titles of its axes. */
export function drawAxes(context: CanvasContext, box: PlotBox): void {
  const { left, top, width, height, view } = box;
  context.setLineDash([]);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  context.rect(left - 0.5, top - 0.5, width + 1, height + 1);
  context.stroke();
  for (const tick of roundTicks(...view.x, 7)) {
    const x = pixelX(box, tick);
    line(context, x, top + height + 1, x, top + height + 6);
    markedText(context, `${tick}`, x, top + height + 20, { align: "center" });
  }
  for (const tick of roundTicks(...view.y, 7)) {
    const y = pixelY(box, tick);
    line(context, left - 6, y, left - 1, y);
    markedText(context, `${tick}`, left - 9, y + 4.5, { align: "right" });
  }
  markedText(context, "θ_1 (dimensionless)", left + width / 2, top + height + 40, {
    align: "center",
  });
  context.save();
  context.translate(left - 42, top + height / 2);
  context.rotate(-Math.PI / 2);
  markedText(context, "θ_2 (dimensionless)", 0, 0, { align: "center" });
  context.restore();
}

/** Share of the way from step 0 to the last at which a step stands on the logarithmic axis of time. */
export function timeShare(step: number, last: number): number {
  return last > 0 ? Math.log2(1 + step) / Math.log2(1 + last) : 1;
}

/** The axis of time below the plot: logarithmic, with whole steps as ticks. */
export function drawTimeAxis(context: CanvasContext, box: PlotBox, y: number, last: number): void {
  context.setLineDash([]);
  context.fillStyle = gridline;
  context.fillRect(box.left, y - 3, box.width, 6);
  let free = -1;
  for (const step of timeTicks(last)) {
    const x = box.left + box.width * timeShare(step, last);
    if (x < free) continue;
    context.strokeStyle = ink;
    context.lineWidth = 1;
    line(context, x, y + 3, x, y + 8);
    const width = markedText(context, `${step}`, x, y + 20, { size: 11, align: "center" });
    free = x + width + 8;
  }
}

/** 0, 1, 2, 5, 10, 20, … and the last step. */
function timeTicks(last: number): number[] {
  const ticks = [0];
  for (let power = 1; power <= last; power *= 10)
    for (const factor of [1, 2, 5]) if (factor * power <= 0.75 * last) ticks.push(factor * power);
  return last > 0 ? [...ticks, last] : ticks;
}

function line(context: CanvasContext, x0: number, y0: number, x1: number, y1: number): void {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}
