import type { CriticalPoint } from "../../landscapes/objective.js";
import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Path } from "../../paths/path.js";
import type { Figure } from "../figure.js";
import type { LandscapeGrid } from "../landscapeGrid.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { planeAxes } from "../planarView.js";
import { layout } from "../theme.js";
import {
  type BarrierQuantity,
  barrierHatching,
  barrierRegion,
  barrierValues,
} from "./barrierRegion.js";
import { classLooksOver } from "./classStyle.js";
import { drawnPaths } from "./drawnPaths.js";
import {
  classNames,
  classTraces,
  criticalMarks,
  type DrawnHole,
  drawnScene,
  holeLetters,
  requireClassed,
} from "./pathsByClass.js";

/** The classes at one precision. */
export interface ClassesAtBits {
  /** p: the barrier is {b > p}. */
  readonly bits: number;
  /** Class of each path, −1 for none. */
  readonly labels: ArrayLike<number>;
  /** The paths at this precision; those of the options unless told. */
  readonly paths?: readonly Path[];
  /** Holes to be lettered a, b, …; none unless told. */
  readonly holes?: readonly DrawnHole[];
  /** Word of each path, for the legend of its class. */
  readonly words?: readonly string[];
}

/** What {@link pathsByClassSlider} is told beside the classes. */
export interface PathsByClassSliderOptions {
  /** Paths that are the same at every precision. */
  readonly paths?: readonly Path[];
  /** Index of the precision shown first; 0 unless told. */
  readonly active?: number;
  /** Critical points to be marked; none unless told. */
  readonly points?: readonly CriticalPoint[];
  /** What the barrier is made of; "requiredBits" unless told. */
  readonly quantity?: BarrierQuantity;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * {@link pathsByClass} with a slider over the precision p: the barrier recedes as p grows, and
 * classes merge. A class keeps its colour as long as its first path is the first of its class.
 *
 * At most 40 000 vertices over all precisions are drawn, one megabyte and a half or so in the page.
 *
 * @param grid - the landscape with its required bits, as `barrierGrid` returns it
 * @param steps - at least 1 precision, in ascending order
 * @param options - paths, the precision shown first, critical points
 * @throws RangeError if there is no precision or no `active` one, a step has no paths or other
 *   than one label per path, a path is not in the plane, or the grid lacks the bits
 * @throws TypeError if an option is misspelt, or `quantity` is none of its words
 *
 * @example
 * const paths = [{ points: Float64Array.of(-1, 1, -1, 0), dim: 2 }];
 * const steps = [{ bits: 4, labels: [0] }, { bits: 8, labels: [0] }];
 * pathsByClassSlider(await barrierGrid(twoValleys), steps, { paths }).layout.sliders; // 2 steps
 */
export function pathsByClassSlider(
  grid: LandscapeGrid,
  steps: readonly ClassesAtBits[],
  options: PathsByClassSliderOptions = {},
): Figure {
  const caller = "pathsByClassSlider";
  requireList(steps, "steps", caller);
  requireKnown(options, ["paths", "active", "points", "quantity", "title"], "option", caller);
  const { active = 0, points = [], quantity = "requiredBits" } = options;
  const { title = "Paths by class" } = options;
  if (!steps[active])
    throw new RangeError(
      `${caller}: expected active from 0 to ${steps.length - 1}, got ${active} of ${steps.length} steps`,
    );
  const all = steps.map(({ bits, paths = options.paths, labels }) => {
    if (paths === undefined)
      throw new RangeError(`${caller}: expected paths, there are none at ${bits} bits`);
    requireClassed(paths, labels, caller);
    if (Number.isNaN(bits)) throw new RangeError(`${caller}: expected bits as a number, got NaN`);
    return paths;
  });
  barrierValues(grid, quantity, caller);
  const scene = drawnScene(grid, caller);
  const values = barrierValues(scene.grid, quantity, caller);
  const looks = classLooksOver(
    steps.map(({ labels, words }) => ({ labels, names: classNames(labels, words, caller) })),
    caller,
  );
  const most = Math.floor(mostVertices / steps.length);
  const lines = all.map((paths) => drawnPaths(paths, scene.width, most));
  const marks = criticalMarks(points);
  const fixed = [
    scene.levels.trace,
    barrierRegion(scene.grid, values, steps[active].bits),
    ...marks,
  ];
  const moving = steps.map(({ bits, holes = [] }, k) =>
    [
      barrierHatching(scene.grid, values, bits),
      ...classTraces(lines[k], looks[k]),
      ...holeLetters(holes),
    ].map((trace) => ({ ...trace, visible: k === active })),
  );
  const top = legendMargin(1 + marks.length + Math.max(...looks.map(({ length }) => length)), 24);
  const headings = steps.map(({ bits, labels }) => {
    const classes = new Set(Array.from(labels).filter((label) => label >= 0)).size;
    return `${title}: ${bits} bits, ${classes} class${classes === 1 ? "" : "es"}`;
  });
  return {
    data: [...fixed, ...moving.flat()],
    layout: layout(headings[active], 652 + top, {
      ...planeAxes(scene.view),
      margin: { l: 64, r: 24, t: 64, b: 140 },
      legend: legendBelowTitle({ itemwidth: 30 }),
      sliders: [
        {
          active,
          currentvalue: { prefix: "significand bits p = ", font: { size: 14 } },
          pad: { t: 62, b: 8 },
          len: 1,
          steps: steps.map(({ bits }, k) => ({
            label: String(bits),
            method: "update",
            args: [
              {
                visible: [
                  ...fixed.map(() => true),
                  ...moving.flatMap((traces, i) => traces.map(() => i === k)),
                ],
                // Only a trace of this kind has a value; the others ignore it.
                "contours.value": bits,
              },
              { "title.text": headings[k] },
            ],
          })),
        },
      ],
    }),
    caption: paragraph([
      "Move the slider: the barrier {b > p} (hatched) recedes as p grows, and paths that it kept apart may become one class.",
      "One line per path, from a dot (start) to a mark (end); colour, dash and mark are the class, which keeps them as long as its first path is the same.",
      `Classes: ${steps.map(({ bits }, k) => `${headings[k].split(", ").pop()?.split(" ")[0]} at ${bits} bits`).join(", ")}.`,
      lines.find(({ note }) => note !== "")?.note ?? "",
      scene.levels.note,
    ]),
    alt: `Paths in the plane coloured by class over the precision barrier, at ${steps.map(({ bits }) => bits).join(", ")} bits, one at a time.`,
  };
}

/** Over all precisions. */
const mostVertices = 40_000;
