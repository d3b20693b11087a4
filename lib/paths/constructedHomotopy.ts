import type { Objective } from "../landscapes/objective.js";
import { requireObjective } from "../landscapes/requireObjective.js";
import { binaryExponent } from "../numerics/binaryExponent.js";
import { powerOfTwo } from "../numerics/elementary/scale.js";
import { requireKnown } from "../numerics/requireKnown.js";
import { descentFamily } from "./descentFamily.js";
import type { Path } from "./path.js";
import { clockDistance, filledIn, type PathFamily, respaced, stayingUntil } from "./pathFamily.js";
import { defectOf, type RelaxationStep, relaxPath } from "./relaxPath.js";
import { requireFinitePath } from "./requirePath.js";

/** What {@link constructedHomotopy} is told. */
export interface HomotopyOptions {
  /** η > 0 of the training. */
  readonly learningRate: number;
  /** Neighbouring members differ at no time by more than this, in units of θ; > 0. */
  readonly spacing: number;
  /** Least number of members, both ends included; 33 unless told. */
  readonly members?: number;
  /** Largest number of members; 1000 unless told. */
  readonly memberLimit?: number;
  /** Most rounds of each of two relaxations; 40 unless told, 0 for the straight interpolation. */
  readonly iterations?: number;
  /**
   * Where members end: "free", where their training leads, or "straight", on the segment between
   * the two ends (a fixed point if these are equal); "free" unless told.
   */
  readonly ends?: "free" | "straight";
}

/** A family of paths γ_s from one to another, and how far its members are from training paths. */
export interface ConstructedHomotopy {
  /** n paths of T + 1 vertices, the first and last being those given (continued by staying). */
  readonly members: readonly Path[];
  /** s of each, ascending from 0 to 1. */
  readonly parameters: Float64Array;
  /** Δ(γ_s) of each, in units of θ. */
  readonly defects: Float64Array;
  /** The largest of them, the ends' included. */
  readonly largestDefect: number;
  /** The same for the straight interpolation, before relaxation. */
  readonly interpolationDefect: number;
  /** Largest max_t ‖γ_s(t) − γ_s′(t)‖ of neighbours; at most `spacing`. */
  readonly largestGap: number;
  /** C = T·max‖θ‖ over the two given paths, in units of θ. */
  readonly bound: number;
  /**
   * Largest integer p with largestDefect ≤ C·2⁻ᵖ: the family is a pseudo-homotopy of p bits and
   * fewer. Infinity for no defect; below 1 it is one at no precision.
   */
  readonly largestPrecision: number;
  /** Rounds of relaxation done, of both. */
  readonly iterations: number;
  /** Whether a family was refused because it needed more than `memberLimit` members. */
  readonly limited: boolean;
}

/** A relaxation ends if the largest defect fell by less than a hundredth in so many rounds. */
const PATIENCE = 15;

const optionNames: readonly string[] = [
  ...["learningRate", "spacing", "members", "memberLimit", "iterations", "ends"],
];

