import type { CriticalPoint } from "../../landscapes/objective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Path } from "../../paths/path.js";
import { holeName } from "../../topology/classes/barrierClasses.js";
import type { BarrierHole } from "../../topology/classes/pathClassifier.js";
import { criticalPointMarks } from "../criticalPointMarks.js";
import type { Figure } from "../figure.js";
import { gridView, type LandscapeGrid, requireGrid, thinnedGrid } from "../landscapeGrid.js";
import { legendBelowTitle, legendMargin } from "../legendMargin.js";
import { levelLines } from "../levelLines.js";
import { lossCap } from "../lossCap.js";
import { paragraph } from "../paragraph.js";
import { planeAxes, type View } from "../planarView.js";
import { ink, layout } from "../theme.js";
import {
  type BarrierQuantity,
  barrierHatching,
  barrierRegion,
  barrierValues,
} from "./barrierRegion.js";
import { type ClassLook, classLooks, pathCount } from "./classStyle.js";
import { type DrawnPaths, drawnPaths, joinedLines, requirePlanarPaths } from "./drawnPaths.js";

/** Where a hole's ray begins, as `barrierClasses` has it: the place of its letter. */
export type DrawnHole = Pick<BarrierHole, "x" | "y">;

/** What {@link pathsByClass} draws beside the paths. */
export interface PathsByClassOptions {
  /** p: the barrier {b > p} is drawn; none unless told. */
  readonly bits?: number;
  /** Holes to be lettered a, b, … as in the words; none unless told. */
  readonly holes?: readonly DrawnHole[];
  /** Word of each path, as `barrierClasses` has it in `texts`: its class has it in the legend. */
  readonly words?: readonly string[];
  /** Critical points to be marked; none unless told. */
  readonly points?: readonly CriticalPoint[];
  /** What the barrier is made of; "requiredBits" unless told. */
  readonly quantity?: BarrierQuantity;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Paths in the plane over the level lines of the loss, coloured by class, with the barrier
 * {b > p} as a hatched region: paths of one class go round its components in the same way.
 *
 * The six largest classes have a colour and a dash of their own. Vertices closer than 1/300 of
 * the picture are not drawn, and of too many paths every k-th; the caption says so.
 *
 * @param grid - the landscape, as `barrierGrid` or `landscapeGrid` returns it
 * @param paths - any number, of two coordinates per vertex
 * @param labels - class of each path, −1 for none
 * @param options - barrier, letters, names, critical points
 * @throws RangeError if the grid does not fit its axes or lacks the barrier's bits, a path is not
 *   in the plane, `bits` is NaN, or there is other than one label per path
 * @throws TypeError if an option is misspelt, or `quantity` is none of its words
 *
 * @example
 * const path = { points: Float64Array.of(-1, 1, -1, 0), dim: 2 };
 * pathsByClass(landscapeGrid(twoValleys), [path], [0]).data.length; // 4: level lines, path, start, end
 */
export function pathsByClass(
  grid: LandscapeGrid,
  paths: readonly Path[],
  labels: ArrayLike<number>,
  options: PathsByClassOptions = {},
): Figure {
  const caller = "pathsByClass";
  const known = ["bits", "holes", "words", "points", "quantity", "title"];
  requireKnown(options, known, "option", caller);
  const { bits, holes = [], words, points = [], quantity = "requiredBits" } = options;
  const { title = "Paths by class" } = options;
  requireClassed(paths, labels, caller);
  if (bits !== undefined && Number.isNaN(bits))
    throw new RangeError(`${caller}: expected bits as a number, got NaN`);
  const drawn = drawnScene(grid, caller);
  const shown = bits === undefined ? undefined : barrierValues(drawn.grid, quantity, caller);
  if (bits !== undefined) barrierValues(grid, quantity, caller);
  const looks = classLooks(labels, classNames(labels, words, caller), caller);
  const lines = drawnPaths(paths, drawn.width, mostVertices);
  const marks = criticalMarks(points);
  const top = legendMargin(looks.length + marks.length + (bits === undefined ? 0 : 1), 24);
  return {
    data: [
      drawn.levels.trace,
      ...(shown && bits !== undefined
        ? [barrierRegion(drawn.grid, shown, bits), barrierHatching(drawn.grid, shown, bits)]
        : []),
      ...classTraces(lines, looks),
      ...marks,
      ...holeLetters(holes),
    ],
    layout: layout(title, 572 + top, {
      ...planeAxes(drawn.view),
      margin: { l: 64, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle({ itemwidth: 30 }),
    }),
    caption: paragraph([
      `One line per path, from a dot (start) to a mark (end); colour, dash and mark are the class: ${classText(looks)}.`,
      bits === undefined ? "" : `Hatched: the barrier, where b > ${bits} bits.`,
      holes.length > 0 ? "Letters name its holes, as in the words of the classes." : "",
      lines.note,
      drawn.levels.note,
    ]),
    alt: `${pathCount(paths.length)} in the plane coloured by class (${classText(looks)})${bits === undefined ? "" : `, with the barrier at ${bits} bits`}.`,
  };
}

/** In all: half a megabyte in the page. */
const mostVertices = 40_000;

/** Columns and rows beyond which the grid is thinned. */
const finest = 160;

/** "class 0 (12 paths), class 1 (3 paths)". */
const classText = (looks: readonly ClassLook[]): string =>
  looks.map(({ name, members }) => `${name} (${pathCount(members.length)})`).join(", ") ||
  "no paths";

/** Refuses other than one label per path in the plane. */
export function requireClassed(
  paths: readonly Path[],
  labels: ArrayLike<number>,
  caller: string,
): void {
  requirePlanarPaths(paths, caller);
  if (labels?.length !== paths.length)
    throw new RangeError(
      `${caller}: expected a label for each of ${paths.length} paths, got ${labels?.length}`,
    );
}

/**
 * Legends of the classes: the label, and the word of their paths where it is told.
 *
 * @throws RangeError if there is other than one word per path
 */
export function classNames(
  labels: ArrayLike<number>,
  words: readonly string[] | undefined,
  caller: string,
): string[] {
  if (words === undefined) return [];
  if (words.length !== labels.length)
    throw new RangeError(
      `${caller}: expected a word for each of ${labels.length} paths, got ${words.length}`,
    );
  const names: string[] = [];
  words.forEach((word, i) => {
    names[labels[i]] ??= `class ${labels[i]}, word ${word.replaceAll("^-1", "⁻¹")}`;
  });
  return names;
}

/** The grid as it is drawn, its level lines and its extent. */
export function drawnScene(
  fine: LandscapeGrid,
  caller: string,
): {
  readonly grid: LandscapeGrid;
  readonly levels: ReturnType<typeof levelLines>;
  readonly view: View;
  readonly width: number;
} {
  requireGrid(fine, caller);
  const grid = thinnedGrid(fine, finest);
  const view = gridView(fine);
  const width = Math.max(view.x[1] - view.x[0], view.y[1] - view.y[0]);
  const levels = levelLines(grid, lossCap(grid.loss).level);
  const line = { color: "#c3c8d0", width: 0.8 };
  return {
    grid,
    levels: { ...levels, trace: { ...levels.trace, line, showlegend: false } },
    view,
    width,
  };
}

/** Per class a trace of lines, one of starts and one of ends, all switched by one legend entry. */
export function classTraces(
  { lines }: DrawnPaths,
  looks: readonly ClassLook[],
): Record<string, unknown>[] {
  const count = lines.filter((line) => line !== undefined).length;
  const thin = count > 60 ? 0.5 : count > 15 ? 0.7 : 1;
  return looks.flatMap(({ name, members, color, dash, symbol, width }) => {
    const own = members.flatMap((i) => lines[i] ?? []);
    const shared = { type: "scatter", legendgroup: name, hoverinfo: "name" };
    const ends = (last: boolean, c: 0 | 1): number[] =>
      own.map((line) => line[last ? line.length - 2 + c : c]);
    return [
      {
        ...shared,
        ...{ mode: "lines", name: `${name}: ${members.length}`, ...joinedLines(own) },
        line: { color, dash, width: Math.max(1, width * thin) },
      },
      {
        ...shared,
        ...{ mode: "markers", name: `${name}, start`, showlegend: false },
        ...{ x: ends(false, 0), y: ends(false, 1) },
        marker: { color: ink, symbol: "circle", size: 4.5 },
      },
      {
        ...shared,
        ...{ mode: "markers", name: `${name}, end`, showlegend: false },
        ...{ x: ends(true, 0), y: ends(true, 1) },
        marker: { color, symbol, size: 9, line: { color: "#ffffff", width: 1 } },
      },
    ];
  });
}

/** Critical points with short names: the legend holds classes too. */
export const criticalMarks = (points: readonly CriticalPoint[]): Record<string, unknown>[] =>
  criticalPointMarks(points).map((trace) => ({
    ...trace,
    name: String(trace.name).replace(/ \(.*/, ""),
  }));

/** Letters at the rays of the holes. */
export function holeLetters(holes: readonly DrawnHole[]): Record<string, unknown>[] {
  if (holes.length < 1) return [];
  return [
    {
      ...{ type: "scatter", mode: "markers+text", name: "hole", showlegend: false },
      x: holes.map(({ x }) => x),
      y: holes.map(({ y }) => y),
      text: holes.map((_, k) => `<b>${holeName(k)}</b>`),
      textfont: { size: 15, color: ink },
      marker: { color: "#ffffff", size: 22, line: { color: ink, width: 1 } },
      hoverinfo: "skip",
    },
  ];
}
