import { evaluateTape } from "../landscapes/expression/evaluateTape.js";
import type { Tape } from "../landscapes/expression/tape.js";
import type { Objective } from "../landscapes/objective.js";
import { float64Operations } from "../numerics/arithmetic.js";

const examined = new WeakMap<Objective["gradient"], { tape: Tape; follows: boolean }>();

/**
 * The straight-line program of an objective's gradient, if it has one.
 *
 * An objective such as `{ ...twoValleys, gradient }` has the tapes of another one, and its own
 * gradient counts: whether the two are equal is examined at three points, once per function.
 *
 * @example
 * gradientProgram(twoValleys)?.outputs.length; // 2
 */
export function gradientProgram(objective: Objective): Tape | undefined {
  const { gradient } = objective;
  const tape = objective.tapes?.gradient;
  if (!tape) return undefined;
  const known = examined.get(gradient);
  if (known?.tape === tape) return known.follows ? tape : undefined;
  const evaluate = evaluateTape(tape, float64Operations);
  const follows = [0.375, -1.125, 2.0625].every((first) => {
    const theta = Float64Array.from({ length: tape.inputCount }, (_, i) => first + i / 16);
    const own = gradient(theta, new Float64Array(theta.length));
    return evaluate([...theta]).every((g, i) => Object.is(g, own[i]));
  });
  examined.set(gradient, { tape, follows });
  return follows ? tape : undefined;
}
