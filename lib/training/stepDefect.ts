import type { Tape, TapeNode } from "../landscapes/expression/tape.js";
import {
  callText,
  generated,
  longestCode,
  tapeStatements,
} from "../landscapes/expression/tapeCode.js";
import { tapesOf } from "../landscapes/expression/tapeObjective.js";
import type { Objective } from "../landscapes/objective.js";
import type { DoubleDouble } from "../numerics/doubleDouble.js";
import { doubleDoubleOperations } from "../numerics/doubleDoubleOperations.js";
import type { FloatFormat } from "../precision/formats/format.js";

/** ‖after − (before − η ∇L(before))‖; `gradient` is ∇L(before) in float64. */
export type StepDefect = (
  before: Float64Array,
  after: Float64Array,
  gradient: Float64Array,
) => number;

/**
 * How far a step is from the exact step of gradient descent: a term of the intrinsic error
 * Δ(γ) = Σ_t ‖θ_{t+1} − (θ_t − η∇L(θ_t))‖ of §2.1.
 *
 * The bracket must be evaluated in higher precision than the path:
 *
 * - format of at most 25 bits: in float64, whose roundings are 2⁻²⁸ of the path's or less
 *   (where ∇L cancels, its own error in float64 counts too);
 * - format of more bits, objective with `gradientOver`: in double-double, 106 bits;
 * - format of more bits without it: NaN, for nothing better than the path itself is at hand.
 *
 * O(dim) and one gradient in double-double a step, where that is used.
 *
 * @param objective - whose gradient is followed
 * @param learningRate - η, taken as the exact double it is
 * @param format - format in which the path is kept: float64 if only the gradient is rounded
 *
 * @example
 * const defect = stepDefect(twoValleys, 0.1, float16);
 */
export function stepDefect(
  objective: Objective,
  learningRate: number,
  format: FloatFormat,
): StepDefect {
  if (format.significandBits <= 25)
    return (before, after, gradient) => {
      let sum = 0;
      for (let i = 0; i < before.length; i++) {
        const defect = after[i] - (before[i] - learningRate * gradient[i]);
        sum += defect * defect;
      }
      return Math.sqrt(sum);
    };
  const gradientIn = doubleDoubleGradient(objective);
  if (!gradientIn) return () => NaN;

  const { from, add, subtract, multiply, toNumber } = doubleDoubleOperations;
  const rate = from(learningRate);
  const theta: DoubleDouble[] = new Array(objective.dimension);
  return (before, after) => {
    for (let i = 0; i < before.length; i++) theta[i] = from(before[i]);
    const gradient = gradientIn(theta);
    let sum = 0;
    for (let i = 0; i < before.length; i++) {
      const moved = subtract(from(after[i]), theta[i]);
      const defect = toNumber(add(moved, multiply(rate, gradient[i])));
      sum += defect * defect;
    }
    return Math.sqrt(sum);
  };
}

type Gradient = (theta: readonly DoubleDouble[]) => readonly DoubleDouble[];

/** Compiled for each gradient tape. */
const compiled = new WeakMap<Tape, Gradient>();

/**
 * ∇L in double-double; undefined where it is missing. Of a formula it is compiled, to the bits of
 * `gradientOver`: its constants become inputs, since in the text of a program they are doubles.
 */
function doubleDoubleGradient(objective: Objective): Gradient | undefined {
  const { gradientOver, dimension } = objective;
  if (!gradientOver) return undefined;
  const interpreted: Gradient = (theta) => gradientOver(doubleDoubleOperations, theta);
  const tape = tapesOf(objective)?.gradient;
  if (!tape || tape.nodes.length > longestCode) return interpreted;
  const known = compiled.get(tape);
  if (known) return known;
  const constants: DoubleDouble[] = [];
  const nodes = tape.nodes.map((node): TapeNode => {
    if (node.operation !== "constant") return node;
    constants.push(doubleDoubleOperations.from(node.value as number));
    return { operation: "input", operands: [], value: dimension + constants.length - 1 };
  });
  const { statements, outputs } = tapeStatements(
    { inputCount: dimension + constants.length, nodes, outputs: tape.outputs },
    (i) => (i < dimension ? `theta[${i}]` : `constants[${i - dimension}]`),
    callText,
  );
  const body = `${statements}\nreturn [${outputs.join(", ")}];`;
  const made = generated("theta", body, { ...doubleDoubleOperations, constants }) as
    | Gradient
    | undefined;
  compiled.set(tape, made ?? interpreted);
  return made ?? interpreted;
}
