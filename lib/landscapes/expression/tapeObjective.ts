import type { ScalarOperations } from "../../numerics/arithmetic.js";
import type { Box, CriticalPoint, Kink, Objective } from "../objective.js";
import { evaluateTape } from "./evaluateTape.js";
import { gradientTape } from "./gradientTape.js";
import { isKink, kinkTape } from "./kinks.js";
import { hessianTape, tangentTape } from "./tangentTape.js";
import { requireTape, type Tape } from "./tape.js";
import { longestCode, tapeFunction, tapeScalarFunction } from "./tapeCode.js";

/** An objective as plain data: it can be stored, and sent to a worker. */
export interface ObjectiveData {
  /** As {@link Objective}'s. */
  readonly name: string;
  /** The loss, one output; its number of inputs is the dimension. */
  readonly loss: Tape;
  /** As {@link Objective}'s. */
  readonly domain?: Box;
  /** As {@link Objective}'s. */
  readonly startRegion?: Box;
  /** As {@link Objective}'s. */
  readonly criticalPoints?: readonly CriticalPoint[];
  /** As {@link Objective}'s, in the order of the loss's operations. */
  readonly kinks?: readonly Kink[];
}

/** The straight-line programs of an objective; each is made when it is first asked for. */
export interface ObjectiveTapes {
  /** θ ↦ L(θ). */
  readonly loss: Tape;
  /** θ ↦ ∇L(θ), n outputs. */
  readonly gradient: Tape;
  /** (θ, v) ↦ ∇²L(θ)·v, 2n inputs and n outputs. */
  readonly hessianVector: Tape;
  /** θ ↦ ∇²L(θ), n·n outputs; some n/2 times as long as `hessianVector`. */
  readonly hessian: Tape;
  /** θ ↦ the two operands that each kink compares, 2 outputs a kink. */
  readonly kinks: Tape;
}

/**
 * An objective from the straight-line program of its loss: all derivatives derived, everything
 * compiled to code as fast as hand-written, and executable in any arithmetic.
 *
 * Gradient by reverse accumulation, Hessian-vector product forward over it, the Hessian entry
 * by entry (column by column, from products, if that were a program of more than 20,000
 * operations). In doubles the compiled functions have the bits of the interpreted ones.
 *
 * @throws TypeError if the loss is no tape
 * @throws RangeError if the loss has no inputs or not one output
 *
 * @example
 * const objective = tapeObjective({ name: "parabola", loss: tape });
 */
export function tapeObjective(data: ObjectiveData): Objective {
  const { loss, ...described } = data;
  requireTape(loss, "tapeObjective");
  const n = loss.inputCount;
  if (n < 1) throw new RangeError("tapeObjective: expected a loss of at least 1 variable, got 0");
  const tapes: ObjectiveTapes = {
    loss,
    gradient: gradientTape(loss),
    get hessianVector() {
      return remember(this, "hessianVector", tangentTape(this.gradient));
    },
    get hessian() {
      return remember(this, "hessian", hessianTape(this.gradient));
    },
    get kinks() {
      return remember(this, "kinks", kinkTape(loss));
    },
  };
  const kinks = loss.nodes.flatMap(({ operation }) => (isKink(operation) ? [{ operation }] : []));
  const over =
    (which: "loss" | "gradient") =>
    <T>(operations: ScalarOperations<T>, theta: readonly T[]): T[] =>
      evaluateTape(tapes[which], operations)(theta);
  const lossOver = over("loss");
  const computeGradient = tapeFunction(tapes.gradient, `out = new Float64Array(${n})`);
  const objective: Objective = {
    kinks,
    ...described,
    dimension: n,
    tapes,
    loss: tapeScalarFunction(loss),
    gradient: computeGradient as Objective["gradient"],
    get hessian() {
      return remember(this, "hessian", hessianFunction(tapes));
    },
    get hessianVector() {
      const product = tapeFunction(tapes.hessianVector, `more, out = new Float64Array(${n})`, n);
      return remember(this, "hessianVector", product as Objective["hessianVector"]);
    },
    get kinkGaps() {
      return remember(this, "kinkGaps", kinkGapsFunction(tapes));
    },
    lossOver: (operations, theta) => lossOver(operations, theta)[0],
    gradientOver: over("gradient"),
    hessianOver: (operations, theta) => hessianOver(tapes, operations, theta),
  };
  madeOf.set(tapes, objective);
  return objective;
}

