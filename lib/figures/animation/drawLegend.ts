import { median } from "simple-statistics";
import type { CriticalPoint } from "../../landscapes/objective.js";
import { formatStyle, reference } from "../theme.js";
import type { CanvasContext } from "./animation.js";
import { drawCriticalPoint } from "./drawCriticalPoint.js";
import { drawMark } from "./drawMark.js";
import { markedText } from "./markedText.js";
import { type MovingRun, vertexAt } from "./movingRun.js";

/** Ends of runs in words. */
const words: Readonly<Record<string, string>> = { budget: "out of budget" };

/** Where the legend is (pixels). */
export interface LegendPlace {
  readonly left: number;
  readonly top: number;
  readonly height: number;
}

/** Height of one format's entry (pixels): less where there are many. */
const entryHeight = ({ height }: LegendPlace, formats: number): number =>
  Math.min(62, (height - 110) / formats);

/** What the grey and the marks in ink mean, at the bottom of the column; never moves. */
export function drawLandscapeLegend(
  context: CanvasContext,
  points: readonly CriticalPoint[],
  { left, top, height }: LegendPlace,
): void {
  const names = ["minimum", "saddle", "maximum"];
  const shown = names.map((_, index) => points.some(({ morseIndex }) => morseIndex === index));
  let y = top + height - 4;
  for (const index of [2, 1, 0]) {
    if (!shown[index]) continue;
    drawCriticalPoint(context, left + 8, y - 4, index, 0.6);
    markedText(context, names[index], left + 22, y, { size: 12 });
    y -= 18;
  }
  context.fillStyle = "#c4c4c8";
  context.fillRect(left + 1, y - 10, 14, 11);
  markedText(context, "loss: darker is higher", left + 22, y, { size: 12 });
}

/**
 * The column beside the plot: the step, and per format its mark, its name, how many of its runs
 * have ended how, and the median loss.
 */
export function drawLegend(
  context: CanvasContext,
  moving: readonly MovingRun[],
  formats: readonly string[],
  step: number,
  place: LegendPlace,
): void {
  const { left, top } = place;
  const entry = entryHeight(place, formats.length);
  markedText(context, `step ${step}`, left, top + 16, { size: 18 });
  for (const [k, format] of formats.entries()) {
    const { label, color, symbol } = formatStyle(format);
    const own = moving.filter((run) => run.format === format);
    const y = top + 52 + entry * k;
    drawMark(context, symbol, left + 8, y - 4, 6.5, color);
    markedText(context, label, left + 22, y, { size: 14 });
    markedText(context, progressText(own, step), left + 22, y + 17, { size: 12 });
    const losses = own.map((run) => run.losses[vertexAt(run, step)]);
    const loss = `${own.length > 1 ? "median loss" : "loss"} ${numberText(medianOf(losses))}`;
    markedText(context, loss, left + 22, y + 33, { size: 12, color: reference });
  }
}

/** Of the finite losses; NaN if there are none. */
function medianOf(losses: readonly number[]): number {
  const finite = losses.filter(Number.isFinite);
  return finite.length > 0 ? median(finite) : Number.NaN;
}

function progressText(own: readonly MovingRun[], step: number): string {
  const running = own.filter(({ stepCount }) => stepCount > step).length;
  if (running > 0) return own.length > 1 ? `${running} of ${own.length} running` : "running";
  if (own.length === 1) {
    const [{ status, stepCount }] = own;
    return `${words[status] ?? status} at ${stepCount}`;
  }
  return countText(own);
}

/** "38 converged, 2 stalled", the most frequent first. */
function countText(own: readonly MovingRun[]): string {
  const statuses = [...new Set(own.map(({ status }) => status))];
  return statuses
    .map((status) => ({ status, count: own.filter((run) => run.status === status).length }))
    .sort((a, b) => b.count - a.count)
    .map(({ status, count }) => `${count} ${words[status] ?? status}`)
    .join(", ");
}

/** How each format's runs ended, as a sentence. */
export function endings(moving: readonly MovingRun[], formats: readonly string[]): string {
  const each = formats.map((format) => {
    const own = moving.filter((run) => run.format === format);
    const how = progressText(own, Number.POSITIVE_INFINITY).replace(" at ", " at step ");
    return `${formatStyle(format).label} ${how}`;
  });
  return `In the end: ${each.join("; ")}.`;
}

/** Two digits; a raised power of ten where the number is large or small. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "not defined" : "infinite";
  const size = Math.abs(value);
  if (size === 0 || (size >= 0.01 && size < 1e4)) return String(Number(value.toPrecision(2)));
  const [digits, exponent] = value.toExponential(1).split("e");
  return `${digits}×10^{${Number(exponent)}}`;
}
