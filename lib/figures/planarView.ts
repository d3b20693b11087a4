import type { CriticalPoint, Objective } from "../landscapes/objective.js";
import { evenly } from "../numerics/evenly.js";
import type { Path } from "../paths/path.js";
import { onGrid } from "./figure.js";
import { axis, backdrop } from "./theme.js";

/** A rectangle of the plane: [from, to] of θ₁ and of θ₂. */
export interface View {
  /** From and to of θ₁. */
  readonly x: readonly [number, number];
  /** From and to of θ₂. */
  readonly y: readonly [number, number];
}

/**
 * The landscape's domain as a view.
 *
 * @param objective - a landscape with two parameters and a domain
 * @throws RangeError if it has another dimension or no domain
 */
export function wholeView(objective: Objective): View {
  const { dimension, domain, name } = objective;
  if (dimension !== 2 || !domain)
    throw new RangeError(
      `wholeView: ${name} has ${dimension} parameters and ${domain ? "a" : "no"} domain, expected 2 and a domain`,
    );
  return {
    x: [domain.lower[0], domain.upper[0]],
    y: [domain.lower[1], domain.upper[1]],
  };
}

/**
 * The smallest square view that holds the given paths and points, with a margin of 15 %.
 *
 * @param paths - paths in the plane
 * @param points - further points, such as a minimum
 */
export function squareAround(
  paths: readonly Path[],
  points: readonly (readonly number[])[] = [],
): View {
  const xs = [...points.map(([x]) => x), ...paths.flatMap((path) => [...coordinate(path, 0)])];
  const ys = [...points.map(([, y]) => y), ...paths.flatMap((path) => [...coordinate(path, 1)])];
  const [left, right] = [Math.min(...xs), Math.max(...xs)];
  const [bottom, top] = [Math.min(...ys), Math.max(...ys)];
  const half = 0.65 * Math.max(right - left, top - bottom);
  const [x, y] = [(left + right) / 2, (bottom + top) / 2];
  return { x: [x - half, x + half], y: [y - half, y + half] };
}

/**
 * Refuses what does not lie in a plane.
 *
 * @param objective - the landscape to be drawn
 * @param paths - the paths on it, each with at least one vertex
 * @param caller - the function to name in the error
 * @throws RangeError if the landscape has other than two parameters, or a path other than two
 *   coordinates per vertex, or none at all
 */
export function requirePlanar(
  { name, dimension }: Objective,
  paths: readonly { readonly format: string; readonly path: Path }[],
  caller: string,
): void {
  if (dimension !== 2)
    throw new RangeError(`${caller}: expected 2 parameters, ${name} has ${dimension}`);
  for (const [i, { format, path }] of paths.entries())
    if (path.dim !== 2 || path.points.length < 2 || path.points.length % 2 !== 0)
      throw new RangeError(
        `${caller}: expected at least 1 vertex of 2 coordinates, path ${i} (${format}) has ${path.points.length} coordinates in ${path.dim} dimensions`,
      );
}

/** The known critical points of a landscape that lie in a view. */
export function criticalPointsIn(
  { criticalPoints = [] }: Objective,
  { x, y }: View,
): readonly CriticalPoint[] {
  return criticalPoints.filter(
    ({ point: [px, py] }) => px >= x[0] && px <= x[1] && py >= y[0] && py <= y[1],
  );
}

/** The axes of a map of the plane. */
export function planeAxes({ x, y }: View): Record<string, unknown> {
  const more = { showgrid: false, constrain: "domain" };
  return {
    xaxis: axis("θ₁ (dimensionless)", { range: [...x], ...more }),
    yaxis: axis("θ₂ (dimensionless)", { range: [...y], ...more }),
  };
}

/** One coordinate of every vertex of a path. */
export function coordinate(path: Path, index: number): Float64Array {
  const { points, dim } = path;
  return Float64Array.from({ length: points.length / dim }, (_, t) => points[t * dim + index]);
}

/** Loss at every vertex of a path, above `floor`. */
export function lossAlong(objective: Objective, path: Path, floor = 0): Float64Array {
  const { points, dim } = path;
  return Float64Array.from(
    { length: points.length / dim },
    (_, t) => objective.loss(points.subarray(t * dim, (t + 1) * dim)) - floor,
  );
}

/** Level lines of the loss in pale grey, to lie behind coloured paths. */
export function paleContours(objective: Objective, view: View): Record<string, unknown> {
  const [xs, ys] = [evenly(...view.x, 121), evenly(...view.y, 121)];
  const z = onGrid((x, y) => objective.loss(Float64Array.of(x, y)), xs, ys);
  return {
    type: "contour",
    x: xs,
    y: ys,
    z,
    ncontours: 14,
    colorscale: backdrop,
    showscale: false,
    line: { width: 0.8, color: "#a3a9b3" },
    hovertemplate: "θ₁ %{x:.3f}<br>θ₂ %{y:.3f}<br>loss %{z:.3f}<extra></extra>",
  };
}
