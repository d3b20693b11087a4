import { type Distances, distanceBetween, type PointCloud } from "../../numerics/distances.js";
import { requireTriangle } from "../../numerics/requireDistances.js";
import { requireKnown } from "../../numerics/requireKnown.js";
import type { Figure } from "../figure.js";
import { legendBelowTitle } from "../legendMargin.js";
import { paragraph } from "../paragraph.js";
import { briefNumber } from "../powerText.js";
import { axis, ink, layout } from "../theme.js";
import { coveringTriangles } from "./coveringTriangles.js";

/** A sum of edges, such as a `Chain` of dimension 1: two vertices an edge. */
export interface DrawnEdges {
  readonly simplices: ArrayLike<number>;
}

/** What {@link ripsComplex} draws beside the complex. */
export interface RipsComplexOptions {
  /** A cycle, drawn as thick lines; none unless told. */
  readonly cycle?: DrawnEdges;
  /** A cocycle, its edges of length at most ε drawn as thick dotted lines; none unless told. */
  readonly cocycle?: DrawnEdges;
  /** Units of ε and the coordinates; "units of θ" unless told. */
  readonly units?: string;
  /** One line above the picture. */
  readonly title?: string;
}

/**
 * The Rips complex of points in the plane at one scale ε: an edge between any two at distance at
 * most ε, a filled triangle wherever three edges close.
 *
 * Of the triangles those are drawn that fill what all fill (`coveringTriangles`). O(n³) time, and
 * memory for all triangles: for some 150 points.
 *
 * @param cloud - n points of two coordinates
 * @param distances - between the points
 * @param threshold - ε ≥ 0
 * @param options - a representative cycle or cocycle of dimension 1, units
 * @throws RangeError if the points are not in the plane, the distances do not fit, ε is negative
 *   or NaN, or an edge names a point that is not there
 * @throws TypeError if an option is misspelt
 *
 * @example
 * const cloud = { points: Float64Array.of(0, 0, 1, 0), dim: 2 };
 * ripsComplex(cloud, { size: 2, values: Float64Array.of(1) }, 1).data.length; // 3
 */
export function ripsComplex(
  cloud: PointCloud,
  distances: Distances,
  threshold: number,
  options: RipsComplexOptions = {},
): Figure {
  requireKnown(options, ["cycle", "cocycle", "units", "title"], "option", "ripsComplex");
  requirePlane(cloud, distances, "ripsComplex");
  const { units = "units of θ", title } = options;
  const drawn = complexAt(cloud, distances, threshold, "ripsComplex");
  const { cycle, cocycle } = options;
  const there = cocycle && restricted(cocycle, distances, threshold);
  const cycles = cycleTraces(cloud, { cycle, cocycle: there }, "ripsComplex");
  return {
    data: [...drawn.traces, ...cycles, pointTrace(cloud)],
    layout: layout(title ?? `Rips complex at ε = ${briefNumber(threshold)}`, 600, {
      ...cloudAxes(cloud.points, units),
      margin: { l: 64, r: 24, t: 64, b: 60 },
      legend: legendBelowTitle(),
    }),
    caption: paragraph([
      `Two points are joined where their distance is at most ε = ${briefNumber(threshold)} (${units}), and three points so joined are a filled triangle: ${drawn.note}.`,
      cycle ? "Thick: a cycle that goes round the hole." : "",
      cocycle ? "Thick dotted: a cocycle, edges that every way round the hole must cross." : "",
    ]),
    alt: `Rips complex of ${distances.size} points in the plane at ε = ${briefNumber(threshold)}: ${drawn.note}.`,
  };
}

/** The edges of a cocycle that are in the complex: of a longer filtration it has longer ones. */
function restricted(
  { simplices }: DrawnEdges,
  distances: Distances,
  threshold: number,
): DrawnEdges {
  const kept: number[] = [];
  for (let k = 0; k < simplices?.length; k += 2) {
    const [i, j] = [simplices[k], simplices[k + 1]];
    // A pair that is none is kept, to be refused by name.
    if (!(distanceBetween(distances, i, j) > threshold)) kept.push(i, j);
  }
  return { simplices: kept };
}

/** Refuses points that are not in the plane, or other than the distances are between. */
export function requirePlane(cloud: PointCloud, distances: Distances, caller: string): void {
  const size = requireTriangle(distances, caller);
  if (cloud?.dim !== 2 || cloud.points?.length !== 2 * size)
    throw new RangeError(
      `${caller}: expected ${size} points of 2 coordinates, got ${cloud?.points?.length} coordinates in ${cloud?.dim} dimensions`,
    );
}

/** The triangles and edges at ε as two traces, and how many there are in words. */
export interface DrawnComplex {
  readonly traces: readonly Record<string, unknown>[];
  readonly note: string;
}