/**
 * A homotopy between two training paths, constructed: a family γ_s, s = 0 … 1, of paths whose
 * defects are measured against C·2⁻ᵖ (§2.3, with C fixed beforehand).
 *
 *     Δ(γ_s) = Σ_t ‖θ_{t+1} − (θ_t − η∇L(θ_t))‖,   C = T·max‖θ‖
 *
 * First the straight interpolation at equal clock; the shorter path stays where it ended, at a
 * defect of η‖∇L‖ a step. Then rounds of relaxation as a string of paths: each interior member
 * takes a damped Gauss–Newton step to lower Δ (`relaxPath`), and members are placed anew at
 * equal distances max_t ‖γ_s(t) − γ_s′(t)‖ along the polygon through them, more of them where the
 * family has grown longer. This is tried twice, with starts that stay and with starts that slide
 * on the segment between the two given ones: the first does better at kinks, the second is what
 * finds exact paths on either side of a smooth ridge. Where ends are free, descents from the
 * starts between are tried as well (`descentFamily`), which the relaxation cannot find where a
 * ridge parts them for long. The family with the smallest largest defect is returned; NaN, where
 * some gradient is, counts as larger than any.
 *
 * **What it shows.** An upper bound: these members have these defects. That none better was found
 * proves nothing. Between neighbours the family is straight; where ∇L has the Lipschitz constant M,
 * Δ is there at most T(2 + ηM)·largestGap/2 above that of the nearer one. A kink has no M: there
 * it is the members only that are measured.
 *
 * **What to expect.** Where the step θ ↦ θ − η∇L(θ) is continuous and the ends are free, exact
 * paths from neighbouring starts are a continuous family: Δ = 0 is possible even across a smooth
 * ridge, some members then ending on it. A kink must be paid for: in Two Valleys, with T steps and
 * |θ₂| ≤ Y, a member that ends within g of the ridge has
 *
 *     Δ ≥ (1 − a^T)/(1 + Y²/10) − g,   a = 1 − 2η − ηY²/5 ≥ 0
 *
 * since each step leads 2η away from the ridge and shrinks what was there by a at most; and between
 * paths of different valleys there is one with g = largestGap/2.
 *
 * Gradients are those of float64: defects near T·max‖θ‖·2⁻⁵² are rounding. Each round costs n·T
 * gradients and dense Hessians and O(n·T·dim³): with thousands of parameters take 0 `iterations`, or
 * it takes hours. In the plane, 100 vertices, spacing 1/20 of the distance:
 * 0.05 s within a valley, some 1.3 s where relaxation goes to the end with 170 members.
 *
 * @param from - γ_0: m ≥ 1 finite vertices, one a step (not thinned)
 * @param to - γ_1, of the same dimension
 * @param objective - L, with `hessian` or `hessianVector`
 * @param options - see {@link HomotopyOptions}
 * @throws RangeError if a path is empty or not finite, dimensions differ, an option is out of range,
 *   or the interpolation alone needs more than `memberLimit` members
 * @throws TypeError if there is no Hessian, or an option is unknown
 * @see E, Ren & Vanden-Eijnden (2007), Simplified and improved string method, Journal of Chemical
 *   Physics 126, 164103
 *
 * @example
 * const run = (x: number): Path =>
 *   descend(twoValleys, Float64Array.of(x, 1), { format: float64, learningRate: 0.05, maxSteps: 99 });
 * const options = { learningRate: 0.05, spacing: 0.1 };
 * constructedHomotopy(run(0.2), run(1.5), twoValleys, options).largestDefect; // some 1e-15
 */
export function constructedHomotopy(
  from: Path,
  to: Path,
  objective: Objective,
  options: HomotopyOptions,
): ConstructedHomotopy {
  const plan = completed(options);
  const { learningRate, spacing, ends } = plan;
  requireObjective(objective, "constructedHomotopy");
  if (!objective.hessian && !objective.hessianVector)
    throw new TypeError(`constructedHomotopy: expected a Hessian, ${objective.name} has none`);
  const counts = [from, to].map((path) => requireFinitePath(path, "constructedHomotopy"));
  for (const { dim } of [from, to])
    if (dim !== objective.dimension)
      throw new RangeError(
        `constructedHomotopy: dimensions differ, ${dim} and ${objective.dimension}`,
      );
  const count = Math.max(...counts);
  const given = [stayingUntil(from, count), stayingUntil(to, count)];
  const bound = (count - 1) * Math.max(...given.map(largestNorm));

  const limits = { spacing, fewest: plan.members, most: plan.memberLimit };
  const straight = clockDistance(given[0], given[1]);
  if (!(straight <= spacing * (plan.memberLimit - 1) * (1 - 1e-9)))
    throw new RangeError(
      `constructedHomotopy: expected a memberLimit > ${straight} / ${spacing}, got ${plan.memberLimit}`,
    );
  const measured = ({ members, parameters }: PathFamily): Measured => {
    const defects = Float64Array.from(
      members,
      (member) => defectOf(member, objective, learningRate).sum,
    );
    return { members, parameters, defects, largestDefect: defects.reduce(larger) };
  };
  const interpolation = measured(respaced(given, limits));
  let best = interpolation;
  // no family has less than its ends, or than the rounding of what is measured
  const attainable = Math.max(best.defects[0], best.defects[best.defects.length - 1]);
  const enough = Math.max(attainable, bound * 2 ** -50);

  if (ends === "free" && plan.iterations > 0) {
    const family = descents(given, objective, learningRate, limits);
    if (family) {
      const found = measured(family);
      if (less(found, best)) best = found;
    }
  }
  const starts = given.map(({ points, dim }) => points.subarray(0, dim));
  let [rounds, limited] = [0, false];
  for (const startSlides of [false, true]) {
    const step: RelaxationStep = {
      ...{ learningRate, reach: 2 * spacing, endStays: ends === "straight", startSlides },
      segment: [starts[0], starts[1]],
    };
    let { members } = interpolation;
    let [reference, sinceReference] = [best.largestDefect, 0];
    for (let round = 0; round < plan.iterations && best.largestDefect > enough; round++) {
      rounds++;
      const last = members.length - 1;
      const relaxed = members.map((member, k) =>
        k === 0 || k === last ? member : relaxPath(member, objective, step),
      );
      const family = respaced(relaxed, limits);
      members = family.members;
      if (family.way > spacing * (members.length - 1)) {
        limited = true;
        break;
      }
      const now = measured(family);
      if (less(now, best)) best = now;
      if (best.largestDefect < 0.99 * reference)
        [reference, sinceReference] = [best.largestDefect, 0];
      else if (++sinceReference >= PATIENCE) break;
    }
  }
  const { members, parameters, defects, largestDefect } = best;
  const gaps = members.slice(1).map((member, k) => clockDistance(members[k], member));
  return {
    ...{ members, parameters, defects, largestDefect },
    interpolationDefect: interpolation.largestDefect,
    largestGap: gaps.reduce(larger),
    bound,
    largestPrecision: precisionOf(largestDefect, bound),
    iterations: rounds,
    limited,
  };
}

