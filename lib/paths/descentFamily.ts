import type { Objective } from "../landscapes/objective.js";
import type { Path } from "./path.js";
import { clockDistance } from "./pathFamily.js";
import { vertexDistance } from "./vertexDistance.js";

/** Two descents are one until they are this far apart, in units of the largest ‖θ‖, or half of `spacing`. */
const APART = 2 ** -40;

/** What {@link descentFamily} is told. */
export interface DescentFamilyLimits {
  /** η. */
  readonly learningRate: number;
  /** Neighbours differ at no time by more than this. */
  readonly spacing: number;
  /** Most descents. */
  readonly most: number;
}

/**
 * Descents from the starts between those of two paths, so many that neighbours are nowhere farther
 * apart than `spacing`: on a smooth loss a family with next to no defect.
 *
 * A pair too far apart gets a descent between them. It goes along with the first until the two
 * part, that is to the time t at which they are a 2⁻⁴⁰th of max‖θ‖ apart (or half of `spacing`, if
 * that is less), and on from the middle of the pair at t. At t = 0 that is a start between two starts. Later, where a ridge parts
 * descents whose starts are hardly two numbers any more, it is a jump of some 2⁻⁴¹ max‖θ‖, by
 * which a member stays on the ridge for as long as need be.
 *
 * O(T) gradients a member. Unchecked.
 *
 * @returns the descents, the first from the start of `from`, the last from that of `to`; undefined
 *   if `most` are too few, or one is not finite
 */
export function descentFamily(
  from: Path,
  to: Path,
  objective: Objective,
  { learningRate, spacing, most }: DescentFamilyLimits,
): Path[] | undefined {
  const descended = (path: Path, vertices: number): Path =>
    continued(path, vertices, objective, learningRate);
  const first = descended(from, 1);
  const origin = { points: new Float64Array(from.points.length), dim: from.dim };
  const last = descended(to, 1);
  const size = Math.max(clockDistance(first, origin), clockDistance(last, origin));
  // less than `spacing`, so that there is such a time wherever a pair is too far apart
  const apart = Math.min(APART * size, spacing / 2);

  const members = [first];
  const ahead = [last]; // a stack: what is still to be reached from the last member
  while (ahead.length > 0) {
    const [p, q] = [members[members.length - 1], ahead[ahead.length - 1]];
    const distance = clockDistance(p, q);
    if (!(distance < Infinity) || members.length + ahead.length > most) return undefined;
    if (distance <= spacing) {
      members.push(q);
      ahead.pop();
      continue;
    }
    let t = 0;
    while (vertexDistance(p, t, q, t) <= apart) t++;
    const between = p.points.slice();
    for (let k = t * p.dim; k < (t + 1) * p.dim; k++) between[k] += (q.points[k] - between[k]) / 2;
    ahead.push(descended({ points: between, dim: p.dim }, t + 1));
  }
  return members;
}

/** The path up to so many vertices, then exact descent for as long as it was. */
function continued(
  { points, dim }: Path,
  vertices: number,
  objective: Objective,
  learningRate: number,
): Path {
  const own = points.slice();
  const gradient = new Float64Array(dim);
  for (let k = vertices * dim; k < own.length; k += dim) {
    objective.gradient(own.subarray(k - dim, k), gradient);
    for (let i = 0; i < dim; i++) own[k + i] = own[k + i - dim] - learningRate * gradient[i];
  }
  return { points: own, dim };
}