/** The objective that was made of each set of tapes. */
const madeOf = new WeakMap<ObjectiveTapes, Objective>();

/** What an objective computes, each by a tape. */
const computed = [
  ...(["loss", "gradient", "hessian", "hessianVector"] as const),
  ...(["lossOver", "gradientOver", "hessianOver", "kinkGaps"] as const),
];

/**
 * The tapes that an objective is made of. Undefined if there are none, or if a function of it
 * was replaced: `{ ...twoValleys, gradient }` has the tapes of another loss. Functions may be
 * left out, and everything else may differ.
 *
 * @example
 * tapesOf(twoValleys)?.gradient.outputs.length; // 2
 */
export function tapesOf(objective: Objective): ObjectiveTapes | undefined {
  const { tapes } = objective;
  const original = tapes && madeOf.get(tapes);
  if (original === objective) return tapes;
  const own = computed.every((name) => !objective[name] || objective[name] === original?.[name]);
  return own ? tapes : undefined;
}

/** The data of an objective that is made of tapes, see `tapesOf`; else undefined. */
export function objectiveData(objective: Objective): ObjectiveData | undefined {
  const { name, domain, startRegion, criticalPoints, kinks } = objective;
  const tapes = tapesOf(objective);
  return tapes && { name, loss: tapes.loss, domain, startRegion, criticalPoints, kinks };
}

/** Turns a getter into the value it has computed. */
function remember<T>(of: object, name: string, value: T): T {
  Object.defineProperty(of, name, { value, enumerable: true });
  return value;
}

function kinkGapsFunction(tapes: ObjectiveTapes): Objective["kinkGaps"] {
  const compute = tapeFunction(tapes.kinks, "out");
  const pairs = new Float64Array(tapes.kinks.outputs.length);
  return (theta, out = new Float64Array(pairs.length / 2)) => {
    compute(theta, pairs);
    for (let k = 0; k < out.length; k++) out[k] = pairs[2 * k] - pairs[2 * k + 1];
    return out;
  };
}

/** Whether the Hessian is made entry by entry, in one program, or column by column. */
const isShort = ({ loss, hessianVector }: ObjectiveTapes): boolean =>
  hessianVector.nodes.length * loss.inputCount <= 2 * longestCode;

function hessianFunction(tapes: ObjectiveTapes): Objective["hessian"] {
  const n = tapes.loss.inputCount;
  if (isShort(tapes))
    return tapeFunction(tapes.hessian, `out = new Float64Array(${n * n})`) as Objective["hessian"];
  const product = tapeFunction(tapes.hessianVector, "more, out", n);
  const column = new Float64Array(n);
  const unit = new Float64Array(n);
  return (theta, out = new Float64Array(n * n)) => {
    for (let i = 0; i < n; i++) {
      unit.fill(0)[i] = 1;
      product(theta, unit, column);
      for (let j = 0; j <= i; j++) out[i * n + j] = out[j * n + i] = column[j];
    }
    return out;
  };
}

function hessianOver<T>(
  tapes: ObjectiveTapes,
  operations: ScalarOperations<T>,
  theta: readonly T[],
): T[] {
  if (isShort(tapes)) return evaluateTape(tapes.hessian, operations)(theta);
  const n = tapes.loss.inputCount;
  const product = evaluateTape(tapes.hessianVector, operations);
  const [zero, one] = [operations.from(0), operations.from(1)];
  const out: T[] = new Array(n * n);
  for (let i = 0; i < n; i++) {
    const unit = new Array<T>(n).fill(zero);
    unit[i] = one;
    const column = product([...theta, ...unit]);
    for (let j = 0; j <= i; j++) out[i * n + j] = out[j * n + i] = column[j];
  }
  return out;
}