/** {@link descentFamily} between the given paths, with `fewest` members at least and `most` at most. */
function descents(
  [from, to]: readonly Path[],
  objective: Objective,
  learningRate: number,
  { spacing, fewest, most }: { spacing: number; fewest: number; most: number },
): PathFamily | undefined {
  const limits = { learningRate, spacing, most };
  const found = descentFamily(from, to, objective, limits);
  if (!found) return undefined;
  const family = filledIn([from, ...found, to], { spacing, most });
  if (!family || family.way === 0 || family.members.length >= fewest) return family;
  return descents([from, to], objective, learningRate, { spacing: spacing / 2, fewest, most });
}

interface Measured {
  readonly members: readonly Path[];
  readonly parameters: Float64Array;
  readonly defects: Float64Array;
  readonly largestDefect: number;
}

/** Whether a family has less defect than another; NaN, where the loss is not finite, is more than all. */
const less = (one: Measured, other: Measured): boolean =>
  one.largestDefect < other.largestDefect ||
  (Number.isNaN(other.largestDefect) && !Number.isNaN(one.largestDefect));

/** Math.max by two, for reduce; carries NaN. */
const larger = (a: number, b: number): number => Math.max(a, b);

function largestNorm({ points, dim }: Path): number {
  const origin = { points: new Float64Array(points.length), dim };
  return clockDistance({ points, dim }, origin);
}

/** Largest integer p with defect ≤ bound·2^−p, exactly. */
function precisionOf(defect: number, bound: number): number {
  if (defect === 0) return Infinity;
  if (!(defect < Infinity) || bound === 0) return defect < Infinity ? -Infinity : NaN;
  const p = binaryExponent(bound) - binaryExponent(defect);
  // in two halves, each a double
  const scaled = defect * powerOfTwo(p >> 1) * powerOfTwo(p - (p >> 1));
  return scaled <= bound ? p : p - 1;
}

type Plan = Required<HomotopyOptions>;

function completed(options: HomotopyOptions): Plan {
  requireKnown(options, optionNames, "option", "constructedHomotopy");
  const { members = 33, memberLimit = 1000, iterations = 40, ends = "free" } = options;
  const { learningRate, spacing } = options;
  for (const [name, value] of Object.entries({ learningRate, spacing }))
    if (!(value > 0 && value < Infinity))
      throw new RangeError(`constructedHomotopy: ${name} must be finite and > 0, got ${value}`);
  for (const [name, value, least] of [
    ["members", members, 2],
    ["memberLimit", memberLimit, members],
    ["iterations", iterations, 0],
  ] as const)
    if (!Number.isInteger(value) || value < least)
      throw new RangeError(
        `constructedHomotopy: ${name} must be an integer >= ${least}, got ${value}`,
      );
  if (ends !== "free" && ends !== "straight")
    throw new TypeError(
      `constructedHomotopy: expected ends "free" or "straight", got ${String(ends)}`,
    );
  return { learningRate, spacing, members, memberLimit, iterations, ends };
}
