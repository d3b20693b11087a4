import type { Tape } from "../landscapes/expression/tape.js";
import { generated } from "../landscapes/expression/tapeCode.js";
import { tapesOf } from "../landscapes/expression/tapeObjective.js";
import type { Objective } from "../landscapes/objective.js";
import { nextDouble } from "../numerics/roundToOdd.js";
import type { FloatFormat } from "../precision/formats/format.js";
import { operations } from "../precision/operations/operations.js";
import { type RoundingMode, roundingModes } from "../precision/rounding/rounding.js";
import { rounder } from "../precision/rounding/roundTo.js";
import { descentCode, descentCodeParameters, type LoopKind } from "./descentCode.js";
import { type DescentLoop, type DescentState, FAR_AWAY, pathFormat } from "./descentLoop.js";
import { type DescentPlan, nearestRounder } from "./descentOptions.js";
import { type StepDefect, stepDefect } from "./stepDefect.js";

type MadeLoop = (
  state: DescentState,
  until: number,
  rate: number,
  roundedRate: number,
  maxSteps: number,
  zero: number,
  near: number,
) => void;
type LoopMaker = (...values: unknown[]) => MadeLoop;

/** A loop of more parameters or operations takes the engine longer to compile than it saves. */
const MOST_PARAMETERS = 16;
const MOST_OPERATIONS = 2000;

/** Code for one tape and rounding, and the loop itself where nothing in it is a run's own. */
interface Compiled {
  readonly make: LoopMaker;
  readonly loop?: MadeLoop;
}

/** What was compiled for each gradient tape, by what else decides it; the oldest goes first. */
const compiled = new WeakMap<Tape, Map<number, Compiled>>();
const KEPT = 128;

/** The largest square of a ‖θ‖ that has not diverged. */
const NEAR = largestSquare(FAR_AWAY);

/**
 * The loop of gradient descent compiled for one objective, format and rounding: `plainLoop`, to
 * the last bit, several times as fast. Kept with the objective's tape, so that an ensemble
 * compiles it once.
 *
 * @returns undefined if the objective is not made of tapes, has more than 16 parameters or its
 *   gradient more than 2,000 operations, or where generating code is forbidden
 */
export function fusedLoop(objective: Objective, plan: DescentPlan): DescentLoop | undefined {
  const tape = tapesOf(objective)?.gradient;
  if (!tape || tape.inputCount > MOST_PARAMETERS || tape.nodes.length > MOST_OPERATIONS)
    return undefined;
  const { learningRate, maxSteps, gradientTolerance } = plan;
  const inside = pathFormat(plan).significandBits <= 25;
  const defect = !plan.intrinsicError ? "none" : inside ? "inside" : "called";
  const made = compiledFor(tape, plan, defect);
  if (!made) return undefined;
  const own = (): StepDefect => stepDefect(objective, learningRate, pathFormat(plan));
  const loop = made.loop ?? made.make(...partsOf(plan, defect === "called" ? own() : undefined));
  const roundedRate = plan.given(learningRate);
  const zero = largestSquare(gradientTolerance);
  return (state, until) => loop(state, until, learningRate, roundedRate, maxSteps, zero, NEAR);
}

/** The arguments for the parameters of a loop's code. */
function partsOf({ format, rounding, level }: DescentPlan, defect?: StepDefect): unknown[] {
  return [
    rounding.rounding === "nearest-even" ? nearestRounder(format) : rounder(format, rounding),
    level === "update" ? undefined : operations(format, rounding),
    defect,
    rounding.key?.index ?? 0,
  ];
}

function compiledFor(
  tape: Tape,
  plan: DescentPlan,
  defect: LoopKind["defect"],
): Compiled | undefined {
  let known = compiled.get(tape);
  if (!known) {
    known = new Map();
    compiled.set(tape, known);
  }
  const key = kindNumber(plan, defect);
  const before = known.get(key);
  if (before) return before;
  const nearestEven = plan.rounding.rounding === "nearest-even";
  const code = descentCode(tape, { ...plan, nearestEven, defect });
  const make = generated(descentCodeParameters, code) as LoopMaker | undefined;
  if (!make) return undefined;
  const shared = nearestEven && defect !== "called";
  const made = shared ? { make, loop: make(...partsOf(plan)) } : { make };
  if (known.size >= KEPT) known.delete(known.keys().next().value as number);
  known.set(key, made);
  return made;
}

/** A number for all that decides the code of a loop: equal for equal formats of any name. */
function kindNumber(plan: DescentPlan, defect: LoopKind["defect"]): number {
  const { format, level, rounded, rounding } = plan;
  let n = formatNumber(format);
  n = 3 * n + ["update", "tensor", "operation"].indexOf(level);
  n = 3 * n + ["both", "gradient", "update"].indexOf(rounded);
  n = 3 * n + ["none", "inside", "called"].indexOf(defect);
  return roundingModes.length * n + roundingModes.indexOf(rounding.rounding as RoundingMode);
}

const numbersOfFormats = new WeakMap<FloatFormat, number>();
const numbersOfParameters = new Map<string, number>();

/** A number per format, names apart; examined formats are frozen, so it never changes. */
function formatNumber(format: FloatFormat): number {
  const known = numbersOfFormats.get(format);
  if (known !== undefined) return known;
  const { name: _name, label: _label, bits: _bits, ...parameters } = format;
  const text = JSON.stringify(Object.entries(parameters).sort());
  const number = numbersOfParameters.get(text) ?? numbersOfParameters.size;
  numbersOfParameters.set(text, number);
  numbersOfFormats.set(format, number);
  return number;
}

/** The largest s with √s ≤ root in doubles: s ≤ it is the same comparison as √s ≤ root. */
export function largestSquare(root: number): number {
  let square = Math.min(root * root, Number.MAX_VALUE);
  while (Math.sqrt(square) > root) square = nextDouble(square, -1);
  for (;;) {
    const above = square === 0 ? Number.MIN_VALUE : nextDouble(square, 1);
    if (!(Math.sqrt(above) <= root) || above === Infinity) return square;
    square = above;
  }
}
