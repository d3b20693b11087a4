import type { Objective } from "../../landscapes/objective.js";
import { requireList, requireObjective } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import { gridView, type LandscapeGrid, landscapeGrid, requireGrid } from "../landscapeGrid.js";
import { levelLines } from "../levelLines.js";
import { lossCap } from "../lossCap.js";
import type { FormatRun } from "../pathInFormats.js";
import { criticalPointsIn, requirePlanar } from "../planarView.js";
import { formatStyle, ink } from "../theme.js";
import type { Animation, CanvasContext } from "./animation.js";
import { drawLandscape } from "./drawLandscape.js";
import { drawLandscapeLegend, drawLegend, endings } from "./drawLegend.js";
import { drawRun, drawRunMark } from "./drawRun.js";
import { frameSteps } from "./frameSteps.js";
import { markedText } from "./markedText.js";
import { type MovingRun, movingRun } from "./movingRun.js";
import { drawAxes, drawTimeAxis, type PlotBox, timeShare } from "./plotBox.js";

/** What {@link trainingAnimation} needs to be told beside the runs. */
export interface TrainingAnimationOptions {
  /** The loss, as `barrierGrid` returns it; computed here unless given. */
  readonly grid?: LandscapeGrid;
  /** One line above the picture; the landscape's name unless told. */
  readonly title?: string;
  /** η, only to be printed. */
  readonly learningRate?: number;
  /** At most so many frames, 72 unless told; fewer if the runs have fewer steps. */
  readonly frames?: number;
  /** In pixels, at least 480; 640 unless told. */
  readonly width?: number;
  /** In pixels, at least 400; 560 unless told. */
  readonly height?: number;
}

/** How long the frames stay (ms): the first, those between, the last. */
const [firstDelay, delay, lastDelay] = [700, 90, 2600];

/** Room around the plot (pixels). */
const margin = { left: 64, right: 176, top: 46, bottom: 116 };

/**
 * Gradient descent as it goes, in several number formats at once, on the level lines of the
 * loss: a mark per run with a fading tail, how each format's runs ended beside it.
 *
 * Time is uneven: from frame to frame t + 1 grows by an equal factor, for runs slow down as
 * they approach a minimum; the picture says so and has an axis of time. Marks of coarse formats
 * are smaller and lie on top, so that formats at one point all show.
 *
 * Nothing is drawn before an encoder asks for it; the same input draws the same picture.
 *
 * @param objective - a landscape with two parameters, and without a grid a Hessian and a domain
 * @param runs - any number per format, as `ensemble` returns them, all or some vertices
 *   recorded; the most precise format first
 * @param options - grid, words, size
 * @throws RangeError if there is no run, one is not of two parameters, or an option is out of range
 * @throws TypeError if an option is misspelt
 *
 * @example
 * animationGif(trainingAnimation(twoValleys, runs, { learningRate: 0.05 })).bytes.length;
 */
export function trainingAnimation(
  objective: Objective,
  runs: readonly FormatRun[],
  options: TrainingAnimationOptions = {},
): Animation {
  requireObjective(objective, "trainingAnimation");
  requireList(runs, "runs", "trainingAnimation");
  requireKnown(options, optionNames, "option", "trainingAnimation");
  const { title = objective.name, learningRate, frames = 72 } = options;
  const { width = 640, height = 560 } = options;
  if (runs.length < 1) throw new RangeError("trainingAnimation: expected at least 1 run, got 0");
  const paths = runs.map(({ format, trajectory: path }) => ({ format, path }));
  requirePlanar(objective, paths, "trainingAnimation");
  requireInteger("frames", frames, 2, 500);
  requireInteger("width", width, 480, 2000);
  requireInteger("height", height, 400, 2000);
  const grid = options.grid ?? landscapeGrid(objective);
  requireGrid(grid, "trainingAnimation");

  const box: PlotBox = {
    left: margin.left,
    top: margin.top,
    width: width - margin.left - margin.right,
    height: height - margin.top - margin.bottom,
    view: gridView(grid),
  };
  const moving = runs.map((run) => movingRun(run, box, (theta) => objective.loss(theta)));
  const formats = [...new Set(runs.map(({ format }) => format))];
  const last = moving.reduce((most, { stepCount }) => Math.max(most, stepCount), 0);
  const steps = frameSteps(last, frames);
  const levels = levelLines(grid, lossCap(grid.loss).level).levels;
  const points = criticalPointsIn(objective, box.view);
  const timeY = height - 50;
  const beside = { left: box.left + box.width + 16, top: box.top, height: box.height };
  return {
    width,
    height,
    frameCount: steps.length,
    delay: (frame) => (frame === steps.length - 1 ? lastDelay : frame === 0 ? firstDelay : delay),
    drawBackground: (context) => {
      context.fillStyle = "#ffffff";
      context.fillRect(0, 0, width, height);
      drawLandscape(context, points, grid, levels, box);
      drawAxes(context, box);
      drawLandscapeLegend(context, points, beside);
      drawTimeAxis(context, box, timeY, last);
      markedText(context, title, box.left, 28, { size: 17 });
      markedText(context, footLine(learningRate), box.left, height - 10, { size: 12 });
    },
    drawFrame: (context, frame) => {
      drawRuns(context, moving, formats, steps, frame, box);
      const x = box.left + box.width * timeShare(steps[frame], last);
      context.fillStyle = ink;
      context.fillRect(box.left, timeY - 3, x - box.left, 6);
      drawLegend(context, moving, formats, steps[frame], beside);
    },
    caption:
      `Gradient descent in ${formats.length} formats${learningRate === undefined ? "" : ` at η = ${learningRate}`}: every mark is a run, its tail where ` +
      `it came from; grey bands are the loss, darker is higher. Time is uneven: ${steps.length} frames for ${last} steps, t + 1 growing by an equal factor. ` +
      `${endings(moving, formats)}`,
    alt: `Animation of training paths on ${objective.name} in ${formats.map((f) => formatStyle(f).label).join(", ")}.`,
  };
}

const optionNames = ["grid", "title", "learningRate", "frames", "width", "height"];

function requireInteger(name: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw new RangeError(
      `trainingAnimation: expected ${name} to be an integer from ${least} to ${most}, got ${value}`,
    );
}

const footLine = (learningRate: number | undefined): string =>
  `step t; time is uneven: t + 1 grows by equal factors${learningRate === undefined ? "" : `.  η = ${learningRate}`}`;

/** All tails, then all marks, precise formats below: no tail crosses a mark. */
function drawRuns(
  context: CanvasContext,
  moving: readonly MovingRun[],
  formats: readonly string[],
  steps: readonly number[],
  frame: number,
  { left, top, width, height }: PlotBox,
): void {
  context.save();
  context.beginPath();
  context.rect(left, top, width, height);
  context.clip();
  for (const draw of [drawRun, drawRunMark])
    for (const [k, format] of formats.entries()) {
      const own = moving.filter((run) => run.format === format);
      for (const run of own) draw(context, run, { k, crowd: own.length }, steps, frame);
    }
  context.restore();
}
