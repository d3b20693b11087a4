import type { Distances, PointCloud } from "../../numerics/distances.js";
import { requirePoints } from "../../numerics/euclideanDistances.js";
import { kindOf } from "../../numerics/kindOf.js";
import { pairOf, requireTriangle } from "../../numerics/requireDistances.js";
import type { WeightedGraph } from "./weightedGraph.js";

/** What a Rips complex can be made from. */
export type RipsSource = Distances | PointCloud | WeightedGraph;

/** A source that has been looked through. */
export interface CheckedSource {
  /** The source; with zeros in place of −0 if there were any. */
  readonly source: RipsSource;
  /** Number n of points. */
  readonly pointCount: number;
  /** What is probably a slip of the caller, in sentences. */
  readonly warnings: readonly string[];
}

/**
 * Looks through a source before anything is computed from it.
 *
 * Distances and lengths must be ≥ 0; +∞ means no edge. The triangle inequality is not asked
 * for, and points may coincide. Coordinates must be finite. A graph has no loops and no edge
 * twice. 0 points are allowed.
 *
 * O(n²) for distances, O(n·dim) for points, O(m log m) for a graph of m edges.
 *
 * @param source - distances, points or a graph
 * @param caller - the function to name in errors
 * @throws TypeError if it is none of the three
 * @throws RangeError naming the place of what is wrong
 */
export function checkSource(source: RipsSource, caller: string): CheckedSource {
  if (typeof source === "object" && source !== null && !Array.isArray(source)) {
    if ("edges" in source) return checkGraph(source, caller);
    if ("points" in source) return checkCloud(source, caller);
    if ("values" in source) return checkDistances(source, caller);
  }
  throw new TypeError(
    `${caller}: expected distances { size, values }, points { points, dim } or a graph { size, edges, lengths }, got ${Array.isArray(source) ? "an array" : String(source)}`,
  );
}

function checkDistances(source: Distances, caller: string): CheckedSource {
  const size = requireTriangle(source, caller);
  const values = nonNegative(source.values, pairOf, caller);
  return { source: { size, values }, pointCount: size, warnings: [] };
}

function checkCloud(source: PointCloud, caller: string): CheckedSource {
  const pointCount = requirePoints(source, caller);
  const { points, dim } = source;
  const warnings: string[] = [];
  if (pointCount >= 2 && pointCount === dim && looksLikeDistances(points, dim))
    warnings.push(
      `${caller}: the ${dim} points of ${dim} coordinates are symmetric with a zero diagonal. Is this a distance matrix? It would be distancesFromSquare(points).`,
    );
  else if (pointCount >= 1 && dim > pointCount)
    warnings.push(
      `${caller}: ${pointCount} points have ${dim} coordinates each, more coordinates than points. Is the array transposed?`,
    );
  return { source, pointCount, warnings };
}

function checkGraph(source: WeightedGraph, caller: string): CheckedSource {
  const { size, edges, lengths } = source;
  requireSize(size, caller);
  if (!(lengths instanceof Float64Array))
    throw new TypeError(`${caller}: expected lengths in a Float64Array, got ${kindOf(lengths)}`);
  if (!(edges instanceof Uint32Array))
    throw new TypeError(`${caller}: expected edges in a Uint32Array, got ${kindOf(edges)}`);
  if (edges.length !== 2 * lengths.length)
    throw new RangeError(
      `${caller}: expected 2 vertices for each of ${lengths.length} lengths, got ${edges.length} vertices`,
    );
  const pairs = new Float64Array(lengths.length); // i·size + j with i > j: < 2⁵³, as size < 2²⁶
  for (let k = 0; k < lengths.length; k++) {
    const [a, b] = [edges[2 * k], edges[2 * k + 1]];
    if (a >= size || b >= size)
      throw new RangeError(
        `${caller}: expected vertices below ${size}, got edge ${k} from ${a} to ${b}`,
      );
    if (a === b)
      throw new RangeError(`${caller}: expected no loops, got edge ${k} from ${a} to itself`);
    pairs[k] = Math.max(a, b) * size + Math.min(a, b);
  }
  pairs.sort();
  for (let k = 1; k < pairs.length; k++)
    if (pairs[k] === pairs[k - 1])
      throw new RangeError(
        `${caller}: expected each edge once, got ${Math.floor(pairs[k] / size)} and ${pairs[k] % size} joined twice`,
      );
  const place = (k: number): string => `for edge ${k}, from ${edges[2 * k]} to ${edges[2 * k + 1]}`;
  const checked = nonNegative(lengths, place, caller);
  return { source: { size, edges, lengths: checked }, pointCount: size, warnings: [] };
}

/** Largest number of points: pairs of them are counted exactly in float64, 32 bits name one. */
const MOST_POINTS = 2 ** 26;

function requireSize(size: number, caller: string): void {
  if (!(Number.isInteger(size) && size >= 0 && size <= MOST_POINTS))
    throw new RangeError(`${caller}: expected a whole size from 0 to ${MOST_POINTS}, got ${size}`);
}

/** The values; a copy if some −0, whose bits would be sorted last, has to become 0. */
function nonNegative(
  values: Float64Array,
  place: (k: number) => string,
  caller: string,
): Float64Array {
  let negativeZero = false;
  for (let k = 0; k < values.length; k++) {
    const value = values[k];
    if (!(value > 0)) {
      if (value !== 0)
        throw new RangeError(`${caller}: expected distances >= 0, got ${value} ${place(k)}`);
      if (Object.is(value, -0)) negativeZero = true;
    }
  }
  return negativeZero ? values.map((value) => value + 0) : values;
}

/** Whether two numbers are one distance ≥ 0, but for rounding errors. */
const alike = (a: number, b: number): boolean =>
  a >= 0 && b >= 0 && (a === b || Math.abs(a - b) <= 1e-9 * Math.max(a, b));

function looksLikeDistances(matrix: Float64Array, size: number): boolean {
  for (let i = 0; i < size; i++) {
    if (matrix[i * size + i] !== 0) return false;
    for (let j = 0; j < i; j++)
      if (!alike(matrix[i * size + j], matrix[j * size + i])) return false;
  }
  return true;
}
