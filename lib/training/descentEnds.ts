import { tapesOf } from "../landscapes/expression/tapeObjective.js";
import type { Objective } from "../landscapes/objective.js";
import { kindOf } from "../numerics/kindOf.js";
import type { RandomKey } from "../precision/rounding/rounding.js";
import { completeKey } from "../precision/rounding/rounding.js";
import { descendTogether } from "./descendTogether.js";
import { type DescentState, descentState, plainLoop, restart, statuses } from "./descentLoop.js";
import { completeDescent, type DescentOptions, requireStart } from "./descentOptions.js";
import { fusedLoop } from "./fusedLoop.js";

/**
 * From so many runs on, of a gradient of so many operations, they go together: fewer do not make
 * up for compiling, and a few operations are as fast one run after another.
 */
const ENOUGH = 8;
const LONG = 40;

/** Where many runs ended. */
export interface DescentEnds {
  /** Last states, dim coordinates a run. */
  readonly ends: Float64Array;
  /** How each ended: its place in `statuses`. */
  readonly status: Uint8Array;
  /** Steps taken by each. */
  readonly steps: Uint32Array;
}

/**
 * The ends of `descend` from many starts with the same options, and nothing else: no path, no
 * loss, no objects per run.
 *
 * With a stochastic mode start i is run first + i: see {@link runKey}. At level `update` in the
 * other modes many runs of a longer formula (a small network, say) take their steps together in
 * SIMD lanes, to the same bits: a network 2-2-1 on four patterns some 80 nanoseconds a run and
 * step.
 *
 * @param starts - n·dim coordinates
 * @param options - as for descend; `record` and `intrinsicError` do not matter
 * @param first - which run the first start is
 * @throws as descend; RangeError if maxSteps is above 2³² − 1
 *
 * @example
 * const options = { format: float16, learningRate: 0.1, maxSteps: 500 };
 * descentEnds(twoValleys, Float64Array.of(0.5, 1, -0.5, 1), options).status; // [1, 1]: stalled
 */
export function descentEnds(
  objective: Objective,
  starts: Float64Array,
  options: DescentOptions,
  first = 0,
): DescentEnds {
  const own = { ...options, intrinsicError: false };
  const plan = completeDescent(objective, own, "descentEnds");
  if (plan.maxSteps > 0xffffffff)
    throw new RangeError(`descentEnds: maxSteps must be below 2^32, got ${plan.maxSteps}`);
  if (!(starts instanceof Float64Array))
    throw new TypeError(`descentEnds: starts must be a Float64Array, got ${kindOf(starts)}`);
  const dim = objective.dimension;
  const count = starts.length / dim;
  const ends = new Float64Array(starts.length);
  const status = new Uint8Array(count);
  const steps = new Uint32Array(count);
  const diverged = statuses.indexOf("diverged");
  const keep = (run: number, at: DescentState): void => {
    ends.set(at.theta, run * dim);
    status[run] = Number.isFinite(objective.loss(at.theta)) ? at.status : diverged;
    steps[run] = at.step;
  };
  const operations = tapesOf(objective)?.gradient.nodes.length ?? 0;
  const many = count >= ENOUGH && operations >= LONG;
  const together = many ? descendTogether(objective, plan) : undefined;
  if (together) {
    for (let i = 0; i < count; i++)
      requireStart(objective, starts.subarray(i * dim, (i + 1) * dim), "descentEnds");
    together(
      starts.map((x) => plan.given(x)),
      keep,
    );
    return { ends, status, steps };
  }
  const state = descentState(dim);
  const { theta } = state;
  let loop = fusedLoop(objective, plan) ?? plainLoop(objective, plan);
  for (let i = 0; i < count; i++) {
    const start = starts.subarray(i * dim, (i + 1) * dim);
    requireStart(objective, start, "descentEnds");
    if (plan.stochastic && options.key) {
      const key = runKey(options.key, first + i);
      const keyed = completeDescent(objective, { ...own, key }, "descentEnds");
      loop = fusedLoop(objective, keyed) ?? plainLoop(objective, keyed);
    }
    restart(state);
    for (let d = 0; d < dim; d++) theta[d] = plan.given(start[d]);
    loop(state, Infinity);
    keep(i, state);
  }
  return { ends, status, steps };
}

/**
 * The key of run n of many that are given one key: its `step` is n further on.
 *
 * @throws TypeError or RangeError if the key, or the step, is none
 */
export function runKey(key: RandomKey, run: number): RandomKey {
  const { seed, step, index } = completeKey(key, "runKey");
  return { seed, step: step + run, index };
}