/** The complex at one scale, without its points. */
export function complexAt(
  { points }: PointCloud,
  distances: Distances,
  threshold: number,
  caller: string,
): DrawnComplex {
  if (!(threshold >= 0)) throw new RangeError(`${caller}: expected ε >= 0, got ${threshold}`);
  const { size } = distances;
  const near = (i: number, j: number): boolean => distanceBetween(distances, i, j) <= threshold;
  const edges: number[] = [];
  const triangles: number[][] = [];
  for (let i = 0; i < size; i++)
    for (let j = 0; j < i; j++) {
      if (!near(i, j)) continue;
      edges.push(i, j);
      for (let k = 0; k < j; k++)
        if (near(i, k) && near(j, k)) triangles.push(counterclockwise(points, i, j, k));
    }
  const [edgeCount, count] = [edges.length / 2, triangles.length];
  return {
    traces: [
      {
        ...{ type: "scatter", mode: "lines", name: "triangles" },
        ...outline(points, coveringTriangles(points, triangles)),
        ...{ fill: "toself", fillcolor: "rgba(127, 163, 173, 0.35)" },
        ...{ line: { width: 0 }, hoverinfo: "skip", showlegend: count > 0 },
      },
      {
        ...{ type: "scatter", mode: "lines", name: "edges" },
        ...segments(points, edges),
        line: { color: "#8a96a3", width: edgeCount > 1500 ? 0.5 : 1 },
        ...{ hoverinfo: "skip", showlegend: edgeCount > 0 },
      },
    ],
    note: `${size} points, ${edgeCount} edges, ${count} triangles`,
  };
}

/** All triangles turn one way: with opposite turns, overlapping fills would cancel. */
function counterclockwise(points: Float64Array, i: number, j: number, k: number): number[] {
  const [x, y] = [points[2 * i], points[2 * i + 1]];
  const area =
    (points[2 * j] - x) * (points[2 * k + 1] - y) - (points[2 * k] - x) * (points[2 * j + 1] - y);
  return area >= 0 ? [i, j, k, i] : [i, k, j, i];
}

function outline(
  points: Float64Array,
  polygons: readonly (readonly number[])[],
): { readonly x: Float32Array; readonly y: Float32Array } {
  const column = (c: 0 | 1): Float32Array =>
    Float32Array.from(polygons.flatMap((p) => [...p.map((i) => points[2 * i + c]), Number.NaN]));
  return { x: column(0), y: column(1) };
}

function segments(
  points: Float64Array,
  edges: ArrayLike<number>,
): { readonly x: Float32Array; readonly y: Float32Array } {
  const pairs = Array.from({ length: edges.length / 2 }, (_, k) => [
    edges[2 * k],
    edges[2 * k + 1],
  ]);
  return outline(points, pairs);
}

/** The points, in ink. */
export function pointTrace({ points }: PointCloud): Record<string, unknown> {
  const count = points.length / 2;
  return {
    ...{ type: "scatter", mode: "markers", name: "points" },
    x: Float64Array.from({ length: count }, (_, i) => points[2 * i]),
    y: Float64Array.from({ length: count }, (_, i) => points[2 * i + 1]),
    marker: { color: ink, size: count > 200 ? 4 : 6 },
    text: Array.from({ length: count }, (_, i) => `point ${i}`),
    hovertemplate: "%{text}: %{x:.4g}, %{y:.4g}<extra></extra>",
  };
}

/** Thick lines of a cycle and dotted ones of a cocycle, where they are given. */
export function cycleTraces(
  { points }: PointCloud,
  { cycle, cocycle }: { readonly cycle?: DrawnEdges; readonly cocycle?: DrawnEdges },
  caller: string,
): Record<string, unknown>[] {
  const looks = [
    { name: "cycle", edges: cycle, line: { color: "#c2477f", width: 4 } },
    { name: "cocycle", edges: cocycle, line: { color: "#a0672b", width: 4, dash: "dot" } },
  ];
  return looks.flatMap(({ name, edges, line }) => {
    if (edges === undefined) return [];
    const { simplices } = edges;
    const odd = Array.from(simplices ?? []).find((i) => !(i >= 0 && i < points.length / 2));
    if (simplices === undefined || simplices.length % 2 !== 0 || odd !== undefined)
      throw new RangeError(
        `${caller}: expected a ${name} of edges between ${points.length / 2} points, got ${odd === undefined ? `${simplices?.length} vertices` : `vertex ${odd}`}`,
      );
    const shared = { type: "scatter", mode: "lines", name, hoverinfo: "name" };
    return [{ ...shared, ...segments(points, simplices), line }];
  });
}

/** Axes of equal scale around points x₀, y₀, x₁, y₁, …, with a share of air. */
export function cloudAxes(
  points: ArrayLike<number>,
  units: string,
  air = 0.06,
): Record<string, unknown> {
  const range = (c: 0 | 1): [number, number] => {
    const values = Array.from(points).filter((_, i) => i % 2 === c);
    if (values.length < 1) return [-1, 1];
    const [low, high] = [
      values.reduce((a, b) => Math.min(a, b)),
      values.reduce((a, b) => Math.max(a, b)),
    ];
    const margin = air * (high - low || 1);
    return [low - margin, high + margin];
  };
  const more = { constrain: "domain", showgrid: false };
  return {
    xaxis: axis(`x (${units})`, { range: range(0), ...more }),
    yaxis: axis(`y (${units})`, {
      ...{ range: range(1), scaleanchor: "x", constraintoward: "top", ...more },
    }),
  };
}
