import { requireList } from "../../landscapes/requireObjective.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Path } from "../../paths/path.js";
import type { Figure } from "../figure.js";
import { coordinate } from "../planarView.js";
import { briefNumber } from "../powerText.js";
import { ink, layout, seriesStyle } from "../theme.js";
import { requirePlanarPaths } from "./drawnPaths.js";
import { cloudAxes } from "./ripsComplex.js";

/** What {@link frechetCouplingFigure} is told beside the coupling. */
export interface FrechetCouplingFigureOptions {
  /** Names of the two paths; "p" and "q" unless told. */
  readonly names?: readonly [string, string];
  /** Units of the coordinates; "units of θ" unless told. */
  readonly units?: string;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * Two paths and the leashes of a coupling: a line for each pair of vertices at which the two
 * walkers are at one time, the longest, which is the Fréchet distance of an optimal coupling,
 * emphasised.
 *
 * Vertices are numbered where there are at most 12 a path.
 *
 * @param p - path of two coordinates per vertex
 * @param q - another
 * @param pairs - vertex of p, vertex of q, pair after pair, as `frechetCoupling` returns them
 * @param options - names, units
 * @throws RangeError if a path is not in the plane, there is no pair, or one names a vertex that
 *   is not there
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const line = (y: number): Path => ({ points: Float64Array.of(0, y, 1, y), dim: 2 });
 * frechetCouplingFigure(line(0), line(1), [0, 0, 1, 1]).caption; // "… longest is 1 …"
 */
export function frechetCouplingFigure(
  p: Path,
  q: Path,
  pairs: ArrayLike<number>,
  options: FrechetCouplingFigureOptions = {},
): Figure {
  const caller = "frechetCouplingFigure";
  requirePlanarPaths([p, q], caller);
  requireList(pairs, "pairs", caller);
  requireKnown(options, ["names", "units", "title"], "option", caller);
  const { names = ["p", "q"], units = "units of θ" } = options;
  const { title = "The leash between two paths" } = options;
  const leashes = leashesOf(p, q, pairs);
  const longest = leashes.reduce(
    (best, { length }, t) => (length > leashes[best].length ? t : best),
    0,
  );
  const { i, j, length } = leashes[longest];
  const axes = cloudAxes([...p.points, ...q.points], units, 0.2);
  // As high as the paths need with equal units on both axes: a flat pair leaves no blank band.
  const [across, up] = [axes.xaxis, axes.yaxis].map((one) => {
    const [low, high] = (one as { range: readonly number[] }).range;
    return high - low;
  });
  const rise = up / across;
  return {
    data: [
      segments(
        "leash",
        leashes.filter((_, t) => t !== longest),
        { color: "#9a9a9a", width: 1.3 },
      ),
      segments("longest leash", [leashes[longest]], { color: ink, width: 4, dash: "dash" }),
      walker(p, names[0], 0),
      walker(q, names[1], 1),
    ],
    layout: layout(title, 144 + Math.min(476, Math.max(180, 640 * rise)), axes),
    caption:
      `Each thin line is the leash at one of ${leashes.length} moments of the walk along “${names[0]}” and “${names[1]}”. ` +
      `The longest is ${briefNumber(length)} (${units}), between vertex ${i} of “${names[0]}” and vertex ${j} of “${names[1]}”: ` +
      "where the coupling is optimal, that is the discrete Fréchet distance.",
    alt: `Two paths with ${leashes.length} leashes between their vertices, the longest of length ${briefNumber(length)}.`,
  };
}

interface Leash {
  readonly i: number;
  readonly j: number;
  /** x and y of both ends. */
  readonly ends: readonly [number, number, number, number];
  readonly length: number;
}

function leashesOf(p: Path, q: Path, pairs: ArrayLike<number>): Leash[] {
  if (pairs.length < 2 || pairs.length % 2 !== 0)
    throw new RangeError(
      `frechetCouplingFigure: expected at least 1 pair of vertices, got ${pairs.length} indices`,
    );
  return Array.from({ length: pairs.length / 2 }, (_, t) => {
    const [i, j] = [pairs[2 * t], pairs[2 * t + 1]];
    for (const [k, path] of [
      [i, p],
      [j, q],
    ] as const)
      if (!(Number.isInteger(k) && k >= 0 && 2 * k < path.points.length))
        throw new RangeError(
          `frechetCouplingFigure: expected vertices 0 to ${path.points.length / 2 - 1}, got ${k} in pair ${t}`,
        );
    const [x0, y0] = p.points.subarray(2 * i, 2 * i + 2);
    const [x1, y1] = q.points.subarray(2 * j, 2 * j + 2);
    return { i, j, ends: [x0, y0, x1, y1], length: Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2) };
  });
}

function segments(
  name: string,
  leashes: readonly Leash[],
  line: Record<string, unknown>,
): Record<string, unknown> {
  return {
    ...{ type: "scatter", mode: "lines", name, line, hoverinfo: "skip" },
    x: Float64Array.from(leashes.flatMap(({ ends: [x0, , x1] }) => [x0, x1, Number.NaN])),
    y: Float64Array.from(leashes.flatMap(({ ends: [, y0, , y1] }) => [y0, y1, Number.NaN])),
  };
}

/** Numbers beside more vertices would lie on each other. */
const numbered = 12;

function walker(path: Path, name: string, k: number): Record<string, unknown> {
  const { color, dash, symbol } = seriesStyle(k, name);
  const count = path.points.length / 2;
  const few = count <= numbered;
  return {
    type: "scatter",
    mode: few ? "lines+markers+text" : "lines+markers",
    name,
    x: coordinate(path, 0),
    y: coordinate(path, 1),
    ...(few ? { text: Array.from({ length: count }, (_, t) => `${name}<sub>${t}</sub>`) } : {}),
    textposition: k === 0 ? "bottom center" : "top center",
    textfont: { size: 13, color },
    line: { color, dash, width: 2.5 },
    marker: { color, symbol, size: few ? 10 : 5, line: { color: "#ffffff", width: 1 } },
    cliponaxis: false,
    hovertemplate: "%{x:.4g}, %{y:.4g}<extra>%{fullData.name}</extra>",
  };
}
