import { curvedFunnel } from "../landscapes/curvedFunnel.js";
import { landscapeFromFunction } from "../landscapes/landscapeFromFunction.js";
import type { Objective } from "../landscapes/objective.js";
import { sourceOf } from "../landscapes/objectiveFrom.js";
import { translated } from "../landscapes/translated.js";
import type { ScalarOperations } from "../numerics/arithmetic.js";
import { cos, pow, sin } from "../numerics/elementary/elementary.js";
import { randomStream } from "../numerics/random.js";
import { uniformStarts } from "../training/uniformStarts.js";
import type { SweepRequest } from "./failurePrecision.js";
import type { TheoremConfig } from "./theoremConfig.js";

/** A start on a landscape, with all that a sweep over precisions needs and what it is called. */
export interface TheoremProblem extends SweepRequest {
  /** Unique within its table. */
  readonly problem: string;
  /** Which kind of landscape. */
  readonly family: "quadratic" | "funnel";
  /** Number of the start on its landscape, or of the quadratic. */
  readonly run: number;
  /** K of a funnel, λ_max of a quadratic. */
  readonly stiffness: number;
  /** How often the learning rate was halved, or the distance from the origin doubled. */
  readonly doublings: number;
}

/** Share of the distance to the minimum that may be left: success is a gradient of 1 % of λ_min. */
const LEFT = 0.01;
/**
 * By how much the funnels are moved. Unmoved, their minimum (1.5, 0.1411) lies within 0.0005 of a
 * number of 4 bits, on which stochastic rounding settles by luck whatever the other bits.
 */
const OFF_GRID: readonly number[] = [0.0371, 0.0613];
/** Budget in units of 1/(ηλ_min); exact descent needs ln(100·λ_max/λ_min) of them at most. */
const PATIENCE = 12;

/**
 * Random quadratics in the plane, each with one start at distance 1 from its minimum.
 *
 * λ_max is 2^U(−1, 7), λ_max/λ_min 2^U(0, 5), the axes are turned by U(0, π), the minimum lies
 * at a random angle at distance 2^U(−1, 3) from the origin, η is 2^U(−3, 0)/λ_max; U(a, b)
 * uniform, keyed by the seed and the number of the problem.
 */
export function quadraticProblems(seed: number, count: number): TheoremProblem[] {
  return Array.from({ length: count }, (_, i) => {
    const draw = randomQuadratic(seed, i);
    return problemOf(draw, i, seed * 1000 + i, 0);
  });
}

/** Quadratics of {@link quadraticProblems} at η, η/2, …, η/2^doublings. */
export function learningRateProblems(config: TheoremConfig): TheoremProblem[] {
  const { seed, sweeps, doublings } = config;
  return Array.from({ length: sweeps }, (_, i) => {
    const draw = randomQuadratic(seed + 1, i);
    return Array.from({ length: doublings + 1 }, (_, k) =>
      problemOf({ ...draw, learningRate: draw.learningRate / 2 ** k }, i, i, k),
    );
  }).flat();
}

/** Quadratics of {@link quadraticProblems} moved to 1, 2, 4, … 2^doublings times the distance. */
export function translationProblems(config: TheoremConfig): TheoremProblem[] {
  const { seed, sweeps, doublings } = config;
  return Array.from({ length: sweeps }, (_, i) => {
    const draw = randomQuadratic(seed + 2, i);
    return Array.from({ length: doublings + 1 }, (_, k) => {
      const centre = draw.centre.map((c) => c * 2 ** k);
      return problemOf({ ...draw, centre }, i, i, k);
    });
  }).flat();
}

/**
 * Starts on curved funnels of all curvatures K of the config, each funnel at its own learning
 * rate 1/(2K + 40), or all at that of the stiffest; all moved a little, off the coarse grids.
 */
export function funnelProblems(
  { seed, funnels, funnelStarts }: TheoremConfig,
  rate: "own" | "common",
): TheoremProblem[] {
  const stiffest = Math.max(...funnels);
  return funnels.flatMap((K) => {
    const funnel = curvedFunnel(K);
    const starts = uniformStarts(funnel, funnelStarts, seed);
    const least = funnel.criticalPoints?.[0].eigenvalues?.[0] ?? NaN;
    const learningRate = 1 / (2 * (rate === "own" ? K : stiffest) + 40);
    return Array.from(
      { length: funnelStarts },
      (_, i): TheoremProblem => ({
        problem: `${funnel.name}, start ${i}`,
        family: "funnel",
        run: i,
        stiffness: K,
        doublings: 0,
        landscape: sourceOf(translated(funnel, OFF_GRID)),
        start: OFF_GRID.map((shift, k) => starts[2 * i + k] + shift),
        learningRate,
        maxSteps: Math.ceil((2 * PATIENCE) / (learningRate * least)),
        gradientTolerance: LEFT * least,
        seed: seed * 1000 + i,
      }),
    );
  });
}

interface Quadratic {
  readonly largest: number;
  readonly least: number;
  readonly angle: number;
  readonly centre: readonly number[];
  readonly offset: readonly number[];
  readonly learningRate: number;
}

function randomQuadratic(seed: number, index: number): Quadratic {
  const random = randomStream(seed, "quadratic", index);
  const between = (k: number, low: number, high: number): number =>
    low + (high - low) * random.uniform(k);
  const pi = Math.PI;
  const largest = pow(2, between(0, -1, 7));
  const [where, radius] = [between(3, 0, 2 * pi), pow(2, between(4, -1, 3))];
  const from = between(5, 0, 2 * pi);
  return {
    largest,
    least: largest / pow(2, between(1, 0, 5)),
    angle: between(2, 0, pi),
    centre: [radius * cos(where), radius * sin(where)],
    offset: [cos(from), sin(from)],
    learningRate: pow(2, between(6, -3, 0)) / largest,
  };
}

/** ½ (a x² + 2b xy + d y²) with the given eigenvalues and angle of the first axis, at 0. */
function bowl({ largest, least, angle }: Quadratic): Objective {
  const [c, s] = [cos(angle), sin(angle)];
  const [a, b, d] = [
    largest * c * c + least * s * s,
    (largest - least) * c * s,
    largest * s * s + least * c * c,
  ];
  return landscapeFromFunction(
    2,
    <T>(o: ScalarOperations<T>, [x, y]: readonly T[]): T => {
      const gx = o.add(o.multiply(o.from(a), x), o.multiply(o.from(b), y));
      const gy = o.add(o.multiply(o.from(b), x), o.multiply(o.from(d), y));
      return o.divide(o.add(o.multiply(x, gx), o.multiply(y, gy)), o.from(2));
    },
    { name: "quadratic", criticalPoints: [{ point: [0, 0], loss: 0, morseIndex: 0 }] },
  );
}

function problemOf(draw: Quadratic, run: number, seed: number, doublings: number): TheoremProblem {
  const { centre, offset, learningRate, least } = draw;
  return {
    problem: `quadratic ${run}`,
    family: "quadratic",
    run,
    stiffness: draw.largest,
    doublings,
    landscape: sourceOf(translated(bowl(draw), centre)),
    start: centre.map((c, i) => c + offset[i]),
    learningRate,
    maxSteps: Math.ceil(PATIENCE / (learningRate * least)),
    gradientTolerance: LEFT * least,
    seed,
  };
}
