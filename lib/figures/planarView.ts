import type { Objective } from "../landscapes/objective.js";
import type { Path } from "../paths/path.js";
import { evenly, onGrid } from "./figure.js";
import { backdrop } from "./theme.js";

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
export function lossContours(objective: Objective, view: View): Record<string, unknown> {
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
