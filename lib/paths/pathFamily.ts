import type { Path } from "./path.js";
import { vertexDistance } from "./vertexDistance.js";

/** A curve of paths with equally many vertices, given by some of its members. */
export interface PathFamily {
  readonly members: readonly Path[];
  /** s of each member: its share of the way, 0 … 1. */
  readonly parameters: Float64Array;
  /** Sum over neighbours of their {@link clockDistance}, in units of θ. */
  readonly way: number;
}

/** Largest distance at equal clock, max_t ‖p_t − q_t‖, of paths with equally many vertices. */
export function clockDistance(p: Path, q: Path): number {
  const count = p.points.length / p.dim;
  let largest = 0;
  for (let t = 0; t < count; t++) largest = Math.max(largest, vertexDistance(p, t, q, t));
  return largest;
}

/** A path continued to `count` vertices by staying where it ended. */
export function stayingUntil(path: Path, count: number): Path {
  const { points, dim } = path;
  const longer = new Float64Array(count * dim);
  longer.set(points);
  for (let k = points.length; k < longer.length; k++) longer[k] = longer[k - dim];
  return { points: longer, dim };
}

/**
 * The same curve, straight between its members, by members at equal ways from each other (in
 * {@link clockDistance}): as few as `spacing` allows, at least `fewest`, at most `most`.
 */
export function respaced(
  members: readonly Path[],
  { spacing, fewest, most }: { spacing: number; fewest: number; most: number },
): PathFamily {
  const ways = new Float64Array(members.length);
  for (let k = 1; k < ways.length; k++)
    ways[k] = ways[k - 1] + clockDistance(members[k - 1], members[k]);
  const way = ways[ways.length - 1];
  // a little more than way/spacing, so that rounding makes no gap wider than told
  const wanted = Math.ceil((way / spacing) * (1 + 1e-9)) + 1;
  const count = Math.min(Math.max(wanted, fewest), most);
  const parameters = Float64Array.from({ length: count }, (_, k) => k / (count - 1));
  let edge = 0;
  const placed = Array.from(parameters, (s, k) => {
    if (k === 0) return members[0];
    if (k === count - 1) return members[members.length - 1];
    while (edge + 2 < ways.length && ways[edge + 1] < way * s) edge++;
    const step = ways[edge + 1] - ways[edge];
    const share = step > 0 ? Math.min(1, (way * s - ways[edge]) / step) : s;
    return between(members[edge], members[edge + 1], share);
  });
  return { members: placed, parameters, way };
}

/**
 * The same curve with all its members, and as many more on the straight way between two of them as
 * `spacing` demands; parameters by the way done. Undefined if they would be more than `most`.
 */
export function filledIn(
  members: readonly Path[],
  { spacing, most }: { spacing: number; most: number },
): PathFamily | undefined {
  const placed = [members[0]];
  const ways = [0];
  for (const [k, member] of members.slice(1).entries()) {
    const step = clockDistance(members[k], member);
    if (step === 0) continue;
    const pieces = Math.ceil((step / spacing) * (1 + 1e-9));
    if (!(placed.length + pieces <= most)) return undefined;
    const before = ways[ways.length - 1];
    for (let piece = 1; piece <= pieces; piece++) {
      placed.push(piece < pieces ? between(members[k], member, piece / pieces) : member);
      ways.push(before + (step * piece) / pieces);
    }
  }
  const way = ways[ways.length - 1];
  if (way === 0) return respaced([members[0], members[0]], { spacing, fewest: 2, most: 2 });
  return { members: placed, parameters: Float64Array.from(ways, (done) => done / way), way };
}

function between(p: Path, q: Path, share: number): Path {
  const { points, dim } = p;
  // equal coordinates stay, which (1 − s)a + s·b would not always grant
  return { points: points.map((x, k) => x + share * (q.points[k] - x)), dim };
}
