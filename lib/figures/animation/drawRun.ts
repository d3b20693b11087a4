import { formatStyle } from "../theme.js";
import type { CanvasContext } from "./animation.js";
import { drawMark } from "./drawMark.js";
import { type MovingRun, positionAt, vertexAt } from "./movingRun.js";

/** The place of a run's format among the others, and how many runs the format has. */
export interface Layer {
  readonly k: number;
  readonly crowd: number;
}

/** Frames over which a tail fades. */
const tailFrames = 12;

/** The way a run has come, behind its tail: opaque, for where formats coincide a mixture has none of their colours. */
const traceColor = (color: string): string => mixedWithWhite(color, 0.4);

/** Smaller where there are many runs: they would cover each other. */
const crowding = (crowd: number): number => (crowd > 12 ? 0.6 : crowd > 3 ? 0.75 : 1);

/** Line width (pixels): each format's lies visibly inside that of the one before. */
const lineWidth = ({ k, crowd }: Layer): number => ([6, 3.8, 2.2, 1.3][k] ?? 1.1) * crowding(crowd);

/** Radius of a mark (pixels): a coarser format's fits into that of the one before. */
const radius = ({ k, crowd }: Layer): number => ([10, 7, 5.2, 3.7][k] ?? 3) * crowding(crowd);

/** The way a run has come, pale, and its tail, which fades over some frames. */
export function drawRun(
  context: CanvasContext,
  run: MovingRun,
  layer: Layer,
  steps: readonly number[],
  frame: number,
): void {
  const { color } = formatStyle(run.format);
  context.setLineDash([]);
  context.lineCap = "round";
  context.lineJoin = "round";
  context.strokeStyle = traceColor(color);
  context.lineWidth = lineWidth(layer) * 0.8;
  strokeBetween(context, run, 0, steps[frame]);
  context.strokeStyle = color;
  context.lineWidth = lineWidth(layer);
  for (let age = Math.min(tailFrames, frame); age >= 1; age--) {
    context.globalAlpha = 1 - age / (tailFrames + 1);
    const [from, to] = [steps[frame - age], steps[frame - age + 1]];
    if (from < run.stepCount) strokeBetween(context, run, from, to);
  }
  context.globalAlpha = 1;
}

/** A run's mark, where it is now. */
export function drawRunMark(
  context: CanvasContext,
  run: MovingRun,
  layer: Layer,
  steps: readonly number[],
  frame: number,
): void {
  const { color, symbol } = formatStyle(run.format);
  const [x, y] = positionAt(run, steps[frame]);
  drawMark(context, symbol, x, y, radius(layer), color);
}

function strokeBetween(context: CanvasContext, run: MovingRun, from: number, to: number): void {
  const [x, y] = positionAt(run, from);
  context.beginPath();
  context.moveTo(x, y);
  const end = vertexAt(run, to);
  for (let k = vertexAt(run, from) + 1; k <= end; k++) context.lineTo(run.xs[k], run.ys[k]);
  context.lineTo(...positionAt(run, to));
  context.stroke();
}

/** A hex colour with so much white in it. */
function mixedWithWhite(color: string, white: number): string {
  const channels = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16));
  return `rgb(${channels.map((value) => Math.round(value + (255 - value) * white)).join(", ")})`;
}
